"""The first row: where one is, whether all is well, language and theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between, cells
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from rubin_tui.engine.model import ImportEvent
    from rubin_tui.messages import Message as Said

EngineState = Literal["opening", "ok", "busy", "degraded", "failed"]
WHOLE, FULL, SHORT, TROUBLE, SIGNS = range(5)
"""How much the states say: everything; in sentences; in few words; words only for what is not well; signs."""
EXPLAINED = frozenset(
    {"index.mending", "index.makes_do", "index.locked", "index.lost", "index.behind", "index.written"}
)
"""What the index says of itself that the header has words for."""


@dataclass(frozen=True, slots=True)
class States:
    """What the header says of the engine, the index and a running import.

    `why` is what the index says of itself when it is not well; `waiting` counts files of an import that
    nobody here watches; `locked`: another Rubin has the database; `analyzers` once one was needed.
    """

    engine: EngineState = "opening"
    index: EngineState = "opening"
    passages: int | None = None
    importing: ImportEvent | None = None
    why: Said | None = None
    waiting: int = 0
    locked: bool = False
    analyzers: Analyzers | None = None


class Analyzers(NamedTuple):
    """How many analyzers are ready, of how many, and the names of those that fail."""

    ready: int
    total: int
    failing: tuple[str, ...] = ()


class Header(Painted):
    """Name and project on the left; states and switches on the right."""

    DEFAULT_CSS = "Header { height: 1; }"

    states: reactive[States] = reactive(States())
    """What is shown of the engine."""

    class Pressed(Message):
        """A switch was clicked: the action to run."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, project: str, version: str, *, remote: bool) -> None:
        super().__init__()
        self._project = project
        self._version = version
        self._remote = remote
        self._switches: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """Everything on one row; words go before signs when it is narrow."""
        width = self.size.width
        style, signs = self.look.palette, self.look.signs
        version = f" {self._version}" if width >= 100 else ""
        left: list[Piece] = [
            (" Rubin", style.strong),
            (version, style.muted),
            (f" {signs.into} ", style.muted),
            (safe_line(self._project), style.text),
        ]
        if self._remote:
            left.append(("   SSH" if width >= 100 else " SSH", style.accent))
        left.append(("  ", style.text))
        switches = self._switch_pieces(words=width >= 100)
        at = width
        self._switches = []
        for (text, _), name in reversed(switches):
            at -= len(text)
            if name:
                self._switches.append((at, at + len(text), name))
        room = width - cells(left) - sum(len(text) for (text, _), _ in switches)
        states = self._states(room)
        self._switches.append((at - cells(states), at, "health"))
        right = [*states, *(piece for piece, _ in switches)]
        return between(left, right, width, style.text, self.look.signs.ellipsis)

    def _switch_pieces(self, words: bool) -> list[tuple[Piece, str]]:
        look = self.look
        style = look.palette
        bar: tuple[Piece, str] = ((f" {look.signs.vertical} ", style.rule), "")
        language: tuple[Piece, str] = ((look.say("header.language"), style.muted), "language")
        end: tuple[Piece, str] = ((" ", style.text), "")
        if not words:
            return [language, end]
        theme: tuple[Piece, str] = ((look.say("header.theme"), style.muted), "theme")
        settings: tuple[Piece, str] = ((look.say("header.settings"), style.muted), "settings")
        close: tuple[Piece, str] = ((look.signs.vertical, style.rule), "")
        return [bar, language, close, theme, close, settings, end]

    def _states(self, room: int) -> list[Piece]:
        """The states, with as many words as there is room for."""
        for detail in (WHOLE, FULL, SHORT, TROUBLE, SIGNS):
            pieces = self._said(detail)
            if cells(pieces) <= room:
                return pieces
        return pieces

    def _said(self, detail: int) -> list[Piece]:
        look = self.look
        states = self.states
        process = f" {look.say('header.in_process')}" if detail == WHOLE and states.engine == "ok" else ""
        pieces = self._part("engine", states.engine, detail, process)
        more = ""
        if states.passages is not None and states.index == "ok" and detail <= SHORT:
            more = f" {states.passages:,}".replace(",", "\u00a0")
        pieces += self._part("index", states.index, detail, more)
        if event := states.importing:
            percent = f" {event.position}/{event.total}"
            if detail == WHOLE and event.stage in ("reading", "recognising") and event.pages:
                percent += f", {look.say('place.page', page=f'{event.page}/{event.pages}')}"
            if detail <= FULL:
                percent += f", {look.say('header.may_ask')}"
            pieces += self._part("import", "busy", detail, percent)
        elif states.waiting:
            words = look.say("header.waiting", count=states.waiting)
            pieces += self._part("import", "busy", detail, f": {words}" if detail <= SHORT else f" {words}")
        if states.analyzers is not None:
            ready, total, failing = states.analyzers
            named = f" {ready}/{total}" + (f": {', '.join(map(safe_line, failing))}" if failing else "")
            pieces += self._part("analyzers", "degraded" if failing else "ok", detail, named)
        return pieces

    def _part(self, name: str, state: EngineState, detail: int, more: str = "") -> list[Piece]:
        look = self.look
        style, signs = look.palette, look.signs
        sign, colour = {
            "opening": (signs.not_found, style.muted),
            "ok": (signs.found, style.ok),
            "busy": (signs.maybe, style.warn),
            "degraded": (signs.warning, style.warn),
            "failed": (signs.warning, style.bad),
        }[state]
        pieces: list[Piece] = [(sign, colour)]
        troubled = state not in ("ok", "opening") and name != "import"
        if detail <= SHORT or (troubled and detail == TROUBLE):
            said = look.say(f"header.{name}")
            if name not in ("import", "analyzers") and state != "ok":
                said += f" {self._trouble(name, state, detail)}"
            pieces.append((f" {said}", style.muted))
        if more and (detail <= SHORT or name == "import" or (troubled and detail == TROUBLE)):
            pieces.append((more, style.text))
        pieces.append(("  " if detail <= SHORT else " ", style.text))
        return pieces

    def _trouble(self, name: str, state: EngineState, detail: int) -> str:
        why = self.states.why
        if name == "engine" and self.states.locked:
            return self.look.say("header.locked")
        if name != "index" or why is None or why.id not in EXPLAINED:
            return self.look.say(f"header.state.{state}")
        return self.look.say(f"header.{'why' if detail <= FULL else 'brief'}.{why.id}")

    def spots(self) -> Iterable[tuple[int, int]]:
        """The switches."""
        return ((begin, 0) for begin, _, _ in self._switches)

    def on_click(self, event: Click) -> None:
        """The switches and the states can be clicked."""
        for begin, end, name in self._switches:
            if begin <= event.x < end:
                self.post_message(self.Pressed(name))
