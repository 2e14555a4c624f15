"""Structured Text: every syntax error with its place, what is wrong there, and what it belongs to."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot
from rubin_tui.engine.model import Message

if TYPE_CHECKING:  # the parser is loaded with the first text, not with the screen
    from rubin_tui.engine.analysis.iec.syntax import Fault
    from rubin_tui.engine.analysis.iec.units import Units

_MOST = 500
"""Errors of one text that are shown."""

_KEPT = 32
"""Texts whose trees are kept, so that an edit costs its POU only."""


class StCheck(Analyzer):
    """Structured Text of every dialect. What a dialect does not know is no syntax error."""

    id = "st"
    languages = frozenset({"st"})
    seconds = 5.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._units: OrderedDict[str, Units] = OrderedDict()

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        if snapshot.text.lstrip("\ufeff \t\r\n").startswith("<"):
            yield Problem(Message("iec.container"), failed=False)
            return
        units = self._taken(snapshot.path)
        unit = units.parse(snapshot.text)
        self._put_back(snapshot.path, units)
        if cancel.is_set():
            return
        lines = Lines(snapshot.text)
        for offset, fault in islice(unit.faults(), _MOST):
            yield _diagnostic(fault, offset, lines)

    def rule(self, rule: str) -> RuleText | None:
        return own_rule("st_syntax")

    def forget(self, path: str) -> None:
        with self._lock:
            self._units.pop(path, None)

    def _taken(self, path: str) -> Units:
        """The trees kept for a path, for this thread alone until they are put back."""
        from rubin_tui.engine.analysis.iec.units import Units

        with self._lock:
            return self._units.pop(path, None) or Units()

    def _put_back(self, path: str, units: Units) -> None:
        if not path:
            return
        with self._lock:
            self._units[path] = units
            if len(self._units) > _KEPT:
                self._units.popitem(last=False)


def _diagnostic(fault: Fault, offset: int, lines: Lines) -> Diagnostic:
    message = fault.message
    related: tuple[Related, ...] = ()
    if fault.opener is not None:
        opened = lines.at(offset + fault.opener)
        message = Message(message.id, {**message.params, "line": opened.line + 1})
        related = (Related(Message("iec.opened"), opened, lines.word(opened)),)
    start = lines.at(offset + fault.start)
    end = lines.at(offset + max(fault.end, fault.start + 1))
    if end.line > start.line:
        end = start._replace(character=len(lines.line(start.line)))
    return Diagnostic("st-syntax", "error", "syntax", message, start, end, "st", related=related)
