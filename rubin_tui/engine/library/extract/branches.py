"""Structured data (JSON, XML) into blocks: what is large gets a heading of its own, its path of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rubin_tui.engine.library.passages import Block

LARGE = 300
"""A branch of so many characters stands under its own heading."""

DEPTH = 500
"""How deep data may be nested."""

_PATH_LIMIT = 8
_NAME_LIMIT = 100
_RUN = 1000


@dataclass(slots=True)
class Branch:
    """A large part of the data: its lines (0-based, `end` exclusive) and the large parts in it."""

    name: str
    start: int
    end: int = 0
    inside: list[Branch] = field(default_factory=list)


def blocks_of(root: Branch, lines: Sequence[str], starts: Sequence[int]) -> tuple[list[Block], list[int]]:
    """The blocks and the offsets where branches begin; `starts` are the offsets of the lines."""
    blocks: list[Block] = []
    headings: list[int] = []
    for first, last, path in _runs(root, ()):
        headings.append(starts[first])
        for start, end in _cut(lines, starts, first, last):
            blocks.append(Block(starts[start], starts[end] - 1, "code", path))
    return blocks, headings


def _runs(branch: Branch, above: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Lines that belong to one branch and to none in it, in order."""
    path = (*above, branch.name[:_NAME_LIMIT])[:_PATH_LIMIT] if branch.name else above
    at = branch.start
    for inner in branch.inside:
        if at < inner.start:
            yield at, inner.start, path
        if at <= inner.start:
            yield from _runs(inner, path)
            at = inner.end
    if at < branch.end:
        yield at, branch.end, path


def _cut(lines: Sequence[str], starts: Sequence[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of lines small enough to be joined or left alone."""
    begin = first
    for number in range(first, last):
        if starts[number + 1] - starts[begin] > _RUN and number > begin:
            yield begin, number
            begin = number
    if begin < last and any(line.strip() for line in lines[begin:last]):
        yield begin, last
