"""Keep the search index equal to the database, whatever happens to it.

Every change of a document is a numbered row in the database's queue. The index says up to which number it
has applied them, in the same commit as the changes themselves; so a run that was killed anywhere is simply
run again. An index that cannot be used is made anew beside and put in its place.

Light until it is used: `index_whoosh`, with numpy and whoosh, is imported by what opens an index.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.files.lock import ProcessLock
from rubin_tui.engine.files.private import PrivateFolder
from rubin_tui.engine.library.analysis import analyze_documents, sequences_of
from rubin_tui.engine.library.index import Entry, IndexBusy, IndexLost
from rubin_tui.engine.model import Document, Failure
from rubin_tui.engine.store import Database, Documents, Queue, Tokens
from rubin_tui.engine.text.analyzer import ANALYZER_VERSION
from rubin_tui.engine.text.sequences import counted
from rubin_tui.messages import reason_of

if TYPE_CHECKING:
    from rubin_tui.engine.library.index_whoosh import WhooshIndex

FIRST_BATCH = 500  # passages of the first commit: what was imported first is found soon
BATCH = 4000  # of one commit, while so many wait
CROWDED = 24  # more segments than these are joined even while documents wait
FEW = 8  # segments that are searched about as quickly as one: whoever imports does not wait for their joining
REBUILD_BATCH = 20_000  # of one commit nobody searches yet
LOCK_SECONDS = 600.0  # the longest wait for another indexer

Progress = Callable[["Applied"], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """How far an index is: the last change `seq`, and what this run took in so far."""

    seq: int
    documents: int = 0
    passages: int = 0

    def further(self, later: Applied) -> Applied:
        """As far as `later`, a run after this one, with the counts of both."""
        return Applied(later.seq, self.documents + later.documents, self.passages + later.passages)


def catch_up(
    database: Database,
    index_folder: Path,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Applied:
    """Apply what waits in the queue; when it returns, unless cancelled, all of it is searchable.

    Waits for another process that indexes. A lost index is made again. What was committed before `cancel`
    or a crash stays; the rest waits in the queue.

    Raises:
        Failure: "index.unwritable", "files.locked" after ten minutes, or of the database.
    """
    reached = Applied(0)
    for reached in catching_up(database, index_folder, cancel):
        if progress is not None:
            progress(reached)
    return reached


def catching_up(
    database: Database, index_folder: Path, cancel: threading.Event | None = None
) -> Iterator[Applied]:
    """`catch_up` in steps: one value a commit, and about as often while all is made again."""
    if is_written(index_folder):
        analyze_documents(database, cancel)  # before its turn: SQLite's own index finds them from here on
    with _indexer(index_folder, cancel) as mine:
        if not mine:
            return
        try:
            index = open_index(index_folder, database.identity)
            try:
                if not _is_stale(database, index):
                    yield from _apply(database, index, cancel)
                    return
            finally:
                index.close()
        except IndexLost:
            pass  # before, or under our hands
        analyze_documents(database, cancel)
        yield from _rebuild(database, index_folder, cancel)


def check_and_heal(
    database: Database,
    index_folder: Path,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> bool:
    """Read all of the index, compare it with the database, and make it again if anything is wrong.

    Returns whether it had to be made again.

    Raises:
        Failure: "index.unwritable", "files.locked" after ten minutes, or of the database.
    """
    made = False
    for reached in checking(database, index_folder, cancel):
        made = True
        if progress is not None:
            progress(reached)
    return made


def checking(
    database: Database, index_folder: Path, cancel: threading.Event | None = None
) -> Iterator[Applied]:
    """`check_and_heal` in steps: no value when nothing is wrong."""
    analyze_documents(database, cancel)
    with _indexer(index_folder, cancel) as mine:
        if mine and not _is_sound(database, index_folder):
            yield from _rebuild(database, index_folder, cancel)


def index_pending(database: str, index_folder: str, check: bool = False) -> Iterator[dict[str, int]]:
    """`catch_up` as a job of a worker process, a frame a commit; segments are joined while nothing waits.

    With `check`, what is there is read and made again first if anything is wrong with it.

    Frames: {"applied": seq, "documents": n, "passages": n}, counted since the start. May be killed anywhere.
    """
    folder = Path(index_folder)
    with Database.open(Path(database)) as opened:
        reached = Applied(0)
        if check:
            for reached in checking(opened, folder):
                yield _frame(reached)
        before, tidied = reached, True
        while tidied:
            for reached in catching_up(opened, folder):
                reached = before.further(reached)
                yield _frame(reached)
            before, tidied = reached, _tidied(opened, folder)


def open_index(folder: Path, identity: str) -> WhooshIndex:
    """The index in `folder`, made from the database called `identity`; raises `IndexLost`."""
    from rubin_tui.engine.library.index_whoosh import WhooshIndex

    return WhooshIndex(folder, identity)


def forget(folder: Path) -> None:
    """Remove the index in `folder`, unless someone is writing it.

    Raises:
        Failure: "files.locked"; "index.unwritable".
    """
    from rubin_tui.engine.library.index_whoosh import remove_folder

    try:
        PrivateFolder(folder.parent)
        with ProcessLock(_lock_of(folder)):
            remove_folder(folder)
    except OSError as error:
        raise Failure("index.unwritable", path=str(folder), reason=reason_of(error)) from error


def is_written(folder: Path) -> bool:
    """Whether someone, of this or another process, is writing the index in `folder`."""
    return ProcessLock(_lock_of(folder)).is_held()


def writer_of(folder: Path) -> int | None:
    """The process that wrote the index in `folder` last, or is writing it now."""
    return ProcessLock(_lock_of(folder)).holder()


def facets_of(document: Document, owner_id: str) -> tuple[str, ...]:
    """What `search.filters_of` can ask of the passages of a document, besides the document itself."""
    return (
        f"owner:{owner_id}",
        f"origin:{document.origin}",
        f"category:{document.category}",
        f"type:{document.type}",
        f"language:{document.language}",
        *(f"tag:{tag}" for tag in document.tags),
        *((f"folder:{document.folder_id}",) if document.folder_id else ()),
    )


def _apply(database: Database, index: WhooshIndex, cancel: threading.Event | None) -> Iterator[Applied]:
    applied = index.applied()
    yield Applied(_settle(database, applied))  # a run killed between its commit and this told nobody
    documents = passages = uncommitted = 0
    room = FIRST_BATCH
    while rows := _waiting(database, applied, min(room, BATCH)):
        analyze_documents(database, cancel, only=[document_id for _, document_id in rows])
        for seq, document_id in rows:
            index.delete([document_id])
            for entry in _entries(database, document_id):
                if cancel is not None and cancel.is_set():
                    index.cancel()
                    return
                if uncommitted == BATCH:
                    # A part of a document: its number counts only with the whole of it.
                    index.commit(applied)
                    yield Applied(applied, documents, passages)
                    uncommitted = 0
                index.add([entry])
                passages, uncommitted = passages + 1, uncommitted + 1
            applied, documents = seq, documents + 1
            # Whoosh cannot delete what it has not committed, so a document comes once in a commit.
        index.commit(applied)
        uncommitted = 0
        yield Applied(_settle(database, applied), documents, passages)
        index.tidy(beyond=CROWDED)
        room *= 2


def _rebuild(database: Database, folder: Path, cancel: threading.Event | None) -> Iterator[Applied]:
    """Make the index anew beside, from one view of the database, then put it in its place."""
    from rubin_tui.engine.library.index_whoosh import WhooshIndex, remove_folder

    beside, before = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    remove_folder(beside)
    remove_folder(before)
    index = WhooshIndex.create(beside, database.identity)
    try:
        with database.reading() as connection:
            seq, documents, passages = Queue(connection).last(), 0, 0
            for document_id in Documents(connection).ids():
                for entry in _entries_of(Documents(connection), Tokens(connection), document_id):
                    if cancel is not None and cancel.is_set():
                        return
                    index.add([entry])
                    passages += 1
                    if passages % BATCH == 0:
                        yield Applied(0, documents, passages)
                    if passages % REBUILD_BATCH == 0:
                        index.commit(0)
                documents += 1
        index.commit(seq)
    finally:
        index.close()
    # Killed between the two renames there is no index, and the next one to look makes it again.
    if folder.is_symlink() or folder.exists():
        folder.rename(before)
    beside.rename(folder)
    remove_folder(before)
    analyze_documents(database, cancel)  # what was stored between the first time and our view
    yield Applied(_settle(database, seq), documents, passages)


def _tidied(database: Database, folder: Path) -> bool:
    with _indexer(folder, None):
        index = open_index(folder, database.identity)
        try:
            return index.tidy(beyond=FEW)
        finally:
            index.close()


def _is_sound(database: Database, folder: Path) -> bool:
    try:
        index = open_index(folder, database.identity)
    except IndexLost:
        return False
    try:
        return not index.health() and not _is_stale(database, index) and _is_whole(database, index)
    finally:
        index.close()


def _is_stale(database: Database, index: WhooshIndex) -> bool:
    """Whether the queue no longer has, or has not yet, what the index says it applied last.

    So it is with an index, or a database, put back from a copy.
    """
    with database.reading() as connection:
        queue = Queue(connection)
        return not queue.dropped() <= index.applied() <= queue.last()


def _is_whole(database: Database, index: WhooshIndex) -> bool:
    """Whether the index holds as many passages as the database, if it has applied all changes."""
    with database.reading() as connection:
        if index.applied() < Queue(connection).last():
            return True
        return index.stats().entries == Documents(connection).indexed_passages()


def _waiting(database: Database, applied: int, room: int) -> list[tuple[int, str]]:
    """Changes to apply, oldest first, about `room` passages of them; of a document only the last change."""
    with database.reading() as connection:
        rows = Queue(connection).pending(applied, room)
        last = {row.document_id: row.seq for row in rows}
        sizes = Documents(connection).many(last)
    chosen: list[tuple[int, str]] = []
    for row in rows:
        if last[row.document_id] != row.seq:
            continue
        document = sizes.get(row.document_id)
        room -= document.passages if document else 1
        if chosen and room < 0:
            break
        chosen.append((row.seq, row.document_id))
    return chosen


def _entries(database: Database, document_id: str) -> Iterator[Entry]:
    # One view a document: a longer one would keep the write-ahead log from being emptied.
    with database.reading() as connection:
        yield from _entries_of(Documents(connection), Tokens(connection), document_id)


def _entries_of(documents: Documents, tokens: Tokens, document_id: str) -> Iterator[Entry]:
    """The entries of a document as it stands now: none when it is gone or failed."""
    document = documents.get(document_id)
    if document is None:
        return
    facets = facets_of(document, documents.owner(document_id) or "")
    # Not analyzed is what was stored after this view of the database began.
    stored = tokens.is_analyzed(document_id, ANALYZER_VERSION)
    for passage_id, line in (
        tokens.of_document(document_id) if stored else sequences_of(documents, document_id)
    ):
        yield Entry(passage_id, document_id, counted(line), facets)


def _settle(database: Database, applied: int) -> int:
    """The index has all changes up to `applied`: drop them, their documents are ready."""
    with database.reading() as connection:
        if Queue(connection).dropped() >= applied:
            return applied
    with database.writing() as connection:
        Queue(connection).drop(applied)
    return applied


@contextmanager
def _indexer(folder: Path, cancel: threading.Event | None) -> Iterator[bool]:
    """The only indexer of all processes; False when `cancel` came before its turn.

    What the disk refuses meanwhile is said in a sentence.
    """
    try:
        PrivateFolder(folder.parent)
        # Beside the folder, not in it: the folder is exchanged.
        lock = ProcessLock(_lock_of(folder), timeout=LOCK_SECONDS, cancel=cancel)
        with ExitStack() as held:
            try:
                held.enter_context(lock)
            except Failure:
                if cancel is None or not cancel.is_set():
                    raise
                yield False
                return
            yield True
    except OSError as error:
        raise Failure("index.unwritable", path=str(folder), reason=reason_of(error)) from error
    except (IndexLost, IndexBusy) as error:  # spoilt while it was made: someone else works in the folder
        raise Failure("index.lost", path=str(folder)) from error


def _frame(reached: Applied) -> dict[str, int]:
    return {"applied": reached.seq, "documents": reached.documents, "passages": reached.passages}


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")
