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

from rich.console import Console
from textual import on
from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from rubin_tui import __version__, actions
from rubin_tui.conversing import Conversing
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.ask import AskJourney
from rubin_tui.journeys.chats import ChatsJourney
from rubin_tui.journeys.code import Wanted
from rubin_tui.journeys.commands import CommandsJourney
from rubin_tui.journeys.documents import DocumentsJourney
from rubin_tui.journeys.folders import FoldersJourney
from rubin_tui.journeys.journey import OpenEngine
from rubin_tui.journeys.opening import OpeningJourney, open_engine_of
from rubin_tui.journeys.preferences import PreferencesJourney
from rubin_tui.messages import Message, guess_locale
from rubin_tui.programming import Programming
from rubin_tui.screens.main import MainScreen
from rubin_tui.settings import Profile, Settings
from rubin_tui.terminal.clipboard import copy_sequence
from rubin_tui.terminal.key_queue import KeyQueue
from rubin_tui.terminal.layouts import physical_key
from rubin_tui.terminal.profile import TerminalProfile, driver_class, let_go
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.files import FilesPanel
from rubin_tui.widgets.footer import Footer
from rubin_tui.widgets.header import Header
from rubin_tui.widgets.look import ASCII, UNICODE, Look, Typed, textual_theme
from rubin_tui.widgets.sheet import ListSheet, PathSheet, QuestionSheet, Sheet
from rubin_tui.widgets.transcript import Transcript

if _collecting:
    gc.enable()

FRAME_OUT = 0.02
"""Seconds the first frame has to reach the terminal before anything else wants the processor."""


class RubinApp(Conversing, Programming, inherit_bindings=False):
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
    ) -> None:
        environ = os.environ if environ is None else environ
        self.project = project.absolute()
        self.terminal = TerminalProfile.find(environ, settings.remote)
        language = guess_locale(environ) if settings.language == "auto" else settings.language
        asks_language = settings.language == "auto" and not self.terminal.names_language
        self.look = Look(language, settings.theme, UNICODE if self.terminal.signs else ASCII)
        if clock is not None:
            self.look = self.look._replace(clock=clock)
        self._themes = {"dark": textual_theme("dark"), "light": textual_theme("light")}
        self.set_reactive(App.theme, settings.theme)
        super().__init__(driver_class=driver_class())
        self.animation_level = "none"
        if self.terminal.remote:
            self.console = Console(
                file=self.console.file,
                color_system="256",
                force_terminal=True,
                legacy_windows=False,
                emoji=False,
            )
        self.main = MainScreen(
            safe_line(self.project.name), str(self.project), __version__, remote=self.terminal.remote
        )
        self.opening = OpeningJourney(self, open_engine or partial(open_engine_of, profile, settings))
        self.chats = ChatsJourney(self)
        self.commands = CommandsJourney(self)
        self.asking = AskJourney(self)
        self.documents = DocumentsJourney(self)
        self.folders = FoldersJourney(self)
        self.make_journeys(self, settings, profile.data / "interrupted", looking=looking)
        self._files = files
        self.preferences = PreferencesJourney(self, profile, asks_language=asks_language)
        self._keys = KeyQueue(self)
        self._first_frame_stands = False

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our two themes."""
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
                asyncio.get_running_loop().add_signal_handler(number, self.exit)

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
        self.opening.then(self.folders.start)
        self.opening.start()
        self.editing.list_folder(str(self.project))
        self.saving.start()
        self.code.open_wanted(self._files)

    async def on_event(self, event: Event) -> None:
        """Keys by their place on the keyboard, in their order; none is lost while the screen is built."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.add(event)
        if self._first_frame_stands:
            self.main.footer.tick()
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
        """Into the clipboard of the person's terminal, through tmux too."""
        if self._driver is not None:
            self._driver.write(copy_sequence(text, tmux=self.terminal.tmux))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that failed in an unforeseen way: the journey says so, nothing else ends."""
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        problem = Message("screen.unexpected", {"kind": type(error).__name__, "text": str(error)[:500]})
        talking = (self.asking, self.chats, self.commands)
        keeping = (self.documents, self.folders)
        for journey in (self.opening, *talking, *keeping, *self.working, self.preferences):
            if journey.group == event.worker.group:
                journey.failed(problem)

    # messages of widgets, handed to the journeys

    async def on_files_panel_removal_asked(self, message: FilesPanel.RemovalAsked) -> None:
        await self.documents.ask_removal(message.document)

    async def on_question_sheet_answered(self, message: QuestionSheet.Answered) -> None:
        await self.documents.answer(message)
        await self.chats.answer(message)

    async def on_path_sheet_accepted(self, message: PathSheet.Accepted) -> None:
        if not (await self.chats.accept_path(message) or await self.saving.accept_path(message)):
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
        elif await self.chosen_in_code(message):
            pass
        elif not (await self.chats.chosen(message) or await self.commands.chosen(message)):
            await self.editing.chosen(message.id)

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

    def action_redraw(self) -> None:
        self._forget_screen()
        self.refresh()

    async def action_help(self) -> None:
        from rubin_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen())

    def action_stop(self) -> None:
        if self.main.active_panel == 3 and self.documents.stop():
            return
        if not self.asking.stop():
            self.main.show_panel(1)

    def action_copy(self) -> None:
        focused = self.focused
        if isinstance(focused, (Transcript, EditorPanel)):
            focused.action_copy()
        else:
            self.main.notice(Message("copy.quit", {"key": actions.shown_keys(actions.action("quit"))}))


def run(
    profile: Profile, settings: Settings, project: Path, files: Sequence[Wanted] = (), looking: bool = False
) -> int:
    """Open the screen, with these files, until the person leaves; returns the exit code."""
    gc.disable()
    app = RubinApp(profile, settings, project, files=files, looking=looking)
    try:
        app.run()
    finally:
        app.saving.rescue()
        app.analyzing.close()
        app.symbols.close()
        app.navigation.close()
        app.opening.close()
        let_go()
    return app.return_code or 0
