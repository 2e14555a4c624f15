"""What differs between systems: limits, niceness, how a worker's interpreter is started and how it died."""

from __future__ import annotations

import contextlib
import os
import signal
import site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rubin_tui.engine.jobs.values import FailureReason

if sys.platform != "win32":
    import resource

NICE = 10
"""How much work that nobody is waiting for at the prompt gives way."""

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker process; its input and output are pipes.

    `-P` keeps the current folder out of the import path: it is the user's project, and a `json.py` in
    it must not become ours.
    """
    environment = dict(os.environ)
    installed = {Path(folder) for folder in (*site.getsitepackages(), site.getusersitepackages())}
    if _PACKAGE_ROOT not in installed:
        inherited = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_PACKAGE_ROOT), inherited)))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "rubin_tui.engine.jobs.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a library's complaints would be painted over the screen
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def reason_of_death(returncode: int | None) -> tuple[FailureReason, str]:
    """Why a process that ended in the middle of a job did so."""
    if returncode is None or returncode >= 0:
        return "crashed", f"exit code {returncode}"
    if sys.platform != "win32" and -returncode == signal.SIGXCPU:
        return "cpu", "SIGXCPU"
    with contextlib.suppress(ValueError):
        return "crashed", signal.Signals(-returncode).name
    return "crashed", f"signal {-returncode}"


def forbid_core_dumps() -> None:
    """A dump would leave the text of private documents on the disk."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_core_dump_of(pid: int) -> None:
    """The same for a program we have just started."""
    if sys.platform == "linux":
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended already
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def give_way(nice: int) -> None:
    """Set the niceness of this process, which can only go up."""
    if sys.platform != "win32" and nice > (now := os.nice(0)):
        os.nice(nice - now)


@contextlib.contextmanager
def limited(memory_bytes: int, cpu_seconds: int) -> Iterator[None]:
    """Limit this process for one job; the soft limits only, so that they can be lifted afterwards."""
    if sys.platform == "win32":
        yield
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    wanted = ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, used + cpu_seconds))
    before = [(kind, resource.getrlimit(kind)) for kind, _ in wanted]
    try:
        for (kind, value), (_, (_, hard)) in zip(wanted, before, strict=True):
            soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (soft, hard))
        yield
    finally:
        for kind, limits in before:
            resource.setrlimit(kind, limits)
