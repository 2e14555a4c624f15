"""Keeping folders in step while Rubin is open: one thread that sleeps until the disk says what changed.

Of several Rubins on one profile one keeps a folder; when it ends, or dies, the next one takes it over.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.files.mounts import is_shared
from rubin_tui.engine.files.watching import Watching
from rubin_tui.engine.library.folders import KeptFolders
from rubin_tui.engine.library.look import NOT_THERE
from rubin_tui.engine.library.survey import passes_by
from rubin_tui.engine.model import Failure, Folder

TICK = 2.0
"""Seconds between two questions whether the database changed; each takes microseconds."""
LOOK_AGAIN = 600.0
"""Seconds until a folder is looked at although nothing was heard of it."""
LOOK_ASIDE = 30.0
"""The same for a folder of which nothing can be heard, or which is not there."""
REST_AFTER_CHANGE = 20
REST = 400
"""A look is not repeated before so many times the processor time it took: at 400 that is 0.25 %."""


@dataclass(slots=True)
class _Watched:
    folder: Folder
    due: float = 0.0
    rested: float = 0.0


class Keeping:
    """The thread. `wanted` names the folders to keep, `version` changes with any commit to the database.

    `changed` is called, from the thread, after the database changed, whoever changed it.
    """

    def __init__(
        self,
        folders: KeptFolders,
        wanted: Callable[[], list[Folder]],
        version: Callable[[], int],
        changed: Callable[[], None],
        note: Callable[..., None],
    ) -> None:
        self._folders = folders
        self._wanted = wanted
        self._version = version
        self._changed = changed
        self._note = note
        self._watching = Watching(passes_by)
        self._watched: dict[str, _Watched] = {}
        self._closing = threading.Event()
        self._seen: int | None = None
        self._told_at = 0.0
        self._thread = threading.Thread(target=self._run, name="rubin-folders", daemon=True)

    def start(self) -> None:
        """Begin, with a look at every folder."""
        self._thread.start()

    def refresh(self) -> None:
        """Other folders may be wanted now."""
        self._watching.wake()

    def stop(self) -> None:
        """Ask the thread to end; a file that is being read is given up."""
        self._closing.set()
        self._watching.wake()

    def join(self) -> None:
        """Wait for its end."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                wait = self._round()
                if self._closing.is_set():
                    return
                heard = self._watching.wait(wait)
                now = time.monotonic()
                for watched in self._watched.values():
                    if watched.folder.path in heard:
                        watched.due = max(now, watched.rested)
        finally:
            for folder_id in self._watched:
                self._folders.let_go(folder_id)
            self._watching.close()

    def _round(self) -> float:
        """Look at what is due; returns the seconds until something is."""
        try:
            self._tell()
            self._take_in()
            for watched in list(self._watched.values()):
                if watched.due <= time.monotonic() and not self._closing.is_set():
                    self._look(watched)
        except Failure as failure:  # of the store: what it stands in the way of waits
            if not self._closing.is_set():
                self._note("folders.failed", problem=failure.message.id)
            return LOOK_ASIDE
        due = min((watched.due for watched in self._watched.values()), default=TICK + time.monotonic())
        return min(TICK, max(0.0, due - time.monotonic()))

    def _take_in(self) -> None:
        wanted = {folder.id: folder for folder in self._wanted()}
        for folder_id in self._watched.keys() - wanted.keys():
            self._watching.forget(self._watched.pop(folder_id).folder.path)
            self._folders.let_go(folder_id)
        for folder_id, folder in wanted.items():
            watched = self._watched.get(folder_id)
            if watched is None:
                if self._folders.keep(folder_id):
                    self._watched[folder_id] = _Watched(folder)
            else:
                watched.folder = folder
                if folder.problem is not None and folder.problem.id == NOT_THERE:
                    # It may have come back in the moment it was missed: nothing more would be heard of it.
                    watched.due = min(watched.due, time.monotonic() + LOOK_ASIDE)

    def _look(self, watched: _Watched) -> None:
        folder = watched.folder
        began = time.thread_time()
        with self._watching.renewing(folder.path) as entering:
            for _ in self._folders.look(folder, self._closing, entering=entering):
                self._tell()
        took = time.thread_time() - began
        now = time.monotonic()
        hears = self._watching.hears(folder.path) and Path(folder.path).is_dir()
        pause = LOOK_AGAIN if hears and not is_shared(Path(folder.path)) else LOOK_ASIDE
        watched.rested = now + REST_AFTER_CHANGE * took
        watched.due = now + max(pause, REST * took)
        self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._told_at < TICK / 2:
            return
        version = self._version()
        if version != self._seen:
            self._told_at, first = now, self._seen is None
            self._seen = version
            if not first:
                self._changed()
