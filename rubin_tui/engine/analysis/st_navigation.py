"""Structured Text: where a name is declared, where it is used, and what there is to say of it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.sources import read
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.code_model import Hover, Location, Snapshot
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.model import Failure, Position

if TYPE_CHECKING:  # loaded when somebody asks
    from rubin_tui.engine.analysis.iec.declarations import Declared
    from rubin_tui.engine.analysis.iec.places import Spot
    from rubin_tui.engine.analysis.iec.project import Project

LONGEST = 200
"""Characters of a declaration that are shown."""
_SIGNS = re.compile(r"\(\*+|\*+\)|/\*+|\*+/|^\s*/{2,}", re.MULTILINE)
_LOCAL = frozenset({"VAR", "VAR_TEMP", "VAR_STAT", "VAR_INST"})
_INSIDE = frozenset({"function", "method", "property", "accessor"})


class StNavigation:
    """Definition, references and hover of Structured Text, over all files of a project."""

    languages = frozenset({"st"})

    def __init__(self, trees: Trees | None = None, rules: StRules | None = None) -> None:
        self._trees = trees or Trees()
        self._rules = rules or StRules(self._trees)

    def definition(
        self, snapshot: Snapshot, place: Position, cancel: threading.Event
    ) -> tuple[Location, ...]:
        """See `DefinitionProvider`."""
        text = _Text(self._trees, self._rules, snapshot, cancel)
        found = text.spot(text.lines.offset(place))
        location = text.location(found.declared) if found is not None and found.declared is not None else None
        return (location,) if location is not None else ()

    def references(self, snapshot: Snapshot, place: Position, cancel: threading.Event) -> Iterator[Location]:
        """See `ReferencesProvider`."""
        text = _Text(self._trees, self._rules, snapshot, cancel)
        found = text.spot(text.lines.offset(place))
        if found is None or found.declared is None:
            return
        wanted = _identity(found.declared)
        yield from text.occurrences(found, wanted)
        if _is_local(found.declared):
            return
        for path in text.project.paths:
            if cancel.is_set():
                return
            if path == text.path:
                continue
            other = text.beside(path, found.declared.key)
            if other is not None:
                yield from other.occurrences(found, wanted)

    def hover(self, snapshot: Snapshot, place: Position, cancel: threading.Event) -> Hover | None:
        """See `HoverProvider`."""
        text = _Text(self._trees, self._rules, snapshot, cancel)
        found = text.spot(text.lines.offset(place))
        if found is None or found.declared is None:
            return None
        declared = found.declared
        title, comment = text.said_of(declared)
        start, end = text.lines.at(found.start), text.lines.at(found.end)
        return Hover(title, start, end, declared.kind, comment, declared=text.location(declared))


class _Text:
    """One text with all that is needed to say what its names mean."""

    def __init__(
        self,
        trees: Trees,
        rules: StRules,
        snapshot: Snapshot,
        cancel: threading.Event,
        project: Project | None = None,
    ) -> None:
        from rubin_tui.engine.analysis.iec.judged import Texts

        self.path = os.path.abspath(snapshot.path) if snapshot.path else ""  # noqa: PTH100 - links stay
        self.lines = Lines(snapshot.text)
        self._trees = trees
        self._rules = rules
        self._cancel = cancel
        unit = trees.tree(snapshot.text, snapshot.path)
        if project is None:
            project = rules.projects.of(self.path)
            project.look(cancel)
            self._reads = rules.reads(unit, self.path, project)
        else:
            self._reads = Texts().read(unit, self.path)
        self.project = project

    def spot(self, offset: int) -> Spot | None:
        """The name at an offset, and what it means."""
        from rubin_tui.engine.analysis.iec.places import spot

        return spot(self._reads, self.project, offset)

    def occurrences(self, wanted: Spot, identity: tuple[str, int]) -> Iterator[Location]:
        """Where in this text a name means what is wanted."""
        name = wanted.declared.key if wanted.declared is not None else wanted.name
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for found in pattern.finditer(self.lines.text):
            if self._cancel.is_set():
                return
            here = self.spot(found.start())
            if here is not None and here.declared is not None and _identity(here.declared) == identity:
                yield Location(self.path, self.lines.at(here.start), self.lines.at(here.end))

    def beside(self, path: str, name: str) -> _Text | None:
        """Another file of the project, if the name stands in it."""
        code = _code(path)
        if code is None or name not in code.casefold():
            return None
        snapshot = Snapshot(0, code, "st", path)
        return _Text(Trees(), self._rules, snapshot, self._cancel, self.project)

    def location(self, declared: Declared) -> Location | None:
        """Where something is declared, None if its file went."""
        lines = self._lines_of(declared)
        if lines is None:
            return None
        start = declared.home.offset + declared.start
        end = declared.home.offset + declared.end
        return Location(declared.home.path, lines.at(start), lines.at(end))

    def said_of(self, declared: Declared) -> tuple[str, str]:
        """Its declaration in a line, and the comment at it."""
        lines = self._lines_of(declared)
        if lines is None:
            return declared.name, ""
        offset = declared.home.offset
        text = lines.text
        if declared.kind in ("variable", "field"):
            written = text[offset + declared.first : offset + declared.last]
            _, sign, type = written.partition(":")
            said = f"{declared.name} : {' '.join(type.split())}" if sign else declared.name
            title = f"{declared.section} {said}".strip()
        elif declared.kind == "value":
            owner = f"{declared.around.name}." if declared.around is not None and declared.around.name else ""
            title = f"{owner}{declared.name}"
        elif declared.kind == "section":
            title = f"VAR_GLOBAL {declared.name}"
        else:
            title = " ".join(lines.line(lines.at(offset + declared.start).line).split())
        comment = ""
        if declared.comment is not None:
            start, end = declared.comment
            comment = " ".join(_SIGNS.sub(" ", text[offset + start : offset + end]).split())
        return title[:LONGEST], comment[:LONGEST]

    def _lines_of(self, declared: Declared) -> Lines | None:
        path = declared.home.path
        if path == self.path:
            return self.lines
        code = self._rules.text_of(path) or _code(path)
        return Lines(code) if code is not None else None


def _identity(declared: Declared) -> tuple[str, int]:
    return declared.home.path, declared.home.offset + declared.start


def _is_local(declared: Declared) -> bool:
    """Whether nobody else can name it."""
    around = declared.around
    inside = around is not None and around.kind in _INSIDE
    return declared.kind == "variable" and inside and declared.section in _LOCAL


def _code(path: str) -> str | None:
    try:
        text = read(Path(path))
    except Failure:  # gone, or no text
        return None
    container = open_container(path, text)
    return text if container is None else container.code
