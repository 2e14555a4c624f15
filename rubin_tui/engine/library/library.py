"""The library: documents in, passages found. It keeps the search index in step with the documents."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rubin_tui.engine.files import PrivateFolder
from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.library import starter
from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.folders import KeptFolders
from rubin_tui.engine.library.importing import Importer, ImportLimits, Order
from rubin_tui.engine.library.index import Frequencies
from rubin_tui.engine.library.index_keeper import HERE, IndexKeeper
from rubin_tui.engine.library.indexing import LOCK_SECONDS
from rubin_tui.engine.library.keeping import Keeping
from rubin_tui.engine.library.notes import Notes
from rubin_tui.engine.library.orders import Orders
from rubin_tui.engine.library.recognition import Recogniser
from rubin_tui.engine.library.search import Found, Searcher
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import (
    DEFAULT_CATEGORY,
    ENDED,
    LOCAL,
    Actor,
    Document,
    Failure,
    Folder,
    ImportEvent,
    Message,
    Page,
    PartHealth,
    Scope,
    SearchResult,
    Stats,
    UnfinishedImport,
)
from rubin_tui.engine.store import Database

DATABASE = "rubin.db"
INDEX = "index"
FOLDER_LOCKS = "folders"
INDEXING = Limits(wall_seconds=3600.0, cpu_seconds=3600, silence_seconds=LOCK_SECONDS + 120.0)
"""Of a job that indexes: while another Rubin does, it waits in silence."""

Note = Callable[..., None]


class Library:
    """Thread-safe. Documents live in SQLite; the index beside it can be made again at any time."""

    def __init__(
        self,
        database: Database,
        index_folder: Path,
        workers: Workers,
        limits: ImportLimits,
        note: Note,
        outlines: Mapping[str, str] | None = None,
    ) -> None:
        self._database = database
        self._workers = workers
        self._note = note
        self._shelf = Shelf(database)
        self._keeper = IndexKeeper(database, index_folder, remake=self._remake)
        self._searcher = Searcher(database, self._keeper)
        self._importer = Importer(
            self._shelf, Orders(database), workers, self._index_imported, limits, note, outlines
        )
        self._recogniser = Recogniser(database, self._shelf, workers, self._index_imported, limits, note)
        self._guard = threading.Lock()
        self._unread = 0
        data, cache = database.path.parent, index_folder.parent
        self._folders = KeptFolders(database, self._import, cache / FOLDER_LOCKS, (data, cache))
        self._notes = Notes(database, self._shelf, self._folders, data)
        self._project: Folder | None = None
        self._keeping: Keeping | None = None
        self._indexing = 0

    @classmethod
    def open(
        cls,
        *,
        data: Path,
        cache: Path,
        workers: Workers,
        limits: ImportLimits,
        note: Note,
        outlines: Mapping[str, str] | None = None,
    ) -> Library:
        """Open the library of a profile, and bring in the starter articles if these are new to it.

        `outlines` names by language who knows the parts of code, as "module:function"; see `extract.values`.

        Raises:
            Failure: the folders or the database cannot be used.
        """
        private = PrivateFolder(data)
        index_folder = PrivateFolder(cache).path / INDEX
        library = cls(Database.open(data / DATABASE), index_folder, workers, limits, note, outlines)
        try:
            if starter.fill(library._shelf, private):
                note("starter.filled")
        except BaseException:
            library.close()
            raise
        return library

    @property
    def database(self) -> Database:
        """Where the documents stand, for what else is kept there; the library closes it."""
        return self._database

    @property
    def unread(self) -> int:
        """How many files of running imports have not ended yet."""
        return self._unread

    def search(
        self, query: str, *, limit: int, scope: Scope | None, cancel: threading.Event | None, actor: Actor
    ) -> SearchResult:
        """Passages that hold the words of `query`, best first."""
        self._settle()
        return self._searcher.search(query, limit=limit, scope=scope, actor=actor, cancel=cancel)

    def generation(self) -> str:
        """Another one whenever a document came, changed or went, or the index heard of it. Cheap."""
        return self._shelf.generation()

    def frequencies(self, terms: Sequence[str], *, scope: Scope, actor: Actor) -> Frequencies:
        """How common terms are."""
        self._settle()
        return self._searcher.frequencies(terms, scope=scope, actor=actor)

    def follows(self, terms: Sequence[str], *, scope: Scope, actor: Actor) -> bool:
        """Whether some passage holds the terms one after the other."""
        return self._searcher.follows(tuple(terms), scope=scope, actor=actor)

    def find(
        self,
        terms: Sequence[str],
        *,
        limit: int,
        scope: Scope,
        actor: Actor,
        cancel: threading.Event | None = None,
    ) -> list[Found]:
        """The best passages that hold any of the terms."""
        return self._searcher.find(terms, limit=limit, scope=scope, actor=actor, cancel=cancel)

    def add_text(
        self, filename: str, content: str | bytes, *, category: str, tags: Sequence[str], actor: Actor
    ) -> Document:
        """Store a text; searchable when this returns."""
        raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
        same = self._shelf.holding(hashlib.sha256(raw).hexdigest(), actor)
        document = same or self._shelf.put(
            extract_text(filename, content),
            filename=filename,
            category=category,
            tags=tags,
            actor=actor,
        )
        self._settle(wait=True)
        return self.document(document.id, actor=actor)

    def add_documents(
        self,
        paths: Sequence[Path],
        *,
        category: str | None,
        tags: Sequence[str],
        cancel: threading.Event | None,
        actor: Actor,
    ) -> Iterator[ImportEvent]:
        """Import files and folders; see `Engine.add_documents`."""
        yield from self._import(Order(tuple(paths), category or DEFAULT_CATEGORY, tuple(tags), actor), cancel)

    def _import(self, order: Order, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        yield from self._counted(self._importer.run(order, cancel))

    def unfinished_imports(self, *, actor: Actor = LOCAL) -> list[UnfinishedImport]:
        """Imports that were broken off; see `Engine.unfinished_imports`."""
        return self._importer.unfinished(actor)

    def resume_imports(
        self, cancel: threading.Event | None = None, *, actor: Actor = LOCAL
    ) -> Iterator[ImportEvent]:
        """Go on with them; see `Engine.resume_imports`."""
        yield from self._counted(self._importer.resume(actor, cancel))

    def recognise_scans(
        self,
        cancel: threading.Event | None = None,
        *,
        only: Collection[str] | None = None,
        actor: Actor = LOCAL,
    ) -> Iterator[ImportEvent]:
        """Read the pages that are pictures; see `Engine.recognise_scans`."""
        yield from self._recogniser.run(actor, cancel, only)

    def unrecognised_pages(self, *, actor: Actor = LOCAL) -> int:
        """How many of them wait; 0 where nobody can read them."""
        return self._recogniser.left(actor)

    def _counted(self, events: Iterator[ImportEvent]) -> Iterator[ImportEvent]:
        """The events of an import, its files counted in `unread`."""
        waiting = ended = 0
        try:
            for event in events:
                ended += event.stage in ENDED
                now = max(0, event.total - ended)
                with self._guard:
                    self._unread += now - waiting
                waiting = now
                yield event
        finally:
            with self._guard:
                self._unread -= waiting

    def documents(self, scope: Scope | None, *, actor: Actor = LOCAL) -> list[Document]:
        """Documents inside `scope`, oldest first."""
        return self._shelf.documents(scope, actor)

    def document(self, document_id: str, *, actor: Actor = LOCAL) -> Document:
        """One document. Raises Failure "library.no_document"."""
        document = self._shelf.document(document_id, actor)
        if document is None:
            raise Failure("library.no_document", id=document_id)
        return document

    def remove(self, document_id: str, *, actor: Actor = LOCAL) -> None:
        """Remove a document; it is not found any more when this returns."""
        self._shelf.remove(document_id, actor)

    def edit(
        self,
        document_id: str,
        *,
        category: str | None,
        tags: Sequence[str] | None,
        title: str | None,
        actor: Actor,
    ) -> Document:
        """Change what a person says of a document; searches know it when they next begin."""
        return self._shelf.edit(document_id, actor, category=category, tags=tags, title=title)

    @property
    def project(self) -> Folder | None:
        """The project that is open."""
        return self._project

    def folders(self, *, actor: Actor = LOCAL) -> list[Folder]:
        """Every folder that is kept in step, oldest first."""
        return self._folders.all(actor)

    def watch_folder(self, path: Path, *, category: str, tags: Sequence[str], actor: Actor) -> Folder:
        """Keep a folder of manuals in step; see `Engine.watch_folder`."""
        folder = self._folders.watch(path, category=category, tags=tags, actor=actor)
        self._refresh_keeping()
        return folder

    def unwatch_folder(self, folder_id: str, *, actor: Actor) -> Folder:
        """Keep a folder in step no longer; see `Engine.unwatch_folder`."""
        if self._project is not None and self._project.id == folder_id:
            self._project = None
        folder = self._folders.unwatch(folder_id, actor)
        self._refresh_keeping()
        return folder

    def open_project(self, path: Path, *, actor: Actor) -> Folder:
        """The one project whose files are searched from now on; see `Engine.open_project`."""
        self._project = self._folders.project(path, actor)
        self._refresh_keeping()
        return self._project

    def look_at_folders(
        self, folder_ids: Sequence[str], *, cancel: threading.Event | None, actor: Actor
    ) -> Iterator[ImportEvent]:
        """Bring folders in step now; see `Engine.look_at_folders`."""
        folders = (
            [self._folders.folder(id, actor) for id in folder_ids]
            if folder_ids
            else self._folders_in_step(actor)
        )
        for folder in folders:
            if cancel is not None and cancel.is_set():
                return
            yield from self._folders.look(folder, cancel)
        if not folder_ids:
            self._folders.look_at_single_files(actor)

    def note(self, text: str, *, actor: Actor) -> Document:
        """Write a note; searchable when this returns."""
        document = self._notes.add(text, actor)
        self._settle(wait=True)
        return self._shelf.document(document.id, actor) or document  # another note may follow at once

    def keep_in_step(self, changed: Callable[[], None]) -> None:
        """Keep folders in step until the library is closed; see `Engine.keep_in_step`."""
        if self._keeping is None:
            self._keeping = Keeping(
                self._folders, self._folders_in_step, self._database.data_version, changed, self._note
            )
            self._keeping.start()

    def _folders_in_step(self, actor: Actor = LOCAL) -> list[Folder]:
        self._notes.folder(actor)
        project = self._project
        return [
            folder
            for folder in self._folders.all(actor)
            if folder.kind != "project" or (project is not None and folder.id == project.id)
        ]

    def _refresh_keeping(self) -> None:
        if self._keeping is not None:
            self._keeping.refresh()

    def page(self, document_id: str, number: int, *, actor: Actor = LOCAL) -> Page:
        """A stored page by its number from 0, as the reader shows it. Raises Failure when it is not there."""
        return self._shelf.page(document_id, number, actor)

    def stats(self, *, actor: Actor = LOCAL) -> Stats:
        """What the base holds."""
        counts = self._shelf.counts(actor)
        return Stats(
            documents=counts.documents,
            passages=counts.passages,
            pages=counts.pages,
            by_type=counts.by_type,
            failed=counts.failed,
            by_week=counts.by_week,
            in_projects=counts.in_projects,
            vanished=counts.vanished,
            index_bytes=_bytes_below(self._keeper.folder),
            store_bytes=self._database.size(),
        )

    def health(self) -> tuple[PartHealth, ...]:
        """How store, index and import are."""
        return PartHealth("store", "ok"), self._keeper.health(ours=self._indexing > 0), self._import_health()

    def _import_health(self) -> PartHealth:
        if unread := self._unread:
            return PartHealth("import", "busy", Message("import.unread", count=unread))
        read, pages = self._recogniser.progress()
        if pages:
            return PartHealth("import", "busy", Message("import.recognising", {"page": read, "pages": pages}))
        return PartHealth("import", "ok")

    def close(self) -> None:
        """End worker processes, close files."""
        if self._keeping is not None:
            self._keeping.stop()
        self._workers.close()
        if self._keeping is not None:
            self._keeping.join()
        self._keeper.close()
        self._database.close()

    def _settle(self, *, wait: bool = False) -> None:
        """Bring the index up to the documents, unless someone is at it already and we need not wait."""
        waiting = self._shelf.unindexed()
        if not waiting.documents or (not wait and (self._unread or self._keeper.is_written())):
            return
        if waiting.passages <= HERE:
            self._keeper.catch_up()
        elif wait:
            self._index_imported(None)
        else:
            self._keeper.mend()

    def _remake(self, cancel: threading.Event) -> None:
        """Make a lost index again, in a worker."""
        self._note("index.lost")
        self._index_in_worker(cancel, check=True)

    def _index_imported(self, committed: Callable[[], None] | None) -> None:
        """Make what was stored searchable, by whichever index can; `committed` is told of each part."""
        if self._keeper.makes_do():
            self._keeper.catch_up()
            return
        try:
            self._index_in_worker(None, committed=committed)
        except Failure as failure:
            self._keeper.make_do(failure)

    def _index_in_worker(
        self,
        cancel: threading.Event | None,
        *,
        check: bool = False,
        committed: Callable[[], None] | None = None,
    ) -> None:
        with self._guard:
            self._indexing += 1
        try:
            self._run_indexing(cancel, check, committed)
        finally:
            with self._guard:
                self._indexing -= 1

    def _run_indexing(
        self, cancel: threading.Event | None, check: bool, committed: Callable[[], None] | None
    ) -> None:
        job = self._workers.run(
            "rubin_tui.engine.library.indexing:index_pending",
            {
                "database": str(self._database.path),
                "index_folder": str(self._keeper.folder),
                "check": check,
            },
            limits=INDEXING,
            priority=Priority.VISIBLE,
            cancel=cancel,
        )
        try:
            for _ in job:
                if committed is not None:
                    committed()
        except JobFailed as problem:
            if problem.reason == "cancelled":  # Rubin is being closed
                raise Failure("search.cancelled") from problem
            self._note("index.job_failed", reason=problem.reason, kind=problem.kind)
            raise Failure("index.job_failed") from problem


def _bytes_below(folder: Path) -> int:
    """What the files of an index take; some may go, and the folder be exchanged, while they are counted."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(place, name).stat().st_size
    return size
