"""The prompt: where questions are typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.actions import SkipAction
from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.widgets.text_edit import Place
from rubin_tui.widgets.text_line import TextLine

HISTORY = 200
COMMAND_SIGNS = ("/", ".")
"""What a command begins with: the slash, or what its key sends with the Russian layout."""


class Prompt(TextLine):
    """Several rows of text; Enter sends, `\\` before Enter or Ctrl+J begins a new line.

    On an empty prompt Enter sends the example that stands there as a hint, while there is one.
    """

    BINDINGS = bindings("prompt")
    DEFAULT_CSS = "Prompt { height: auto; max-height: 6; }"

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

    class Grew(Message):
        """The prompt takes another number of rows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.example = ""
        self._history: list[str] = []
        self._shown: int | None = None
        self._draft = Place()
        self._commanding = False

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
            return
        self._history = [*(text for text in self._history if text != question), question][-HISTORY:]
        self._shown = None
        self.clear()
        self.post_message(self.Submitted(question))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.type("\n")

    def action_vertical(self, direction: int) -> None:
        """Move by a row; at the first or last one through the questions asked before."""
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
