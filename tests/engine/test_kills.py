"""A seeded few of benchmarks/kills.py: an import killed with -9 loses nothing that was acknowledged."""

import pytest

from benchmarks.kills import kill_once


@pytest.mark.parametrize("seed", [2, 5])
def test_nothing_acknowledged_is_lost_and_nothing_doubled(seed: int) -> None:
    outcome = kill_once(seed)
    assert (outcome.lost, outcome.doubled) == ((), ())
