"""The part of the app that edits: messages of the middle panel, handed to the journeys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from rubin_tui.journeys.analyze import AnalyzeJourney
from rubin_tui.journeys.code import CodeJourney
from rubin_tui.journeys.commits import CommitsJourney
from rubin_tui.journeys.edit import EditJourney
from rubin_tui.journeys.form import FormJourney
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.navigation import NavigationJourney
from rubin_tui.journeys.saving import SavingJourney
from rubin_tui.journeys.symbols import SymbolsJourney
from rubin_tui.messages import Message
from rubin_tui.screens.main import MainScreen
from rubin_tui.settings import Settings
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.files import FilesPanel
from rubin_tui.widgets.sheet import ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine import Editing
    from rubin_tui.widgets.editor.code_view import CodeView
    from rubin_tui.widgets.symbol_sheet import SymbolSheet


class Programming(App[None], inherit_bindings=False):
    """Messages of pages and files in sight, and the actions that belong to them."""

    main: MainScreen

    def make_journeys(self, desk: Desk, settings: Settings, shelter: Path, *, looking: bool) -> None:
        """The journeys of pages and files; `shelter` is for texts that are not where they belong."""

        def editing() -> Editing:
            """What opens and saves: with the engine or without, a file can always be mended."""
            from rubin_tui.engine import Editing

            size, undo = settings.edit_size_limit_mb * 1_000_000, settings.edit_undo_mb * 1_000_000
            return Editing(shelter, size_limit=size, undo_bytes=undo)

        self.editing = EditJourney(desk)
        self.analyzing = AnalyzeJourney(desk)
        self.symbols = SymbolsJourney(desk)
        self.navigation = NavigationJourney(desk)
        self.commits = CommitsJourney(desk)
        self.saving = SavingJourney(desk, editing, shelter)
        self.form = FormJourney(desk)
        self.code = CodeJourney(desk, editing, looking=looking)

    @property
    def working(self) -> tuple[Journey, ...]:
        """All of them."""
        looking = (self.analyzing, self.symbols, self.navigation)
        return self.editing, self.code, self.saving, self.form, self.commits, *looking

    def action_stop(self) -> None:
        """Stop what runs, or go back to the prompt."""

    def on_page_view_page_wanted(self, message: EditorPanel.PageWanted) -> None:
        self.editing.turn(message.document_id, message.number, message.at_end)

    def on_editor_panel_jumped(self, message: EditorPanel.Jumped) -> None:
        self.editing.remember(message.spot)

    async def on_code_view_wanted(self, message: CodeView.Wanted) -> None:
        tab = self.main.editor.code.tab if self.main.editor.code is not None else None
        if message.what == "save" and tab is not None:
            self.saving.save(tab)
        elif message.what == "save_as" and tab is not None:
            await self.saving.ask_name(tab)
        elif message.what == "find":
            self.main.editor.find()
        elif message.what == "go":
            await self.code.ask_place()
        elif message.what == "form":
            await self.form.ask()
        else:
            self.action_stop()

    def on_code_view_refused(self, message: CodeView.Refused) -> None:
        self.main.notice(message.reason)

    def on_code_view_noted(self, message: CodeView.Noted) -> None:
        self.main.notice(message.note)
        self.main.tell_once(message.note)

    def on_code_view_copied(self, message: CodeView.Copied) -> None:
        self.copy_to_clipboard(message.text)
        self.main.notice(Message("code.copied", count=len(message.text)))

    async def on_symbol_sheet_chosen(self, message: SymbolSheet.Chosen) -> None:
        await self.symbols.chosen(message)

    def on_symbol_sheet_widened(self, message: SymbolSheet.Widened) -> None:
        self.symbols.widened(message.sheet)

    def on_files_panel_folder_opened(self, message: FilesPanel.FolderOpened) -> None:
        self.editing.list_folder(message.path)

    def on_files_panel_file_chosen(self, message: FilesPanel.FileChosen) -> None:
        self.editing.open_file(Path(message.path))

    def on_files_panel_document_chosen(self, message: FilesPanel.DocumentChosen) -> None:
        self.editing.open_document(message.document)

    # what the registry names

    async def action_open(self) -> None:
        await self.editing.open_anything()

    async def action_symbol(self) -> None:
        await self.symbols.offer()

    async def chosen_in_code(self, message: ListSheet.Chosen) -> bool:
        """A row of a sheet was chosen; False when it was none of the journeys here."""
        sheet, id = message.sheet, message.id
        return await self.code.chosen(sheet, id) or await self.navigation.chosen(sheet, id)

    def action_definition(self) -> None:
        self.navigation.definition()

    def action_references(self) -> None:
        self.navigation.references()

    async def action_back(self) -> None:
        await self.main.close_sheet()
        self.editing.back()

    async def action_form(self) -> None:
        await self.form.ask()

    def action_wrap(self) -> None:
        self.form.wrap()

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
