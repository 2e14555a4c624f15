"""What the terminal at the other end can do and what it costs to write to it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Literal, NamedTuple

from textual.driver import Driver

from rubin_tui.terminal.charset import takes_utf8

POOR = frozenset({"linux", "vt100", "vt102", "vt220", "ansi", "cons25", "dumb"})
"""Values of TERM whose terminals have few signs, and no pictures."""
_MANY = re.compile("256|direct|kitty|alacritty|foot|ghostty|wezterm|iterm")
"""Terminals with 256 colours by their names; COLORTERM does not cross SSH."""


class TerminalProfile(NamedTuple):
    """How to treat the terminal.

    `remote` is a session over SSH: no animation and few `colours`, because every byte crosses the line.
    `signs` says whether the terminal has signs such as ● and ▸. `tmux`, `screen`: sequences for the outer
    terminal need a wrapping. `names_language`: the session's locale is a person's, not "C".
    """

    remote: bool = False
    signs: bool = True
    tmux: bool = False
    names_language: bool = True
    screen: bool = False
    colours: Literal["standard", "256"] = "256"

    @classmethod
    def find(cls, environ: Mapping[str, str], remote: str = "auto") -> TerminalProfile:
        """The profile of this session; `remote` is the setting: "auto", "on" or "off"."""
        over_ssh = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
        term = environ.get("TERM", "")
        encoding = (getattr(sys.__stdout__, "encoding", None) or "utf-8").lower().replace("-", "")
        return cls(
            remote=over_ssh if remote == "auto" else remote == "on",
            signs=term not in POOR and encoding.startswith("utf") and takes_utf8(environ),
            names_language=_locale(environ) not in ("", "C", "POSIX"),
            tmux=bool(environ.get("TMUX")) or term.startswith("tmux"),
            screen=bool(environ.get("STY")) and not environ.get("TMUX"),
            colours="256" if environ.get("COLORTERM") or _MANY.search(term) else "standard",
        )


def driver_class() -> type[Driver] | None:
    """The driver of this system; None lets Textual choose."""
    if sys.platform == "win32":
        return None
    from rubin_tui.terminal.driver import TerminalDriver

    return TerminalDriver


def let_go() -> None:
    """At the end: what is still to be written to a terminal that is gone goes nowhere, in silence."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _locale(environ: Mapping[str, str]) -> str:
    named = (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name))
    return next(named, "").split(".")[0]
