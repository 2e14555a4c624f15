"""What a passage is laid out in: lists, tables, listings, and the entries of a glossary.

A block is quoted whole, because a part of it says little: its lead-in ("there are three modes:") belongs
to it. Layout alone tells blocks from prose, since what a PDF gives is lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rubin_tui.engine.model import Passage, PassageKind
from rubin_tui.engine.text.sentences import sentence_spans
from rubin_tui.engine.text.stopwords import STOP_WORDS

LABEL = 60  # characters of a line that stands alone and names what follows it
LABEL_WORDS = 5
PROSE = 0.25  # of the words of prose are stop words, at least
MOSTLY = 0.75  # of its lines make a chunk a listing


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]` of a passage; its lead-in or label ends where `body` begins.

    An entry is a label and the prose it names: a term of a glossary with its explanation.
    """

    kind: PassageKind
    start: int
    body: int
    end: int
    entry: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a passage in order, and its labels: spans of lines that only name what follows."""

    blocks: tuple[Block, ...]
    labels: tuple[tuple[int, int], ...]

    def block_at(self, offset: int) -> int | None:
        """The number of the block that `offset` lies in, lead-in included."""
        return next((n for n, block in enumerate(self.blocks) if block.start <= offset < block.end), None)


def layout(passage: Passage) -> Layout:
    """How `passage` is laid out."""
    text = passage.text
    runs = _joined(_runs(text, passage.kind))
    blocks: list[Block] = []
    labels: list[tuple[int, int]] = []
    for number, run in enumerate(runs):
        before = runs[number - 1] if number else None
        if run.kind == "label":
            labels.append((run.start, run.end))
        elif run.kind != "prose":
            start = _lead(text, before, run)
            if run.kind != "list" or start < run.start or _items(text, run) > 1:
                blocks.append(Block(run.kind, start, run.start, run.end))
        elif before and before.kind == "label":
            blocks.append(Block("list", before.start, run.start, run.end, entry=True))
    return Layout(tuple(blocks), tuple(labels))


def is_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return _ITEM.match(line) is not None


_Run = Literal["prose", "label", "list", "table", "code"]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines of one sort; `apart`: an empty line stands before it."""

    kind: _Run
    start: int
    end: int
    apart: bool


_ITEM = re.compile(r"[ \t]*(?:[•▪■●◦‣⁃∙·➢➤✓*+–—-]|\d{1,2}[.)]|[a-zа-я]\))[ \t]+\S")
_ROW = re.compile(r"[ \t]*\|.*\||.*?\S(?:\t| {3,})\S.*?\S(?:\t| {3,})\S|.*?\S\t+\S")
_PIPE = re.compile(r"[ \t]*\|.*\|")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_HEADING = re.compile(r"[ \t]*#{1,6} ")
_CODE = re.compile(
    r"[={}<>$\\@^~;]|\w[_(]\w|\w\[|\w\.\w|(?:^|\s)--?\w|^\s*[\w-]+:(?:\s|$)|\b[A-Z]-?\d|^\s*[#%(]|^\s*\d+ "
)
_WORD = re.compile(r"[^\W\d_]+")
_CLOSED = re.compile(r"[.!?…:;,][\"'»”’)\]*_`]*\s*$")
_ENDED = re.compile(r"[.!?…:][\"'»”’)\]*_`]*\s*$")
_SAYS = re.compile(r"\s[-–—=]\s|[={}<>|]")
_FOLLOWS = re.compile(r":\W*$|\b(?:follow(?:ing|s)|below|следующ\w+|ниже)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\n[ \t\r\f]*\n|\f")


def _runs(text: str, kind: PassageKind) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    start = 0
    gaps = [*((gap.start(), gap.end()) for gap in _EMPTY.finditer(text)), (len(text), len(text))]
    fenced: int | None = None
    for end, following in gaps:
        lines = list(_lines(text, start, end))
        fences = sum(_FENCE.match(text, *line) is not None for line in lines)
        if fenced is None and fences % 2 == 0:
            chunks += _chunks(text, lines, kind)
        elif fenced is None:
            fenced = lines[0][0]
        if fenced is not None and fences % 2 and lines[0][0] != fenced:
            chunks.append(_Chunk("code", fenced, lines[-1][1], True))
            fenced = None
        start = following
    if fenced is not None:
        chunks.append(_Chunk("code", fenced, len(text.rstrip()), True))
    return _labelled(text, chunks)


