"""What is usual in a PDF, measured over all its pages, so that the unusual can be told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rubin_tui.engine.library.extract.pdf_lines import SOFT_HYPHEN, Line

LARGER = 1.08
"""Text this much larger than usual is no running text."""

_HYPHENATED = re.compile(r"\w+-\w+")
_LAST_WORD = re.compile(r"\w+$")
_FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Looks:
    """`size` of the running text in points; `leading`, the distance of its lines in sizes.

    `heading_sizes` are all larger sizes, the largest first; `hyphenated` the words written with a
    hyphen inside a line.
    """

    size: float
    leading: float
    heading_sizes: tuple[float, ...]
    hyphenated: frozenset[str]

    def level_by_size(self, size: float) -> int:
        """The level of a heading by its size alone; the lowest for one of the usual size."""
        return 1 + sum(1 for other in self.heading_sizes if other > size + 0.2)


def looks_of(pages: Sequence[Sequence[Line]]) -> Looks:
    """Measure a document."""
    sizes: Counter[float] = Counter()
    gaps: Counter[float] = Counter()
    for lines in pages:
        before: Line | None = None
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
            if before is not None and not line.mono and abs(before.size - line.size) < 0.2:
                gaps[round((before.bottom - line.top) / line.size, 1)] += 1
            before = line
    size = max(sizes, key=lambda size: sizes[size], default=10.0)
    usual = [gap for gap in gaps if 0.9 <= gap <= 2.5]
    leading = max(usual, key=lambda gap: gaps[gap], default=1.2)
    larger = sorted((other for other in sizes if other > size * LARGER), reverse=True)
    return Looks(size, leading, tuple(larger), _hyphenated(pages))


def unbroken(lines: Sequence[Line], hyphenated: frozenset[str]) -> list[Line]:
    """The lines with words that were hyphenated at a line's end whole again, each on its first line."""
    whole: list[Line] = []
    for line in lines:
        if not whole or not whole[-1].text.endswith(SOFT_HYPHEN):
            whole.append(line)
            continue
        above = whole.pop()
        word, *rest = line.text.split(None, 1)
        joined = _join(above.text[:-1], word, hyphenated)
        whole.append(above._replace(text=joined, bottom=above.bottom if rest else line.bottom))
        if rest:
            whole.append(line._replace(text=rest[0], gaps=()))
    return [line._replace(text=line.text.replace(SOFT_HYPHEN, "-")) for line in whole]


def _join(left: str, right: str, hyphenated: frozenset[str]) -> str:
    """PDFium calls every hyphen at a line's end soft; that of "non-realtime" or "RS-485" is not."""
    before, after = _LAST_WORD.search(left), _FIRST_WORD.match(right)
    if before is None or after is None or not right[0].islower():
        return f"{left}-{right}"
    return f"{left}-{right}" if f"{before.group()}-{after.group()}" in hyphenated else left + right


def _hyphenated(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    texts = ["\n".join(line.text for line in lines) for lines in pages]
    if not any(SOFT_HYPHEN in text for text in texts):
        return frozenset()
    return frozenset(word for text in texts for word in _HYPHENATED.findall(text))
