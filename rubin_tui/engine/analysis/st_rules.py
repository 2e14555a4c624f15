"""Structured Text: names, types, loops and calls, judged by the whole project."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_pages import rule_page
from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot, Tag
from rubin_tui.engine.model import Message

if TYPE_CHECKING:  # loaded with the first text, not with the screen
    from rubin_tui.engine.analysis.iec.judged import Found, Read, Texts
    from rubin_tui.engine.analysis.iec.project import Project, Projects
    from rubin_tui.engine.analysis.iec.syntax import Unit

KEPT = 32
"""Texts of which what was read is kept, so that an edit costs its POU only."""


class StRules(Analyzer):
    """The rules that know declarations: they say what is certain, where a library may know more nothing."""

    id = "st-rules"
    languages = frozenset({"st"})
    seconds = 120.0
    """The first text of a project waits until all of it was read."""
    judges = True

    def __init__(self, trees: Trees | None = None, projects: Projects | None = None) -> None:
        self._trees = trees or Trees()
        self._given = projects
        self._lock = threading.Lock()
        self._texts: OrderedDict[str, tuple[threading.Lock, Texts]] = OrderedDict()
        self._last: dict[str, str] = {}

    @property
    def projects(self) -> Projects:
        """The projects of the texts, with the names of all their files."""
        with self._lock:
            if self._given is None:
                from rubin_tui.engine.analysis.iec.project import Projects

                self._given = Projects()
            return self._given

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        if snapshot.text.lstrip("\ufeff \t\r\n").startswith("<"):  # the analyzer of syntax says so
            return
        from rubin_tui.engine.analysis.iec.suppression import Suppression

        path = os.path.abspath(snapshot.path) if snapshot.path else ""  # noqa: PTH100 - links stay
        unit = self._trees.tree(snapshot.text, snapshot.path)
        found = self._found(unit, path, cancel)
        if not found:
            return
        lines = Lines(snapshot.text)
        off = Suppression(lines)
        for placed in unit.parts:
            off.read(placed.part, placed.offset)
        for one in found:
            if cancel.is_set():
                return
            diagnostic = _diagnostic(one, lines)
            if off.is_empty or not off.is_off(one.rule, one.start):
                yield diagnostic

    def rule(self, rule: str) -> RuleText | None:
        return rule_page(rule)

    def forget(self, path: str) -> None:
        self._trees.forget(path)
        whole = os.path.abspath(path)  # noqa: PTH100 - links stay
        with self._lock:
            self._texts.pop(whole, None)
            self._last.pop(whole, None)
            projects = self._given
        if projects is not None:
            projects.forget(whole)

    def reads(self, unit: Unit, path: str, project: Project) -> list[Read]:
        """The parts of a text with what they declare and use; the project then knows it as it is now."""
        from rubin_tui.engine.analysis.iec.project import names_of

        lock, texts = self._kept(path, unit.text)
        with lock:
            reads = texts.read(unit, path)
            declared = [read.declarations for read in reads]
            faulty = any(read.part.faults for read in reads)
            used = (each for read in reads for each in read.uses)
            project.put(path, names_of(path, declared, used, faulty=faulty))
        return reads

    def text_of(self, path: str) -> str | None:
        """The text of a file as it was last analysed here, None if it was not."""
        with self._lock:
            return self._last.get(path)

    def _found(self, unit: Unit, path: str, cancel: threading.Event) -> list[Found]:
        from rubin_tui.engine.analysis.iec import flow_rules, name_rules
        from rubin_tui.engine.analysis.iec.judged import Judged

        project = self.projects.of(path)
        project.look(cancel)
        judged = Judged(unit.text, path, self.reads(unit, path, project), project)
        rules = (
            *(name_rules.undeclared, name_rules.unknown_types, name_rules.duplicates, name_rules.unused),
            *(name_rules.cycles, flow_rules.flow),
        )
        found: list[Found] = []
        for one in chain.from_iterable(rule(judged) for rule in rules):
            if cancel.is_set():
                return []
            found.append(one)
        return found

    def _kept(self, path: str, text: str) -> tuple[threading.Lock, Texts]:
        from rubin_tui.engine.analysis.iec.judged import Texts

        if not path:
            return threading.Lock(), Texts()
        with self._lock:
            kept = self._texts.setdefault(path, (threading.Lock(), Texts()))
            self._texts.move_to_end(path)
            self._last[path] = text
            if len(self._texts) > KEPT:
                gone, _ = self._texts.popitem(last=False)
                self._last.pop(gone, None)
            return kept


def _diagnostic(found: Found, lines: Lines) -> Diagnostic:
    start, end = lines.at(found.start), lines.at(max(found.end, found.start + 1))
    if end.line > start.line:
        end = start._replace(character=len(lines.line(start.line)))
    related = tuple(Related(Message(id), lines.at(a), lines.at(b)) for id, a, b in found.related)
    tags: tuple[Tag, ...] = ("unused",) if found.rule == "st-unused" else ()
    return Diagnostic(
        found.rule,
        found.severity,
        found.category,
        found.message,
        start,
        end,
        "st-rules",
        related=related,
        tags=tags,
    )
