"""Runs analyzers and trusts none of them.

Each has a thread and a deadline of its own. One that raises, hangs, floods or yields what is no finding
costs one information row with its name; the others go on.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.code_model import (
    SEVERITIES,
    AnalyzerDone,
    Diagnostic,
    Fix,
    NotRun,
    Ran,
    Related,
    Snapshot,
)
from rubin_tui.engine.model import Message, Position
from rubin_tui.messages import fault_of

MOST_FINDINGS = 2000
"""What one analyzer may say about one text; there the rest is cut off, and said so."""

_LONGEST_MESSAGE = 2000
_LEFT_BEHIND = 3  # threads of one analyzer that did not end in time, before it is no longer started
_POLL = 0.02


class Watch:
    """Runs analyzers side by side, each watched."""

    def __init__(self) -> None:
        self._left: dict[str, list[_Attempt]] = {}
        self._lock = threading.Lock()

    def run(
        self, analyzers: Sequence[Analyzer], snapshot: Snapshot, lines: Lines, cancel: threading.Event
    ) -> Iterator[AnalyzerDone]:
        """What each analyzer says, the quickest first. Cancelled, it just ends."""
        ended: queue.SimpleQueue[_Attempt] = queue.SimpleQueue()
        running: set[_Attempt] = set()
        for analyzer in analyzers:
            if reason := self._unusable(analyzer):
                yield _nothing(analyzer, snapshot, reason)
            else:
                attempt = _Attempt(analyzer, snapshot, lines, ended)
                running.add(attempt)
                attempt.start()
        try:
            while running and not cancel.is_set():
                done = _next(ended)
                if done is not None:
                    running.discard(done)
                    yield done.result()
                for late in [attempt for attempt in running if attempt.late]:
                    running.discard(late)
                    self._leave(late)
                    seconds = Message(
                        "analysis.too_slow",
                        {"analyzer": late.analyzer.id, "seconds": f"{late.analyzer.seconds:g}"},
                    )
                    yield _nothing(late.analyzer, snapshot, NotRun(late.analyzer.id, seconds, failed=True))
        finally:
            for attempt in running:
                self._leave(attempt)

    def _unusable(self, analyzer: Analyzer) -> NotRun | None:
        try:
            missing = analyzer.missing()
        except Exception as error:  # noqa: BLE001 - a stranger's code, said as its row
            return NotRun(analyzer.id, _fault(analyzer, error), failed=True)
        if missing is not None:
            return NotRun(analyzer.id, missing)
        with self._lock:
            left = [attempt for attempt in self._left.get(analyzer.id, ()) if attempt.is_alive()]
            self._left[analyzer.id] = left
        if len(left) >= _LEFT_BEHIND:
            return NotRun(analyzer.id, Message("analysis.hangs", {"analyzer": analyzer.id}), failed=True)
        return None

    def _leave(self, attempt: _Attempt) -> None:
        attempt.cancel.set()
        with self._lock:
            self._left.setdefault(attempt.analyzer.id, []).append(attempt)


class _Attempt(threading.Thread):
    """One analyzer at one text. It cannot be killed, only left behind."""

    def __init__(
        self, analyzer: Analyzer, snapshot: Snapshot, lines: Lines, ended: queue.SimpleQueue[_Attempt]
    ) -> None:
        super().__init__(name=f"rubin-analyzer-{analyzer.id}", daemon=True)
        self.analyzer = analyzer
        self.cancel = threading.Event()
        self._snapshot = snapshot
        self._lines = lines
        self._ended = ended
        self._began = time.monotonic()
        self._found = _Found([], [])
        self._version = ""

    @property
    def late(self) -> bool:
        """Whether its time is over."""
        return time.monotonic() - self._began > self.analyzer.seconds

    def run(self) -> None:
        try:
            self._found = self._collect()
            self._version = str(self.analyzer.version())[:100]
        except Exception as error:  # noqa: BLE001 - a stranger's code, said as its row
            self._found = _Found([], [Problem(_fault(self.analyzer, error))])
        self._ended.put(self)

    def result(self) -> AnalyzerDone:
        """What came of it."""
        analyzer, problems = self.analyzer, self._found.problems
        not_run = NotRun(analyzer.id, problems[0].message, problems[0].failed) if problems else None
        did_its_work = not problems or self._found.cut_off
        rows = [_row(analyzer, self._snapshot, one.message) for one in problems[:1] if one.failed]
        return AnalyzerDone(
            analyzer=analyzer.id,
            version=self._snapshot.version,
            diagnostics=(*rows, *self._found.diagnostics),
            not_run=not_run,
            ran=Ran(analyzer.id, self._version) if did_its_work else None,
            seconds=time.monotonic() - self._began,
        )

    def _collect(self) -> _Found:
        found: list[Diagnostic] = []
        problems: list[Problem] = []
        odd, cut_off = 0, False
        for item in self.analyzer.analyze(self._snapshot, self.cancel):
            if self.cancel.is_set():
                break
            if isinstance(item, Problem):
                problems.append(item)
            elif (sound := _sound(item, self.analyzer, self._snapshot, self._lines)) is not None:
                found.append(sound)
            else:
                odd += 1
            if len(found) >= MOST_FINDINGS or odd >= MOST_FINDINGS or len(problems) >= MOST_FINDINGS:
                params = {"analyzer": self.analyzer.id, "count": MOST_FINDINGS}
                problems.insert(0, Problem(Message("analysis.flood", params)))
                cut_off = len(found) >= MOST_FINDINGS
                break
        if odd:
            problems.append(Problem(Message("analysis.garbage", {"analyzer": self.analyzer.id})))
        return _Found(found, problems, cut_off)


@dataclass(frozen=True, slots=True)
class _Found:
    diagnostics: list[Diagnostic]
    problems: list[Problem]
    cut_off: bool = False


def _next(ended: queue.SimpleQueue[_Attempt]) -> _Attempt | None:
    try:
        return ended.get(timeout=_POLL)
    except queue.Empty:
        return None


def _fault(analyzer: Analyzer, error: Exception) -> Message:
    return Message("analysis.fault", {"analyzer": analyzer.id, "fault": fault_of(error)})


def _nothing(analyzer: Analyzer, snapshot: Snapshot, reason: NotRun) -> AnalyzerDone:
    rows = (_row(analyzer, snapshot, reason.reason),) if reason.failed else ()
    return AnalyzerDone(analyzer.id, snapshot.version, rows, not_run=reason)


def _row(analyzer: Analyzer, snapshot: Snapshot, message: Message) -> Diagnostic:
    return Diagnostic(
        rule="analyzer",
        severity="info",
        category="tool",
        message=message,
        start=Position(0, 0),
        end=Position(0, 0),
        source=analyzer.id,
        path=snapshot.path,
    )


def _sound(item: Finding, analyzer: Analyzer, snapshot: Snapshot, lines: Lines) -> Diagnostic | None:
    """The finding with its places inside the text; None when it is no finding."""
    if not isinstance(item, Diagnostic) or item.severity not in SEVERITIES:
        return None
    texts_sound = all(isinstance(text, str) for text in (item.rule, item.category, item.url))
    minutes_sound = (
        isinstance(item.minutes, (int, float)) and math.isfinite(item.minutes) and item.minutes >= 0
    )
    if (
        not texts_sound
        or not minutes_sound
        or not isinstance(item.message, (str, Message))
        or not item.message
    ):
        return None
    try:
        start, end = lines.inside(Position(*item.start)), lines.inside(Position(*item.end))
        fixes = tuple(fix for fix in item.fixes if _applies(fix, lines))
        related = tuple(
            Related(other.message, lines.inside(other.start), lines.inside(other.end))
            for other in item.related
        )
    except (TypeError, ValueError, AttributeError):
        return None
    message = item.message if isinstance(item.message, Message) else item.message[:_LONGEST_MESSAGE]
    return replace(
        item,
        start=start,
        end=max(start, end),
        fixes=fixes,
        related=related,
        message=message,
        source=analyzer.id,
        path=snapshot.path,
    )


def _applies(fix: Fix, lines: Lines) -> bool:
    """Whether every edit stands inside the text: one that does not would change something else."""
    return all(
        lines.inside(edit.start) == edit.start
        and lines.inside(edit.end) == edit.end
        and edit.start <= edit.end
        for edit in fix.edits
    )
