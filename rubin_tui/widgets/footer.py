"""The last row: how much there is, the time, what the most useful keys do, and short notices."""

from __future__ import annotations

from collections.abc import Iterable

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import WORDS, Action, action, in_footer, shown_keys
from rubin_tui.widgets.lines import Piece, between, cells
from rubin_tui.widgets.look import Painted

HELP_PLACE = 9
"""Hints from this place on stand at the right end."""
WORDY = 100
"""Columns from which on there is room for words."""
BAR = 2
"""Columns of the bar behind the counts."""


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
        """Counts or notice, hints as far as they fit, words at the end."""
        look, style = self.look, self.look.palette
        width = self.size.width
        self._time = look.clock()
        counts: list[Piece] = [(f" {self._counts(width >= WORDY)} ", style.muted)]
        hints = [item for item in in_footer() if item.id != "back" or self.can_go_back]
        right, spots = self._words() if width >= WORDY else self._last_hints(hints)
        first = self._hint(hints[0])
        if self.notice:
            counts = [(f" {self.notice} ", style.warn)]
        elif cells(counts) + BAR + cells(first) + cells(right) > width:
            counts = [(f" {self._counts(False)} ", style.muted)]  # the key of the menu matters more
        if self.notice and cells(counts) + cells(right) > width:
            right, spots = [], []  # what is said now matters more than what can be clicked
        if width >= WORDY:
            named = {id for group in WORDS for id in group}
            hints = [item for item in hints if item.id not in named]
        else:
            hints = [item for item in hints if item.footer < HELP_PLACE]
        bar: Piece = (f"{look.signs.vertical} ", style.rule)
        pieces: list[Piece] = [*counts, bar]
        room = width - cells(right)
        self._spots = [(room + begin, room + end, run) for begin, end, run in spots]
        for item in hints:
            more = self._hint(item)
            if cells(pieces) + cells(more) > room:
                break
            self._spots.append((cells(pieces), cells(pieces) + cells(more), item.run))
            pieces += more
        return between(pieces, right, width, style.text, look.signs.ellipsis)

    def _last_hints(self, hints: list[Action]) -> tuple[list[Piece], list[tuple[int, int, str]]]:
        """What stands at the right end when there is no room for words."""
        pieces: list[Piece] = []
        spots = []
        for item in hints:
            if item.footer >= HELP_PLACE:
                more = self._hint(item)
                spots.append((cells(pieces), cells(pieces) + cells(more), item.run))
                pieces += more
        return pieces, spots

    def _words(self) -> tuple[list[Piece], list[tuple[int, int, str]]]:
        """The words, with the cells each of them takes."""
        look, style = self.look, self.look.palette
        pieces: list[Piece] = []
        spots = []
        for group in WORDS:
            pieces.append((f" {look.signs.vertical} ", style.rule))
            for number, id in enumerate(group):
                if number:
                    pieces.append((f" {look.signs.dot} ", style.muted))
                item = action(id)
                word = look.say(item.short)
                begin = cells(pieces)
                pieces.append((word, style.accent))
                spots.append((begin, cells(pieces), item.run))
        return [*pieces, (" ", style.text)], spots

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
