"""What was done to a text, in the portions a person takes back, bounded by bytes."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from rubin_tui.engine.editing.changes import Change, Selection
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.text.encodings import Format

_PAUSE = 2.0
"""Seconds without a key after which typing is another portion."""

_OVERHEAD = 400  # bytes of the objects around the texts of a change


@dataclass(frozen=True, slots=True)
class Restyle:
    """Line ends or encoding of the whole text were changed. Positions stay as they are."""

    before: tuple[Lines, Format]
    after: tuple[Lines, Format]


@dataclass(slots=True)
class Portion:
    """What one undo takes back, and what was selected before and after it."""

    before: Selection
    after: Selection
    entries: list[Change | Restyle] = field(default_factory=list)
    at: float = 0.0
    size: int = 0
    sealed: bool = False


class History:
    """Portions to undo and to redo. When they take more than `limit` bytes the oldest go; the last one stays.

    `clock` gives seconds that only grow.
    """

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._done: deque[Portion] = deque()
        self._undone: list[Portion] = []
        self._size = 0

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether anything was taken back and nothing done since."""
        return bool(self._undone)

    @property
    def size(self) -> int:
        """Bytes that what can be undone takes, about."""
        return self._size

    def record(self, entry: Change | Restyle, before: Selection, after: Selection, *, joined: bool) -> None:
        """Something was done; it goes with the last portion when `joined` or when it continues typing."""
        self._undone.clear()
        now = self._clock()
        last = self._done[-1] if self._done else None
        if last is None or not (joined or (not last.sealed and _continues(last, entry, now))):
            last = Portion(before, after)
            self._done.append(last)
        size = _OVERHEAD
        if isinstance(entry, Change):
            size += sys.getsizeof(entry.inserted) + sys.getsizeof(entry.removed)
        else:
            size += len(entry.before[0]) + len(entry.after[0])
        last.entries.append(entry)
        last.after, last.at = after, now
        last.size += size
        self._size += size
        while self._size > self._limit and len(self._done) > 1:
            self._size -= self._done.popleft().size

    def seal(self) -> None:
        """What comes next is a portion of its own."""
        if self._done:
            self._done[-1].sealed = True

    def reselect(self, after: Selection) -> None:
        """What the redo of the last portion is to select."""
        if self._done:
            self._done[-1].after = after

    def take_undo(self) -> Portion | None:
        """The last portion; from now on it can be redone."""
        if not self._done:
            return None
        portion = self._done.pop()
        portion.sealed = True
        self._size -= portion.size
        self._undone.append(portion)
        return portion

    def take_redo(self) -> Portion | None:
        """The portion undone last; from now on it can be undone again."""
        if not self._undone:
            return None
        portion = self._undone.pop()
        self._size += portion.size
        self._done.append(portion)
        return portion


def _kind(change: Change) -> Literal["typing", "erasing", "other"]:
    if len(change.inserted) == 1 and change.inserted not in "\r\n":
        return "typing"
    return "erasing" if not change.inserted and len(change.removed) == 1 else "other"


def _continues(portion: Portion, entry: Change | Restyle, now: float) -> bool:
    """Whether an edit belongs to the run of keys before it: same kind, same place, no pause, no new word."""
    last = portion.entries[-1]
    if isinstance(entry, Restyle) or isinstance(last, Restyle) or now - portion.at > _PAUSE:
        return False
    kind = _kind(entry)
    if kind == "other" or kind != _kind(last):
        return False
    if kind == "erasing":
        return last.start in (entry.start, entry.end)
    word_begins = last.inserted.isspace() and not entry.inserted.isspace()
    return not entry.removed and entry.start == last.new_end and not word_begins
