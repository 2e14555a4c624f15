"""One row of the code view: everything it depends on, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.editor.findings import severity_sign, words_of
from rubin_tui.widgets.editor.ruler import ruler
from rubin_tui.widgets.editor.window import Part
from rubin_tui.widgets.lines import Piece, clip, strip
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Severity

LineChange = Literal["added", "changed", "removed"]
"""What git says of a line; "removed": lines that stood above it are gone."""

Span = tuple[int, int, str]
"""Begin and end in the line, and what stands there: a kind of code, or the name of a style."""

_STYLES = {
    "comment": "comment",
    "string": "string",
    "number": "number",
    "constant": "number",
    "keyword": "keyword",
    "type": "name",
    "name": "name",
    "heading": "strong",
    "strong": "strong",
    "inserted": "ok",
    "deleted": "bad",
    "error": "bad",
}
_PLAIN = ("attribute", "variable", "label")
"""Names that stand everywhere: in colour they would only be noise."""

LEAST_NOTE = 12
"""Cells a note at the end of a line needs to say anything."""


class CodeRow(NamedTuple):
    """What a row shows. Two equal rows look the same, so only those that differ are painted again.

    `part` is None below the end of the text. `left` cells of an unbroken line are out of sight. `spans`
    colour the text, `marks` are laid over them: what is found, underlined, matched. `severity` is that of
    the worst finding of the line and `note` its words, said behind the line's end; `change` is what git says
    of the line. `selected` is a range of characters; it ends behind the line's end when the line feed is in
    it. `caret` is the character under the caret.
    """

    part: Part | None
    text: str = ""
    left: int = 0
    spans: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()
    severity: Severity | None = None
    note: Message | str = ""
    change: LineChange | None = None
    selected: tuple[int, int] | None = None
    caret: int | None = None


def gutter_width(lines: int) -> int:
    """Cells for the two signs and the number of a line, and a space behind."""
    return max(len(str(lines)), 2) + 3


def paint(row: CodeRow, width: int, gutter: int, tab: int, look: Look) -> Strip:
    """A row of exactly `width` cells, the first `gutter` of them for signs and number."""
    style = look.palette
    if row.part is None:
        return Strip.blank(width, style.text)
    (sign, sign_style), (change, change_style) = _signs(row, look)
    number = f"{row.part.line + 1:>{gutter - 3}} " if row.part.number == 0 else " " * (gutter - 2)
    numbered = style.muted if row.caret is None else style.text
    pieces: list[Piece] = [
        (sign, getattr(style, sign_style)),
        (change, getattr(style, change_style)),
        (number, numbered),
    ]
    text, more = _text(row, width - gutter - 1, tab, look)
    pieces += text
    if more:
        pieces.append((look.signs.ellipsis, style.muted))
    elif row.severity is not None and row.part.end == len(row.text):
        room = width - sum(cell_len(text) for text, _ in pieces) - 3
        if room >= LEAST_NOTE:
            words = clip(safe_line(words_of(row.note, look)), room, look.signs.ellipsis)
            pieces += [("  ", style.text), (words, getattr(style, sign_style))]
    return strip(pieces, width, style.text, look.signs.ellipsis)


def _signs(row: CodeRow, look: Look) -> tuple[tuple[str, str], tuple[str, str]]:
    """What stands before the number of a line: its worst finding, and what git says of it."""
    nothing = " ", "text"
    if row.part is None or row.part.number:
        return nothing, nothing
    changes = {
        "added": (look.signs.added, "ok"),
        "changed": (look.signs.changed, "accent"),
        "removed": (look.signs.removed, "bad"),
    }
    return (
        severity_sign(row.severity, look) if row.severity is not None else nothing,
        changes[row.change] if row.change is not None else nothing,
    )


def style_of(kind: str, look: Look) -> Style:
    """How a kind of code is painted: as its part before the dot, if it has no look of its own."""
    head, _, rest = kind.partition(".")
    known = None if rest in _PLAIN else _STYLES.get(head)
    style: Style = getattr(look.palette, known or "text")
    return style


def _text(row: CodeRow, room: int, tab: int, look: Look) -> tuple[list[Piece], bool]:
    """The text in sight as styled pieces, and whether it goes on to the right."""
    style, part = look.palette, row.part
    assert part is not None
    measure = ruler(row.text, tab)
    begin, end = part.begin, part.end
    if row.left:
        begin = max(begin, measure.character(row.left))
    if measure.cell(end) - measure.cell(part.begin) - row.left > room:
        end = min(end, measure.character(measure.cell(part.begin) + row.left + room))
    more = end < part.end and not _hangs(row, end)
    shown = list(measure.shown(begin, end))
    if shown and (cut := row.left - measure.cell(begin)) > 0:
        shown[0] = " " * (cell_len(shown[0]) - cut)
    styles = [style.text] * len(shown)
    for first, last, name in row.spans:
        first, last = max(first - begin, 0), min(last - begin, len(shown))
        if first < last:
            styles[first:last] = [style_of(name, look)] * (last - first)
    for first, last, name in row.marks:
        _lay(styles, first - begin, last - begin, getattr(style, name))
    if row.selected is not None:
        _lay(styles, row.selected[0] - begin, row.selected[1] - begin, style.selected)
    at_end = end == len(row.text)
    if at_end and row.selected is not None and row.selected[1] > end:
        shown.append(" ")
        styles.append(style.selected)
    if row.caret is not None and begin <= row.caret and (row.caret < end or at_end or not more):
        at = min(row.caret - begin, len(shown))
        if at == len(shown):
            shown.append(" ")
            styles.append(style.caret)
        else:  # of a tab the first cell only
            here = shown[at] or " "
            cut = 1 if here.isspace() else len(here)
            shown[at : at + 1] = [here[:cut], here[cut:]]
            styles[at : at + 1] = [style.caret, styles[at]]
    return list(_together(zip(shown, styles, strict=True))), more


def _hangs(row: CodeRow, end: int) -> bool:
    """Only the spaces a line was broken at are out of sight."""
    assert row.part is not None
    return row.part.end < len(row.text) and row.text[end : row.part.end].isspace()


def _lay(styles: list[Style], first: int, last: int, style: Style) -> None:
    """Put a style over a range; what it does not set shows through."""
    for at in range(max(first, 0), min(last, len(styles))):
        styles[at] = styles[at] + style


def _together(pieces: Iterable[tuple[str, Style]]) -> Iterator[Piece]:
    for style, same in groupby(pieces, key=lambda piece: piece[1]):
        yield "".join(text for text, _ in same), style
