"""A PDF's outline (bookmarks): which heading begins where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from rubin_tui.engine.library.extract.pdf_lines import Line

_WRAPPED = 3  # lines a heading may take
_NUMBERING = re.compile(r"^(?:[\W_]*(?:[a-zа-я]\.)?\d[\d.]*)+[\W_]*|\W+")
_CHAPTER = re.compile(r"(?:chapter|part|appendix|section|глава|часть|приложение|раздел)\s+[\w.]{1,6}", re.I)
_TITLE_LIMIT = 300
_ENTRY_LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the outline. `level` counts from 1; `top` is its place on the page in points, if said."""

    level: int
    title: str
    top: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry found on its page: it begins before line `line`; its own lines end before `end`."""

    entry: Entry
    line: int
    end: int


def read_outline(document: pypdfium2.PdfDocument) -> dict[int, list[Entry]]:
    """The entries by page index, in their order."""
    entries: dict[int, list[Entry]] = {}
    for number, bookmark in enumerate(document.get_toc()):
        title = " ".join(bookmark.get_title().replace("\0", " ").split())[:_TITLE_LIMIT]
        destination = bookmark.get_dest()
        page = destination.get_index() if destination else None
        if title and page is not None:
            entries.setdefault(page, []).append(Entry(bookmark.level + 1, title, _top(destination)))
        if number >= _ENTRY_LIMIT:
            break
    return entries


def find_entries(entries: Sequence[Entry], lines: Sequence[Line]) -> list[Found]:
    """Where the entries of a page begin: at lines that say the same, else at their height, else on top."""
    if not entries:
        return []
    shapes = [_shape(line.text) for line in lines]
    found: list[Found] = []
    after = 0
    for entry in entries:
        place = _by_text(entry, shapes, lines, after)
        start, end = place or _by_height(entry, lines, after)
        if end > start and start > after and _CHAPTER.fullmatch(lines[start - 1].text.strip().rstrip(".:")):
            start -= 1
        found.append(Found(entry, start, end))
        after = max(after, end)
    return found


def _top(destination: pypdfium2.PdfDest) -> float | None:
    mode, position = destination.get_view()
    index = {pdfium.PDFDEST_VIEW_XYZ: 1, pdfium.PDFDEST_VIEW_FITH: 0, pdfium.PDFDEST_VIEW_FITBH: 0}.get(mode)
    return float(position[index]) if index is not None and index < len(position) else None


def _shape(text: str) -> str:
    return _NUMBERING.sub("", text.casefold())


def _by_text(
    entry: Entry, shapes: Sequence[str], lines: Sequence[Line], after: int
) -> tuple[int, int] | None:
    wanted, top = _shape(entry.title), entry.top
    places = []
    for start in range(after, len(shapes)):
        if not shapes[start] or not wanted.startswith(shapes[start]):
            continue
        said = ""
        for end in range(start, min(start + _WRAPPED, len(shapes))):
            said += shapes[end]
            if said == wanted:
                places.append((start, end + 1))
    if not places:
        return None
    return min(places, key=lambda place: abs(lines[place[0]].top - top) if top is not None else place[0])


def _by_height(entry: Entry, lines: Sequence[Line], after: int) -> tuple[int, int]:
    if entry.top is not None:
        for number in range(after, len(lines)):
            if lines[number].top <= entry.top:
                return number, number
    return after, after
