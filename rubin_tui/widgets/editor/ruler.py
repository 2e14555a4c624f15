"""Characters of a line and the cells they stand in: tabs, wide and combining characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size

from rubin_tui.engine.text.sanitize import safe_line

LONG = 20_000
"""Characters from which on a line is not measured: each counts one cell."""


class Ruler:
    """One line laid out in cells, tabs up to stops of `tab` cells."""

    __slots__ = ("_edges", "_line", "_shown")

    def __init__(self, line: str, tab: int) -> None:
        self._line = line
        self._shown: list[str] | None = None
        self._edges: list[int] | None = None
        if len(line) > LONG or (line.isascii() and "\t" not in line):
            return
        self._shown = list(safe_line(line))
        if "\t" in line:
            at = 0
            for number, char in enumerate(line):
                if char == "\t":
                    self._shown[number] = " " * (tab - at % tab)
                at += _size(self._shown[number])
        self._edges = [0, *accumulate(map(_size, self._shown))]

    def shown(self, begin: int, end: int) -> Sequence[str]:
        """What the terminal gets for each character of a range: a tab as spaces, a control as its sign."""
        return safe_line(self._line[begin:end]) if self._shown is None else self._shown[begin:end]

    def cell(self, character: int) -> int:
        """The cell a character begins in; for the line's length the cell behind the last one."""
        return character if self._edges is None else self._edges[character]

    def character(self, cell: int) -> int:
        """The character that stands in a cell; the line's length for a cell behind the last one."""
        if self._edges is None:
            return min(max(cell, 0), len(self._line))
        return bisect_right(self._edges, max(cell, 0)) - 1


def _size(shown: str) -> int:
    return get_character_cell_size(shown) if len(shown) == 1 else cell_len(shown)


_kept = lru_cache(maxsize=512)(Ruler)


def ruler(line: str, tab: int = 4) -> Ruler:
    """The ruler of a line; those of the lines in sight are kept."""
    return Ruler(line, tab) if len(line) > LONG else _kept(line, tab)
