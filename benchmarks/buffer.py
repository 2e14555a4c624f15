"""A key in a large text beside a key in a small one: the buffer alone, without a screen."""

from __future__ import annotations

import time
import tracemalloc

from benchmarks.table import Row
from rubin_tui.engine.editing import Buffer, Marks, Position, Range

LARGE, SMALL = 100_000, 100
KEYS = 1000


def _text(lines: int) -> str:
    return "".join(f"    value_{number} = compute({number}, offset)\n" for number in range(lines))


def _seconds_a_key(buffer: Buffer) -> float:
    """CPU of typing a letter in the middle, asking whether the text is modified, and taking a snapshot."""
    line = buffer.line_count // 2
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        for number in range(KEYS):
            place = Position(line, 4 + number % 20)
            buffer.edit(place, place, "x")
            if buffer.modified:
                buffer.snapshot()
        best = min(best, time.process_time() - began)
    return best / KEYS


def run() -> list[Row]:
    """The rows of the table."""
    text = _text(LARGE)
    tracemalloc.start()
    large = Buffer(text)
    before, _ = tracemalloc.get_traced_memory()
    place = Position(LARGE // 2, 0)
    large.edit(place, place, "x")
    kept = [large.snapshot()]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    small_key, large_key = _seconds_a_key(Buffer(_text(SMALL))), _seconds_a_key(Buffer(text))
    marked = Buffer(text)
    marks = Marks[int]()
    marked.subscribe(marks.move)
    for line in range(0, LARGE, 10):
        marks.add(Range(Position(line, 0), Position(line, 3)), line)
    marked_key = _seconds_a_key(marked)
    assert kept[0].lines is large.lines
    share = (after - before) / (8 * LARGE)
    label = f"a key in {LARGE:,} lines / in {SMALL}"
    return [
        Row(f"{label} ({large_key * 1e6:.0f} us)", large_key / small_key, 2, "x", large_key <= 2 * small_key),
        Row(f"{label}, with 10,000 marks", marked_key / small_key, 2.5, "x", marked_key <= 2.5 * small_key),
        Row("a key and a snapshot / one pointer a line, in memory", share, 0.05, "x", share <= 0.05),
        Row(f"{LARGE:,} lines in memory / their text", before / len(text), 3, "x", before <= 3 * len(text)),
    ]
