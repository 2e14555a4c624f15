"""OpenDocument: texts (.odt), spreadsheets (.ods) and presentations (.odp)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive
from rubin_tui.engine.library.extract.flow import Flow, paged
from rubin_tui.engine.library.extract.markup import elements, tree
from rubin_tui.engine.library.extract.odf_text import DRAW, OFFICE, TABLE, TEXT, notes_of, text_of, whole
from rubin_tui.engine.library.extract.sheets import add_sheet
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.extract.xlsx_cells import filled
from rubin_tui.messages import Failure

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_CONTENTS = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "alphabetical-index",
        "table-index",
        "illustration-index",
        "tracked-changes",
    )
)
_FLOWING = frozenset((TEXT + "h", TEXT + "p", TEXT + "list", TABLE + "table", TEXT + "list-style"))
_CELLS = frozenset((TABLE + "table-cell", TABLE + "covered-table-cell"))
_MOST_COLUMNS = 1024
_DEEPEST_INDENT = 6


def extract_odt(source: Source) -> Iterator[Progress | Content]:
    """Read a text document.

    Raises:
        Failure: those of `Archive`, `markup.elements` and `Flow`.
    """
    archive = _open(source)
    flow = Flow(source.path)
    numbered = _numbered_styles(archive)
    listing: list[str] = []
    for element in elements(archive.stream("content.xml"), source.path, _FLOWING, drop=_CONTENTS):
        style = element.get(TEXT + "style-name", "")
        code = element.tag == TEXT + "p" and style.startswith("Preformatted")
        if listing and not code:
            flow.add("code", "\n".join(listing))
            listing.clear()
        if code:
            listing.append(text_of(element))
        elif element.tag == TEXT + "list-style":
            numbered |= {(element.get(f"{_STYLE}name", ""), level) for level in _numbered_levels(element)}
        else:
            _add(flow, element, numbered)
        for note in notes_of(element):
            flow.add("paragraph", note)
    flow.add("code", "\n".join(listing))
    yield flow.content("odt", _title(archive))


def extract_ods(source: Source) -> Iterator[Progress | Content]:
    """Read a spreadsheet.

    Raises:
        Failure: those of `Archive`, `markup.elements` and `Flow`.
    """
    archive = _open(source)
    flow = Flow(source.path)
    stream = elements(
        archive.stream("content.xml"),
        source.path,
        frozenset((TABLE + "table-row",)),
        announce=frozenset((TABLE + "table",)),
    )
    waiting: list[Element] = []

    def rows() -> Iterator[Sequence[str]]:
        for element in stream:
            if element.tag == TABLE + "table":
                waiting.append(element)
                return
            yield filled(_cells(element), _MOST_COLUMNS)

    for _ in rows():
        pass  # nothing stands before the first sheet
    while waiting:
        add_sheet(flow, waiting.pop().get(TABLE + "name", ""), rows())
    yield flow.content("ods", _title(archive))


def extract_odp(source: Source) -> Iterator[Progress | Content]:
    """Read a presentation; every slide is a page.

    Raises:
        Failure: those of `Archive`, `markup.elements` and `Flow`.
    """
    archive = _open(source)
    pages = []
    length = 0
    title = ""
    slides = elements(archive.stream("content.xml"), source.path, frozenset((DRAW + "page",)))
    for number, slide in zip(count(), slides, strict=False):
        flow = Flow(source.path, length)
        for frame in slide:
            kind = frame.get(_PRESENTATION + "class", "")
            if kind == "title":
                flow.heading(1, text_of(frame))
            elif kind not in ("footer", "page-number", "date-time", "header"):
                for table in frame.iter(TABLE + "table"):
                    flow.table(_rows(table))
                lists = list(frame.iter(TEXT + "list"))
                for item in lists[:1]:
                    flow.add("list", "\n".join(_items(item, frozenset(), 0)))
                if not lists and frame.find(TABLE + "table") is None:
                    flow.add("paragraph", text_of(frame))
        title = title or flow.title_or("")
        pages.append(flow.page(number, str(number + 1)))
        length += len(pages[-1][0].text)
    yield paged("odp", _title(archive) or title, pages, source.path)


_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def _open(source: Source) -> Archive:
    archive = Archive(source)
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive else b""
    if b"encryption-data" in manifest:
        raise Failure("import.encrypted", path=source.path)
    return archive


def _title(archive: Archive) -> str:
    if "meta.xml" not in archive:
        return ""
    found = tree(archive.read("meta.xml"), archive.path).find(f"{OFFICE}meta/{_TITLE}")
    return (found.text or "") if found is not None else ""


def _add(flow: Flow, element: Element, numbered: set[tuple[str, int]]) -> None:
    if element.tag == TEXT + "h":
        flow.heading(whole(element.get(TEXT + "outline-level"), 10), text_of(element))
    elif element.tag == TEXT + "list":
        style = element.get(TEXT + "style-name", "")
        levels = frozenset(level for name, level in numbered if name == style)
        headings = list(element.iter(TEXT + "h"))
        for heading in headings:  # numbered headings stand in lists
            flow.heading(whole(heading.get(TEXT + "outline-level"), 10), text_of(heading))
        if not headings:
            flow.add("list", "\n".join(_items(element, levels, 0)))
    elif element.tag == TABLE + "table":
        flow.table(_rows(element))
    else:
        flow.add("paragraph", text_of(element))


def _items(element: Element, numbered: frozenset[int], depth: int) -> Iterator[str]:
    indent = "  " * min(depth, _DEEPEST_INDENT)
    number = 0
    for item in element:
        sign = ""
        if item.tag == TEXT + "list-item":
            number += 1
            sign = f"{number}. " if depth in numbered else "• "
        for part in item:
            if part.tag == TEXT + "list":
                yield from _items(part, numbered, depth + 1)
            elif text := text_of(part).strip():
                first, *rest = text.split("\n")
                yield f"{indent}{sign}{first}"
                sign = " " * len(sign)
                yield from (f"{indent}{sign}{line.strip()}" for line in rest)


def _rows(table: Element) -> list[Sequence[str]]:
    return [filled(_cells(line), _MOST_COLUMNS) for line in table.iter(TABLE + "table-row")]


def _cells(line: Element) -> Iterator[tuple[int, str]]:
    """The cells that say something, with their columns."""
    column = 0
    for cell in line:
        if cell.tag in _CELLS:
            times = whole(cell.get(TABLE + "number-columns-repeated"), 1 << 20)
            if text := " ".join(text_of(cell).split()):
                for place in range(column, min(column + times, _MOST_COLUMNS)):
                    yield place, text
            column += times


def _numbered_styles(archive: Archive) -> set[tuple[str, int]]:
    """Which levels of which named list styles count, not point."""
    if "styles.xml" not in archive:
        return set()
    root = tree(archive.read("styles.xml"), archive.path)
    return {
        (style.get(f"{_STYLE}name", ""), level)
        for style in root.iter(TEXT + "list-style")
        for level in _numbered_levels(style)
    }


def _numbered_levels(style: Element) -> Iterator[int]:
    for level in style.iter(TEXT + "list-level-style-number"):
        yield whole(level.get(TEXT + "level"), 10) - 1
