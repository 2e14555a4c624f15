"""Where a person's manuals may be: a look at a few likely folders that costs little and ends soon."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SECONDS = 1.5
"""The look takes no longer, however slow the disk or the network behind it."""
MOST_ENTRIES = 50_000
DEPTH = 6
FEWEST = 1

_NAMES = ("Documents", "Документы", "Manuals", "manuals", "Руководства", "docs", "doc")


class FoundFolder(NamedTuple):
    """A folder and the PDF files that were counted below it; more there may be."""

    path: Path
    pdfs: int


def likely_folders(environ: Mapping[str, str], project: Path) -> Iterator[Path]:
    """Folders to look at, the likeliest first; each is there."""
    seen = set()
    home = Path(environ["HOME"]) if environ.get("HOME") else None
    named = environ.get("XDG_DOCUMENTS_DIR")
    candidates = [Path(named)] if named else []
    if home is not None:
        candidates += [home / name for name in _NAMES]
    for folder in (*candidates, project):
        try:
            whole = folder.resolve()
            there = whole.is_dir() and whole != home
        except OSError:
            continue
        if there and whole not in seen:
            seen.add(whole)
            yield folder


def find_manuals(
    environ: Mapping[str, str], project: Path, *, seconds: float = SECONDS
) -> FoundFolder | None:
    """The folder with the most PDF files, None when none has any."""
    end = time.monotonic() + seconds
    found = [FoundFolder(folder, _pdfs(folder, end)) for folder in likely_folders(environ, project)]
    best = max(found, key=lambda one: one.pdfs, default=None)
    return best if best is not None and best.pdfs >= FEWEST else None


def _pdfs(folder: Path, end: float) -> int:
    """PDF files below a folder; links are not followed, what is hidden is not looked at."""
    count = seen = 0
    waiting = [(str(folder), 0)]
    while waiting and time.monotonic() < end and seen < MOST_ENTRIES:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    seen += 1
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if depth < DEPTH:
                            waiting.append((entry.path, depth + 1))
                    elif entry.name.lower().endswith(".pdf"):
                        count += 1
                    if seen >= MOST_ENTRIES or (seen % 500 == 0 and time.monotonic() >= end):
                        break
        except OSError:  # what may not be looked at is nobody's manual
            continue
    return count
