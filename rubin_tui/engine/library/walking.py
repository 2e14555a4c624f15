"""From what was ordered to the files in it: found one by one, each once, while the first are being read."""

from __future__ import annotations

import os
import stat
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.library.extract import SUFFIXES
from rubin_tui.engine.model import Failure
from rubin_tui.messages import reason_of

HEAD_START = 0.3
"""Seconds the walk has before the first file is told: most trees are counted whole by then."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read; or, with a `problem`, a path of which nothing can be."""

    path: Path
    position: int
    problem: Failure | None = None


class Walk:
    """A walk in a thread of its own. `next` hands each file to one of those who ask."""

    def __init__(self, paths: Iterable[Path], before: frozenset[bytes] = frozenset()) -> None:
        """Walk `paths`; files in `before`, as `os.fsencode` writes them, are passed by."""
        self._paths = tuple(paths)
        self._before = before
        self._changed = threading.Condition()
        self._found: list[Found] = []
        self._next = 0
        self._over = False
        self._passed: set[Path] = set()
        self._stopped = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._walk, name="rubin-walk", daemon=True)
        self._thread.start()
        self._thread.join(HEAD_START)

    @property
    def total(self) -> int:
        """How many were found so far."""
        return len(self._found)

    @property
    def passed(self) -> Counter[str]:
        """How many files of the folders cannot be read, by suffix, else by name; all, once it is over."""
        return Counter(path.suffix.lower() or path.name for path in sorted(self._passed))

    def next(self) -> Found | None:
        """The next one, waiting until it is found; None when there is no more."""
        with self._changed:
            while self._next == len(self._found) and not self._over:
                self._changed.wait()
            if self._error is not None:
                raise self._error
            if self._next == len(self._found):
                return None
            self._next += 1
            return self._found[self._next - 1]

    def stop(self) -> None:
        """Look no further. What is found already is still handed out."""
        self._stopped.set()

    def join(self) -> None:
        """Wait for its end; after `stop`."""
        self._thread.join()

    def _walk(self) -> None:
        error: BaseException | None = None
        try:
            for path, problem in _each_once(_listed(self._paths, self._stopped, self._passed)):
                if self._stopped.is_set():
                    break
                if os.fsencode(path) not in self._before:
                    with self._changed:
                        self._found.append(Found(path, len(self._found) + 1, problem))
                        self._changed.notify()
        except Exception as problem:  # noqa: BLE001 - raised again by who asks for the next file
            error = problem
        with self._changed:
            self._over, self._error = True, error
            self._changed.notify_all()


def meant(path: Path) -> Path:
    """The whole of a path as typed: `~` is the home folder, unless a file is really called so."""
    if str(path).startswith("~") and not path.exists():
        with suppress(RuntimeError):  # no such user: then there is no such file either
            path = path.expanduser()
    return path.absolute()


def unreadable(path: Path | str, error: OSError) -> Failure:
    """Why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Failure("import.missing", path=str(path))
    return Failure("import.unreadable", path=str(path), reason=reason_of(error))


_Item = tuple[Path, Failure | None]


def _listed(paths: Iterable[Path], stopped: threading.Event, passed: set[Path]) -> Iterator[_Item]:
    """The files of the order, folders walked in order; and what was named but cannot be read.

    Files in a folder that are of another kind come into `passed`; a folder of nothing else is named.
    """
    for path in paths:
        try:
            if not stat.S_ISDIR(path.stat().st_mode):
                yield path, None
                continue
        except OSError as error:
            yield path, unreadable(path, error)
            continue
        except ValueError:  # a name with a zero byte is the name of nothing
            yield path, Failure("import.missing", path=str(path))
            continue
        closed: list[OSError] = []
        empty = True
        others: set[Path] = set()
        for file in _below(path, closed.append, stopped, others):
            empty = False
            yield file, None
        for refusal in closed:
            empty = False
            yield Path(refusal.filename), unreadable(refusal.filename, refusal)
        if not empty:
            passed.update(others)
        elif not stopped.is_set():
            yield path, Failure("import.folder_empty", path=str(path))


def _below(
    folder: Path, refuse: Callable[[OSError], None], stopped: threading.Event, others: set[Path]
) -> Iterator[Path]:
    """Files Rubin can read below `folder`; the `others` are noted, hidden ones and links to folders not."""
    for place, folders, names in os.walk(folder, onerror=refuse, followlinks=False):
        if stopped.is_set():
            return
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(place, name)
            else:
                others.add(Path(place, name))


def _each_once(items: Iterable[_Item]) -> Iterator[_Item]:
    """Without the files that were there already, by whatever name."""
    seen: set[tuple[int, int] | Path] = set()
    for path, problem in items:
        identity = _identity(path)
        if identity not in seen:
            seen.add(identity)
            yield path, problem


def _identity(path: Path) -> tuple[int, int] | Path:
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return path
    return (facts.st_dev, facts.st_ino) if facts.st_ino else path
