"""Looking for words in the chats: what is typed is looked for at once, in this chat or in all."""

from __future__ import annotations

from textual.events import Key
from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.widgets.sheet import Choice, ListSheet


class ChatSearchSheet(ListSheet):
    """The messages found; Tab looks in all chats, or in this one again."""

    BINDINGS = bindings("chat_search")

    class Asked(Message):
        """These words are to be looked for."""

        def __init__(self, sheet: ChatSearchSheet) -> None:
            super().__init__()
            self.sheet = sheet

    def __init__(self, rows: int, text: str, *, everywhere: bool) -> None:
        super().__init__("chat_search.title", "chat_search.hint", [], letters=False, rows=rows)
        self.everywhere = everywhere
        self._edit.insert(text)
        self._say_where()

    def _say_where(self) -> None:
        self.title_message = "chat_search.title_all" if self.everywhere else "chat_search.title"
        self.hint_message = "chat_search.hint_one" if self.everywhere else "chat_search.hint"

    def on_mount(self) -> None:
        """What was looked for the last time is looked for again."""
        self._ask()

    def action_everywhere(self) -> None:
        """Look in all chats, or in this one."""
        self.everywhere = not self.everywhere
        self._say_where()
        self._ask()
        self.refresh()

    def _found(self) -> list[Choice]:
        return self._choices  # the chats were asked; nothing is to be filtered here

    def on_key(self, event: Key) -> None:
        """What is typed is looked for."""
        before = self.text
        super().on_key(event)
        if self.text != before:
            self._ask()

    def action_erase(self, count: int) -> None:
        """Delete a typed character."""
        super().action_erase(count)
        self._ask()

    def action_erase_word(self) -> None:
        """Delete a typed word."""
        super().action_erase_word()
        self._ask()

    def action_erase_line(self) -> None:
        """Delete what is typed."""
        super().action_erase_line()
        self._ask()

    def _ask(self) -> None:
        self.post_message(self.Asked(self))
