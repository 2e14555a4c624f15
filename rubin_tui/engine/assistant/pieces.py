"""What of a passage is quoted for a line that answers: the sentence, or the block it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from rubin_tui.engine.assistant.blocks import Block, is_item
from rubin_tui.engine.assistant.reading import Line
from rubin_tui.engine.model import PassageKind

LINES = 12  # of a block are shown, empty ones not counted


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of a passage. `cut` lines of its block are left out; `header` is its header row."""

    start: int
    end: int
    kind: PassageKind = "paragraph"
    cut: int = 0
    header: tuple[int, int] | None = None


def piece_of(text: str, line: Line, block: Block | None, *, whole: bool) -> Piece:
    """What is quoted for `line`.

    A row says nothing without its table, a line of code without its listing, "as follows:" without what
    follows, a fragment without the other items: these bring their block. A whole sentence of a list
    brings it only when `whole`: the question asks for several things, or for what this entry explains.
    """
    if block is None:
        return Piece(line.start, line.end)
    alone = block.kind == "list" and not line.lead and (block.entry or line.text[-1] in ".!?…")
    if alone and not whole:
        return Piece(line.start, line.end)
    lines = _lines(text, block.start, block.end)
    here = sum(start <= line.start for start, _ in lines) - 1
    first, last = _window(text, lines, here, block.kind)
    start, end = lines[first][0], lines[last][1]
    header = None
    if block.kind == "table" and start > block.body:
        header = next(row for row in lines if row[0] >= block.body)
    return Piece(start, end, block.kind, len(lines) - (last - first + 1), header)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines that are not empty, without white space at their ends."""
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if body := text[start:stop].rstrip():
            lines.append((start, start + len(body)))
        start = stop + 1
    return lines


def _window(text: str, lines: list[tuple[int, int]], here: int, kind: PassageKind) -> tuple[int, int]:
    """The first and last line shown: from the top if `here` is among them, else from its item or row."""
    if len(lines) <= LINES:
        return 0, len(lines) - 1

    def begins(number: int) -> bool:
        return kind != "list" or is_item(text[slice(*lines[number])])

    first = 0
    if here >= LINES:
        first = here
        while here - first < LINES - 1 and not begins(first):
            first -= 1
    stop = min(first + LINES, len(lines))
    whole = stop  # items are not cut in two
    while whole < len(lines) and whole > here + 1 and not begins(whole):
        whole -= 1
    return first, (whole if whole > here + 1 else stop) - 1
