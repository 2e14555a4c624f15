"""A seeded few of benchmarks/kills.py: an import killed with -9 loses nothing and goes on where it was."""

import pytest

from benchmarks.kills import kill_once


@pytest.mark.parametrize("seed", [2, 5])
def test_nothing_is_lost_doubled_or_read_again(seed: int) -> None:
    outcome = kill_once(seed)
    assert outcome.acknowledged > 0 or seed % 2, "this one is killed among the acknowledgements"
    assert (outcome.lost, outcome.doubled, outcome.again, outcome.missing) == ((), (), (), ())
