"""Looking for words in what was said: the database is asked in a thread, a found message comes into sight."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure
from rubin_tui.widgets.chat_search import ChatSearchSheet
from rubin_tui.widgets.sheet import Choice, ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine.model import ChatMatch

MOST_ROWS = 14
"""Rows of the list."""


class ChatSearchJourney(Journey):
    """Finds messages by their words, in the chat in sight or in all."""

    group = "chat_search"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._text = ""
        self._asked = 0
        self._answered = 0
        self._enter_waits = False
        self._found: list[ChatMatch] = []

    async def offer(self) -> None:
        """Put the list up, with the words looked for the last time."""
        everywhere = not self.app.chats.current.id
        rows = min(self.app.size.height - 8, MOST_ROWS)
        await self.app.main.open_sheet(ChatSearchSheet(rows, self._text, everywhere=everywhere))

    def look(self, sheet: ChatSearchSheet) -> None:
        """Look for what is typed now; what was asked before and is not answered yet is not shown."""
        self._text = sheet.text
        self._asked += 1
        self._enter_waits = False
        chat = "" if sheet.everywhere else self.app.chats.current.id
        self.app.opening.then(lambda: self._start(sheet, chat, self._asked))

    def _start(self, sheet: ChatSearchSheet, chat: str, number: int) -> None:
        engine = self.app.opening.engine
        if engine is not None and number == self._asked:
            self.work(self._find, engine, sheet, chat, number)

    def _find(self, engine: EngineFace, sheet: ChatSearchSheet, chat: str, number: int) -> None:
        if number != self._asked:  # another letter was typed meanwhile
            return
        try:
            found = engine.find_in_chats(sheet.text, chat_id=chat)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self._show, sheet, found, number)

    def _show(self, sheet: ChatSearchSheet, found: list[ChatMatch], number: int) -> None:
        if number == self._asked and sheet.is_attached:
            self._found, self._answered = found, number
            choices = [self._choice(at, match, sheet.everywhere) for at, match in enumerate(found)]
            if not choices and sheet.text.strip():
                choices = [Choice("", self.app.look.say("list.nothing"))]
            sheet.offer(choices)
            if self._enter_waits:
                self.app.call_later(self._go, sheet)

    def _choice(self, number: int, match: ChatMatch, everywhere: bool) -> Choice:
        look = self.app.look
        at = time.localtime(match.at)
        today = at[:3] == time.localtime()[:3]
        when = time.strftime("%H:%M" if today else "%Y-%m-%d", at)
        who = look.say("chat.you") if match.role == "user" else "Rubin"
        title = f"{safe_line(match.title)[:24]} {look.signs.dot} " if everywhere and match.title else ""
        return Choice(str(number), f"{title}{who}: {match.text}", when)

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A message was chosen: have it in sight; False when the list is not ours."""
        if not isinstance(message.sheet, ChatSearchSheet):
            return False
        if self._answered == self._asked:
            await self._go(message.sheet)
        else:  # what stands there was found for fewer letters
            self._enter_waits = True
        return True

    async def _go(self, sheet: ChatSearchSheet) -> None:
        self._enter_waits = False
        choice = sheet.current
        if choice is not None and choice.id and sheet.is_attached:
            match = self._found[int(choice.id)]
            await self.app.main.close_sheet()
            self.app.chats.open(match.chat_id, at=match.position, words=tuple(self._text.split()))
