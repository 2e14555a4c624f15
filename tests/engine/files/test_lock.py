"""Locks between processes: one holder, freed by its death."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rubin_tui.engine.files import ProcessLock
from rubin_tui.messages import Failure

HOLD = (
    "import sys; from pathlib import Path; from rubin_tui.engine.files import ProcessLock\n"
    "with ProcessLock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


@contextmanager
def another_rubin(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_lock_is_taken_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    for _ in range(2):
        with ProcessLock(path) as lock:
            assert lock.holder() == os.getpid()
    assert path.exists()


def test_two_holders_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    with ProcessLock(tmp_path / "lock"), pytest.raises(Failure), ProcessLock(tmp_path / "lock"):
        raise AssertionError("locked twice")


def test_the_other_process_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with another_rubin(path) as other, pytest.raises(Failure) as caught, ProcessLock(path, timeout=0.1):
        raise AssertionError("locked twice")
    assert caught.value.message.id == "files.locked"
    assert caught.value.message.params == {"path": str(path), "pid": other.pid}


def test_death_frees_the_lock_for_one_who_waits(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with another_rubin(path) as other:
        threading.Timer(0.1, other.kill).start()
        with ProcessLock(path, timeout=30) as lock:
            assert lock.holder() == os.getpid()


def test_waiting_can_be_cancelled(tmp_path: Path) -> None:
    cancel = threading.Event()
    with another_rubin(tmp_path / "lock"):
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(Failure), ProcessLock(tmp_path / "lock", timeout=600, cancel=cancel):
            raise AssertionError("locked twice")


def test_looking_whether_a_lock_is_held_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not ProcessLock(path).is_held()
    assert not path.exists()
    with another_rubin(path) as other:
        assert ProcessLock(path).is_held()
        assert ProcessLock(path).holder() == other.pid
    assert not ProcessLock(path).is_held()
