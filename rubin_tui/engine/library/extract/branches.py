"""Structured data (JSON, XML) into blocks: what is large gets a heading of its own, its path of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rubin_tui.engine.library.passages import WANTED, Block

LARGE = 300
"""A branch of so many characters stands under its own heading."""

DEPTH = 500
"""How deep data may be nested."""

_PATH_LIMIT = 8
_NAME_LIMIT = 100
_CRUMB = 120


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
    for first, last, path in _whole(list(_runs(root, (), starts)), starts):
        headings.append(starts[first])
        for start, end in _cut(lines, starts, first, last):
            blocks.append(Block(starts[start], starts[end] - 1, "code", path))
    return blocks, headings


_Run = tuple[int, int, tuple[str, ...]]


def _runs(branch: Branch, above: tuple[str, ...], starts: Sequence[int]) -> Iterator[_Run]:
    """Lines that belong to one branch and to none in it, in order; a branch of one passage is not parted."""
    path = (*above, branch.name[:_NAME_LIMIT])[:_PATH_LIMIT] if branch.name else above
    at = branch.start
    small = branch.name and starts[branch.end] - starts[branch.start] <= WANTED
    for inner in () if small else branch.inside:
        if at < inner.start:
            yield at, inner.start, path
        if at <= inner.start:
            yield from _runs(inner, path, starts)
            at = inner.end
    if at < branch.end:
        yield at, branch.end, path


def _whole(runs: Sequence[_Run], starts: Sequence[int]) -> Iterator[_Run]:
    """The runs; a crumb (the line that opens or closes a branch) goes to the run it leads to or ends."""
    waiting: int | None = None
    before: _Run | None = None
    for number, (first, last, path) in enumerate(runs):
        after = runs[number + 1][2] if number + 1 < len(runs) else ()
        first = first if waiting is None else waiting
        waiting = None
        crumb = starts[last] - starts[first] < _CRUMB
        if crumb and len(after) > len(path) and after[: len(path)] == path:
            waiting = first
        elif crumb and before is not None and before[1] == first:
            before = before[0], last, before[2]
        else:
            if before is not None:
                yield before
            before = first, last, path
    if before is not None:
        yield before


def _cut(lines: Sequence[str], starts: Sequence[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of lines small enough to be joined or left alone."""
    begin = first
    for number in range(first, last):
        if starts[number + 1] - starts[begin] > WANTED and number > begin:
            yield begin, number
            begin = number
    if begin < last and any(line.strip() for line in lines[begin:last]):
        yield begin, last
