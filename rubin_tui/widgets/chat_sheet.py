"""The list of chats, and the line a chat's name is typed into."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.widgets.sheet import Choice, ListSheet, Sheet
from rubin_tui.widgets.text_edit import Place
from rubin_tui.widgets.text_line import TextLine


class ChatSheet(ListSheet):
    """Chats by their titles: typing filters, Enter opens, and keys for what else can be done with one."""

    BINDINGS = bindings("chats")

    class Asked(Message):
        """Something is to be done with a chat: "rename", "delete" or "export"."""

        def __init__(self, sheet: ChatSheet, what: str, choice: Choice) -> None:
            super().__init__()
            self.sheet = sheet
            self.what = what
            self.choice = choice

    def __init__(self, rows: int) -> None:
        super().__init__("chats.title", "chats.hint", [], letters=False, rows=rows)

    def action_with(self, what: str) -> None:
        """Do something with the chat one stands on."""
        choice = self.current
        if choice is not None:
            self.post_message(self.Asked(self, what, choice))


class NameLine(TextLine):
    """The line itself."""

    BINDINGS = bindings("name")

    def action_accept(self) -> None:
        """Take what is typed."""
        sheet = self.parent
        assert isinstance(sheet, NameSheet)
        self.post_message(NameSheet.Accepted(sheet, self.text.strip()))

    def action_close(self) -> None:
        """Go away."""
        self.post_message(Sheet.Closed())


class NameSheet(Sheet):
    """Asks for a name."""

    DEFAULT_CSS = "NameSheet { layout: vertical; height: 2; } NameSheet > NameLine { margin-top: 1; }"

    hint_message = "name.hint"

    class Accepted(Message):
        """This name; "" for the one it would have by itself."""

        def __init__(self, sheet: NameSheet, name: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.name = name

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.title_message = title
        self._present = name

    def compose(self) -> ComposeResult:
        """The line."""
        yield NameLine()

    def on_mount(self) -> None:
        """The present name stands there to be changed."""
        self.query_one(NameLine).put(Place(self._present, len(self._present)))
