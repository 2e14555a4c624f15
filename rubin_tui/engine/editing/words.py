"""Where words begin and end, and which bracket belongs to which."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rubin_tui.engine.editing.changes import Range
from rubin_tui.engine.model import Position

_RUN = re.compile(r"\w+|[^\w\s]+")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_OPENED_BY = {close: open for open, close in _PAIRS.items()}

FARTHEST = 200_000
"""Characters looked through for the other bracket unless told otherwise."""


def word_at(lines: Sequence[str], position: Position) -> Range | None:
    """The word a place stands in or at the end of; None beside no word."""
    for match in re.finditer(r"\w+", lines[position.line]):
        if match.start() <= position.character <= match.end():
            return Range(Position(position.line, match.start()), Position(position.line, match.end()))
    return None


def next_word(lines: Sequence[str], position: Position) -> Position:
    """The end of the next word or run of signs; from the end of a line the beginning of the next line."""
    line, character = position
    for match in _RUN.finditer(lines[line], character):
        return Position(line, match.end())
    if character < len(lines[line]):
        return Position(line, len(lines[line]))
    return Position(line + 1, 0) if line + 1 < len(lines) else position


def previous_word(lines: Sequence[str], position: Position) -> Position:
    """The beginning of the word or run of signs before; from that of a line the end of the line above."""
    line, character = position
    if character == 0:
        return Position(line - 1, len(lines[line - 1])) if line else position
    before = [match.start() for match in _RUN.finditer(lines[line], 0, character)]
    return Position(line, before[-1] if before else 0)


def matching_bracket(
    lines: Sequence[str],
    position: Position,
    *,
    skip: Callable[[Position], bool] | None = None,
    farthest: int = FARTHEST,
) -> Range | None:
    """The bracket at a place, or before it, and the one that belongs to it, in the order of the text.

    Brackets that `skip` names, such as those in strings, do not count. None when there is no bracket, or
    its other one is not among the next `farthest` characters.
    """
    line, character = position
    for at in (character, character - 1):
        if 0 <= at < len(lines[line]):
            here, sign = Position(line, at), lines[line][at]
            if sign in _PAIRS and not (skip and skip(here)):
                other = _partner(lines, here, sign, _PAIRS[sign], 1, skip, farthest)
                return None if other is None else Range(here, other)
            if sign in _OPENED_BY and not (skip and skip(here)):
                other = _partner(lines, here, sign, _OPENED_BY[sign], -1, skip, farthest)
                return None if other is None else Range(other, here)
    return None


def _partner(
    lines: Sequence[str],
    here: Position,
    own: str,
    other: str,
    way: int,
    skip: Callable[[Position], bool] | None,
    farthest: int,
) -> Position | None:
    signs = re.compile(f"[{re.escape(own)}{re.escape(other)}]")
    depth = looked = 0
    number = here.line
    while 0 <= number < len(lines) and looked <= farthest:
        text = lines[number]
        begin, end = 0, len(text)
        if number == here.line:
            begin, end = (here.character, end) if way > 0 else (0, here.character + 1)
        if way > 0:
            end = min(end, begin + farthest - looked + 1)
        else:
            begin = max(begin, end - (farthest - looked) - 1)
        found = [match.start() for match in signs.finditer(text, begin, end)]
        for at in found if way > 0 else reversed(found):
            if skip and skip(Position(number, at)):
                continue
            depth += 1 if text[at] == own else -1
            if depth == 0:
                return Position(number, at)
        looked += end - begin + 1
        number += way
    return None
