"""The commands that fit what is typed, each with what it does, above the prompt."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, strip
from rubin_tui.widgets.look import Painted


class Offer(NamedTuple):
    """A command and what it does."""

    word: str
    about: str


class Completions(Painted):
    """A list that is there only while a command is typed; the prompt keeps the focus."""

    DEFAULT_CSS = "Completions { height: 0; display: none; }"

    class Taken(Message):
        """A command was clicked."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers: tuple[Offer, ...] = ()
        self._at = 0

    @property
    def word(self) -> str:
        """The command one stands on, "" when none is offered."""
        return self._offers[self._at].word if self._offers else ""

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """Show these; none takes the list away."""
        if offers == self._offers:
            return
        same = [offer.word for offer in offers].index(self.word) if self._is_among(offers) else 0
        self._offers, self._at = offers, same
        self.display = bool(offers)
        self.styles.height = len(offers)
        self.refresh()

    def step(self, direction: int) -> None:
        """Stand on another one; from the last one comes the first."""
        if self._offers:
            self._at = (self._at + direction) % len(self._offers)
            self.refresh()

    def _is_among(self, offers: tuple[Offer, ...]) -> bool:
        return any(offer.word == self.word for offer in offers)

    def on_click(self, event: Click) -> None:
        """Take it."""
        if event.y < len(self._offers):
            self.post_message(self.Taken(self._offers[event.y].word))

    def render_line(self, y: int) -> Strip:
        """A command with what it does."""
        look, style = self.look, self.look.palette
        width = self.size.width
        if y >= len(self._offers):
            return Strip.blank(width, style.text)
        longest = max(cell_len(offer.word) for offer in self._offers)
        word, about = self._offers[y]
        here = y == self._at
        lead = f" {look.signs.into} " if here else "   "
        words: Piece = (word + " " * (longest - cell_len(word)), style.chosen if here else style.accent)
        told: Piece = (f"  {safe_line(about)}", style.chosen_muted if here else style.muted)
        fill = style.chosen if here else style.text
        return strip([(lead, fill), words, told], width, fill, look.signs.ellipsis)
