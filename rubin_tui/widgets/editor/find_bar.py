"""The row one types into to look for something in a file. What is typed is looked for at once."""

from __future__ import annotations

from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.widgets.lines import between
from rubin_tui.widgets.text_line import TextLine


class FindBar(TextLine):
    """Below the text of the file in sight."""

    BINDINGS = bindings("find")

    class Asked(Message):
        """This is looked for now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Next(Message):
        """To the next place (or the one before)."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class Closed(Message):
        """Enough found."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._asked = ""
        self._said = ""

    def changed(self) -> None:
        """Look for what is typed now."""
        super().changed()
        if self.text != self._asked:
            self._asked = self.text
            self.post_message(self.Asked(self.text))

    def say(self, text: str) -> None:
        """Show how much was found; already safe."""
        if text != self._said:
            self._said = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """What is typed, and how much was found."""
        typed = super().render_line(y)
        if not self._said:
            return typed
        style = self.look.palette
        room = self.size.width - len(self._said) - 3
        left = [(segment.text, segment.style or style.text) for segment in typed.crop(0, max(room, 0))]
        return between(left, [(f" {self._said} ", style.muted)], self.size.width, style.text)

    def action_next(self, direction: int) -> None:
        """To the next place."""
        self.post_message(self.Next(direction))

    def action_close(self) -> None:
        """Back to the text."""
        self.post_message(self.Closed())
