"""Editors in a pseudo-terminal: Rubin, its peers and the bare app, each opened on a file and typed into.

The files are the standard library's own Python sources, one after the other. micro, nano, vim are Debian's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.tui_latency import Session, percentile, sample_text

HERE = Path(__file__).parent
OPTIONS = argparse.Namespace(cols=120, rows=40, kitty=False, no_sync=False, pace=0.03)
LINE = 50
"""Where every editor is opened; its text is typed into the beginning of that line."""
LOST = 5.0
"""Seconds after which a key counts as lost."""
TAIL = 12
"""Characters typed last that must stand side by side on the screen in the end."""
LEAST_COLOURS = 4
"""Of the text in sight, when it is coloured at all."""
PEERS = {
    "micro": ["micro", f"+{LINE}", "{file}"],
    "nano": ["nano", f"+{LINE}", "{file}"],
    "vim": ["vim", "-n", "-u", "NONE", "-c", "syntax on", "-c", f"{LINE}", "-c", "startinsert", "{file}"],
}


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, how many keys it gets, how long its screen must have stood still before."""

    name: str
    spec: dict[str, Any]
    keys: int = 60
    quiet: float = 1.5
    coloured: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """p95 of the seconds from a key to its character on the screen, and the mean bytes a key."""

    p95: float
    size: float


class NotShown(Exception):
    """A program did not show what was typed into it; with its screen."""


def source(lines: int) -> str:
    """That many lines of Python."""
    out: list[str] = []
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        out += path.read_text("utf-8", "replace").splitlines()
        if len(out) >= lines:
            break
    while len(out) < lines:
        out += out
    return "\n".join(out[:lines]) + "\n"


def file_of(home: Path, lines: int) -> Path:
    """A file of that many lines."""
    path = home / f"lines{lines}.py"
    if not path.exists():
        path.write_text(source(lines), "utf-8")
    return path


def rubin(home: Path, *files: str, ssh: bool = False) -> dict[str, Any]:
    """Rubin on files, in truecolor or in its SSH profile; its own profile is under `home`."""
    env = {"RUBIN_HOME": str(home / "profile"), "RUBIN_LANGUAGE": "en", "PYTHONPATH": str(HERE.parent)}
    if ssh:
        env["SSH_TTY"] = "/dev/pts/0"
    return {"argv": [sys.executable, "-m", "rubin_tui", *files], "cwd": str(home), "env": env}


def peer(name: str, path: Path) -> dict[str, Any]:
    """Another editor on a copy of its own: what an ended one left beside a file makes the next one ask."""
    return {"argv": PEERS[name], "copy": str(path)}


def stock(path: Path) -> dict[str, Any]:
    """Textual's own text area on a file."""
    return {"argv": [sys.executable, str(HERE / "stock_editor.py"), str(path), str(LINE)]}


def bare() -> dict[str, Any]:
    """The bare Textual app."""
    return {"argv": [sys.executable, str(HERE / "bare_app.py")]}


@contextmanager
def running(spec: dict[str, Any]) -> Iterator[tuple[Session, float]]:
    """A program in a pseudo-terminal, and when it was started; it is ended in any case."""
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        yield session, began
    finally:
        session.stop()


def type_into(program: Program) -> Typed:
    """Type into a program. What is typed first must stand there, too: a question would swallow it.

    Raises:
        NotShown: it ended, or does not show what was typed, or not in colours where it should.
    """
    with running(program.spec) as (session, began):
        session.until_quiet(began, program.quiet, 90)
        text = sample_text(program.keys)
        times, sizes = [], []
        for number, char in enumerate(text):
            found, size = session.press(char.encode(), char if char != " " else None, 0.02, LOST)
            if number == TAIL:
                _check(program, session, text[:TAIL])
            if number > 3:  # the first ones warm up
                sizes.append(size)
                if char != " ":
                    times.append(LOST if found is None else found)
        session.drain(0.3)
        _check(program, session, text[-TAIL:])
        if program.coloured and colours(session) < LEAST_COLOURS:
            raise NotShown(f"{program.name} shows no colours:\n" + "\n".join(session.term.text()))
        return Typed(percentile(times, 0.95) or LOST, statistics.mean(sizes))


def _check(program: Program, session: Session, text: str) -> None:
    rows = session.term.text()
    if not session.alive or not any(text in row for row in rows):
        raise NotShown(f"{program.name} does not show what was typed:\n" + "\n".join(rows))


def colours(session: Session) -> int:
    """How many colours the letters of the right half have, where Rubin shows a file."""
    half = OPTIONS.cols // 2
    rows = list(session.term.screen.buffer.values())[2:-2]
    return len({cell.fg for row in rows for at, cell in row.items() if at > half + 6 and cell.data.strip()})


def wait_for(session: Session, shows: Callable[[list[str]], bool], seconds: float) -> float | None:
    """When the screen first shows it; None when it never does."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and session.alive:
        chunk = session.read(0.02)
        if chunk is not None:
            session.feed(chunk[1])
            if shows(session.term.text()):
                return chunk[0]
    return None


def rest(session: Session, seconds: float = 2.0, limit: float = 120.0) -> None:
    """Wait until a program has used next to no processor time for so long."""
    end, used = time.perf_counter() + limit, session.cpu()
    while time.perf_counter() < end:
        session.drain(seconds)
        now = session.cpu()
        if now - used <= 0.02 * seconds:
            return
        used = now


def memory(session: Session) -> float:
    """Resident MB now of the program itself, without those it has started."""
    for line in Path(f"/proc/{session.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def process_named(session: Session, *words: bytes) -> int | None:
    """The process of the session whose command line has all the words."""
    for pid in session.group():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if all(word in command for word in words):
            return pid
    return None


def load() -> float:
    """How busy the machine is: processes that want to run, mean of a minute."""
    return os.getloadavg()[0]
