"""Language and theme: changed while it runs, and kept for the next time."""

from __future__ import annotations

from typing import NamedTuple

from rubin_tui.actions import action, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.commands import COMMANDS, command_words
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import Profile, save


class Offer(NamedTuple):
    """A folder with manuals that could be read in: its path as it is typed, and how many PDFs are in it."""

    shown: str
    pdfs: int

    def command(self, language: str) -> str:
        """What to type for it."""
        return f"{command_words(language)[COMMANDS.index('add')]} {self.shown}"


class PreferencesJourney(Journey):
    """Changes how everything looks and speaks, and writes it into the user's settings."""

    group = "preferences"

    def __init__(self, app: Desk, profile: Profile, *, asks_language: bool) -> None:
        super().__init__(app)
        self._profile = profile
        self._asks_language = asks_language
        self.offered: Offer | None = None

    def welcome(self) -> None:
        """What the first frame says."""
        said = [Message("welcome.private"), Message("welcome.add", {"key": shown_keys(action("add"))})]
        if self._asks_language:
            said.append(Message("welcome.language", {"key": shown_keys(action("language"))}))
        self.app.main.say(*said)
        self.suggest()

    def switch_language(self) -> None:
        """The other language."""
        self._change("language", "en" if self.app.look.language == "ru" else "ru")

    def switch_theme(self) -> None:
        """The other theme."""
        self._change("theme", "light" if self.app.look.theme == "dark" else "dark")

    def suggest(self) -> None:
        """Have the example question stand in the prompt, in the present language."""
        look = self.app.look
        if offer := self.offered:
            said = look.say("welcome.enter", offer.pdfs, path=safe_line(offer.shown))
            self.app.main.chat.prompt.suggest(offer.command(look.language), said)
            return
        example = look.say("chat.example")
        self.app.main.chat.prompt.suggest(example, look.say("chat.placeholder", example=example))

    def failed(self, problem: Message) -> None:
        """The settings were not written."""
        self.app.main.tell(problem)

    def _change(self, key: str, value: str) -> None:
        self.app.look = self.app.look._replace(**{key: value})  # type: ignore[arg-type]
        self.app.theme = self.app.look.theme
        if self.app.main.chat.prompt.example:
            self.suggest()
        self.app.main.look_changed()
        self.work(self._save, key, value)

    def _save(self, key: str, value: str) -> None:
        try:
            save(self._profile, **{key: value})
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
