"""The first minutes: where are the manuals? Asked once, and only of somebody who has none here yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.actions import action, shown_keys
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.preferences import Offer, PreferencesJourney
from rubin_tui.messages import Message

if TYPE_CHECKING:
    from rubin_tui.engine import FoundFolder


class FirstMinutesJourney(Journey):
    """Has Enter on the empty prompt read in the folder that was found; Esc is "later"."""

    group = "first_minutes"

    def __init__(self, app: Desk, preferences: PreferencesJourney, environ: Mapping[str, str]) -> None:
        super().__init__(app)
        self._preferences = preferences
        self._environ = environ

    def start(self) -> None:
        """The engine is open: look, unless the person has documents."""
        if engine := self.app.opening.engine:
            self.work(self._look, engine)

    def typed(self, text: str) -> None:
        """A message was sent: after the offer was taken, the example question stands in the prompt."""
        offer = self._preferences.offered
        if offer is None:
            return
        self._preferences.offered = None
        if text in (offer.command("ru"), offer.command("en")):
            self._preferences.suggest()

    def later(self) -> bool:
        """Not now; False when nothing was offered."""
        if self._preferences.offered is None:
            return False
        self._preferences.offered = None
        self._preferences.suggest()
        return True

    def failed(self, problem: Message) -> None:
        """It could not be looked: the person knows where their manuals are."""
        self.app.main.tell(problem)

    def _look(self, engine: EngineFace) -> None:
        if any(document.origin == "user" for document in engine.documents()) or engine.unfinished_imports():
            return
        from rubin_tui.engine import find_manuals

        found = find_manuals(self._environ, self.app.project)
        if found is not None:
            self.hand(self._offer, found)

    def _offer(self, found: FoundFolder) -> None:
        prompt = self.app.main.chat.prompt
        if prompt.text or not prompt.example or self.app.main.sheet is not None:
            return  # the person is busy with something else already
        shown = _short(found.path, self._environ)
        self._preferences.offered = Offer(shown, found.pdfs)
        params = {"path": shown, "add": shown_keys(action("add")), "later": shown_keys(action("stop"))}
        self.app.main.say(Message("welcome.found", params, found.pdfs))
        self._preferences.suggest()


def _short(path: Path, environ: Mapping[str, str]) -> str:
    """A path as one types it."""
    home = environ.get("HOME", "")
    text = str(path)
    return f"~{text[len(home) :]}" if home and text.startswith(f"{home}/") else text
