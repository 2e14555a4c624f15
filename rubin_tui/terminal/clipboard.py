"""Into the clipboard of the person's own machine: a local program, or a sequence for the terminal (OSC 52).

Over SSH the clipboard of this machine is somebody else's: never touched. A terminal does not say whether it
took a text, and drops what is too long for it; so what is too long is not sent at all.
"""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import NamedTuple

from rubin_tui.terminal.profile import TerminalProfile

LIMIT = 74_994
"""Bytes of text a terminal surely takes: 100,000 with base64 and its frame; many drop longer ones."""
SCREEN_STRING = 700
"""Bytes GNU screen hands on in one piece; it drops longer strings."""
PROGRAMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)
"""What puts standard input into the clipboard of a desktop, and the variable that says there is one."""
PATIENCE = 3.0
"""Seconds such a program has."""


class HostClipboard(NamedTuple):
    """A program that puts a text into the clipboard of this machine's desktop."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """The program, as people know it."""
        return self.command[0]

    def put(self, text: str) -> bool:
        """Have it take the text; may block for seconds. False when it did not."""
        content = text.encode("utf-8", "replace")
        quiet = subprocess.DEVNULL
        try:
            # What it leaves behind holds the clipboard while it is wanted, and must not hold our pipes.
            done = subprocess.run(
                self.command, input=content, stdout=quiet, stderr=quiet, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


def host_clipboard(
    environ: Mapping[str, str], find: Callable[[str], str | None] = shutil.which
) -> HostClipboard | None:
    """What this machine's desktop has; None without a desktop, without a program, and always over SSH."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    for variable, command in PROGRAMS:
        if environ.get(variable) and find(command[0]) is not None:
            return HostClipboard(command)
    return None


def fits(text: str) -> bool:
    """Whether a terminal takes so much."""
    return len(text.encode("utf-8", "replace")) <= LIMIT


def copy_sequence(text: str, terminal: TerminalProfile) -> str:
    """The sequence that puts `text`, which `fits`, into the clipboard; tmux and screen hand it on.

    The text is base64 inside, so nothing in it can reach the terminal as a command.
    """
    encoded = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    sequence = f"\x1b]52;c;{encoded}\x07"
    if terminal.tmux:
        # By its settings tmux takes the one (set-clipboard) or hands on the other (allow-passthrough).
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if terminal.screen:
        pieces = range(0, len(sequence), SCREEN_STRING)
        return "".join(f"\x1bP{sequence[at : at + SCREEN_STRING]}\x1b\\" for at in pieces)
    return sequence
