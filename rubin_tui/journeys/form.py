"""Form: encoding, line ends and broken lines of the file in sight, chosen from lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from rubin_tui.journeys.journey import Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.sheet import Choice

if TYPE_CHECKING:
    from rubin_tui.widgets.editor.code_tab import CodeTab

ENCODINGS = {
    "utf-8": "u",
    "cp1251": "w",
    "koi8-r": "k",
    "cp866": "d",
    "utf-16-le": "l",
    "utf-16-be": "b",
}
"""What is offered, and its key."""
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


class FormJourney(Journey):
    """How a file stands in its bytes, and on the screen."""

    group = "form"

    async def ask(self) -> None:
        """Ask what is to be another: how it is read, how it is saved, its line ends."""
        if (tab := self._tab()) is None:
            return
        say, form = self.app.look.say, tab.buffer.form
        rows = [
            Choice("read", say("form.read"), "", "r"),
            Choice("write", say("form.write"), form.encoding.upper(), "s"),
            Choice("bom", say("form.bom"), say("form.yes" if form.bom else "form.no"), "m"),
            Choice("lf", say("form.lf"), "", "l"),
            Choice("crlf", say("form.crlf"), "", "c"),
            Choice("cr", say("form.cr"), "", "o"),
        ]
        await self.app.code.offer("form.title", "", rows, partial(self._chosen, tab))

    def _chosen(self, tab: CodeTab, choice: str) -> None:
        if choice in ENDS:
            self._change(tab, tab.buffer.change_line_ends, ENDS[choice])
        elif choice == "bom":
            self._encode(tab, tab.buffer.form.encoding, bom=not tab.buffer.form.bom)
        else:
            self.app.call_later(self._ask_encoding, tab, choice == "read")

    async def _ask_encoding(self, tab: CodeTab, read: bool) -> None:
        if read and tab.buffer.modified:
            self.app.main.notice(Message("form.unsaved"))
            return
        now = tab.buffer.form.encoding
        rows = [
            Choice(name, name.upper(), self.app.look.say("form.now") if name == now else "", letter)
            for name, letter in ENCODINGS.items()
        ]

        def do(encoding: str) -> None:
            if read and tab.buffer.path is not None:
                self.app.code.replace(tab, tab.buffer.path, encoding=encoding)
            elif not read:
                self._encode(tab, encoding, bom=encoding.startswith("utf-16"))

        await self.app.code.offer("form.read" if read else "form.write", "", rows, do)

    def _encode(self, tab: CodeTab, encoding: str, *, bom: bool) -> None:
        if bom and not encoding.startswith("utf-"):
            self.app.main.notice(Message("form.no_bom", {"encoding": encoding.upper()}))
            return
        self._change(tab, partial(tab.buffer.change_encoding, bom=bom), encoding)

    def _change(self, tab: CodeTab, change: Callable[[Any], None], to: str) -> None:
        try:
            change(to)
        except Failure as failure:
            self.app.main.tell(failure.message)
            self.app.main.notice(failure.message)
            return
        self.app.main.editor.text_changed(tab)
        self.app.main.notice(Message("form.changed"))

    def wrap(self) -> None:
        """Break the lines of the file in sight to the width, or leave them long."""
        if (tab := self._tab()) is not None:
            tab.wrap(wraps=not tab.window.wraps)
            self.app.main.editor.text_changed(tab)
            self.app.main.notice(Message("form.wraps" if tab.window.wraps else "form.unbroken"))

    def _tab(self) -> CodeTab | None:
        code = self.app.main.editor.code
        if code is None or code.tab is None:
            self.app.main.notice(Message("analyze.open_one"))
            return None
        return code.tab
