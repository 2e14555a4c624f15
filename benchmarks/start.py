"""How the screen feels at the start and while typing, beside a bare Textual app measured in the same run.

Both programs run in a pseudo-terminal of 140x40; rounds alternate between them. Of times that other work
on the machine can only make longer the least is taken, on both sides.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, percentile, sample_text

ROUNDS = 8
KEYS = 120
HERE = Path(__file__).parent
OPTIONS = argparse.Namespace(cols=140, rows=40, kitty=False, no_sync=False, pace=0.03)
MARK = "Q"
"""Typed while the program starts; no word of the first frame holds it."""


@dataclass
class Figures:
    """What was seen of one program; times in seconds."""

    frames: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    idle_bytes: float = 0.0
    idle_cpu: float = 0.0


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    home = tempfile.mkdtemp(prefix="rubin-bench-")
    try:
        return _rows(Path(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _rows(home: Path) -> list[Row]:
    bare = {"argv": [sys.executable, str(HERE / "bare_app.py")]}
    rubin: dict[str, Any] = {
        "argv": [sys.executable, "-m", "rubin_tui"],
        "cwd": str(home),
        "env": {"RUBIN_HOME": str(home / "profile"), "SSH_TTY": "/dev/pts/0", "PYTHONPATH": str(HERE.parent)},
    }
    long = {**rubin, "argv": [sys.executable, "-m", "benchmarks.long_chat"]}
    _start(rubin, Figures(), typing=False, until_ready=4.0)  # fills the profile and the byte code
    base, ours, chatty = Figures(), Figures(), Figures()
    for number in range(ROUNDS):
        _start(bare, base, typing=False)
        _start(rubin, ours, typing=False, until_ready=1.5)
        _start(rubin, ours, typing=True)
        if number % 4 == 0:
            for spec, figures in ((bare, base), (rubin, ours), (long, chatty)):
                _type(spec, figures)
    frame = min(base.frames)
    key = percentile(base.keys, 0.95) or 0.0
    return [
        _judged("first frame / bare app", min(ours.frames) / frame, 1.3, "x"),
        _judged("typed at start, stands in the prompt / bare first frame", min(ours.typed) / frame, 1.6, "x"),
        _judged("memory before the first question / bare app", max(ours.memory) / max(base.memory), 2.0, "x"),
        _judged("key to screen p95 / bare app", (percentile(ours.keys, 0.95) or 9.9) / key, 1.5, "x"),
        _judged(
            "key to screen p95, 500 messages / bare app",
            (percentile(chatty.keys, 0.95) or 9.9) / key,
            1.5,
            "x",
        ),
        _judged("idle over SSH", ours.idle_bytes, 0.0, "B/s"),
        _judged("idle over SSH, processor", ours.idle_cpu, 0.5, "%"),
        Row("first frame", min(ours.frames) * 1000, None, "ms", True),
        Row("bytes a typed character", sum(ours.key_bytes) / max(len(ours.key_bytes), 1), None, "B", True),
    ]


def _judged(name: str, value: float, budget: float, unit: str) -> Row:
    return Row(name, value, budget, unit, value <= budget)


def _start(spec: dict[str, Any], figures: Figures, *, typing: bool, until_ready: float = 0.0) -> None:
    """Time to the first painted frame, or to the typed mark in it; memory `until_ready` seconds later."""
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        if typing:
            time.sleep(0.03)
            session.write(MARK.encode())
        while time.perf_counter() - began < 20 and session.alive:
            chunk = session.read(0.02)
            if chunk is None:
                continue
            session.feed(chunk[1])
            painted = session.term.painted() >= 100
            if painted and not typing:
                figures.frames.append(chunk[0] - began)
                break
            if painted and any(row.startswith(f" > {MARK}") for row in session.term.text()):
                figures.typed.append(chunk[0] - began)
                break
        session.drain(until_ready or 0.3)
        figures.memory.append(session.rss_peak())
    finally:
        session.stop()


def _type(spec: dict[str, Any], figures: Figures) -> None:
    """Idle cost first, then the time from a key to its character on the screen."""
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, 2.0, 20)
        cpu, tick = session.cpu(), time.perf_counter()
        idle = session.drain(4.0)
        elapsed = time.perf_counter() - tick
        figures.idle_bytes = max(figures.idle_bytes, idle / elapsed)
        figures.idle_cpu = max(figures.idle_cpu, 100 * (session.cpu() - cpu) / elapsed)
        for char in sample_text(KEYS):
            found, size = session.press(char.encode(), char if char != " " else None, 0.02, 1.5)
            figures.key_bytes.append(size)
            if char != " ":
                figures.keys.append(1.5 if found is None else found)
    finally:
        session.stop()


if __name__ == "__main__":
    print_table(run())
