"""The part of the app that guides: health, documentation, tutorial, contact, the first minutes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from rubin_tui.screens.main import MainScreen
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.sheet import ListSheet, PathSheet
from rubin_tui.widgets.transcript import Transcript

if TYPE_CHECKING:
    from rubin_tui.journeys.first_minutes import FirstMinutesJourney
    from rubin_tui.journeys.health import HealthJourney
    from rubin_tui.journeys.journey import Desk, Journey
    from rubin_tui.journeys.preferences import PreferencesJourney
    from rubin_tui.journeys.support import SupportJourney
    from rubin_tui.journeys.tutorial import TutorialJourney
    from rubin_tui.settings import Profile
    from rubin_tui.widgets.health_list import HealthList

SEARCHES = ("/", ".")


class Guiding(App[None], inherit_bindings=False):
    """What opens from header and footer, and sees what the person does where the tutorial asks for it."""

    main: MainScreen

    preferences: PreferencesJourney
    profile: Profile
    environ: Mapping[str, str]

    # Each comes with its first use: the first frame waits for none of them.

    @cached_property
    def health(self) -> HealthJourney:
        """How everything is."""
        from rubin_tui.journeys.health import HealthJourney

        return HealthJourney(cast("Desk", self), self.profile)

    @cached_property
    def support(self) -> SupportJourney:
        """The manual and the report."""
        from rubin_tui.journeys.support import SupportJourney

        return SupportJourney(cast("Desk", self), self.profile)

    @cached_property
    def tutorial(self) -> TutorialJourney:
        """The tutorial."""
        from rubin_tui.journeys.tutorial import TutorialJourney

        return TutorialJourney(cast("Desk", self))

    @cached_property
    def first_minutes(self) -> FirstMinutesJourney:
        """The first minutes."""
        from rubin_tui.journeys.first_minutes import FirstMinutesJourney

        return FirstMinutesJourney(cast("Desk", self), self.preferences, self.environ)

    @property
    def guides(self) -> tuple[Journey, ...]:
        """Those that came."""
        here = vars(self)
        return tuple(
            here[name] for name in ("health", "support", "tutorial", "first_minutes") if name in here
        )

    async def take_path(self, message: PathSheet.Accepted) -> bool:
        """A path was typed; False when none of these asked for it."""
        return (
            await self.health.accept_path(message)
            or await self.support.accept_path(message)
            or await self.tutorial.accept_path(message)
        )

    async def take_choice(self, message: ListSheet.Chosen) -> bool:
        """A row was chosen; False when none of these offered it."""
        return await self.tutorial.chosen(message)

    async def run_action(self, action: Any, *arguments: Any, **named: Any) -> bool:
        """Every key and click that means something comes through here."""
        done = await super().run_action(action, *arguments, **named)
        name = action if isinstance(action, str) else action[1]
        if name.endswith("stop") and not self.main.sheet:
            self.first_minutes.later()
        if self._learning:
            self._tell_tutorial(name.rpartition(".")[2])
        return done

    @property
    def _learning(self) -> bool:
        return "tutorial" in vars(self) and self.tutorial.runs

    def _tell_tutorial(self, name: str) -> None:
        if name.startswith("finding("):
            self.tutorial.happened("finding")
        elif name in ("back", "help", "health"):
            self.tutorial.happened(name)

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        self.first_minutes.typed(message.text)
        if self._learning:
            self.tutorial.happened("search" if message.text.startswith(SEARCHES) else "ask")

    def on_transcript_citation_opened(self, message: Transcript.CitationOpened) -> None:
        if self._learning:
            self.tutorial.happened("cite")

    async def on_lesson_pressed(self) -> None:
        await self.tutorial.begin()

    async def on_health_list_repair_wanted(self, message: HealthList.RepairWanted) -> None:
        if message.id in ("backup", "report"):
            self.pop_screen()
            await (self.health.ask_backup() if message.id == "backup" else self.action_contact())
        else:
            await self.health.do(message.id)

    async def on_report_text_save_wanted(self) -> None:
        self.pop_screen()
        await self.support.ask_path()

    # what the registry names

    async def action_health(self) -> None:
        from rubin_tui.screens.health import HealthScreen

        if self.screen is self.main:
            screen = HealthScreen()
            await self.push_screen(screen)
            self.health.show(screen)

    async def action_contact(self) -> None:
        from rubin_tui.screens.report import ReportScreen

        if self.screen is self.main:
            screen = ReportScreen()
            await self.push_screen(screen)
            self.support.show(screen)

    def action_documentation(self) -> None:
        self.support.documentation()

    async def action_tutorial(self) -> None:
        await self.tutorial.begin()
