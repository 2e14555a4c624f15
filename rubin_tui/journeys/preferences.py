"""The settings: changed while it runs, on their screen or by a key, and kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.actions import action, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.commands import COMMANDS, command_words
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message, guess_locale
from rubin_tui.settings import PROJECT_FILE, Layer, Profile, Setting, Settings, what_stands, write
from rubin_tui.terminal.profile import TerminalProfile
from rubin_tui.widgets.layout import HIDDEN, Panels
from rubin_tui.widgets.look import THEMES, signs_of

if TYPE_CHECKING:
    from rubin_tui.widgets.settings_list import Place, SettingsList

LIVE = frozenset(
    {"language", "theme", "signs", "layout_chat_percent", "layout_hidden", "edit_wrap", "edit_tab_cells"}
)
"""What holds at once; the rest is read when Rubin starts."""
_ORDER: tuple[Layer, ...] = ("default", "user", "project", "environment", "flag")


def panels_of(settings: Settings) -> Panels:
    """How the settings want the panels."""
    hidden = next(name for name in HIDDEN if name == settings.layout_hidden)
    return Panels(settings.layout_chat_percent, hidden)


class Offer(NamedTuple):
    """A folder with manuals that could be read in: its path as it is typed, and how many PDFs are in it."""

    shown: str
    pdfs: int

    def command(self, language: str) -> str:
        """What to type for it."""
        return f"{command_words(language)[COMMANDS.index('add')]} {self.shown}"


class PreferencesJourney(Journey):
    """Changes how everything looks and speaks, and writes it into the settings."""

    group = "preferences"

    def __init__(
        self,
        app: Desk,
        profile: Profile,
        environ: Mapping[str, str],
        problems: Sequence[Message],
        *,
        asks_language: bool,
    ) -> None:
        """`problems` is what was wrong with the settings at the start."""
        super().__init__(app)
        self._profile = profile
        self._environ = environ
        self._problems = problems
        self._asks_language = asks_language
        self.offered: Offer | None = None
        self._list: SettingsList | None = None

    def welcome(self) -> None:
        """What the first frame says."""
        said = [Message("welcome.private"), Message("welcome.add", {"key": shown_keys(action("add"))})]
        if self._asks_language:
            said.append(Message("welcome.language", {"key": shown_keys(action("language"))}))
        self.app.main.say(*said)
        for problem in self._problems:
            self.app.main.tell(problem, Message("settings.defaults_hold"))
        self.suggest()

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

    # by a key

    def switch_language(self) -> None:
        """The other language."""
        self._change("language", "en" if self.app.look.language == "ru" else "ru")

    def switch_theme(self) -> None:
        """The next theme."""
        at = THEMES.index(self.app.look.theme) + 1
        self._change("theme", THEMES[at % len(THEMES)])

    def keep_panels(self, panels: Panels) -> None:
        """The panels shall stand so the next time too."""
        self._keep({"layout_chat_percent": panels.chat_percent, "layout_hidden": panels.hidden})

    def _change(self, key: str, value: str) -> None:
        self._apply(key, value)
        self._keep({key: value})

    def _keep(self, changes: Mapping[str, str | int | None]) -> None:
        def write_them() -> None:
            self._write(self._profile.settings_file, changes)

        self.work(write_them)

    # on the screen of settings

    async def show(self) -> None:
        """Open the screen."""
        from rubin_tui.screens.settings import SettingsScreen

        if self._list is not None and self._list.is_attached:
            return
        await self.app.main.close_sheet()
        found, problems = self._stands()
        screen = SettingsScreen(found, problems)
        self._list = screen.list
        await self.app.push_screen(screen)

    def set(self, key: str, value: str | int | None, place: Place) -> None:
        """Write a value into a file, or take it out of there."""
        path = self._profile.settings_file if place == "user" else self.app.project / PROJECT_FILE
        self.work(self._set, path, key, value, place)

    def _set(self, path: Path, key: str, value: str | int | None, place: Place) -> None:
        said = self._write(path, {key: value})
        found, _ = self._stands()
        now = next(one for one in found if one.key == key)
        if said is None:
            said = self._said(now, value, place)
        self.hand(self._changed, found, now, said)

    def _stands(self) -> tuple[tuple[Setting, ...], tuple[Message, ...]]:
        return what_stands(self._profile, project=self.app.project, environ=self._environ)

    def _said(self, now: Setting, value: object, place: Place) -> Message | None:
        """Why what was written does not hold, or not yet."""
        if _ORDER.index(now.layer) > _ORDER.index(place) and value is not None:
            return Message("settings.ruled", {"origin": now.origin})
        return None if now.key in LIVE else Message("settings.next_start")

    def _changed(self, found: tuple[Setting, ...], now: Setting, said: Message | None) -> None:
        self._apply(now.key, now.value)
        if self._list is not None and self._list.is_attached:
            self._list.show(found, said)

    # both

    def _apply(self, key: str, value: str | int) -> None:
        app = self.app
        if key == "language":
            spoken = guess_locale(self._environ) if value == "auto" else str(value)
            app.look = app.look._replace(language=spoken)
        elif key == "theme":
            app.look = app.look._replace(theme=str(value))
            app.theme = app.look.textual_theme
        elif key == "signs":
            terminal = TerminalProfile.find(self._environ)
            app.look = app.look._replace(signs=signs_of(str(value), terminal.signs))
        elif key == "layout_chat_percent":
            app.main.panels = app.main.panels._replace(chat_percent=int(value))
        elif key == "layout_hidden":
            app.main.panels = app.main.panels._replace(hidden=HIDDEN[HIDDEN.index(value)])
        elif key == "edit_wrap":
            app.code.wrap = str(value)
        elif key == "edit_tab_cells":
            app.code.tab_cells = int(value)
        if key in ("language", "theme", "signs"):
            if app.main.chat.prompt.example:
                self.suggest()
            app.look_changed()

    def _write(self, path: Path, changes: Mapping[str, str | int | None]) -> Message | None:
        """Write them; what there is to say of it."""
        try:
            aside = write(path, changes)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return failure.message
        if aside is None:
            return None
        said = Message("settings.set_aside", {"path": str(path), "aside": str(aside)})
        self.hand(self.app.main.tell, said)
        return said
