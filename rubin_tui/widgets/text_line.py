"""A field to type into: the prompt of the chat and the one-line fields of the sheets are made from it.

It paints itself line by line and repaints only the row that changed: a typed character costs some tens
of bytes. The caret is a painted cell that never blinks, so an idle screen writes nothing.
"""

from __future__ import annotations

from textual.events import Key, MouseDown, Paste
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_text
from rubin_tui.widgets.lines import Piece, clip, strip, wrap, wrap_characters
from rubin_tui.widgets.look import Typed
from rubin_tui.widgets.text_edit import Place, TextEdit

WORD_WRAP_LIMIT = 8_000
"""A longer text is broken anywhere: looking for words in 100 kB at every key would be felt."""

LONGEST_PASTE = 200_000
"""Characters; no question is that long."""


class TextLine(Typed, can_focus=True):
    """One row of text, or up to `most_rows` when `multiline`."""

    BINDINGS = bindings("text")
    DEFAULT_CSS = "TextLine { height: 1; }"

    multiline = False
    most_rows = 6

    def __init__(self, *, id: str | None = None, lead: str = " > ") -> None:
        super().__init__(id=id)
        self.edit = TextEdit()
        self.lead = lead
        self.placeholder = ""
        self._rows: list[tuple[int, int]] = [(0, 0)]
        self._first = 0
        self._wrapped: tuple[str, int] = ("", 0)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text

    @property
    def place(self) -> Place:
        """Text and caret, to come back to."""
        return self.edit.place

    def put(self, place: Place) -> None:
        """Show another text with its caret."""
        self.edit.put(place)
        self.changed()

    def clear(self) -> None:
        """Empty the field."""
        self.edit.clear()
        self.changed()

    def type(self, text: str) -> None:
        """Put `text` at the caret, as if typed or pasted."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.edit.insert(text if self.multiline else text.replace("\n", " "))
        self.changed()

    def changed(self) -> None:
        """The text or the caret is another one: repaint as little as shows it."""
        before = (self._rows, self._first, self._caret_at)
        self._flow()
        after = (self._rows, self._first, self._caret_at)
        if len(before[0]) != len(after[0]) and self.multiline:
            grew = self.visible_rows != self.size.height
            self.refresh(layout=grew)
            if grew:
                self.grew()
        elif before[1] != after[1]:
            self.refresh()
        else:
            rows = {before[2].y, after[2].y}
            for row in range(min(rows), max(rows) + 1):
                self.refresh(Region(0, row, self.size.width, 1))
        self._caret_at = after[2]

    def grew(self) -> None:
        """Called when the field takes another number of rows."""

    @property
    def visible_rows(self) -> int:
        """Rows the field takes at present."""
        return min(max(len(self._rows), 1), self.most_rows) if self.multiline else 1

    _caret_at = Offset(0, 0)

    @property
    def _text_width(self) -> int:
        return max(self.size.width - len(self.lead) - 1, 1)

    def _flow(self) -> None:
        width = self._text_width
        text = self.edit.text
        if (text, width) != self._wrapped:
            if self.multiline:
                broken = wrap if len(text) <= WORD_WRAP_LIMIT else wrap_characters
                self._rows = broken(text, width)
            else:
                self._rows = [(0, len(text))]
            self._wrapped = (text, width)
        row = self._caret_row()
        visible = self.visible_rows
        self._first = min(max(self._first, row - visible + 1, 0), row, max(len(self._rows) - visible, 0))
        self._caret_at = Offset(0, row - self._first)

    def _caret_row(self) -> int:
        caret = self.edit.caret
        low, high = 0, len(self._rows) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._rows[middle][0] <= caret:
                low = middle
            else:
                high = middle - 1
        return low

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows for the text as it breaks in this width."""
        if self.multiline and self.size.width != width:
            broken = wrap if len(self.edit.text) <= WORD_WRAP_LIMIT else wrap_characters
            self._rows = broken(self.edit.text, max(width - len(self.lead) - 1, 1))
        return self.visible_rows

    def render_line(self, y: int) -> Strip:
        """One row, with the caret when the field has the focus."""
        if y == 0 and self._wrapped[1] != self._text_width:
            self._flow()
        look = self.look
        style = look.palette
        width = self.size.width
        lead = self.lead if y == 0 and self._first == 0 else " " * len(self.lead)
        pieces: list[Piece] = [(lead, style.accent if self.has_focus else style.muted)]
        if not self.edit.text:
            return strip(
                [*pieces, *self._empty_row(width - len(lead))], width, style.text, self.look.signs.ellipsis
            )
        index = self._first + y
        if index >= len(self._rows):
            return Strip.blank(width, style.text)
        begin, end = self._rows[index]
        caret = self.edit.caret
        if not self.multiline:
            room = width - len(lead) - 1
            begin = max(0, caret - room) if end - begin > room else begin
            end = min(end, begin + room)
        here = self.has_focus and index == self._caret_row()
        if not here or caret < begin:
            return strip(
                [*pieces, (safe_text(self.edit.text[begin:end]), style.text)],
                width,
                style.text,
                self.look.signs.ellipsis,
            )
        text = safe_text(self.edit.text[begin:end])
        at = caret - begin
        under = text[at : at + 1]
        pieces += [(text[:at], style.text), (under or " ", style.caret), (text[at + 1 :], style.text)]
        return strip(pieces, width, style.text, self.look.signs.ellipsis)

    def _empty_row(self, width: int) -> list[Piece]:
        style = self.look.palette
        hint = clip(self.placeholder, max(width - 1, 0), self.look.signs.ellipsis)
        if not self.has_focus:
            return [(hint, style.muted)]
        return [(hint[:1] or " ", style.caret), (hint[1:], style.muted)]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Printable characters are text here."""
        return character is not None and character.isprintable()

    def takes(self, event: Key) -> bool:
        """Put in a typed character; False when the key is something else."""
        character = event.character
        if character is None or not character.isprintable() or event.key.startswith(("ctrl+", "alt+")):
            return False
        self.type(character)
        return True

    class TooLong(Message):
        """What is pasted is too long to be put in."""

        def __init__(self, size: int) -> None:
            super().__init__()
            self.size = size

    def on_paste(self, event: Paste) -> None:
        """Pasted text is put in and never sent."""
        event.stop()
        if len(event.text) > LONGEST_PASTE:
            self.post_message(self.TooLong(len(event.text)))
        else:
            self.type(event.text)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Put the caret where the mouse points."""
        index = self._first + event.y
        if self.edit.text and 0 <= index < len(self._rows):
            begin, end = self._rows[index]
            self.edit.move(min(begin + max(event.x - len(self.lead), 0), end) - self.edit.caret)
            self.changed()

    def on_focus(self) -> None:
        """Show the caret."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.refresh()

    def action_move(self, count: int) -> None:
        """Move the caret."""
        self.edit.move(count)
        self.changed()

    def action_move_word(self, direction: int) -> None:
        """Move the caret by a word."""
        self.edit.move_word(direction)
        self.changed()

    def action_edge(self, direction: int) -> None:
        """Move the caret to an end of the line."""
        self.edit.edge(direction)
        self.changed()

    def action_erase(self, count: int) -> None:
        """Delete a character."""
        self.edit.erase(count)
        self.changed()

    def action_erase_word(self) -> None:
        """Delete the word before the caret."""
        self.edit.erase_word()
        self.changed()

    def action_erase_line(self) -> None:
        """Delete to the beginning of the line."""
        self.edit.erase_line()
        self.changed()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.edit.undo():
            self.changed()
