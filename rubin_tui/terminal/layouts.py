"""Keys by their place on the keyboard: what a Cyrillic layout sends, read as the Latin key.

A shortcut is a key, not a letter. With ЙЦУКЕН switched on, the key that bears `L` sends `д`, and Ctrl+L
arrives as `ctrl+д` (kitty protocol) or Alt+L as `alt+д` (any terminal). Typed text is never touched.
"""

from __future__ import annotations

from textual.events import Key
from textual.keys import _character_to_key as name_of

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?' + "s'"
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + "іє"
_PLACE = dict(zip(_CYRILLIC, _LATIN, strict=True))
_LETTERS = {cyrillic: latin for cyrillic, latin in _PLACE.items() if not cyrillic.isascii()}

_BY_LATIN = {latin: cyrillic for cyrillic, latin in _LETTERS.items() if cyrillic not in "іє"}


def physical(character: str) -> str:
    """The Latin character on the key that sent `character`; other characters stay as they are."""
    return _LETTERS.get(character, character)


def physical_sign(character: str) -> str:
    """As `physical`, and `.` is the slash: for a single key in a menu, never for text."""
    return _PLACE.get(character, character)


def other_layout(text: str) -> str:
    """`text` in small letters as the same keys give it in the other layout."""
    return "".join(_LETTERS.get(char) or _BY_LATIN.get(char, char) for char in text.lower())


def physical_key(event: Key, typing: bool) -> Key:
    """The event with its key by place.

    Args:
        event: What the terminal sent.
        typing: A line of text has the focus: a plain letter is text and stays.
    """
    *modifiers, key = event.key.split("+")
    if len(key) != 1:
        key = event.character or ""
        if len(key) != 1 or key not in _LETTERS:
            return event
    latin = physical(key)
    if latin == key:
        return event
    if not {"ctrl", "alt", "super", "meta"} & set(modifiers):
        if typing:
            return event
        return Key(name_of(latin) if not latin.isalnum() else latin, latin)
    lower = latin.lower()
    name = lower if lower.isalnum() else name_of(lower)
    return Key("+".join([*modifiers, name]), None)
