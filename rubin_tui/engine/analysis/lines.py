"""The one place where columns and offsets of every tool become lines and characters of the text.

Tools count in UTF-16 units, bytes of UTF-8 or code points, from 0 or from 1, and some take a form feed or
U+2028 for the end of a line. The buffer does not: `\\n`, `\\r\\n` and `\\r` end a line, nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Literal

from rubin_tui.engine.model import Position

Unit = Literal["characters", "utf-16", "utf-8"]

_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"\w+|.")


class Lines:
    """The lines of a text. All positions it gives stand inside the text, whatever was asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [found.span() for found in _END.finditer(text)]
        self.starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> str:
        """The line without its end; "" for one that is not there."""
        if not 0 <= number < len(self.starts):
            return ""
        return self.text[self.starts[number] : self._ends[number]]

    @cached_property
    def all(self) -> list[str]:
        """Every line without its end."""
        return [self.text[start:end] for start, end in zip(self.starts, self._ends, strict=True)]

    def at(self, offset: int) -> Position:
        """The place of the character at `offset`."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, min(offset, self._ends[line]) - self.starts[line])

    def offset(self, place: Position) -> int:
        """The offset of a place."""
        line, character = self.inside(place)
        return self.starts[line] + character

    def inside(self, place: Position) -> Position:
        """The place, or the nearest one before it that there is."""
        if place.line < 0:
            return Position(0, 0)
        if place.line >= len(self.starts):
            return self.end
        most = self._ends[place.line] - self.starts[place.line]
        return Position(place.line, min(max(place.character, 0), most))

    @property
    def end(self) -> Position:
        """The end of the text."""
        return Position(len(self.starts) - 1, self._ends[-1] - self.starts[-1])

    def place(self, line: int, column: int, unit: Unit = "characters") -> Position:
        """The place a tool names: `line` and `column` from 0, the column in its own units.

        A column inside a character is that character's.
        """
        if unit != "characters" and column > 0:
            column = _characters(self.line(line), column, unit)
        return self.inside(Position(line, column))

    def at_byte(self, byte: int) -> Position:
        """The place of a byte of the text in UTF-8."""
        return self.at(_characters(self.text, byte, "utf-8"))

    def at_line_feeds(self, line: int, column: int) -> Position:
        """The place a tool names that knows `\\n` and `\\r\\n` only; both from 0, in characters."""
        offset = 0
        for _ in range(line):
            found = self.text.find("\n", offset)
            if found < 0:
                return self.end
            offset = found + 1
        return self.at(offset + column)

    def word(self, place: Position) -> Position:
        """The end of the word at a place, of the character if there is none, at most the line's end."""
        found = _WORD.match(self.line(place.line), place.character)
        return Position(place.line, found.end()) if found else place


def _characters(text: str, units: int, unit: Unit) -> int:
    """How many characters the first `units` of the text are."""
    if text.isascii():
        return min(units, len(text))
    if unit == "utf-8":
        return len(text.encode("utf-8", "surrogatepass")[:units].decode("utf-8", "ignore"))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
