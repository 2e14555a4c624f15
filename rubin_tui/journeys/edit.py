"""Looking things up: a citation, a document, a file of the project; and back again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.journeys.code import Place as FilePlace
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Message
from rubin_tui.widgets.editor.panel import Spot
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation

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
        self.app.reading.open(citation.document_id, citation.page_number, citation)

    def open_document(self, document_id: str) -> None:
        """Show the first page of a document."""
        self.app.reading.open(document_id, 0)

    def open_file(self, path: Path, line: int | None = None) -> None:
        """Open a file of the project; `line` is one of what is shown of it."""
        self.app.code.open(path, None if line is None else FilePlace(line, shown=True))

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
