"""The parent's end of one worker process."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from typing import Any, BinaryIO, cast

from rubin_tui.engine.jobs import system
from rubin_tui.engine.jobs.frames import BadFrame, decode, read_body, write_frame
from rubin_tui.engine.jobs.values import JobFailed

_AHEAD = 32  # frames a worker may be ahead of its reader; then its pipe fills and it waits
_ANSWER_SECONDS = 5.0


class WorkerGone(Exception):
    """The process is no more; the job was not begun."""


class Worker:
    """One worker process. A thread reads its frames, because pipes cannot be waited for on Windows."""

    def __init__(self) -> None:
        self._process = system.start_worker()
        self._stdin = cast(BinaryIO, self._process.stdin)
        self._frames: queue.Queue[bytes | BadFrame | None] = queue.Queue(_AHEAD)
        self._reader = threading.Thread(target=self._read, name="rubin-worker-reader", daemon=True)
        self._reader.start()
        self.nice = 0
        self.used = False
        self.function = ""
        self.idle_since = 0.0

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def begin(self, job: dict[str, Any]) -> None:
        """Send a job.

        One that has worked before must answer: it may have died since, unseen.

        Raises:
            WorkerGone: the process is gone or does not answer.
            BadFrame: the arguments cannot be sent.
        """
        self.nice = max(self.nice, job["nice"])
        self.function = job["function"]
        try:
            write_frame(self._stdin, job)
            if self.used and self.next_frame(_ANSWER_SECONDS) is None:
                raise WorkerGone("no answer")
        except OSError as problem:
            raise WorkerGone(str(problem)) from problem
        except JobFailed as problem:
            raise WorkerGone(problem.detail) from problem
        self.used = True

    def next_frame(self, timeout: float) -> dict[str, Any] | None:
        """The next frame; None when none came within `timeout` seconds.

        Raises:
            JobFailed: the process died or sent what is no frame.
        """
        try:
            body = self._frames.get(timeout=timeout)
        except queue.Empty:
            return None
        if body is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            raise JobFailed(*system.reason_of_death(self._process.returncode))
        if isinstance(body, BadFrame):
            raise JobFailed("crashed", str(body))
        try:
            return decode(body)
        except BadFrame as problem:
            raise JobFailed("crashed", str(problem)) from problem

    def kill(self) -> None:
        """End the process now and give back its pipes. May be called twice."""
        self._process.kill()
        self._process.wait()
        while self._reader.is_alive():  # it may stand before a full queue
            with contextlib.suppress(queue.Empty):
                self._frames.get(timeout=0.01)
        with contextlib.suppress(queue.Full):
            self._frames.put_nowait(None)  # we may have taken the end away from one who waits for it
        with contextlib.suppress(queue.Full):
            self._frames.put_nowait(None)  # who still waits for a frame must hear of the end
        with contextlib.suppress(OSError):
            self._stdin.close()

    def _read(self) -> None:
        with cast(BinaryIO, self._process.stdout) as stream:
            try:
                while (body := read_body(stream)) is not None:
                    self._frames.put(body)
                self._frames.put(None)
            except BadFrame as problem:
                self._frames.put(problem)
