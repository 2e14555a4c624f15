"""A worker process: takes jobs from its standard input until that closes.

Started as `python -P -m rubin_tui.engine.jobs.worker`. A job names a generator function; each value it
yields goes to the parent at once.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any, BinaryIO, NoReturn

from rubin_tui.engine.jobs import system
from rubin_tui.engine.jobs.frames import BadFrame, decode, pack_failure, read_body, write_frame
from rubin_tui.messages import Failure

RARELY = 100_000
"""New objects between two looks for garbage: documents become many values and hardly a circle of them, and
looking through all of these again and again is a tenth of the time. A job's memory is limited anyway."""


def main() -> NoReturn:
    """Do jobs, one after another, until the parent closes our input or dies."""
    incoming, outgoing = _claim_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the parent's to understand
    system.forbid_core_dumps()
    gc.set_threshold(RARELY)
    jobs: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_receive, args=(incoming, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        write_frame(outgoing, {"begun": True})
        write_frame(outgoing, _run(job, outgoing))


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """Our two pipes under other numbers: a library that prints or reads must not touch them."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return incoming, outgoing


def _receive(incoming: BinaryIO, jobs: SimpleQueue[dict[str, Any]]) -> None:
    """Hand on jobs, and end the process when the parent is gone, whatever the job is doing.

    Not by PR_SET_PDEATHSIG: Linux sends that signal when the *thread* that started us ends, and callers
    run jobs from threads that come and go.
    """
    try:
        while (body := read_body(incoming)) is not None:
            jobs.put(decode(body))
    finally:
        os._exit(0)


def _run(job: dict[str, Any], outgoing: BinaryIO) -> dict[str, Any]:
    """Do one job; returns the frame that says how it ended."""
    system.give_way(job["nice"])
    try:
        with system.limited(job["memory_bytes"], job["cpu_seconds"]):
            function = _find(job["function"])
            for value in function(**job["arguments"]):
                write_frame(outgoing, {"value": value})
        return {"done": True}
    except Failure as failure:
        return {"failure": pack_failure(failure)}
    except MemoryError:
        return {"failed": "memory", "detail": "MemoryError"}
    except BadFrame as problem:
        return {"failed": "error", "detail": f"BadFrame: {problem}"}
    except BaseException as problem:  # noqa: BLE001 - whatever a job raises is told to the parent
        return {"failed": "error", "detail": f"{type(problem).__name__}: {problem}"[:2000]}


def _find(name: str) -> Callable[..., Iterator[dict[str, Any]]]:
    module, _, attribute = name.partition(":")
    function: Callable[..., Iterator[dict[str, Any]]] = getattr(importlib.import_module(module), attribute)
    return function


if __name__ == "__main__":
    main()
