"""Paragraphs and cells of OpenDocument as text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_UNREAD = frozenset(
    (
        OFFICE + "annotation",
        _SVG + "title",
        _SVG + "desc",
        TEXT + "ruby-text",
        TEXT + "note",
        TEXT + "tracked-changes",
    )
)
_MOST_SPACES = 100
_PARAGRAPHS = frozenset((TEXT + "p", TEXT + "h"))


def text_of(element: Element) -> str:
    """The text of a paragraph or heading, line breaks kept; of a cell or frame, its paragraphs on lines."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts).strip("\n")


def notes_of(element: Element) -> list[str]:
    """The foot- and endnotes below `element`: their sign and their text."""
    found = []
    for note in element.iter(TEXT + "note"):
        sign = "".join(note.findtext(TEXT + "note-citation", ""))
        body = note.find(TEXT + "note-body")
        text = " ".join(text_of(body).split()) if body is not None else ""
        if text:
            found.append(f"[{sign}] {text}")
    return found


def whole(text: str | None, most: int) -> int:
    """A repetition as a number from 1 to `most`."""
    return max(1, min(int(text), most)) if text and text.isdecimal() and len(text) < 9 else 1


def _gather(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for item in element:
        tag = item.tag
        if tag == TEXT + "s":
            parts.append(" " * whole(item.get(TEXT + "c"), _MOST_SPACES))
        elif tag == TEXT + "tab":
            parts.append("\t")
        elif tag == TEXT + "line-break":
            parts.append("\n")
        elif tag == TEXT + "note":
            parts.append(f"[{item.findtext(TEXT + 'note-citation', '')}]")
        elif tag in _PARAGRAPHS:
            parts.append("\n")
            _gather(item, parts)
        elif tag not in _UNREAD:
            _gather(item, parts)
        if item.tail:
            parts.append(item.tail)
