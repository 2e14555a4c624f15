"""The folders of a project, looked into one at a time; links to folders are shown and never followed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from rubin_tui.engine.files.ignoring import IGNORE, Ignored, ignored_at
from rubin_tui.engine.project_model import Entry

REPOSITORIES = frozenset((".git", ".hg", ".svn"))
"""Folders that are the memory of a version control: never shown."""
UNINTERESTING = frozenset(("__pycache__", "node_modules", ".venv", ".mypy_cache", ".ruff_cache"))
"""Folders that are passed by like ignored ones, whatever git is told."""
NO_DISK = frozenset(("/proc", "/sys", "/dev", "/run"))
"""What a walk through all of a machine does not enter: no files of anybody stand there."""
MOST_ENTRIES = 1_000_000
"""Names a walk looks at, whatever they are: more is no project."""


def list_folder(root: Path, folder: Path) -> list[Entry]:
    """What stands in a folder of the project `root`: folders first, by name; all but the version control's.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as found:
        inside = [entry for entry in found if entry.name not in REPOSITORIES]
    rules = ignored_at(root, folder)
    entries = []
    for entry in inside:
        is_folder = _is_folder(entry)
        quiet = rules is None or _is_quiet(rules, str(folder), entry.name, is_folder)
        entries.append(Entry(entry.name, entry.path, is_folder, quiet))
    entries.sort(key=lambda entry: (not entry.is_folder, entry.name.casefold(), entry.name))
    return entries


def walk(root: Path, *, quiet: bool = False, cancel: threading.Event | None = None) -> Iterator[str]:
    """The files below `root`, folder by folder; with `quiet` those that are hidden or ignored too.

    What cannot be read is passed by. Of links to files the name is told, links to folders are not entered.
    """
    rules = None if quiet else Ignored(root)
    waiting = [str(root)]
    seen = 0
    while waiting and seen < MOST_ENTRIES:
        place = waiting.pop()
        if cancel is not None and cancel.is_set():
            return
        try:
            with os.scandir(place) as found:
                inside = sorted(found, key=lambda entry: entry.name)
        except OSError:  # shut, or gone meanwhile
            continue
        seen += len(inside)
        if rules is not None:
            rules.enter(place, any(entry.name == IGNORE for entry in inside))
        folders = []
        for entry in inside:
            if entry.name in REPOSITORIES or entry.path in NO_DISK:
                continue
            is_folder = _is_folder(entry)
            if rules is not None and _is_quiet(rules, place, entry.name, is_folder):
                continue
            if is_folder:
                folders.append(entry.path)
            else:
                yield entry.path
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return False


def _is_quiet(rules: Ignored, place: str, name: str, is_folder: bool) -> bool:
    return (
        name.startswith(".")
        or (is_folder and name in UNINTERESTING)
        or rules.passes_by(place, f"{name}/" if is_folder else name)
    )
