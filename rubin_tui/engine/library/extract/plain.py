"""Plain text into blocks: blank lines separate; what is underlined, numbered or alone in capitals heads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.library.extract.headings import HeadingStack, looks_like_heading, number_depth
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.passages import Block
from rubin_tui.engine.model import PassageKind
from rubin_tui.engine.text.encodings import detect

_GAP = re.compile(r"[ \t\f]*(?:\n|\Z)")
_UNDERLINED = re.compile(r"[ \t]*(\S[^\n]*)\n[ \t]*([=\-~^*#])\2{2,}[ \t]*(?:\n|\Z)")
_ITEM = re.compile(r"\s*(?:[-*+•·–—▪◦●○■]|\d{1,3}[.)]|[a-zа-я]\))\s+\S")
_CELLS = re.compile(r"\S(?: {3,}|\t+)\S|\|.*\|")
_CAPITALS_LEVEL = 1
_UNDERLINE_LEVELS = {"=": 1, "#": 1, "*": 1, "-": 2, "~": 3, "^": 4}


def decode(data: bytes) -> str:
    """The text of a file with line feeds only and nothing a database could refuse."""
    text = detect(data).text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")


def extract_plain(source: Source) -> Iterator[Progress | Content]:
    """Read plain text."""
    text = decode(source.data)
    blocks, headings, title = blocks_of(text)
    pages = list(cut_pages(text, blocks, headings))
    yield Content("text", title, text[:100_000], len(pages), iter(pages))


def blocks_of(text: str) -> tuple[list[Block], list[int], str]:
    """The blocks of plain `text`, the offsets of its heading lines, and the title it opens with, or ""."""
    blocks: list[Block] = []
    headings: list[int] = []
    title = ""
    opening = True
    stack = HeadingStack()
    for start, end in _paragraphs(text):
        if found := _UNDERLINED.match(text, start, end):
            level, heading, rest = _UNDERLINE_LEVELS[found.group(2)], found.group(1).strip(), found.end()
        else:
            level, heading, rest = _bare_heading(text[start:end]), text[start:end].strip(), end
        if level and heading:
            stack.enter(level, heading)
            headings.append(start)
            title = heading if opening else title
            start = rest
        elif opening and looks_like_heading(heading) and "\n" not in heading:
            title = heading
        opening = False
        if start < end:
            blocks.append(Block(start, end, _kind(text[start:end]), stack.path))
    return blocks, headings, title


def looks_like_item(paragraph: str) -> bool:
    """Whether `paragraph` begins with the sign of a list item."""
    return _ITEM.match(paragraph) is not None


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that are not blank, without the last line feed."""
    start = 0
    while start < len(text):
        stop = start
        while stop < len(text) and not _GAP.match(text, stop):
            stop = text.find("\n", stop) + 1 or len(text)
        if stop > start:
            yield start, stop - 1 if text[stop - 1] == "\n" else stop
            start = stop
        else:
            start = text.find("\n", start) + 1 or len(text)


def _bare_heading(paragraph: str) -> int:
    """The level of a paragraph that is a heading, else 0."""
    line = paragraph.strip()
    if "\n" in line or not looks_like_heading(line) or _CELLS.search(line):
        return 0
    if depth := number_depth(line):
        return depth
    return _CAPITALS_LEVEL if line.isupper() and sum(map(str.isalpha, line)) > 3 else 0


def _kind(paragraph: str) -> PassageKind:
    lines = paragraph.split("\n")
    if sum(1 for line in lines if _CELLS.search(line)) * 2 > len(lines) > 1:
        return "table"
    return "list" if looks_like_item(lines[0]) else "paragraph"
