"""What an identifier stands for: itself, or what the same keys or shapes mean. Never a similar one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from rubin_tui.engine.model import Reading
from rubin_tui.engine.text.analyzer import terms
from rubin_tui.engine.text.equal_keys import equal_terms
from rubin_tui.engine.text.layouts import readings

_LETTER_FIRST = re.compile(r"%?[^\W\d_]")
_SPLIT = re.compile(r"(?<![\w%#.'’])([^\W\d_])(?:[ \u00a0]|[-\u2010-\u2013\u2212])(\d{2,6})(?!\w|[.,]\d)")


def identifier_readings(word: str) -> dict[str, str]:
    """What `word` may be read as, best first: the reading by its term.

    One that begins with a digit is a quantity (`24В`): its letters are a unit, in the letters typed.
    """
    meant = readings(word) if _LETTER_FIRST.match(word) else ()
    return {reading.lower(): reading for reading in meant}


def read_identifier(word: str, term: str, of: Mapping[str, int]) -> tuple[str, Reading | None]:
    """The term an identifier stands for, and the reading taken when that is not as typed.

    As typed, look-alikes folded (that is `term`), if a passage holds it; else the first reading by keyboard
    layout that one holds; else the first of all these that one holds written otherwise; else as typed. `of`
    has the frequencies of the term, of its readings, and of their equal terms.
    """
    meant = identifier_readings(word)
    ways = {one: equal_terms(one) for one in (term, *meant)}
    held = next((one for one in ways if of.get(one)), None) or next(
        (one for one, equal in ways.items() if any(of.get(way) for way in equal)), term
    )
    read = meant.get(held, word)
    return held, Reading(word, read) if read != word else None


def join_split(
    text: str,
    frequencies: Callable[[Sequence[str]], Mapping[str, int]],
    follows: Callable[[Sequence[str]], bool],
) -> tuple[str, tuple[Reading, ...]]:
    """`text` with `F 30002` as `F30002` where the base has only that; what was joined, in order.

    `follows` says whether terms stand one after the other in the base. A letter that is a word of its own
    (`в 2020`) is joined only to a number that stands nowhere by itself.
    """
    joined: list[Reading] = []
    for split in reversed(list(_SPLIT.finditer(text))):
        letter, number = split.groups()
        whole = letter + number
        ways = [*terms(whole), *identifier_readings(whole)]
        ways += [equal for way in ways for equal in equal_terms(way)]
        of = frequencies([*ways, number])
        apart = terms(f"{letter} {number}")
        held_apart = follows(apart) if len(apart) > 1 else bool(of.get(number))
        if any(of.get(way) for way in ways) and not held_apart:
            joined.append(Reading(split.group(), whole))
            text = text[: split.start()] + whole + text[split.end() :]
    return text, tuple(reversed(joined))


def read_joined(joined: Sequence[Reading], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """What was joined and then read by keyboard layout (`Ф 30002`, `Ф30002`, `A30002`) as one reading."""
    meant = {one.typed: one.read for one in readings}
    whole = [Reading(one.typed, meant.pop(one.read, one.read)) for one in joined]
    return (*dict.fromkeys(whole), *(Reading(typed, read) for typed, read in meant.items()))
