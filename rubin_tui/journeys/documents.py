"""Documents: from a path to the knowledge base, and out of it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.paths import complete_path, pasted_paths
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
        self._recognising: threading.Event | None = None
        self._gone_on = False
        self._resumed = Message("documents.resumed", count=0)
        self._removing: tuple[QuestionSheet, Document] | None = None
        self._documents: tuple[Document, ...] = ()
        self._reading: dict[str, str] = {}

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
        paths = pasted_paths(text, self.app.project)
        path = next((path for path in paths if not path.exists()), None)
        if path is not None:
            if isinstance(sheet, PathSheet):
                sheet.refuse(self.app.look.say("path.missing", path=safe_line(str(path))))
            return
        await self.app.main.close_sheet()
        self.add(*paths)

    @property
    def shown(self) -> tuple[Document, ...]:
        """The documents as they were last listed."""
        return self._documents

    def add(self, *paths: Path, category: str | None = None, tags: Sequence[str] = ()) -> None:
        """Read documents in; the engine is waited for."""
        if self._cancel is not None:
            self.app.main.notice(Message("documents.busy"))
            return
        self._cancel = threading.Event()
        cancel = self._cancel

        def begin() -> None:
            engine = self.app.opening.engine
            if engine is not None:
                self.work(self._add, engine, list(paths), cancel, category, tags)

        self.app.opening.then(begin)

    def resume(self) -> None:
        """Go on with what was broken off: imports, then the recognition of scans."""
        if engine := self.app.opening.engine:
            self._gone_on = False
            self.work(self._list, engine)

    def stop(self) -> bool:
        """Stop the import, else the recognition of scans; what is in stays. False when none runs."""
        running = self._cancel or self._recognising
        if running is None:
            return False
        running.set()
        return True

    async def ask_removal(self, document: Document) -> None:
        """Ask before a document is forgotten."""
        if document.origin != "user":
            self.app.main.notice(Message("remove.not_yours"))
            return
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
        self._cancel = self._recognising = None
        self.app.main.tell(problem)

    # in threads

    def _list(self, engine: EngineFace) -> None:
        self.hand(self._show_documents, tuple(engine.documents()))
        if not self._gone_on:
            self._gone_on = True
            self.hand(self._go_on, engine, sum(one.left for one in engine.unfinished_imports()))

    def _complete(self, text: str) -> None:
        completed = complete_path(text, self.app.project)
        self.hand(self._completed, completed.text, [*completed.others])

    def _completed(self, text: str, others: list[str]) -> None:
        if isinstance(sheet := self.app.main.sheet, PathSheet):
            sheet.complete(text, others)

    def _add(
        self,
        engine: EngineFace,
        paths: list[Path],
        cancel: threading.Event,
        category: str | None,
        tags: Sequence[str],
    ) -> None:
        events = engine.add_documents(paths, category=category, tags=tags, cancel=cancel)
        self._follow(engine, events, cancel)

    def _resume(self, engine: EngineFace, cancel: threading.Event) -> None:
        self._follow(engine, engine.resume_imports(cancel), cancel)

    def _follow(self, engine: EngineFace, events: Iterator[ImportEvent], cancel: threading.Event) -> None:
        from rubin_tui.engine.model import ENDED  # the start does not wait for the model

        shown = listed = time.monotonic() - LIST_EVERY
        ended: list[ImportEvent] = []
        came: list[Document] = []
        passed: list[Message] = []
        try:
            for event in events:
                self._progress(event)
                if event.stage == "passed" and event.problem is not None:
                    passed.append(event.problem)
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
                    self.hand(self._show_import, event, dict(self._reading))
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        self.hand(self._show_documents, tuple(engine.documents()))
        self.hand(self._ended, ended, passed, cancel.is_set())
        self.hand(self._begin_recognition, engine)

    def _recognise(self, engine: EngineFace, cancel: threading.Event) -> None:
        shown = 0.0
        try:
            for event in engine.recognise_scans(cancel):
                self._progress(event)
                if event.stage in ("done", "failed"):
                    self.hand(self._show_documents, tuple(engine.documents()))
                if event.stage == "failed" and event.problem is not None:
                    self.hand(self.app.main.tell, event.problem)
                if time.monotonic() - shown >= SHOW_EVERY:
                    shown = time.monotonic()
                    self.hand(self._show_recognition, event, dict(self._reading))
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        self.hand(self._recognised)

    def _remove(self, engine: EngineFace, document: Document) -> None:
        try:
            engine.remove_document(document.id)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        else:
            self.hand(self.app.main.notice, Message("remove.done", {"name": document.filename}))
            self.hand(self.app.knowledge.removed, document)
        self._list(engine)

    # on the interface thread

    def _go_on(self, engine: EngineFace, left: int) -> None:
        """Rubin was opened: go on with the import it was killed in, then with the scans."""
        if left and self._cancel is None:
            self._cancel = threading.Event()
            self._resumed = Message("documents.resumed", count=left)
            self.app.main.notice(self._resumed)
            self.work(self._resume, engine, self._cancel)
        else:
            self._begin_recognition(engine)

    def _begin_recognition(self, engine: EngineFace) -> None:
        if self._recognising is None:
            self._recognising = threading.Event()
            self.work(self._recognise, engine, self._recognising)

    def _show_recognition(self, event: ImportEvent, reading: dict[str, str]) -> None:
        if self._cancel is None:
            self._show_import(event, reading)

    def _recognised(self) -> None:
        self._recognising = None
        if self._cancel is None:
            self._show_import(None)

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
        self.app.knowledge.refresh()

    def _progress(self, event: ImportEvent) -> None:
        """How far each of the files is that are being read."""
        if event.stage in ("reading", "recognising", "storing", "indexing") and event.path:
            percent = f"{100 * event.page // event.pages} %" if event.pages else ""
            self._reading[event.path] = percent
        else:
            self._reading.pop(event.path, None)

    def _show_import(self, event: ImportEvent | None, reading: dict[str, str] | None = None) -> None:
        main = self.app.main
        main.files.show_reading(reading or {})
        main.files.importing = event
        main.header.states = replace(main.header.states, importing=event)

    def _ended(self, ended: list[ImportEvent], passed: list[Message], cancelled: bool) -> None:
        self._cancel = None
        self._show_import(None)
        self.app.main.withdraw(self._resumed)
        done = sum(event.stage == "done" for event in ended)
        same = sum(event.stage == "unchanged" for event in ended)
        problems = [event.problem for event in ended if event.stage == "failed" and event.problem is not None]
        said = [Message("documents.stopped", count=done)] if cancelled else []
        if done and not cancelled:
            said.append(Message("documents.done", count=done))
        if same:
            said.append(Message("documents.unchanged", count=same))
        if waiting := sum(event.stage == "waiting" for event in ended):
            said.append(Message("documents.waiting", count=waiting))
        said += passed
        said += problems[:MOST_PROBLEMS]
        if len(problems) > MOST_PROBLEMS:
            said.append(Message("documents.more_problems", count=len(problems) - MOST_PROBLEMS))
        if said:
            self.app.main.say(*said)
