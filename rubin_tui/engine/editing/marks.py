"""Places that move with the text: carets, diagnostics, citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from rubin_tui.engine.editing.changes import Change, Range
from rubin_tui.engine.model import Position

T = TypeVar("T")


class _Row(Generic[T]):
    """The marks that begin or end on one line; when lines come or go above it, only its number changes."""

    __slots__ = ("line", "marks")

    def __init__(self, line: int) -> None:
        self.line = line
        self.marks: set[Mark[T]] = set()


class Mark(Generic[T]):
    """A range that moves with the text, and what it is for."""

    __slots__ = ("_characters", "grows", "rows", "value")

    def __init__(self, value: T, *, grows: bool) -> None:
        """Use `Marks.add`."""
        self.value = value
        self.grows = grows
        self.rows: tuple[_Row[T], _Row[T]]
        self._characters: tuple[int, int]

    @property
    def range(self) -> Range:
        """Where it stands now; empty when its text was removed."""
        (first, last), (begin, end) = self.rows, self._characters
        return Range(Position(first.line, begin), Position(last.line, end))

    def put(self, range: Range, first: _Row[T], last: _Row[T]) -> None:
        """Stand there; `Marks` knows the rows."""
        self.rows = (first, last)
        self._characters = (range.start.character, range.end.character)

    def moved(self, change: Change) -> Range:
        """Where it goes with a change."""
        start, end = self.range
        if start == end:  # a point: what is typed at it comes before it, or after it when it `grows`
            return Range(*[change.moved(start, after=not self.grows)] * 2)
        start, end = change.moved(start, after=not self.grows), change.moved(end, after=self.grows)
        return Range(min(start, end), end)


class Marks(Generic[T]):
    """The marks of one buffer. An edit touches only those that begin or end on its lines."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row[T]] = {}

    def add(self, range: Range, value: T, *, grows: bool = False) -> Mark[T]:
        """Mark a range.

        Text typed at an end of it stays outside, unless it `grows`. A point stays after what is typed at
        it, as a caret does, or before it when it `grows`.
        """
        mark = Mark(value, grows=grows)
        self._put(mark, range)
        return mark

    def remove(self, mark: Mark[T]) -> None:
        """Forget a mark."""
        for line in {position.line for position in mark.range}:
            row = self._rows[line]
            row.marks.discard(mark)
            if not row.marks:
                del self._rows[line]

    def clear(self) -> None:
        """Forget all."""
        self._rows.clear()

    def replace(self, ranges: Iterable[tuple[Range, T]]) -> None:
        """Forget all and mark these."""
        self.clear()
        for range, value in ranges:
            self.add(range, value)

    def __iter__(self) -> Iterator[Mark[T]]:
        """All of them, in the order of the text."""
        return iter(sorted({mark for row in self._rows.values() for mark in row.marks}, key=_place))

    def __len__(self) -> int:
        return len({mark for row in self._rows.values() for mark in row.marks})

    def starting_on(self, line: int) -> list[Mark[T]]:
        """The marks that begin on a line, in their order."""
        row = self._rows.get(line)
        if row is None:
            return []
        return sorted((mark for mark in row.marks if mark.range.start.line == line), key=_place)

    def move(self, change: Change) -> None:
        """Follow a change of the text."""
        first, last = change.first_line, change.first_line + change.removed_lines - 1
        if first == last == change.new_end.line:
            if (row := self._rows.get(first)) is not None:
                for mark in row.marks:
                    mark.put(mark.moved(change), *mark.rows)
            return
        lines = [line for line in self._rows if first <= line <= last]
        touched = {mark: mark.moved(change) for line in lines for mark in self._rows[line].marks}
        for mark in touched:
            self.remove(mark)
        for row in self._rows.values():
            if row.line > last:
                row.line += change.inserted_lines - change.removed_lines
        self._rows = {row.line: row for row in self._rows.values()}
        for mark, range in touched.items():
            self._put(mark, range)

    def _put(self, mark: Mark[T], range: Range) -> None:
        rows = [self._rows.setdefault(position.line, _Row(position.line)) for position in range]
        for row in rows:
            row.marks.add(mark)
        mark.put(range, *rows)


def _place(mark: Mark[T]) -> tuple[Position, Position]:
    return mark.range
