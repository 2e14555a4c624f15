"""Which rows still have to be gone through after edits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Gap:
    """Rows are to be lexed from `first` on, until one at `meets` or below begins in the state it had."""

    first: int
    meets: int


class Gaps:
    """The gaps in order; they do not touch each other."""

    def __init__(self) -> None:
        self._gaps: list[Gap] = []

    def __bool__(self) -> bool:
        return bool(self._gaps)

    def first(self, begin: int = 0) -> Gap | None:
        """The first gap that begins at `begin` or below."""
        return next((gap for gap in self._gaps if gap.first >= begin), None)

    def clear(self) -> None:
        """Nothing is left to do."""
        self._gaps.clear()

    def add(self, first: int, meets: int) -> None:
        """One more, joined with those it reaches."""
        joined = Gap(first, max(first, meets))
        apart = []
        for gap in self._gaps:
            if gap.first <= joined.meets and joined.first <= gap.meets:
                joined = Gap(min(gap.first, joined.first), max(gap.meets, joined.meets))
            else:
                apart.append(gap)
        self._gaps = sorted([*apart, joined], key=lambda gap: gap.first)

    def edited(self, first: int, removed: int, inserted: int) -> None:
        """Move with an edit that put `inserted` rows for `removed` ones."""
        for gap in self._gaps:
            gap.first = _moved(gap.first, first, removed, inserted, first)
            gap.meets = _moved(gap.meets, first, removed, inserted, first + inserted)

    def passed(self, row: int, met: bool, differs: bool) -> bool:
        """A row was lexed, after that above it. `met`: it began in the state it had; `differs`: it changed.

        Returns whether the next row has to be lexed too.
        """
        gap = next((gap for gap in self._gaps if gap.first == row), None)
        if gap is None:
            if differs and not met:
                self.add(row + 1, row + 1)
                return True
        elif met and row >= gap.meets:
            self._gaps.remove(gap)
        else:
            gap.first = row + 1
            gap.meets = max(gap.meets, row + 1)
            if len(self._gaps) > 1:
                self._gaps.remove(gap)
                self.add(gap.first, gap.meets)
        return any(gap.first == row + 1 for gap in self._gaps)

    def end(self, rows: int) -> None:
        """The text has this many rows: what lies below is gone."""
        self._gaps = [gap for gap in self._gaps if gap.first < rows]


def _moved(row: int, first: int, removed: int, inserted: int, inside: int) -> int:
    if row >= first + removed:
        return row + inserted - removed
    return inside if row > first else row
