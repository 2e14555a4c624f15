"""A list found by letters as one types, by somebody else: this only shows what is found."""

from __future__ import annotations

from typing import NamedTuple

from textual.events import Click, Key, Paste
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.file_paint import lettered
from rubin_tui.widgets.lines import Piece, between, clip_start, strip
from rubin_tui.widgets.sheet import Sheet
from rubin_tui.widgets.text_edit import TextEdit


class FoundRow(NamedTuple):
    """One row: what it stands for, its words, which of their letters were meant, what it is."""

    id: str
    text: str
    letters: tuple[int, ...] = ()
    kind: str = ""


class FindSheet(Sheet, can_focus=True):
    """What is typed is posted; the rows come when they are found, those before stay until then."""

    BINDINGS = bindings("list", "text")

    class Typed(Message):
        """Rows for this are wanted."""

        def __init__(self, sheet: FindSheet, text: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.text = text

    class Chosen(Message):
        """A row was chosen; or, when nothing was found, what is typed."""

        def __init__(self, sheet: FindSheet, id: str, text: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.id = id
            self.text = text

    def __init__(self, title: str, hint: str, rows: int) -> None:
        super().__init__()
        self.title_message, self.hint_message = title, hint
        self._edit = TextEdit()
        self._rows: tuple[FoundRow, ...] | None = None
        self._rows_for = ""
        self._status = ""
        self._at = 0
        self._first = 0
        self._height = max(rows, 3)
        self._chooses = False
        self.styles.height = self._height + 2

    def show(self, text: str, rows: tuple[FoundRow, ...], status: str) -> None:
        """Here is what was found for `text`; `status` stands beside what is typed."""
        if text != self._edit.text:
            return
        keeps = self._rows_for == text and self._rows is not None
        self._rows, self._rows_for, self._status = rows, text, status
        if not keeps:
            self._at = self._first = 0
        self._move(0)
        if self._chooses:
            self._chooses = False
            self.action_choose()

    @property
    def text(self) -> str:
        """What is typed."""
        return self._edit.text

    def on_key(self, event: Key) -> None:
        """Typing."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        event.stop()
        event.prevent_default()
        self._edit.insert(character)
        self._changed()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        self._edit.insert(event.text.strip().replace("\n", " ")[:1000])
        self._changed()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable character is taken here."""
        return character is not None and character.isprintable()

    def action_erase(self, count: int) -> None:
        """Delete a typed character."""
        self._edit.erase(count)
        self._changed()

    def action_erase_word(self) -> None:
        """Delete a typed word."""
        self._edit.erase_word()
        self._changed()

    def action_erase_line(self) -> None:
        """Delete what is typed."""
        self._edit.erase_line()
        self._changed()

    def _changed(self) -> None:
        self._chooses = False
        self.post_message(self.Typed(self, self._edit.text))
        self.refresh()

    def action_step(self, count: int) -> None:
        """Move through the list."""
        self._move(count)

    def action_choose(self) -> None:
        """Take the row one stands on; when those for what is typed are still to come, then."""
        if self._rows_for != self._edit.text or self._rows is None:
            self._chooses = True
        elif self._rows:
            self.post_message(self.Chosen(self, self._rows[self._at].id, self._edit.text))
        elif self._edit.text:
            self.post_message(self.Chosen(self, "", self._edit.text))

    def _move(self, count: int) -> None:
        self._at = min(max(self._at + count, 0), max(len(self._rows or ()) - 1, 0))
        self._first = min(max(self._first, self._at - self.room(self._height, 2) + 1), self._at)
        self.refresh()

    def on_resize(self) -> None:
        """The row one stands on stays in sight."""
        self._move(0)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        at = self._first + event.y - 2
        if event.y >= 2 and self._rows and at < len(self._rows):
            self._move(at - self._at)
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        """The rule, what is typed, the rows."""
        look, style = self.look, self.look.palette
        width = self.size.width
        if y == 0:
            return self.rule()
        if y == 1:
            typed: list[Piece] = [(" > ", style.accent), (safe_line(self._edit.text), style.text)]
            right: list[Piece] = [(f" {self._status} ", style.muted)]
            return between([*typed, (" ", style.caret)], right, width, style.text, look.signs.ellipsis)
        at = self._first + y - 2
        if self._rows is None or at >= len(self._rows):
            nothing = self._rows is not None and self._rows_for == self._edit.text and y == 2
            said: list[Piece] = [(f"   {look.say('list.nothing')}", style.muted)] if nothing else []
            return strip(said, width, style.text, look.signs.ellipsis)
        row = self._rows[at]
        lit = at == self._at
        plain, meant = (style.chosen, style.chosen) if lit else (style.text, style.accent)
        label = safe_line(row.text)
        shown = clip_start(label, width - len(row.kind) - 6, look.signs.ellipsis)
        letters = [place - (len(label) - len(shown)) for place in row.letters]
        if lit:
            meant = style.chosen + style.info_under
        left: list[Piece] = [("   ", plain), *lettered(shown, letters, plain, meant)]
        kind: list[Piece] = [(f" {row.kind}  ", style.chosen_muted if lit else style.muted)]
        return between(left, kind, width, plain, look.signs.ellipsis)
