"""The part of the app that edits: messages of the middle panel, handed to the journeys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from rubin_tui.journeys.reading import ReadingJourney
from rubin_tui.journeys.saving import SavingJourney
from rubin_tui.journeys.session import SessionJourney
from rubin_tui.journeys.symbols import SymbolsJourney
from rubin_tui.messages import Message
from rubin_tui.screens.main import MainScreen
from rubin_tui.settings import Settings
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.editor.reader import Reader
from rubin_tui.widgets.sheet import ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine import Editing
    from rubin_tui.widgets.editor.code_view import CodeView
    from rubin_tui.widgets.editor.page_picture import PagePicture
    from rubin_tui.widgets.symbol_sheet import SymbolSheet


class Programming(App[None], inherit_bindings=False):
    """Messages of pages and files in sight, and the actions that belong to them."""

    main: MainScreen
    session: SessionJourney
    _drawn = ""

    def make_journeys(
        self, desk: Desk, settings: Settings, shelter: Path, environ: Mapping[str, str], *, looking: bool
    ) -> None:
        """The journeys of pages and files; `shelter` is for texts that are not where they belong."""

        def editing() -> Editing:
            """What opens and saves: with the engine or without, a file can always be mended."""
            from rubin_tui.engine import Editing

            size, undo = settings.edit_size_limit_mb * 1_000_000, settings.edit_undo_mb * 1_000_000
            return Editing(shelter, size_limit=size, undo_bytes=undo)

        self.editing = EditJourney(desk)
        self.reading = ReadingJourney(desk, environ)
        self.analyzing = AnalyzeJourney(desk)
        self.symbols = SymbolsJourney(desk)
        self.navigation = NavigationJourney(desk)
        self.commits = CommitsJourney(desk)
        self.saving = SavingJourney(desk, editing, shelter)
        self.form = FormJourney(desk)
        self.code = CodeJourney(
            desk, editing, looking=looking, wrap=settings.edit_wrap, tab_cells=settings.edit_tab_cells
        )

    @property
    def working(self) -> tuple[Journey, ...]:
        """All of them."""
        some = (self.editing, self.reading, self.code, self.saving, self.form, self.commits)
        return *some, self.analyzing, self.symbols, self.navigation

    def action_stop(self) -> None:
        """Stop what runs, or go back to the prompt."""

    def on_reader_page_wanted(self, message: Reader.PageWanted) -> None:
        self.reading.turn(message.document_id, message.number, at_end=message.at_end)

    async def on_reader_number_wanted(self) -> None:
        await self.reading.ask_number()

    def on_reader_no_quote(self) -> None:
        self.main.notice(Message("page.no_quote"))

    def on_reader_picture_wanted(self, message: Reader.PictureWanted) -> None:
        self.reading.look_at(message.picture)

    def on_page_picture_wanted(self, message: PagePicture.Wanted) -> None:
        if (picture := self.main.editor.picture) is not None:
            self.reading.draw(message, picture)

    def on_page_picture_placed(self, message: PagePicture.Placed) -> None:
        self._place(message)

    def _place(self, message: PagePicture.Placed) -> None:
        """Have the terminal draw a picture, or take the last one away."""
        from rubin_tui.terminal.pictures import placed, removed

        if self._driver is None:
            return
        if message.picture is None:
            before, self._drawn = self._drawn, ""
            self._driver.write(removed(before))
            if before == "sixel":
                self.redraw()
            return
        picture = message.picture
        self._drawn = picture.kind
        self._driver.write(placed(picture.kind, picture.data, message.row, message.column, rows=message.rows))

    def ask_terminal(self, question: str, answered: Callable[[str], None]) -> bool:
        """Ask the terminal; False when there is none that could answer."""
        ask = getattr(self._driver, "ask", None)
        if ask is None:
            return False
        ask(question, answered)
        return True

    def redraw(self) -> None:
        """Paint everything, as if the terminal showed nothing."""

    def on_editor_panel_wanted(self, message: EditorPanel.Wanted) -> None:
        self.session.wanted(message.key)

    def on_editor_panel_tabs_changed(self, message: EditorPanel.TabsChanged) -> None:
        self.session.tabs_changed()

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

    async def on_symbol_sheet_chosen(self, message: SymbolSheet.Chosen) -> None:
        await self.symbols.chosen(message)

    def on_symbol_sheet_widened(self, message: SymbolSheet.Widened) -> None:
        self.symbols.widened(message.sheet)

    # what the registry names

    async def action_symbol(self) -> None:
        await self.symbols.offer()

    async def chosen_in_code(self, message: ListSheet.Chosen) -> bool:
        """A row of a sheet was chosen; False when it was none of the journeys here."""
        sheet, id = message.sheet, message.id
        ours = await self.code.chosen(sheet, id) or await self.navigation.chosen(sheet, id)
        return ours or await self.reading.chosen(sheet, id)

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
