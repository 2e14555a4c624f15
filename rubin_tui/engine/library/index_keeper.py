"""Which index answers: the one on Whoosh, or SQLite's own while that one is missing or cannot be made.

A small index that is lost is made again at once, where we are. A large one is made in a worker process while
SQLite's own index answers; when the new one is in its place, it answers again. Light until it is used.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.library.analysis import analyze_documents, unanalyzed
from rubin_tui.engine.library.index import IndexLost, IndexStats, SearchIndex
from rubin_tui.engine.library.index_fts5 import Fts5Index
from rubin_tui.engine.library.indexing import (
    Applied,
    Progress,
    catch_up,
    check_and_heal,
    forget,
    is_written,
    open_index,
    writer_of,
)
from rubin_tui.engine.model import Failure, Message, PartHealth
from rubin_tui.engine.store import Database, Documents, Queue

if TYPE_CHECKING:
    from rubin_tui.engine.library.index_whoosh import WhooshIndex

HERE = 500
"""Up to so many passages are indexed in this process; more go to a worker, or the screen would stutter."""

PAUSE = 30.0
"""Seconds until an index that could not be written is tried again."""

REFUSALS = frozenset(
    {
        "index.unwritable",
        "index.lost",
        "index.job_failed",
        "files.not_a_folder",
        "files.unwritable",
        "files.foreign_owner",
    }
)
"""What SQLite's own index makes up for."""

Remake = Callable[[threading.Event], None]


