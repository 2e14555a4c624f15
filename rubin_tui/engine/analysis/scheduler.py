"""When to analyse: a moment after the last key, the newest text only, the older run cancelled.

How a screen uses it:

    scheduler = engine.analysis.scheduler(deliver)      # deliver(Findings) is called from threads of its own
    rows = scheduler.submit(snapshot, edits)            # on every change; at once gives the old rows, moved
    scheduler.submit(snapshot, now=True)                # opened, saved, asked for: no waiting
    scheduler.forget(path)                              # closed
    scheduler.close()

`deliver` must only hand on (`post_message`) and never wait for the thread that submits. It is called once
for each analyzer that ends, with the rows of all, and at last with the report.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rubin_tui.engine.analysis.report import in_order
from rubin_tui.engine.analysis.shifting import shifted
from rubin_tui.engine.code_model import Analysed, AnalysisEvent, Diagnostic, Edit, Findings, Report, Snapshot

DEBOUNCE = 0.1
"""Seconds without an edit before a text is analysed."""

LONGEST_WAIT = 1.0
"""Who types without a pause hears of it at least this often."""

Events = Callable[[Snapshot, threading.Event], Iterator[AnalysisEvent]]


class Clock(Protocol):
    """Time, so that tests can have their own."""

    def now(self) -> float:
        """Seconds, from any beginning."""
        ...

    def wait(self, changed: threading.Condition, seconds: float | None) -> None:
        """Wait until `changed`, at most `seconds`."""
        ...


class SystemClock:
    """The real time."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, changed: threading.Condition, seconds: float | None) -> None:
        """Wait until `changed`, at most `seconds`."""
        changed.wait(seconds)


@dataclass
class _Text:
    snapshot: Snapshot
    due: float | None = None
    waiting_since: float = 0.0
    cancel: threading.Event = field(default_factory=threading.Event)
    rows: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)


class Scheduler:
    """Analyses texts as they change. Has one thread that waits, and one for each text under analysis."""

    def __init__(
        self,
        events: Events,
        deliver: Callable[[Findings], None],
        *,
        debounce: float = DEBOUNCE,
        clock: Clock | None = None,
        forget: Callable[[str], None] | None = None,
    ) -> None:
        self._events = events
        self._deliver = deliver
        self._debounce = debounce
        self._clock = clock or SystemClock()
        self._forget = forget
        self._changed = threading.Condition()
        self._texts: dict[str, _Text] = {}
        self._runs: set[threading.Thread] = set()
        self._closed = False
        self._waiter: threading.Thread | None = None

    def submit(
        self, snapshot: Snapshot, edits: Sequence[Edit] | None = None, *, now: bool = False
    ) -> tuple[Diagnostic, ...]:
        """Take a newer text; returns the rows known so far, where they stand in it.

        `edits` led here from the version submitted before; when they are not known the rows are dropped.
        A version that is not newer is ignored.
        """
        with self._changed:
            text = self._texts.get(snapshot.path)
            if self._closed or (text is not None and snapshot.version <= text.snapshot.version and not now):
                return _merged(text)
            moment = self._clock.now()
            if text is None:
                text = self._texts[snapshot.path] = _Text(snapshot)
            else:
                self._renew(text, snapshot, edits)
            text.cancel.set()
            if text.due is None:
                text.waiting_since = moment
            text.due = moment if now else min(moment + self._debounce, text.waiting_since + LONGEST_WAIT)
            if self._waiter is None:
                self._waiter = threading.Thread(target=self._wait, name="rubin-analysis", daemon=True)
                self._waiter.start()
            self._changed.notify_all()
            return _merged(text)

    def forget(self, path: str) -> None:
        """The text is no longer shown: cancel what runs for it and let go of its rows."""
        with self._changed:
            text = self._texts.pop(path, None)
        if text is not None:
            text.cancel.set()
        if self._forget is not None:
            self._forget(path)

    def close(self) -> None:
        """Cancel everything and end the threads. No delivery begins after this."""
        with self._changed:
            self._closed = True
            for text in self._texts.values():
                text.cancel.set()
            self._texts.clear()
            self._changed.notify_all()
            threads = [*self._runs, *([self._waiter] if self._waiter else [])]
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join()

    def _renew(self, text: _Text, snapshot: Snapshot, edits: Sequence[Edit] | None) -> None:
        if snapshot.version != text.snapshot.version:
            if edits is None or snapshot.language != text.snapshot.language:
                text.rows = {}
            else:
                text.rows = {name: shifted(rows, edits) for name, rows in text.rows.items()}
        text.snapshot = snapshot

    def _wait(self) -> None:
        with self._changed:
            while not self._closed:
                moment = self._clock.now()
                for text in self._texts.values():
                    if text.due is not None and text.due <= moment:
                        self._start(text)
                dues = [text.due for text in self._texts.values() if text.due is not None]
                self._clock.wait(self._changed, min(dues) - moment if dues else None)

    def _start(self, text: _Text) -> None:
        text.due = None
        text.cancel = cancel = threading.Event()
        run = threading.Thread(
            target=self._run, args=(text, text.snapshot, cancel), name="rubin-analysis-run", daemon=True
        )
        self._runs.add(run)
        run.start()

    def _run(self, text: _Text, snapshot: Snapshot, cancel: threading.Event) -> None:
        try:
            ended: set[str] = set()
            for event in self._events(snapshot, cancel):
                with self._changed:
                    if cancel.is_set():
                        return
                    report: Report | None = None
                    if isinstance(event, Analysed):
                        report = event.report
                        text.rows = {name: rows for name, rows in text.rows.items() if name in ended}
                    else:
                        ended.add(event.analyzer)
                        text.rows[event.analyzer] = event.diagnostics
                    findings = Findings(snapshot.path, snapshot.version, _merged(text), report)
                self._deliver(findings)
        finally:
            with self._changed:
                self._runs.discard(threading.current_thread())


def _merged(text: _Text | None) -> tuple[Diagnostic, ...]:
    return in_order(row for rows in text.rows.values() for row in rows) if text is not None else ()
