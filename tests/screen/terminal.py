"""The real program in a real pseudo-terminal, with pyte as its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

_FOREIGN = re.compile(
    rb"\x1b_[^\x1b]*\x1b\\|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[^\x07]*\x07"
)


class Program:
    """`python -m rubin_tui` as a person meets it. Everything it writes is kept in `written`."""

    def __init__(
        self,
        home: Path,
        project: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        module: str = "rubin_tui",
        launcher: tuple[str, ...] = (),
        **environ: str,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        env = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
        env |= {"HOME": str(home), "RUBIN_HOME": str(home), "TERM": "xterm-256color", "LANG": "en_US.UTF-8"}
        env |= {"PYTHONPATH": str(Path(__file__).parents[2]), **environ}
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(project)
            command = [*launcher, sys.executable, "-m", module, *arguments]
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, data: str | bytes) -> None:
        """Send bytes as a terminal does."""
        os.write(self._fd, data.encode() if isinstance(data, str) else data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    @property
    def rows(self) -> list[str]:
        """The rows of the screen."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.rows)

    def read(self, seconds: float) -> int:
        """Take in what is written for some time; returns how many bytes."""
        end, before = time.monotonic() + seconds, len(self.written)
        while (left := end - time.monotonic()) > 0 and self._take(left):
            pass
        return len(self.written) - before

    def until(self, what: Callable[[], bool], seconds: float = 15.0) -> None:
        """Read until `what` holds; fails with the screen."""
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end or not self._take(0.1):
                raise AssertionError(f"never happened; the screen was\n{self.text}")

    def _take(self, seconds: float) -> bool:
        if self._fd < 0:
            time.sleep(min(seconds, 0.05))
            return False
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.written += data
        # pyte has no private CSI such as ESC[>25u and would print their ends
        self._stream.feed(b"".join(_understood(data)))
        return bool(data)

    def ended(self, seconds: float = 8.0) -> int:
        """Wait for the end; returns the exit code, or minus the signal."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            self._take(0.05)
            time.sleep(0.02)
        raise AssertionError("the program did not end")

    def hang_up(self) -> None:
        """The line drops."""
        os.close(self._fd)
        self._fd = -1

    def close(self) -> None:
        """End it, whatever it does."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)


def _understood(data: bytes) -> list[bytes]:
    return re.split(_FOREIGN, data)
