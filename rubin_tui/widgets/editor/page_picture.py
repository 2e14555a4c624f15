"""A page as a picture, over the text of its tab: drawn in cells, or by the terminal itself.

What the terminal draws lies on cells that are empty here. It is there only while these cells are in sight and
nothing else stands on them; it is taken away when a sheet comes up, another tab or panel, another size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import action, bindings, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between
from rubin_tui.widgets.look import UNICODE, Painted

if TYPE_CHECKING:
    from rubin_tui.engine.page_model import Frame, Picture, PictureKind
    from rubin_tui.widgets.editor.content import Content

STEP = 1.5
"""How much larger a key makes the page."""
LARGEST = 32.0
_PAN = 0.35
"""How much of what is seen an arrow moves."""
USUAL_CELL = (8, 16)
"""Pixels of a cell where the terminal does not say: too few rather than too many."""


class PagePicture(Painted, can_focus=True):
    """Covers the panel while a page is looked at as a picture."""

    BINDINGS = bindings("picture")
    DEFAULT_CSS = "PagePicture { dock: top; width: 100%; height: 100%; }"

    class Wanted(Message):
        """This part of the page in sight is to be drawn; `number` tells one wish from the next."""

        def __init__(self, content: Content, frame: Frame, number: int) -> None:
            super().__init__()
            self.content = content
            self.frame = frame
            self.number = number

    class Placed(Message):
        """The terminal is to draw this at a cell of the screen, or (None) nothing any more."""

        def __init__(self, picture: Picture | None, row: int = 0, column: int = 0, rows: int = 0) -> None:
            super().__init__()
            self.picture = picture
            self.row, self.column, self.rows = row, column, rows

    class Left(Message):
        """Back to the text."""

    class Turned(Message):
        """Another page of the document, as a picture too."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class NumberAsked(Message):
        """To a page by what is printed on it."""

    class CopyAsked(Message):
        """The quote is to be copied with its source."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind: PictureKind = "blocks"
        self.cell = USUAL_CELL
        self.cell_known = False
        self.begun = False
        self._content: Content | None = None
        self._middle = (0.5, 0.5)
        self._zoom = 1.0
        self._number = 0
        self._picture: Picture | None = None
        self._rows: list[Strip] = []
        self._stands: tuple[int, int] | None = None

    # what is shown

    @property
    def key(self) -> str:
        """Of which tab this is the picture."""
        return self._content.key if self._content is not None else ""

    @property
    def page(self) -> int:
        """Which page of the document."""
        return self._content.number if self._content is not None else -1

    def wait(self, content: Content) -> None:
        """This page is to be looked at as soon as it is known what the terminal can draw."""
        self._content = content
        self.begun = False
        self._forget()

    def open(self, content: Content, middle: tuple[float, float]) -> None:
        """Look at a page; `middle` (parts of width and height) is what stands there once it is enlarged."""
        self._content = content
        self.begun = True
        self._middle = middle
        self._zoom = 1.0
        self._forget()
        self.ask()

    def turn(self, content: Content) -> None:
        """Another page, as large as this one."""
        self._content = content
        self._middle = (self._middle[0], 0.0)
        self._forget()
        self.ask()

    def ask(self) -> None:
        """Have drawn what is to be seen now."""
        from rubin_tui.engine.page_model import Frame

        columns, rows = self.size.width, self._height
        ready = self.begun and self.display and columns > 0 and self.size.height > 1
        if self._content is None or not ready:
            return
        width, height = (
            (columns, rows * self._pixels_high)
            if self.kind == "blocks"
            else (
                columns * self.cell[0],
                rows * self.cell[1],
            )
        )
        self._number += 1
        self.post_message(
            self.Wanted(self._content, Frame(width, height, self._zoom, *self._middle), self._number)
        )

    def show(self, picture: Picture, number: int) -> None:
        """It is drawn; what was asked for before something else was is not shown any more."""
        if number != self._number or picture.kind != self.kind:
            return
        same = self._picture is not None and (self._picture.width, self._picture.height) == (
            picture.width,
            picture.height,
        )
        if not same:
            self._take_away()
        self._picture = picture
        self._middle = (picture.x, picture.y)
        self._stands = None
        if picture.kind == "blocks":
            self._rows = _half_blocks(picture, self.size.width, self.look.palette.text, self._pixels_high)
        self.refresh()
        self.call_after_refresh(self.sync)

    def sync(self) -> None:
        """Let the terminal draw the picture where it is to stand, and take it away where it is not."""
        picture = self._picture
        if picture is None or picture.kind == "blocks":
            return
        main = self.screen
        covered = self.app.screen is not main or getattr(main, "sheet", None) is not None
        if not self.display or covered or not self.region.area or not self._on_screen():
            self._take_away()
            return
        row, column = self.region.y, self.region.x
        wide = -(-picture.width // self.cell[0])
        column += max((self.size.width - wide) // 2, 0)
        if self._stands != (row, column):
            if self._stands is not None:
                self._take_away()
            self._stands = (row, column)
            high = min(-(-picture.height // self.cell[1]), self._height)
            self.post_message(self.Placed(picture, row, column, 0 if self.cell_known else high))

    def _on_screen(self) -> bool:
        return all(one.display for one in self.ancestors_with_self if one is not self.app)

    def _take_away(self) -> None:
        if self._stands is not None:
            self._stands = None
            self.post_message(self.Placed(None))

    def _forget(self) -> None:
        self._take_away()
        self._picture = None
        self._rows = []
        self.refresh()

    # what happens to it

    def on_mount(self) -> None:
        """Whatever comes up over the page changes the layout, or the screen."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self.sync())
        self.app.screen_change_signal.subscribe(self, lambda _: self.call_after_refresh(self.sync))

    def on_unmount(self) -> None:
        """Nothing of ours stays on the terminal."""
        self._take_away()

    def on_show(self) -> None:
        """In sight again."""
        self.sync()

    def on_hide(self) -> None:
        """Out of sight."""
        self._take_away()

    def on_resize(self) -> None:
        """Another size, another picture."""
        self._forget()
        self.ask()

    def close(self) -> None:
        """The text is looked at again."""
        self._forget()
        self._content = None
        self._number += 1

    # what the registry names

    def action_pan(self, across: int, down: int) -> None:
        """Look at what stands beside."""
        part = self._picture.part if self._picture is not None else (1.0, 1.0)
        x, y = self._middle
        self._middle = (
            min(max(x + across * part[0] * _PAN, 0.0), 1.0),
            min(max(y + down * part[1] * _PAN, 0.0), 1.0),
        )
        self.ask()

    def action_zoom(self, direction: int) -> None:
        """Larger, smaller."""
        self._zoom = min(max(self._zoom * STEP**direction, 1.0), LARGEST)
        self.ask()

    def action_page(self, direction: int) -> None:
        """The next page, or the one before."""
        self.post_message(self.Turned(direction))

    def action_number(self) -> None:
        """To a printed number."""
        self.post_message(self.NumberAsked())

    def action_text(self) -> None:
        """Back to the text, at the same place."""
        self.post_message(self.Left())

    def action_copy(self) -> None:
        """Copy the quote."""
        self.post_message(self.CopyAsked())

    # painting

    @property
    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    @property
    def _pixels_high(self) -> int:
        """Pixels of a cell: two where the terminal has half-blocks."""
        return 2 if self.look.signs is UNICODE else 1

    def render_line(self, y: int) -> Strip:
        """A row of the picture, or what it is on the last row."""
        look = self.look
        if y == self.size.height - 1:
            return self._info()
        if y < len(self._rows):
            return self._rows[y]
        waits = self._picture is None and y == self._height // 3
        said: list[Piece] = [(f" {look.say('page.drawing')}", look.palette.muted)] if waits else []
        return between(said, [], self.size.width, look.palette.text)

    def _info(self) -> Strip:
        look, style = self.look, self.look.palette
        content = self._content
        name = safe_line(content.filename) if content is not None else ""
        keys = (
            ("page.hint.zoom", "+ -"),
            ("page.hint.pan", "↑↓←→" if look.signs is UNICODE else "arrows"),
            ("page.hint.text", shown_keys(action("picture.text"))),
        )
        hints = "  ".join(f"{key} {look.say(id)}" for id, key in keys)
        right = f" {round(self._zoom * 100)} %  {hints} "
        left: list[Piece] = [(f" {name}", style.muted)]
        return between(left, [(right, style.muted)], self.size.width, style.text, look.signs.ellipsis)


