"""reStructuredText into blocks: titles, literal blocks, tables, lists; of directives what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.library.extract.headings import HeadingStack
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.plain import decode
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.passages import Block
from rubin_tui.engine.model import PassageKind

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"\s*\.\. (?:\|[^|]+\| )?([\w:-]+)::(?:\s|$)")
_OPTION = re.compile(r"\s+:[\w -]+:")
_TARGET = re.compile(r"\s*(?:\.\. _|__ )")
_FOOTNOTE = re.compile(r"\s*\.\. \[[^\]]+\]\s")
_COMMENT = re.compile(r"\s*\.\.(?: |$)")
_ITEM = re.compile(r"\s*(?:[-*+•]|#\.|\(?\d{1,3}[.)]|\(?[a-zа-я]\)|:[^:]+:)\s+\S")
_BORDER = re.compile(r"\s*(?:\+[-=+]+\+|=+(?: +=+)+)\s*$")
_INLINE = re.compile(
    r":[\w:+.-]+:`([^`<]*?)(?:\s*<[^`>]*>)?`|``([^`]*)``|`([^`<]*?)(?:\s*<[^`>]*>)?`_{0,2}"
    r"|\*{1,2}([^*]+)\*{1,2}"
)
_LISTINGS = frozenset(
    ("code", "code-block", "sourcecode", "parsed-literal", "prompt", "productionlist", "math")
)
_SILENT_WORDS = """
image toctree contents index include raw highlight only default-role role meta sectnum header footer
literalinclude module currentmodule automodule autoclass autofunction tabularcolumns
"""
_SILENT = frozenset(_SILENT_WORDS.split())


def extract_rst(source: Source) -> Iterator[Progress | Content]:
    """Read reStructuredText."""
    text = decode(source.data)
    reader = _Reader(text)
    reader.read()
    pages = list(cut_pages(text, reader.blocks, reader.headings))
    yield Content("rst", reader.title, text[:100_000], len(pages), iter(pages))


class _Reader:
    """Goes through the lines once. `_held` is the kind of an indented part, None for one not read."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._stack = HeadingStack()
        self._styles: list[tuple[str, bool]] = []
        self._first: int | None = None
        self._kind: PassageKind = "paragraph"
        self._holding = False
        self._held: PassageKind | None = None
        self._margin = 0
        self._options = False
        self.title = ""
        self.blocks: list[Block] = []
        self.headings: list[int] = []

    def read(self) -> None:
        number = 0
        while number < len(self._lines):
            if self._holding and self._is_held(number):
                self._hold(number)
                number += 1
            elif taken := self._title_lines(number):
                number += taken
            else:
                self._line(number)
                number += 1
        self._finish(len(self._lines))

    def _is_held(self, number: int) -> bool:
        line = self._lines[number]
        if not line.strip() or _indent(line) > self._margin:
            return True
        self._finish(number)
        self._holding = False
        return False

    def _hold(self, number: int) -> None:
        """A line of a literal block or of a directive that is not read."""
        line = self._lines[number]
        self._options = self._options and bool(_OPTION.match(line))
        if self._held is not None and line.strip() and not self._options and self._first is None:
            self._first, self._kind = number, self._held

    def _title_lines(self, number: int) -> int:
        """How many lines a title takes that begins here; 0 when none does."""
        lines = self._lines
        after = lines[number + 1] if number + 1 < len(lines) else ""
        framed = number + 2 < len(lines) and lines[number + 2].rstrip() == lines[number].rstrip()
        if framed and _ADORNMENT.match(lines[number]) and after.strip() and not _ADORNMENT.match(after):
            self._heading(number, after, lines[number][0], over=True)
            return 3
        title = lines[number]
        fits = _ADORNMENT.match(after) and title.strip() and not title.startswith((" ", "\t", ".. "))
        long_enough = len(after.rstrip()) >= min(len(title.rstrip()), 3)
        if fits and long_enough and self._first is None and not _ADORNMENT.match(title):
            self._heading(number, title, after[0], over=False)
            return 2
        return 0

    def _heading(self, number: int, title: str, sign: str, *, over: bool) -> None:
        self._finish(number)
        if (sign, over) not in self._styles:
            self._styles.append((sign, over))
        title = _INLINE.sub(lambda found: next(filter(None, found.groups()), ""), title).strip()
        self._stack.enter(self._styles.index((sign, over)) + 1, title)
        self.headings.append(self._starts[number])
        self.title = self.title or title

    def _line(self, number: int) -> None:
        line = self._lines[number]
        if not line.strip():
            self._end_paragraph(number)
        elif found := _DIRECTIVE.match(line):
            self._finish(number)
            self._directive(found.group(1).rpartition(":")[2] or found.group(1), line)
        elif _TARGET.match(line):
            self._finish(number)
        elif (
            line.lstrip().startswith("..") and not _FOOTNOTE.match(line) and line.strip(". ") != line.strip()
        ):
            self._finish(number)
            if line.lstrip()[2:3] in ("", " "):
                self._start_holding(None, line)
        elif self._first is None:
            self._first = number
            self._kind = "table" if _BORDER.match(line) else "list" if _ITEM.match(line) else "paragraph"

    def _directive(self, name: str, line: str) -> None:
        if name in _LISTINGS or name in _SILENT:
            self._start_holding("code" if name in _LISTINGS else None, line)

    def _start_holding(self, kind: PassageKind | None, line: str) -> None:
        self._holding, self._held, self._margin, self._options = True, kind, _indent(line), True

    def _end_paragraph(self, number: int) -> None:
        if self._first is None:
            return
        last = self._lines[number - 1].rstrip()
        margin = self._lines[self._first]
        self._finish(number)
        if last.endswith("::"):
            self._start_holding("code", margin)
            self._options = False

    def _finish(self, number: int) -> None:
        """The block ends before line `number`."""
        if self._first is not None:
            while number > self._first and not self._lines[number - 1].strip():
                number -= 1
            start, end = self._starts[self._first], self._starts[number] - 1
            if start < end:
                self.blocks.append(Block(start, end, self._kind, self._stack.path))
        self._first = None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
