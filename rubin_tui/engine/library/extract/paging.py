"""Files without pages are kept in runs of lines, so that nothing has to hold a whole large file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from rubin_tui.engine.library.extract.values import RawPage
from rubin_tui.engine.library.passages import Block, RawPassage, cut_passages

LINES = 400
"""Lines of a page at most."""

CHARACTERS = 200_000
"""Characters of a page at most; only files with monstrous lines come near."""


def cut_pages(
    text: str, blocks: Sequence[Block], headings: Sequence[int]
) -> Iterator[tuple[RawPage, tuple[RawPassage, ...]]]:
    """`text` in pages, cut before a heading if there is one in reach, else between blocks, else anywhere.

    `headings` are the offsets of heading lines, in order. Lines are counted by line feeds alone.
    """
    bounds = page_bounds(text, blocks, headings)
    first_line, block_number = 1, 0
    for number, (start, end) in enumerate(pairwise(bounds)):
        page_text = text[start:end]
        own = []
        while block_number < len(blocks) and blocks[block_number].start < end:
            block = blocks[block_number]
            first, last = max(block.start, start) - start, min(block.end, end) - start
            own.append(Block(first, last, block.kind, block.heading_path))
            if block.end > end:
                break  # it goes on over the page
            block_number += 1
        page = RawPage(number, None, None, first_line, page_text)
        yield page, cut_passages(page_text, own, page_number=number, first_line=first_line)
        first_line += page_text.count("\n")


def page_bounds(text: str, blocks: Sequence[Block], headings: Sequence[int]) -> list[int]:
    """Offsets where pages begin, and the end of the text."""
    lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]
    openings = [block.start for block in blocks]
    bounds = [0]
    while True:
        start = bounds[-1]
        line = bisect_left(lines, start)
        furthest = min(lines[line + LINES] if line + LINES < len(lines) else len(text), start + CHARACTERS)
        if furthest >= len(text):
            return [*bounds, len(text)]
        half = (start + furthest) // 2
        stop = _last_within(headings, half, furthest) or _last_within(openings, half, furthest)
        stop = text.rfind("\n", start, stop) + 1 if stop else 0
        bounds.append(stop if stop > start else furthest)


def _last_within(offsets: Sequence[int], low: int, high: int) -> int:
    found = bisect_left(offsets, high + 1) - 1
    return offsets[found] if found >= 0 and offsets[found] > low else 0
