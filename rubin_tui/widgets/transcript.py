"""The transcript: one widget that paints every message, whatever their number.

Only entries that are visible are ever broken into rows, and the rows are kept until the width, the
language or the theme changes. The place one looks at is a row of an entry, so nothing above has to be
measured to scroll.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.widgets.lines import Piece, between
from rubin_tui.widgets.lit import lit
from rubin_tui.widgets.look import Look, Painted
from rubin_tui.widgets.starters import Starter
from rubin_tui.widgets.told import More
from rubin_tui.widgets.turns import Row, Turn

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation


class Entry(Protocol):
    """Something that stands in the transcript: a turn, a notice, what a command was answered with."""

    @property
    def links(self) -> tuple[Citation | More | Starter, ...]:
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
MENU_WIDTH = 3
"""Cells at the end of an answer's head that open its menu."""
NEAR = 60
"""Entries below what is in sight whose rows are counted; of more only the entries are."""


class Transcript(Painted, can_focus=True):
    """Questions and answers, with the citations one walks through."""

    BINDINGS = bindings("links")
    DEFAULT_CSS = "Transcript { height: 1fr; }"

    class CitationOpened(Message):
        """The place of a citation is to be shown."""

        def __init__(self, citation: Citation) -> None:
            super().__init__()
            self.citation = citation

    class CitationSelected(Message):
        """One stands on a citation and may open it next."""

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

    class QuestionChosen(Message):
        """A question that stood there ready is to be asked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class ActionAsked(Message):
        """Something is to be done with an answer: `what`, "" to be asked. `link` is the citation, if any."""

        def __init__(self, what: str, turn: Turn, link: int | None) -> None:
            super().__init__()
            self.what = what
            self.turn = turn
            self.link = link

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
        self._lit: tuple[int, tuple[str, ...]] = (0, ())
        self.news = False
        """Something new stands out of sight, below what is read."""
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
        """Put an entry at the end; returns its number. Who reads further up is not pulled away."""
        self.news = not self.follows
        self._entries.append(entry)
        self._look_again()
        return len(self._entries) - 1

    def replace(self, number: int, entry: Entry) -> None:
        """Show an entry as it is now."""
        if entry.links and not self._entries[number].links and self._is_below(number):
            self.news = True
        self._entries[number] = entry
        self._rows.pop(number, None)
        self._look_again()

    def put(self, entry: Entry) -> Slot:
        """As `add`, of what the person does: it comes into sight. Returns where it stands."""
        number = self.add(entry)
        self._look_again(follow=True)
        return Slot(self._chat, number)

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
        self._lit = (0, ())
        self._look_again(follow=True)

    def go(self, number: int, words: tuple[str, ...] = ()) -> None:
        """Have an entry at the top, these words in it lit."""
        number = min(number, len(self._entries) - 1)
        if number < 0:
            return
        self._lit = (number, tuple(word.casefold() for word in words))
        self.selected = None
        top = (number, 0)
        self._top = None if top >= self._end_top() else top
        self._look_again()

    def look_changed(self) -> None:
        """Another language or theme: every row is another one."""
        self._look_again()

    # walking through citations

    def step(self, direction: int) -> bool:
        """Select the next or previous citation; from none, the first (last) of the last answer.

        Returns False at either end: the selection is given up.
        """
        spot = self._beside(direction)
        self.select(spot)
        return spot is not None

    def _beside(self, direction: int) -> Spot | None:
        """The citation before or behind the selected one; from none, of the last entry that has any."""
        if self.selected is not None:
            number, link = self.selected
            if 0 <= link + direction < len(self._entries[number].links):
                return number, link + direction
            others = range(number + direction, len(self._entries) if direction > 0 else -1, direction)
        else:
            others = range(len(self._entries) - 1, -1, -1)
        for number in others:
            if links := len(self._entries[number].links):
                return number, 0 if direction > 0 else links - 1
        return None

    def select(self, spot: Spot | None) -> None:
        """Stand on a citation, and have it in sight."""
        before, self.selected = self.selected, spot
        if spot is not None:
            self._show(spot)
            if (link := self._link()) is not None and not isinstance(link, (More, Starter)):
                self.post_message(self.CitationSelected(link))
        self._refresh_links(before, spot)
        self.post_message(self.Moved())

    def _refresh_links(self, *spots: Spot | None) -> None:
        for y, (number, row) in enumerate(self._visible()):
            if row.link is not None and (number, row.link) in spots:
                self.refresh(Region(0, y, self.size.width, 1))

    @property
    def has_citations(self) -> bool:
        """There is something to walk through."""
        return any(entry.links for entry in reversed(self._entries))

    def _link(self) -> Citation | More | Starter | None:
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
        elif isinstance(link, Starter):
            self.post_message(self.QuestionChosen(link.question))
        elif link is not None and not isinstance(link, More):
            self.post_message(self.CitationOpened(link))

    def action_copy(self) -> None:
        """Copy the quote with its source."""
        link = self._link()
        if link is not None and not isinstance(link, (More, Starter)):
            self.post_message(self.CitationCopied(link))

    def action_answer(self, what: str = "") -> None:
        """Do something with the answer one stands in, the last one when in none; "" asks what."""
        number, link = self.selected if self.selected and self.in_answer else (self._last_answer(), None)
        if number is not None:
            self._ask_action(what, number, link)

    def _last_answer(self) -> int | None:
        for number in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[number]
            if isinstance(entry, Turn) and entry.answer is not None:
                return number
        return None

    @property
    def in_answer(self) -> bool:
        """One stands in an answer."""
        entry = self._entries[self.selected[0]] if self.selected is not None else None
        return isinstance(entry, Turn) and entry.answer is not None

    @property
    def can_fold(self) -> bool:
        """The citation one stands on has a long quote."""
        entry = self._entries[self.selected[0]] if self.selected is not None else None
        if self.selected is None or not isinstance(entry, Turn):
            return False
        if entry.unfolded == frozenset():
            rows = self._rows_of(self.selected[0])
        else:
            shape = entry._replace(unfolded=frozenset())
            rows = shape.rows(max(self.size.width, 20), self.look)
        return any(row.fold is not None and row.link == self.selected[1] for row in rows)

    def _ask_action(self, what: str, number: int, link: int | None) -> None:
        entry = self._entries[number]
        if isinstance(entry, Turn) and entry.answer is not None:
            self.post_message(self.ActionAsked(what, entry, link))

    def action_fold(self) -> None:
        """Show the long quotes of the selected citation whole, or fold them again."""
        if self.selected is not None and self.can_fold:
            number, link = self.selected
            entry = self._entries[number]
            if isinstance(entry, Turn):
                self._reshape(number, entry.folding(link))

    def action_fold_all(self) -> None:
        """Show all long quotes whole, or, when they are, fold them again."""
        turns = [(n, entry) for n, entry in enumerate(self._entries) if isinstance(entry, Turn)]
        opened = None if any(turn.unfolded is not None for _, turn in turns) else frozenset[int]()
        top = self._first_visible()
        for number, turn in turns:
            self._entries[number] = turn._replace(unfolded=opened)
        self._rows.clear()
        if not self.follows and self._entries:
            self._top = (top[0], min(top[1], len(self._rows_of(top[0])) - 1))
        self._look_again()
        if self.selected is not None:
            self.select(self.selected)

    def _reshape(self, number: int, entry: Turn) -> None:
        """Another shape of an entry: what stands above stays where it is."""
        top = self._first_visible()
        self.replace(number, entry)
        top = (top[0], min(top[1], len(self._rows_of(top[0])) - 1))
        self._top = None if top >= self._end_top() else top
        self._look_again()

    def spots(self) -> Iterable[tuple[int, int]]:
        """The places of the quotes in sight."""
        return ((1, y) for y, (_, row) in enumerate(self._visible()) if row.link is not None and row.is_place)

    def on_click(self, event: Click) -> None:
        """A click on a quote or a place opens it, on [2] that one; at the end of a head the answer's menu."""
        window = self._visible()
        if event.y >= len(window):
            return
        number, row = window[event.y]
        entry = self._entries[number]
        if event.button == 3 or (row.has_menu and event.x >= self.size.width - MENU_WIDTH):
            self._ask_action("", number, row.link)
        elif row.fold is not None and isinstance(entry, Turn):
            self._reshape(number, entry.unfolding(row.fold))
        elif row.link is not None:
            self.select((number, self._mark_at(row, event.x)))
            self.action_open()

    def _mark_at(self, row: Row, x: int) -> int:
        """The citation a click on `[1][2]` means."""
        at = self.size.width - sum(cell_len(text) for text, _ in row.right)
        for link in row.marks:
            end = at + len(f"[{link + 1}]")
            if at <= x < end:
                return link
            at = end
        return row.link or 0

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
        """Rows below what is in sight, as far as they are few enough to be counted."""
        if self._top is None or self.far_below:
            return 0
        return self._distance(self._top, self._end_top())

    @property
    def far_below(self) -> int:
        """Entries below what is in sight, when they are too many for their rows to be counted."""
        more = 0 if self._top is None else len(self._entries) - 1 - self._top[0]
        return more if more > NEAR else 0

    def _is_below(self, number: int) -> bool:
        window = self._visible()
        return not self.follows and (not window or number > window[-1][0])

    def end(self) -> None:
        """Show the end."""
        self._look_again(follow=True)

    def _show(self, spot: Spot) -> None:
        number, link = spot
        rows = self._rows_of(number)
        row = next((n for n, row in enumerate(rows) if row.is_place and row.link == link), 0)
        first = self._first_visible()
        if (number, row) < first:
            self._top = self._moved((number, row), -OVERLAP)
        elif number - first[0] > NEAR or self._distance(first, (number, row)) >= self.size.height:
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
        if self.follows:
            self.news = False
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
            chosen_left: list[Piece] = [
                (
                    text.replace("  [", f" {self.look.signs.into}[", 1) if text.startswith("   [") else text,
                    chosen,
                )
                for text, _ in row.left
            ]
            return between(chosen_left, [], width, chosen, self.look.signs.ellipsis)
        right = self._chosen(row, number, style.strong) if row.right else ()
        left: Sequence[Piece] = row.left
        if self._lit[1] and number == self._lit[0]:
            left = [piece for one in row.left for piece in lit(one, self._lit[1], style.marked)]
        return between(left, right, width, style.text, self.look.signs.ellipsis)

    def _chosen(self, row: Row, number: int, strong: Style) -> tuple[Piece, ...]:
        if self.has_focus and row.link is not None and (number, row.link) == self.selected:
            return tuple((text, strong) for text, _ in row.right)
        return row.right

    def on_focus(self) -> None:
        """Show which citation is selected."""
        self._refresh_links(self.selected)

    def on_blur(self) -> None:
        """The selection is shown only while one walks through it."""
        self._refresh_links(self.selected)
