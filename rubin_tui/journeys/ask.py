"""A message: from the prompt to the engine and back into the transcript."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rubin_tui.journeys.chats import OpenChat
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.told import Told
from rubin_tui.widgets.transcript import Slot
from rubin_tui.widgets.turns import Turn, turn_of

if TYPE_CHECKING:
    from rubin_tui.engine.model import AnswerEvent

READY = 3
"""Places of an answer whose pages are made ready: the ones that are opened."""


@dataclass
class Ticket:
    """A message on its way: its turn as far as it is, where that stands, the chat it belongs to."""

    turn: Turn
    slot: Slot
    chat: OpenChat
    is_read: bool = False


class AskJourney(Journey):
    """Questions are answered one after the other; more can be asked meanwhile. Commands do not wait."""

    group = "ask"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._waiting: list[Ticket] = []
        self._running: Ticket | None = None
        self._cancel = threading.Event()

    @property
    def busy(self) -> bool:
        """A question is being answered or waits for the engine."""
        return self._running is not None or bool(self._waiting)

    def submit(self, text: str) -> None:
        """Ask, or do what a command says; when the engine is not open yet the message waits for it."""
        chat = self.app.main.chat
        turn = Turn(text)
        self._waiting.append(Ticket(turn, chat.transcript.put(turn), self.app.chats.current))
        chat.prompt.suggest("", "")
        self._show_state()
        self.app.chats.then(self._read)
        self.app.opening.start()

    def stop(self) -> bool:
        """Stop what runs and forget what waits; False when nothing did."""
        if not self.busy:
            return False
        self._cancel.set()
        stopped = [*self._waiting, *([self._running] if self._running else [])]
        self._waiting.clear()
        for ticket in stopped:
            self._put(ticket, stage="stopped")
        self._show_state()
        return True

    def failed(self, problem: Message) -> None:
        """The worker ended with an error: the question says so."""
        if self._running is not None:
            self._put(self._running, stage="failed", problem=problem)
            self._ended(self._running)

    def _read(self) -> None:
        """Tell commands from questions, once the engine can."""
        engine = self.app.opening.engine
        if engine is None:
            return
        for ticket in [one for one in self._waiting if not one.is_read]:
            ticket.is_read = True
            self._show_again(ticket)
            try:
                command = engine.read_command(ticket.turn.question)
            except Failure as failure:
                self._waiting.remove(ticket)
                told = Told(ticket.turn.question, (failure.message,), problem=True)
                self.app.main.chat.transcript.change(ticket.slot, told)
                continue
            if command is not None:
                self._waiting.remove(ticket)
                self.app.commands.run(command, ticket.turn.question, ticket.slot)
        self._show_state()
        self._next()

    def _next(self) -> None:
        engine = self.app.opening.engine
        ready = next((ticket for ticket in self._waiting if ticket.is_read), None)
        if engine is None or self._running is not None or ready is None:
            return
        self._waiting.remove(ready)
        self._running = ready
        self.app.main.chat.scope.understood = ()  # of the question before
        ready.chat.title = ready.chat.title or ready.turn.question
        self._cancel = threading.Event()
        self._put(ready, stage="reading")
        self.work(self._work, engine, ready, self._cancel)

    def _work(self, engine: EngineFace, ticket: Ticket, cancel: threading.Event) -> None:
        try:
            ticket.chat.keep(engine, lambda id: self._answer(engine, id, ticket, cancel))
        except Failure as failure:
            if not cancel.is_set():
                self.hand(self._put_failure, ticket, failure.message)
        self.hand(self._ended, ticket)

    def _answer(self, engine: EngineFace, id: str, ticket: Ticket, cancel: threading.Event) -> None:
        for event in engine.ask_events(
            ticket.turn.question, chat_id=id, scope=ticket.chat.scope, cancel=cancel
        ):
            if cancel.is_set():
                break
            self.hand(self._event, ticket, event)

    def _put_failure(self, ticket: Ticket, problem: Message) -> None:
        self._put(ticket, stage="failed", problem=problem)

    def _event(self, ticket: Ticket, event: AnswerEvent) -> None:
        from rubin_tui.engine.model import Answered, Parsed, Searched

        if ticket.turn.stage == "stopped":
            return
        if isinstance(event, Parsed):
            self._put(ticket, keywords=event.keywords, topic=event.topic, readings=event.readings)
            self.app.main.chat.scope.understood = event.keywords
        elif isinstance(event, Searched):
            self._put(ticket, stage="searching", passages=event.passages)
        elif isinstance(event, Answered):
            ticket.turn = turn_of(event.answer)._replace(passages=ticket.turn.passages)
            self.app.main.chat.transcript.change_at_top(ticket.slot, ticket.turn)
            self.app.reading.prepare(*event.answer.citations[:READY])

    def _ended(self, ticket: Ticket) -> None:
        if ticket.turn.stage in ("reading", "searching"):
            self._put(ticket, stage="stopped")
        self._show_again(ticket)
        if self._running is ticket:
            self._running = None
        self._show_state()
        self.app.opening.look()
        self._next()

    def _show_again(self, ticket: Ticket) -> None:
        """The chat has left the transcript and come back meanwhile: the turn stands at its end."""
        transcript = self.app.main.chat.transcript
        if not transcript.holds(ticket.slot) and self.app.chats.shows(ticket.chat):
            ticket.slot = transcript.put(ticket.turn)

    def _put(self, ticket: Ticket, **changes: object) -> None:
        ticket.turn = ticket.turn._replace(**changes)  # type: ignore[arg-type]
        self.app.main.chat.transcript.change(ticket.slot, ticket.turn)

    def _show_state(self) -> None:
        chat = self.app.main.chat
        chat.hints.busy = self.busy
        self.app.main.footer.messages = sum(
            entry.messages for entry in chat.transcript.entries if isinstance(entry, Turn)
        )
