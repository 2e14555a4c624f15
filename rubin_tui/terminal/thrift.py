"""Not writing what the terminal already shows.

Textual repaints whole regions; at the start even the whole screen several times. Over a slow line every
byte counts, so the cells last written are remembered, and of a repaint only the cells that differ are
sent. What Textual writes is a row of styled text behind a cursor position; anything else passes untouched
and is forgotten about.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

from rubin_tui.terminal.pen import Pen, ground

Cell = tuple[str, str]
"""A character and the SGR parameters it is shown with. The second cell of a wide character holds ""."""

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
GAP = 6
"""Unchanged cells between two changed ones that are sent along: a new position would cost more."""


class Thrift:
    """Remembers what one terminal shows."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}

    def forget(self) -> None:
        """The terminal may show something else now: write everything again."""
        self._rows.clear()

    def needed(self, data: str) -> str:
        """The part of `data` that changes what is shown."""
        if _MOVE.match(data) is None:
            if "\x1b[?1049" in data or "\x1b[2J" in data:
                self.forget()
            return data
        parts = _MOVE.split(data)
        out: list[str] = []
        pen = Pen()
        for at in range(1, len(parts), 3):
            text = parts[at + 2].rstrip("\n")
            if text:
                out.append(self._changed(int(parts[at]), int(parts[at + 1]), text, pen))
        out.append(pen.down())
        if not parts[-1]:
            out.append(f"\x1b[{parts[-3]};{parts[-2]}H")
        return "".join(out)

    def _changed(self, row: int, column: int, text: str, pen: Pen) -> str:
        cells = _cells(text)
        if cells is None:
            self._rows.pop(row, None)
            return f"{pen.down()}\x1b[{row};{column}H{text}"
        known = self._rows.setdefault(row, [])
        begin, end = column - 1, column - 1 + len(cells)
        if len(known) < end:
            known.extend([None] * (end - len(known)))
        before = known[begin:end]
        if before == cells:
            return ""
        # A wide character that is cut in half leaves its other half behind: take that one along.
        if begin and known[begin] == ("", ""):
            known[begin - 1] = None
        if end < len(known) and known[end] == ("", ""):
            known[end] = None
        known[begin:end] = cells
        return "".join(_run(row, column + a, cells[a:b], pen) for a, b in _runs(before, cells))


def _runs(before: list[Cell | None], after: list[Cell]) -> list[tuple[int, int]]:
    """Where the two differ, near places joined, wide characters whole."""
    runs: list[tuple[int, int]] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if runs and at - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    whole: list[tuple[int, int]] = []
    for begin, end in runs:
        while begin and after[begin][0] == "":
            begin -= 1
        while end < len(after) and after[end][0] == "":
            end += 1
        whole.append((begin, end))
    return whole


def _run(row: int, column: int, cells: list[Cell], pen: Pen) -> str:
    drawn = "".join(pen.draw(char, style) for char, style in cells if char)
    return f"\x1b[{row};{column}H{drawn}"


@lru_cache(maxsize=512)
def _cells(text: str) -> list[Cell] | None:
    """The cells of a row of styled text; None when there is anything else in it. Do not change the list."""
    cells: list[Cell] = []
    parts = _STYLE.split(text)
    for at in range(0, len(parts), 2):
        run = parts[at]
        if not run:
            continue
        style = parts[at - 1] if at else ""
        if "\x1b" in run or "\n" in run or "\r" in run:
            return None
        style = "" if style == "0" else style
        if cell_len(run) == len(run):
            below = ground(style)
            cells.extend((char, below if char == " " else style) for char in run)
            continue
        for char in run:
            size = get_character_cell_size(char)
            if size == 0:
                if not cells:
                    return None
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
                continue
            cells.append((char, style))
            if size == 2:
                cells.append(("", ""))
    return cells
