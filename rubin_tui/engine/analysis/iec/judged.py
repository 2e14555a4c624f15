"""A text made ready for the rules: its parts with what they declare and use, and the project around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rubin_tui.engine.analysis.iec.declarations import Declarations, Declared, Home, declarations
from rubin_tui.engine.analysis.iec.project import Project, World
from rubin_tui.engine.analysis.iec.scopes import Scope
from rubin_tui.engine.analysis.iec.syntax import Node, Part, Unit
from rubin_tui.engine.analysis.iec.uses import Uses, uses
from rubin_tui.engine.code_model import Category, Severity
from rubin_tui.engine.model import Message


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in offsets of the text. `related` is another place and what it is."""

    rule: str
    severity: Severity
    message: Message
    start: int
    end: int
    category: Category = "bug"
    related: tuple[tuple[str, int, int], ...] = ()


@dataclass(slots=True, eq=False)
class Read:
    """A part, what it declares, and what each piece of its code uses."""

    part: Part
    declarations: Declarations
    uses: list[Uses]

    @property
    def offset(self) -> int:
        """Where it begins in the text."""
        return self.declarations.home.offset


class Texts:
    """What was read of the parts of one text, used again while they stay the same."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Read] = {}

    def read(self, unit: Unit, path: str) -> list[Read]:
        """Every part of a text."""
        old, new = self._read, {}
        times: dict[int, int] = {}
        for placed in unit.parts:
            part = placed.part
            number = times[id(part)] = times.get(id(part), -1) + 1  # two equal parts may be one object
            known = old.get((id(part), number))
            if known is None:
                home = Home(path, placed.offset)
                text = unit.text[placed.offset : placed.offset + part.length]
                found = declarations(part, home, text)
                known = Read(part, found, [uses(code) for code in found.codes])
            known.declarations.home.offset = placed.offset
            new[id(part), number] = known
        self._read = new
        return list(new.values())


@dataclass(slots=True, eq=False)
class Judged:
    """A text with all that is known about it."""

    text: str
    path: str
    reads: list[Read]
    project: Project

    @property
    def world(self) -> World:
        """What may lie outside of what is known."""
        return self.project.world if self.project.holds(self.path) else "open"

    def sound(self) -> Iterator[tuple[Read, Uses, Scope]]:
        """Each piece of code in a part without errors, with the names around it."""
        for read in self.reads:
            if read.part.faults:
                continue
            for used in read.uses:
                yield read, used, Scope(self.project, used.code.around)


def span(read: Read, node: Node) -> tuple[int, int]:
    """Where a node stands in the text."""
    return read.offset + node.start, read.offset + node.end


def name_span(declared: Declared) -> tuple[int, int]:
    """Where a declared name stands in its text."""
    return declared.home.offset + declared.start, declared.home.offset + declared.end
