"""The places for jobs and who gets the next one."""

from __future__ import annotations

import heapq
import itertools
import os
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

from rubin_tui.engine.jobs import system
from rubin_tui.engine.jobs.frames import BadFrame, unpack_failure
from rubin_tui.engine.jobs.process import Worker, WorkerGone
from rubin_tui.engine.jobs.values import JobFailed, Limits, Priority

_POLL = 0.05  # seconds until a cancellation is noticed


class Workers:
    """Runs generator functions in worker processes and hands over what they yield.

    Thread-safe. At most `size` processes live at a time (default: one less than there are processors, but
    two at least, so that something goes on beside a long job; they give way to the screen). One that ended
    a job healthy is used again, and ended after `idle_seconds` without work.
    """

    def __init__(self, size: int | None = None, idle_seconds: float = 15.0) -> None:
        self._size = size or max(2, (os.cpu_count() or 2) - 1)
        self._idle_seconds = idle_seconds
        self._changed = threading.Condition()
        self._waiting: list[tuple[Priority, int]] = []
        self._numbers = itertools.count()
        self._busy = 0
        self._idle: list[Worker] = []
        self._closed = False
        self._reaper: threading.Timer | None = None
        self._workers: set[Worker] = set()
        self._finalizer = weakref.finalize(self, _kill_all, self._workers)

    def run(
        self,
        function: str,
        arguments: dict[str, Any],
        *,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        priority: Priority = Priority.VISIBLE,
        cancel: threading.Event | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Run `function` ("package.module:name" of a generator function) in a worker process.

        Each value it yields arrives as soon as it is made; arguments and values are what JSON can
        carry. Nothing starts before the first value is asked for. Closing the iterator, or setting
        `cancel`, kills the worker.

        Raises:
            JobFailed: it did not come to its end; see there.
            Failure: the function raised it.
        """
        job = {
            "function": function,
            "arguments": arguments,
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "nice": 0 if priority is Priority.INTERACTIVE else system.NICE,
        }
        self._take_place(priority, cancel)
        worker: Worker | None = None
        healthy = False
        try:
            worker = self._begin(job)
            for frame in _frames(worker, limits, cancel):
                if isinstance(value := frame.get("value"), dict):
                    yield value
                    continue
                if "begun" in frame:
                    continue
                healthy = "done" in frame or "failure" in frame or frame.get("failed") == "error"
                _raise_problem(frame)
                return
        except JobFailed as problem:
            if self._closed and problem.reason == "crashed":
                raise JobFailed("cancelled", "closed") from problem
            raise
        finally:
            self._give_back(worker, healthy)

    @property
    def size(self) -> int:
        """How many jobs can run at a time."""
        return self._size

    def busy(self) -> int:
        """How many jobs are running."""
        with self._changed:
            return self._busy

    def close(self) -> None:
        """Kill all workers; jobs that run or wait fail as "cancelled". May be called twice."""
        with self._changed:
            self._closed = True
            self._idle.clear()
            if self._reaper is not None:
                self._reaper.cancel()
            self._changed.notify_all()
        self._finalizer()

    def _take_place(self, priority: Priority, cancel: threading.Event | None) -> None:
        ticket = (priority, next(self._numbers))
        with self._changed:
            heapq.heappush(self._waiting, ticket)
            try:
                while not self._closed and (self._busy >= self._size or self._waiting[0] != ticket):
                    if cancel is not None and cancel.is_set():
                        break
                    self._changed.wait(None if cancel is None else _POLL)
                if self._closed or (cancel is not None and cancel.is_set()):
                    raise JobFailed("cancelled")
                self._busy += 1
            finally:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
                self._changed.notify_all()

    def _begin(self, job: dict[str, Any]) -> Worker:
        """A worker that has the job; one that died while idle is replaced."""
        while True:
            with self._changed:
                worker, surplus = self._choose(job)
            if surplus is not None:
                self._end(surplus)
            worker = worker or self._start()
            used = worker.used
            try:
                worker.begin(job)
                return worker
            except BadFrame as problem:
                self._end(worker)
                raise JobFailed("error", str(problem)) from problem
            except WorkerGone as problem:
                self._end(worker)
                if not used:
                    raise JobFailed("crashed", str(problem)) from problem

    def _choose(self, job: dict[str, Any]) -> tuple[Worker | None, Worker | None]:
        """An idle worker to use, and an idle one to end first; niceness can never be taken back.

        Rather one that did this before: it has imported what is needed.
        """
        fitting = [worker for worker in self._idle if worker.nice <= job["nice"]]
        if fitting:
            worker = max(
                fitting,
                key=lambda worker: (worker.nice, worker.function == job["function"], worker.idle_since),
            )
            self._idle.remove(worker)
            return worker, None
        return None, self._idle.pop(0) if self._busy + len(self._idle) > self._size else None

    def _start(self) -> Worker:
        try:
            worker = Worker()
        except OSError as problem:
            raise JobFailed("crashed", str(problem)) from problem
        with self._changed:
            self._workers.add(worker)
            closed = self._closed
        if closed:
            self._end(worker)
            raise JobFailed("cancelled")
        return worker

    def _end(self, worker: Worker) -> None:
        worker.kill()
        with self._changed:
            self._workers.discard(worker)

    def _give_back(self, worker: Worker | None, healthy: bool) -> None:
        reusable = worker is not None and healthy and worker.alive
        if worker is not None and not reusable:
            self._end(worker)
        with self._changed:
            self._busy -= 1
            if worker is not None and reusable:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
                self._reap_later(self._idle_seconds)
            self._changed.notify_all()

    def _reap_later(self, seconds: float) -> None:
        if self._reaper is None and not self._closed:
            # The timer knows us only weakly: it must not keep a forgotten Workers, and its processes, alive.
            self._reaper = threading.Timer(seconds, _reap, (weakref.ref(self),))
            self._reaper.daemon = True
            self._reaper.start()

    def _reap(self) -> None:
        with self._changed:
            self._reaper = None
            now = time.monotonic()
            old = [worker for worker in self._idle if now - worker.idle_since >= self._idle_seconds]
            self._idle = [worker for worker in self._idle if worker not in old]
            if self._idle:
                self._reap_later(self._idle_seconds - (now - self._idle[0].idle_since))
        for worker in old:
            self._end(worker)


def _frames(worker: Worker, limits: Limits, cancel: threading.Event | None) -> Iterator[dict[str, Any]]:
    """The worker's frames, within the two times of `limits`."""
    waited = 0.0
    while True:
        began = time.monotonic()
        frame = None
        while frame is None:
            if cancel is not None and cancel.is_set():
                raise JobFailed("cancelled")
            silent = time.monotonic() - began
            left = min(limits.silence_seconds - silent, limits.wall_seconds - waited - silent)
            if left <= 0:
                raise JobFailed("time", f"silent for {silent:.1f} s, {waited + silent:.1f} s in all")
            frame = worker.next_frame(left if cancel is None else min(left, _POLL))
        waited += time.monotonic() - began
        yield frame


def _raise_problem(frame: dict[str, Any]) -> None:
    if "done" in frame:
        return
    if "failure" in frame:
        try:
            failure = unpack_failure(frame["failure"])
        except BadFrame as problem:
            raise JobFailed("crashed", str(problem)) from problem
        raise failure
    reason = frame.get("failed")
    raise JobFailed(reason if reason in ("memory", "error") else "crashed", str(frame.get("detail", "")))


def _reap(workers: weakref.ref[Workers]) -> None:
    if (alive := workers()) is not None:
        alive._reap()


def _kill_all(workers: set[Worker]) -> None:
    while workers:
        workers.pop().kill()
