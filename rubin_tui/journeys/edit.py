"""Looking things up: a citation, a document, a file of the project; and back again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.journeys.code import Place as FilePlace
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.editor.content import Content, marked_lines
from rubin_tui.widgets.editor.panel import Spot
from rubin_tui.widgets.places import page_name
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Document, Page

STEPS = 100
"""Places one can go back through."""


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
        self._with_engine(self._read_page, citation.document_id, citation.page_number, citation, False, True)

    def open_document(self, document_id: str) -> None:
        """Show the first page of a document."""
        self._with_engine(self._read_page, document_id, 0, None, False, True)

    def turn(self, document_id: str, number: int, at_end: bool) -> None:
        """Show another page of the document in sight."""
        self._with_engine(self._read_page, document_id, number, None, at_end, False)

    def open_file(self, path: Path, line: int | None = None) -> None:
        """Open a file of the project."""
        self.app.code.open(path, None if line is None else FilePlace(line))

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
            self.turn(step.document_id, step.spot.number, False)
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

    def renamed(self, before: str, after: str) -> None:
        """A file has another key now: the way back leads to it."""
        for number, step in enumerate(self._steps):
            if step.spot is not None and step.spot.key == before:
                self._steps[number] = step._replace(spot=step.spot._replace(key=after))

    def _here(self) -> Step:
        main = self.app.main
        view = main.editor.view
        document = view.content.document_id if view else ""
        return Step(main.active_panel, main.chat.prompt.place, main.editor.spot, document)

    def _show_back(self) -> None:
        self.app.main.footer.can_go_back = self.app.main.titles.can_go_back = self.can_go_back

    # in threads

    def _with_engine(self, job: object, *args: object) -> None:
        engine = self.app.opening.engine
        if engine is not None:
            self.work(job, engine, *args)  # type: ignore[arg-type]

    def _read_page(
        self,
        engine: EngineFace,
        document_id: str,
        number: int,
        citation: Citation | None,
        at_end: bool,
        new_step: bool,
    ) -> None:
        try:
            page = engine.library.page(document_id, number)
            document = engine.document(document_id)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        if citation is not None and _is_file(document, citation):
            self.hand(self.open_file, Path(document.path), citation.line_start)
            return
        self.hand(self._show_page, page, document, citation, at_end, new_step)

    # on the interface thread

    def _show_page(
        self, page: Page, document: Document, citation: Citation | None, at_end: bool, new_step: bool
    ) -> None:
        if new_step:
            self.remember()
        look = self.app.look
        name = page_name(page, look)
        marks = {} if citation is None else marked_lines(page.text, citation.start, citation.end)
        content = Content(
            key=f"document:{document.id}",
            title=f"{document.filename} {name}".rstrip(),
            lines=tuple(page.text.split("\n")),
            wraps=True,
            numbered=page.index is None,
            first_line=page.first_line,
            marks=marks,
            filename=f"{document.filename} · {name}" if name else document.filename,
            document_id=document.id,
            number=page.number,
            pages=document.pages,
            citation=citation,
        )
        main = self.app.main
        main.editor.show(content, at_end=at_end)
        if new_step:
            main.show_panel(2)


def _is_file(document: Document, citation: Citation) -> bool:
    """Whether a quote out of the project or the notes is to be read in its file, where it can be edited."""
    return (
        citation.origin in ("project", "note")
        and document.type in ("code", "text", "markdown", "rst")
        and Path(document.path).is_file()
        and document.path != ""
    )
