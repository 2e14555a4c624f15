"""A printed page on a grid of cells: columns, tables and indents stay, as far as the width allows.

Where the page is too wide for the panel its white space is narrowed first; if that is not enough, lines
break: each piece inside its own column, the lines of one paragraph joined before they are broken anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from rubin_tui.widgets.lines import wrap

if TYPE_CHECKING:
    from rubin_tui.engine.page_model import PrintedPage, Run

SHY = "\xad"
"""How a run ends whose last word may go on in the next line."""

_SAME_ROW = 0.55  # of the distance of lines: what stands beside may be set a little higher or lower
_FAR = 1.7  # times the usual distance of lines: the next paragraph
_FULL = 0.88  # of the width of the text: a line that reaches so far goes on in the next one
_COLUMN_FULL = 0.7  # the same of a column beside another one
_NARROW = 0.4  # of the letters are narrower than a cell
_MOST_BLANK = 2  # rows in a place where nothing is printed
_LEAST = 8  # cells a column keeps
_SHORT = 24  # cells
_LARGE = 1.15  # times the usual size: a heading

Found = tuple[int, int, int]
"""Number of a run, begin and end in its text."""


class Placed(NamedTuple):
    """The characters `begin` to `end` of a run stand on `line` from character `at` on."""

    line: int
    at: int
    run: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A page in lines, and where on them its runs stand."""

    lines: tuple[str, ...]
    placed: tuple[Placed, ...]

    def ranges(self, found: Iterable[Found]) -> dict[int, list[tuple[int, int]]]:
        """Where parts of runs stand: character ranges by line; those that touch are one."""
        marks: dict[int, list[tuple[int, int]]] = {}
        wanted: dict[int, list[tuple[int, int]]] = {}
        for run, begin, end in found:
            wanted.setdefault(run, []).append((begin, end))
        for line, at, run, first, last in self.placed:
            for begin, end in wanted.get(run, ()):
                low, high = max(begin, first), min(end, last)
                if low >= high:
                    continue
                span = (at + low - first, at + high - first)
                row = marks.setdefault(line, [])
                if row and not self.lines[line][row[-1][1] : span[0]].strip() and span[0] - row[-1][1] < 2:
                    row[-1] = (row[-1][0], span[1])
                else:
                    row.append(span)
        return marks

    def line_of(self, run: int) -> int:
        """The first line that holds something of `run`, or of one behind it."""
        return min((place.line for place in self.placed if place.run >= run), default=0)


def lay_out(page: PrintedPage, width: int) -> Grid:
    """The page in lines of at most `width` cells, if that can be done; else some are longer."""
    if not page.runs:
        return Grid(("",), ())
    rows = _rows(page.runs)
    left = min(run.left for run in page.runs)
    right = max(run.right for run in page.runs)
    unit = _cell(page.runs)
    narrowed = max((run.left - left) / max(width - cell_len(run.text), 1) for run in page.runs)
    for cell in (unit, max(unit, narrowed)):
        grid, pushed = _as_printed(page.runs, rows, left, cell)
        fits = all(cell_len(line) <= width for line in grid.lines)
        if fits and (cell == unit or not pushed):
            return grid
    return _broken(page.runs, rows, left, right, width)


def large(page: PrintedPage) -> list[Found]:
    """The runs that are larger than usual: headings."""
    sizes = sorted((run.size, len(run.text)) for run in page.runs)
    usual = _weighted(sizes, 0.5)
    return [(number, 0, len(run.text)) for number, run in enumerate(page.runs) if run.size > usual * _LARGE]


def _cell(runs: Sequence[Run]) -> float:
    """How wide a cell is in points, so that nearly all text fits into the place it has on the page."""
    widths = sorted(((run.right - run.left) / cell_len(run.text), len(run.text)) for run in runs if run.text)
    return max(_weighted(widths, _NARROW), 1.0)


def _weighted(values: Sequence[tuple[float, int]], part: float) -> float:
    total = sum(weight for _, weight in values)
    seen = 0
    for value, weight in values:
        seen += weight
        if seen >= total * part:
            return value
    return 1.0


