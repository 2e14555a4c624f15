"""The clipboard of the person's own terminal, also through SSH and tmux (OSC 52)."""

from __future__ import annotations

from base64 import b64encode

LIMIT = 74_000
"""Characters a terminal takes at most: xterm and tmux cut or drop longer sequences."""


def copy_sequence(text: str, *, tmux: bool) -> str:
    """The sequence that puts `text` into the clipboard; tmux is told to hand it on.

    The text is base64 inside, so nothing in it can reach the terminal as a command.
    """
    encoded = b64encode(text[:LIMIT].encode("utf-8", "replace")).decode("ascii")
    sequence = f"\x1b]52;c;{encoded}\x07"
    if tmux:
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return sequence
