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


def told_path(path: Path) -> str:
    """`path` as it is shown: what stands below the person's own folder begins with `~`."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # it stands elsewhere, or nobody's home is known
        return str(path)


def pasted_paths(text: str, project: Path) -> list[Path]:
    """The paths in what a terminal types when files are dropped on it: quoted, escaped or as addresses.

    What stands there as a path as it is, spaces and all, is one path.
    """
    import shlex
    from urllib.parse import unquote, urlsplit  # the start does not wait for them

    text = text.strip()
    whole = whole_path(text, project)
    try:
        if not text or (whole.exists() and "\n" not in text):
            return [whole] if text else []
    except (OSError, ValueError):  # too long for a name, or a null character
        pass
    try:
        words = shlex.split(text)
    except ValueError:  # a quotation mark that is none
        words = text.splitlines()
    found = []
    for word in words:
        if word.startswith("file:"):
            word = unquote(urlsplit(word).path)
        found.append(whole_path(word, project))
    try:
        return (
            found
            if len(found) > 1 and all(map(Path.exists, found))
            else found[:1]
            if len(found) == 1
            else [whole]
        )
    except (OSError, ValueError):
        return [whole]


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
