"""The prompt: where questions are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.actions import SkipAction
from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.messages import Message as Sentence
from rubin_tui.widgets.text_edit import Place
from rubin_tui.widgets.text_line import TextLine

HISTORY = 200
LONGEST = 2_000
"""Characters of a message: the engine reads no longer question."""
MOST = 200_000
"""Characters that can stand in the prompt at all, to be shortened there."""
COMMAND_SIGNS = ("/", ".")
"""What a command begins with: the slash, or what its key sends with the Russian layout."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what is no text; tabs and line feeds are


class Prompt(TextLine):
    """Several rows of text; Enter sends, `\\` before Enter or Ctrl+J begins a new line.

    On an empty prompt Enter sends the example that stands there as a hint, while there is one.
    """

    BINDINGS = bindings("prompt")
    DEFAULT_CSS = "Prompt { height: auto; }"

    multiline = True

    class Submitted(Message):
        """A question is asked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Scrolled(Message):
        """The transcript is to be scrolled by pages."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    class CommandTyped(Message):
        """A command is being typed, "" when none is any more; `complete`: it is to be completed."""

        def __init__(self, text: str, complete: bool = False) -> None:
            super().__init__()
            self.text = text
            self.complete = complete

    class HistoryAsked(Message):
        """One of the messages written before is to be looked for."""

    class Refused(Message):
        """What was typed or pasted cannot be taken as it is; says why."""

        def __init__(self, why: Sentence) -> None:
            super().__init__()
            self.why = why

    class Edited(Message):
        """There is something to keep: comes once, and again after `kept`."""

    class Stepped(Message):
        """Another row of the list of commands is wanted."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class Grew(Message):
        """The prompt takes another number of rows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.example = ""
        self._history: list[str] = []
        self._shown: int | None = None
        self._draft = Place()
        self._commanding = False
        self._is_edited = False
        self.offered = ""
        """The command that stands lit in the list above, "" while there is none."""

    def kept(self) -> None:
        """What stands here is kept: tell when it changes."""
        self._is_edited = False

    def type(self, text: str) -> None:
        """As any line; what is too long, or no text, is left out and that is said."""
        if len(text) > 1:
            if len(text) + len(self.edit.text) > MOST:
                self._refuse("prompt.too_long_paste", count=len(text), limit=MOST)
                return
            clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
            left_out = len(text.replace("\r\n", "\n")) - len(clean)
            if left_out:
                self._refuse("prompt.no_text", count=left_out)
            text = clean
        super().type(text)

    def _refuse(self, id: str, count: int | None = None, **params: object) -> None:
        self.post_message(self.Refused(Sentence(id, params, count)))

    def suggest(self, example: str, placeholder: str) -> None:
        """Have Enter on an empty prompt ask `example`; `placeholder` says so. Both empty: nothing."""
        self.example, self.placeholder = example, placeholder
        self.refresh()

    def begin_with(self, place: Place) -> None:
        """Before the first frame: have a text stand here that was begun another time."""
        self.edit.text, self.edit.caret = place

    @property
    def history(self) -> tuple[str, ...]:
        """What was written before, the newest last."""
        return tuple(self._history)

    def remember(self, older: Sequence[str]) -> None:
        """Have what was written in other sessions stand before what was written in this one."""
        here = set(self._history)
        added = [text for text in older if text not in here]
        before = len(self._history)
        self._history = [*added, *self._history][-HISTORY:]
        if self._shown is not None:
            self._shown += len(self._history) - before

    def changed(self) -> None:
        """Another text: while a command is typed, say so."""
        super().changed()
        text = self.edit.text
        if not self._is_edited:
            self._is_edited = True
            self.post_message(self.Edited())
        if text.startswith(COMMAND_SIGNS) and "\n" not in text:
            self._commanding = True
            self.post_message(self.CommandTyped(text))
        elif self._commanding:
            self._commanding = False
            self.post_message(self.CommandTyped(""))

    def action_complete(self) -> None:
        """Complete the command; where there is none, Tab goes to the next part as everywhere."""
        edit = self.edit
        if not self._commanding or edit.caret != len(edit.text):
            raise SkipAction
        self.post_message(self.CommandTyped(edit.text, complete=True))

    def action_find(self) -> None:
        """Look for something written before."""
        self.post_message(self.HistoryAsked())

    def action_send(self) -> None:
        """Ask what is typed; a line that ends with a backslash goes on instead."""
        edit = self.edit
        if edit.caret == len(edit.text) and edit.text.endswith("\\"):
            edit.erase(-1)
            self.type("\n")
            return
        question = edit.text.strip() or self.example
        if not question:
            self._refuse("prompt.empty")
            return
        if len(question) > LONGEST:
            self._refuse("prompt.too_long", count=len(question), limit=LONGEST)
            return
        if self.offered and " " not in edit.text and edit.text != self.offered:
            self.post_message(self.CommandTyped(edit.text, complete=True))
            return
        self._history = [*(text for text in self._history if text != question), question][-HISTORY:]
        self._shown = None
        self.clear()
        self.post_message(self.Submitted(question))

    def take(self, command: str) -> None:
        """Have a command chosen from the list: done at once, or ready for what has to follow it."""
        self.put(Place(command, len(command)))
        self.post_message(self.CommandTyped(command, complete=True))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.type("\n")

    def action_vertical(self, direction: int) -> None:
        """Move by a row; at the first or last one through the questions asked before.

        While commands are offered, through them.
        """
        if self.offered:
            self.post_message(self.Stepped(direction))
            return
        row = self._caret_row() + direction
        if 0 <= row < len(self._rows):
            column = self.edit.caret - self._rows[row - direction][0]
            begin, end = self._rows[row]
            last = row == len(self._rows) - 1 or self.edit.text[end : end + 1] == "\n"
            self.edit.move(min(begin + column, end if last else end - 1) - self.edit.caret)
            self.changed()
            return
        self._recall(direction)

    def grew(self) -> None:
        """What stands above moves."""
        self.post_message(self.Grew())

    def action_scroll(self, pages: int) -> None:
        """Scroll the transcript without leaving the prompt."""
        self.post_message(self.Scrolled(pages))

    def _recall(self, direction: int) -> None:
        if self._shown is None:
            if direction > 0 or not self._history:
                return
            self._draft = self.place
            self._shown = len(self._history)
        shown = self._shown + direction
        if shown < 0:
            return
        if shown >= len(self._history):
            self._shown = None
            self.put(self._draft)
            return
        self._shown = shown
        text = self._history[shown]
        self.put(Place(text, len(text)))
