"""Lines of PDF pages into blocks: PDFium gives no blank lines, so paragraphs are told by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rubin_tui.engine.library.extract.headings import HeadingStack, looks_like_heading, number_depth
from rubin_tui.engine.library.extract.outline import Entry, Found, find_entries
from rubin_tui.engine.library.extract.pdf_lines import Line
from rubin_tui.engine.library.extract.pdf_looks import LARGER, looks_of, unbroken
from rubin_tui.engine.library.extract.pdf_tables import Table, find_tables
from rubin_tui.engine.library.extract.running import RunningLines
from rubin_tui.engine.library.passages import Block
from rubin_tui.engine.model import PassageKind

_LEADER = re.compile(r"(?:\s?[.·…_]){5,}\s*\S{0,12}$")
_CONTENTS_LINES = 5
_INDEX_ENTRY = re.compile(r",\s?\d{1,4}$")
_INDEX_LINES = 12
_BULLET = re.compile(r"[•▪■●◦‣⁃∙➢➤✓○□❖]\s*\S")
_MARK = re.compile(r"(?:[*+–—-]|\(?\d{1,2}[.)]|\(?[a-zа-я]\))\s+\S")
_CLOSED = (".", "!", "?", ":", ";", "…", ".)", "»", "”")
_FAR = 1.3  # times the usual distance of lines: a gap that was meant
_INDENT = 0.8  # sizes
_SHORT = 0.12  # of the width of the text
_ROOM = 0.9  # of the width of the column
_COLUMN = 3  # lines
_WRAPPED = 3  # lines a heading may take
_MOST_SPACES = 60

_Group = tuple[int, int, PassageKind | None]


class PageLayout:
    """Goes through the pages of one document in order and says what each consists of."""

    def __init__(
        self,
        pages: Sequence[Sequence[Line]],
        outline: Mapping[int, Sequence[Entry]],
        labels: Sequence[str],
    ) -> None:
        self._looks = looks_of(pages)
        self._running = RunningLines(pages, labels, self._looks.size)
        self._outline = outline
        self._stack = HeadingStack()

    def page(self, index: int, printed: Sequence[Line]) -> tuple[str, list[Block]]:
        """The text of page `index` and its blocks. Between blocks there is a blank line."""
        begin, end = self._running.between(printed, index)
        own = unbroken(printed[begin:end], self._looks.hyphenated)
        lines = [*printed[:begin], *own, *printed[end:]]
        texts = _indented(lines)
        found = find_entries(self._outline.get(index, ()), own)
        tables = {} if _is_directory(own) else _tables(own, found)
        pieces: list[str] = []
        blocks: list[Block] = []
        length = 0
        for first, last, kind, path in self._blocks(found, tables, own, begin, len(lines)):
            table = tables.get(first - begin) if kind == "table" else None
            piece = table.text if table else "\n".join(texts[first:last])
            if pieces:
                pieces.append("\n\n")
                length += 2
            if kind is not None:
                blocks.append(Block(length, length + len(piece), kind, path))
            pieces.append(piece)
            length += len(piece)
        return "".join(pieces), blocks

    def title(self, lines: Sequence[Line]) -> str:
        """The title printed on a first page: its largest lines, if they are much larger than the text."""
        largest = max((line.size for line in lines), default=0.0)
        if largest < self._looks.size * 1.3:
            return ""
        title = [line.text for line in lines if line.size > largest - 0.2]
        return " ".join(title) if len(title) <= _WRAPPED else ""

    def _blocks(
        self,
        found: list[Found],
        tables: Mapping[int, Table],
        own: Sequence[Line],
        offset: int,
        count: int,
    ) -> Iterator[tuple[int, int, PassageKind | None, tuple[str, ...]]]:
        """Everything on the page in order; what belongs to no passage has no kind."""
        if offset:
            yield 0, offset, None, ()
        for first, last, kind in self._groups(found, tables, own):
            yield first + offset, last + offset, kind, self._stack.path
        if offset + len(own) < count:
            yield offset + len(own), count, None, ()

    def _groups(
        self, found: list[Found], tables: Mapping[int, Table], lines: Sequence[Line]
    ) -> Iterator[_Group]:
        """Paragraphs, items, listings, tables, headings; the stack is right whenever one is yielded."""
        if _is_directory(lines):
            for place in found:
                self._stack.enter(place.entry.level, place.entry.title)
            yield 0, len(lines), None
            return
        edges = _Edges(lines)
        start = number = 0
        while number < len(lines):
            heading_end = number
            while found and found[0].line <= number:
                place = found.pop(0)
                if start < number:
                    yield self._group(lines, start, number)
                    start = number
                self._stack.enter(place.entry.level, place.entry.title)
                heading_end = max(heading_end, place.end)
            if heading_end == number and (level := self._bare_heading(lines, number)):
                if start < number:
                    yield self._group(lines, start, number)
                heading_end = self._heading_end(lines, number)
                title = " ".join(line.text for line in lines[number:heading_end])
                self._stack.enter(level, title)
            if heading_end > number:
                yield number, heading_end, None
                start = number = heading_end
                continue
            if table := tables.get(number):
                if start < number:
                    yield self._group(lines, start, number)
                yield number, table.end, "table"
                start = number = table.end
                continue
            if start < number and not self._continues(lines, number, edges):
                yield self._group(lines, start, number)
                start = number
            number += 1
        if start < number:
            yield self._group(lines, start, number)
        for place in found:
            self._stack.enter(place.entry.level, place.entry.title)

    def _group(self, lines: Sequence[Line], start: int, end: int) -> _Group:
        text = lines[start].text
        if end == start + 1 and _is_leader(text):
            return start, end, None
        if all(line.mono for line in lines[start:end]):
            return start, end, "code"
        return start, end, "list" if _BULLET.match(text) or _MARK.match(text) else "paragraph"

    def _continues(self, lines: Sequence[Line], number: int, edges: _Edges) -> bool:
        """Whether line `number` goes on with the block before it."""
        above, line = lines[number - 1], lines[number]
        gap = (above.bottom - line.top) / max(above.size, line.size)
        ended = above.text.endswith(_CLOSED)
        if abs(gap) < 0.3:  # another cell of the same row
            return True
        if gap < 0:  # the next column
            return not ended and line.text[0].islower()
        if gap > _FAR * self._looks.leading or abs(above.size - line.size) > LARGER * line.size - line.size:
            return False
        if above.mono and line.mono:
            return True
        if above.mono != line.mono or (above.bold and not line.bold):
            return not (ended or edges.short(above))
        if _BULLET.match(line.text) or _is_leader(above.text):
            return False
        if _MARK.match(line.text) and (ended or edges.short(above)):
            return False
        if not ended:
            return line.text[0].islower() or not edges.room_for(above, line)
        item = _BULLET.match(above.text) or _MARK.match(above.text)  # its other lines hang
        indented = not item and line.left > above.left + _INDENT * line.size
        new = line.text[0].isupper() or line.text[0].isdigit() or line.text[0] in '«"“„([<'
        return not (indented or (new and edges.short(above)))

    def _bare_heading(self, lines: Sequence[Line], number: int) -> int:
        """The level of a heading that no outline names; 0 when line `number` is none."""
        line = lines[number]
        if self._outline or line.mono:
            return 0
        unusual = line.bold or line.size > self._looks.size * LARGER
        if not unusual and not line.text[0].isdigit():
            return 0
        depth = number_depth(line.text)
        if not (unusual or (depth > 1 and self._stands_alone(lines, number))):
            return 0
        if not looks_like_heading(line.text):
            return 0
        return depth or self._looks.level_by_size(line.size)

    def _heading_end(self, lines: Sequence[Line], start: int) -> int:
        end = start + 1
        while end < min(len(lines), start + _WRAPPED) and self._same_heading(lines[end - 1], lines[end]):
            end += 1
        return end

    def _same_heading(self, above: Line, line: Line) -> bool:
        gap = (above.bottom - line.top) / line.size
        alike = abs(above.size - line.size) < 0.2 and above.bold == line.bold and not line.mono
        unusual = line.bold or line.size > self._looks.size * LARGER
        return alike and unusual and 0 < gap < _FAR * self._looks.leading and not number_depth(line.text)

    def _stands_alone(self, lines: Sequence[Line], number: int) -> bool:
        far = _FAR * self._looks.leading * lines[number].size
        above = number == 0 or lines[number - 1].bottom - lines[number].top > far
        return above and (number + 1 == len(lines) or lines[number].bottom - lines[number + 1].top > far)


def _tables(lines: Sequence[Line], found: Sequence[Found]) -> dict[int, Table]:
    """The tables by their first line; a heading of the outline stands in none."""
    breaks = frozenset(
        number for place in found for number in range(place.line, max(place.end, place.line + 1))
    )
    return {table.first: table for table in find_tables(lines, breaks)}


class _Edges:
    """How far the lines of a page reach; in columns, lists and tables each left margin has its own edge."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._left = min((line.left for line in lines), default=0.0)
        self._right = max((line.right for line in lines), default=0.0)
        self._columns: dict[int, list[float]] = {}
        for line in lines:
            self._columns.setdefault(round(line.left), []).append(line.right)

    def short(self, line: Line) -> bool:
        """Whether `line` ends well before the right edge of the page's text."""
        return line.right < self._right - _SHORT * (self._right - self._left)

    def room_for(self, above: Line, line: Line) -> bool:
        """Whether the first word of `line` would have fitted on `above`, which then ended on purpose."""
        column = self._columns[round(above.left)]
        if len(column) < _COLUMN or len(above.text) < 2:
            return False
        letter = (above.right - above.left) / (len(above.text) - 1)
        word = line.text.split(None, 1)[0]
        return above.right + letter * (len(word) + 1) < above.left + _ROOM * (max(column) - above.left)


