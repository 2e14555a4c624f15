"""Looking things up: a citation, a document, a file of the project; and back again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.code import Place as FilePlace
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Message, reason_of
from rubin_tui.widgets.editor.panel import Spot
from rubin_tui.widgets.files import FileEntry
from rubin_tui.widgets.sheet import Choice, ListSheet
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Document

MOST_FILES = 5_000
"""Files of the project that "open anything" offers."""
MOST_ROWS = 12
"""Rows of "open anything"."""
STEPS = 100
"""Places one can go back through."""
HIDDEN = frozenset(
    {".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv", ".mypy_cache", ".ruff_cache"}
)


class Step(NamedTuple):
    """Where one was: the panel, the text and caret of the prompt, what the editor showed."""

    panel: int
    prompt: Place
    spot: Spot | None
    document_id: str


class EditJourney(Journey):
    """Fills the middle panel and remembers the way."""

    group = "edit"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._steps: list[Step] = []

    # opening

    def open_citation(self, citation: Citation) -> None:
        """Show the page a quote stands on, the quote lit."""
        self.app.reading.open(citation.document_id, citation.page_number, citation)

    def open_document(self, document: Document) -> None:
        """Show the first page of a document."""
        self.app.reading.open(document.id, 0)

    def open_file(self, path: Path, line: int | None = None) -> None:
        """Open a file of the project; `line` is one of what is shown of it."""
        self.app.code.open(path, None if line is None else FilePlace(line, shown=True))

    def list_folder(self, path: str) -> None:
        """Tell the files panel what is in a folder."""
        self.work(self._list_folder, path)

    async def open_anything(self) -> None:
        """Offer the files of the project and the documents by their names."""
        rows = min(self.app.size.height - 8, MOST_ROWS)
        sheet = ListSheet("open.title", "open.hint", [], letters=False, rows=rows)
        await self.app.main.open_sheet(sheet)
        self.work(self._list_all, sheet, self.app.opening.engine)

    async def chosen(self, id: str) -> None:
        """Open what was chosen: a document, a file, a typed path."""
        await self.app.main.close_sheet()
        if id.startswith("document:"):
            self.app.reading.open(id.removeprefix("document:"), 0)
            return
        path = Path(id.removeprefix("file:")).expanduser()
        path = path if path.is_absolute() else self.app.project / path
        if path.is_dir():
            self.app.documents.add(path)
        else:
            self.open_file(path)

    # back

    @property
    def can_go_back(self) -> bool:
        """There is a place to go back to."""
        return bool(self._steps)

    def back(self) -> None:
        """Go back to where one was before the last thing was opened."""
        if not self._steps:
            self.app.main.show_panel(1)
            return
        main = self.app.main
        step = self._steps.pop()
        while self._steps and step == self._here():  # one is there already
            step = self._steps.pop()
        if step.spot is not None and not main.editor.go(step.spot) and step.document_id:
            self.app.reading.turn(step.document_id, step.spot.number)
        main.show_panel(step.panel)
        if step.panel == 1 and main.chat.prompt.place != step.prompt and not main.chat.prompt.text:
            main.chat.prompt.put(step.prompt)
        self._show_back()

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)

    def remember(self, spot: Spot | None = None) -> None:
        """One goes somewhere else now, and may want to come back: to `spot` if one has left already."""
        step = self._here() if spot is None else self._here()._replace(spot=spot)
        if not self._steps or self._steps[-1] != step:
            self._steps.append(step)
            del self._steps[:-STEPS]
        self._show_back()

    def _here(self) -> Step:
        main = self.app.main
        view = main.editor.view
        document = view.content.document_id if view else ""
        return Step(main.active_panel, main.chat.prompt.place, main.editor.spot, document)

    def _show_back(self) -> None:
        self.app.main.footer.can_go_back = self.app.main.titles.can_go_back = self.can_go_back

    # in threads

    def _list_folder(self, path: str) -> None:
        try:
            with os.scandir(path) as found:
                entries = [
                    FileEntry(entry.name, entry.path, entry.is_dir(follow_symlinks=False))
                    for entry in found
                    if entry.name not in HIDDEN
                ]
        except OSError as error:
            self.hand(
                self.app.main.tell, Message("file.unreadable", {"path": path, "reason": reason_of(error)})
            )
            return
        entries.sort(key=lambda entry: (not entry.is_folder, entry.name.casefold()))
        self.hand(self.app.main.files.show_folder, path, tuple(entries))

    def _list_all(self, sheet: ListSheet, engine: EngineFace | None) -> None:
        look = self.app.look
        choices = (
            []
            if engine is None
            else [
                Choice(f"document:{document.id}", safe_line(document.filename), look.say("open.document"))
                for document in engine.documents()
            ]
        )
        root = self.app.project
        files: list[Choice] = []
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in HIDDEN)
            for name in sorted(names):
                path = Path(folder, name)
                files.append(Choice(f"file:{path}", safe_line(str(path.relative_to(root)))))
            if len(files) >= MOST_FILES:
                break
        self.hand(sheet.offer, [*files[:MOST_FILES], *choices])
