"""The sheet that moves the rule between the panels, hides one, gives one the whole width."""

from __future__ import annotations

from typing import Literal

from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.widgets.layout import Columns
from rubin_tui.widgets.lines import Piece, strip
from rubin_tui.widgets.sheet import Sheet

Wish = Literal["move", "hide", "zoom", "reset"]


class LayoutSheet(Sheet, can_focus=True):
    """Stays up while keys change the layout; Enter or Esc ends it."""

    BINDINGS = bindings("layout")
    DEFAULT_CSS = "LayoutSheet { height: 2; }"

    title_message = "layout.title"
    hint_message = "layout.hint"

    class Wished(Message):
        """The layout is to change: by so many hundredths, or the panel of this number."""

        def __init__(self, wish: Wish, amount: int = 0) -> None:
            super().__init__()
            self.wish = wish
            self.amount = amount

    class Done(Message):
        """This is how it shall stay."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns

    def show(self, columns: Columns) -> None:
        """The layout is another one now."""
        self._columns = columns
        self.refresh()

    def action_wish(self, wish: Wish, amount: int = 0) -> None:
        """Ask for a change."""
        self.post_message(self.Wished(wish, amount))

    def action_close(self) -> None:
        """Keep it so."""
        self.post_message(self.Done())

    def render_line(self, y: int) -> Strip:
        """The rule, and the panels with their widths."""
        look, style = self.look, self.look.palette
        if y == 0:
            return self.rule()
        pieces: list[Piece] = []
        if self._columns.single:
            pieces.append((f" {look.say('layout.narrow')}", style.muted))
        else:
            shown = dict(self._columns.shown())
            for number, name in enumerate(("panel.chat", "panel.editor", "panel.files"), 1):
                width = str(shown[number]) if number in shown else look.say("layout.hidden")
                pieces += [
                    (f"  {number} ", style.accent),
                    (f"{look.say(name)} ", style.text if number in shown else style.muted),
                    (width, style.muted),
                ]
        return strip(pieces, self.size.width, style.text, look.signs.ellipsis)