def _is_leader(text: str) -> bool:
    """Whether dots lead to something at the line's end. Few lines hold many dots: ask that first."""
    return (text.count(".") >= 5 or "…" in text or "···" in text) and _LEADER.search(text) is not None


def _is_directory(lines: Sequence[Line]) -> bool:
    """Whether these lines are of a table of contents or an index: titles with page numbers, and no text."""
    leaders = sum(1 for line in lines if _is_leader(line.text))
    if leaders >= _CONTENTS_LINES and leaders * 3 > len(lines):
        return True
    entries = sum(1 for line in lines if _INDEX_ENTRY.search(line.text[-7:]))
    return entries >= _INDEX_LINES and entries * 2 > len(lines)


def _indented(lines: Sequence[Line]) -> list[str]:
    """The texts; listings get back the indentation they were printed with."""
    texts = []
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and lines[end].mono:
            end += 1
        margin = min((line.left for line in lines[number:end]), default=0.0)
        for line in lines[number:end]:
            width = (line.right - line.left) / (len(line.text) - 1) if len(line.text) > 1 else line.size * 0.6
            spaces = round((line.left - margin) / width) if width > 0 else 0
            texts.append(" " * min(spaces, _MOST_SPACES) + line.text)
        if end == number:
            texts.append(lines[number].text)
        number = max(end, number + 1)
    return texts
