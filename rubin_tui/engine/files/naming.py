"""New files and folders, other names, other places; what stands there already is never written over."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from rubin_tui.messages import Failure, reason_of

MOST_BYTES = 255
"""Of a name, on nearly every file system."""
_NOREPLACE = 1
_AT_FDCWD = -100
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def checked_name(name: str) -> str:
    """A name a file can have.

    Raises:
        Failure: "name.empty", "name.dots", "name.slash", "name.zero", "name.too_long".
    """
    if not name.strip():
        raise Failure("name.empty")
    if name in (".", ".."):
        raise Failure("name.dots", name=name)
    if "/" in name or (sys.platform == "win32" and "\\" in name):
        raise Failure("name.slash", name=name)
    if "\0" in name:
        raise Failure("name.zero")
    if len(os.fsencode(name)) > MOST_BYTES:
        raise Failure("name.too_long", count=len(os.fsencode(name)), most=MOST_BYTES)
    return name


def create_file(path: Path) -> None:
    """Make an empty file, and the folders it is to stand in.

    Raises:
        Failure: "name.exists", "name.refused", or a name is none.
    """
    _check_parts(path)
    try:
        _make_above(path)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666))
    except OSError as error:
        raise refused(path, error) from error


def create_folder(path: Path) -> None:
    """Make a folder, and those it is to stand in. Raises as `create_file`."""
    _check_parts(path)
    try:
        _make_above(path)
        path.mkdir()
    except OSError as error:
        raise refused(path, error) from error


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name or place, at one stroke where both are on one disk.

    On another disk it is copied whole first; only then the one here goes.

    Raises:
        Failure: "name.exists", "name.missing", "name.into_itself", "name.refused", or the name is none. What
            was there is then as it was.
    """
    checked_name(target.name)
    if source == target:
        return
    try:
        if source.is_dir() and not source.is_symlink() and source in target.parents:
            raise Failure("name.into_itself", name=source.name)
        if _is_same(source, target):  # other capitals, on a disk that does not tell them apart
            os.rename(source, target)  # noqa: PTH104
            return
        try:
            rename_apart(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _carry(source, target)
    except OSError as error:
        raise refused(target if os.path.lexists(source) else source, error) from error


def rename_apart(source: Path, target: Path) -> None:
    """Rename unless something stands at `target`, which the system itself looks after where it can.

    Raises:
        OSError: FileExistsError among them.
    """
    try:
        _rename_no_replace(source, target)
        return
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    if not source.is_dir() or source.is_symlink():
        try:
            os.link(source, target, follow_symlinks=False)  # noqa: RUF100 - no Path method keeps links
        except OSError as error:
            if error.errno not in (*_CANNOT, errno.EPERM, errno.EMLINK):
                raise
        else:
            source.unlink()
            return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    os.rename(source, target)  # noqa: PTH104 - the disk can do no better


def remove_tree(path: Path) -> None:
    """Remove a file, a link, or a folder with all in it. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def refused(path: Path, error: OSError) -> Failure:
    """Why a name could not be given, in a sentence."""
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return Failure("name.exists", path=str(path))
    if error.errno == errno.ENOENT:
        return Failure("name.missing", path=str(path))
    if error.errno == errno.ENAMETOOLONG:
        return Failure("name.too_long", count=len(os.fsencode(path.name)), most=MOST_BYTES)
    return Failure("name.refused", path=str(path), reason=reason_of(error))


def _make_above(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # a file stands where a folder is to be
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error


def _check_parts(path: Path) -> None:
    for part in path.parts[1:]:
        checked_name(part)


def _is_same(source: Path, target: Path) -> bool:
    try:
        return source.name.casefold() == target.name.casefold() and source.samefile(target)
    except OSError:
        return False


def _carry(source: Path, target: Path) -> None:
    """To another disk: beside the target first, so that half a copy never bears its name."""
    beside = target.with_name(f".{target.name[:40]}.{os.getpid()}.new")
    try:
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, beside, symlinks=True)
        else:
            shutil.copy2(source, beside, follow_symlinks=False)
        rename_apart(beside, target)
    except BaseException:
        if os.path.lexists(beside):
            remove_tree(beside)
        raise
    remove_tree(source)


def _rename_no_replace(source: Path, target: Path) -> None:
    if not sys.platform.startswith("linux"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # another libc
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    names = os.fsencode(source), os.fsencode(target)
    if call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _NOREPLACE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(source), None, str(target))
