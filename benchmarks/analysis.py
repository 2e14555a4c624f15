"""How soon an edit of a 1,000-line Python text is known to be right or wrong, and how soon after a kill.

The text is the first thousand lines of the standard library's argparse. Beside the living server stands
the same analyzer with no server that starts: one run of ruff for each text.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import Row
from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.ruff import RuffAnalyzer
from rubin_tui.engine.code_model import AnalyzerDone, Findings, Snapshot

EDITS = 200
WAITS = 40
KILLS = 10
SEED = 4


def run() -> list[Row]:
    """The rows."""
    lines = _whole_statements(Path(argparse.__file__).read_text(encoding="utf-8"), 1000)
    texts = _edited(lines, EDITS)
    with Analysis() as analysis:
        findings, reports = _edits(analysis, texts)
        scheduled = _scheduled(analysis, texts[:WAITS])
        restored = [_killed(analysis, text) for text in texts[:KILLS]]
    never_living = RuffAnalyzer(clock=lambda: 0.0, server_seconds=0.0)
    with Analysis(Registry([never_living])) as analysis:
        one_shot, _ = _edits(analysis, texts[:WAITS])
    ratio, soon = _p95(findings) / _p95(one_shot), _p95(scheduled)
    return [
        Row("analysis: edit to ruff's findings, p95", _p95(findings) * 1000, None, "ms", True),
        Row("analysis: one run of ruff for the same, p95", _p95(one_shot) * 1000, None, "ms", True),
        Row("analysis: living server / one run", ratio, 1, "x", ratio <= 1),
        Row("analysis: edit to the whole report, p95", _p95(reports) * 1000, None, "ms", True),
        Row("analysis: edit to ruff's findings with the pause, p95", soon * 1000, 200, "ms", soon < 0.2),
        Row("analysis: ruff killed until findings are back, max", max(restored), 3, "s", max(restored) <= 3),
    ]


def _whole_statements(text: str, most: int) -> list[str]:
    """The first lines of a text, at most so many, up to the last class that fits."""
    lines = text.splitlines(keepends=True)[:most]
    return lines[: max(number for number, line in enumerate(lines) if line.startswith("class "))]


def _edited(lines: list[str], count: int) -> list[str]:
    """The text after each of `count` edits: a comment somewhere, a name nobody knows at the end."""
    chance = random.Random(SEED)
    texts = []
    for number in range(count):
        blank = [at for at, line in enumerate(lines) if not line.strip()]
        changed = [*lines]
        changed[chance.choice(blank)] = f"# {number}\n"
        changed.append(f"print(missing_{number})\n")
        texts.append("".join(changed))
    return texts


def _edits(analysis: Analysis, texts: list[str]) -> tuple[list[float], list[float]]:
    findings, reports = [], []
    for version, text in enumerate(["", "", "", *texts], start=-2):
        began = time.perf_counter()
        for event in analysis.events(Snapshot(version, text, "python", "/nowhere/edited.py")):
            if isinstance(event, AnalyzerDone) and event.analyzer == "ruff":
                assert not text or any(
                    f"missing_{version - 1}" in str(row.message) for row in event.diagnostics
                )
                findings.append(time.perf_counter() - began)
        reports.append(time.perf_counter() - began)
    return findings[3:], reports[3:]


def _scheduled(analysis: Analysis, texts: list[str]) -> list[float]:
    """From the submission of a text to the delivery of ruff's findings."""
    came = threading.Event()
    wanted = ""

    def deliver(findings: Findings) -> None:
        if any(wanted in str(row.message) for row in findings.diagnostics):
            came.set()

    scheduler = analysis.scheduler(deliver)
    times = []
    for version, text in enumerate(texts):
        wanted = f"missing_{version}`"
        came.clear()
        began = time.perf_counter()
        scheduler.submit(Snapshot(version, text, "python", "s.py"))
        assert came.wait(60)
        times.append(time.perf_counter() - began)
    scheduler.close()
    return times


def _killed(analysis: Analysis, text: str) -> float:
    ruff = next(analyzer for analyzer in analysis.registry.all if isinstance(analyzer, RuffAnalyzer))
    assert analysis.analyze(text, "python").issues
    for pid in ruff.pids:
        os.kill(pid, signal.SIGKILL)

    def restored() -> None:
        assert any(issue.rule == "F821" for issue in analysis.analyze(text, "python").issues)

    return _timed(restored)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]
