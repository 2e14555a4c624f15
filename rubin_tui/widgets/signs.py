"""The one table of signs and their twins for terminals that have only ASCII.

Whatever is painted goes through `plain` on such a terminal: signs of states, rules, and the dashes and quotes
of our sentences. A twin is as wide as its sign, so nothing moves. Letters of any alphabet are left alone.
"""

from __future__ import annotations

TWINS: dict[str, str] = {
    # states
    "●": "*",
    "◐": "%",
    "○": "o",
    "▲": "!",
    "✓": "+",
    "✗": "x",
    "∙": "*",
    # places in lists and trees
    "▸": ">",
    "▾": "v",
    # rules
    "─": "-",
    "│": "|",
    "┬": "+",
    "┴": "+",
    "┼": "+",
    "├": "+",
    "┤": "+",
    "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+",
    "━": "=",
    # pictures
    "▀": '"',
    # arrows
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    # our sentences
    "…": "~",
    "·": "-",
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "„": '"',
    "’": "'",
    "‘": "'",
    "№": "#",
    "°": "o",
    "±": "~",
    "\u00a0": " ",
    "\u202f": " ",
    # what stands for a character that is not safe on a terminal
    "\u23ce": "$",
    "\ufffd": "?",
    **{chr(code): "?" for code in range(0x2400, 0x2422)},
}
"""Each sign with its twin of one cell."""

_TABLE = str.maketrans(TWINS)


def plain(text: str) -> str:
    """`text` with twins in the place of signs, of equal length."""
    return text if text.isascii() else text.translate(_TABLE)
