"""Tables on PDF pages, told by the white strips between their columns.

PDFium gives a row as one line with a space between its cells, or every cell as a line of its own. Lines
of running text have wide gaps too when they are justified, but not below one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rubin_tui.engine.library.extract.flow import row
from rubin_tui.engine.library.extract.pdf_lines import Line

_SAME = 0.3  # sizes between the baselines of one row
_STRIP = 0.45  # sizes a strip is wide at least
_CLEAR = 0.9  # sizes of the widest gap of a row; some rows must have one
_FAR = 2.6  # sizes between the rows of one table
_CLOSE = 1.35  # sizes between the lines of one cell
_LAST_CHARACTER = 0.5  # sizes; a line's right edge is where its last character begins
_ROWS = 3
_ROWS_OF_MANY = 2  # when there are three columns or more
_MARK = re.compile(r"(?:[•▪■●◦‣⁃∙➢➤✓○□❖*+–—-]|\(?\w{1,3}[.)])$")
_LEADERS = re.compile(r"[._·…]{4}|(?:[.·] ){4}")

_Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines `first` to `end` (exclusive) of a page are a table, readable as `text`, a row a line."""

    first: int
    end: int
    text: str


@dataclass(slots=True)
class _Row:
    """Lines on one baseline: their cells, left to right, as (left, right, text)."""

    first: int
    end: int
    top: float
    size: float
    cells: list[tuple[float, float, str]]

    @property
    def gaps(self) -> list[_Gap]:
        return [(left[1], right[0]) for left, right in zip(self.cells, self.cells[1:], strict=False)]


def find_tables(lines: Sequence[Line], breaks: frozenset[int]) -> list[Table]:
    """The tables among `lines`; none goes on over a line whose number is in `breaks` (a heading)."""
    tables = []
    run: list[_Row] = []
    strips: list[_Gap] = []
    for item in _rows(lines):
        edge = max((above.cells[-1][1] for above in run), default=0.0)
        common = _common(strips, item, edge) if run and len(item.cells) > 1 else []
        near = bool(run) and run[-1].top - item.top < _FAR * item.size
        broken = any(number in breaks for number in range(item.first, item.end))
        if run and near and not broken and (common or _continues(run[-1], item, strips)):
            run.append(item)
            strips = common or strips
            continue
        tables += _table(run, strips)
        run, strips = ([], []) if broken or not _opens(item) else ([item], item.gaps)
    return tables + _table(run, strips)


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Lines on one baseline put together; a cell that PDFium gives late joins the row it stands in."""
    now: _Row | None = None
    for number, line in enumerate(lines):
        cells = list(_cells(line))
        beside = now is not None and line.left > now.cells[-1][1]
        if now is not None and beside and abs(now.top - line.top) < _SAME * line.size and not line.mono:
            now.cells += cells
            now.end = number + 1
            continue
        if now is not None:
            yield now
        now = _Row(number, number + 1, line.top, line.size, cells)
    if now is not None:
        yield now


def _cells(line: Line) -> Iterator[tuple[float, float, str]]:
    start, left = 0, line.left
    for offset, right, following in line.gaps:
        text = line.text[start:offset].strip()
        if _MARK.match(text):  # the sign of a list item is no column
            continue
        yield left, right, text
        start, left = offset, following
    yield left, line.right + _LAST_CHARACTER * line.size, line.text[start:].strip()


def _opens(item: _Row) -> bool:
    return len(item.cells) > 1 and not _LEADERS.search(item.cells[-1][2] + item.cells[0][2])


def _common(strips: Sequence[_Gap], item: _Row, edge: float) -> list[_Gap]:
    """What is left of the strips when `item` stands below them; [] when it is no row of their table.

    A strip beside the row stays as it is: its last cells may be empty. `edge` is how far the rows above
    reach; a gap beyond it is a new strip.
    """
    width = _STRIP * item.size
    begins, ends = item.cells[0][0], item.cells[-1][1]
    left: list[_Gap] = []
    shared = False
    for begin, end in strips:
        if begin >= ends or end <= begins:
            left.append((begin, end))
            continue
        for gap_begin, gap_end in item.gaps:
            low, high = max(begin, gap_begin), min(end, gap_end)
            if high - low >= width:
                left.append((low, high))
                shared = True
    new = [(max(edge, low), high) for low, high in item.gaps if high - max(edge, low) >= width]
    return [*left, *(gap for gap in new if gap not in left)] if shared else []


def _continues(above: _Row, item: _Row, strips: Sequence[_Gap]) -> bool:
    """Whether `item` is another line of a cell that is not the first: it stands right of a strip."""
    if len(item.cells) != 1 or above.top - item.top > _CLOSE * item.size:
        return False
    left, right, _ = item.cells[0]
    return any(left >= high - 1 for _, high in strips) and not any(
        left < low and right > high for low, high in strips
    )


def _table(run: Sequence[_Row], strips: Sequence[_Gap]) -> list[Table]:
    run = list(run)
    full = [item for item in run if len(item.cells) > 1]
    if not full or len(full) < (_ROWS_OF_MANY if len(strips) > 1 else _ROWS):
        return []
    widest = [max((high - low) / item.size for low, high in item.gaps) for item in full]
    if max(widest) < _CLEAR or (len(full) < _ROWS and min(widest) < 2 * _CLEAR):
        return []
    rows: list[list[str]] = []
    tops: list[float] = []
    for item in run:
        columns = [""] * (len(strips) + 1)
        for left, _, text in item.cells:
            column = sum(1 for low, high in strips if left >= (low + high) / 2)
            columns[column] = f"{columns[column]} {text}".strip()
        filled = sum(map(bool, columns))
        goes_on = bool(rows) and not columns[0] and tops[-1] - item.top < _CLOSE * item.size
        if goes_on and filled < sum(map(bool, rows[-1])):
            rows[-1] = [f"{above} {text}".strip() for above, text in zip(rows[-1], columns, strict=True)]
        else:
            rows.append(columns)
        tops.append(item.top)
    return [Table(run[0].first, run[-1].end, "\n".join(map(row, rows)))]
