"""Opening the engine after the first frame, and saying how it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from rubin_tui.journeys.journey import Desk, EngineFace, Journey, OpenEngine
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import Profile, Settings
from rubin_tui.widgets.header import Analyzers, EngineState, States

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import AnalyzerState
    from rubin_tui.engine.model import Health

BUSY_AGAIN = 2.0
"""Seconds after which a part that was busy is asked again."""

DEGRADED_AGAIN = 10.0
"""As that, of a part that makes do."""


class OpeningJourney(Journey):
    """Owns the open engine until the app ends."""

    group = "opening"

    def __init__(self, app: Desk, open_engine: OpenEngine) -> None:
        super().__init__(app)
        self.engine: EngineFace | None = None
        self.problem: Message | None = None
        self._open_engine = open_engine
        self._context: AbstractContextManager[EngineFace] | None = None
        self._opening = False
        self._looks_again = False
        self._when_open: list[Callable[[], None]] = []

    def start(self) -> None:
        """Open the engine, unless it is open or being opened."""
        if self.engine is None and not self._opening:
            self._opening = True
            self.problem = None
            self.app.main.header.states = self._shown(engine="opening", index="opening")
            self.work(self._work)

    def then(self, do: Callable[[], None]) -> None:
        """Call `do` when the engine is open: now, or when it is."""
        if self.engine is not None:
            do()
        else:
            self._when_open.append(do)

    def close(self) -> None:
        """The app ends: close the engine."""
        context, self._context, self.engine = self._context, None, None
        if context is not None:
            context.__exit__(None, None, None)

    def look(self) -> None:
        """Ask the engine how it is and show it."""
        if self.engine is not None:
            self.work(self._health, self.engine)

    def failed(self, problem: Message) -> None:
        """It could not be opened: say so; the next question tries again."""
        self._opening = False
        self.problem = problem
        states = self._shown(engine="failed", index="failed")
        self.app.main.header.states = replace(states, locked=problem.id == "store.locked")
        self.app.main.tell(problem, Message("engine.retry"))

    def _work(self) -> None:
        try:
            context = self._open_engine()
            engine = context.__enter__()
        except Failure as failure:
            self.hand(self.failed, failure.message)
            return
        self.hand(self._opened, context, engine)

    def _opened(self, context: AbstractContextManager[EngineFace], engine: EngineFace) -> None:
        self._context, self.engine, self._opening = context, engine, False
        self.look()
        waiting, self._when_open = self._when_open, []
        for do in waiting:
            do()

    def _health(self, engine: EngineFace) -> None:
        self.hand(self._show, engine.health(), engine.stats().passages, engine.analyzers())

    def _show(self, health: Health, passages: int, analyzers: tuple[AnalyzerState, ...]) -> None:
        states = {part.name: part.state for part in health.parts}
        others = [state for name, state in states.items() if name not in ("index", "import")]
        order: tuple[EngineState, ...] = ("failed", "degraded", "busy")
        worst: EngineState = next((state for state in order if state in others), "ok")
        details = {part.name: part.detail for part in health.parts}
        waiting = details.get("import")
        self.app.main.header.states = replace(
            self._shown(engine=worst, index=states.get("index", "ok"), passages=passages),
            why=details.get("index"),
            waiting=(waiting.count or 0) if waiting is not None else 0,
            locked=False,
            analyzers=_counted(analyzers),
        )
        for part in health.parts:
            if part.state == "failed" and part.detail is not None:
                self.app.main.tell_once(part.detail)
        passing = {states.get("index"), states.get("import")}
        if not self._looks_again and passing & {"busy", "degraded"}:
            self._looks_again = True
            self.app.set_timer(BUSY_AGAIN if "busy" in passing else DEGRADED_AGAIN, self._look_again)

    def _look_again(self) -> None:
        self._looks_again = False
        self.look()

    def _shown(self, *, engine: EngineState, index: EngineState, passages: int | None = None) -> States:
        return replace(self.app.main.header.states, engine=engine, index=index, passages=passages)


def _counted(analyzers: tuple[AnalyzerState, ...]) -> Analyzers | None:
    if not analyzers:
        return None
    ready = sum(one.state == "ready" for one in analyzers)
    return Analyzers(ready, len(analyzers), tuple(one.id for one in analyzers if one.state == "failing"))


def open_engine_of(profile: Profile, settings: Settings) -> AbstractContextManager[EngineFace]:
    """The real engine; everything of weight is imported here, in the worker."""
    from rubin_tui.engine import Engine

    return Engine.open(profile, settings)
