"""What is done to a text, as values: ranges, edits that are wished for, changes that have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rubin_tui.engine.model import Position


class Range(NamedTuple):
    """From `start` up to, and without, `end`."""

    start: Position
    end: Position


class Selection(NamedTuple):
    """What a person has selected: from where they began to the caret. Equal ends: only a caret."""

    anchor: Position
    caret: Position

    @classmethod
    def at(cls, position: Position) -> Selection:
        """A caret and nothing selected."""
        return cls(position, position)

    @property
    def range(self) -> Range:
        """The ends in their order in the text."""
        return Range(*sorted(self))


class Edit(NamedTuple):
    """A wish: `text` in place of what stands from `start` to `end`."""

    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened: `inserted` took the place of `removed`, which stood from `start` to `end`.

    It ends at `new_end` now. Line ends in both texts are exact. `version` is the buffer's after it. A change
    of the line ends or of the encoding alone is one at (0, 0) with both texts empty.
    """

    version: int
    start: Position
    end: Position
    new_end: Position
    inserted: str
    removed: str

    @property
    def first_line(self) -> int:
        """The first line that differs; `removed_lines` of the old text from it on became `inserted_lines`."""
        return self.start.line

    @property
    def removed_lines(self) -> int:
        """Lines of the old text, from `first_line` on, that were replaced; at least one."""
        return self.end.line - self.start.line + 1

    @property
    def inserted_lines(self) -> int:
        """Lines of the new text, from `first_line` on, that came instead; at least one."""
        return self.new_end.line - self.start.line + 1

    def moved(self, position: Position, *, after: bool = False) -> Position:
        """Where `position` stands after the change.

        Inside the removed text, or where text was only inserted, it goes before the inserted text, or
        with `after` behind it. The ends of replaced text stay ends.
        """
        start, end = self.start, self.end
        if position < start or (position == start != end):
            return position
        if position < end or start == end == position:
            return self.new_end if after else start
        if position.line == end.line:
            return Position(self.new_end.line, self.new_end.character + position.character - end.character)
        return Position(position.line + self.new_end.line - end.line, position.character)
