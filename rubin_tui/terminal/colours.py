"""How many colours the session says its terminal has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Depth = Literal["full", "sixteen", "none"]

_WITHOUT_COLOUR = ("dumb", "vt1", "vt2", "vt3", "vt5", "unknown")
_RICH = ("256color", "direct", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "truecolor")


def depth(environ: Mapping[str, str]) -> Depth:
    """Colours of the terminal: 256 or more, its own sixteen, none.

    `NO_COLOR` (no-color.org) asks for none. A terminal that does not say what it is gets none either.
    """
    term = environ.get("TERM", "").lower()
    if "NO_COLOR" in environ:
        return "none"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or any(word in term for word in _RICH):
        return "full"
    return "none" if not term or term.startswith(_WITHOUT_COLOUR) else "sixteen"
