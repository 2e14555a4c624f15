"""The last row: how much there is, the time, what the most useful keys do, and short notices."""

from __future__ import annotations

from collections.abc import Iterable

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import Action, in_footer, shown_keys
from rubin_tui.widgets.lines import Piece, between, cells
from rubin_tui.widgets.look import Painted

HELP_PLACE = 9
"""Hints from this place on stand at the right end."""


class Footer(Painted):
    """Counts and hints; a notice takes the place of the counts until the next key.

    The clock moves when something else repaints it: an idle screen writes nothing.
    """

    DEFAULT_CSS = "Footer { height: 1; }"

    messages: reactive[int] = reactive(0)
    """Messages of this conversation."""
    files: reactive[int] = reactive(0)
    """Documents of the knowledge base."""
    notice: reactive[str] = reactive("")
    """A short sentence, already safe for the screen."""
    can_go_back: reactive[bool] = reactive(False)
    """There is a place to go back to."""

    class Pressed(Message):
        """A hint was clicked: the action to run."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._time = ""
        self._spots: list[tuple[int, int, str]] = []

    def tick(self) -> None:
        """A key was pressed: drop the notice, move the clock when its minute is over."""
        self.notice = ""
        if self._time != self.look.clock():
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Counts or notice, hints as far as they fit."""
        look, style = self.look, self.look.palette
        width = self.size.width
        self._time = look.clock()
        counts: list[Piece] = [(f" {self._counts(width >= 100)} ", style.muted)]
        if self.notice:
            counts = [(f" {self.notice} ", style.warn)]
        hints = [item for item in in_footer() if item.id != "back" or self.can_go_back]
        left_hints = [item for item in hints if item.footer < HELP_PLACE]
        right: list[Piece] = [
            piece for item in hints if item.footer >= HELP_PLACE for piece in self._hint(item)
        ]
        bar: Piece = (f"{look.signs.vertical} ", style.rule)
        pieces: list[Piece] = [*counts, bar]
        self._spots = []
        for item in left_hints:
            more = self._hint(item)
            if cells(pieces) + cells(more) + cells(right) > width:
                break
            self._spots.append((cells(pieces), cells(pieces) + cells(more), item.run))
            pieces += more
        at = width - cells(right)
        self._spots += [(at, width, item.run) for item in hints if item.footer >= HELP_PLACE]
        return between(pieces, right, width, style.text, self.look.signs.ellipsis)

    def _counts(self, words: bool) -> str:
        look = self.look
        parts = (
            [
                look.say("footer.messages", count=self.messages),
                look.say("footer.files", count=self.files),
                self._time,
            ]
            if words
            else [str(self.messages), str(self.files), self._time]
        )
        return f" {look.signs.dot} ".join(parts)

    def _hint(self, item: Action) -> list[Piece]:
        style = self.look.palette
        return [(f"{shown_keys(item)} ", style.accent), (f"{self.look.say(item.short)}  ", style.muted)]

    def spots(self) -> Iterable[tuple[int, int]]:
        """The hints."""
        return ((begin, 0) for begin, _, _ in self._spots)

    def on_click(self, event: Click) -> None:
        """Hints can be clicked."""
        for begin, end, run in self._spots:
            if begin <= event.x < end:
                self.post_message(self.Pressed(run))
                return
