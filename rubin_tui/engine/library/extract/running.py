"""Running heads and feet: what stands first or last on many pages belongs to none of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_SHARE = 0.05
_PAGES = 3
_DEPTH = 2  # lines from the edge of a page that are looked at
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)


class RunningLines:
    """Knows the running heads and feet of one document, whose pages are given as lists of lines."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        seen: Counter[tuple[int, str]] = Counter()
        for lines in pages:
            seen.update((position, _shape(lines[position])) for position in _edges(len(lines)))
        enough = max(_PAGES, math.ceil(_SHARE * len(pages)))
        self._running = {key for key, count in seen.items() if count >= enough}

    def between(self, lines: Sequence[str]) -> tuple[int, int]:
        """The page's own lines are `lines[begin:end]`; what is before and after is running."""
        begin, end = 0, len(lines)
        while begin < min(_DEPTH, end) and (begin, _shape(lines[begin])) in self._running:
            begin += 1
        while end > max(begin, len(lines) - _DEPTH) and self._runs_below(lines, end - 1):
            end -= 1
        return begin, end

    def _runs_below(self, lines: Sequence[str], position: int) -> bool:
        return (position - len(lines), _shape(lines[position])) in self._running


def _edges(count: int) -> list[int]:
    """Positions near the edges, those near the end counted backwards."""
    depth = min(_DEPTH, count)
    return [*range(depth), *range(-depth, 0)]


def _shape(line: str) -> str:
    return _NUMBER.sub("#", " ".join(line.split()))
