"""Workbooks (.xlsx): sheet by sheet, rows with the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive
from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.markup import elements, tree
from rubin_tui.engine.library.extract.ooxml import local, main_part, relation_id, relations, title_of
from rubin_tui.engine.library.extract.sheets import add_sheet
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.extract.xlsx_cells import (
    NAMES,
    Look,
    filled,
    looks_of_cells,
    shared_strings,
    shown,
    string_of,
)

_ROW = frozenset(name + "row" for name in NAMES)
_COLUMN = re.compile("[A-Z]{1,3}")
COLUMNS = 16_384
"""Columns a sheet can have."""


def extract_xlsx(source: Source) -> Iterator[Progress | Content]:
    """Read a workbook.

    Raises:
        Failure: those of `Archive`, `markup.elements` and `Flow`.
    """
    archive = Archive(source)
    main = main_part(archive, "xl/workbook.xml")
    related = relations(archive, main)
    by_kind = dict(related.values())
    workbook = tree(archive.read(main), source.path)
    since_1904 = any(item.get("date1904") in ("1", "true") for item in workbook.iter())
    reader = _SheetReader(
        shared_strings(archive, by_kind.get("sharedStrings", "")),
        looks_of_cells(archive, by_kind.get("styles", "")),
        since_1904,
    )
    sheets = [item for item in workbook.iter() if local(item.tag) == "sheet"]
    flow = Flow(source.path)
    for number, sheet in enumerate(sheets, start=1):
        kind, member = related.get(relation_id(sheet.attrib), ("", ""))
        if kind == "worksheet" and member in archive:
            rows = elements(archive.stream(member), source.path, _ROW)
            add_sheet(flow, sheet.get("name", ""), map(reader.row, rows))
        yield Progress(number, len(sheets))
    yield flow.content("xlsx", title_of(archive))


class _SheetReader:
    """Turns rows of XML into what they show."""

    def __init__(self, strings: Sequence[str], looks: Sequence[Look], since_1904: bool) -> None:
        self._strings = strings
        self._looks = looks
        self._since_1904 = since_1904

    def row(self, element: Element) -> Sequence[str]:
        """The cells of a row, empty ones among them."""
        return filled(self._cells(element), COLUMNS)

    def _cells(self, element: Element) -> Iterator[tuple[int, str]]:
        column = -1
        for cell in element:
            place = _COLUMN.match(cell.get("r", ""))
            column = _number(place.group()) if place else column + 1
            if text := self._text(cell):
                yield column, text

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return string_of(cell)
        value = next((part.text or "" for part in cell if part.tag.endswith("}v")), "")
        if kind == "s":
            number = int(value) if value.isdecimal() and len(value) < 9 else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n" or not value:
            return value
        style = cell.get("s", "0")
        number = int(style) if style.isdecimal() and len(style) < 9 else 0
        look = self._looks[number] if number < len(self._looks) else "number"
        return shown(value, look, self._since_1904)


def _number(letters: str) -> int:
    """The column, from 0, that A, B, ..., AA name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
