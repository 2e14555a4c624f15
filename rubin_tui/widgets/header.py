"""The first row: where one is, whether all is well, language and theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from rubin_tui.engine.model import ImportEvent

EngineState = Literal["opening", "ok", "busy", "degraded", "failed"]


@dataclass(frozen=True, slots=True)
class States:
    """What the header says of the engine, the index and a running import."""

    engine: EngineState = "opening"
    index: EngineState = "opening"
    passages: int | None = None
    importing: ImportEvent | None = None


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
        switches = self._switch_pieces(theme=width >= 100)
        at = width
        self._switches = []
        for (text, _), name in reversed(switches):
            at -= len(text)
            if name:
                self._switches.append((at, at + len(text), name))
        right = [*self._states(words=width >= 100), *(piece for piece, _ in switches)]
        return between(left, right, width, style.text, self.look.signs.ellipsis)

    def _switch_pieces(self, theme: bool) -> list[tuple[Piece, str]]:
        look = self.look
        style = look.palette
        bar: tuple[Piece, str] = ((f" {look.signs.vertical} ", style.rule), "")
        language: tuple[Piece, str] = ((look.say("header.language"), style.muted), "language")
        end: tuple[Piece, str] = ((" ", style.text), "")
        if not theme:
            return [language, end]
        return [bar, language, bar, ((look.say(f"header.theme.{look.theme}"), style.muted), "theme"), end]

    def _states(self, words: bool) -> list[Piece]:
        look = self.look
        states = self.states
        pieces = self._part("engine", states.engine, words, "")
        count = ""
        if states.passages is not None and states.index == "ok":
            count = f" {states.passages:,}".replace(",", "\u00a0")
        pieces += self._part("index", states.index, words, count if words else "")
        if event := states.importing:
            percent = f" {event.position}/{event.total}"
            if words and event.stage in ("reading", "recognising") and event.pages:
                percent += f", {look.say('place.page', page=f'{event.page}/{event.pages}')}"
            pieces += self._part("import", "busy", words, percent)
        return pieces

    def _part(self, name: str, state: EngineState, words: bool, more: str) -> list[Piece]:
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
        if words:
            said = look.say(f"header.{name}")
            if state not in ("ok",) and name != "import":
                said += f" {look.say(f'header.state.{state}')}"
            pieces.append((f" {said}", style.muted))
        if more:
            pieces.append((more, style.text))
        pieces.append(("  " if words else " ", style.text))
        return pieces

    def on_click(self, event: Click) -> None:
        """The switches can be clicked."""
        for begin, end, name in self._switches:
            if begin <= event.x < end:
                self.post_message(self.Pressed(name))
