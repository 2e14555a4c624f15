"""Rows of spreadsheets and .csv files into text: each row says what its values are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from rubin_tui.engine.library.extract.flow import Flow, row

_LOOK_AHEAD = 20  # rows in which a header may stand: titles and dates are often above it
_LONGEST_NAME = 60
_NUMBER = re.compile(r"[-+−]?[\d\s.,:/%–-]*\d[\d\s.,:/%–-]*")
_BLOCK_ROWS = 40


def add_sheet(flow: Flow, name: str, rows: Iterable[Sequence[str]]) -> None:
    """Add a sheet under the heading `name`; blank rows part its tables.

    Raises:
        Failure: "import.too_much_text".
    """
    begun = False
    for block in _tables(rows):
        if not begun:
            flow.heading(1, name)
            begun = True
        gap = "\n\n"
        for lines in _batches(_lines(block)):
            flow.add("table", "\n".join(lines), gap)
            gap = "\n"  # a row stands on the line it has in the file


def _tables(rows: Iterable[Sequence[str]]) -> Iterator[Iterator[Sequence[str]]]:
    """Runs of rows that say something. Each must be used up before the next is asked for."""
    iterator = iter(rows)

    def run(first: Sequence[str]) -> Iterator[Sequence[str]]:
        yield first
        for cells in iterator:
            if not any(cells):
                return
            yield cells

    for cells in iterator:
        if any(cells):
            yield run(cells)


def _lines(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """A line for each row: `Name: value | Name: value` below a header, else `value | value`."""
    opening = list(islice(rows, _LOOK_AHEAD))
    header = _header(opening)
    names: list[str] = []
    for number, cells in enumerate(chain(opening, rows)):
        if number <= header:
            names = [" ".join(cell.split()) for cell in cells]
            line = row(cells)
        elif names:
            line = " | ".join(_named(cells, names))
        else:
            line = row(cells)
        if line:
            yield line


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row that names the columns: short words, for all cells below it; -1 without one."""
    for number, cells in enumerate(rows[:-1]):
        names = [cell.strip() for cell in cells if cell.strip()]
        below = [column for column, cell in enumerate(rows[number + 1]) if cell.strip()]
        if len(names) < 2 or len(below) < 2:
            continue
        words = all(len(name) <= _LONGEST_NAME and not _NUMBER.fullmatch(name) for name in names)
        covers = all(column < len(cells) and cells[column].strip() for column in below)
        return number if words and covers and len(set(names)) == len(names) else -1
    return -1


def _named(cells: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for column, cell in enumerate(cells):
        text = " ".join(cell.split())
        if text:
            name = names[column] if column < len(names) else ""
            yield f"{name}: {text}" if name else text


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Blocks of some lines: a sheet of a million rows is no one block."""
    iterator = iter(lines)
    while batch := list(islice(iterator, _BLOCK_ROWS)):
        yield batch
