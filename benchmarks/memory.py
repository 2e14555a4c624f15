"""Resident memory of the screen after one question over 100,000 real passages, beside the bare Textual app.

Both run in a pseudo-terminal of 140x40; child processes are counted, and so are pages two of them share.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import _corpus
from benchmarks.search import store
from benchmarks.start import HERE, OPTIONS
from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, decode_key
from rubin_tui.engine import Engine
from rubin_tui.engine.library.indexing import catch_up
from rubin_tui.engine.store import Database

BUDGET = 3.0
QUESTION = "How do I limit the current of the motor while it starts against a load?"
ANSWERED = ("● found", "● maybe", "◐ maybe", "not found")
WAIT = 60.0


def run() -> list[Row]:
    """Fill a profile, ask in the screen; the rows of the table."""
    corpus = _corpus.load()
    if corpus is None:
        return [Row("memory", None, None, "no data: needs apt-get, or RUBIN_CORPUS", True)]
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as place:
        home = Path(place, "profile")
        fill(home, corpus.passages)
        return rows(home)


def fill(home: Path, passages: tuple[str, ...]) -> None:
    """A profile with the passages, indexed."""
    with Engine.open(home):
        pass
    with Database.open(home / "data" / "rubin.db") as database:
        store(database, passages)
        catch_up(database, home / "cache" / "index")


def rows(home: Path) -> list[Row]:
    """Both programs over the profile."""
    bare = _peak({"argv": [sys.executable, str(HERE / "bare_app.py")]}, question="")
    rubin: dict[str, Any] = {
        "argv": [sys.executable, "-W", "ignore", "-m", "rubin_tui"],
        "cwd": str(home),
        "env": {"RUBIN_HOME": str(home), "LANG": "en_US.UTF-8", "PYTHONPATH": str(HERE.parent)},
    }
    before, after = _peak(rubin, question=""), _peak(rubin, question=QUESTION)
    ratio = after / bare
    name = "memory after one question over 100,000 passages"
    return [
        Row(f"{name} / bare app", ratio, BUDGET, "x", ratio <= BUDGET),
        Row(f"{name} / bare app, before it", before / bare, None, "x", True),
        Row(name, after, None, "MB", True),
    ]


def _peak(spec: dict[str, Any], *, question: str) -> float:
    """The most memory the program and its children have had, in MB."""
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, 3.0, 30)
        if question:
            session.write(decode_key("<ctrl+u>"))
            session.write(question.encode())
            session.drain(0.5)
            session.write(decode_key("<enter>"))
            asked = time.perf_counter()
            while not _is_answered(session):
                if time.perf_counter() - asked > WAIT or not session.alive:
                    raise RuntimeError("no answer:\n" + "\n".join(session.term.text()))
                session.drain(0.1)
            session.drain(1.0)
        return session.rss_peak()
    finally:
        session.stop()


def _is_answered(session: Session) -> bool:
    return any(state in row for row in session.term.text() for state in ANSWERED)


if __name__ == "__main__":
    print_table(run())
