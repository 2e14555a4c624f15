"""The part of the app that edits: messages of the middle panel, handed to the journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from rubin_tui.journeys.analyze import AnalyzeJourney
from rubin_tui.journeys.code import CodeJourney
from rubin_tui.journeys.edit import EditJourney
from rubin_tui.messages import Message
from rubin_tui.screens.main import MainScreen
from rubin_tui.widgets.editor.panel import EditorPanel

if TYPE_CHECKING:
    from rubin_tui.widgets.editor.code_view import CodeView


class Programming(App[None], inherit_bindings=False):
    """Messages of pages and files in sight, and the actions that belong to them."""

    main: MainScreen
    analyzing: AnalyzeJourney
    code: CodeJourney
    editing: EditJourney

    def action_stop(self) -> None:
        """Stop what runs, or go back to the prompt."""

    def on_editor_panel_page_wanted(self, message: EditorPanel.PageWanted) -> None:
        self.editing.turn(message.document_id, message.number, message.at_end)

    async def on_code_view_wanted(self, message: CodeView.Wanted) -> None:
        if message.what == "save":
            self.code.save()
        elif message.what == "find":
            self.main.editor.find()
        elif message.what == "go":
            await self.code.ask_place()
        else:
            self.action_stop()

    def on_code_view_refused(self, message: CodeView.Refused) -> None:
        self.main.notice(message.reason)

    def on_code_view_copied(self, message: CodeView.Copied) -> None:
        self.copy_to_clipboard(message.text)
        self.main.notice(Message("copy.done"))

    # what the registry names

    def action_analyze(self) -> None:
        self.analyzing.analyze()

    def action_finding(self, direction: int) -> None:
        self.analyzing.step(direction)

    async def action_problems(self) -> None:
        await self.main.close_sheet()
        if self.main.editor.code is None:
            self.main.notice(Message("analyze.open_one"))
            return
        self.main.show_panel(2)
        self.main.editor.show_problems(focus=True)

    async def action_close_tab(self) -> None:
        await self.main.close_sheet()
        await self.code.close_tab()

    async def action_quit(self) -> None:
        await self.code.may_quit(self.exit)
