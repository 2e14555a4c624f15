"""From blocks (paragraphs, lists, tables, code) to passages: what is found, shown and quoted.

A passage is a slice of one page. Its author's paragraphs are the best units to find; small neighbours
under one heading are joined up to about `WANTED` characters, and what is longer than `LONGEST` is
split at sentences, repeating one, so that no sentence loses its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rubin_tui.engine.model import PassageKind
from rubin_tui.engine.text.sentences import sentence_spans

WANTED = 1000
"""Blocks are joined while the passage stays within so many characters."""

LONGEST = 1500
"""A block of more characters than this is split."""


_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page that its author set apart: `text[start:end]`, and the headings it stands under."""

    start: int
    end: int
    kind: PassageKind
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawPassage:
    """A passage before it has an id; the fields are those of `model.Passage`."""

    page_number: int
    start: int
    end: int
    line_start: int
    line_end: int
    kind: PassageKind
    heading_path: tuple[str, ...]


def cut_passages(
    text: str, blocks: Iterable[Block], *, page_number: int, first_line: int = 1
) -> tuple[RawPassage, ...]:
    """The passages of a page made of `blocks`, which are in order and do not overlap.

    What stands in no block (headings, running heads) is in no passage. `first_line` is the 1-based
    line of the file that `text` begins with.
    """
    lines = _LineNumbers(text, first_line)
    return tuple(
        RawPassage(page_number, start, end, *lines.of(start, end), kind, path)
        for kind, path, start, end in _cuts(text, list(blocks))
        if _WORD.search(text, start, end)
    )


_Cut = tuple[PassageKind, tuple[str, ...], int, int]


def _cuts(text: str, blocks: list[Block]) -> Iterator[_Cut]:
    for group in _joined(text, blocks):
        start, end = group[0].start, group[-1].end
        kind, path = _kind(group), group[0].heading_path
        split = _split_lines if kind in ("code", "table") else _split
        pieces = [(start, end)] if end - start <= LONGEST else split(text, start, end)
        for piece_start, piece_end in pieces:
            trimmed = _trim(text, piece_start, piece_end)
            if trimmed[0] < trimmed[1]:
                yield kind, path, *trimmed


def _joined(text: str, blocks: list[Block]) -> Iterator[list[Block]]:
    """Runs of blocks that make one passage: same headings, nothing but white space between them."""
    group: list[Block] = []
    for block in blocks:
        if group and not (_belongs(text, group[-1], block) and block.end - group[0].start <= WANTED):
            # "Note", "Example:" stay with what they announce
            keep = len(group) > 1 and _announces(text, group[-1]) and _belongs(text, group[-1], block)
            yield group[:-1] if keep else group
            group = group[-1:] if keep else []
        group.append(block)
    if group:
        yield group


def _belongs(text: str, before: Block, block: Block) -> bool:
    return before.heading_path == block.heading_path and not text[before.end : block.start].strip()


def _announces(text: str, block: Block) -> bool:
    last = text[block.start : block.end].rstrip()
    return last.endswith(":") or (block.end - block.start < 60 and "\n" not in last and last[-1:].isalnum())


def _kind(group: Sequence[Block]) -> PassageKind:
    """The kind most of the characters are of."""
    sizes: dict[PassageKind, int] = {}
    for block in group:
        sizes[block.kind] = sizes.get(block.kind, 0) + block.end - block.start
    return max(sizes, key=lambda kind: sizes[kind])


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Whole sentences up to WANTED characters; a piece repeats the last sentence of the one before it."""
    sentences = [
        piece
        for first, last in sentence_spans(text[start:end])
        for piece in _hard_split(text, start + first, start + last)
    ]
    if not sentences:
        return
    # The pieces cover the block without gaps: list signs and white space belong to what follows them.
    begins = [start, *(first for first, _ in sentences[1:])]
    begin = 0
    for number in range(1, len(sentences) + 1):
        if number < len(sentences) and sentences[number][1] - begins[begin] <= WANTED:
            continue
        yield begins[begin], begins[number] if number < len(sentences) else end
        repeats = number - 1 > begin and sentences[number - 1][1] - sentences[number - 1][0] < WANTED // 2
        begin = number - 1 if repeats and number < len(sentences) else number


def _split_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Whole lines up to WANTED characters, cut at a blank line if there is one in the second half."""
    while end - start > WANTED:
        limit = start + WANTED
        blank = text.rfind("\n\n", start + WANTED // 2, limit) + 1
        stop = (
            blank or text.rfind("\n", start + 1, limit) + 1 or text.rfind(" ", start + 1, limit) + 1 or limit
        )
        yield start, stop
        start = stop
    yield start, end


def _hard_split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A "sentence" nobody wrote as one (listings, dumps): cut at lines, else at spaces, else anywhere."""
    while end - start > LONGEST:
        limit = start + WANTED
        stop = text.rfind("\n", start + 1, limit) + 1 or text.rfind(" ", start + 1, limit) + 1 or limit
        yield start, stop
        start = stop
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space around it; the indentation of its first line stays."""
    piece = text[start:end]
    body = piece.lstrip()
    if not body:
        return start, start
    first = start + len(piece) - len(body)
    return max(start, text.rfind("\n", start, first) + 1), start + len(piece.rstrip())


_LINE_FEED = re.compile("\n")


class _LineNumbers:
    """Which lines of the file a stretch of a page is on."""

    def __init__(self, text: str, first_line: int) -> None:
        self._ends = [found.start() for found in _LINE_FEED.finditer(text)]
        self._first = first_line

    def of(self, start: int, end: int) -> tuple[int, int]:
        return (
            self._first + bisect_left(self._ends, start),
            self._first + bisect_left(self._ends, max(start, end - 1)),
        )
