"""How long a switch of the layout takes: from the key to the last byte that changes what one sees.

The program runs in a pseudo-terminal of 140x40 with a file's page beside a chat; a panel is given the whole
width and gives it back, the rule between two panels is moved, the files are hidden and shown.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, percentile

BUDGET = 100.0
"""Milliseconds."""
TURNS = 12
QUIET = 0.12
"""Seconds without a byte after which a switch has ended."""
HERE = Path(__file__).parent
OPTIONS = argparse.Namespace(cols=140, rows=40, kitty=False, no_sync=False, pace=0.03)
SWITCHES = {"full width and back": b"z", "the rule moved": b"\x1b[C", "files hidden and shown": b"3"}


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    home = tempfile.mkdtemp(prefix="rubin-bench-")
    try:
        return _rows(Path(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _rows(home: Path) -> list[Row]:
    spec: dict[str, Any] = {
        "argv": [sys.executable, "-m", "rubin_tui", str(HERE / "search.py")],
        "cwd": str(home),
        "env": {"RUBIN_HOME": str(home / "profile"), "SSH_TTY": "/dev/pts/0", "PYTHONPATH": str(HERE.parent)},
    }
    session = Session(spec, OPTIONS)
    began = session.start()
    rows: list[Row] = []
    try:
        session.until_quiet(began, 2.0, 20)
        session.write(b"\x0c=")  # the sheet that changes the layout takes the keys
        session.drain(1.0)
        for name, key in SWITCHES.items():
            taken, sizes = zip(*(_switch(session, key) for _ in range(TURNS)), strict=True)
            worst = percentile(list(taken), 0.95) or 9.9
            rows.append(Row(f"layout, {name}: p95", worst * 1000, BUDGET, "ms", worst * 1000 <= BUDGET))
            rows.append(Row(f"layout, {name}: bytes", sum(sizes) / len(sizes), None, "B", True))
    finally:
        session.stop()
    return rows


def _switch(session: Session, key: bytes) -> tuple[float, int]:
    """Seconds until the last byte of the switch that is seen came, and how many bytes there were."""
    began = last = quiet_since = time.perf_counter()
    shown, size = session.term.text(), 0
    session.write(key)
    while (now := time.perf_counter()) - quiet_since < QUIET or (last == began and now - began < 2.0):
        if (chunk := session.read(0.02)) is None:
            continue
        quiet_since, size = chunk[0], size + len(chunk[1])
        session.feed(chunk[1])
        if (after := session.term.text()) != shown:
            shown, last = after, chunk[0]
    return last - began, size


if __name__ == "__main__":
    print_table(run())
