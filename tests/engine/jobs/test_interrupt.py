"""A regular expression that never ends is ended."""

import re
import signal
import threading

import pytest

from rubin_tui.engine.jobs.interrupt import Interrupted, interrupted_after

ENDLESS = re.compile("(a+)+b")


def test_a_match_that_does_not_end_is_interrupted() -> None:
    with pytest.raises(Interrupted), interrupted_after(0.05):
        ENDLESS.match("a" * 60)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_work_within_the_limit_is_left_alone() -> None:
    with interrupted_after(5.0):
        assert ENDLESS.match("aab")
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_another_thread_and_a_nested_use_are_not_limited() -> None:
    seen = []

    def inside() -> None:
        with interrupted_after(0.001):
            seen.append(signal.getitimer(signal.ITIMER_VIRTUAL))

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert seen == [(0, 0)]
    with interrupted_after(50.0):
        with interrupted_after(0.001):
            assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 1
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 1
