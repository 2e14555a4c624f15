"""kill -9 at every call to the system that a save makes: the file is the old one or the new one.

A child opens a file, edits and saves it under strace, which kills it at the N-th call of a kind, for every
kind and for N from 1 until the save completes. Calls made before the save begins are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.table import Row
from rubin_tui.engine.editing import open_file

Kind = Literal["plain", "link", "hard link", "new"]
KINDS: tuple[Kind, ...] = ("plain", "link", "hard link", "new")
OLD = "old line\n" * 200_000
NEW = "new line, longer\n" * 200_000
_MARKER = "getpgid"  # a call that nothing else here makes

_SAVE = """
import os, sys
from pathlib import Path
from rubin_tui.engine.editing import Position, open_file, save
path = Path(sys.argv[1])
opened = open_file(path, create=True)
opened.buffer.edit(Position(0, 0), opened.buffer.end, sys.argv[2] * 200_000)
snapshot = opened.buffer.snapshot()
os.getpgid(0)
save(snapshot, path, opened.stamp)
os.getpgid(0)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Kills in one series; how many left the old, how many the new file.

    Of `copied` the file itself was half-written and its old content stood whole in a copy that opening names;
    of `mixed` nothing whole was left.
    """

    kills: int
    old: int
    new: int
    copied: int
    mixed: int


def series(kind: Kind) -> Outcome:
    """Save a file of this kind again and again, killed at every call in turn."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        calls = _calls(_prepare(folder, kind), folder / "trace")
        left: Counter[str] = Counter()
        for name, before, during in calls:
            for number in range(before + 1, before + during + 1):
                path = _prepare(folder, kind)
                kill = f"inject={name}:signal=KILL:when={number}"
                status = _child(path, "-o", "/dev/null", "-e", f"trace={name}", "-e", kill)
                if status == 0:
                    raise AssertionError(f"{name} {number} was not reached")
                left[_left(path, kind)] += 1
        return Outcome(left.total(), left["old"], left["new"], left["copied"], left["mixed"])


def _prepare(folder: Path, kind: Kind) -> Path:
    """The file as it is before the save, alone in its folder."""
    shutil.rmtree(folder / "work", ignore_errors=True)
    work = folder / "work"
    (work / "elsewhere").mkdir(parents=True)
    path = work / "file.st"
    if kind == "link":
        (work / "elsewhere" / "target.st").write_text(OLD)
        path.symlink_to("elsewhere/target.st")
    elif kind != "new":
        path.write_text(OLD)
    if kind == "hard link":
        (work / "second.st").hardlink_to(path)
    return path


def _child(path: Path, *options: str) -> int:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    command = ["strace", "-f", *options, sys.executable, "-c", _SAVE, str(path), NEW[:17]]
    return subprocess.run(
        command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode


def _calls(path: Path, trace: Path) -> Iterator[tuple[str, int, int]]:
    """Of each kind of call: how many stand before the save, and how many in it."""
    if _child(path, "-o", str(trace)) or path.read_text() != NEW:
        raise AssertionError("a save that nobody kills completes")
    found = re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.MULTILINE)
    first = found.index(_MARKER)
    last = found.index(_MARKER, first + 1)
    before, during = Counter(found[:first]), Counter(found[first + 1 : last])
    return iter([(name, before[name], during[name]) for name in sorted(during)])


def _left(path: Path, kind: Kind) -> str:
    text = path.read_text() if path.exists() else ""
    if text == NEW:
        return "new"
    if text == ("" if kind == "new" else OLD):
        return "old"
    notes = [note for note in open_file(path).notes if note.id == "edit.interrupted_save"]
    return "copied" if [Path(note.params["copy"]).read_text() for note in notes] == [OLD] else "mixed"


def run() -> list[Row]:
    """The rows of the table."""
    if shutil.which("strace") is None:
        return [
            Row("kill -9 at every call of a save (needs strace: apt install strace)", None, 0, "files", False)
        ]
    rows = []
    for kind in KINDS:
        outcome = series(kind)
        name = f"kill -9 at each of N={outcome.kills} calls of a save, {kind}"
        name += f": {outcome.old} old, {outcome.new} new"
        if outcome.copied:
            name += f", {outcome.copied} with the old one whole in its copy"
        whole = outcome.mixed == 0 and outcome.kills > 0 and outcome.old > 0
        rows.append(Row(f"{name}; mixtures", outcome.mixed, 0, "files", whole))
    return rows
