"""How fast a cited page is there, and what a turn of a page costs over SSH.

The document is the 1,300 pages of `LinuxCNC_Documentation.pdf`; the terminal is one of 80x24 cells
over SSH. Each round is a program of its own, left alone until no worker process is left of the question's.
Enter opens the first place of an answer, then the second one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import _corpus
from benchmarks.imports import MANUAL
from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, percentile

ROUNDS = 5
TURNS = 12
IDLE = 17.0
"""Seconds after which a worker process that has nothing to do is ended."""
QUESTION = "what does the Pause At End parameter do in QtPlasmaC?"
OPTIONS = argparse.Namespace(cols=80, rows=24, kitty=False, no_sync=False, pace=0.03)
HERE = Path(__file__).parent


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    manual = _corpus.fetched("linuxcnc-doc-en") / MANUAL
    if not manual.is_file():
        return [Row("cited page after Enter", None, 0.3, "s", True)]
    home = Path(tempfile.mkdtemp(prefix="rubin-reader-"))
    try:
        return _rows(manual, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _rows(manual: Path, home: Path) -> list[Row]:
    from rubin_tui.engine import Engine

    with Engine.open(home / "profile") as engine:
        for _ in engine.add_documents([manual]):
            pass
    first: list[float] = []
    second: list[float] = []
    turns: list[float] = []
    sizes: list[int] = []
    for _ in range(ROUNDS):
        _round(home, (first, second), turns, sizes)
    turn = percentile(turns, 0.95) or 9.9
    return [
        Row("cited page after Enter, longest", max(first), 0.3, "s", max(first) <= 0.3),
        Row("another cited page after Tab and Enter at once", max(second), 0.3, "s", max(second) <= 0.3),
        Row("page turn over SSH, most bytes", max(sizes), 6_000, "B", max(sizes) <= 6_000),
        Row("page turn p95", turn * 1000, None, "ms", True),
    ]


def _round(home: Path, times: tuple[list[float], list[float]], turns: list[float], sizes: list[int]) -> None:
    profile = shutil.copytree(home / "profile", home / "round")
    spec: dict[str, Any] = {
        "argv": [sys.executable, "-m", "rubin_tui"],
        "cwd": str(home),
        "env": {"RUBIN_HOME": str(profile), "SSH_TTY": "/dev/pts/0", "PYTHONPATH": str(HERE.parent)},
    }
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, 1.5, 20)
        session.write(QUESTION.encode() + b"\r")
        _until(session, "found", 20)
        session.drain(IDLE)
        for keys, page, of in ((b"\t\r", "812/1335", times[0]), (b"\x1b[20~\t\t\r", "818/1335", times[1])):
            *before, enter = (keys[at : at + 1] for at in range(len(keys)))
            session.write(b"".join(before))
            sent = time.perf_counter()
            session.write(enter)
            of.append(_until(session, page, 10) - sent)
            session.drain(1.0)
        for number in range(819, 819 + TURNS):
            before, sent = session.total, time.perf_counter()
            session.write(b"\x1b[6~")
            turns.append(_until(session, f"{number}/1335", 5) - sent)
            session.drain(0.3)
            sizes.append(session.total - before)
    finally:
        session.stop()
        shutil.rmtree(profile)


def _until(session: Session, text: str, seconds: float) -> float:
    """When that stood on the screen; `seconds` later when it never did."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and session.alive:
        chunk = session.read(0.02)
        if chunk is not None:
            session.feed(chunk[1])
            if any(text in row for row in session.term.text()):
                return chunk[0]
    return end


if __name__ == "__main__":
    print_table(run())
