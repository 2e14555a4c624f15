"""What git says of the files below a folder. Nothing the repository configures is run for it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from rubin_tui.engine.jobs.programs import ProgramMissing, run_program
from rubin_tui.engine.project_model import GIT_MARKS, GitMark

SECONDS = 30.0
"""How long git may take; a tree of a million files takes less."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_CONFLICTS = frozenset(("DD", "AU", "UD", "UA", "DU", "AA", "UU"))

GitState = dict[str, GitMark]


def repository_of(folder: Path) -> Path | None:
    """The root of the repository `folder` is in; None when it is in none."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def git_state(folder: Path, cancel: threading.Event | None = None) -> GitState | None:
    """The marks of files and folders below `folder` by their paths; what has none is as in the commit.

    A folder bears the gravest mark of what is in it; what is in an unknown folder has no mark of its own.
    None without git, outside a repository, or when git gives no answer.
    """
    root = repository_of(folder)
    if root is None:
        return None
    told = _git(
        root,
        *_without_filters(root, cancel),
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=normal",
        "--ignore-submodules=all",
        "--",
        str(folder),
        cancel=cancel,
    )
    return None if told is None else _marks(told, root, folder)


def _marks(told: bytes, root: Path, folder: Path) -> GitState:
    found: GitState = {}
    rows = iter(told.split(b"\0"))
    for row in rows:
        if len(row) < 4:
            continue
        code, name = row[:2].decode("ascii", "replace"), os.fsdecode(row[3:])
        if code[0] in "RC":
            next(rows, b"")  # what it was called before
        path = os.path.join(root, name.rstrip("/"))  # noqa: PTH118 - a Path for each of many is slow
        _put(found, path, _mark(code), str(folder))
    return found


def _put(found: GitState, path: str, mark: GitMark, top: str) -> None:
    found[path] = mark
    above = os.path.dirname(path)  # noqa: PTH120
    while len(above) >= len(top):
        known = found.get(above)
        if known is not None and GIT_MARKS.index(known) <= GIT_MARKS.index(mark):
            return
        found[above] = mark
        above = os.path.dirname(above)  # noqa: PTH120
        if above == os.path.dirname(above):  # noqa: PTH120
            return


def _mark(code: str) -> GitMark:
    if code == "??":
        return "unknown"
    if code in _CONFLICTS:
        return "conflict"
    return "added" if code[0] == "A" else "changed"


def _without_filters(root: Path, cancel: threading.Event | None) -> list[str]:
    """Options that switch off the programs a repository brings along to have files passed through."""
    told = _git(root, "config", "--local", "-z", "--name-only", "--get-regexp", r"^filter\.", cancel=cancel)
    options: list[str] = []
    for key in (told or b"").split(b"\0"):
        name = key.decode("utf-8", "replace")
        if name.endswith((".clean", ".smudge", ".process")):
            options += ["-c", f"{name}="]
        elif name.endswith(".required"):
            options += ["-c", f"{name}=false"]
    return options


def _git(root: Path, *arguments: str, cancel: threading.Event | None) -> bytes | None:
    elsewhere = {name: "" for name in os.environ if name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}
    command = ["env", *(f"-u{name}" for name in elsewhere), "git"] if elsewhere else ["git"]
    try:
        done = run_program(
            [*command, "-C", str(root), *_HARMLESS, *arguments],
            seconds=SECONDS,
            cancel=cancel,
            environment=_QUIET,
        )
    except ProgramMissing:
        return None
    return done.output if done.ending == "exited" and done.code == 0 else None
