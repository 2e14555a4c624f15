"""The transcript: one widget that paints every message, whatever their number.

Only entries that are visible are ever broken into rows, and the rows are kept until the width, the
language or the theme changes. The place one looks at is a row of an entry, so nothing above has to be
measured to scroll.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.widgets.lines import Piece, between
from rubin_tui.widgets.look import Look, Painted
from rubin_tui.widgets.told import More
from rubin_tui.widgets.turns import Row

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation


class Entry(Protocol):
    """Something that stands in the transcript: a turn, a notice, what a command was answered with."""

    @property
    def links(self) -> tuple[Citation | More, ...]:
        """The places one can walk to."""

    def rows(self, width: int, look: Look) -> list[Row]:
        """It, in so many cells."""


class Slot(NamedTuple):
    """Where an entry stands: another chat in the transcript makes it nowhere."""

    chat: int
    number: int


Spot = tuple[int, int]
"""Number of an entry, number of a row in it."""
OVERLAP = 2
"""Rows that stay in sight when a page is scrolled."""


class Transcript(Painted, can_focus=True):
    """Questions and answers, with the citations one walks through."""

    BINDINGS = bindings("links")
    DEFAULT_CSS = "Transcript { height: 1fr; }"

    class CitationOpened(Message):
        """The place of a citation is to be shown."""

        def __init__(self, citation: Citation) -> None:
            super().__init__()
            self.citation = citation

    class CitationCopied(Message):
        """A quote with its source is to be copied."""

        def __init__(self, citation: Citation) -> None:
            super().__init__()
            self.citation = citation

    class MoreWanted(Message):
        """The rest of a list is to be shown."""

        def __init__(self, slot: Slot, more: More) -> None:
            super().__init__()
            self.slot = slot
            self.more = more

    class Moved(Message):
        """Another part is in sight: how much is below has changed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: list[Entry] = []
        self._chat = 0
        self._rows: dict[int, list[Row]] = {}
        self._rows_for: tuple[int, Look] | None = None
        self._top: Spot | None = None
        self._window: list[tuple[int, Row]] | None = None
        self._window_for = Size(0, 0)
        self.selected: Spot | None = None
        """The citation one stands on: number of the entry, number of the link."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything said so far."""
        return tuple(self._entries)

    @property
    def follows(self) -> bool:
        """The end is in sight and new messages are shown as they come."""
        return self._top is None

    def add(self, entry: Entry) -> int:
        """Put an entry at the end; returns its number."""
        self._entries.append(entry)
        self._look_again(follow=True)
        return len(self._entries) - 1

    def replace(self, number: int, entry: Entry) -> None:
        """Show an entry as it is now."""
        self._entries[number] = entry
        self._rows.pop(number, None)
        self._look_again()

    def put(self, entry: Entry) -> Slot:
        """As `add`; returns where it stands."""
        return Slot(self._chat, self.add(entry))

    def change(self, slot: Slot, entry: Entry) -> bool:
        """Show an entry as it is now; False when its chat is not in sight any more."""
        if not self.holds(slot):
            return False
        self.replace(slot.number, entry)
        return True

    def change_at_top(self, slot: Slot, entry: Entry) -> None:
        """As `change`; of an entry that has grown too tall one sees the selected place, or its beginning."""
        follows = self.follows and slot.number == len(self._entries) - 1
        if not self.change(slot, entry):
            return
        if self.selected is not None and self.selected[0] == slot.number:
            self._show(self.selected)
        elif follows and len(self._rows_of(slot.number)) > self.size.height:
            self._top = (slot.number, 0)
            self._look_again()

    def holds(self, slot: Slot) -> bool:
        """The chat of the slot is the one in sight."""
        return slot.chat == self._chat

    def show(self, entries: Iterable[Entry]) -> None:
        """Another chat."""
        self._entries = [*entries]
        self._chat += 1
        self._rows.clear()
        self.selected = None
        self._look_again(follow=True)

    def look_changed(self) -> None:
        """Another language or theme: every row is another one."""
        self._look_again()

    # walking through citations

    def step(self, direction: int) -> bool:
        """Select the next or previous citation; from none, the first (last) of the last answer.

        Returns False at either end: the selection is given up.
        """
        spots = [(n, link) for n, entry in enumerate(self._entries) for link in range(len(entry.links))]
        if self.selected in spots:
            at = spots.index(self.selected) + direction
        else:
            last = [at for at, spot in enumerate(spots) if spot[0] == spots[-1][0]]
            at = (last[0] if direction > 0 else last[-1]) if last else -1
        if not 0 <= at < len(spots):
            self.select(None)
            return False
        self.select(spots[at])
        return True

    def select(self, spot: Spot | None) -> None:
        """Stand on a citation, and have it in sight."""
        before, self.selected = self.selected, spot
        if spot is not None:
            self._show(spot)
        self._refresh_links(before, spot)

    def _refresh_links(self, *spots: Spot | None) -> None:
        for y, (number, row) in enumerate(self._visible()):
            if row.link is not None and (number, row.link) in spots:
                self.refresh(Region(0, y, self.size.width, 1))

    @property
    def has_citations(self) -> bool:
        """There is something to walk through."""
        return any(entry.links for entry in self._entries)

    def _link(self) -> Citation | More | None:
        if self.selected is None:
            return None
        number, link = self.selected
        links = self._entries[number].links
        return links[link] if link < len(links) else None

    def action_step(self, direction: int) -> None:
        """Stand on the next citation, or stay on the last one."""
        before = self.selected
        if not self.step(direction):
            self.select(before)

    def action_open(self) -> None:
        """Show the place of the selected citation."""
        link = self._link()
        if isinstance(link, More) and self.selected is not None:
            self.post_message(self.MoreWanted(Slot(self._chat, self.selected[0]), link))
        elif link is not None and not isinstance(link, More):
            self.post_message(self.CitationOpened(link))

    def action_copy(self) -> None:
        """Copy the quote with its source."""
        link = self._link()
        if link is not None and not isinstance(link, More):
            self.post_message(self.CitationCopied(link))

    def spots(self) -> Iterable[tuple[int, int]]:
        """The places of the quotes in sight."""
        return ((1, y) for y, (_, row) in enumerate(self._visible()) if row.link is not None and row.is_place)

    def on_click(self, event: Click) -> None:
        """A click on a quote or a place opens it."""
        window = self._visible()
        if event.y < len(window):
            entry, row = window[event.y]
            if row.link is not None:
                self.select((entry, row.link))
                self.action_open()

    # scrolling

    def action_scroll(self, pages: int) -> None:
        """Scroll by pages that overlap a little."""
        self.scroll_rows(pages * max(self.size.height - OVERLAP, 1))

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.scroll_rows(-3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.scroll_rows(3)

    def scroll_rows(self, count: int) -> None:
        """Move what is in sight by rows."""
        if not self._entries:
            return
        before = self._top
        top = self._moved(self._first_visible(), count)
        end = self._end_top()
        self._top = None if top >= end else top
        if self._top != before:
            self._look_again()

    @property
    def below(self) -> int:
        """Rows below what is in sight."""
        if self._top is None:
            return 0
        return self._distance(self._top, self._end_top())

    def _show(self, spot: Spot) -> None:
        number, link = spot
        rows = self._rows_of(number)
        row = next((n for n, row in enumerate(rows) if row.is_place and row.link == link), 0)
        first = self._first_visible()
        if (number, row) < first:
            self._top = self._moved((number, row), -OVERLAP)
        elif self._distance(first, (number, row)) >= self.size.height:
            top = self._moved((number, row), OVERLAP + 1 - self.size.height)
            self._top = None if top >= self._end_top() else top
        else:
            return
        self._look_again()

    def _first_visible(self) -> Spot:
        return self._end_top() if self._top is None else self._top

    def _end_top(self) -> Spot:
        """The first row in sight when the last one stands at the bottom."""
        if not self._entries:
            return (0, 0)
        last = len(self._entries) - 1
        return self._moved((last, len(self._rows_of(last)) - 1), 1 - max(self.size.height, 1))

    def _moved(self, spot: Spot, count: int) -> Spot:
        number, row = spot
        row += count
        while row < 0 and number > 0:
            number -= 1
            row += len(self._rows_of(number))
        while row >= len(self._rows_of(number)) and number < len(self._entries) - 1:
            row -= len(self._rows_of(number))
            number += 1
        return number, min(max(row, 0), len(self._rows_of(number)) - 1)

    def _distance(self, begin: Spot, end: Spot) -> int:
        rows = sum(len(self._rows_of(number)) for number in range(begin[0], end[0]))
        return rows + end[1] - begin[1]

    # painting

    def _rows_of(self, number: int) -> list[Row]:
        made_for = (self.size.width, self.look)
        if self._rows_for != made_for:
            self._rows.clear()
            self._rows_for = made_for
        if number not in self._rows:
            self._rows[number] = self._entries[number].rows(max(self.size.width, 20), self.look)
        return self._rows[number]

    def _visible(self) -> list[tuple[int, Row]]:
        if self._window is None or self._window_for != self.size:
            self._window = []
            self._window_for = self.size
            if self._entries:
                number, first = self._first_visible()
                while number < len(self._entries) and len(self._window) < self.size.height:
                    self._window += [(number, row) for row in self._rows_of(number)[first:]]
                    number, first = number + 1, 0
                del self._window[self.size.height :]
        return self._window

    def _look_again(self, follow: bool = False) -> None:
        if follow:
            self._top = None
        self._window = None
        self.refresh()
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """One row of what is in sight."""
        style = self.look.palette
        width = self.size.width
        window = self._visible()
        if y >= len(window):
            return Strip.blank(width, style.text)
        number, row = window[y]
        if self.has_focus and row.is_place and (number, row.link) == self.selected:
            chosen = style.chosen
            left: list[Piece] = [
                (
                    text.replace("  [", f" {self.look.signs.into}[", 1) if text.startswith("   [") else text,
                    chosen,
                )
                for text, _ in row.left
            ]
            return between(left, [], width, chosen, self.look.signs.ellipsis)
        right = self._lit(row, number, style.strong) if row.right else ()
        return between(row.left, right, width, style.text, self.look.signs.ellipsis)

    def _lit(self, row: Row, number: int, strong: Style) -> tuple[Piece, ...]:
        if self.has_focus and row.link is not None and (number, row.link) == self.selected:
            return tuple((text, strong) for text, _ in row.right)
        return row.right

    def on_focus(self) -> None:
        """Show which citation is selected."""
        self._refresh_links(self.selected)

    def on_blur(self) -> None:
        """The selection is shown only while one walks through it."""
        self._refresh_links(self.selected)
