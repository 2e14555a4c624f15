"""The project's tree: folders are read when they are unfolded, and again when the disk says so."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.file_rows import OpenFile

if TYPE_CHECKING:
    from rubin_tui.engine import ProjectFiles, TreeWatch
    from rubin_tui.engine.project_model import Entry, GitMark

MOST_GIT = 0.5
"""Seconds between two questions to git while files change without end."""


class Disk(Protocol):
    """The project's files as the journeys of the screen see them."""

    def __call__(self) -> ProjectFiles:
        """Made with the first use."""


class TreeJourney(Journey):
    """Owns what is listened to."""

    group = "tree"

    def __init__(self, app: Desk, disk: Disk) -> None:
        super().__init__(app)
        self._disk = disk
        self._watch: TreeWatch | None = None
        self._git_folder = ""
        self._over = threading.Event()
        self._asking_git = False
        self._git_again = False
        self._reading: set[str] = set()
        self._read_again: set[str] = set()

    def start(self) -> None:
        """Read the project's folder, then ask git."""
        self.read(str(self.app.project))
        self.ask_git()

    def close(self) -> None:
        """The app ends."""
        self._over.set()
        if self._watch is not None:
            self._watch.close()

    def read(self, path: str) -> None:
        """Tell the panel what is in a folder now."""
        if path in self._reading:
            self._read_again.add(path)
        else:
            self._reading.add(path)
            self.work(self._read, path)

    def read_again(self) -> None:
        """Look at all that is unfolded, and ask git: where nothing can be heard, this is how it is seen."""
        paths = [path for path in self.app.main.files.unfolded if path not in self._reading]
        self._reading.update(paths)
        self.work(self._read_all, paths)
        self.ask_git()

    def listen(self, paths: Iterable[str]) -> None:
        """These folders are unfolded: hear of their changes."""
        self.work(self._listen, tuple(paths))

    def ask_git(self) -> None:
        """Have git say what differs; one question at a time."""
        if self._asking_git:
            self._git_again = True
            return
        self._asking_git = True
        self.work(self._git)

    def show_open(self) -> None:
        """Show what is known of the open files."""
        known = {}
        for tab in self.app.main.editor.files:
            severities = [finding.severity for finding in tab.diagnostics]
            known[tab.key.removeprefix("file:")] = OpenFile(
                severities.count("error"), severities.count("warning"), tab.buffer.modified
            )
        self.app.main.files.show_open(known)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._reading.clear()
        self._asking_git = False
        self.app.main.tell(problem)

    # in threads

    def _read_all(self, paths: list[str]) -> None:
        for path in paths:
            self._read(path)

    def _read(self, path: str) -> None:
        try:
            entries = tuple(self._disk().entries(path))
        except Failure as failure:
            self.hand(self._unreadable, path, failure.message)
            return
        self.hand(self._show, path, entries)

    def _listen(self, paths: tuple[str, ...]) -> None:
        from rubin_tui.engine import TreeWatch

        if self._over.is_set():
            return
        if self._watch is None:
            self._git_folder = self._disk().git_folder()
            self._watch = TreeWatch(self._heard)
        self._watch.watch((*paths, self._git_folder) if self._git_folder else paths)

    def _heard(self, folders: frozenset[str]) -> None:
        self.hand(self._look_at, folders)

    def _git(self) -> None:
        self.hand(self._show_git, self._disk().git(self._over))

    # on the interface thread

    def _show(self, path: str, entries: tuple[Entry, ...]) -> None:
        self._done_reading(path)
        self.app.main.files.show_folder(path, entries)

    def _unreadable(self, path: str, problem: Message) -> None:
        self._done_reading(path)
        self.app.main.files.forget_folder(path)
        if Path(path) == self.app.project or problem.id != "name.missing":
            self.app.main.tell_once(problem)

    def _done_reading(self, path: str) -> None:
        self._reading.discard(path)
        if path in self._read_again:
            self._read_again.discard(path)
            self.read(path)

    def _look_at(self, folders: frozenset[str]) -> None:
        if self._over.is_set():
            return
        for path in folders - {self._git_folder}:
            self.read(path)
        self.ask_git()

    def _show_git(self, marks: dict[str, GitMark] | None) -> None:
        self.app.main.files.show_git(marks or {})
        if self._git_again and not self._over.is_set():
            self._git_again = False
            self.app.set_timer(MOST_GIT, self._git_once_more)
        else:
            self._asking_git = False

    def _git_once_more(self) -> None:
        self.work(self._git)
