"""From stored to searchable: the index takes in some documents while the next files are read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rubin_tui.engine.library.walking import Found
from rubin_tui.engine.model import Document, ImportStage

AFTER_PASSAGES = 300
AFTER_SECONDS = 2.0
IDLE_SECONDS = 1.0
"""After so long without anything to acknowledge there is time to get ready for it."""

Index = Callable[[Callable[[], None] | None], None]
"""Brings the search index up to date; calls what it is given after each commit, not being done yet."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is done but for the index, and the stage it then ends in.

    One without a `document` is told to be done already.
    """

    file: Found
    document: Document | None = None
    stage: ImportStage = "done"


class Acknowledging:
    """Gathers what is stored and has it acknowledged, in a thread of its own, some files at a time.

    Not each by itself: many small ones would wait for as many commits. `acknowledge` gets the next ones,
    what it raises is given to `fail`, and nothing is acknowledged after that; `end` is called at last. While
    the first file is long in coming it gets an empty sequence, to make itself ready.
    """

    def __init__(
        self,
        acknowledge: Callable[[Sequence[Stored]], None],
        fail: Callable[[BaseException], None],
        end: Callable[[], None],
    ) -> None:
        self._acknowledge = acknowledge
        self._fail = fail
        self._end = end
        self._changed = threading.Condition()
        self._waiting: list[Stored] = []
        self._since = 0.0
        self._complete = False
        self._thread = threading.Thread(target=self._work, name="rubin-acknowledge", daemon=True)
        self._thread.start()

    def add(self, stored: Stored) -> None:
        """This one is next."""
        with self._changed:
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting.append(stored)
            self._changed.notify()

    def take(
        self, searchable: Callable[[Sequence[Stored]], tuple[list[Stored], list[Stored]]]
    ) -> list[Stored]:
        """Those of the waiting that are `searchable`, and not among the others, already.

        The index took them in with the last ones.
        """
        with self._changed:
            ready, self._waiting = searchable(self._waiting)
            return ready

    def complete(self) -> None:
        """No more will come; what waits is acknowledged now."""
        with self._changed:
            self._complete = True
            self._changed.notify()

    def join(self) -> None:
        """Wait until all is acknowledged; after `complete`."""
        self._thread.join()

    def _work(self) -> None:
        try:
            if not self._is_something_soon():
                self._acknowledge(())
            while batch := self._next():
                self._acknowledge(batch)
        except BaseException as problem:  # noqa: BLE001 - raised again where the import is waited for
            self._fail(problem)
        self._end()

    def _is_something_soon(self) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._waiting) or self._complete, IDLE_SECONDS)

    def _next(self) -> list[Stored]:
        with self._changed:
            while not self._complete:
                left = self._since + AFTER_SECONDS - time.monotonic() if self._waiting else None
                passages = sum(one.document.passages for one in self._waiting if one.document)
                if passages >= AFTER_PASSAGES or (left is not None and left <= 0):
                    break
                self._changed.wait(left)
            batch, self._waiting = self._waiting, []
            return batch
