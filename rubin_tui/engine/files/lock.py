"""A lock between processes: one Rubin at a time, whoever died without letting go."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from rubin_tui.messages import Failure

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_POLL = 0.05


class ProcessLock:
    """Held between `with` and its end, by one process (and one holder in it) at a time.

    The system frees it when the process dies. The file stays and holds the number of the process that
    locked it last. `timeout` is in seconds; 0 tries once.

    Raises:
        Failure: "files.locked" on entering; another one held it all the time, or `cancel` was set.
    """

    def __init__(self, path: Path, timeout: float = 0.0, cancel: threading.Event | None = None) -> None:
        self.path = path
        self._timeout = timeout
        self._cancel = cancel
        self._descriptor: int | None = None

    def __enter__(self) -> ProcessLock:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            self._acquire(descriptor)
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)  # which unlocks; the file must stay, or two could lock two files
            self._descriptor = None

    def is_held(self) -> bool:
        """Whether anyone holds it now. Changes nothing, and needs no right to write the folder."""
        try:
            descriptor = os.open(self.path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        except OSError:  # nobody made it yet, or nobody like us may
            return False
        try:
            return not _try_lock(descriptor, shared=True)
        finally:
            os.close(descriptor)

    def holder(self) -> int | None:
        """The process that locked it last; it need not hold it any more."""
        try:
            return int(self.path.read_bytes() or b"0") or None
        except (OSError, ValueError):
            return None

    def _acquire(self, descriptor: int) -> None:
        end = time.monotonic() + self._timeout
        while not _try_lock(descriptor):
            left = end - time.monotonic()
            if left <= 0 or (self._cancel is not None and self._cancel.is_set()):
                raise Failure("files.locked", path=str(self.path), pid=self.holder() or "?")
            if self._cancel is None:
                time.sleep(min(_POLL, left))
            else:
                self._cancel.wait(min(_POLL, left))


def _try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """`shared`: as one of many who only look, where the system can tell them from holders."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # beyond the number, which others must be able to read
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
