"""RubinApp: composes the screen, owns the engine, hands messages of widgets to the journeys."""

# ruff: noqa: E402
from __future__ import annotations

import gc

# What is imported stays: looking for garbage among it meanwhile costs a tenth of the time to the first frame.
_collecting = gc.isenabled()
gc.disable()

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from textual import on
from textual.app import App
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from rubin_tui import __version__, actions
from rubin_tui.conversing import Conversing
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.filing import Filing
from rubin_tui.guiding import Guiding
from rubin_tui.journeys.code import Wanted
from rubin_tui.journeys.copying import CopyingJourney
from rubin_tui.journeys.documents import DocumentsJourney
from rubin_tui.journeys.faults import FaultsJourney
from rubin_tui.journeys.folders import FoldersJourney
from rubin_tui.journeys.journey import Journey, OpenEngine
from rubin_tui.journeys.opening import OpeningJourney, open_engine_of
from rubin_tui.journeys.preferences import PreferencesJourney, panels_of
from rubin_tui.journeys.session import SessionJourney
from rubin_tui.messages import Message, guess_locale
from rubin_tui.programming import Programming
from rubin_tui.screens.main import MainScreen
from rubin_tui.settings import Profile, Settings
from rubin_tui.terminal.colours import depth
from rubin_tui.terminal.faults import Accountable
from rubin_tui.terminal.key_queue import KeyQueue
from rubin_tui.terminal.layouts import physical_key
from rubin_tui.terminal.profile import TerminalProfile, driver_class
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.footer import Footer
from rubin_tui.widgets.header import Header
from rubin_tui.widgets.look import Look, Painted, Typed, signs_of, textual_themes
from rubin_tui.widgets.sheet import ListSheet, PathSheet, QuestionSheet, Sheet
from rubin_tui.widgets.transcript import Transcript

if TYPE_CHECKING:
    from rubin_tui.widgets.settings_list import SettingsList

if _collecting:
    gc.enable()

FRAME_OUT = 0.02
"""Seconds the first frame has to reach the terminal before anything else wants the processor."""


