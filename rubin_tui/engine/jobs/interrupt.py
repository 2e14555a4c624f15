"""A limit on what may not be interrupted otherwise: a regular expression that backtracks without end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05  # seconds until the next try, if the first one fell where exceptions are lost (a __del__)


class Interrupted(Exception):
    """The work inside took more processor time than it was given."""


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """Raise `Interrupted` inside once the process has spent this processor time, in a match of `re` too.

    What the work changed is left half done. Off the main thread, or where something else holds the timer,
    nothing is limited.
    """
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGVTALRM) is not signal.SIG_DFL:
        yield
        return
    working = True

    def ring(number: int, frame: FrameType | None) -> None:
        if working:
            raise Interrupted

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        working = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
