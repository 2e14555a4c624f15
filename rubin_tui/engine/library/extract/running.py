"""Running heads and feet: what stands first or last on many pages belongs to none of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from rubin_tui.engine.library.extract.pdf_lines import Line

_PAGES = 3  # nothing runs over fewer
_ALIKE_SHARE = 0.05
_NUMBERED_SHARE = 0.3
_PLACED_SHARE = 0.5
_DEPTH = 2  # lines from the edge of a page that are looked at
_APART = 2.2  # sizes between a running line and the text
_LONGEST = 120
_Key = TypeVar("_Key")
_NUMBER = re.compile(r"\d+|^[ivxlc]+\b|\b[ivxlc]+$", re.IGNORECASE)


class RunningLines:
    """Knows the running heads and feet of one document. A line at the edge of a page is one when

    - lines like it (numbers left aside) stand there on many pages, or
    - it carries the page's printed number and those of many pages do: heads that name the chapter, or
    - it stands well apart at a height where most pages have such a line, and is no larger than the text.

    `labels` are the printed page numbers, `size` that of the running text in points.
    """

    def __init__(self, pages: Sequence[Sequence[Line]], labels: Sequence[str], size: float) -> None:
        self._labels = labels
        self._size = size
        alike: Counter[tuple[int, str]] = Counter()
        numbered: Counter[int] = Counter()
        placed: Counter[tuple[int, int]] = Counter()
        for index, lines in enumerate(pages):
            for position in _edges(len(lines)):
                alike[position, _shape(lines[position])] += 1
                numbered[position] += self._carries_number(lines[position], index)
                placed.update(self._places(lines, position))
        self._alike = _frequent(alike, _ALIKE_SHARE, len(pages))
        self._numbered = _frequent(numbered, _NUMBERED_SHARE, len(pages)) & {0, -1}
        self._placed = _frequent(placed, _PLACED_SHARE, len(pages))

    def between(self, lines: Sequence[Line], index: int) -> tuple[int, int]:
        """Page `index`'s own lines are `lines[begin:end]`; what is before and after is running."""
        begin, end = 0, len(lines)
        while begin < min(_DEPTH, end) and self._is_running(lines, begin, index):
            begin += 1
        while end > max(begin, len(lines) - _DEPTH) and self._is_running(lines, end - 1 - len(lines), index):
            end -= 1
        return begin, end

    def _is_running(self, lines: Sequence[Line], position: int, index: int) -> bool:
        if (position, _shape(lines[position])) in self._alike:
            return True
        if position in self._numbered and self._carries_number(lines[position], index):
            return True
        return any(place in self._placed for place in self._places(lines, position))

    def _carries_number(self, line: Line, index: int) -> bool:
        words = line.text.split()
        return len(line.text) < _LONGEST and self._labels[index] in (words[0], words[-1])

    def _places(self, lines: Sequence[Line], position: int) -> Iterator[tuple[int, int]]:
        """The height of a first or last line that stands apart from the text beside it."""
        if position not in (0, -1) or len(lines) < 2 or lines[position].size > self._size * 1.08:
            return
        upper, lower = (lines[0], lines[1]) if position == 0 else (lines[-2], lines[-1])
        if upper.bottom - lower.top > _APART * self._size:
            yield position, round(lines[position].top)


def _frequent(seen: Counter[_Key], share: float, pages: int) -> set[_Key]:
    enough = max(_PAGES, math.ceil(share * pages))
    return {key for key, count in seen.items() if count >= enough}


def _edges(count: int) -> list[int]:
    """Positions near the edges, those near the end counted backwards."""
    depth = min(_DEPTH, count)
    return [*range(depth), *range(-depth, 0)]


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", " ".join(line.text.split()))
