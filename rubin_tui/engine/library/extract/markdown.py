"""Markdown into blocks. Not a renderer: only what separates and what heads is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rubin_tui.engine.library.extract.headings import HeadingStack
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.plain import decode
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.passages import Block
from rubin_tui.engine.model import PassageKind

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"\s{0,8}(?:[-*+•]|\d{1,3}[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*|[^|`]+(?:\|[^|]*){2,}$")
_FRONT_MATTER_TITLE = re.compile(r"""^title:\s*["']?(.*?)["']?\s*$""", re.MULTILINE)
_MARKS = re.compile(r"[*`]+|!?\[([^\]]*)\]\([^)]*\)|\s*\{#[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Outline:
    """A Markdown text taken apart: `headings` are offsets of heading lines."""

    title: str
    blocks: list[Block]
    headings: list[int]


def extract_markdown(source: Source) -> Iterator[Progress | Content]:
    """Read Markdown."""
    text = decode(source.data)
    outline = outline_of(text)
    pages = list(cut_pages(text, outline.blocks, outline.headings))
    yield Content("markdown", outline.title, text[:100_000], len(pages), iter(pages))


def outline_of(text: str) -> Outline:
    """The headings and blocks of Markdown `text`."""
    reader = _Reader(text)
    reader.read()
    return Outline(reader.title, reader.blocks, reader.headings)


class _Reader:
    """Goes through the lines once; `_kind` is what the block being gathered is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack = HeadingStack()
        self._start: int | None = None
        self._end = 0
        self._kind: PassageKind = "paragraph"
        self._fence = ""
        self.title = ""
        self.blocks: list[Block] = []
        self.headings: list[int] = []

    def read(self) -> None:
        start = self._skip_front_matter()
        blank = True
        while start < len(self._text):
            stop = self._text.find("\n", start)
            stop = len(self._text) if stop < 0 else stop
            self._line(self._text[start:stop], start, stop, blank)
            blank = not self._text[start:stop].strip()
            start = stop + 1
        self._finish()

    def _line(self, line: str, start: int, stop: int, after_blank: bool) -> None:
        if self._fence:
            self._grow("code", start, stop)
            if line.strip().startswith(self._fence) and not line.strip().strip(self._fence[0]):
                self._fence = ""
                self._finish()
        elif fence := _FENCE.match(line):
            self._finish()
            self._fence = fence.group(1)
            self._grow("code", start, stop)
        elif not line.strip():
            if self._kind != "list":  # items may be set apart by blank lines
                self._finish()
        elif heading := _ATX.match(line):
            self._heading(len(heading.group(1)), heading.group(2) or "", start)
        elif self._is_underline(line):
            above = self._start if self._start is not None else start
            title, self._start = self._text[above : self._end], None
            self._heading(1 if "=" in line else 2, " ".join(title.split()), above)
        elif _RULE.match(line):
            self._finish()
        else:
            self._content(line, start, stop, after_blank)

    def _content(self, line: str, start: int, stop: int, after_blank: bool) -> None:
        indented = line.startswith(("    ", "\t"))
        if _ITEM.match(line) and not (indented and self._kind != "list"):
            kind: PassageKind = "list"
        elif _ROW.match(line):
            kind = "table"
        elif self._kind == "list" and self._start is not None and (indented or not after_blank):
            kind = "list"
        elif indented and (self._kind == "code" or (after_blank and self._start is None)):
            kind = "code"
        else:
            kind = "paragraph"
        if self._start is not None and kind != self._kind:
            self._finish()
        self._grow(kind, start, stop)

    def _is_underline(self, line: str) -> bool:
        return (
            self._start is not None
            and self._kind == "paragraph"
            and _SETEXT.match(line) is not None
            and self._text.count("\n", self._start, self._end) < 2
        )

    def _grow(self, kind: PassageKind, start: int, stop: int) -> None:
        if self._start is None:
            self._start, self._kind = start, kind
        self._end = stop

    def _finish(self) -> None:
        if self._start is not None:
            self.blocks.append(Block(self._start, self._end, self._kind, self._stack.path))
        self._start, self._kind = None, "paragraph"

    def _heading(self, level: int, title: str, start: int) -> None:
        self._finish()
        title = _MARKS.sub(lambda mark: mark.group(1) or "", title).strip()
        self.headings.append(start)
        if title:
            self._stack.enter(level, title)
            self.title = self.title or title

    def _skip_front_matter(self) -> int:
        if not self._text.startswith("---\n") or (end := self._text.find("\n---\n", 3)) < 0:
            return 0
        if found := _FRONT_MATTER_TITLE.search(self._text, 0, end):
            self.title = found.group(1)
        return end + 5
