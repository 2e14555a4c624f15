"""What was looked for in a file, and where it stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from rubin_tui.engine.editing import Range
from rubin_tui.engine.editing.find import Finder, Joined, Query
from rubin_tui.engine.model import Position
from rubin_tui.widgets.editor.code_row import Span

MOST = 10_000
"""Places that are counted and lit."""


class Found:
    """The places of a query in one version of a text."""

    def __init__(self, joined: Joined, text: str) -> None:
        """Look for `text`; capitals count when there are any. Raises Failure "find.too_slow"."""
        self.text = text
        self._finder = Finder(joined, Query(text, case=text != text.lower()))
        self._end = joined.lines.end
        self.ranges = self._finder.all(most=MOST)
        self.more = len(self.ranges) == MOST
        self._starts = [found.start for found in self.ranges]

    def on(self, line: int) -> list[Span]:
        """What of a line is lit."""
        first = bisect_left(self._starts, Position(line, 0))
        spans: list[Span] = []
        for found in self.ranges[first:]:
            if found.start.line != line:
                break
            end = found.end.character if found.end.line == line else found.start.character + 1
            spans.append((found.start.character, end, "marked"))
        return spans

    def next(self, place: Position, direction: int) -> Range | None:
        """The nearest place behind (or before) that one; from the other end when there is none."""
        if not self.ranges:
            return None
        if self.more and (beyond := self._beyond(place, direction)) is not None:
            return beyond
        if direction > 0:
            return self.ranges[bisect_left(self._starts, place) % len(self.ranges)]
        return self.ranges[bisect_left(self._starts, place) - 1]

    def _beyond(self, place: Position, direction: int) -> Range | None:
        """As `next`, where the nearest place is behind those that are counted."""
        last = self.ranges[-1].end
        if direction > 0 and place >= last:
            return next(iter(self._finder.all(Range(place, self._end), most=1)), None)
        if direction < 0 and (place > last or place <= self._starts[0]):
            found = self._finder.all(Range(last, place if place > last else self._end))
            return found[-1] if found else None
        return None

    def number(self, place: Position) -> int:
        """The how-manieth place begins there or last before, from 1; 0 before the first, or not counted."""
        if self.more and place > self._starts[-1]:
            return 0
        return bisect_right(self._starts, place)
