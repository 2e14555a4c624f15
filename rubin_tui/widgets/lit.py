"""Words that were looked for, lit where they stand in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.style import Style

from rubin_tui.widgets.lines import Piece

_YO = re.compile("[её]")


def lit(piece: Piece, words: tuple[str, ...], style: Style) -> Iterator[Piece]:
    """A piece of a line, cut where one of `words` stands in it, in any case and with ё as е."""
    text, plain = piece
    found = re.compile("|".join(map(_any_spelling, sorted(words, key=len, reverse=True))), re.IGNORECASE)
    at = 0
    for match in found.finditer(text):
        yield text[at : match.start()], plain
        yield match[0], style
        at = match.end()
    yield text[at:], plain


def _any_spelling(word: str) -> str:
    return _YO.sub(_YO.pattern, re.escape(word.casefold()))
