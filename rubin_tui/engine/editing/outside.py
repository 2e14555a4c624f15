"""What others do to an open file: noticed by time, size and hash before we write over it."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from typing import Literal

from rubin_tui.engine.files.system import FileSystem, read_all
from rubin_tui.messages import Failure

Kind = Literal["same", "changed", "deleted", "appeared"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file at one moment: its identity, time of change in nanoseconds, size in bytes, SHA-256."""

    device: int
    inode: int
    changed_at: int
    size: int
    sha256: str

    @classmethod
    def of(cls, status: stat_result, data: bytes) -> Stamp:
        """Of a file with this status and content."""
        return cls(status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size, digest(data))

    def fits(self, status: stat_result) -> bool:
        """Whether a file with this status is very likely the same."""
        return (self.device, self.inode, self.changed_at, self.size) == (
            status.st_dev,
            status.st_ino,
            status.st_mtime_ns,
            status.st_size,
        )


@dataclass(frozen=True, slots=True)
class Outside:
    """How the file is now. `stamp` is what to compare with from now on; None when there is no file."""

    kind: Kind
    stamp: Stamp | None


class Conflict(Failure):
    """The file is not what it was when it was read; nothing was written. `choices` are the ways on."""

    def __init__(self, kind: Kind, path: Path) -> None:
        super().__init__(f"edit.outside_{kind}", path=str(path))
        self.kind = kind
        self.choices = (
            ("save_as", "overwrite") if kind == "deleted" else ("compare", "reload", "overwrite", "save_as")
        )


def digest(data: bytes) -> str:
    """What tells contents apart."""
    return hashlib.sha256(data).hexdigest()


def look(
    path: Path, stamp: Stamp | None, *, thorough: bool = False, files: FileSystem | None = None
) -> Outside:
    """Compare the file at `path` with `stamp` (None: there was no file).

    Reads the file only when time or size differ, or when `thorough`.

    Raises:
        OSError: it cannot be looked at.
    """
    files = files or FileSystem()
    try:
        status = files.status(path)
    except (FileNotFoundError, NotADirectoryError):
        return Outside("same" if stamp is None else "deleted", None)
    if not stat.S_ISREG(status.st_mode):
        return Outside("appeared" if stamp is None else "changed", None)
    if stamp is not None and stamp.fits(status) and not thorough:
        return Outside("same", stamp)
    now = _stamp(path, files)
    if stamp is None:
        return Outside("appeared", now)
    same = stamp.sha256 == now.sha256
    return Outside("same" if same else "changed", now)


def _stamp(path: Path, files: FileSystem) -> Stamp:
    descriptor = files.open(path)
    try:
        status = files.status_of(descriptor)  # before reading: what is written meanwhile is noticed next time
        return Stamp.of(status, read_all(files, descriptor))
    finally:
        files.close(descriptor)
