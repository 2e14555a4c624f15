"""Presentations (.pptx): every slide is a page, its title a heading."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive
from rubin_tui.engine.library.extract.flow import Flow, paged
from rubin_tui.engine.library.extract.markup import tree
from rubin_tui.engine.library.extract.ooxml import local, main_part, relation_id, relations, title_of
from rubin_tui.engine.library.extract.values import Content, Progress, Source

_PROGRESS_SLIDES = 20
_UNREAD = frozenset(("dt", "ftr", "sldNum", "hdr"))  # date, foot, number: the same on every slide


def extract_pptx(source: Source) -> Iterator[Progress | Content]:
    """Read a presentation.

    Raises:
        Failure: those of `Archive`, `markup.tree` and `Flow`.
    """
    archive = Archive(source)
    slides = _slides(archive)
    pages = []
    length = 0
    title = ""
    for number, slide in enumerate(slides):
        flow = Flow(source.path, length)
        _read_slide(archive, slide, flow)
        title = title or flow.title_or("")
        pages.append(flow.page(number, str(number + 1)))
        length += len(pages[-1][0].text)
        if len(pages) % _PROGRESS_SLIDES == 0:
            yield Progress(len(pages), len(slides))
    yield paged("pptx", title_of(archive) or title, pages, source.path)


def _slides(archive: Archive) -> list[str]:
    """The members of the slides in the order they are shown."""
    main = main_part(archive, "ppt/presentation.xml")
    related = relations(archive, main)
    ids = (
        relation_id(item.attrib)
        for item in tree(archive.read(main), archive.path).iter()
        if local(item.tag) == "sldId"
    )
    return [related[id][1] for id in ids if id in related and related[id][1] in archive]


def _read_slide(archive: Archive, slide: str, flow: Flow) -> None:
    shapes = list(_shapes(tree(archive.read(slide), archive.path)))
    for shape in shapes:
        if _place(shape) in ("title", "ctrTitle"):
            flow.heading(1, " ".join(_paragraphs(shape)))
    for shape in shapes:
        if _place(shape) in ("title", "ctrTitle") or _place(shape) in _UNREAD:
            continue
        if local(shape.tag) == "tbl":
            flow.table(
                [
                    [" ".join(_paragraphs(cell)) for cell in row if local(cell.tag) == "tc"]
                    for row in shape
                    if local(row.tag) == "tr"
                ]
            )
        else:
            _add_text(flow, [line for line in _paragraphs(shape) if line.strip()], _place(shape))
    for kind, member in relations(archive, slide).values():
        if kind == "notesSlide" and member in archive:
            for shape in _shapes(tree(archive.read(member), archive.path)):
                if _place(shape) == "body":
                    flow.add("paragraph", "\n".join(_paragraphs(shape)))


def _add_text(flow: Flow, lines: list[str], place: str) -> None:
    """The lines of a body are its items; those of other shapes stand together."""
    if len(lines) > 1 and place in ("body", "obj", "", "content"):
        flow.add("list", "\n".join(f"• {line}" for line in lines))
    else:
        flow.add("paragraph", "\n".join(lines))


def _shapes(element: Element) -> Iterator[Element]:
    """Shapes with text and tables in their order, those in groups too; not the copies for old programs."""
    for item in element:
        tag = local(item.tag)
        if tag in ("sp", "tbl"):
            yield item
        elif tag != "Fallback":
            yield from _shapes(item)


def _place(shape: Element) -> str:
    """What the shape is for on the slide: "title", "body", "sldNum", ... or "" for a shape of its own."""
    for item in shape.iter():
        if local(item.tag) == "ph":
            return item.get("type", "content")
    return ""


def _paragraphs(element: Element) -> list[str]:
    lines = []
    for paragraph in element.iter():
        if local(paragraph.tag) == "p":
            parts = []
            for item in paragraph.iter():
                tag = local(item.tag)
                if tag == "t":
                    parts.append(item.text or "")
                elif tag in ("br", "tab"):
                    parts.append(" ")
            lines.append(" ".join("".join(parts).split()))
    return lines