class RubinApp(Conversing, Programming, Filing, Guiding, Accountable, inherit_bindings=False):
    """The application. What happens is in the journeys; what is seen is in the widgets."""

    CSS_PATH = Path(__file__).with_name("styles.tcss")
    BINDINGS = actions.bindings("anywhere")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "Rubin"

    def __init__(
        self,
        profile: Profile,
        settings: Settings,
        project: Path,
        *,
        open_engine: OpenEngine | None = None,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], str] | None = None,
        files: Sequence[Wanted] = (),
        looking: bool = False,
        problems: Sequence[Message] = (),
    ) -> None:
        environ = os.environ if environ is None else environ
        self.project = project.absolute()
        self.terminal = TerminalProfile.find(environ, settings.remote)
        language = guess_locale(environ) if settings.language == "auto" else settings.language
        asks_language = settings.language == "auto" and not self.terminal.names_language
        self.look = Look(
            language, settings.theme, signs_of(settings.signs, self.terminal.signs), depth=depth(environ)
        )
        if clock is not None:
            self.look = self.look._replace(clock=clock)
        self._themes = textual_themes()
        self.set_reactive(App.theme, self.look.textual_theme)
        super().__init__(driver_class=driver_class())
        self.animation_level = "none"
        if self.terminal.remote:
            self.console = Console(
                file=self.console.file,
                color_system=self.terminal.colours,
                force_terminal=True,
                legacy_windows=False,
                emoji=False,
            )
        self.main = MainScreen(
            safe_line(self.project.name),
            str(self.project),
            __version__,
            remote=self.terminal.remote,
            panels=panels_of(settings),
        )
        self.opening = OpeningJourney(self, open_engine or partial(open_engine_of, profile, settings))
        self.make_conversation(self)
        self.documents = DocumentsJourney(self)
        self.folders = FoldersJourney(self)
        self.make_journeys(self, settings, profile.data / "interrupted", environ, looking=looking)
        self.make_filing(self, profile.data)
        self._files = files
        self.preferences = PreferencesJourney(self, profile, environ, problems, asks_language=asks_language)
        self.profile, self.environ = profile, environ
        self.faults = FaultsJourney(self, profile.log / "faults", environ, lambda: self.last_actions)
        self.copying = CopyingJourney(self, self.terminal, environ, profile.data / "copied", self._write)
        keeps = settings.session == "on" and not looking
        self.session = SessionJourney(
            self, profile.data / "sessions", profile.data / "interrupted", keeps=keeps
        )
        self.session.restore()
        self.signal = 0
        self._keys = KeyQueue(self)
        self._first_frame_stands = False

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes."""
        return self._themes

    def get_default_screen(self) -> Screen[None]:
        """The screen everything happens on."""
        return self.main

    # starting and ending

    def on_mount(self) -> None:
        """What the first frame says; the engine is opened after it."""
        self.preferences.welcome()
        if sys.platform != "win32":
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self._end_by, number)

    def _end_by(self, number: int) -> None:
        self.signal = number
        self.exit()

    async def on_ready(self) -> None:
        """The first frame stands: put in what was typed meanwhile, then begin to work."""
        self._first_frame_stands = True
        await self._keys.work_off()
        self.set_timer(FRAME_OUT, self._begin)

    def _begin(self) -> None:
        gc.freeze()
        gc.enable()
        self.chats.start()
        self.opening.then(self.documents.refresh)
        self.opening.then(self.knowledge.refresh)
        self.opening.then(self.folders.start)
        self.opening.then(lambda: self.first_minutes.start())
        self.opening.start()
        self.project_tree.start()
        self.saving.start()
        self.session.start()
        self.code.open_wanted(self._files)

    async def on_event(self, event: Event) -> None:
        """Keys by their place on the keyboard, in their order; none is lost while the screen is built."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
            if isinstance(event, MouseEvent):
                self.session.changed()
            return
        self._keys.add(event)
        if self._first_frame_stands:
            self.main.footer.tick()
            self.session.changed()
            await self._keys.work_off()

    async def take_key(self, event: Key | Paste) -> Widget | None:
        """Do what a key does; returns who got it, None when it was text and is done with."""
        focused = self.focused
        if isinstance(event, Key):
            if isinstance(focused, Typed) and focused.takes(event):
                return None
            typing = focused is not None and focused.check_consume_key(event.key, event.character)
            event = physical_key(event, typing)
        await super().on_event(event)
        return focused or self.screen

    def on_resize(self) -> None:
        """A terminal of another size shows nobody knows what."""
        self._forget_screen()

    def _forget_screen(self) -> None:
        thrift = getattr(self._driver, "thrift", None)
        if thrift is not None:
            thrift.forget()

    def copy_to_clipboard(self, text: str) -> None:
        """Into the clipboard of the person's own machine; what became of it is said."""
        self.copying.copy(text)

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that failed in an unforeseen way: the journey says so, nothing else ends."""
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        if error is not None and event.worker.group != self.faults.group:
            self.faults.happened(error)
        problem = Message("screen.unexpected", {"kind": type(error).__name__, "text": str(error)[:500]})
        keeping = (self.documents, self.folders)
        some = (*self.talking, *keeping, *self.working, *self.filing, *self.guides, *self._others)
        for journey in (self.opening, *some):
            if journey.group == event.worker.group:
                journey.failed(problem)

    @property
    def _others(self) -> tuple[Journey, ...]:
        return self.preferences, self.session, self.copying, self.faults

    # messages of widgets, handed to the journeys

    async def on_question_sheet_answered(self, message: QuestionSheet.Answered) -> None:
        await self.documents.answer(message)
        await self.chats.answer(message)
        await self.answer_filing(message)

    async def on_path_sheet_accepted(self, message: PathSheet.Accepted) -> None:
        ours = (
            await self.accept_name(message)
            or await self.chats.accept_path(message)
            or await self.saving.accept_path(message)
            or await self.take_path(message)
        )
        if not ours:
            await self.documents.accept(message.path)

    def on_path_sheet_completion_wanted(self, message: PathSheet.CompletionWanted) -> None:
        self.documents.complete(message.text)

    async def on_sheet_closed(self, message: Sheet.Closed) -> None:
        await self.main.close_sheet()

    async def on_list_sheet_chosen(self, message: ListSheet.Chosen) -> None:
        if message.sheet.title_message == "menu.title":
            await self.main.close_sheet()
            item = actions.action(message.id)
            owners = {"panels": self.main, "code": self.main.editor.code}
            await self.run_action(item.run, owners.get(item.where) or self)
        elif await self.chosen_in_code(message) or await self.take_choice(message):
            pass
        else:
            await self.chosen_in_chat(message)

    @on(Footer.Pressed)
    @on(Header.Pressed)
    async def _run_pressed(self, message: Footer.Pressed | Header.Pressed) -> None:
        await self.run_action(f"app.{message.action}")

    # what the registry names

    async def action_menu(self) -> None:
        await self.main.open_menu()

    async def action_add(self) -> None:
        await self.documents.ask_path()

    def action_language(self) -> None:
        self.preferences.switch_language()

    def action_theme(self) -> None:
        self.preferences.switch_theme()

    def on_main_screen_panels_changed(self, message: MainScreen.PanelsChanged) -> None:
        self.preferences.keep_panels(message.panels)

    def on_settings_list_wanted(self, message: SettingsList.Wanted) -> None:
        self.preferences.set(message.key, message.value, message.place)

    def look_changed(self) -> None:
        """Another language, theme or other signs: everything paints itself anew."""
        for screen in self.screen_stack:
            for widget in screen.query(Painted):
                widget.look_changed()

    def action_redraw(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Paint everything, as if the terminal showed nothing."""
        self._forget_screen()
        self.refresh()

    async def action_settings(self) -> None:
        await self.preferences.show()

    async def action_help(self) -> None:
        from rubin_tui.screens.help import HelpScreen, place_of

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen(place_of(self.focused)))

    def action_stop(self) -> None:
        if self.looking.stop() or (self.main.active_panel == 3 and self.documents.stop()):
            return
        if not self.asking.stop():
            self.main.show_panel(1)

    def action_copy(self) -> None:
        focused = self.focused
        if isinstance(focused, (Transcript, EditorPanel)):
            focused.action_copy()
        else:
            self.main.notice(Message("copy.quit", {"key": actions.shown_keys(actions.action("quit"))}))
