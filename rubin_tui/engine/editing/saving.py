"""Saving: after a crash at any moment the file is the old one or the new one.

Where the folder allows it the new file is made beside the old one, with its owner, rights and attributes,
and takes its place. Where that would change what the file is (another name of it, an owner we cannot give,
a mount point) it is written over after a copy of it was made: see `writing_over`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rubin_tui.engine.editing.outside import Conflict, Outside, Stamp, digest, look
from rubin_tui.engine.editing.snapshot import Snapshot
from rubin_tui.engine.editing.unencodable import Unencodable
from rubin_tui.engine.editing.writing_over import write_over
from rubin_tui.engine.files.system import FileSystem, write_all
from rubin_tui.messages import Failure, reason_of


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that succeeded: the file as it is now, and whether it was replaced or written over."""

    stamp: Stamp
    way: Literal["replaced", "written_over"]


class Unconfirmed(Failure):
    """The file was replaced, but the disk did not confirm it: a power cut may bring the old one back."""

    def __init__(self, path: Path, saved: Saved, error: OSError) -> None:
        super().__init__("edit.save_unconfirmed", path=str(path), reason=reason_of(error))
        self.saved = saved


class CannotReplace(Exception):
    """A new file could not be made just like the old one, or not put in its place."""


def save(
    snapshot: Snapshot,
    path: Path,
    stamp: Stamp | None,
    *,
    shelter: Path | None = None,
    overwrite: bool = False,
    files: FileSystem | None = None,
) -> Saved:
    """Write a snapshot to `path`; a link stays one, what it leads to is written.

    Nothing is written unless the file is still what `stamp` says (None: there is none), or `overwrite`.
    `shelter` is a private folder where the copy stands while a file is written over whose own folder cannot
    be written.

    Raises:
        Unencodable: the encoding lacks characters of the text.
        Conflict: the file was changed, deleted or made by somebody else.
        Failure: "edit.save_failed": the system refused; the file is as it was. "edit.not_a_file",
            "edit.read_only_file". "edit.half_saved": writing over failed and so did putting back; says
            where the copy is. Or what makes the text `incomplete`.
        Unconfirmed: it is written, as far as the system told.
    """
    files = files or FileSystem()
    if snapshot.incomplete is not None:
        raise Failure(snapshot.incomplete.id, **snapshot.incomplete.params)
    try:
        data = snapshot.data
    except UnicodeEncodeError as error:
        raise Unencodable(snapshot) from error
    try:
        target = files.resolve(path)
        status = _status(target, files)
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise Failure("edit.not_a_file", path=str(path))
        if not overwrite:
            _check(look(target, stamp, thorough=True, files=files), path, stamp, data)
        if status is not None and not files.may_write(target):
            raise Failure("edit.read_only_file", path=str(path))
        if status is None or status.st_nlink == 1:
            try:
                stamp = _replace(target, status, data, files)
            except CannotReplace:
                stamp = write_over(target, data, shelter, files)
                return Saved(stamp, "written_over")
            try:
                files.sync_folder(target.parent)
            except OSError as error:
                raise Unconfirmed(path, Saved(stamp, "replaced"), error) from error
            return Saved(stamp, "replaced")
        return Saved(write_over(target, data, shelter, files), "written_over")
    except OSError as error:
        raise Failure("edit.save_failed", path=str(path), reason=reason_of(error)) from error


def _status(target: Path, files: FileSystem) -> os.stat_result | None:
    try:
        return files.status(target)
    except FileNotFoundError:
        return None


def _check(outside: Outside, path: Path, stamp: Stamp | None, data: bytes) -> None:
    if outside.kind == "same":
        return
    if outside.stamp is not None and outside.stamp.sha256 == digest(data):
        return  # what stands there is just what we are about to write
    raise Conflict(outside.kind, path)


def _replace(target: Path, status: os.stat_result | None, data: bytes, files: FileSystem) -> Stamp:
    """Make the new file beside the old one and let it take its place.

    Raises:
        CannotReplace: it would not be like the old one, or the folder does not let us.
        OSError: it cannot be written. In both cases nothing has changed.
    """
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.new")
    with _unlike(_FOLDER_REFUSES if status else ()):
        descriptor = files.create(beside, 0o666 if status is None else 0o600)
    try:
        try:
            write_all(files, descriptor, data)
            if status is not None:  # after writing, which takes away set-user bits and capabilities
                with _unlike(_NOT_LIKE):
                    _make_like(descriptor, target, status, files)
            files.sync(descriptor)
            made = files.status_of(descriptor)
        finally:
            files.close(descriptor)
        if status is not None and _place(files.status(target)) != _place(status):
            raise Conflict("changed", target)
        with _unlike(_FOLDER_REFUSES if status else ()):
            files.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):  # what stopped us is what is told
            files.remove(beside)
        raise
    return Stamp.of(made, data)


_FOLDER_REFUSES = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV)
"""An unwritable or sticky folder, a mount point."""
_NOT_LIKE = (errno.EACCES, errno.EPERM, errno.ENOTSUP)


@contextlib.contextmanager
def _unlike(errors: tuple[int, ...]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in errors:
            raise CannotReplace from error
        raise


def _make_like(descriptor: int, target: Path, status: os.stat_result, files: FileSystem) -> None:
    """Give the new file the owner, rights and attributes of the old one."""
    ours = files.status_of(descriptor)
    if (ours.st_uid, ours.st_gid) != (status.st_uid, status.st_gid):
        files.give_owner(descriptor, status.st_uid, status.st_gid)
    files.give_mode(descriptor, stat.S_IMODE(status.st_mode))
    source = files.open(target)
    try:
        wanted = files.attributes(source)
    finally:
        files.close(source)
    given = files.attributes(descriptor)
    for name, value in wanted.items():
        if given.get(name) != value:
            files.give_attribute(descriptor, name, value)
    if not given.keys() <= wanted.keys():  # the folder gives its files an access list that the old one lacks
        raise PermissionError(errno.EPERM, "attributes")


def _place(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
