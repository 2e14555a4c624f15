"""The engine's book: counts, times, errors, and a private log without a word of a document."""

import re
import stat
from pathlib import Path

import pytest

from rubin_tui.engine.operations import Operations
from rubin_tui.messages import Failure


def test_operations_are_counted_with_their_errors(tmp_path: Path) -> None:
    operations = Operations(tmp_path)
    for _ in range(3):
        with operations.measure("ask"):
            pass
    with pytest.raises(Failure), operations.measure("ask"):
        raise Failure("settings.from_default")
    (ask,) = operations.stats()
    assert (ask.name, ask.count, ask.errors) == ("ask", 4, 1)
    assert 0 <= ask.fastest <= ask.mean <= ask.slowest
    assert ask.fastest <= ask.p95 <= ask.slowest


def test_the_log_is_private_and_tells_the_error_not_the_text(tmp_path: Path) -> None:
    operations = Operations(tmp_path / "log")
    with pytest.raises(ValueError), operations.measure("search"):
        raise ValueError("a sentence of a document")
    operations.note("index.healed", reason="bad\nline\x1b[2J")
    operations.close()
    log = tmp_path / "log" / "rubin.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    first, second = log.read_text().splitlines()
    assert " ERROR 1 search " in first
    assert re.search(r"ms ValueError at test_operations\.py:\d+$", first)
    assert second.endswith("index.healed reason=bad⏎line␛[2J")


def test_a_generator_that_is_closed_is_no_error(tmp_path: Path) -> None:
    operations = Operations(tmp_path)

    def work():  # type: ignore[no-untyped-def]
        with operations.measure("import"):
            yield 1

    steps = work()
    next(steps)
    steps.close()
    assert operations.stats()[0].errors == 0
