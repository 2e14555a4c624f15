"""What the engine does, counted and logged: times and errors per operation, never a word of a document."""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from rubin_tui.engine.model import Failure, OperationStats
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import fault_of

_KEPT = 1000  # newest times an operation keeps for its percentile
_LOG_BYTES = 1_000_000
_LOG_FILES = 3


class Operations:
    """The engine's own book: `measure` an operation, `stats` tells how they went.

    The log is private (0600) and rotates; each line has the operation's number, name, milliseconds and,
    when it failed, the kind of error and its place in the program.
    """

    def __init__(self, log_folder: Path) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._times: dict[str, deque[float]] = {}
        self._counts: dict[str, int] = {}
        self._sums: dict[str, float] = {}
        self._errors: dict[str, int] = {}
        self._log = logging.Logger("rubin")
        log_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _PrivateLog(
            log_folder / "rubin.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
        self._log.addHandler(handler)

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Time the block as one operation `name`; an exception counts as its error and goes on."""
        number = next(self._numbers)
        began = time.perf_counter()
        error = ""
        try:
            yield
        except GeneratorExit:
            error = "closed"
            raise
        except Failure as failure:
            error = failure.message.id
            raise
        except BaseException as failure:
            error = fault_of(failure)
            raise
        finally:
            self._note(number, name, time.perf_counter() - began, error)

    def add(self, name: str, seconds: float) -> None:
        """Count an operation that was timed elsewhere."""
        self._note(next(self._numbers), name, seconds, "")

    def note(self, event: str, **facts: object) -> None:
        """Write one line about something that happened by itself (healing, a worker's death)."""
        told = " ".join(f"{key}={value}" for key, value in facts.items())
        self._log.warning("%s", safe_line(f"{event} {told}".strip()))

    def stats(self) -> tuple[OperationStats, ...]:
        """How each kind of operation went since the engine opened, by name."""
        with self._lock:
            return tuple(self._of(name) for name in sorted(self._counts))

    def close(self) -> None:
        """Close the log file."""
        for handler in self._log.handlers:
            handler.close()

    def _note(self, number: int, name: str, seconds: float, error: str) -> None:
        failed = bool(error) and error != "closed"
        with self._lock:
            self._times.setdefault(name, deque(maxlen=_KEPT)).append(seconds)
            self._counts[name] = self._counts.get(name, 0) + 1
            self._sums[name] = self._sums.get(name, 0.0) + seconds
            self._errors[name] = self._errors.get(name, 0) + failed
        level = logging.ERROR if failed else logging.INFO
        self._log.log(level, "%d %s %.1f ms%s", number, name, seconds * 1000, f" {error}" if error else "")

    def _of(self, name: str) -> OperationStats:
        times = sorted(self._times[name])
        return OperationStats(
            name=name,
            count=self._counts[name],
            errors=self._errors[name],
            mean=self._sums[name] / self._counts[name],
            p95=times[math.ceil(0.95 * len(times)) - 1],
            fastest=times[0],
            slowest=times[-1],
        )


class _PrivateLog(RotatingFileHandler):
    """A rotating log only its owner can read. A log that cannot be written never stops the work."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: standard error belongs to the screen."""
