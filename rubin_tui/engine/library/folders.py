"""Folders kept in step with the disk: watched folders, the open project, the user's notes.

A look compares what the disk says of each file with what it said when the file was read. What is new or
changed is imported, what was moved keeps its reading, and what is gone is marked in a watched folder, removed
from a project and from the notes. A folder that is not there itself, as when a drive is not mounted, changes
nothing.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from rubin_tui.engine.files import PrivateFolder, ProcessLock
from rubin_tui.engine.library.importing import Order
from rubin_tui.engine.library.look import Look
from rubin_tui.engine.library.survey import survey
from rubin_tui.engine.model import (
    LOCAL,
    NOTES_CATEGORY,
    Actor,
    Failure,
    Folder,
    FolderKind,
    ImportEvent,
    Message,
)
from rubin_tui.engine.store import FOLDER, Database, Folders, new_id
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import reason_of

Run = Callable[[Order, threading.Event | None], Iterator[ImportEvent]]
Entering = Callable[[str], None]

PROJECT_CATEGORY = "project"
REMOVED_AT_ONCE = 50
"""Documents removed in one transaction: others write in between."""


class KeptFolders:
    """The folders of a profile. Thread-safe; one look at a folder at a time, whichever process looks."""

    def __init__(self, database: Database, run: Run, locks: Path, apart: Iterable[Path]) -> None:
        """`run` imports, `locks` is a folder of ours; nothing in `apart` belongs to a folder of others."""
        self._database = database
        self._run = run
        self._locks = locks
        self._apart = frozenset(str(path) for path in apart)
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._kept: dict[str, ProcessLock] = {}

    def all(self, actor: Actor = LOCAL) -> list[Folder]:
        """Every folder, oldest first."""
        with self._database.reading() as connection:
            return Folders(connection).all(actor=actor)

    def folder(self, folder_id: str, actor: Actor = LOCAL) -> Folder:
        """One of them. Raises Failure "folder.unknown"."""
        with self._database.reading() as connection:
            folder = Folders(connection).get(folder_id, actor=actor)
        if folder is None:
            raise Failure("folder.unknown", id=folder_id)
        return folder

    def watch(self, path: Path, *, category: str, tags: Sequence[str], actor: Actor) -> Folder:
        """Keep a folder of manuals in step from now on; one that is already gets this category and tags.

        Raises:
            Failure: "folder.missing", "folder.not_a_folder" or "folder.too_wide".
        """
        place = _place(path)
        if is_too_wide(place):
            raise Failure("folder.too_wide", path=str(place))
        with self._database.writing() as connection:
            folders = Folders(connection)
            known = folders.find("watched", spelled(str(place)), actor=actor)
            if known is not None:
                folders.change(known.id, category=spelled(category), tags=map(spelled, tags))
                return folders.get(known.id, actor=actor) or known
            return self._add(folders, "watched", place, category, tags, actor)

    def unwatch(self, folder_id: str, actor: Actor) -> Folder:
        """Keep a folder in step no longer. Manuals stay in the base; files of a project leave it.

        Raises:
            Failure: "folder.unknown", or "folder.notes_stay": the notes are always kept in step.
        """
        folder = self.folder(folder_id, actor)
        if folder.kind == "notes":
            raise Failure("folder.notes_stay", path=folder.path)
        if folder.kind == "watched":
            with self._database.writing() as connection:
                Folders(connection).forget(folder.id)
            return folder
        gone = False
        while not gone:
            with self._database.writing() as connection:
                gone = Folders(connection).remove_some(folder.id, REMOVED_AT_ONCE)
        return folder

    def project(self, path: Path, actor: Actor) -> Folder:
        """The project at `path`, known from now on. Nothing is read yet.

        Raises:
            Failure: "folder.missing" or "folder.not_a_folder".
        """
        place = _place(path)
        with self._database.writing() as connection:
            folders = Folders(connection)
            known = folders.find("project", spelled(str(place)), actor=actor)
            known = known or self._add(folders, "project", place, PROJECT_CATEGORY, (), actor)
            if is_too_wide(place):
                folders.looked(known.id, time.time(), Message("folder.too_wide", {"path": str(place)}))
            return folders.get(known.id, actor=actor) or known

    def notes(self, place: Path, actor: Actor) -> Folder:
        """The folder of the notes, wherever the profile stands now."""
        path = spelled(str(place))
        with self._database.reading() as connection:
            known = Folders(connection).find("notes", actor=actor)
        if known is not None and known.path == path:
            return known
        with self._database.writing() as connection:
            folders = Folders(connection)
            known = folders.find("notes", actor=actor)
            if known is None:
                return self._add(folders, "notes", place, NOTES_CATEGORY, (), actor)
            folders.move(known, path)
        return self.folder(known.id, actor)

    def look(
        self, folder: Folder, cancel: threading.Event | None = None, *, entering: Entering = lambda _: None
    ) -> Iterator[ImportEvent]:
        """Bring the documents of a folder in step with its files; tells of each file that is read.

        Nothing happens while another Rubin keeps it in step. `entering` is told of each folder below before
        it is looked into. What kept the look from being whole stands in the folder's `problem` afterwards.

        Raises:
            Failure: of the store.
        """
        if folder.kind == "project" and is_too_wide(Path(folder.path)):
            return
        with self._turn(folder.id, cancel) as mine:
            if not mine:
                return
            apart = self._apart | {
                other.path for other in self.all() if other.kind == "watched" and other.id != folder.id
            }
            if folder.kind == "notes":
                apart = frozenset()
            found = survey(
                Path(folder.path), folder.kind, apart=apart - {folder.path}, entering=entering, cancel=cancel
            )
            if not found.cancelled:
                yield from Look(self._database, folder, found, REMOVED_AT_ONCE).run(self._run, cancel)

    def look_at_single_files(self, actor: Actor = LOCAL) -> None:
        """Mark documents imported by themselves whose file is gone, and those whose file is there again."""
        with self._database.reading() as connection:
            files = Folders(connection).single_files(actor=actor)
        gone = {file.document_id: not os.path.lexists(file.path) for file in files}
        now = time.time()
        changed = iter([file for file in files if file.vanished != gone[file.document_id]])
        while batch := list(islice(changed, REMOVED_AT_ONCE)):
            with self._database.writing() as connection:
                for at in (now, None):
                    ids = [file.document_id for file in batch if gone[file.document_id] == (at is not None)]
                    Folders(connection).mark(ids, at)

    def keep(self, folder_id: str) -> bool:
        """Be the one Rubin that keeps this folder in step, until `let_go`; False when another one is."""
        if folder_id in self._kept:
            return True
        turn = self._turn_of(folder_id)
        if not turn.acquire(blocking=False):
            return False
        try:
            lock = self._lock(folder_id)
            lock.__enter__()
            self._kept[folder_id] = lock
        except Failure:
            return False
        finally:
            turn.release()
        return True

    def let_go(self, folder_id: str) -> None:
        """Another Rubin may keep it in step."""
        lock = self._kept.pop(folder_id, None)
        if lock is not None:
            lock.__exit__(None, None, None)

    def _add(
        self,
        folders: Folders,
        kind: FolderKind,
        place: Path,
        category: str,
        tags: Sequence[str],
        actor: Actor,
    ) -> Folder:
        folder = Folder(
            id=new_id(FOLDER),
            path=spelled(str(place)),
            kind=kind,
            category=spelled(category),
            tags=tuple(dict.fromkeys(map(spelled, tags))),
            added_at=time.time(),
        )
        folders.add(folder, actor=actor)
        return folder

    @contextmanager
    def _turn(self, folder_id: str, cancel: threading.Event | None) -> Iterator[bool]:
        turn = self._turn_of(folder_id)
        while not turn.acquire(timeout=0.1):
            if cancel is not None and cancel.is_set():
                yield False
                return
        try:
            if folder_id in self._kept:
                yield True
                return
            lock = self._lock(folder_id)
            try:
                lock.__enter__()
            except Failure:
                yield False
                return
            try:
                yield True
            finally:
                lock.__exit__(None, None, None)
        finally:
            turn.release()

    def _turn_of(self, folder_id: str) -> threading.Lock:
        with self._guard:
            return self._turns.setdefault(folder_id, threading.Lock())

    def _lock(self, folder_id: str) -> ProcessLock:
        return ProcessLock(PrivateFolder(self._locks).path / f"{folder_id}.lock")


def is_too_wide(path: Path) -> bool:
    """Whether it is the root, the home folder or one above it: all of a person's files, and the system's."""
    home = Path.home()
    return path == Path(path.anchor) or path == home or path in home.parents


def _at_home(path: Path) -> Path:
    """`~` is the home folder; as it is where there is no such home."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _place(path: Path) -> Path:
    """The whole path of a folder that is there."""
    try:
        place = Path(os.path.abspath(_at_home(path)))  # noqa: PTH100 - `resolve` would follow links
        if place.is_dir():
            return place
        raise Failure("folder.not_a_folder" if place.exists() else "folder.missing", path=str(place))
    except OSError as error:
        raise Failure("folder.unreadable", path=str(path), reason=reason_of(error)) from error
    except ValueError as error:  # a name with a zero byte
        raise Failure("folder.missing", path=str(path)) from error
