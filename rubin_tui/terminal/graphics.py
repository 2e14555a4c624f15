"""Which pictures a terminal shows: found out by asking it, once, and never by waiting for it.

First comes the question every terminal since the VT100 answers or swallows (DA1). Only who answers it as a
modern one is asked for kitty's graphics, with DA1 behind: what answers only the second understands none. Who
answers nothing is taken for one that shows none; an answer that comes late counts for the next picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rubin_tui.terminal.profile import POOR

ASK = "\x1b[c"
ASK_MORE = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t" + ASK
SECONDS = 0.7
"""How long an answer is waited for; over a slow line two answers take this long."""

_ATTRIBUTES = re.compile(r"\x1b\[\?([\d;]*)c")
_KITTY = re.compile(r"\x1b_Gi=31;OK\x1b\\")
_CELL = re.compile(r"\x1b\[6;(\d+);(\d+)t")
_SIXEL = "4"
_MODERN = 60
"""The class of a VT200 and later is sixty and some."""


class Graphics:
    """What is known of one terminal. `kind` is "blocks" until it has said more."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        term = environ.get("TERM", "")
        between = bool(environ.get("TMUX") or environ.get("STY")) or term.startswith(("tmux", "screen"))
        unable = not term or term in POOR or environ.get("TERM_PROGRAM") == "Apple_Terminal"
        self.kind: str = "blocks"
        self.known = between or unable
        self.cell: tuple[int, int] | None = None
        self._asked = 0
        self._kitty = False

    def begin(self) -> str:
        """What to ask first; "" when there is nothing to ask, or it was asked."""
        if self.known or self._asked:
            return ""
        self._asked = 1
        return ASK

    def answered(self, answer: str) -> str:
        """Take an answer in; returns what to ask next, or ""."""
        if (cell := _CELL.fullmatch(answer)) is not None:
            height, width = int(cell[1]), int(cell[2])
            self.cell = (width, height) if 0 < width <= 200 and 0 < height <= 200 else None
        elif _KITTY.fullmatch(answer):
            self._kitty = True
        elif (attributes := _ATTRIBUTES.fullmatch(answer)) is not None and not self.known:
            first, *others = attributes[1].split(";")
            if _SIXEL in others:
                self.kind = "sixel"
            if self._asked == 1 and first.isdecimal() and int(first) >= _MODERN:
                self._asked = 2
                return ASK_MORE
            self.kind = "kitty" if self._kitty else self.kind
            self.known = True
        return ""
