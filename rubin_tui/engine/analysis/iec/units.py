"""A whole text: cut at its POUs, each read once as long as its text stays the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rubin_tui.engine.analysis.iec.kinds import (
    ASSIGN,
    AT,
    CLASS,
    COLON,
    COMMA,
    CONFIGURATION,
    DATA_BLOCK,
    DOT,
    END,
    END_CONFIGURATION,
    END_NAMESPACE,
    EQUAL,
    FUNCTION,
    FUNCTION_BLOCK,
    INTERFACE,
    LAST_NAME,
    LOCAL,
    NAME,
    NAMESPACE,
    OF,
    OPEN,
    ORGANIZATION_BLOCK,
    PROGRAM,
    TO,
    TYPE,
    WIDE,
)
from rubin_tui.engine.analysis.iec.lexer import ENDS, Tokens, lex
from rubin_tui.engine.analysis.iec.parser import Parser
from rubin_tui.engine.analysis.iec.syntax import Fault, Placed, Span, Unit

_BORDERS = frozenset(
    (PROGRAM, FUNCTION, FUNCTION_BLOCK, CLASS, INTERFACE, TYPE, NAMESPACE, CONFIGURATION, ORGANIZATION_BLOCK,
     DATA_BLOCK)
)  # fmt: skip
_NESTING = {NAMESPACE: 1, CONFIGURATION: 1, END_NAMESPACE: -1, END_CONFIGURATION: -1}
_INSIDE = frozenset((DOT, ASSIGN, COLON, COMMA, OPEN, EQUAL, OF, TO, AT))
"""Behind these no POU begins: the word is a name."""


def parse(text: str, *, closed: bool = True) -> Unit:
    """The syntax tree of a text, with its errors. Never raises.

    `closed` says that every POU and method ends with its END_x; it need not where a container keeps headers
    and bodies apart.
    """
    return Units(closed=closed).parse(text)


class Units:
    """Reads the versions of a text one after the other; what stayed the same since the last costs nothing.

    Only the last tree is kept: all of them would soon be more than the memory.
    """

    def __init__(self, *, closed: bool = True) -> None:
        self._closed = closed
        self._last: Unit | None = None
        self._sound = False

    def parse(self, text: str) -> Unit:
        """See `parse`."""
        unit = None if self._last is None else self._edited(self._last, text)
        if unit is None:
            parts, self._sound = self._parts(text, 0, self._last.parts if self._last else ())
            unit = Unit(text, tuple(parts))
        self._last = unit
        return unit

    def _edited(self, last: Unit, text: str) -> Unit | None:
        """The tree after an edit of the last text, read only where it changed; None if it cannot be told."""
        old = last.text
        if text == old:
            return last
        if not self._sound:
            return None
        same = _common_start(old, text)
        after = _common_end(old, text, same)
        parts = last.parts
        first = max(0, bisect_left(parts, same, key=lambda placed: placed.offset) - 2)
        stop = len(parts)
        while stop > first + 1 and parts[stop - 1].offset >= len(old) - after:
            stop -= 1
        stop = min(stop + 1, len(parts))  # where a part ends depends on how the next one begins
        moved = len(text) - len(old)
        begin = parts[first].offset if parts else 0
        end = parts[stop].offset + moved if stop < len(parts) else len(text)
        read, sound = self._parts(text[begin:end], begin, parts[first:stop])
        if not sound:
            return None
        later = tuple(Placed(placed.offset + moved, placed.part) for placed in parts[stop:])
        return Unit(text, (*parts[:first], *read, *later))

    def _parts(self, text: str, offset: int, before: Sequence[Placed]) -> tuple[list[Placed], bool]:
        """The parts of a text; and whether what comes behind it is cut and read as if it were not there.

        `before` are parts of the last text that may be used again.
        """
        known = {self._text_of(placed): placed.part for placed in before}
        tokens = lex(text)
        borders, depth = _borders(tokens)
        found: list[Placed] = []
        for number, first in enumerate(borders):
            last = borders[number + 1] if number + 1 < len(borders) else len(tokens.kinds) - len(ENDS)
            begin = tokens.ends[first - 1] if first else 0
            end = tokens.ends[last - 1] if number + 1 < len(borders) else len(text)
            part = known.get(text[begin:end])
            if part is None:
                own = tokens if end - begin == len(text) else _cut(tokens, first, last, begin, end)
                part = Parser(text[begin:end], own, closed=self._closed).part()
            found.append(Placed(offset + begin, part))
        return found, tokens.complete and depth == 0

    def _text_of(self, placed: Placed) -> str:
        return self._last.text[placed.offset : placed.offset + placed.part.length] if self._last else ""


def _borders(tokens: Tokens) -> tuple[list[int], int]:
    """The tokens at which parts begin, and how deep in namespaces the text ends."""
    kinds = tokens.kinds
    found = [0]
    depth = 0
    for i, kind in enumerate(kinds):
        if kind in _BORDERS:
            following = kinds[i + 1]
            before = kinds[i - 1] if i else END
            named = NAME <= following <= LAST_NAME or following in (WIDE, LOCAL)
            if not named or following == ASSIGN or before in _INSIDE:
                continue
            if depth == 0 and i:
                found.append(i)
            depth += _NESTING.get(kind, 0)
        elif kind in _NESTING:
            depth = max(0, depth - 1)
    return found, depth


def _cut(tokens: Tokens, first: int, last: int, begin: int, end: int) -> Tokens:
    """Some of the tokens, with offsets from `begin`."""
    length = end - begin
    return Tokens(
        [*tokens.kinds[first:last], *ENDS],
        [*(start - begin for start in tokens.starts[first:last]), *[length] * len(ENDS)],
        [*(stop - begin for stop in tokens.ends[first:last]), *[length] * len(ENDS)],
        _spans(tokens.comments, begin, end),
        _spans(tokens.pragmas, begin, end),
        [fault.moved(-begin) for fault in _within(tokens.faults, begin, end)],
    )


def _spans(spans: list[Span], begin: int, end: int) -> list[Span]:
    chosen = spans[bisect_left(spans, (begin, 0)) : bisect_left(spans, (end, 0))]
    return [(start - begin, stop - begin) for start, stop in chosen]


def _within(faults: list[Fault], begin: int, end: int) -> list[Fault]:
    first = bisect_left(faults, begin, key=lambda fault: fault.start)
    return faults[first : bisect_left(faults, end, key=lambda fault: fault.start)]


def _common_start(old: str, new: str) -> int:
    """How many characters both texts begin with."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: str, new: str, start: int) -> int:
    """How many characters behind `start` both texts end with."""
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
