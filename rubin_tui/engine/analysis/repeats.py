"""Code that stands twice in a text: the same seventy tokens or more, in the same order."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from rubin_tui.engine.analysis.code_lines import code_lines
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.model import Position

WINDOW = 70
"""The shortest repetition that counts, in tokens."""

FEWEST_LINES = 3
"""A repetition on fewer lines is a table or a formula."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_PRIME = (1 << 61) - 1
_BASE = 1_000_003
_LOOK = 4096


@dataclass(frozen=True, slots=True)
class Repeat:
    """Code from `start` to `end` that stands from `first` to `first_end` before; `lines` of it hold code."""

    start: Position
    end: Position
    first: Position
    first_end: Position
    lines: int


def repeats(lines: Lines, language: str, cancel: threading.Event) -> Iterator[Repeat]:
    """The repetitions, in the order of the text; none overlaps another or the code it repeats."""
    tokens: list[str] = []
    places: list[Position] = []
    for number, bare in code_lines(lines, language):
        indent = lines.line(number).find(bare)
        for found in _TOKEN.finditer(bare):
            tokens.append(found[0])
            places.append(Position(number, indent + found.start()))
    hashes = _rolling(tokens)
    seen: dict[int, int] = {}
    filled = at = 0
    while at < len(hashes):
        if at % _LOOK == 0 and cancel.is_set():
            return
        while filled <= at - WINDOW:  # only what ends before this window can be repeated by it
            seen.setdefault(hashes[filled], filled)
            filled += 1
        first = seen.get(hashes[at])
        if first is None or tokens[first : first + WINDOW] != tokens[at : at + WINDOW]:
            at += 1
            continue
        length = WINDOW
        while (
            at + length < len(tokens)
            and first + length < at
            and tokens[first + length] == tokens[at + length]
        ):
            length += 1
        while length and at and places[at].line == places[at - 1].line:  # begin with a whole line
            at, first, length = at + 1, first + 1, length - 1
        spanned = len({places[index].line for index in range(at, at + length)})
        if spanned < FEWEST_LINES:
            at += length
            continue
        last, first_last = at + length - 1, first + length - 1
        yield Repeat(
            start=places[at],
            end=_behind(places[last], tokens[last]),
            first=places[first],
            first_end=_behind(places[first_last], tokens[first_last]),
            lines=spanned,
        )
        at += length


def _behind(place: Position, token: str) -> Position:
    return Position(place.line, place.character + len(token))


def _rolling(tokens: list[str]) -> list[int]:
    """The hash of each window of tokens (Rabin and Karp); the same in every run."""
    numbers: dict[str, int] = {}
    values = [numbers.setdefault(token, len(numbers) + 1) for token in tokens]
    if len(values) < WINDOW:
        return []
    highest = pow(_BASE, WINDOW - 1, _PRIME)
    current = 0
    for value in values[:WINDOW]:
        current = (current * _BASE + value) % _PRIME
    hashes = [current]
    for leaving, entering in zip(values, values[WINDOW:], strict=False):
        current = ((current - leaving * highest) * _BASE + entering) % _PRIME
        hashes.append(current)
    return hashes
