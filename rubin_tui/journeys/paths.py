"""How a path that is being typed can go on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class Completed(NamedTuple):
    """A path as far as it is certain, and the names it could go on with when there are several."""

    text: str
    others: tuple[str, ...] = ()


def complete_path(text: str, project: Path) -> Completed:
    """Complete what is typed by what is on the disk; what is relative stands in `project`."""
    typed = _expanded(text)
    base = typed if text.endswith("/") or not text else typed.parent
    folder = base if base.is_absolute() else project / base
    start = "" if text.endswith("/") else typed.name if text else ""
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(start) and (start.startswith(".") or not entry.name.startswith("."))
            )
    except (OSError, ValueError):  # ValueError: a null character
        names = []
    common = common_start(names) if names else start
    head = text[: len(text) - len(start)] if start else text
    return Completed(head + common, tuple(names) if len(names) > 1 else ())


def whole_path(text: str, project: Path) -> Path:
    """The path a person means: `~` is their home, what is relative stands in `project`."""
    path = _expanded(text)
    return path if path.is_absolute() else project / path


def common_start(names: list[str]) -> str:
    """What all names begin with; there must be one."""
    first, last = min(names), max(names)
    same = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[:same]


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # the home of nobody
        return Path(text)
