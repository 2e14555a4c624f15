"""Which files of a folder count, and what the disk says of them; nothing of a file is read."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rubin_tui.engine.files.ignoring import IGNORE, Ignored
from rubin_tui.engine.languages import SUFFIXES as CODE_SUFFIXES
from rubin_tui.engine.languages import language_of
from rubin_tui.engine.library.extract import SUFFIXES
from rubin_tui.engine.model import FolderKind
from rubin_tui.engine.text.sanitize import spelled

MOST_WATCHED = 50_000
"""Files of a watched folder; more are the wrong folder."""
MOST_OF_PROJECT = 20_000
"""Files of a project that says by a file in it that it is one."""
MOST_UNMARKED = 2_000
"""Files of a folder that was opened as a project and does not say so."""
MOST_ENTRIES = 400_000
"""Names that are looked at, whatever they are."""
PROJECT_SIZE = 1_000_000
"""Bytes of a project's file; what is larger was made by a machine."""

_IN_PROJECTS = CODE_SUFFIXES | {".md", ".markdown", ".rst", ".txt", ".html", ".htm", ".csv", ".tsv"} | {
    suffix for suffix in SUFFIXES if suffix in (".json", ".xml", ".l5x", ".tmc", ".plcproj", ".tsproj")
}  # fmt: skip
_MADE = frozenset((
    "node_modules", "bower_components", "__pycache__", "site-packages", "build", "dist", "target", "obj",
    "CVS", "_Boot", "_CompileInfo", "_Libraries",
))  # fmt: skip
"""Folders of a project that hold what was made or fetched, not written."""
_SAYS_MADE = ("pyvenv.cfg", "CACHEDIR.TAG", "conda-meta")
_LOCKS = frozenset(("package-lock.json", "npm-shrinkwrap.json", "composer.lock"))
_MARKERS = frozenset((
    ".git", ".hg", ".svn", ".rubin.toml", ".vscode", ".editorconfig", "pyproject.toml", "setup.py",
    "package.json", "Cargo.toml", "go.mod", "CMakeLists.txt", "Makefile", "makefile", "meson.build",
    "pom.xml", "build.gradle",
))  # fmt: skip
_MARKER_SUFFIXES = (
    ".sln", ".csproj", ".vcxproj", ".tsproj", ".plcproj", ".project", ".s7p", ".ap15", ".ap16", ".ap17",
    ".ap18", ".ap19", ".ap20", ".acd", ".apj", ".smc2", ".ino",
)  # fmt: skip
_RACY = 20_000_000
"""Nanoseconds in which a file may be written again with the same time: the disk's clock ticks slower."""


@dataclass(slots=True)
class Found:
    """A file: `path` to open it by, and `facts`, equal as long as it was not touched; "" never are."""

    path: Path
    facts: str


@dataclass(slots=True)
class Survey:
    """What a survey found. `files` are by their storable path.

    `identity` is what the disk says the folder itself is, "" when it is not there. `closed` are folders that
    could not be read. `most` is set when there are more files than that; then `files` are only some.
    """

    identity: str = ""
    files: dict[str, Found] = field(default_factory=dict)
    closed: list[OSError] = field(default_factory=list)
    most: int = 0
    cancelled: bool = False


def survey(
    folder: Path,
    kind: FolderKind,
    *,
    apart: frozenset[str] = frozenset(),
    entering: Callable[[str], None] = lambda _: None,
    cancel: threading.Event | None = None,
) -> Survey:
    """Survey a folder; `entering` is told of each folder before it is looked into, `apart` are passed by."""
    found = Survey()
    try:
        facts = folder.stat()
        if not stat.S_ISDIR(facts.st_mode):
            return found
        found.identity = f"{facts.st_dev}:{facts.st_ino}"
        most = _most(folder, kind)
    except FileNotFoundError:
        return found
    except OSError as error:
        found.closed.append(error)
        return found
    rules = _Rules(folder) if kind == "project" else None
    entries = 0
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        if cancel is not None and cancel.is_set():
            found.cancelled = True
            return found
        entering(place)
        try:
            with os.scandir(place) as scan:
                inside = list(scan)
        except FileNotFoundError:
            if place == str(folder):
                return Survey()
            continue
        except OSError as error:
            found.closed.append(error)
            continue
        entries += len(inside)
        names = {entry.name for entry in inside}
        if rules is not None:
            if place != str(folder) and not names.isdisjoint(_SAYS_MADE):
                continue
            rules.enter(place, IGNORE in names)
        for entry in inside:
            if entry.name.startswith(".") or entry.path in apart:
                continue
            if entry.is_dir(follow_symlinks=False):
                if rules is None or rules.wants_folder(place, entry.name):
                    waiting.append(entry.path)
            elif rules.wants_file(place, entry) if rules else _is_document(entry.name):
                _add(found, entry, rules)
        if len(found.files) > most or entries > MOST_ENTRIES:
            found.most = most
            return found
    return found


def passes_by(name: str) -> bool:
    """Whether a change of a file with this name changes nothing a survey finds."""
    return name.startswith(".") and name != IGNORE


def _add(found: Survey, entry: os.DirEntry[str], rules: _Rules | None) -> None:
    try:
        facts = entry.stat()
    except OSError:  # gone since, or a link to nowhere
        return
    if not stat.S_ISREG(facts.st_mode) or (rules is not None and not 0 < facts.st_size <= PROJECT_SIZE):
        return
    sure = abs(time.time_ns() - facts.st_mtime_ns) > _RACY
    told = f"{facts.st_size}:{facts.st_mtime_ns}:{facts.st_ctime_ns}" if sure else ""
    found.files[spelled(entry.path)] = Found(Path(entry.path), told)


def _is_document(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a Path for each name is slow


def _most(folder: Path, kind: FolderKind) -> int:
    if kind != "project":
        return MOST_WATCHED
    names = set(os.listdir(folder))  # noqa: PTH208
    marked = not names.isdisjoint(_MARKERS) or any(
        os.path.splitext(name)[1].lower() in _MARKER_SUFFIXES  # noqa: PTH122
        for name in names
    )
    return MOST_OF_PROJECT if marked else MOST_UNMARKED


class _Rules:
    """What of a project counts: code and text a person wrote, and git does not ignore."""

    def __init__(self, root: Path) -> None:
        self._ignored = Ignored(root)
        self.enter = self._ignored.enter

    def wants_folder(self, place: str, name: str) -> bool:
        return name not in _MADE and not self._ignored.passes_by(place, name + "/")

    def wants_file(self, place: str, entry: os.DirEntry[str]) -> bool:
        name = entry.name
        suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122
        return (
            (suffix in _IN_PROJECTS or language_of(name) is not None)
            and not (name in _LOCKS or name.endswith((".min.js", ".min.css")))
            and not entry.is_symlink()
            and not self._ignored.passes_by(place, name)
        )
