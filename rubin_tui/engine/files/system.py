"""The calls that reading and saving a person's file are made of; a test can make any of them fail."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileSystem:
    """The system's files. Every method is one call and raises its OSError; descriptors are plain numbers."""

    def resolve(self, path: Path) -> Path:
        """`path` without links, absolute; its last parts need not exist."""
        return Path(os.path.realpath(path))

    def status(self, path: Path) -> os.stat_result:
        """Of the file a link leads to."""
        return os.stat(path)  # noqa: PTH116 - one call, as all here

    def status_of(self, descriptor: int) -> os.stat_result:
        """Of an open file."""
        return os.fstat(descriptor)

    def may_write(self, path: Path) -> bool:
        """Whether we may; to root, too, a file that nobody may write is read-only."""
        return os.access(path, os.W_OK) and bool(os.stat(path).st_mode & 0o222)  # noqa: PTH116

    def names(self, folder: Path) -> list[str]:
        """What stands in a folder."""
        return os.listdir(folder)  # noqa: PTH208

    def open(self, path: Path) -> int:
        """For reading; never waits for the other end of a pipe."""
        return os.open(path, _READ)

    def open_over(self, path: Path) -> int:
        """For writing over what is there."""
        return os.open(path, _WRITE)

    def create(self, path: Path, mode: int) -> int:
        """A new file; raises FileExistsError."""
        return os.open(path, _CREATE, mode)

    def read(self, descriptor: int, size: int) -> bytes:
        """At most `size` bytes; b"" at the end."""
        return os.read(descriptor, size)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Some of `data`; returns how many bytes."""
        return os.write(descriptor, data)

    def rewind(self, descriptor: int) -> None:
        """To the beginning."""
        os.lseek(descriptor, 0, os.SEEK_SET)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut to `size` bytes."""
        os.ftruncate(descriptor, size)

    def sync(self, descriptor: int) -> None:
        """Wait until the disk has it."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close it."""
        os.close(descriptor)

    def give_owner(self, descriptor: int, user: int, group: int) -> None:
        """Raises PermissionError where we may not give files away."""
        if sys.platform != "win32":
            os.fchown(descriptor, user, group)

    def give_mode(self, descriptor: int, mode: int) -> None:
        """Rights, with the set-user and set-group bits."""
        if sys.platform != "win32":
            os.fchmod(descriptor, mode)

    def attributes(self, of: int) -> dict[str, bytes]:
        """The extended attributes of an open file, access lists among them."""
        if not hasattr(os, "listxattr"):
            return {}
        try:
            return {name: os.getxattr(of, name) for name in os.listxattr(of)}
        except OSError as error:
            if error.errno in (errno.ENOTSUP, errno.ENOSYS):
                return {}
            raise

    def give_attribute(self, descriptor: int, name: str, value: bytes) -> None:
        """Set one."""
        if sys.platform == "linux":
            os.setxattr(descriptor, name, value)

    def replace(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target`, at one stroke."""
        os.replace(source, target)  # noqa: PTH105

    def remove(self, path: Path) -> None:
        """Remove a file."""
        os.unlink(path)  # noqa: PTH108

    def sync_folder(self, folder: Path) -> None:
        """Wait until the disk has the names in it, where the system can."""
        if sys.platform == "win32":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network file systems cannot do it for folders
                raise
        finally:
            os.close(descriptor)


def read_all(files: FileSystem, descriptor: int, most: int | None = None) -> bytes:
    """The rest of an open file, at most `most` bytes of it."""
    pieces: list[bytes] = []
    left = most
    while left is None or left > 0:
        piece = files.read(descriptor, 1 << 20 if left is None else min(left, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        left = None if left is None else left - len(piece)
    return b"".join(pieces)


def write_all(files: FileSystem, descriptor: int, data: bytes) -> None:
    """Write all of `data` from where the file stands."""
    view = memoryview(data)
    while view:
        view = view[files.write(descriptor, view[: 1 << 20]) :]
