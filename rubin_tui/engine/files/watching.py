"""Hearing from the system that something below a folder changed, without asking again and again.

What is heard is a hint to look, never what to believe. Linux says it by inotify, asked for exactly the
folders that are looked into: the libraries for it watch all below a folder, `node_modules` and `.git` too,
and wake up many times a second. Elsewhere, and where inotify refuses, nothing is heard: then one has to look
now and then.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

QUIET = 0.3
"""Seconds without a change until changes are told: one save, one checkout is many of them."""

MOST = 2.0
"""Seconds after which they are told although they go on."""

_EVENT = struct.Struct("iIII")
_READ = 1 << 16
_ATTRIB, _CLOSE_WRITE, _MOVED, _CREATE, _DELETE = 0x004, 0x008, 0x0C0, 0x100, 0x200
_DELETE_SELF, _MOVE_SELF, _ONLYDIR, _EXCL_UNLINK = 0x400, 0x800, 0x0100_0000, 0x0400_0000
_UNMOUNT, _OVERFLOW, _IGNORED = 0x2000, 0x4000, 0x8000
_WANTED = (
    _ATTRIB | _CLOSE_WRITE | _MOVED | _CREATE | _DELETE | _DELETE_SELF | _MOVE_SELF | _ONLYDIR | _EXCL_UNLINK
)
_TOO_MANY = frozenset((errno.ENOSPC, errno.ENOMEM))


class Watching:
    """Tells in which of several roots something changed. One thread waits; any may wake it.

    `passes_by` says of a file's name that its changes are not worth telling.
    """

    def __init__(self, passes_by: Callable[[str], bool] = lambda _: False) -> None:
        self._passes_by = passes_by
        self._notices = _open_inotify()
        self._roots: dict[str, set[int]] = {}
        self._deaf: set[str] = set()
        self._woken = threading.Event()
        self._listens, self._calls = os.pipe()
        os.set_blocking(self._listens, False)
        os.set_blocking(self._calls, False)
        self._guard = threading.Lock()
        self._closed = False

    def hears(self, root: str) -> bool:
        """Whether changes below `root` are told; False when it takes more watches than the system gives."""
        return self._notices is not None and root in self._roots and root not in self._deaf

    @contextmanager
    def renewing(self, root: str) -> Iterator[Callable[[str], None]]:
        """Call what this gives with each folder below `root`, before looking into it.

        When the block ends those are the folders that are watched for `root`, and no others.
        """
        before = self._roots.setdefault(root, set())
        now: set[int] = set()
        self._deaf.discard(root)

        def enter(folder: str) -> None:
            if self._notices is None or root in self._deaf:
                return
            try:
                now.add(self._notices.add(folder))
            except OSError as error:
                if error.errno in _TOO_MANY:
                    self._deaf.add(root)
                # Else it is gone already, or not ours to see: looking into it will show.

        try:
            yield enter
        finally:
            self._roots[root] = set() if root in self._deaf else now
            self._drop((before | now) - self._roots[root])

    def forget(self, root: str) -> None:
        """Watch nothing for `root` any more."""
        self._deaf.discard(root)
        self._drop(self._roots.pop(root, set()))

    def wait(self, seconds: float) -> frozenset[str]:
        """The roots in which something changed, once it is quiet; none after `seconds` or a `wake`."""
        if self._notices is None:
            self._woken.wait(max(0.0, seconds))
            self._woken.clear()
            return frozenset()
        changed: set[str] = set()
        end = time.monotonic() + max(0.0, seconds)
        latest = None
        while True:
            now = time.monotonic()
            until = end if latest is None else min(now + QUIET, latest)
            ready = self._poll(max(0.0, until - now))
            if not ready or (latest is not None and now >= latest):
                return frozenset(changed)
            if self._listens in ready:
                self._calm()
                return frozenset(changed)
            told = self._told()
            changed |= told
            if told and latest is None:
                latest = time.monotonic() + MOST

    def wake(self) -> None:
        """End a `wait` that goes on, or the next one. From any thread."""
        with self._guard:
            if self._closed:
                return
            self._woken.set()
            with suppress(BlockingIOError):  # it is being called loudly enough
                os.write(self._calls, b".")

    def close(self) -> None:
        """Let go of all; for the thread that waits, after its last `wait`."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            os.close(self._listens)
            os.close(self._calls)
        if self._notices is not None:
            self._notices.close()

    def _poll(self, seconds: float) -> set[int]:
        assert self._notices is not None
        waiting = select.poll()
        waiting.register(self._notices.descriptor, select.POLLIN)
        waiting.register(self._listens, select.POLLIN)
        return {descriptor for descriptor, _ in waiting.poll(seconds * 1000)}

    def _calm(self) -> None:
        self._woken.clear()
        with suppress(BlockingIOError):
            while os.read(self._listens, 4096):
                pass

    def _told(self) -> set[str]:
        assert self._notices is not None
        changed: set[str] = set()
        for watch, mask, name in self._notices.read():
            if mask & _OVERFLOW:
                changed |= self._roots.keys()
                continue
            if name and self._passes_by(name):
                continue
            changed |= {root for root, watches in self._roots.items() if watch in watches}
            if mask & _IGNORED:  # its number may be given again
                for watches in self._roots.values():
                    watches.discard(watch)
        return changed

    def _drop(self, watches: set[int]) -> None:
        if self._notices is not None:
            for watch in watches.difference(*self._roots.values()):
                self._notices.remove(watch)


class _Inotify:
    """The system's own calls; a watch is a number."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self.descriptor = library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")

    def add(self, folder: str) -> int:
        watch = self._library.inotify_add_watch(self.descriptor, os.fsencode(folder), _WANTED)
        if watch < 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), folder)
        return int(watch)

    def remove(self, watch: int) -> None:
        self._library.inotify_rm_watch(self.descriptor, watch)  # if it is gone already, so much the better

    def read(self) -> Iterator[tuple[int, int, str]]:
        try:
            data = os.read(self.descriptor, _READ)
        except BlockingIOError:
            return
        at = 0
        while at < len(data):
            watch, mask, _, length = _EVENT.unpack_from(data, at)
            at += _EVENT.size
            name = data[at : at + length].rstrip(b"\0")
            at += length
            yield watch, mask, os.fsdecode(name)

    def close(self) -> None:
        os.close(self.descriptor)


def _open_inotify() -> _Inotify | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return _Inotify(ctypes.CDLL(None, use_errno=True))
    except (OSError, AttributeError):  # too many of them are open, or another libc has none
        return None