def _rows(runs: Sequence[Run]) -> list[list[int]]:
    """The numbers of the runs, row by row, each from left to right; none overlap in a row."""
    tolerance = _SAME_ROW * _leading(runs)
    order = sorted(range(len(runs)), key=lambda number: (runs[number].base, runs[number].left))
    rows: list[list[int]] = []
    bases: list[float] = []
    for number in order:
        run = runs[number]
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            near = abs(run.base - bases[at]) <= tolerance
            if near and all(_apart(run, runs[other]) for other in rows[at]):
                rows[at].append(number)
                break
        else:
            rows.append([number])
            bases.append(run.base)
    for row in rows:
        row.sort(key=lambda number: runs[number].left)
    return rows


def _leading(runs: Sequence[Run]) -> float:
    """The usual distance of a line to the one below it, in its own column."""
    size = median(run.size for run in runs)
    bases = sorted((run.base, run.left, run.right) for run in runs)
    gaps = []
    for at, (base, left, right) in enumerate(bases):
        for below, other_left, other_right in bases[at + 1 : at + 40]:
            if below - base > 0.6 * size and other_left < right and left < other_right:
                gaps.append(below - base)
                break
    return median([gap for gap in gaps if gap < 2 * size] or [1.2 * size])


def _apart(one: Run, other: Run) -> bool:
    return one.left >= other.right - 0.3 * one.size or other.left >= one.right - 0.3 * one.size


def _blank(runs: Sequence[Run], rows: Sequence[Sequence[int]], most: int) -> list[int]:
    """How many empty lines stand above each row."""
    bases = [runs[row[0]].base for row in rows]
    leading = _leading(runs)
    blank = [0]
    for above, below in itertools.pairwise(bases):
        blank.append(min(max(round((below - above) / leading) - 1, 0), most))
    return blank


_SPACE = -1
"""Stands for a run that is a space of ours, between two lines that are joined."""
_BEHIND = -1
"""Stands for the column right behind the last piece."""


