"""What is looked for in all files of the project, and where it stands; a list one can come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.events import Click, Key, Paste
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between, clip, clip_start, strip
from rubin_tui.widgets.sheet import Sheet
from rubin_tui.widgets.text_edit import Place, TextEdit

if TYPE_CHECKING:
    from rubin_tui.engine.project_model import TextPlace


class PlaceRow(NamedTuple):
    """A row of the list: a file with how many places it has, or one of its places."""

    name: str
    path: str
    places: int = 0
    place: TextPlace | None = None
    number: int = -1


class Query(NamedTuple):
    """What is looked for, and how."""

    text: str = ""
    case: bool = False
    quiet: bool = False


class LookSheet(Sheet, can_focus=True):
    """Enter looks for what is typed; when that is found already it opens the place one stands on."""

    BINDINGS = bindings("look", "list", "text")

    class Wanted(Message):
        """Places of this are wanted."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Chosen(Message):
        """A place is to be opened."""

        def __init__(self, row: PlaceRow) -> None:
            super().__init__()
            self.row = row

    title_message = "seek.title"
    hint_message = "seek.hint"

    def __init__(self, query: Query, rows: int) -> None:
        super().__init__()
        self.query_now = query
        self._edit = TextEdit()
        self._edit.put(Place(query.text, len(query.text)))
        self._fresh = bool(query.text)
        self._rows: list[PlaceRow] = []
        self._rows_for: Query | None = None
        self._status = ""
        self._wrong = False
        self._at = 0
        self._first = 0
        self._height = max(rows, 3)
        self.styles.height = self._height + 2

    def show(
        self, query: Query, rows: list[PlaceRow], status: str, *, at: int | None = None, wrong: bool = False
    ) -> None:
        """Here is what was found so far; `rows` may grow meanwhile. `at` is the place to stand on."""
        self._rows, self._rows_for, self._status, self._wrong = rows, query, status, wrong
        if at is not None:
            self._at = next((n for n, row in enumerate(rows) if row.number == at), 0)
        self._settle(1)

    def on_key(self, event: Key) -> None:
        """Typing; what stands there from before goes with the first character."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        event.stop()
        event.prevent_default()
        self._type(character)

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        self._type(event.text.strip("\r\n").partition("\n")[0][:1000])

    def _type(self, text: str) -> None:
        if self._fresh:
            self._edit.erase_line()
        self._fresh = False
        self._edit.insert(text)
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable character is taken here."""
        return character is not None and character.isprintable()

    def action_erase(self, count: int) -> None:
        """Delete a typed character."""
        self._fresh = False
        self._edit.erase(count)
        self.refresh()

    def action_erase_word(self) -> None:
        """Delete a typed word."""
        self._edit.erase_word()
        self.refresh()

    def action_erase_line(self) -> None:
        """Delete what is typed."""
        self._edit.erase_line()
        self.refresh()

    def action_switch(self, what: str) -> None:
        """Tell capitals apart or not; look into hidden and ignored files or not."""
        query = self.query_now
        changed = (
            query._replace(case=not query.case) if what == "case" else query._replace(quiet=not query.quiet)
        )
        self.query_now = changed
        if self._edit.text:
            self._want()
        self.refresh()

    def action_step(self, count: int) -> None:
        """Move through the places."""
        self._fresh = False
        self._at = min(max(self._at + count, 0), max(len(self._rows) - 1, 0))
        self._settle(1 if count > 0 else -1)

    def action_choose(self) -> None:
        """Look, or open."""
        query = self.query_now._replace(text=self._edit.text)
        if query != self._rows_for:
            self._want()
        elif self._rows:
            self.post_message(self.Chosen(self._rows[self._at]))

    def _want(self) -> None:
        self.query_now = self.query_now._replace(text=self._edit.text)
        self._at = self._first = 0
        self.post_message(self.Wanted(self.query_now))

    def _settle(self, direction: int) -> None:
        """Stand on a place, not on the name of a file."""
        rows = self._rows
        if rows:
            self._at = min(self._at, len(rows) - 1)
            if rows[self._at].place is None:
                self._at = self._at + direction if 0 <= self._at + direction < len(rows) else self._at + 1
            top = self._at - 1 if rows[self._at - 1].place is None else self._at
            self._first = max(min(max(self._first, self._at - self.room(self._height, 2) + 2), top), 0)
        self.refresh()

    def on_resize(self) -> None:
        """The row one stands on stays in sight."""
        self._settle(1)

    def on_click(self, event: Click) -> None:
        """A click opens."""
        at = self._first + event.y - 2
        if event.y >= 2 and at < len(self._rows) and self._rows[at].place is not None:
            self._at = at
            self.post_message(self.Chosen(self._rows[at]))

    def render_line(self, y: int) -> Strip:
        """The rule, what is typed, the places; the last row shows what stands around the place."""
        look, style = self.look, self.look.palette
        width = self.size.width
        if y == 0:
            return self.rule()
        if y == 1:
            return self._typed_row(width)
        if y == self.size.height - 1:
            return self._context_row(width)
        at = self._first + y - 2
        if at >= len(self._rows):
            return Strip.blank(width, style.text)
        row = self._rows[at]
        if row.place is None:
            name = clip_start(safe_line(row.name), width - 10, look.signs.ellipsis)
            count: list[Piece] = [(f"{row.places}  ", style.muted)]
            return between([(f" {name}", style.strong)], count, width, style.text, look.signs.ellipsis)
        lit = at == self._at
        plain = style.chosen if lit else style.text
        place = row.place
        text = safe_line(place.text)
        lead = len(text) - len(text.lstrip())
        begin, end = max(place.start - lead, 0), max(place.end - lead, 0)
        text = text[lead:]
        room = width - 10
        if end > room:  # what was found is in sight, whatever stands before it
            cut = begin - room // 3
            text, begin, end = look.signs.ellipsis + text[cut:], begin - cut + 1, end - cut + 1
        number: Piece = (f"{place.line:>7}  ", style.chosen_muted if lit else style.muted)
        pieces: list[Piece] = [
            number,
            (text[:begin], plain),
            (text[begin:end], style.marked),
            (text[end:], plain),
        ]
        return strip(pieces, width, plain, look.signs.ellipsis)

    def _typed_row(self, width: int) -> Strip:
        look, style = self.look, self.look.palette
        switches = [look.say(f"seek.{name}") for name in ("case", "quiet") if getattr(self.query_now, name)]
        said = "  ".join([*switches, self._status])
        colour = style.bad if self._wrong else style.muted
        left: list[Piece] = [
            (" > ", style.accent),
            (safe_line(self._edit.text), style.selected + style.text if self._fresh else style.text),
            (" ", style.caret),
        ]
        return between(left, [(f" {said} ", colour)], width, style.text, look.signs.ellipsis)

    def _context_row(self, width: int) -> Strip:
        style, look = self.look.palette, self.look
        place = self._rows[self._at].place if self._at < len(self._rows) else None
        if place is None:
            return Strip.blank(width, style.text)
        around = [safe_line(line.strip()) for line in (place.before, place.after)]
        room = (width - 5) // 2
        before, after = (clip(line, room, look.signs.ellipsis) for line in around)
        return strip(
            [(f" {before} {look.signs.dot} {after}", style.muted)], width, style.text, look.signs.ellipsis
        )
