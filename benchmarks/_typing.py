"""Typing into the prompt of the real screen while 2,000 real documents are imported by it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import _corpus
from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, decode_key, percentile, sample_text

DOCUMENTS = 2000
PASSAGES = 20
"""Of a document; two to three pages."""
QUIET_KEYS = 120
PACE = 0.12
"""Seconds between two keys: a quick typist, and few enough that all of the import is seen."""
SHOWN = 1.0
"""Seconds after which a key counts as lost."""
LINE = 40
"""Characters after which the prompt is emptied."""
LONGEST = 900.0
BUDGET_MS = 50.0
OPTIONS = argparse.Namespace(cols=140, rows=40, kitty=False, no_sync=False, pace=0.0)


@dataclass
class Typist:
    """Types into the prompt and takes the time until each character stands there."""

    session: Session
    typed: str = ""
    keys: list[float] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    def press(self, char: str) -> None:
        """One key; seconds until the prompt shows it go into `keys`."""
        if len(self.typed) >= LINE:
            self.clear()
        self.typed += char
        sent = time.perf_counter()
        shown = self._until_shown(char, sent)
        if char != " ":
            self.keys.append(shown)
            self.moments.append(sent)
        while (left := sent + PACE - time.perf_counter()) > 0:
            self._take(left)

    def clear(self) -> None:
        """Empty the prompt."""
        self.typed = ""
        self.session.write(decode_key("<ctrl+u>"))
        self.session.drain(PACE)

    def _until_shown(self, char: str, sent: float) -> float:
        self.session.write(char.encode())
        while time.perf_counter() - sent < SHOWN:
            arrived = self._take(0.005)
            if arrived and any(row.startswith(f" > {self.typed}") for row in self.session.term.text()):
                return arrived - sent
        return SHOWN

    def _take(self, timeout: float) -> float | None:
        chunk = self.session.read(timeout)
        if chunk is None:
            return None
        self.session.feed(chunk[1])
        return chunk[0]


def typing_rows() -> list[Row]:
    """The rows of the table."""
    corpus = _corpus.load()
    if corpus is None:
        return [Row("typing during an import", None, None, "no data: no corpus", False)]
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as place:
        folder = Path(place, "manuals")
        write_documents(folder, corpus.passages)
        quiet, during, seconds, last = _measure(Path(place), folder)
    name = f"key to screen p95 while {DOCUMENTS} documents are imported"
    return [
        _row("key to screen p95 in the prompt, quiet", quiet, BUDGET_MS),
        _row(f"{name}, {len(during)} keys", during, BUDGET_MS),
        _row(f"{name}, last tenth of it", last, BUDGET_MS),
        Row("that import on the screen", seconds, None, "s", seconds < LONGEST),
    ]


def write_documents(folder: Path, passages: tuple[str, ...]) -> None:
    """`DOCUMENTS` texts of the corpus' passages."""
    folder.mkdir()
    for number in range(DOCUMENTS):
        texts = passages[number * PASSAGES : (number + 1) * PASSAGES]
        (folder / f"manual-{number:04}.txt").write_text("\n\n".join(texts), "utf-8")


def _measure(place: Path, folder: Path) -> tuple[list[float], list[float], float, list[float]]:
    spec: dict[str, Any] = {
        "argv": [sys.executable, "-W", "ignore", "-m", "rubin_tui"],
        "cwd": str(place / "project"),
        "env": {
            "RUBIN_HOME": str(place / "profile"),
            "LANG": "en_US.UTF-8",
            "PYTHONPATH": str(Path(__file__).parents[1]),
        },
    }
    (place / "project").mkdir()
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, 2.0, 20)
        quiet = Typist(session)
        quiet.clear()
        for char in sample_text(QUIET_KEYS):
            quiet.press(char)
        quiet.clear()
        for key in ("<ctrl+l>", "u", str(folder), "<enter>"):
            session.write(decode_key(key))
            session.drain(0.5)
        began = time.perf_counter()
        during = Typist(session)
        for char in sample_text(int(LONGEST / PACE)):
            if _is_over(session) or time.perf_counter() - began > LONGEST:
                break
            during.press(char)
        seconds = time.perf_counter() - began
        if not _is_over(session) or not session.alive:
            print("\n".join(session.term.text()), file=sys.stderr)
            seconds = LONGEST
        late = began + 0.9 * seconds
        last = [key for key, moment in zip(during.keys, during.moments, strict=True) if moment >= late]
        return quiet.keys, during.keys, seconds, last
    finally:
        session.stop()


def _is_over(session: Session) -> bool:
    return any("documents added" in row for row in session.term.text())


def _row(name: str, keys: list[float], budget: float) -> Row:
    value = 1000 * (percentile(keys, 0.95) or SHOWN)
    return Row(name, value, budget, "ms", value <= budget)


if __name__ == "__main__":
    print_table(typing_rows())
