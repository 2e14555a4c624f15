"""What a terminal sends, made fit for the parser: pastes whole, replies nobody waits for dropped.

Textual's parser takes a paste apart letter by letter (minutes for some megabytes), and gives out as typed
letters whatever it does not know: a late reply to a question, a mouse report with NaN in it (VS Code, while
its tabs change). Here none of that becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.events import Paste

BEGIN, END = "\x1b[200~", "\x1b[201~"
WAY_OUT = frozenset({"\x03", "\x11", "\x1b[99;5u", "\x1b[113;5u", "\x1b[1089;5u", "\x1b[1081;5u"})
"""Ctrl+C and Ctrl+Q, in either layout: how a person leaves a paste whose end was lost on the way."""
LARGEST = 64_000_000
"""Characters of a paste; what is beyond is let go."""
LONGEST_REPLY = 4096

_BROKEN_MOUSE = re.compile(r"\x1b\[<[^\x1b]{0,24}?NaN[^\x1bMm]{0,24}[Mm]")
_REPLY = re.compile(r"\x1b(?:\]\d+;|P[\d;]*[$+>|!]|_G)[^\x07\x1b]*(?:\x07|\x1b\\)")
_REPLY_BEGUN = re.compile(r"\x1b(?:\]\d+;|P[\d;]*[$+>|!]|_G)[^\x07\x1b]*\x1b?\Z")
_PASTE_BEGUN = re.compile(r"\x1b\[2(?:0(?:0)?)?\Z")
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-Z\\\]^-~]")
_MEANT = re.compile(r"\x1b\[(?:M|<?[-\d;]+[mM]|\?\d+;\d\$y|\d+;\d+R)")


def is_unknown(sequence: str) -> bool:
    """Whether this is a whole control sequence, and none that means something to Textual besides keys."""
    return _SEQUENCE.fullmatch(sequence) is not None and _MEANT.fullmatch(sequence) is None


class Intake:
    """Takes the terminal's text in pieces; gives out pastes, and the rest for the parser."""

    def __init__(self) -> None:
        self._held = ""
        self._pasted: list[str] | None = None
        self._size = 0

    def take(self, data: str) -> Iterator[Paste | str]:
        """The next piece."""
        if self._pasted is not None and data in WAY_OUT:
            self._pasted, self._held = None, ""
            yield data
            return
        data, self._held = self._held + data, ""
        while data:
            if self._pasted is None:
                before, begun, data = data.partition(BEGIN)
                before = self._cleaned(before, last=not begun)
                if before:
                    yield before
                if begun:
                    self._pasted, self._size = [], 0
            else:
                inside, ended, rest = data.partition(END)
                if not ended:  # its end may come in two pieces
                    cut = max(len(inside) - len(END) + 1, 0)
                    at = inside.find("\x1b", cut)
                    inside, self._held = (inside, "") if at < 0 else (inside[:at], inside[at:])
                self._keep(inside)
                data = rest
                if ended:
                    text = "".join(self._pasted).replace("\x00", "")
                    self._pasted = None
                    yield Paste(text)

    def _keep(self, text: str) -> None:
        assert self._pasted is not None
        text = text[: LARGEST - self._size]
        self._size += len(text)
        self._pasted.append(text)

    def _cleaned(self, text: str, *, last: bool) -> str:
        if "\x1b" not in text:
            return text
        text = _REPLY.sub("", _BROKEN_MOUSE.sub("", text))
        begun = (_PASTE_BEGUN.search(text) or _REPLY_BEGUN.search(text)) if last else None
        if begun is not None and begun.end() - begun.start() < LONGEST_REPLY:
            text, self._held = text[: begun.start()], begun.group()
        return text
