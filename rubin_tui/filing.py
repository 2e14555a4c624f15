"""The part of the app that files: messages of the files panel and of what is found go to the journeys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from rubin_tui.journeys.documents import DocumentsJourney
from rubin_tui.journeys.edit import EditJourney
from rubin_tui.journeys.finding import FindingJourney
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.knowledge import KnowledgeJourney
from rubin_tui.journeys.looking import LookingJourney
from rubin_tui.journeys.naming import NamingJourney
from rubin_tui.journeys.tree import TreeJourney
from rubin_tui.screens.main import MainScreen
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.files import FilesPanel
from rubin_tui.widgets.sheet import PathSheet, QuestionSheet

if TYPE_CHECKING:
    from rubin_tui.engine import ProjectFiles
    from rubin_tui.widgets.find_sheet import FindSheet
    from rubin_tui.widgets.look_sheet import LookSheet


class Filing(App[None], inherit_bindings=False):
    """Messages of the files panel, of "open anything" and of the search through the project."""

    main: MainScreen
    documents: DocumentsJourney
    editing: EditJourney

    def make_filing(self, desk: Desk, data: Path) -> None:
        """The journeys of files; what is deleted is kept in the folder `data`."""
        made: list[ProjectFiles] = []

        def disk() -> ProjectFiles:
            from rubin_tui.engine import ProjectFiles

            if not made:
                made.append(ProjectFiles(desk.project, data / "trash"))
            return made[0]

        self.project_tree = TreeJourney(desk, disk)
        self.finding = FindingJourney(desk, disk)
        self.naming = NamingJourney(desk, disk, self.project_tree, self.finding.forget)
        self.looking = LookingJourney(desk, disk)
        self.knowledge = KnowledgeJourney(desk, disk, self.naming)

    @property
    def filing(self) -> tuple[Journey, ...]:
        """All of them."""
        return self.project_tree, self.naming, self.finding, self.looking, self.knowledge

    def on_unmount(self) -> None:
        """The app ends, and waits for its threads: nothing goes on in them."""
        self.project_tree.close()
        self.finding.close()
        self.looking.close()

    def action_stop(self) -> None:
        """Stop what runs, or go back to the prompt."""

    async def accept_name(self, message: PathSheet.Accepted) -> bool:
        """A path was typed into a sheet; False when it is none of ours."""
        return await self.naming.accept_path(message) or await self.knowledge.accept_path(message)

    async def answer_filing(self, message: QuestionSheet.Answered) -> None:
        """A question was answered, perhaps one of ours."""
        await self.naming.answer(message)
        await self.knowledge.answer(message)

    # the files panel

    def on_files_panel_folder_opened(self, message: FilesPanel.FolderOpened) -> None:
        self.project_tree.read(message.path)

    def on_files_panel_folders_changed(self, message: FilesPanel.FoldersChanged) -> None:
        self.project_tree.listen(message.paths)

    async def on_files_panel_chosen(self, message: FilesPanel.Chosen) -> None:
        node = message.node
        if node.document is not None:
            self.editing.open_document(node.document.id)
        elif node.kind == "file":
            self.editing.open_file(Path(node.key))
        elif node.kind == "unfinished":
            self.documents.resume()
        else:
            await self.knowledge.show_properties(node)

    async def on_files_panel_asked(self, message: FilesPanel.Asked) -> None:
        what, node = message.what, message.node
        if what == "leave":
            self.action_stop()
        elif what in ("look", "quiet", "no_quiet", "refresh"):
            self.project_tree.read_again()
        elif what == "properties":
            await self.knowledge.show_properties(node)
        elif what == "watch":
            await self.knowledge.ask_folder(node)
        elif what == "import" and node is not None and node.kind in ("file", "folder"):
            self.documents.add(Path(node.key))
        elif what == "delete" and node is not None and node.document is not None:
            await self.documents.ask_removal(node.document)
        elif what == "delete" and node is not None and node.folder is not None:
            await self.knowledge.ask_end(node.folder)
        else:
            await self.naming.do(what, node)

    def on_files_panel_filter_typed(self, message: FilesPanel.FilterTyped) -> None:
        self.finding.filter(message.text)

    def on_files_panel_pasted(self, message: FilesPanel.Pasted) -> None:
        self.knowledge.pasted(message.text)

    def on_editor_panel_tabs_changed(self, message: EditorPanel.TabsChanged) -> None:
        self.project_tree.show_open()
        self.looking.came_into_sight()
        if (spot := self.main.editor.spot) is not None:
            self.finding.opened(spot.key)

    def on_editor_panel_findings_came(self, message: EditorPanel.FindingsCame) -> None:
        self.project_tree.show_open()

    # what is found

    def on_find_sheet_typed(self, message: FindSheet.Typed) -> None:
        self.finding.typed(message.sheet)

    async def on_find_sheet_chosen(self, message: FindSheet.Chosen) -> None:
        await self.finding.chosen(message)

    def on_look_sheet_wanted(self, message: LookSheet.Wanted) -> None:
        self.looking.look(message.query)

    async def on_look_sheet_chosen(self, message: LookSheet.Chosen) -> None:
        await self.looking.chosen(message.row)

    # what the registry names

    async def action_open(self) -> None:
        await self.finding.offer()

    async def action_look(self) -> None:
        await self.looking.ask()

    def action_place(self, direction: int) -> None:
        self.looking.step(direction)

    async def action_watch(self) -> None:
        await self.knowledge.ask_folder(None)
