"""Pages that are pictures: recognised in the background, one job a page, after their document was stored.

What was recognised is kept at once, so a kill costs a page at most, and taken into the document from time to
time: that is when it is found.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.files import PrivateFolder, ProcessLock
from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.library.acknowledging import Index
from rubin_tui.engine.library.extract import scans
from rubin_tui.engine.library.extract.frames import from_frame, to_frame
from rubin_tui.engine.library.extract.values import PageRead, RawPage
from rubin_tui.engine.library.intake import ImportLimits, has_changed, state_of
from rubin_tui.engine.library.orders import FOLDER
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import Actor, Document, Failure, ImportEvent, ImportStage, Message
from rubin_tui.engine.store import Database, Documents, Scans, Waiting

PAGE_SECONDS = 120.0
"""What a page may take; ten are usual."""
TAKE_IN_SECONDS = 60.0
"""How long a recognised page may wait until it is found: each time the whole document is indexed anew."""
LOCK = "recognition.lock"


@dataclass(frozen=True, slots=True)
class _Scan:
    """A document in work, the `position`-th of `total`."""

    document: Document
    waiting: Waiting
    position: int
    total: int

    def event(self, stage: ImportStage, **facts: object) -> ImportEvent:
        place = str(self.waiting.path)
        return ImportEvent(stage, place, self.position, self.total, **facts)  # type: ignore[arg-type]


class Recogniser:
    """Reads the pictured pages of all documents, one page at a time; of all Rubins on a profile one does."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        workers: Workers,
        index: Index,
        limits: ImportLimits,
        note: Callable[..., None],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._workers = workers
        self._index = index
        self._limits = limits
        self._note = note
        self._folder = database.path.parent / FOLDER

    def run(
        self, actor: Actor, cancel: threading.Event | None, only: Collection[str] | None = None
    ) -> Iterator[ImportEvent]:
        """Recognise what waits, or of it `only` the documents with these ids, until nothing does.

        A document ends "done", "failed" when there is nothing to be read on a scan, "waiting" when its file
        cannot be read now, or "cancelled", to be gone on with another time. Nothing comes while another one
        recognises, or where Tesseract is not installed.

        Raises:
            Failure: of the store.
        """
        if not scans.available() or not self._waiting(actor, only, ()):
            return
        PrivateFolder(self._folder)
        with ExitStack() as held:
            try:
                held.enter_context(self._lock())
            except Failure:  # another one is at it
                return
            seen: list[str] = []
            while waiting := self._waiting(actor, only, seen):
                document, first = waiting[0]
                seen.append(document.id)
                scan = _Scan(document, first, len(seen), len(seen) + len(waiting) - 1)
                yield from self._recognise(scan, cancel)
                if cancel is not None and cancel.is_set():
                    return

    def progress(self) -> tuple[int, int]:
        """How many pages are recognised of how many, while someone is at it; else (0, 0)."""
        if not self._lock().is_held():
            return 0, 0
        with self._database.reading() as connection:
            waiting = Scans(connection).waiting()
        return sum(one.read for one in waiting), sum(one.total for one in waiting)

    def left(self, actor: Actor) -> int:
        """How many pages of the documents of `actor` wait; 0 where nobody could read them."""
        if not scans.available():
            return 0
        return sum(one.total - one.read for _, one in self._waiting(actor, None, ()))

    def documents(self) -> dict[str, tuple[int, int]]:
        """The documents with pages that are pictures: how many of theirs were read, of how many."""
        with self._database.reading() as connection:
            return {one.document_id: (one.read, one.total) for one in Scans(connection).waiting()}

    def _waiting(
        self, actor: Actor, only: Collection[str] | None, but: Collection[str]
    ) -> list[tuple[Document, Waiting]]:
        with self._database.reading() as connection:
            waiting = [
                one
                for one in Scans(connection).waiting()
                if one.document_id not in but and (only is None or one.document_id in only)
            ]
            documents = Documents(connection).many((one.document_id for one in waiting), actor=actor)
        return [(documents[one.document_id], one) for one in waiting if one.document_id in documents]

    def _recognise(self, scan: _Scan, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        id, path = scan.document.id, scan.waiting.path
        try:
            now = state_of(path, self._limits.size)
        except Failure:  # a disk that is not there today
            yield scan.event("waiting", document=scan.document)
            return
        if now.sha256 != scan.document.sha256:
            yield self._give_up(scan, Message("import.scan_changed", {"path": str(path)}))
            return
        total = scan.waiting.total
        taken_in_at = time.monotonic()
        while unread := self._unread(id):  # asked each time: the document may be removed meanwhile
            page = unread[0]
            yield scan.event("recognising", page=total - len(unread), pages=total)
            try:
                if has_changed(path, now):
                    raise Failure("import.scan_changed", path=str(path))
                self._keep(id, page, self._page(path, page, cancel))
            except JobFailed as problem:
                if cancel is None or not cancel.is_set():  # the engine was closed
                    raise Failure("import.closed") from problem
                self._take_in(scan.document)
                yield scan.event("cancelled")
                return
            except Failure as failure:
                if not failure.message.id.startswith("import."):
                    raise
                yield self._give_up(scan, failure.message)
                return
            if time.monotonic() - taken_in_at > TAKE_IN_SECONDS:
                self._take_in(scan.document)
                taken_in_at = time.monotonic()
        yield scan.event("recognising", page=total, pages=total)
        self._take_in(scan.document)
        yield self._finished(scan)

    def _unread(self, document_id: str) -> list[int]:
        with self._database.reading() as connection:
            return Scans(connection).unread(document_id)

    def _page(self, path: Path, number: int, cancel: threading.Event | None) -> PageRead:
        """What stands on a page; nothing when the job did not come to its end."""
        frames = self._workers.run(
            "rubin_tui.engine.library.extract.ocr:recognise",
            {"path": str(path), "pages": [number]},
            limits=Limits(memory_bytes=self._limits.memory, wall_seconds=PAGE_SECONDS),
            priority=Priority.BACKGROUND,
            cancel=cancel,
        )
        read = PageRead(RawPage(number, number, None, 1, ""), (), 1)
        try:
            for reading in map(from_frame, frames):
                if not isinstance(reading, PageRead) or reading.page.number != number:
                    raise JobFailed("crashed", "not the page that was to be recognised")
                read = reading
        except JobFailed as problem:
            if problem.reason == "cancelled":
                raise
            self._note("recognition.job_failed", reason=problem.reason, kind=problem.kind)
        return read

    def _keep(self, document_id: str, number: int, read: PageRead) -> None:
        text = json.dumps(to_frame(read), ensure_ascii=False) if read.passages else ""
        with self._database.writing() as connection:
            Scans(connection).keep(document_id, number, text)

    def _take_in(self, document: Document) -> None:
        with self._database.reading() as connection:
            kept = Scans(connection).kept(document.id)
        pages = [page for _, text in kept if isinstance(page := from_frame(json.loads(text)), PageRead)]
        if pages:
            self._shelf.take_in(document, pages)
            self._index(None)

    def _finished(self, scan: _Scan) -> ImportEvent:
        with self._database.reading() as connection:
            document = Documents(connection).get(scan.document.id)
        if document is None:
            return scan.event("cancelled")
        if not document.passages:
            return self._give_up(scan, Message("import.nothing_recognised", {"path": str(scan.waiting.path)}))
        with self._database.writing() as connection:
            Scans(connection).forget(document.id)
        return scan.event("done", document=document)

    def _give_up(self, scan: _Scan, problem: Message) -> ImportEvent:
        """Nothing more is recognised in the document; one that is pictures only has failed."""
        with self._database.writing() as connection:
            document = Documents(connection).get(scan.document.id)
            if document is not None and not document.passages:
                Scans(connection).fail(document.id, problem)
            else:
                Scans(connection).forget(scan.document.id)
        return scan.event("failed", document=self._again(scan.document), problem=problem)

    def _again(self, document: Document) -> Document:
        with self._database.reading() as connection:
            return Documents(connection).get(document.id) or document

    def _lock(self) -> ProcessLock:
        return ProcessLock(self._folder / LOCK)
