"""A file system that fails at a chosen call."""

import os
from collections.abc import Callable
from typing import Any

from rubin_tui.engine.files.system import FileSystem

CALLS = frozenset(name for name in vars(FileSystem) if not name.startswith("_"))


class Faulty(FileSystem):
    """Real files; the call number `at` (from 1) raises `errno`, with `lasting` all later writes as well.

    Of what is to be written at one go only `most` bytes are taken.
    """

    def __init__(
        self, at: int = 0, errno: int = 28, *, only: str = "", lasting: bool = False, most: int = 1 << 20
    ):
        self.calls: list[str] = []
        self._plan = (at, errno, only, lasting)
        self._most = most
        self.failed = ""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self._counted(name, found) if name in CALLS else found

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        at, errno, only, lasting = self._plan

        def counted(*args: Any) -> Any:
            if only in ("", name):
                self.calls.append(name)
                late = lasting and self.failed and name in ("write", "truncate", "sync")
                if len(self.calls) == at or late:
                    self.failed = self.failed or name
                    if name == "close":
                        call(*args)
                    raise OSError(errno, os.strerror(errno))
            if name == "write":
                return call(args[0], args[1][: self._most])
            return call(*args)

        return counted
