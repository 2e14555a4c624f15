"""Which of our languages a text is in."""

from __future__ import annotations

import re

_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_LATIN = re.compile("[a-zA-Z]")
_RUSSIAN_SHARE = 0.3  # Russian manuals are full of Latin names and commands


def language_of(text: str) -> str:
    """ "ru" or "en", by the letters."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    return "ru" if cyrillic > _RUSSIAN_SHARE * (cyrillic + latin) else "en"
