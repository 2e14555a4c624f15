"""Jobs for the tests: well-behaved ones and every kind of bad one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rubin_tui.messages import Failure, Message


def count(to: int) -> Iterator[dict[str, Any]]:
    for number in range(to):
        yield {"number": number}


def whoami() -> Iterator[dict[str, Any]]:
    here = "" in sys.path or str(Path.cwd()) in sys.path
    yield {"pid": os.getpid(), "nice": os.nice(0), "cwd_in_path": here}


def echo(value: Any) -> Iterator[dict[str, Any]]:
    yield {"value": value}


def chatter() -> Iterator[dict[str, Any]]:
    print("to the standard output")  # noqa: T201
    os.write(1, b"\xff\xff\xff\xff")
    subprocess.run([sys.executable, "-c", "print('a child of the worker')"], check=True)
    yield {"read": sys.stdin.read()}


def hog() -> Iterator[dict[str, Any]]:
    yield {"began": True}
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def spin() -> Iterator[dict[str, Any]]:
    yield {"pid": os.getpid()}
    while True:
        pass


def sleep() -> Iterator[dict[str, Any]]:
    yield {"pid": os.getpid()}
    time.sleep(600)


def drip() -> Iterator[dict[str, Any]]:
    while True:
        yield {"tick": True}
        time.sleep(0.01)


def leave() -> Iterator[dict[str, Any]]:
    yield {"began": True}
    os._exit(3)


def killed() -> Iterator[dict[str, Any]]:
    yield {"began": True}
    os.kill(os.getpid(), signal.SIGKILL)


def wrong() -> Iterator[dict[str, Any]]:
    yield {"began": True}
    raise ValueError("the text of the error")


def refuse() -> Iterator[dict[str, Any]]:
    yield {"began": True}
    raise Failure("import.empty", path=Message("import.missing", {"path": "b"}))


def unsayable() -> Iterator[dict[str, Any]]:
    yield {"value": object()}


def write_pid(path: str) -> Iterator[dict[str, Any]]:
    Path(path).write_text(str(os.getpid()))
    yield {"written": True}
    while True:
        pass
