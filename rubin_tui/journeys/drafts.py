"""The message that is being written: kept for each chat while it is typed, and there again after a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine.model import Draft
    from rubin_tui.journeys.chats import OpenChat

PAUSE = 0.5
"""Seconds after the first change in which more of it is waited for."""


class Kept(NamedTuple):
    """Where the draft of a chat was written last: a chat that has begun meanwhile has another place."""

    chat: OpenChat
    place: str


class DraftsJourney(Journey):
    """Writes the draft of the chat in sight into the database, at most once every `PAUSE`."""

    group = "drafts"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._last: Kept | None = None
        self._waits = False

    @property
    def unbegun(self) -> str:
        """The place of a chat that has not begun: each project has its own."""
        return f"new:{self.app.project}"

    def edited(self) -> None:
        """The prompt holds something else: keep it soon."""
        if not self._waits:
            self._waits = True
            self.app.set_timer(PAUSE, self._pause_over)

    def _pause_over(self) -> None:
        self._waits = False
        self.app.opening.then(self._keep)

    def _keep(self) -> None:
        engine = self.app.opening.engine
        prompt = self.app.main.chat.prompt
        prompt.kept()
        if engine is not None:
            self.work(self._write, engine, *self._moved(), prompt.place)

    def _moved(self) -> tuple[str, str]:
        """The place of the draft, and the one it stood at before its chat began, if it did."""
        chat = self.app.chats.current
        place = chat.id or self.unbegun
        last, self._last = self._last, Kept(chat, place)
        return place, last.place if last is not None and last.chat is chat and last.place != place else ""

    def _write(self, engine: EngineFace, place: str, before: str, now: Place) -> None:
        try:
            if before:
                engine.keep_draft(before, "")
            engine.keep_draft(place, now.text, now.caret)
        except Failure as failure:
            self.hand(self.app.main.tell_once, failure.message)

    def leave(self) -> None:
        """Another chat comes into sight: what is written in this one stays with it."""
        self._keep()
        self.app.main.chat.prompt.put(Place())
        self.app.main.chat.prompt.kept()

    def show(self, draft: Draft) -> None:
        """Put a kept draft into the prompt; where something is typed already, into the history."""
        prompt = self.app.main.chat.prompt
        if not draft.text or draft.text == prompt.text:
            return
        if prompt.text:
            prompt.remember([*prompt.history, draft.text])
        else:
            prompt.put(Place(draft.text, draft.caret))
            prompt.kept()

    def close(self) -> None:
        """The app ends: keep what is there now."""
        engine = self.app.opening.engine
        if engine is not None:
            self._write(engine, *self._moved(), self.app.main.chat.prompt.place)
