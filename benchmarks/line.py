"""A slow line: runs a program in a terminal of its own and passes on what it says, slower and later.

    python -m benchmarks.line --rate 64 --round-trip 150 -- rubin

works by hand too. Both directions wait for half the round trip; towards the terminal bits take their time.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import selectors
import signal
import sys
import termios
import time
import tty
from collections import deque
from contextlib import suppress

HOLDS = 64_000
"""Bytes on their way at once; then the program has to wait, as with a socket."""
PIECE = 512


class Way:
    """One direction: pieces with the moment they arrive."""

    def __init__(self, delay: float, rate: float | None) -> None:
        self._delay = delay
        self._rate = rate
        self._free = 0.0
        self._pieces: deque[tuple[float, bytes]] = deque()
        self.waiting = 0

    def send(self, data: bytes) -> None:
        """Put bytes on the line now."""
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            begin = max(time.monotonic(), self._free)
            self._free = begin + (len(piece) / self._rate if self._rate else 0.0)
            self._pieces.append((self._free + self._delay, piece))
            self.waiting += len(piece)

    def arrived(self) -> bytes:
        """What has come to the other end."""
        found = b""
        while self._pieces and self._pieces[0][0] <= time.monotonic():
            found += self._pieces.popleft()[1]
        self.waiting -= len(found)
        return found

    @property
    def next(self) -> float:
        """Seconds until something arrives."""
        return max(self._pieces[0][0] - time.monotonic(), 0.0) if self._pieces else 60.0


def main(arguments: list[str]) -> int:
    """Run the program behind the line; returns its exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rate", type=float, default=64.0, help="kbit/s")
    options.add_argument("--round-trip", type=float, default=150.0, help="milliseconds")
    options.add_argument("command", nargs="+")
    chosen = options.parse_args(arguments)
    half = chosen.round_trip / 2000
    up, down = Way(half, None), Way(half, chosen.rate * 1000 / 8)
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(chosen.command[0], chosen.command)

    def resize(*_: object) -> None:
        with suppress(OSError):
            size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
            fcntl.ioctl(fd, termios.TIOCSWINSZ, size)

    resize()
    signal.signal(signal.SIGWINCH, resize)
    before = termios.tcgetattr(0) if os.isatty(0) else None
    if before is not None:
        tty.setraw(0)
    try:
        _pass_on(fd, up, down)
    finally:
        if before is not None:
            termios.tcsetattr(0, termios.TCSADRAIN, before)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _pass_on(fd: int, up: Way, down: Way) -> None:
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    reading, ended = False, False
    while not ended or down.waiting:
        wants = not ended and down.waiting < HOLDS
        if wants != reading:
            reading = wants
            if wants:
                selector.register(fd, selectors.EVENT_READ)
            else:
                selector.unregister(fd)
        for key, _ in selector.select(min(up.next, down.next)):
            try:
                data = os.read(key.fd, 65536)
            except OSError:
                data = b""
            if key.fd == fd:
                ended = ended or not data
                down.send(data)
            elif data:
                up.send(data)
            else:
                selector.unregister(0)
        if came := up.arrived():
            with suppress(OSError):
                os.write(fd, came)
        if came := down.arrived():
            os.write(1, came)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
