"""The folder of a Whoosh index: private, made lasting in the right order, and able to tell damage.

Whoosh syncs nothing and checks nothing; what it reads are pickles, so a folder of anyone else's is never
opened. Heavy: imports whoosh.
"""

from __future__ import annotations

import json
import os
import re
import stat
import zlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from rubin_tui.engine.library.index import IndexLost
from rubin_tui.engine.text.analyzer import ANALYZER_VERSION

LAYOUT = 2
"""Counts up when our own use of the folder changes: an index of another layout is remade."""

_STATE_FILE = re.compile(r"applied-(\d+)\.json")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class State:
    """What a commit says of itself, in a file beside its table of contents.

    `files` are the segment files with bytes and CRC-32, `toc` is the CRC-32 of the table of contents;
    `identity` is the database's own name.
    """

    seq: int
    entries: int
    identity: str
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    toc: int = 0
    analyzer: int = ANALYZER_VERSION
    layout: int = LAYOUT

    def written(self) -> str:
        """As it stands in its file, sealed: of a flipped bit in it nothing is believed."""
        plain = asdict(self)
        return json.dumps({"seal": _seal(plain), **plain})

    @classmethod
    def read(cls, text: str) -> State:
        """What `written` gave. Raises ValueError, TypeError, KeyError or AttributeError."""
        plain = json.loads(text)
        if plain.pop("seal") != _seal(plain):
            raise ValueError("the seal is broken")
        return cls(**plain | {"files": {name: tuple(facts) for name, facts in plain["files"].items()}})


def _seal(plain: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(plain, sort_keys=True).encode())


def make_folder(folder: Path) -> None:
    """Make an empty folder for this person only.

    Raises:
        FileExistsError: when something is there.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)  # whatever the umask


def inspect_folder(folder: Path) -> tuple[int, int]:
    """Device and number of the folder, when it is a folder of this person and of nobody else.

    Raises:
        IndexLost: when it is not.
    """
    try:
        found = folder.lstat()
    except OSError as error:
        raise IndexLost(f"no index in {folder}") from error
    if not stat.S_ISDIR(found.st_mode):
        raise IndexLost(f"{folder} is no folder")
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077):
        raise IndexLost(f"{folder} is open to others")
    return found.st_dev, found.st_ino


def read_state(folder: Path, generation: int, identity: str) -> State:
    """What the commit says of itself; sizes of its files are checked.

    Raises:
        IndexLost: when it says nothing, is of another database, analyzer or layout, or a file is not whole.
    """
    try:
        state = State.read((folder / f"applied-{generation}.json").read_text("utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in state.files}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexLost(f"commit {generation} cannot be read") from error
    if (state.analyzer, state.layout) != (ANALYZER_VERSION, LAYOUT):
        raise IndexLost("made by another version")
    if state.identity != identity:
        raise IndexLost("made from another database")
    if any(sizes[name] != size for name, (size, _) in state.files.items()):
        raise IndexLost("a file is cut short")
    return state


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return found


class LastingStorage(FileStorage):  # type: ignore[misc] # whoosh has no types
    """Whoosh's folder, with private files, in which a commit is on the disk before it counts.

    Whoosh makes a commit count by renaming its table of contents. Just before, every file of the commit
    is synced and what was announced of it is written beside.
    """

    def __init__(self, path: str, checked: dict[str, tuple[int, int]] | None = None) -> None:
        """`checked` are files of earlier commits with their sizes and checksums."""
        super().__init__(path)
        self._checked = checked or {}
        self._announced: State | None = None
        self._segments: set[str] = set()

    def announce(self, state: State, segments: set[str]) -> None:
        """The commit about to be made: its `files` are found here, they are those of the segments."""
        self._announced, self._segments = state, segments

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> Any:
        """A new file, readable by this person only."""
        # Whoosh opens by path and has no opener; made first, the file keeps these rights.
        os.close(os.open(self._fpath(name), os.O_WRONLY | os.O_CREAT | (os.O_EXCL if excl else 0), 0o600))
        return super().create_file(name, mode=mode, **options)

    def lock(self, name: str) -> Any:
        """Whoosh's own lock; its file, too, is readable by this person only."""
        os.close(os.open(self._fpath(name), os.O_WRONLY | os.O_CREAT, 0o600))
        return super().lock(name)

    def temp_storage(self, name: str | None = None) -> Any:
        """Where Whoosh sorts; nothing there has to last."""
        folder = Path(self.folder) / (name or "sorting.tmp")
        folder.mkdir(mode=0o700, exist_ok=True)
        return LastingStorage(str(folder))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename; a table of contents only after all it names is on the disk."""
        if self._announced is None or not newname.endswith(".toc"):
            super().rename_file(oldname, newname, safe=safe)
            return
        folder = Path(self.folder)
        generation = int(newname.rpartition("_")[2].removesuffix(".toc"))
        announced = replace(self._announced, toc=checksum(folder / oldname))
        self._write_state(folder / f"applied-{generation}.json", announced)
        _sync(folder / oldname)
        super().rename_file(oldname, newname, safe=safe)
        _sync(folder)
        for path in folder.iterdir():
            if (match := _STATE_FILE.fullmatch(path.name)) and int(match[1]) < generation:
                path.unlink(missing_ok=True)

    def _write_state(self, path: Path, announced: State) -> None:
        files = {}
        for file in sorted(path.parent.iterdir()):
            if file.name.partition(".")[0] in self._segments:
                if file.name not in self._checked:
                    _sync(file)
                    self._checked[file.name] = (file.stat().st_size, checksum(file))
                files[file.name] = self._checked[file.name]
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(replace(announced, files=files).written())
        _sync(path)


def _sync(path: Path) -> None:
    # A folder cannot be opened for this on Windows, which needs no such sync.
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
