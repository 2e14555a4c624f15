"""Files into the knowledge base: read in worker processes, stored whole or not at all, then indexed.

Several files are read at once. Each is stored here, by who waits for the events, one after another; the
index takes in what is stored meanwhile. Whoever asks for no more events holds up the reading too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from rubin_tui.engine.jobs import JobFailed, Workers
from rubin_tui.engine.library.acknowledging import Acknowledging, Index, Stored
from rubin_tui.engine.library.extract import Extracted
from rubin_tui.engine.library.intake import ImportLimits as ImportLimits
from rubin_tui.engine.library.intake import Intake
from rubin_tui.engine.library.orders import Order as Order
from rubin_tui.engine.library.orders import Orders, Undertaking
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.library.walking import Found, Walk, meant
from rubin_tui.engine.model import (
    Actor,
    Document,
    Failure,
    ImportEvent,
    ImportStage,
    Message,
    UnfinishedImport,
)

KINDS = 5  # of files that cannot be read are named
_POLL = 0.05  # seconds until a cancellation is noticed


@dataclass(frozen=True, slots=True)
class _Read:
    """A file and what stands in it, or the document that holds its bytes already."""

    file: Found
    content: Extracted | Document


@dataclass(frozen=True, slots=True)
class _Problem:
    """A file that could not be read."""

    file: Found
    failure: Failure


class _ReaderGone:
    """A reader has no more files."""


class _AllSaid:
    """Nothing more comes."""


_News = ImportEvent | _Read | _Problem | _ReaderGone | _AllSaid | BaseException


class Importer:
    """Reads files and folders. A document is acknowledged ("done") when it is stored and searchable.

    `index` brings the search index up to date; it is called after some files, not after each. `note` writes
    a line into the log.
    """

    def __init__(
        self,
        shelf: Shelf,
        orders: Orders,
        workers: Workers,
        index: Index,
        limits: ImportLimits,
        note: Callable[..., None],
        outlines: Mapping[str, str] | None = None,
    ) -> None:
        self._shelf = shelf
        self._orders = orders
        self._places = workers.size
        self._intake = Intake(workers, limits, note, outlines)
        self._index = index

    def run(self, order: Order, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        """Import; every file ends in exactly one of `model.ENDED`.

        What was ordered is kept until its end. When it is broken off by anything but `cancel`, by a kill or
        a full disk or because nobody asks for its events any more, `resume` goes on with it.

        Raises:
            Failure: of the store; the import is broken off, because the next file could not be stored either.
        """
        whole = Order(
            tuple(map(_meant, order.paths)), order.category, order.tags, order.actor, order.folder_id
        )
        yield from self._work(self._orders.begin(whole), cancel)

    def unfinished(self, actor: Actor) -> list[UnfinishedImport]:
        """The imports of `actor` that were broken off, the oldest first."""
        return self._orders.unfinished(actor)

    def resume(self, actor: Actor, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        """Go on with what was broken off, as `run` would have; files that ended are not read again.

        Nothing comes when there is nothing to go on with, or another Rubin does already. Raises as `run`.
        """
        for one in self.unfinished(actor):
            undertaking = self._orders.resume(one.id)
            if undertaking is not None:
                yield from self._work(undertaking, cancel)

    def _work(self, undertaking: Undertaking, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        with undertaking:
            run = _Run(undertaking, self._shelf, self._intake, self._index, self._places, cancel)
            try:
                yield from run.events()
            finally:
                run.close()
            undertaking.finish()


class _Run:
    """One import from its first file to its last."""

    def __init__(
        self,
        undertaking: Undertaking,
        shelf: Shelf,
        intake: Intake,
        index: Index,
        places: int,
        cancel: threading.Event | None,
    ) -> None:
        self._undertaking = undertaking
        self._order = undertaking.order
        self._shelf = shelf
        self._intake = intake
        self._index = index
        self._cancel = cancel
        self._stop = threading.Event()
        self._news: SimpleQueue[_News] = SimpleQueue()
        # So many files are read and not yet stored: who reads much faster than we store fills no memory.
        self._room = threading.Semaphore(places + 1)
        self._walk = Walk(self._order.paths, undertaking.before)
        undertaking.ended((), self._walk.total)  # so that it can be said how many wait
        self._acknowledging = Acknowledging(
            self._acknowledge, self._news.put, lambda: self._news.put(_AllSaid())
        )
        self._readers = [
            threading.Thread(target=self._read_files, name="rubin-import", daemon=True) for _ in range(places)
        ]
        for reader in self._readers:
            reader.start()

    def events(self) -> Iterator[ImportEvent]:
        """What happens, until every file has ended."""
        readers = len(self._readers)
        while not isinstance(news := self._next_news(), _AllSaid):
            match news:
                case ImportEvent():
                    yield news
                case _Read(file, content):
                    yield from self._take(file, content)
                    self._room.release()
                case _Problem(file, failure):
                    yield self._failed(file, failure)
                    self._room.release()
                case _ReaderGone():
                    readers -= 1
                    if not readers:
                        self._acknowledging.complete()
                case error:
                    raise error
        if passed := self._walk.passed:
            kinds = [f"{kind} {count}" for kind, count in passed.most_common(KINDS)]
            kinds += ["…"] if len(passed) > KINDS else []
            problem = Message("import.passed", {"kinds": ", ".join(kinds)}, passed.total())
            yield ImportEvent("passed", "", self._walk.total, self._walk.total, problem=problem)

    def close(self) -> None:
        """End the threads. What is stored is acknowledged even so."""
        self._halt()
        self._walk.join()
        for reader in self._readers:
            while reader.is_alive():
                self._room.release()
                reader.join(_POLL)
        self._acknowledging.complete()
        self._acknowledging.join()

    def _halt(self) -> None:
        self._stop.set()
        self._walk.stop()

    # in the thread that asks for the events

    def _next_news(self) -> _News:
        while True:
            if self._cancelled():
                self._halt()
            with suppress(Empty):
                return self._news.get(timeout=None if self._cancel is None else _POLL)

    def _take(self, file: Found, content: Extracted | Document) -> Iterator[ImportEvent]:
        if self._cancelled():
            yield self._event("cancelled", file)
        elif isinstance(content, Document):
            yield from self._known(file, content)
        else:
            yield self._event("storing", file, page=content.read, pages=content.total)
            document, new = self._shelf.put_file(
                content,
                path=file.path,
                category=self._order.category,
                tags=self._order.tags,
                actor=self._order.actor,
                folder_id=self._order.folder_id,
            )
            if new:
                yield self._event("indexing", file, document=document)
                waits = bool(content.needs_ocr) and not content.passages
                self._acknowledging.add(Stored(file, document, "waiting" if waits else "done"))
            else:
                yield from self._known(file, document)

    def _known(self, file: Found, document: Document) -> Iterator[ImportEvent]:
        if document.state == "indexing":  # of an import that was broken off, or that runs beside this one
            self._acknowledging.add(Stored(file, document, "unchanged"))
            return
        self._acknowledging.add(Stored(file))
        yield self._event("unchanged", file, document=document)

    def _failed(self, file: Found, failure: Failure) -> ImportEvent:
        document = None
        if file.problem is None:
            document = self._shelf.put_failed(
                file.path,
                failure.message,
                category=self._order.category,
                tags=self._order.tags,
                actor=self._order.actor,
                folder_id=self._order.folder_id,
            )
        self._acknowledging.add(Stored(file))
        return self._event("failed", file, document=document, problem=failure.message)

    def _cancelled(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()

    def _event(self, stage: ImportStage, file: Found, **facts: object) -> ImportEvent:
        return ImportEvent(stage, str(file.path), file.position, self._walk.total, **facts)  # type: ignore[arg-type]

    # in the threads of the readers

    def _read_files(self) -> None:
        try:
            while True:
                self._room.acquire()
                if (file := self._walk.next()) is None:
                    break
                self._read(file)
        except BaseException as problem:  # noqa: BLE001 - raised again where the import is waited for
            self._news.put(problem)
        self._room.release()  # the other readers have come to the end too
        self._news.put(_ReaderGone())

    def _read(self, file: Found) -> None:
        if self._stop.is_set():
            self._news.put(self._event("cancelled", file))
            self._room.release()
            return
        self._news.put(self._event("queued", file))
        if file.problem is not None:
            self._news.put(_Problem(file, file.problem))
            return
        try:
            content = self._intake.read(
                file.path,
                known=lambda sha256: self._shelf.known(
                    sha256, file.path, self._order.actor, self._order.folder_id
                ),
                progress=lambda so_far: self._tell_progress(file, so_far),
                cancel=self._stop,
            )
        except JobFailed:
            if not self._stop.is_set():  # the engine was closed
                raise Failure("import.closed") from None
            self._news.put(self._event("cancelled", file))
            self._room.release()
        except Failure as failure:
            if not failure.message.id.startswith("import."):  # the store's: the next file would meet it too
                raise
            self._news.put(_Problem(file, failure))
        else:
            self._news.put(_Read(file, content))

    def _tell_progress(self, file: Found, so_far: Extracted) -> None:
        if so_far.total:
            self._news.put(self._event("reading", file, page=so_far.read, pages=so_far.total))

    # in the thread that acknowledges

    def _acknowledge(self, batch: Sequence[Stored]) -> None:
        left = list(batch)

        def committed() -> None:
            ready, left[:] = self._searchable(left)
            self._tell([*ready, *self._acknowledging.take(self._searchable)])

        if not batch or any(one.document is not None for one in batch):
            # What is stored is indexed even when the import is being cancelled.
            self._index(committed)
        self._tell(left)

    def _searchable(self, batch: Sequence[Stored]) -> tuple[list[Stored], list[Stored]]:
        """Those that can be found, and those that cannot yet."""
        found = self._documents(batch)
        parts: tuple[list[Stored], list[Stored]] = [], []
        for one in batch:
            document = found.get(one.document.id) if one.document else None
            # Not there any more, it was replaced or removed: nothing is to come.
            parts[document is not None and document.state == "indexing"].append(one)
        return parts

    def _documents(self, batch: Sequence[Stored]) -> dict[str, Document]:
        return self._shelf.many([one.document.id for one in batch if one.document], self._order.actor)

    def _tell(self, batch: Sequence[Stored]) -> None:
        if not batch:
            return
        # Before it is told: what was acknowledged is not read again.
        self._undertaking.ended((one.file.path for one in batch), self._walk.total)
        found = self._documents(batch)
        for one in batch:
            if one.document is not None:
                document = found.get(one.document.id, one.document)
                self._news.put(self._event(one.stage, one.file, document=document))


def _meant(path: Path) -> Path:
    try:
        return meant(path)
    except OSError:  # the folder we stand in is gone, and so is what was below it
        return path
