"""What the doctor says: one line a thing looked at, and what to do where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from rubin_tui.engine.files import write_text
from rubin_tui.engine.model import Message
from rubin_tui.messages import render

Section = Literal[
    "versions", "terminal", "locale", "places", "database", "index", "disk", "tools", "settings", "log"
]
State = Literal["ok", "note", "problem"]


class Abilities(NamedTuple):
    """What the terminal can do. `kitty` (its keyboard protocol) and `graphics` are None if not asked."""

    term: str = ""
    colours: int = 0
    utf8: bool = False
    columns: int = 0
    rows: int = 0
    kitty: bool | None = None
    graphics: str | None = None
    tmux: bool = False
    ssh: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. A "problem" always has `advice`; a "note" is worth knowing only."""

    section: Section
    name: Message | str
    value: Message | str
    state: State = "ok"
    advice: Message | None = None


class Private(NamedTuple):
    """Folders whose names are nobody's business: the person's own, and the open project."""

    home: Path | None = None
    project: Path | None = None

    def hide(self, text: str) -> str:
        """`text` with the project written as [project], the person's own folder as ~."""
        project = self.project if self.project != self.home else None
        return _without(_without(text, project, "[project]"), self.home, "~")


NOTHING = Private()
"""Nothing is hidden."""


def report_lines(checks: Iterable[Check], locale: str, private: Private = NOTHING) -> Iterator[str]:
    """The report in words. Foreign text in it is not yet safe for a terminal."""
    signs = {"ok": " ", "note": "·", "problem": "!"}
    for section, some in groupby(checks, key=lambda check: check.section):
        yield render(Message(f"doctor.section.{section}"), locale)
        for check in some:
            name, value = _words(check.name, locale), _words(check.value, locale)
            yield private.hide(f" {signs[check.state]} {name:<24} {value}".rstrip())
            if check.advice is not None:
                yield private.hide(f"     -> {render(check.advice, locale)}")


def save_report(lines: Iterable[str], path: Path) -> Path:
    """Write the report into a new file (0600); returns its absolute path. Raises Failure "written.…"."""
    return write_text(path, "\n".join(lines) + "\n")


def _without(text: str, folder: Path | None, name: str) -> str:
    if folder is None or len(folder.parts) < 2:
        return text
    return re.sub(rf"{re.escape(str(folder))}(?![\w.-])", name, text)


def _words(value: Message | str, locale: str) -> str:
    return render(value, locale) if isinstance(value, Message) else value