def _chunks(text: str, lines: Sequence[tuple[int, int]], kind: PassageKind) -> Iterator[_Chunk]:
    """The lines between two empty ones, by their sorts."""
    if not lines:
        return
    rows = sum(_ROW.match(text, *line) is not None for line in lines)
    table = rows == len(lines) > 1 and (kind != "code" or all(_PIPE.match(text, *line) for line in lines))
    fenced = any(_FENCE.match(text, *line) for line in lines)
    if fenced or (not table and _is_listing(text, lines, kind)):
        yield _Chunk("code", lines[0][0], lines[-1][1], True)
        return
    first = 0
    sorts: list[_Run] = []
    for begin, end in lines:
        row, item = _ROW.match(text, begin, end), _ITEM.match(text, begin, end)
        inside: _Run = "list" if sorts and sorts[-1] == "list" else "prose"
        sorts.append("table" if row else "list" if item else inside)
    for number in range(1, len(lines) + 1):
        if number == len(lines) or sorts[number] != sorts[first]:
            sort = sorts[first]
            if sort == "table" and number - first < 2:
                sort = "prose"  # one row is no table
            yield _Chunk(sort, lines[first][0], lines[number - 1][1], first == 0)
            first = number


def _is_listing(text: str, lines: Sequence[tuple[int, int]], kind: PassageKind) -> bool:
    """Whether the lines are code: signs of it in most, and hardly a word that only prose has."""
    written = [text[begin:end] for begin, end in lines]
    words = [word.lower() for line in written for word in _WORD.findall(line)]
    prose = sum(word in STOP_WORDS for word in words) >= PROSE * max(len(words), 1)
    if any(_ITEM.match(line) and not line.lstrip()[0].isdigit() for line in written):
        return False
    coded = sum(_CODE.search(line) is not None for line in written)
    ended = _ENDED.search(written[-1]) is not None
    if kind == "code":  # whose keywords may be stop words: "IF x THEN"
        return not (prose and ended)
    return len(written) > 1 and not prose and not ended and coded >= MOSTLY * len(written)


def _labelled(text: str, chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Short lines that stand alone before something are labels of it."""
    found = []
    for number, chunk in enumerate(chunks):
        label = (
            chunk.kind == "prose"
            and chunk.apart
            and number + 1 < len(chunks)
            and chunks[number + 1].apart
            and _is_label(text[chunk.start : chunk.end])
        )
        found.append(_Chunk("label", chunk.start, chunk.end, True) if label else chunk)
    return found


def _is_label(written: str) -> bool:
    if "\n" in written.strip() or len(written) > LABEL:
        return False
    if _HEADING.match(written):
        return True
    words = _WORD.findall(written)
    return 0 < len(words) <= LABEL_WORDS and not _CLOSED.search(written) and not _SAYS.search(written)


def _joined(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Items and listings that only empty lines part are one."""
    found: list[_Chunk] = []
    for chunk in chunks:
        last = found[-1] if found else None
        if last and last.kind == chunk.kind and chunk.kind in ("list", "code"):
            found[-1] = _Chunk(last.kind, last.start, chunk.end, last.apart)
        else:
            found.append(chunk)
    return found


def _items(text: str, run: _Chunk) -> int:
    return sum(is_item(line) for line in text[run.start : run.end].splitlines())


def _lead(text: str, before: _Chunk | None, run: _Chunk) -> int:
    """Where the lead-in of a block begins: the last sentence before it if that announces it, or its label."""
    if before is None or before.kind not in ("prose", "label"):
        return run.start
    if before.kind == "label":
        return before.start
    spans = sentence_spans(text[before.start : before.end])
    if not spans:
        return run.start
    start, end = spans[-1]
    return (
        before.start + start
        if _FOLLOWS.search(text[before.start + start : before.start + end])
        else run.start
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1
