"""How Rubin feels over 64 kbit/s with a round trip of 150 ms: keys, a page of chat, the first frame."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, percentile, sample_text

ROOT = Path(__file__).parents[1]
RATE, ROUND_TRIP = 64, 150
KEYS = 40
PAGES = 10
OPTIONS = argparse.Namespace(cols=80, rows=24, kitty=False, no_sync=False, pace=0.2)


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as name:
        spec: dict[str, Any] = {
            "argv": [
                *(sys.executable, "-m", "benchmarks.line"),
                *("--rate", str(RATE), "--round-trip", str(ROUND_TRIP)),
                *("--", sys.executable, "-m", "benchmarks.long_chat"),
            ],
            "cwd": name,
            "env": {"RUBIN_HOME": f"{name}/profile", "SSH_TTY": "/dev/pts/0", "PYTHONPATH": str(ROOT)},
        }
        keys, key_bytes, pages, page_bytes, frame = _measure(spec)
    where = f"over {RATE} kbit/s, {ROUND_TRIP} ms"
    key, page = 1000 * (percentile(keys, 0.95) or 9.9), percentile(pages, 0.95) or 9.9
    return [
        Row(f"key to screen p95 {where}", key, 300, "ms", key <= 300),
        Row(f"bytes a key {where}", sum(key_bytes) / len(key_bytes), None, "B", True),
        Row(f"a page of chat p95 {where}", page, 1.5, "s", page <= 1.5),
        Row(f"bytes a page of chat {where}", sum(page_bytes) / len(page_bytes), None, "B", True),
        Row(f"first frame {where}", frame, None, "s", True),
    ]


def _measure(spec: dict[str, Any]) -> tuple[list[float], list[int], list[float], list[int], float]:
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        first, _ = session.until_quiet(began, 3.0, 40)
        keys: list[float] = []
        key_bytes: list[int] = []
        for char in sample_text(KEYS):
            found, size = session.press(char.encode(), char if char != " " else None, 0.1, 3.0)
            key_bytes.append(size)
            if char != " ":
                keys.append(3.0 if found is None else found)
        pages, page_bytes = zip(*(_page(session) for _ in range(PAGES)), strict=True)
        return keys, key_bytes, list(pages), list(page_bytes), first or 40.0
    finally:
        session.stop()


def _page(session: Session) -> tuple[float, int]:
    """Seconds until a page stands there whole, and its bytes."""
    start, sent = session.total, time.perf_counter()
    session.write(b"\x1b[5~")
    last = sent
    while time.perf_counter() - last < 0.6 and time.perf_counter() - sent < 8:
        if chunk := session.read(0.02):
            session.feed(chunk[1])
            last = chunk[0]
    return last - sent, session.total - start


if __name__ == "__main__":
    print_table(run())
