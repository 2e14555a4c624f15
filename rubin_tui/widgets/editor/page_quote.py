"""Where a quote stands among the runs of a printed page.

A quote is the stored text with its white space folded. On the page its words are broken over lines, parted by
hyphens, and the cells of a table stand in an order of their own: only letters, digits and signs are compared.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rubin_tui.widgets.editor.page_grid import Found

if TYPE_CHECKING:
    from rubin_tui.engine.page_model import PrintedPage

_IGNORED = frozenset("-|\xad\ufffd\ufffe\u2010\u2011")
_CELL = " | "
_ENOUGH = 0.6  # of the letters of a table's cells must be found
_SHORT = 3  # letters; so short a cell must be a run of its own


def find_quote(page: PrintedPage, quote: str, before: str = "") -> list[Found]:
    """The parts of runs the quote covers, [] when it is not there.

    `before` is the stored text in front of it: of several places the same one is taken.
    """
    wanted = _letters(quote)
    if not wanted:
        return []
    which = _letters(before).count(wanted)
    in_rows = sorted(range(len(page.runs)), key=lambda n: (round(page.runs[n].base), page.runs[n].left))
    for order in (range(len(page.runs)), in_rows):
        stream = _Stream(page, order)
        if places := stream.all(wanted):
            return stream.part(places[min(which, len(places) - 1)], len(wanted))
    return _cells(page, quote, _Stream(page, in_rows))


def boxes(page: PrintedPage, found: Iterable[Found]) -> tuple[tuple[float, float, float, float], ...]:
    """Left, top, right, bottom in points of parts of runs."""
    result = []
    for number, begin, end in found:
        run = page.runs[number]
        letter = (run.right - run.left) / max(len(run.text), 1)
        result.append(
            (
                run.left + letter * begin,
                run.base - 0.85 * run.size,
                run.left + letter * end,
                run.base + 0.25 * run.size,
            )
        )
    return tuple(result)


class _Stream:
    """The letters of a page in an order of its runs."""

    def __init__(self, page: PrintedPage, order: Sequence[int]) -> None:
        self._page = page
        self._order = list(order)
        self._begins: list[int] = []
        pieces = []
        length = 0
        for number in self._order:
            self._begins.append(length)
            pieces.append(_letters(page.runs[number].text))
            length += len(pieces[-1])
        self._text = "".join(pieces)

    def all(self, wanted: str) -> list[int]:
        """Every place of these letters."""
        places = []
        at = self._text.find(wanted)
        while at >= 0:
            places.append(at)
            at = self._text.find(wanted, at + 1)
        return places

    def part(self, begin: int, length: int) -> list[Found]:
        """Some letters as parts of runs."""
        found = []
        end = begin + length
        at = bisect_right(self._begins, begin) - 1
        while at < len(self._order) and self._begins[at] < end:
            text = self._page.runs[self._order[at]].text
            places = _places(text)
            first = max(begin - self._begins[at], 0)
            last = min(end - self._begins[at], len(places))
            if first < last:
                goes_on = last == len(places) and self._begins[at] + last < end  # with its hyphen
                stop = len(text) if goes_on else places[last - 1] + 1
                found.append((self._order[at], places[first], stop))
            at += 1
        return found

    def run_at(self, place: int) -> int:
        """The run a letter belongs to."""
        return self._order[bisect_right(self._begins, place) - 1]


def _cells(page: PrintedPage, quote: str, stream: _Stream) -> list[Found]:
    """The cells of a quoted table, each where it stands nearest to the one before."""
    found: list[Found] = []
    last: int | None = None
    seen = total = 0
    for cell in quote.split(_CELL):
        wanted = _letters(cell)
        if not wanted:
            continue
        total += len(wanted)
        parts = [stream.part(place, len(wanted)) for place in stream.all(wanted)]
        if len(wanted) <= _SHORT:
            parts = [
                part for part in parts if len(part) == 1 and _letters(page.runs[part[0][0]].text) == wanted
            ]
        if not parts:
            continue
        if last is not None:
            base = page.runs[last].base
            parts.sort(key=lambda part: abs(page.runs[part[0][0]].base - base))
        seen += len(wanted)
        found += parts[0]
        last = parts[0][0][0]
    return found if total and seen >= _ENOUGH * total else []


def _letters(text: str) -> str:
    return "".join(_shown(char) for char in text)


def _places(text: str) -> list[int]:
    """For each letter of `_letters(text)` the character it comes from."""
    return [at for at, char in enumerate(text) for _ in _shown(char)]


def _shown(char: str) -> str:
    if char in _IGNORED or char.isspace():
        return ""
    return char if char.isascii() else "".join(unicodedata.normalize("NFKC", char).split())