class _Builder:
    """Lines in the making."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.placed: list[Placed] = []

    def add(self, pieces: Iterable[tuple[int, int, int, int]], runs: Sequence[Run]) -> bool:
        """A line of (column, run, begin, end); whether one had to stand farther right than it should."""
        line, used, pushed = "", 0, False
        for column, run, begin, end in pieces:
            if run == _SPACE:
                line += " "
                used += 1
                continue
            text = runs[run].text[begin:end].replace(SHY, "-")
            if column == _BEHIND:
                column = used
            elif used and column <= used:
                pushed = pushed or column < used
                column = used + 1
            line += " " * (column - used)
            self.placed.append(Placed(len(self.lines), len(line), run, begin, end))
            line += text
            used = cell_len(line)
        self.lines.append(line.rstrip())
        return pushed

    def grid(self) -> Grid:
        return Grid(tuple(self.lines) or ("",), tuple(self.placed))


def _as_printed(
    runs: Sequence[Run], rows: Sequence[Sequence[int]], left: float, cell: float
) -> tuple[Grid, bool]:
    """Every run at its place, to the right of it where there is no room; and whether that happened."""
    built = _Builder()
    pushed = False
    for row, blank in zip(rows, _blank(runs, rows, _MOST_BLANK), strict=True):
        built.lines += [""] * blank
        pieces = [(round((runs[n].left - left) / cell), n, 0, len(runs[n].text)) for n in row]
        pushed = built.add(pieces, runs) or pushed
    return built.grid(), pushed


def _broken(
    runs: Sequence[Run], rows: Sequence[Sequence[int]], left: float, right: float, width: int
) -> Grid:
    """Lines broken to the width, each piece inside its column."""
    cell = (right - left) / max(width, 1)
    edge = left + _FULL * (right - left)
    built = _Builder()
    blanks = _blank(runs, rows, 1)
    at = 0
    while at < len(rows):
        cells = [[number] for number in rows[at]]
        built.lines += [""] * blanks[at]
        at += 1
        while at < len(rows) and not blanks[at]:
            if _goes_on(runs, cells[-1], rows[at], edge):
                cells[-1].append(rows[at][0])
            elif _columns_go_on(runs, cells, rows[at], right):
                for column, number in zip(cells, rows[at], strict=True):
                    column.append(number)
            else:
                break
            at += 1
        starts = _starts(runs, cells, left, cell, width)
        ends = [*(start - 2 for start in starts[1:]), width]
        columns = [
            [_from(start, parts) for parts in _wrapped(runs, numbers, end - start)]
            for numbers, start, end in zip(cells, starts, ends, strict=True)
        ]
        for line in range(max(map(len, columns))):
            beside = [column[line] for column in columns if line < len(column)]
            built.add([piece for pieces in beside for piece in pieces], runs)
    return built.grid()


def _goes_on(runs: Sequence[Run], cell: Sequence[int], row: Sequence[int], edge: float) -> bool:
    """Whether a row is the next line of the paragraph that ends in `cell`."""
    above, below = runs[cell[-1]], runs[row[0]]
    if len(row) > 1 or above.right < edge or abs(above.size - below.size) > 0.1 * above.size:
        return False
    if below.base - above.base > _FAR * above.size:
        return False
    return abs(below.left - runs[cell[0]].left) < 4 * above.size


def _columns_go_on(
    runs: Sequence[Run], cells: Sequence[Sequence[int]], row: Sequence[int], right: float
) -> bool:
    """Whether a row is the next line of text in columns side by side: each line fills its own."""
    if len(row) != len(cells) or len(row) < 2:
        return False
    lefts = [runs[column[0]].left for column in cells]
    for column, number, left, end in zip(cells, row, lefts, [*lefts[1:], right], strict=True):
        above, below = runs[column[-1]], runs[number]
        if abs(below.left - left) > 2 * above.size or below.base - above.base > _FAR * above.size:
            return False
        if above.right - left < _COLUMN_FULL * (end - left):
            return False
    return True


def _starts(
    runs: Sequence[Run], cells: Sequence[Sequence[int]], left: float, cell: float, width: int
) -> list[int]:
    """The columns the pieces of a row begin at; each leaves the one before it some room."""
    starts: list[int] = []
    for numbers in cells:
        start = min(round((runs[numbers[0]].left - left) / cell), max(width - _LEAST, 0))
        if starts:
            before = cell_len(runs[cells[len(starts) - 1][0]].text)
            start = max(start, starts[-1] + min(before, _LEAST) + 1)
        starts.append(start)
    if len(cells) > 1 and len(cells[-1]) == 1:  # what is short moves rather than breaks
        last, above = cell_len(runs[cells[-1][0]].text), cell_len(runs[cells[-2][-1]].text)
        if last <= _SHORT and starts[-2] + above + 1 < width - last < starts[-1]:
            starts[-1] = width - last
    return starts


def _wrapped(runs: Sequence[Run], numbers: Sequence[int], width: int) -> list[list[Found]]:
    """The text of runs that follow each other as lines of at most `width` cells."""
    text = ""
    origin: list[tuple[int, int]] = []
    for number in numbers:
        if text.endswith(SHY) and text[-2:-1].islower() and runs[number].text[:1].islower():
            text = text[:-1]
            origin.pop()
        elif text:
            text += " "
            origin.append((_SPACE, 0))
        text += runs[number].text
        origin += [(number, at) for at in range(len(runs[number].text))]
    lines = []
    for begin, end in wrap(text, max(width, 1)):
        parts: list[Found] = []
        while end > begin and text[end - 1] == " ":
            end -= 1
        for run, at in origin[begin:end]:
            if parts and parts[-1][0] == run and parts[-1][2] == at:
                parts[-1] = (run, parts[-1][1], at + 1)
            else:
                parts.append((run, at, at + 1))
        lines.append(parts)
    return lines


def _from(start: int, parts: Sequence[Found]) -> list[tuple[int, int, int, int]]:
    """The parts of a line one behind the other from column `start` on."""
    return [(_BEHIND if number else start, *part) for number, part in enumerate(parts)]
