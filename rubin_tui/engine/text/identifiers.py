"""What an identifier stands for: itself, or what the same keys or shapes mean. Never a similar one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rubin_tui.engine.model import Reading
from rubin_tui.engine.text.layouts import readings

_LETTER_FIRST = re.compile(r"%?[^\W\d_]")
_SPLIT = re.compile(r"(?<![\w%#.'’])([^\W\d_])(?:[ \u00a0]|[-\u2010-\u2013\u2212])(\d{2,6})(?!\w|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Split:
    """`text[start:end]` is one letter and a number (`F 30002`, `p-1121`), which may be `joined`: `F30002`."""

    start: int
    end: int
    letter: str
    number: str

    @property
    def joined(self) -> str:
        """The identifier it may be."""
        return self.letter + self.number


def split_identifiers(text: str) -> Iterator[Split]:
    """Where `text` may hold an identifier written in two pieces."""
    for found in _SPLIT.finditer(text):
        yield Split(*found.span(), *found.groups())


def identifier_readings(word: str) -> dict[str, str]:
    """What `word` may be read as, best first: the reading by its term.

    One that begins with a digit is a quantity (`24В`): its letters are a unit, in the letters typed.
    """
    meant = readings(word) if _LETTER_FIRST.match(word) else ()
    return {reading.lower(): reading for reading in meant}


def read_identifier(word: str, term: str, of: Mapping[str, int]) -> tuple[str, Reading | None]:
    """The term an identifier stands for, and the reading taken when that is not as typed.

    As typed, look-alikes folded (that is `term`), if a passage holds it; else the first reading by keyboard
    layout that one holds; else as typed. `of` has the frequencies of the term and of its readings.
    """
    meant = identifier_readings(word)
    held = next((one for one in (term, *meant) if of.get(one)), term)
    read = meant.get(held, word)
    return held, Reading(word, read) if read != word else None
