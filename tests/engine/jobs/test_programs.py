"""Other people's programs end when they should, whatever they do."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from rubin_tui.engine.jobs import ProgramMissing, end_program, run_program, start_program


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_input_output_errors_and_code() -> None:
    code = "import sys; d = sys.stdin.buffer.read(); print(len(d)); print('e', file=sys.stderr); sys.exit(3)"
    told = run_program(python(code), given=b"x" * 1_000_000, seconds=20)
    assert (told.ending, told.code, told.output, told.errors) == ("exited", 3, b"1000000\n", b"e\n")


def test_one_that_does_not_read_its_input() -> None:
    assert run_program(python("print(1)"), given=b"x" * 1_000_000, seconds=20).output == b"1\n"


def test_one_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([{sys.executable!r}, '-S', '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)\n"
    )
    cancel = threading.Event()

    def stop() -> None:
        while not pids.exists() or not pids.read_text():
            time.sleep(0.01)
        cancel.set()

    threading.Thread(target=stop).start()
    assert run_program(python(code), seconds=60, cancel=cancel).ending == "cancelled"
    for pid in pids.read_text().split():
        assert not runs(int(pid))


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_deadline() -> None:
    assert run_program(python("import time; time.sleep(600)"), seconds=0.2).ending == "deadline"


def test_a_flood_is_cut_off() -> None:
    told = run_program(python("while True: print('x' * 9999)"), seconds=60, most=100_000)
    assert (told.ending, len(told.output)) == ("flood", 100_000)


def test_a_death() -> None:
    told = run_program(python("import os; os.abort()"), seconds=20)
    assert (told.ending, told.code) == ("died", -6)


@pytest.mark.parametrize("command", [["/no/such/program"], ["a\0b"], [os.devnull]])
def test_what_cannot_be_started(command: list[str]) -> None:
    with pytest.raises(ProgramMissing):
        run_program(command, seconds=1)
    with pytest.raises(ProgramMissing):
        start_program(command)


def test_a_living_program_ends_when_its_input_does_and_else_is_killed() -> None:
    polite = start_program(python("import sys; sys.stdin.read()"))
    end_program(polite, grace=20)
    assert polite.returncode == 0
    rude = start_program(python("import time; time.sleep(600)"))
    end_program(rude)
    assert rude.returncode == -9


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux'")
def test_no_core_dump_is_left() -> None:
    told = run_program(
        python("import resource, time; time.sleep(.2); print(resource.getrlimit(resource.RLIMIT_CORE))"),
        seconds=20,
    )
    assert told.output == b"(0, 0)\n"
