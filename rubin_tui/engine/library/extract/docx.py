"""Word documents (.docx): paragraphs, headings with their numbers, lists, tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive
from rubin_tui.engine.library.extract.docx_styles import (
    PLAIN,
    Numbering,
    Role,
    Style,
    child,
    paragraph_facts,
    read_styles,
    value,
)
from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.headings import looks_like_heading, number_depth
from rubin_tui.engine.library.extract.markup import elements, tree
from rubin_tui.engine.library.extract.ooxml import local, main_part, relations, title_of
from rubin_tui.engine.library.extract.values import Content, Progress, Source

_NAMES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_KEEP = frozenset(name + tag for name in _NAMES for tag in ("p", "tbl"))
_TABLES = frozenset(name + "tbl" for name in _NAMES)
# What was deleted or moved away, and the copies that older programs see.
_DROP = frozenset(name + tag for name in _NAMES for tag in ("del", "moveFrom")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "p": "\n"}
_SIGNS = {name + tag: sign for name in _NAMES for tag, sign in _WRITTEN.items()}
_TEXTS = frozenset(name + "t" for name in _NAMES) | {_MATHS}
_DEEPEST_INDENT = 6
_NOTE = "\ue000"
_NOTES = frozenset(name + tag for name in _NAMES for tag in ("footnoteReference", "endnoteReference"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph as it stands in the document; `sign` is its number or bullet, `depth` that of its list."""

    role: Role
    text: str
    level: int = 0
    sign: str = ""
    depth: int = 0
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def extract_docx(source: Source) -> Iterator[Progress | Content]:
    """Read a Word document.

    Raises:
        Failure: those of `Archive`, `markup.elements` and `Flow`.
    """
    archive = Archive(source)
    pieces = list(_Reader(archive).pieces())
    flow = Flow(source.path)
    _fill(flow, pieces)
    titles = (piece.text for piece in pieces if piece.role == "title")
    yield flow.content("docx", title_of(archive) or next(titles, ""))


class _Reader:
    """Goes through the parts of one document."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = main_part(archive, "word/document.xml")
        parts = dict(relations(archive, self._main).values())
        styles, numbering = (self._tree(parts.get(kind, "")) for kind in ("styles", "numbering"))
        self._styles = {} if styles is None else read_styles(styles)
        self._numbering = Numbering(numbering)
        self._notes = {
            (kind, value(note, "id")): " ".join(_text(note)[0].split())
            for kind in ("footnote", "endnote")
            if (notes := self._tree(parts.get(f"{kind}s", ""))) is not None
            for note in notes
            if not value(note, "type")  # the separator lines are notes too
        }
        self._noted_so_far = 0

    def pieces(self) -> Iterator[_Piece]:
        for element in elements(self._archive.stream(self._main), self._archive.path, keep=_KEEP, drop=_DROP):
            yield self._table(element) if element.tag in _TABLES else self._paragraph(element)

    def _tree(self, member: str) -> Element | None:
        return tree(self._archive.read(member), self._archive.path) if member in self._archive else None

    def _paragraph(self, paragraph: Element) -> _Piece:
        properties = child(paragraph, "pPr")
        facts = dict(paragraph_facts(properties))
        style = self._styles.get(facts.get("style", ""), PLAIN)
        role, level = style.role, style.level
        outline = facts.get("outline", "")
        if role == "text" and outline.isdecimal() and int(outline) < 9:
            role, level = "heading", int(outline) + 1
        text, notes = self._noted(paragraph)
        sign, depth = self._sign(facts, style, level) if text.strip() else ("", 0)
        bold = role == "text" and looks_like_heading(text) and _is_bold(paragraph)
        return _Piece(role, text, level, sign, depth, bold, notes=notes)

    def _sign(self, facts: dict[str, str], style: Style, level: int) -> tuple[str, int]:
        list_id = facts.get("numId") or style.list
        if not list_id or list_id == "0":
            return "", 0
        depth = int(facts["ilvl"]) if "ilvl" in facts else style.list_level
        depth = depth if depth is not None else max(0, level - 1)
        return self._numbering.next(list_id, depth), depth

    def _table(self, table: Element) -> _Piece:
        rows: list[tuple[str, ...]] = []
        notes: list[str] = []
        for line in _inside(table, "tr"):
            cells = []
            for cell in _inside(line, "tc"):
                text, of_cell = self._noted(cell)
                cells.append(" ".join(text.split()))
                notes.extend(of_cell)
            rows.append(tuple(cells))
        return _Piece("text", "", rows=tuple(rows), notes=tuple(notes))

    def _noted(self, element: Element) -> tuple[str, tuple[str, ...]]:
        """The text below `element` with the numbers of its footnotes, and those footnotes."""
        text, references = _text(element)
        notes = []
        for reference in references:
            note = self._notes.get(reference, "")
            self._noted_so_far += bool(note)
            mark = f"[{self._noted_so_far}]" if note else ""
            text = text.replace(_NOTE, mark, 1)
            if note:
                notes.append(f"{mark} {note}")
        return text, tuple(notes)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Children of that name, also where content controls and the like stand between."""
    for item in element:
        tag = local(item.tag)
        if tag == name:
            yield item
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(item, name)


