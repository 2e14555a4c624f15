"""Places that move with the text: carets, diagnostics, citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from rubin_tui.engine.editing.changes import Change, Range
from rubin_tui.engine.model import Position

T = TypeVar("T")


class Mark(Generic[T]):
    """A range that moves with the text, and what it is for."""

    __slots__ = ("_ends", "grows", "value")

    def __init__(self, range: Range, value: T, *, grows: bool) -> None:
        """Use `Marks.add`."""
        self._ends = [range.start, range.end]
        self.value = value
        self.grows = grows

    @property
    def range(self) -> Range:
        """Where it stands now; empty when its text was removed."""
        return Range(*self._ends)

    def _move(self, change: Change) -> None:
        start, end = self._ends
        if start == end:  # a point: what is typed at it comes before it, or after it when it `grows`
            self._ends = [change.moved(start, after=not self.grows)] * 2
            return
        start, end = change.moved(start, after=not self.grows), change.moved(end, after=self.grows)
        self._ends = [min(start, end), end]


class Marks(Generic[T]):
    """The marks of one buffer. An edit within a line touches only the marks that begin or end on it."""

    def __init__(self) -> None:
        self._by_line: dict[int, set[Mark[T]]] = {}

    def add(self, range: Range, value: T, *, grows: bool = False) -> Mark[T]:
        """Mark a range.

        Text typed at an end of it stays outside, unless it `grows`. A point stays after what is typed at
        it, as a caret does, or before it when it `grows`.
        """
        mark = Mark(range, value, grows=grows)
        self._put(mark)
        return mark

    def remove(self, mark: Mark[T]) -> None:
        """Forget a mark."""
        for line in {position.line for position in mark.range}:
            marks = self._by_line[line]
            marks.discard(mark)
            if not marks:
                del self._by_line[line]

    def clear(self) -> None:
        """Forget all."""
        self._by_line.clear()

    def replace(self, ranges: Iterable[tuple[Range, T]]) -> None:
        """Forget all and mark these."""
        self.clear()
        for range, value in ranges:
            self.add(range, value)

    def __iter__(self) -> Iterator[Mark[T]]:
        """All of them, in the order of the text."""
        return iter(sorted({mark for marks in self._by_line.values() for mark in marks}, key=_place))

    def __len__(self) -> int:
        return len({mark for marks in self._by_line.values() for mark in marks})

    def starting_on(self, line: int) -> list[Mark[T]]:
        """The marks that begin on a line, in their order."""
        return sorted(
            (mark for mark in self._by_line.get(line, ()) if mark.range.start.line == line), key=_place
        )

    def move(self, change: Change) -> None:
        """Follow a change of the text."""
        if change.removed_lines == change.inserted_lines == 1:
            moved = self._by_line.get(change.first_line)
            for mark in moved or ():
                mark._move(change)
            return
        moved_all = {mark for marks in self._by_line.values() for mark in marks}
        self._by_line = {}
        for mark in moved_all:
            mark._move(change)
            self._put(mark)

    def _put(self, mark: Mark[T]) -> None:
        for position in mark.range:
            self._by_line.setdefault(position.line, set()).add(mark)


def _place(mark: Mark[T]) -> tuple[Position, Position]:
    return mark.range
