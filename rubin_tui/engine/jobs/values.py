"""What a job is given, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

FailureReason = Literal["memory", "cpu", "time", "crashed", "cancelled", "error"]


class Priority(IntEnum):
    """Who gets the next free place. Everything but INTERACTIVE gives way to other programs (nice 10)."""

    INTERACTIVE = 0
    VISIBLE = 1
    BACKGROUND = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    Memory and processor time are enforced by the system where it can (not on Windows), the two times
    by the parent everywhere. `wall_seconds` counts only while somebody waits for the job: a slow
    reader of its results does not use up the job's time. `silence_seconds` without a result means
    that the job hangs.
    """

    memory_bytes: int = 1_500_000_000
    cpu_seconds: int = 600
    wall_seconds: float = 900.0
    silence_seconds: float = 120.0


class JobFailed(Exception):
    """A job did not come to its end.

    `reason`: "memory", "cpu" and "time" are limits that were reached; "crashed" means the process
    died; "cancelled" that the caller wished it; "error" that the function raised. `detail` is for
    who debugs it: a type and a text, a signal, or ""; the log gets its `kind`.
    """

    def __init__(self, reason: FailureReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason: FailureReason = reason
        self.detail = detail

    @property
    def kind(self) -> str:
        """The beginning of `detail`, such as "ValueError": what follows it may be a document's text."""
        return self.detail.partition(":")[0][:80]

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason
