"""Colours while a text is edited: how often they are wrong, what a key costs, how long a slice takes.

Times are processor time of this thread, so that other work on the machine does not count.
"""

from __future__ import annotations

import statistics
import sys
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks._edits import PARTS, Outcome, full_colours, try_edits
from benchmarks.table import Row, print_table
from rubin_tui.engine.editing.highlight import Highlighter, source_of

EDITS = 300
LONG_EDITS = 300
LONG = 4_000
KEYS = 200
BUDGET = 0.005
"""Seconds a slice is given."""


def run() -> list[Row]:
    """All figures."""
    rows = _wrong(250, EDITS) + _wrong(LONG, LONG_EDITS)
    text = _python(100_000)
    short, long = _typing(text[:10_000]), _typing(text)
    p95 = 1000 * statistics.quantiles(long.slices, n=20)[-1]
    return [
        *rows,
        Row("idle slice p95, 100,000 lines", p95, 10.0, "ms", p95 <= 10),
        Row("idle slice longest", 1000 * max(long.slices), None, "ms", True),
        Row("first sight of 40 rows in the middle", 1000 * long.sight, None, "ms", True),
        Row("a key, 10,000 lines", 1000 * short.key, None, "ms", True),
        Row("a key, 100,000 lines", 1000 * long.key, None, "ms", True),
        Row("a key, 100,000 : 10,000 lines", long.key / short.key, 2.0, "times", long.key <= 2 * short.key),
        Row("the whole text : a key, 100,000 lines", long.whole / long.key, None, "times", True),
        Row("all slices : the whole text once", sum(long.slices) / long.whole, 1.5, "times",
            sum(long.slices) <= 1.5 * long.whole),
        Row("memory a line", long.memory, 120.0, "bytes", long.memory <= 120),
    ]  # fmt: skip


def _wrong(lines: int, edits: int) -> list[Row]:
    found: dict[str, Outcome] = {}
    for language in PARTS:
        found[language] = try_edits(
            language, lines, edits, 1, lambda text: print(text[:150], file=sys.stderr)
        )
    count = sum(outcome.edits for outcome in found.values())
    at_once = 100 * sum(outcome.wrong for outcome in found.values()) / count
    later = 100 * sum(outcome.wrong_later for outcome in found.values()) / count
    worst = max(100 * outcome.wrong / outcome.edits for outcome in found.values())
    rows = sum(outcome.wrong_rows for outcome in found.values())
    where = f"{len(found)} languages x {edits} edits, {lines} lines"
    return [
        Row(f"{where}: wrong at once", at_once, 0.5, "% of edits", at_once <= 0.5),
        Row(f"{where}: the worst language", worst, None, "% of edits", True),
        Row(f"{where}: wrong after the second look", later, 0.5, "% of edits", later <= 0.5),
        Row(f"{where}: wrong after verification", rows, 0, "rows", rows == 0),
    ]


def _python(lines: int) -> list[str]:
    """So many lines of the standard library."""
    text: list[str] = []
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        text += path.read_text("utf-8", "replace").split("\n")
        if len(text) >= lines:
            break
    return text[:lines]


@dataclass(frozen=True, slots=True)
class _Typing:
    """Seconds, except `memory`: bytes a line of what is kept beside the text."""

    sight: float
    slices: list[float]
    key: float
    whole: float
    memory: float


def _typing(text: list[str]) -> _Typing:
    text = list(text)
    highlighter = Highlighter(text, source_of("a.py", text))
    middle = len(text) // 2
    visible = range(middle, middle + 40)
    began = time.thread_time()
    while not all(
        highlighter.key(row) for row in visible if text[row].strip().startswith(("# ", "def ", "if "))
    ):
        highlighter.work(visible, 0.0)
    sight = time.thread_time() - began
    slices = []
    again: float | None = 0.0
    while again is not None:
        time.sleep(again)
        began = time.thread_time()
        again = highlighter.work(visible, BUDGET).again
        slices.append(time.thread_time() - began)
    kept = {id(key): key for key in map(highlighter.key, range(len(text)))}
    memory = sum(map(sys.getsizeof, kept.values()))
    row = next(row for row in visible if text[row].strip() and not text[row].strip().startswith(('"', "'")))
    keys = []
    for _ in range(KEYS):
        text[row] += "x"
        began = time.thread_time()
        highlighter.changed(row, 1, 1)
        highlighter.work(visible, BUDGET)
        keys.append(time.thread_time() - began)
    began = time.thread_time()
    full_colours("python", text)
    whole = time.thread_time() - began
    return _Typing(sight, slices, statistics.median(keys), whole, memory / len(text) + 16)


if __name__ == "__main__":
    print_table(run())
