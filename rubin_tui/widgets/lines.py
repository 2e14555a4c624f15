"""Building lines for the screen: clip, pad, put a part on the right, wrap.

Everything works on cells, not characters, and makes Textual strips of exactly the width asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Piece = tuple[str, Style]


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in at most `width` cells; a sign at its end says that something is missing."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        return ""
    end, used = 0, 0
    for char in text:
        used += get_character_cell_size(char)
        if used > room:
            break
        end += 1
    return text[:end] + ellipsis


def clip_start(text: str, width: int, ellipsis: str = "…") -> str:
    """The end of `text` in at most `width` cells: for paths, whose end says most."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - cell_len(ellipsis):
        text = text[1:]
    return ellipsis + text if width >= cell_len(ellipsis) else ""


def shorter(hint: str, width: int) -> str:
    """As many of the last parts of `hint` ("a · b · c") as have room: how to leave is said last."""
    parts = hint.split(" · ")
    while parts and cell_len(" · ".join(parts)) > width:
        del parts[0]
    return " · ".join(parts)


def hinted(
    left: Sequence[Piece], hint: str, width: int, fill: Piece, style: Style, ellipsis: str = "…"
) -> Strip:
    """The rule of a panel or sheet: what it is, and at the right as much of its `hint` as has room."""
    char, rule = fill
    said = shorter(hint, width - cells(left) - 4)
    right: list[Piece] = [(f" {said} ", style), (char, rule)] if said else []
    return between(left, right, width, fill, ellipsis)


def cells(pieces: Iterable[Piece]) -> int:
    """How wide the pieces are."""
    return sum(cell_len(text) for text, _ in pieces)


def strip(pieces: Sequence[Piece], width: int, fill: Style, ellipsis: str = "…") -> Strip:
    """The pieces as a line of exactly `width` cells, the last visible piece clipped with a sign."""
    out: list[Piece] = []
    room = width
    for text, style in pieces:
        size = cell_len(text)
        if size > room:
            text = clip(text, room, ellipsis)
            out.append((text, style))
            room -= cell_len(text)
            break
        out.append((text, style))
        room -= size
    if room > 0:
        out.append((" " * room, fill))
    return _joined(out, width)


def _joined(pieces: Iterable[Piece], width: int) -> Strip:
    """The pieces as a strip; spaces take the style beside them, because every change of style costs bytes."""
    out: list[Segment] = []
    for text, style in pieces:
        if not text:
            continue
        if out and out[-1].style is not None:
            before, last = out[-1].text, out[-1].style
            blank = text.isspace() or before.isspace()
            seen_alike = last.bgcolor == style.bgcolor and last.reverse == style.reverse
            if last == style or (blank and seen_alike):
                out[-1] = Segment(before + text, last if text.isspace() else style)
                continue
        out.append(Segment(text, style))
    return Strip(out, width)


def between(
    left: Sequence[Piece], right: Sequence[Piece], width: int, fill: Piece | Style, ellipsis: str = "…"
) -> Strip:
    """`left` and `right` at the two ends of a line; `left` is clipped first, `right` never while it fits."""
    char, style = fill if isinstance(fill, tuple) else (" ", fill)
    taken = cells(right)
    if taken > width:
        return strip(right, width, style, ellipsis)
    room = width - taken
    size = cells(left)
    if size > room:
        apart = int(bool(right) and not right[0][0].startswith(" ") and room > 1)
        head = [(one.text, one.style or style) for one in strip(left, room - apart, style, ellipsis)]
        return _joined([*head, (" " * apart, style), *right], width)
    gap = room - size
    pieces = [*left, (char * gap, style), *right] if gap else [*left, *right]
    return _joined(pieces, width)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where `text` breaks into lines of at most `width` cells: character ranges, at least one.

    Breaks after a space, inside a word only when the word alone is wider. Line feeds break always and
    belong to no range. Spaces at a break stay at the end of the line above.
    """
    width = max(width, 1)
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        spans.extend(_wrap_line(text, begin, end, width))
        begin = end + 1
    return spans


def wrap_characters(text: str, width: int) -> list[tuple[int, int]]:
    """As `wrap`, but breaking anywhere: for text too long to look for words in at every key."""
    width = max(width, 1)
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        if cell_len(line) == len(line):
            spans.extend((at, min(at + width, end)) for at in range(begin, max(end, begin + 1), width))
        else:
            spans.extend(_wrap_line(text, begin, end, width))
        begin = end + 1
    return spans


def _wrap_line(text: str, begin: int, end: int, width: int) -> list[tuple[int, int]]:
    if cell_len(text[begin:end]) <= width:
        return [(begin, end)]
    spans: list[tuple[int, int]] = []
    start, used, at_space = begin, 0, -1
    at = begin
    while at < end:
        char = text[at]
        size = get_character_cell_size(char)
        if char == " ":
            at_space = at
            used += 1
            at += 1
            continue
        if used and used + size > width:
            cut = at_space + 1 if at_space >= start else at
            spans.append((start, cut))
            start, at_space = cut, -1
            used = cell_len(text[start:at])
            continue
        used += size
        at += 1
    spans.append((start, end))
    return spans