def _text(element: Element) -> tuple[str, list[tuple[str, str]]]:
    """The text below `element`, a `_NOTE` where it refers to a note, and which notes: kind and identifier."""
    parts: list[str] = []
    references = []
    for item in element.iter():
        tag = item.tag
        if tag in _TEXTS:
            parts.append(item.text or "")
        elif tag in _SIGNS:
            if item is not element:
                parts.append(_SIGNS[tag])
        elif tag in _NOTES:
            references.append((local(tag).removesuffix("Reference"), value(item, "id")))
            parts.append(_NOTE)
    return "".join(parts), references


def _is_bold(paragraph: Element) -> bool:
    """Whether all its runs that hold text are bold."""
    runs = [run for run in _inside(paragraph, "r") if _text(run)[0].strip()]
    return bool(runs) and all(_on(child(child(run, "rPr"), "b")) for run in runs)


def _on(switch: Element | None) -> bool:
    return switch is not None and value(switch) not in ("0", "false", "off")


def _item(piece: _Piece, text: str) -> str:
    indent = "  " * min(piece.depth, _DEEPEST_INDENT)
    return indent + f"{piece.sign} {text}".replace("\n", f"\n{indent}  ")


def _fill(flow: Flow, pieces: Iterable[_Piece]) -> None:
    pieces = list(pieces)
    styled = any(piece.role == "heading" and piece.text.strip() for piece in pieces)
    lines: list[str] = []
    gathered: Role | str = ""

    def finish() -> None:
        nonlocal gathered
        if lines:
            flow.add("code" if gathered == "code" else "list", "\n".join(lines))
            lines.clear()
        gathered = ""

    for piece in pieces:
        text = piece.text.strip()
        kind = "code" if piece.role == "code" else "list" if piece.sign and piece.role == "text" else ""
        if kind != gathered and (text or piece.rows):
            finish()
        if kind and text:
            gathered = kind
            lines.append(piece.text.rstrip() if kind == "code" else _item(piece, text))
        elif piece.rows:
            flow.table(piece.rows)
        elif piece.role == "heading":
            flow.heading(piece.level, f"{piece.sign} {text}" if text else "")
        elif piece.role == "title":
            flow.aside(text)
        elif piece.role == "text" and text:
            if not styled and piece.bold and "\n" not in text and looks_like_heading(text):
                flow.heading(number_depth(text) or 1, text)
            else:
                flow.add("paragraph", text)
        for note in piece.notes:
            if not kind:
                flow.add("paragraph", note)
            else:
                lines.append(note)
    finish()
