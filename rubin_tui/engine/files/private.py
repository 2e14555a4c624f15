"""What holds document text goes through here: folders 0700, files 0600, written whole or not at all.

All reading and writing passes one injected opener, so that encrypting what we keep is one change.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from rubin_tui.messages import Failure, reason_of

Opener = Callable[[int, Literal["rb", "wb", "ab"]], BinaryIO]
"""Makes a stream of an open file descriptor, which it then owns; an encrypting one wraps the stream."""

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_POSIX = sys.platform != "win32"


def open_plain(descriptor: int, mode: Literal["rb", "wb", "ab"]) -> BinaryIO:
    """The opener that changes nothing."""
    return os.fdopen(descriptor, mode)


@contextlib.contextmanager
def replacing(path: Path, opener: Opener = open_plain) -> Iterator[BinaryIO]:
    """A stream (0600) that takes the place of `path` when the block ends; if it raises, nothing changed.

    After a power cut there is the one or the other. `path` may stand in any folder that can be written.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with opener(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


class PrivateFolder:
    """A folder only its owner can look into, and the files in it, by name.

    Making one creates the folder and its parents; a folder of ours that others may read is mended.

    Raises:
        Failure: "files.not_a_folder", "files.foreign_owner", "files.unwritable".
    """

    def __init__(self, path: Path, opener: Opener = open_plain) -> None:
        self.path = path
        self._opener = opener
        _make_private(path)

    def folder(self, name: str) -> PrivateFolder:
        """The private folder `name` inside this one."""
        return PrivateFolder(self._inside(name), self._opener)

    def file(self, name: str) -> Path:
        """The path of file `name`, made empty if absent: for libraries that open files themselves."""
        path = self._inside(name)
        os.close(_open(path, os.O_RDWR | os.O_CREAT))
        return path

    def read(self, name: str) -> bytes | None:
        """The whole content of `name`; None when there is no such file."""
        try:
            descriptor = _open(self._inside(name), os.O_RDONLY)
        except FileNotFoundError:
            return None
        with self._opener(descriptor, "rb") as stream:
            return stream.read()

    def write(self, name: str, content: bytes) -> None:
        """Put `content` in place of what `name` held. After a power cut it holds the one or the other."""
        with replacing(self._inside(name), self._opener) as stream:
            stream.write(content)

    def append(self, name: str, content: bytes) -> None:
        """Add `content` to the end of `name`, on disk when this returns."""
        path = self._inside(name)
        fresh = not path.exists()
        descriptor = _open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with self._opener(descriptor, "ab") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        if fresh:
            _sync_folder(self.path)

    def remove(self, name: str) -> None:
        """Remove file `name`; nothing happens when it is not there."""
        self._inside(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of the files, sorted; unfinished writes are not among them."""
        return sorted(
            entry.name
            for entry in self.path.iterdir()
            if entry.is_file() and not (entry.name.startswith(".") and entry.name.endswith(".new"))
        )

    def _inside(self, name: str) -> Path:
        if name in ("", ".", "..") or Path(name).name != name:
            raise ValueError(f"{name!r} is not the name of a file")
        return self.path / name


def _open(path: Path, flags: int) -> int:
    # A link planted where a private file belongs must not redirect us.
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), _FILE_MODE)
    if _POSIX and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        with contextlib.suppress(PermissionError):  # not ours to change; the folder guards it
            os.fchmod(descriptor, _FILE_MODE)
    return descriptor


def _make_private(path: Path) -> None:
    try:
        path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    except FileExistsError as problem:
        raise Failure("files.not_a_folder", path=str(path)) from problem
    except OSError as problem:
        raise Failure("files.unwritable", path=str(path), reason=reason_of(problem)) from problem
    if not _POSIX:
        return
    status = path.stat()
    if status.st_uid != os.geteuid():
        raise Failure("files.foreign_owner", path=str(path))
    if stat.S_IMODE(status.st_mode) != _FOLDER_MODE:
        path.chmod(_FOLDER_MODE)


def _sync_folder(path: Path) -> None:
    """Without this a rename may be lost with the power; Windows cannot, and needs it less."""
    if _POSIX:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network file systems cannot do it for folders
                raise
        finally:
            os.close(descriptor)
