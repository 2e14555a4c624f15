"""One look at a folder: from what a survey found and what is known to what has to be done."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rubin_tui.engine.library.importing import Order
from rubin_tui.engine.library.survey import Survey
from rubin_tui.engine.model import Document, Folder, ImportEvent, Message
from rubin_tui.engine.store import Copy, Database, Documents, Folders, KnownFile
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import reason_of

_WRITTEN_AT_ONCE = 100
"""Facts that wait to be written together; lost, their files are read once more and found unchanged."""


_Step = Callable[[Folders, Documents], object]

NOT_THERE = "folder.not_there"
"""Of a folder that is not there, or is another one than it was."""


class Look:
    """Carries out one look. `at_once` documents are removed in one transaction."""

    def __init__(self, database: Database, folder: Folder, survey: Survey, at_once: int) -> None:
        self._database = database
        self._folder = folder
        self._survey = survey
        self._at_once = at_once
        with database.reading() as connection:
            folders = Folders(connection)
            self._known = {file.path: file for file in folders.files(folder)}
            self._copies = folders.copies(folder.id)
            self._identity = folders.identity(folder.id)
        self._gone = {file.document_id: file for file in self._missing()}
        self._steps: list[_Step] = []

    def run(
        self,
        run: Callable[[Order, threading.Event | None], Iterator[ImportEvent]],
        cancel: threading.Event | None,
    ) -> Iterator[ImportEvent]:
        """Do what is to be done; `run` imports."""
        if (problem := self._not_there()) is not None:
            self._ended(problem)
            return
        try:
            fresh = self._fresh()
            if fresh:
                yield from self._import(fresh, run, cancel)
        finally:
            self._write()
        if cancel is None or not cancel.is_set():
            self._let_go()
            self._ended(self._unreadable(), self._survey.identity)

    def _not_there(self) -> Message | None:
        """Why nothing of this look is to be believed."""
        about = {"path": self._folder.path}
        if self._survey.most:
            return Message("folder.too_many", {**about, "most": self._survey.most})
        if not self._survey.identity:
            return self._unreadable() or Message(NOT_THERE, about)
        # Where a drive is not mounted there often is an empty folder, and another one than was there.
        other = self._identity not in ("", self._survey.identity)
        if other and self._gone and not any(path in self._survey.files for path in self._known):
            return Message("folder.another", {**about, "count": len(self._gone)})
        return None

    def _unreadable(self) -> Message | None:
        for error in self._survey.closed:
            path = str(error.filename or self._folder.path)
            return Message("folder.unreadable", {"path": path, "reason": reason_of(error)})
        return None

    def _missing(self) -> Iterator[KnownFile]:
        """Documents of the folder whose file the survey should have met and did not."""
        closed = tuple(spelled(str(error.filename)).rstrip("/") + "/" for error in self._survey.closed)
        for file in self._known.values():
            found = file.path in self._survey.files or file.path.startswith(closed)
            if not found and file.folder_id == self._folder.id:
                yield file

    def _fresh(self) -> dict[str, str]:
        """Files to read, with their facts, by the path they are opened by."""
        fresh: dict[str, str] = {}
        for path, found in self._survey.files.items():
            known, copy = self._known.get(path), self._copies.get(path)
            if known is not None and found.facts and known.facts == found.facts:
                if known.vanished or known.folder_id != self._folder.id:
                    self._settle(known.document_id, path)
            elif copy is None or not found.facts or copy.facts != found.facts:
                fresh[str(found.path)] = path
        return fresh

    def _import(
        self,
        fresh: dict[str, str],
        run: Callable[[Order, threading.Event | None], Iterator[ImportEvent]],
        cancel: threading.Event | None,
    ) -> Iterator[ImportEvent]:
        order = Order(
            tuple(map(Path, fresh)),
            self._folder.category,
            self._folder.tags,
            folder_id=self._folder.id,
        )
        for event in run(order, cancel):
            path = fresh.get(event.path)
            if path is not None:
                self._take(event, path)
            yield event

    def _take(self, event: ImportEvent, path: str) -> None:
        known, document = self._known.get(path), event.document
        if event.stage in ("indexing", "failed") and document is not None:
            self._settle(document.id, path)
        elif event.stage == "failed" and known is not None:  # its earlier reading stays in use
            self._settle(known.document_id, path)
        elif event.stage == "unchanged" and document is not None:
            self._same(document, path, known)
        if event.stage in ("done", "failed", "waiting") and path in self._copies:
            self._drop_copy(path)

    def _same(self, document: Document, path: str, known: KnownFile | None) -> None:
        """The file holds the bytes of `document`: it is its file, or was moved here, or is a copy."""
        if document.path == path or self._has_moved(document):
            self._gone.pop(document.id, None)
            self._settle(document.id, path)
            self._drop_copy(path)
        else:
            copy = Copy(document.id, self._survey.files[path].facts)
            self._step(lambda folders, _: folders.keep_copy(self._folder.id, path, copy))
        if known is not None and known.document_id != document.id:
            self._gone.pop(known.document_id, None)
            self._step(_removing(known.document_id))

    def _has_moved(self, document: Document) -> bool:
        if document.origin == "rubin" or not document.path:
            return False
        return document.id in self._gone or not os.path.lexists(document.path)

    def _settle(self, document_id: str, path: str) -> None:
        facts = self._survey.files[path].facts
        self._step(lambda folders, _: folders.settle(document_id, self._folder.id, path, facts))

    def _drop_copy(self, path: str) -> None:
        self._step(lambda folders, _: folders.drop_copy(self._folder.id, path))

    def _let_go(self) -> None:
        """Of what is gone: the copy takes its place, or it is marked or removed."""
        here: dict[str, str] = {}
        for path, copy in self._copies.items():
            if path in self._survey.files:
                here[copy.document_id] = path
            else:
                self._drop_copy(path)
        lost = [file for file in self._gone.values() if file.document_id not in here]
        for file in self._gone.values():
            if file.document_id in here:
                path = here[file.document_id]
                self._settle(file.document_id, path)
                self._drop_copy(path)
        kept = [file for file in lost if self._folder.kind == "watched" and not file.failed]
        news = [file.document_id for file in kept if not file.vanished]
        if news:
            now = time.time()
            self._step(lambda folders, _: folders.mark(news, now))
        self._write()
        self._remove([file.document_id for file in lost if file not in kept])

    def _remove(self, ids: Iterable[str]) -> None:
        for number, document_id in enumerate(ids, start=1):
            self._steps.append(_removing(document_id))
            if number % self._at_once == 0:
                self._write()
        self._write()

    def _step(self, step: _Step) -> None:
        self._steps.append(step)
        if len(self._steps) >= _WRITTEN_AT_ONCE:
            self._write()

    def _write(self) -> None:
        steps, self._steps = self._steps, []
        if not steps:
            return
        with self._database.writing() as connection:
            for step in steps:
                step(Folders(connection), Documents(connection))

    def _ended(self, problem: Message | None, identity: str | None = None) -> None:
        with self._database.writing() as connection:
            Folders(connection).looked(self._folder.id, time.time(), problem, identity)


def _removing(document_id: str) -> _Step:
    return lambda _, documents: documents.remove(document_id)
