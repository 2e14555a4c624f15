"""Documents: from a path to the knowledge base, and out of it again."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.sheet import PathSheet, QuestionSheet

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, ImportEvent

SHOW_EVERY = 0.2
"""Seconds between two shown steps of an import: more would only cost the line."""
LIST_EVERY = 1.0
"""Seconds between two times the list takes in what came: each is work for the whole of it."""
MOST_PROBLEMS = 5
"""Files named one by one when their import failed."""


class DocumentsJourney(Journey):
    """One import at a time; its documents can be asked about one by one."""

    group = "documents"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._cancel: threading.Event | None = None
        self._removing: tuple[QuestionSheet, Document] | None = None
        self._documents: tuple[Document, ...] = ()

    def refresh(self) -> None:
        """Show the documents as they are now."""
        if engine := self.app.opening.engine:
            self.work(self._list, engine)

    async def ask_path(self) -> None:
        """Ask which file or folder is to be read in."""
        await self.app.main.open_sheet(PathSheet())

    def complete(self, text: str) -> None:
        """Find how the typed path can go on."""
        self.work(self._complete, text)

    async def accept(self, text: str) -> None:
        """Read in what stands at the typed path."""
        sheet = self.app.main.sheet
        if not text:
            await self.app.main.close_sheet()
            return
        path = Path(text).expanduser()
        path = path if path.is_absolute() else self.app.project / path
        if not path.exists():
            if isinstance(sheet, PathSheet):
                sheet.refuse(self.app.look.say("path.missing", path=safe_line(str(path))))
            return
        await self.app.main.close_sheet()
        self.add(path)

    def add(self, *paths: Path) -> None:
        """Read documents in; the engine is waited for."""
        if self._cancel is not None:
            self.app.main.notice(Message("documents.busy"))
            return
        self._cancel = threading.Event()
        cancel = self._cancel

        def begin() -> None:
            engine = self.app.opening.engine
            if engine is not None:
                self.work(self._add, engine, list(paths), cancel)

        self.app.opening.then(begin)

    def stop(self) -> bool:
        """Stop the import; what is already in stays. False when none runs."""
        if self._cancel is None:
            return False
        self._cancel.set()
        return True

    async def ask_removal(self, document: Document) -> None:
        """Ask before a document is forgotten."""
        name = safe_line(document.filename)
        sheet = QuestionSheet(
            "remove.title", self.app.look.say("remove.question", name=name, pages=document.pages)
        )
        self._removing = (sheet, document)
        await self.app.main.open_sheet(sheet)

    async def answer(self, message: QuestionSheet.Answered) -> None:
        """The person has decided."""
        await self.app.main.close_sheet()
        removing, self._removing = self._removing, None
        engine = self.app.opening.engine
        if message.yes and removing is not None and removing[0] is message.sheet and engine is not None:
            self.work(self._remove, engine, removing[1])

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._show_import(None)
        self._cancel = None
        self.app.main.tell(problem)

    # in threads

    def _list(self, engine: EngineFace) -> None:
        self.hand(self._show_documents, tuple(engine.documents()))

    def _complete(self, text: str) -> None:
        typed = Path(text).expanduser()
        base = typed if text.endswith("/") or not text else typed.parent
        folder = base if base.is_absolute() else self.app.project / base
        start = "" if text.endswith("/") else typed.name if text else ""
        try:
            with os.scandir(folder) as entries:
                names = sorted(
                    entry.name + ("/" if entry.is_dir() else "")
                    for entry in entries
                    if entry.name.startswith(start)
                    and (start.startswith(".") or not entry.name.startswith("."))
                )
        except OSError:
            names = []
        common = _common_start(names) if names else start
        head = text[: len(text) - len(start)] if start else text
        self.hand(self._completed, head + common, names if len(names) > 1 else [])

    def _completed(self, text: str, others: list[str]) -> None:
        if isinstance(sheet := self.app.main.sheet, PathSheet):
            sheet.complete(text, others)

    def _add(self, engine: EngineFace, paths: list[Path], cancel: threading.Event) -> None:
        from rubin_tui.engine.model import ENDED  # the start does not wait for the model

        shown = listed = time.monotonic() - LIST_EVERY
        last: ImportEvent | None = None
        ended: list[ImportEvent] = []
        came: list[Document] = []
        try:
            for event in engine.add_documents(paths, cancel=cancel):
                last = event
                if event.stage in ENDED:
                    ended.append(event)
                    if event.document is not None and event.stage != "unchanged":
                        came.append(event.document)
                # Not asked of the engine: to read all of the list again for each document would take
                # longer and longer.
                if came and time.monotonic() - listed >= LIST_EVERY:
                    listed = time.monotonic()
                    self.hand(self._show_more, came)
                    came = []
                if time.monotonic() - shown >= SHOW_EVERY:
                    shown = time.monotonic()
                    self.hand(self._show_import, event)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        self.hand(self._show_documents, tuple(engine.documents()))
        self.hand(self._ended, ended, last, cancel.is_set())

    def _remove(self, engine: EngineFace, document: Document) -> None:
        try:
            engine.remove_document(document.id)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        else:
            self.hand(self.app.main.notice, Message("remove.done", {"name": document.filename}))
        self._list(engine)

    # on the interface thread

    def _show_more(self, came: list[Document]) -> None:
        """Documents that came, each in the place of what was read from its file before."""
        paths = {document.path for document in came}
        stays = (one for one in self._documents if not one.path or one.path not in paths)
        self._show_documents((*stays, *came))

    def _show_documents(self, documents: tuple[Document, ...]) -> None:
        self._documents = documents
        self.app.main.files.show_documents(documents)
        self.app.main.footer.files = len(documents)
        self.app.opening.look()

    def _show_import(self, event: ImportEvent | None) -> None:
        main = self.app.main
        main.files.importing = event
        main.header.states = replace(main.header.states, importing=event)

    def _ended(self, ended: list[ImportEvent], last: ImportEvent | None, cancelled: bool) -> None:
        self._cancel = None
        self._show_import(None)
        done = sum(event.stage == "done" for event in ended)
        same = sum(event.stage == "unchanged" for event in ended)
        problems = [event.problem for event in ended if event.stage == "failed" and event.problem is not None]
        said = [Message("documents.stopped" if cancelled else "documents.done", count=done)]
        if same:
            said.append(Message("documents.unchanged", count=same))
        said += problems[:MOST_PROBLEMS]
        if len(problems) > MOST_PROBLEMS:
            said.append(Message("documents.more_problems", count=len(problems) - MOST_PROBLEMS))
        if last is None and not cancelled:
            said = [Message("documents.nothing")]
        self.app.main.say(*said)


def _common_start(names: list[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    same = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[:same]