def _half_blocks(picture: Picture, width: int, fill: Style, high: int) -> list[Strip]:
    """The picture in cells of `high` pixels: the upper is the letter's colour, the lower the ground."""
    indent = max((width - picture.width) // 2, 0)
    line = picture.width * 3
    styles: dict[bytes, Style] = {}
    strips = []
    for top in range(0, picture.height, high):
        upper = picture.data[top * line : (top + 1) * line]
        lower = picture.data[(top + high - 1) * line : (top + high) * line]
        segments = [Segment(" " * indent, fill)] if indent else []
        run, last = 0, b""
        for at in range(0, line + 3, 3):
            pair = upper[at : at + 3] + lower[at : at + 3] if at < line else b""
            if pair != last and run:
                segments.append(_blocks(last, run, styles, fill))
                run = 0
            last = pair
            run += 1
        segments.append(Segment(" " * max(width - indent - picture.width, 0), fill))
        strips.append(Strip(segments, width))
    return strips


def _blocks(pair: bytes, count: int, styles: dict[bytes, Style], fill: Style) -> Segment:
    style = styles.get(pair)
    upper = Color.from_rgb(*pair[:3])
    lower = Color.from_rgb(*pair[3:]) if len(pair) == 6 else fill.bgcolor
    if style is None:
        style = styles[pair] = Style(color=None if upper == lower else upper, bgcolor=lower)
    return Segment((" " if upper == lower else "▀") * count, style)
