"""Words typed with the wrong keyboard layout, or with letters that only look right.

An engineer at a Russian keyboard types `А30002` or `ф30002` and means `A30002`. Reading it so is no
correction: the same keys were pressed, or the same shapes seen.
"""

from __future__ import annotations

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LOOK_LATIN = "abekmhopctyxeijs"
_LOOK_CYRILLIC = "авекмнорстухёіјѕ"

_TO_LATIN = str.maketrans(
    _LOOK_CYRILLIC + _LOOK_CYRILLIC.upper(),
    _LOOK_LATIN + _LOOK_LATIN.upper(),
)
_TO_CYRILLIC = str.maketrans(
    "abekmhopctyx" + "abekmhopctyx".upper(),
    "авекмнорстух" + "авекмнорстух".upper(),
)
_KEYS_TO_LATIN = str.maketrans(_JCUKEN, _QWERTY) | str.maketrans(
    _JCUKEN.upper(), '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
)
_KEYS_TO_CYRILLIC = str.maketrans(_QWERTY, _JCUKEN) | str.maketrans(
    '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>', _JCUKEN.upper()
)


def readings(word: str) -> tuple[str, ...]:
    """What an identifier with Cyrillic letters may mean, best first; () when it can mean only itself.

    First the letters it looks like (`А30002` is `A30002`), then the keys that were pressed
    (`ф30002` is `a30002`, `А30002` is `F30002`). Case is kept.
    """
    if not any(_is_cyrillic(letter) for letter in word):
        return ()
    return tuple(dict.fromkeys(filter(None, (fold_lookalikes(word), _by_key(word)))))


def fold_lookalikes(word: str) -> str:
    """`word` with its Cyrillic letters as the Latin ones they look like; "" when one looks like none."""
    folded = word.translate(_TO_LATIN)
    return "" if any(_is_cyrillic(letter) for letter in folded) else folded


def fold_lookalikes_to_cyrillic(word: str) -> str:
    """`word` with its Latin letters as the Cyrillic ones they look like; "" when one looks like none."""
    folded = word.translate(_TO_CYRILLIC)
    return "" if any(letter.isascii() and letter.isalpha() for letter in folded) else folded


def swap_layout(text: str) -> str:
    """`text` as the same keys give it in the other layout: ЙЦУКЕН to QWERTY if it has Cyrillic letters."""
    cyrillic = any(_is_cyrillic(letter) for letter in text)
    return text.translate(_KEYS_TO_LATIN if cyrillic else _KEYS_TO_CYRILLIC)


def _by_key(word: str) -> str:
    """`word` as its keys give it on QWERTY; "" when a letter's key gives punctuation there."""
    typed = word.translate(_KEYS_TO_LATIN)
    whole = all(new.isalnum() for old, new in zip(word, typed, strict=True) if _is_cyrillic(old))
    return typed if whole else ""


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
