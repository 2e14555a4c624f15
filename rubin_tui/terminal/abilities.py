"""What a terminal can do: by what the session says of it, and by asking the terminal itself.

Knows nothing of Textual: `rubin doctor` asks too.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
import time
from collections.abc import Mapping
from typing import NamedTuple

PATIENCE = 0.4
"""Seconds a terminal may take to answer: enough for a slow line."""
QUESTION = b"\x1b[?u\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c"
"""Keyboard protocol? Pictures? And what every terminal answers, so that one knows when it is done."""

_DONE = re.compile(rb"\x1b\[\?([\d;]+)c")
_KITTY_KEYS = re.compile(rb"\x1b\[\?\d+u")
_KITTY_PICTURES = re.compile(rb"\x1b_Gi=31;OK")
_SIXEL = "4"


class Session(NamedTuple):
    """What the session says: `colours` a cell can have; columns and rows are 0 without a terminal."""

    term: str
    colours: int
    utf8: bool
    columns: int
    rows: int
    tmux: bool
    ssh: bool


class Answer(NamedTuple):
    """What the terminal said; None: it did not answer, or was not asked."""

    kitty: bool | None = None
    graphics: str | None = None


def session(environ: Mapping[str, str]) -> Session:
    """What the environment and standard output say."""
    term = environ.get("TERM", "")
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower().replace("-", "")
    is_terminal = sys.__stdout__ is not None and sys.__stdout__.isatty()
    size = shutil.get_terminal_size() if is_terminal else os.terminal_size((0, 0))
    return Session(
        term=term,
        colours=_colours(term, environ),
        utf8=encoding == "utf8",
        columns=size.columns,
        rows=size.lines,
        tmux=bool(environ.get("TMUX")) or term.startswith("tmux"),
        ssh=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
    )


def _colours(term: str, environ: Mapping[str, str]) -> int:
    if environ.get("NO_COLOR") or term in ("", "dumb"):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if "256color" in term or "kitty" in term or "direct" in term else 16


def ask() -> Answer:
    """Ask the terminal we are connected to; nobody else may be reading from it."""
    if sys.platform == "win32" or sys.__stdin__ is None or sys.__stdout__ is None:
        return Answer()
    if not (sys.__stdin__.isatty() and sys.__stdout__.isatty()) or os.environ.get("TERM") == "dumb":
        return Answer()
    import termios
    import tty

    descriptor = sys.__stdin__.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        os.write(sys.__stdout__.fileno(), QUESTION)
        return read_answer(_until_done(descriptor))
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def read_answer(data: bytes) -> Answer:
    """What a terminal's answer to `QUESTION` means; an unfinished one means nothing."""
    done = _DONE.search(data)
    if done is None:
        return Answer()
    graphics = "kitty" if _KITTY_PICTURES.search(data) else ""
    if not graphics and _SIXEL in done[1].decode().split(";")[1:]:
        graphics = "sixel"
    return Answer(kitty=bool(_KITTY_KEYS.search(data)), graphics=graphics)


def _until_done(descriptor: int) -> bytes:
    data, end = b"", time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0 and not _DONE.search(data):
        if not select.select([descriptor], [], [], left)[0]:
            break
        more = os.read(descriptor, 1024)
        if not more:
            break
        data += more
    return data
