"""Hearing that something changed in the folders that are unfolded on a screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from rubin_tui.engine.files.watching import Watching

MOST_FOLDERS = 400
"""Folders that are listened to; of more nobody sees so many at once."""
_LONG = 3600.0


class TreeWatch:
    """Tells, from a thread of its own that sleeps while nothing changes, in which folders something did."""

    def __init__(self, changed: Callable[[frozenset[str]], None]) -> None:
        self._changed = changed
        self._watching = Watching()
        self._wanted: frozenset[str] = frozenset()
        self._has: frozenset[str] = frozenset()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="rubin-tree", daemon=True)
        self._thread.start()

    def watch(self, folders: Iterable[str]) -> None:
        """Listen to these folders, not to what is below them, and to no others."""
        wanted = frozenset(list(folders)[:MOST_FOLDERS])
        if wanted != self._wanted:
            self._wanted = wanted
            self._watching.wake()

    def close(self) -> None:
        """Tell nothing any more."""
        self._over = True
        self._watching.wake()
        self._thread.join(2.0)

    def _run(self) -> None:
        try:
            while not self._over:
                self._renew()
                changed = self._watching.wait(_LONG)
                if changed and not self._over:
                    # A folder that went and came again is another one to the system.
                    self._has -= changed
                    self._changed(changed)
        finally:
            self._watching.close()

    def _renew(self) -> None:
        wanted = self._wanted
        for folder in self._has - wanted:
            self._watching.forget(folder)
        for folder in wanted - self._has:
            with self._watching.renewing(folder) as enter:
                enter(folder)
        self._has = wanted
