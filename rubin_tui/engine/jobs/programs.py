"""Other people's programs: run once with a deadline and a limit of output, or kept alive and spoken to.

No shell, no terminal, no window. What is started here ends with its owner: a one-shot is killed with all it
has started; a living program has its input closed and is killed if that is not enough.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from rubin_tui.engine.jobs import system

_POLL = 0.02  # seconds between looks at `cancel`
_CHUNK = 1 << 16

Ending = Literal["exited", "deadline", "flood", "cancelled", "died"]


class ProgramMissing(Exception):
    """The program cannot be started."""


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended. `died` means by a signal; `output` is what had come by then."""

    ending: Ending
    code: int
    output: bytes
    errors: bytes


def run_program(
    command: Sequence[str],
    *,
    given: bytes = b"",
    folder: Path | None = None,
    seconds: float,
    most: int = 50_000_000,
    cancel: threading.Event | None = None,
    environment: Mapping[str, str] | None = None,
) -> Completed:
    """Run a program to its end, at most `seconds` long and with at most `most` bytes of output.

    Raises:
        ProgramMissing: it cannot be started.
    """
    process = _start(command, folder, environment, own_group=True)
    output, errors = (
        _Drain(cast(IO[bytes], process.stdout), most),
        _Drain(cast(IO[bytes], process.stderr), most),
    )
    feed = threading.Thread(target=_feed, args=(process.stdin, given), daemon=True)
    ending: Ending = "exited"
    try:
        for thread in (output, errors, feed):
            thread.start()
        until = time.monotonic() + seconds
        while process.poll() is None and ending == "exited":
            if cancel is not None and cancel.is_set():
                ending = "cancelled"
            elif output.flooded or errors.flooded:
                ending = "flood"
            elif time.monotonic() > until:
                ending = "deadline"
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL)
    finally:
        _kill_group(process)
        process.wait()
    for thread in (output, errors, feed):
        thread.join(1.0)
    if ending == "exited" and (output.flooded or errors.flooded):
        ending = "flood"
    if ending == "exited" and process.returncode < 0:
        ending = "died"
    return Completed(ending, process.returncode, bytes(output.held), bytes(errors.held))


def start_program(command: Sequence[str], *, folder: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a program that lives on; its input and output are pipes, what it complains about is dropped.

    Raises:
        ProgramMissing: it cannot be started.
    """
    return _start(command, folder, None, own_group=False)


def end_program(process: subprocess.Popen[bytes], *, grace: float = 0.0) -> None:
    """Close a living program's pipes and kill it when it has not ended within `grace` seconds."""
    with contextlib.suppress(OSError, ValueError):
        cast(IO[bytes], process.stdin).close()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _start(
    command: Sequence[str], folder: Path | None, environment: Mapping[str, str] | None, *, own_group: bool
) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if own_group else subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=own_group,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in a path
        raise ProgramMissing(str(error)) from error
    system.forbid_core_dump_of(process.pid)
    return process


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it has started; it may have left children that hold its pipes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _feed(stream: IO[bytes], given: bytes) -> None:
    with contextlib.suppress(OSError, ValueError), stream:  # a program need not read what it is given
        stream.write(given)


class _Drain(threading.Thread):
    """Reads a pipe to its end; keeps the first `most` bytes."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        super().__init__(name="rubin-program-reader", daemon=True)
        self.held = bytearray()
        self.flooded = False
        self._stream = stream
        self._most = most

    def run(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._stream:
            while chunk := self._stream.read1(_CHUNK):  # type: ignore[attr-defined]
                self.held += chunk[: self._most - len(self.held)]
                if len(self.held) >= self._most:
                    self.flooded = True
                    return
