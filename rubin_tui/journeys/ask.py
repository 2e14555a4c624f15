"""A message: from the prompt to the engine and back into the transcript."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.turns import Turn, links_of

if TYPE_CHECKING:
    from rubin_tui.engine.model import AnswerEvent


class AskJourney(Journey):
    """Questions are answered one after the other; more can be asked meanwhile."""

    group = "ask"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._waiting: deque[int] = deque()
        self._running: int | None = None
        self._cancel = threading.Event()

    @property
    def busy(self) -> bool:
        """A question is being answered or waits for the engine."""
        return self._running is not None or bool(self._waiting)

    def submit(self, question: str) -> None:
        """Ask; when the engine is not open yet the question waits for it."""
        chat = self.app.main.chat
        self._waiting.append(chat.transcript.add(Turn(question)))
        chat.prompt.suggest("", "")
        self._show_state()
        self.app.opening.then(self._next)
        self.app.opening.start()

    def stop(self) -> bool:
        """Stop what runs and forget what waits; False when nothing did."""
        if not self.busy:
            return False
        self._cancel.set()
        stopped = [*self._waiting] + ([self._running] if self._running is not None else [])
        self._waiting.clear()
        for number in stopped:
            self._put(number, stage="stopped")
        self._show_state()
        return True

    def failed(self, problem: Message) -> None:
        """The worker ended with an error: the question says so."""
        if self._running is not None:
            self._put(self._running, stage="failed", problem=problem)
        self._ended(self._running)

    def _next(self) -> None:
        engine = self.app.opening.engine
        if engine is None or self._running is not None or not self._waiting:
            return
        self._running = self._waiting.popleft()
        self._cancel = threading.Event()
        self._put(self._running, stage="reading")
        self.work(self._work, engine, self._running, self._turn(self._running).question, self._cancel)

    def _work(self, engine: EngineFace, number: int, question: str, cancel: threading.Event) -> None:
        try:
            for event in engine.ask_events(question, cancel=cancel):
                if cancel.is_set():
                    break
                self.hand(self._event, number, event)
        except Failure as failure:
            if not cancel.is_set():
                self.hand(self._put_failure, number, failure.message)
        self.hand(self._ended, number)

    def _put_failure(self, number: int, problem: Message) -> None:
        self._put(number, stage="failed", problem=problem)

    def _event(self, number: int, event: AnswerEvent) -> None:
        from rubin_tui.engine.model import Answered, Parsed, Searched

        if self._turn(number).stage == "stopped":
            return
        if isinstance(event, Parsed):
            self._put(number, keywords=event.keywords, topic=event.topic, readings=event.readings)
            self.app.main.chat.scope.understood = event.keywords
        elif isinstance(event, Searched):
            self._put(number, stage="searching", passages=event.passages)
        elif isinstance(event, Answered):
            answer = event.answer
            self._put(
                number,
                stage="answered",
                answer=answer,
                keywords=answer.keywords,
                topic=answer.topic,
                readings=answer.readings,
                links=links_of(answer),
            )

    def _ended(self, number: int | None) -> None:
        if number is not None and self._turn(number).stage in ("reading", "searching"):
            self._put(number, stage="stopped")
        self._running = None
        self._show_state()
        self.app.opening.look()
        self._next()

    def _turn(self, number: int) -> Turn:
        turn = self.app.main.chat.transcript.entries[number]
        assert isinstance(turn, Turn)
        return turn

    def _put(self, number: int, **changes: object) -> None:
        self.app.main.chat.transcript.replace(number, self._turn(number)._replace(**changes))  # type: ignore[arg-type]

    def _show_state(self) -> None:
        chat = self.app.main.chat
        chat.hints.busy = self.busy
        self.app.main.footer.messages = sum(
            entry.messages for entry in chat.transcript.entries if isinstance(entry, Turn)
        )