class IndexKeeper:
    """Gives searches an index that can answer. Safe to use from any thread."""

    def __init__(
        self, database: Database, folder: Path, remake: Remake | None = None, *, here: int = HERE
    ) -> None:
        """`remake` is how an index of more than `here` passages is made again, such as in a worker process.

        It runs in a thread of the keeper's, ends early when its event is set, and raises `Failure` when the
        index cannot be made. Without it every index is made right here.
        """
        self.folder = folder
        self._database = database
        self._remake = remake
        self._here = here
        self._own = Fts5Index(database)
        self._lock = threading.Lock()
        self._index: WhooshIndex | None = None
        self._mending: threading.Thread | None = None
        self._closing = threading.Event()
        self._refused: tuple[float, Message] | None = None

    def index(self) -> SearchIndex:
        """The index that answers. Raises `IndexLost` when it cannot be used; `heal` then helps."""
        with self._lock:
            if self._may_retry():
                self._refused = None
                if self._remake is not None:
                    self._start()
            if self._makes_do():
                return self._own
            if self._index is None:
                self._index = open_index(self.folder, self._database.identity)
            return self._index

    def heal(self) -> SearchIndex:
        """Have a lost index made again; returns what answers until it is, and at once."""
        with self._lock:
            waits = self._makes_do()
        if waits or is_written(self.folder):
            if unanalyzed(self._database) <= self._here:
                analyze_documents(self._database)
            return self._own
        if self._remake is None or self._passages() <= self._here:
            try:
                check_and_heal(self._database, self.folder)
                catch_up(self._database, self.folder)
                return self.index()
            except Failure as failure:
                self.make_do(failure)
                return self._own
        self.mend()
        return self._own

    def mend(self) -> None:
        """Have the index checked, made again or brought up to date, without waiting for it."""
        with self._lock:
            if self._remake is not None and not self._makes_do():
                self._start()

    def rebuild(self) -> None:
        """Throw the index away, whatever it is, and have it made anew without waiting for it.

        Raises:
            Failure: "files.locked", while someone writes it; "index.unwritable".
        """
        with self._lock:
            if self._is_mending():
                return
            forget(self.folder)
            self._refused = None
            if self._remake is not None:
                self._start()

    def make_do(self, failure: Failure) -> None:
        """The index cannot be written: everything is found by SQLite's own, and this is tried again later.

        Raises:
            Failure: the one given, if it is another trouble.
        """
        if failure.message.id not in REFUSALS:
            raise failure
        analyze_documents(self._database)
        with self._lock:
            self._refused = (time.monotonic(), failure.message)

    def catch_up(self, *, progress: Progress | None = None, cancel: threading.Event | None = None) -> Applied:
        """Make all changes searchable; by SQLite's own index when the other cannot be used or written.

        Raises:
            Failure: "files.locked" after ten minutes, or of the database.
        """
        with self._lock:
            waits = self._makes_do() and not self._may_retry()
        if waits or (is_written(self.folder) and not self._is_there()):
            return Applied(0, 0, analyze_documents(self._database, cancel))
        try:
            reached = catch_up(self._database, self.folder, progress=progress, cancel=cancel)
        except Failure as failure:
            self.make_do(failure)
            return Applied(0)
        with self._lock:
            self._refused = None
        return reached

    def makes_do(self) -> bool:
        """Whether SQLite's own index answers."""
        with self._lock:
            return self._makes_do()

    def unready(self) -> int:
        """How many passages no index finds yet; 0 while the one on Whoosh answers."""
        with self._lock:
            if not self._makes_do():
                return 0
        return unanalyzed(self._database)

    def stats(self) -> IndexStats:
        """How large the index is; all 0 while there is none."""
        try:
            return self.index().stats()
        except IndexLost:
            return IndexStats(0, 0, 0, 0)

    def health(self, *, ours: bool = False) -> PartHealth:
        """ "ok"; "busy" while changes wait or are taken in; "degraded" while SQLite answers instead.

        `ours`: a worker process of ours is writing the index, so whoever holds its lock is no stranger.
        Opens nothing: an index nobody has searched yet is judged by its folder being there.
        """
        with self._database.reading() as connection:
            waiting, dropped = Queue(connection).count(), Queue(connection).dropped()
        with self._lock:
            mending, refused = self._is_mending(), self._refused
        if mending:
            return PartHealth("index", "busy", Message("index.mending", {}, unanalyzed(self._database)))
        if refused is not None:
            return PartHealth("index", "degraded", Message("index.makes_do", {"reason": refused[1]}))
        if is_written(self.folder):
            writer = writer_of(self.folder)
            if ours or writer in (None, os.getpid()):
                return PartHealth("index", "busy", Message("index.written"))
            return PartHealth("index", "busy", Message("index.locked", {"pid": writer}))
        if not self._is_there():
            if not dropped:
                return PartHealth("index", "ok")  # never made; the first search makes it
            return PartHealth("index", "degraded", Message("index.lost", {"path": str(self.folder)}))
        if waiting:
            return PartHealth("index", "busy", Message("index.behind", {}, waiting))
        return PartHealth("index", "ok")

    def is_written(self) -> bool:
        """Whether someone, of this or another process, is writing the index."""
        return is_written(self.folder)

    def close(self) -> None:
        """Close the index, ending what makes it. May be called twice."""
        self._closing.set()
        mending = self._mending
        if mending is not None:
            mending.join()
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def _start(self) -> None:
        if not self._closing.is_set():
            self._mending = threading.Thread(target=self._mend, name="rubin-index", daemon=True)
            self._mending.start()

    def _mend(self) -> None:
        assert self._remake is not None
        problem: Message | None = None
        try:
            try:
                self._remake(self._closing)
            except Failure as failure:
                problem = failure.message
                analyze_documents(self._database, self._closing)
        except Failure as failure:
            problem = failure.message
        with self._lock:
            self._refused = (time.monotonic(), problem) if problem is not None else None

    def _makes_do(self) -> bool:
        return self._is_mending() or self._refused is not None

    def _is_mending(self) -> bool:
        return self._mending is not None and self._mending.is_alive()

    def _may_retry(self) -> bool:
        return (
            not self._is_mending()
            and self._refused is not None
            and time.monotonic() - self._refused[0] > PAUSE
        )

    def _passages(self) -> int:
        with self._database.reading() as connection:
            return Documents(connection).indexed_passages()

    def _is_there(self) -> bool:
        with self._lock:
            if self._index is None:
                return self.folder.is_dir()
            try:
                self._index.applied()
            except IndexLost:
                return False
            return True
