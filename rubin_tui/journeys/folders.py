"""Folders: the open project becomes a source, and what changes on the disk is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document


class FoldersJourney(Journey):
    """Has the engine keep folders in step, and shows what came of it, whichever Rubin did it."""

    group = "folders"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._seen: tuple[Document, ...] | None = None

    def start(self) -> None:
        """The engine is open: begin."""
        if engine := self.app.opening.engine:
            self.work(self._begin, engine)

    def failed(self, problem: Message) -> None:
        """It could not begin; questions are answered all the same."""
        self.app.main.tell(problem)

    # in threads

    def _begin(self, engine: EngineFace) -> None:
        try:
            engine.open_project(self.app.project)
        except Failure as failure:
            self.hand(self.app.main.tell_once, failure.message)
        engine.keep_in_step(lambda: self._changed(engine))

    def _changed(self, engine: EngineFace) -> None:
        """The database changed; what is shown need not have."""
        documents = tuple(engine.documents())
        if documents != self._seen:
            self._seen = documents
            self.hand(self.app.documents.refresh)
        for folder in engine.folders():
            if folder.problem is not None and (
                folder.kind != "project" or folder.path == str(self.app.project)
            ):
                self.hand(self.app.main.tell_once, folder.problem)
