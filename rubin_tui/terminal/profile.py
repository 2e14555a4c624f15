"""What the terminal at the other end can do and what it costs to write to it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Literal, NamedTuple

_POOR = frozenset({"linux", "vt100", "vt102", "vt220", "ansi", "cons25", "dumb"})


class TerminalProfile(NamedTuple):
    """How to treat the terminal.

    `remote` is a session over SSH: no animation and 256 colours, because every byte crosses the line.
    `signs` says whether the terminal has signs such as ● and ▸. `tmux`: sequences for the outer terminal
    need a wrapping.
    """

    remote: bool = False
    signs: bool = True
    tmux: bool = False

    @classmethod
    def find(cls, environ: Mapping[str, str], remote: str = "auto") -> TerminalProfile:
        """The profile of this session; `remote` is the setting: "auto", "on" or "off"."""
        over_ssh = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
        term = environ.get("TERM", "")
        encoding = (getattr(sys.__stdout__, "encoding", None) or "utf-8").lower().replace("-", "")
        return cls(
            remote=over_ssh if remote == "auto" else remote == "on",
            signs=term not in _POOR and encoding.startswith("utf"),
            tmux=bool(environ.get("TMUX")) or term.startswith("tmux"),
        )

    @property
    def colours(self) -> Literal["auto", "256"]:
        """The colour system for Rich."""
        return "256" if self.remote else "auto"
