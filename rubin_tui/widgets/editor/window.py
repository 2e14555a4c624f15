"""Which part of a text is in sight: a top row and rows below it, broken to the width or not.

Nothing is kept for lines out of sight, so a text of a million lines costs what a screenful costs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rubin_tui.widgets.editor.ruler import LONG
from rubin_tui.widgets.lines import wrap


class Part(NamedTuple):
    """A row: the characters `begin` to `end` of a line, the `number`-th row of that line."""

    line: int
    number: int
    begin: int
    end: int


class Window:
    """Height and width are cells for text. `top` is the first row in sight, `left` the first column."""

    def __init__(self, *, wraps: bool) -> None:
        self.wraps = wraps
        self.height = 1
        self.width = 1
        self.left = 0
        self.line = 0
        self.number = 0

    def parts(self, lines: Sequence[str], line: int) -> list[tuple[int, int]]:
        """The rows of a line as character ranges."""
        text = lines[line]
        if not self.wraps:
            return [(0, len(text))]
        return _broken(text, self.width) if len(text) <= LONG else _cut(len(text), self.width)

    def rows(self, lines: Sequence[str]) -> list[Part]:
        """What is in sight, from the top row down; fewer rows than `height` at the end of the text."""
        found: list[Part] = []
        self.line = min(self.line, len(lines) - 1)
        line, skip = self.line, self.number
        while line < len(lines) and len(found) < self.height:
            parts = self.parts(lines, line)
            skip = min(skip, len(parts) - 1)
            last = min(len(parts), skip + self.height - len(found))
            found += [Part(line, number, *parts[number]) for number in range(skip, last)]
            line, skip = line + 1, 0
        return found

    def place(self, lines: Sequence[str], line: int, character: int) -> Part:
        """The row a character stands in; at a break it is the later one."""
        parts = self.parts(lines, line)
        number = max(bisect_right(parts, character, key=_begin) - 1, 0)
        return Part(line, number, *parts[number])

    def step(self, lines: Sequence[str], line: int, number: int, rows: int) -> tuple[int, int]:
        """The row `rows` below (above, if negative) that one, as line and number; stops at the ends."""
        if not self.wraps:
            return min(max(line + rows, 0), len(lines) - 1), 0
        while rows > 0:
            left = len(self.parts(lines, line)) - 1 - number
            if rows <= left:
                return line, number + rows
            if line + 1 == len(lines):
                return line, number + left
            rows -= left + 1
            line, number = line + 1, 0
        while rows < 0:
            if -rows <= number:
                return line, number + rows
            if line == 0:
                return 0, 0
            rows += number + 1
            line -= 1
            number = len(self.parts(lines, line)) - 1
        return line, number

    def scroll(self, lines: Sequence[str], rows: int) -> None:
        """Move the top; the last line can come up to the middle, not out of sight."""
        self.line, self.number = self.step(lines, self.line, self.number, rows)
        last = len(lines) - 1
        lowest = self.step(lines, last, len(self.parts(lines, last)) - 1, -(self.height // 2))
        self.line, self.number = min((self.line, self.number), lowest)

    def reveal(
        self, lines: Sequence[str], line: int, character: int, cell: int, *, centre: bool = False
    ) -> None:
        """Bring a place into sight with as little scrolling as can be, or into the middle.

        `cell` is the cell of the place in its line.
        """
        at = self.place(lines, line, character)
        here = (at.line, at.number)
        highest = self.step(lines, *here, 1 - self.height)
        if centre and not highest <= (self.line, self.number) <= here:
            self.line, self.number = self.step(lines, *here, -(self.height // 3))
        elif (self.line, self.number) > here:
            self.line, self.number = here
        elif (self.line, self.number) < highest:
            self.line, self.number = highest
        if self.wraps:
            self.left = 0
        elif cell < self.left:
            self.left = max(cell - self.width // 4, 0)
        elif cell >= self.left + self.width:
            self.left = cell - self.width + 1 + self.width // 4


def _begin(part: tuple[int, int]) -> int:
    return part[0]


@lru_cache(maxsize=4)
def _cut(length: int, width: int) -> list[tuple[int, int]]:
    """Of a line too long to be measured each character counts one cell."""
    return [(begin, min(begin + width, length)) for begin in range(0, length, width)]


@lru_cache(maxsize=512)
def _broken(text: str, width: int) -> list[tuple[int, int]]:
    return wrap(text, width)
