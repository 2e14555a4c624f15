"""The line on top of the files: what is typed there is what the rows have to hold."""

from __future__ import annotations

from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.widgets.text_line import TextLine


class FilterLine(TextLine):
    """Typing finds, the arrows choose, Enter opens, Esc ends it."""

    BINDINGS = bindings("filter")
    DEFAULT_CSS = "FilterLine { dock: top; height: 1; }"

    class Typed(Message):
        """Another text."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        """What is to be done: "open", "close", "up", "down"."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    _told = ""

    def changed(self) -> None:
        """Tell of another text."""
        super().changed()
        if self.text != self._told:
            self._told = self.text
            self.post_message(self.Typed(self.text))

    def action_done(self, what: str) -> None:
        """Enter, Esc, the arrows."""
        self.post_message(self.Done(what))
