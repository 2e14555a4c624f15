"""Writing over a file that must not be replaced, with a whole copy of what it held until all is on the disk.

A crash in between leaves the copy, whole, beside the file or in the shelter: `copies_of` finds it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import secrets
from pathlib import Path

from rubin_tui.engine.editing.outside import Stamp
from rubin_tui.engine.files.system import FileSystem, read_all, write_all
from rubin_tui.messages import Failure, reason_of


def write_over(target: Path, data: bytes, shelter: Path | None, files: FileSystem) -> Stamp:
    """Put `data` into the file at `target`, which stays the same file under all its names.

    Raises:
        OSError: it was refused; the file holds what it held.
        Failure: "edit.half_saved": it was refused half-way and what it held could not be put back; says where
            the copy of that is.
    """
    old = _read(target, files)
    copy = _keep(old, target, shelter, files)
    try:
        stamp = _write(target, data, old, copy, files)
    except OSError:
        _drop(copy, files)
        raise
    _drop(copy, files)
    return stamp


def copies_of(target: Path, shelter: Path | None, files: FileSystem) -> list[Path]:
    """Copies that interrupted saves of `target` (a path without links) left, the oldest first."""
    found = []
    for folder in (target.parent, shelter):
        if folder is None:
            continue
        for number in range(_MOST_COPIES):
            copy = _copy(folder, target, number)
            try:
                files.status(copy)
            except OSError:  # it is not there, or nobody may know
                continue
            found.append(copy)
    return found


def _write(target: Path, data: bytes, old: bytes, copy: Path, files: FileSystem) -> Stamp:
    descriptor = files.open_over(target)
    try:
        try:
            write_all(files, descriptor, data)
            files.truncate(descriptor, len(data))
            files.sync(descriptor)
            return Stamp.of(files.status_of(descriptor), data)
        except OSError as error:
            try:
                files.rewind(descriptor)
                write_all(files, descriptor, old)
                files.truncate(descriptor, len(old))
                files.sync(descriptor)
            except OSError as second:
                raise Failure(
                    "edit.half_saved", path=str(target), copy=str(copy), reason=reason_of(error)
                ) from second
            raise
    finally:
        with contextlib.suppress(OSError):  # it was synced, or failed for a reason that is told
            files.close(descriptor)


def _read(target: Path, files: FileSystem) -> bytes:
    descriptor = files.open(target)
    try:
        return read_all(files, descriptor)
    finally:
        files.close(descriptor)


_MOST_COPIES = 20


def _keep(old: bytes, target: Path, shelter: Path | None, files: FileSystem) -> Path:
    """A copy on the disk, under its name only when it is whole."""
    try:
        return _keep_in(target.parent, old, target, files)
    except OSError as error:
        if shelter is None or error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
    return _keep_in(shelter, old, target, files)


def _keep_in(folder: Path, old: bytes, target: Path, files: FileSystem) -> Path:
    beside = folder / f".{target.name[:40]}.{secrets.token_hex(4)}.new"
    descriptor = files.create(beside, 0o600)
    try:
        try:
            write_all(files, descriptor, old)
            files.sync(descriptor)
        finally:
            files.close(descriptor)
        copy = _free(folder, target, files)
        files.replace(beside, copy)
    except BaseException:
        with contextlib.suppress(OSError):  # what stopped us is what is told
            files.remove(beside)
        raise
    try:
        files.sync_folder(folder)
    except OSError:
        _drop(copy, files)
        raise
    return copy


def _free(folder: Path, target: Path, files: FileSystem) -> Path:
    """A name without a copy: one that an interrupted save left may be the only good one."""
    for number in range(_MOST_COPIES):
        copy = _copy(folder, target, number)
        try:
            files.status(copy)
        except FileNotFoundError:
            return copy
    raise FileExistsError(errno.EEXIST, "too many copies", str(copy))


def _copy(folder: Path, target: Path, number: int) -> Path:
    mark = hashlib.sha256(str(target).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return folder / f".{target.name[:40]}.{mark}-{number}.rubin-old"


def _drop(copy: Path, files: FileSystem) -> None:
    with contextlib.suppress(OSError):  # a copy too many is harmless, and is found
        files.remove(copy)
