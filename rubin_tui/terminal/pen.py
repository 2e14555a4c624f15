"""Going from one style of text to the next with the fewest parameters."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_LOUD = frozenset({"4", "7", "9", "21", "53"})
"""Underlined, reversed, struck out, overlined: with these even a space shows the colour of its text."""


class Style(NamedTuple):
    """SGR parameters taken apart; "" is the terminal's own colour."""

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    ground: str = ""

    @property
    def loud(self) -> bool:
        """Whether something is drawn upon a space."""
        return not self.attributes.isdisjoint(_LOUD)


PLAIN = Style()


class Pen:
    """What the terminal would draw the next character with."""

    def __init__(self) -> None:
        self._now = PLAIN

    def draw(self, char: str, style: str) -> str:
        """A character in a style; of the style what is not so already."""
        wanted, now = taken_apart(style), self._now
        if wanted == now:
            return char
        if char == " " and not wanted.loud and not now.loud:
            if wanted.ground == now.ground:
                return char
            wanted = now._replace(ground=wanted.ground)  # what else it has is not seen
        self._now = wanted
        parts: list[str] = []
        lost = now.attributes - wanted.attributes
        if lost or (now.colour and not wanted.colour) or (now.ground and not wanted.ground):
            parts, now = ["0"], PLAIN
        parts += sorted(wanted.attributes - now.attributes)
        parts += [wanted.colour] * (wanted.colour != now.colour)
        parts += [wanted.ground] * (wanted.ground != now.ground)
        return f"\x1b[{';'.join(parts)}m{char}"

    def down(self) -> str:
        """Leave the terminal without a style."""
        was, self._now = self._now, PLAIN
        return "" if was == PLAIN else "\x1b[0m"


@lru_cache(maxsize=512)
def taken_apart(style: str) -> Style:
    """SGR parameters, as Textual writes them, by what they do."""
    attributes, colour, below = set[str](), "", ""
    numbers = style.split(";")
    while numbers:
        size = 1
        if numbers[0] in ("38", "48"):
            size = 3 if numbers[1:2] == ["5"] else 5
        value = ";".join(numbers[:size])
        kind = numbers[0][:-1] if size == 1 else numbers[0][0]
        del numbers[:size]
        if value in ("", "0"):
            attributes, colour, below = set(), "", ""
        elif kind in ("3", "9"):
            colour = "" if value == "39" else value
        elif kind in ("4", "10"):
            below = "" if value == "49" else value
        else:
            attributes.add(value)
    return Style(frozenset(attributes), colour, below)


@lru_cache(maxsize=512)
def ground(style: str) -> str:
    """What of a style is seen on a space: the background, unless the space itself is drawn upon."""
    apart = taken_apart(style)
    return style if apart.loud else apart.ground
