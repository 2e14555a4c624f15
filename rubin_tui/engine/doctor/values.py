"""What the doctor says: one line a thing looked at, and what to do where something is wrong."""

from __future__ import annotations

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


def report_lines(checks: Iterable[Check], locale: str, home: Path | None = None) -> Iterator[str]:
    """The report in words; `home` is written as ~. Foreign text in it is not yet safe for a terminal."""
    signs = {"ok": " ", "note": "·", "problem": "!"}
    for section, some in groupby(checks, key=lambda check: check.section):
        yield render(Message(f"doctor.section.{section}"), locale)
        for check in some:
            name, value = _words(check.name, locale), _words(check.value, locale)
            yield without_home(f" {signs[check.state]} {name:<24} {value}".rstrip(), home)
            if check.advice is not None:
                yield without_home(f"     -> {render(check.advice, locale)}", home)


def save_report(lines: Iterable[str], path: Path) -> Path:
    """Write the report into a new file (0600); returns its absolute path. Raises Failure "written.…"."""
    return write_text(path, "\n".join(lines) + "\n")


def without_home(text: str, home: Path | None) -> str:
    """`text` with the person's own folder written as ~."""
    whole = str(home) if home is not None else ""
    return text.replace(whole, "~") if len(whole) > 1 else text


def _words(value: Message | str, locale: str) -> str:
    return render(value, locale) if isinstance(value, Message) else value
