"""What the cells of an .xlsx show: shared strings, and numbers as dates and percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive
from rubin_tui.engine.library.extract.markup import elements, tree
from rubin_tui.engine.library.extract.ooxml import local

Look = Literal["number", "date", "time", "percent"]

NAMES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_ITEM = frozenset(name + "si" for name in NAMES)
_TEXT = frozenset(name + "t" for name in NAMES)
_READING_AID = frozenset(name + "rPh" for name in NAMES)  # of Japanese: the text again
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_TIME_FORMATS = frozenset((*range(18, 22), *range(45, 48)))
_PERCENT_FORMATS = frozenset((9, 10))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_DAY_LIMIT = 2_958_466  # 31.12.9999


def shared_strings(archive: Archive, member: str) -> list[str]:
    """The texts cells refer to by number.

    Raises:
        Failure: those of `Archive.stream` and `markup.elements`.
    """
    if member not in archive:
        return []
    return [
        string_of(item) for item in elements(archive.stream(member), archive.path, _ITEM, drop=_READING_AID)
    ]


def string_of(item: Element) -> str:
    """The text of a string, runs of different fonts put together."""
    return "".join(part.text or "" for part in item.iter() if part.tag in _TEXT)


def looks_of_cells(archive: Archive, member: str) -> list[Look]:
    """By style number, how its numbers are shown.

    Raises:
        Failure: those of `Archive.read` and `markup.tree`.
    """
    if member not in archive:
        return []
    root = tree(archive.read(member), archive.path)
    codes = {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for item in root.iter()
        if local(item.tag) == "numFmt"
    }
    formats = (part for part in root if local(part.tag) == "cellXfs")
    return [_look(item.get("numFmtId", "0"), codes) for part in formats for item in part]


def _look(identifier: str, codes: dict[str, str]) -> Look:
    number = int(identifier) if identifier.isdecimal() and len(identifier) < 9 else 0
    if identifier not in codes:
        if number in _DATE_FORMATS:
            return "date"
        if number in _TIME_FORMATS:
            return "time"
        return "percent" if number in _PERCENT_FORMATS else "number"
    code = _QUOTED.sub("", codes[identifier]).lower().partition(";")[0]
    if "y" in code or "d" in code or "г" in code or "mmm" in code:
        return "date"
    if "h" in code or "s" in code or "ч" in code:
        return "time"
    return "percent" if "%" in code else "number"


def shown(text: str, look: Look, since_1904: bool) -> str:
    """A stored number as the sheet shows it, nearly: dates as ISO 8601, no rounding."""
    try:
        number = float(text)
    except ValueError:
        return text
    if look in ("date", "time") and 0 <= number < _DAY_LIMIT:
        return _date(number, look, since_1904)
    if look == "percent":
        return f"{number * 100:.12g} %"
    return f"{number:.15g}"


def _date(number: float, look: Look, since_1904: bool) -> str:
    # Excel counts a 29.02.1900 that never was; days before it are one off and nobody's.
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    moment = first + timedelta(seconds=round(number * 86_400))
    if look == "time" and number < 1:
        return moment.strftime("%H:%M:%S").removesuffix(":00")
    return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00").removesuffix(" 00:00")


def filled(cells: Iterator[tuple[int, str]], limit: int) -> Sequence[str]:
    """A row out of its cells with their columns (from 0); columns beyond `limit` are left out."""
    row: list[str] = []
    for column, text in cells:
        if column < limit:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = text
    return row
