"""Painting one row of a text: number, colours, what is marked."""

from __future__ import annotations

from itertools import pairwise

from rich.style import Style
from textual.strip import Strip

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.editor.content import Content
from rubin_tui.widgets.lines import Piece, strip
from rubin_tui.widgets.look import Look


def gutter_width(content: Content) -> int:
    """Cells for line numbers and the space beside them."""
    if not content.numbered:
        return 1
    return max(len(str(content.first_line + len(content.lines))), 3) + 2


def paint_row(
    content: Content, number: int, begin: int, end: int, left: int, width: int, look: Look
) -> Strip:
    """One row of `content`.

    Args:
        content: The text.
        number: The line, counted from 0.
        begin: Where the row begins in the line.
        end: Where it ends; -1 is the end of the line.
        left: Characters scrolled out of sight on the left.
        width: Cells of the row.
        look: Colours.
    """
    style = look.palette
    gutter = gutter_width(content)
    line = content.lines[number]
    begin += left
    end = len(line) if end < 0 else end
    end = min(end, begin + width)
    label = f"{content.first_line + number:>{gutter - 2}}  " if gutter > 1 and begin == left else " " * gutter
    pieces: list[Piece] = [(label, style.muted)]
    text = safe_line(line[begin:end])
    spans = [(a - begin, b - begin, getattr(style, name)) for a, b, name in content.tokens.get(number, ())]
    spans += [(a - begin, b - begin, style.marked) for a, b in content.marks.get(number, ())]
    pieces += _styled(text, spans, style.text)
    return strip(pieces, width, style.text)


def _styled(text: str, spans: list[tuple[int, int, Style]], base: Style) -> list[Piece]:
    """`text` cut where the style changes; later spans win."""
    cuts = {0, len(text)}
    for begin, end, _ in spans:
        cuts |= {min(max(begin, 0), len(text)), min(max(end, 0), len(text))}
    edges = sorted(cuts)
    pieces: list[Piece] = []
    for begin, end in pairwise(edges):
        found = base
        for first, last, style in spans:
            if first <= begin and end <= last:
                found = style
        pieces.append((text[begin:end], found))
    return pieces
