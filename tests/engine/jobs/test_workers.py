"""Workers: jobs run in processes of their own, in the order of their priority, within their limits."""

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.messages import Failure, Message

TASKS = "tests.engine.jobs.tasks:"


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(size=2)
    yield made
    made.close()


def run(workers: Workers, task: str, **arguments: Any) -> list[dict[str, Any]]:
    return list(workers.run(TASKS + task, arguments))


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_values_arrive_in_order_and_in_another_process(workers: Workers) -> None:
    assert run(workers, "count", to=100) == [{"number": number} for number in range(100)]
    assert run(workers, "whoami")[0]["pid"] != os.getpid()


def test_a_value_arrives_before_the_job_has_ended(workers: Workers) -> None:
    job = workers.run(TASKS + "sleep", {})
    assert "pid" in next(job)
    assert workers.busy() == 1


@pytest.mark.parametrize(
    "value",
    ["текст", "\x1b[2J\u202e", "file\udcff", "\U0001f600", None, 1.5, [1, {"a": []}]],
)
def test_any_text_survives_the_way_there_and_back(workers: Workers, value: Any) -> None:
    assert run(workers, "echo", value=value) == [{"value": value}]


def test_a_long_text_survives_the_way_there_and_back(workers: Workers) -> None:
    assert run(workers, "echo", value="я" * 3_000_000)[0]["value"].count("я") == 3_000_000


def test_a_healthy_worker_is_used_again(workers: Workers) -> None:
    assert run(workers, "whoami") == run(workers, "whoami")


def test_a_worker_that_died_while_idle_is_replaced(workers: Workers) -> None:
    pid = run(workers, "whoami")[0]["pid"]
    os.kill(pid, 9)
    assert run(workers, "whoami")[0]["pid"] != pid


def test_what_a_job_prints_or_reads_touches_no_frame(workers: Workers) -> None:
    assert run(workers, "chatter") == [{"read": ""}]


def test_the_current_folder_is_no_source_of_modules(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert run(workers, "whoami")[0]["cwd_in_path"] is False


@pytest.mark.parametrize(
    ("task", "limits", "reason", "detail"),
    [
        ("hog", Limits(memory_bytes=400_000_000), "memory", "MemoryError"),
        ("spin", Limits(cpu_seconds=1), "cpu", "SIGXCPU"),
        ("sleep", Limits(silence_seconds=0.3), "time", None),
        ("drip", Limits(wall_seconds=0.5), "time", None),
        ("leave", Limits(), "crashed", "exit code 3"),
        ("killed", Limits(), "crashed", "SIGKILL"),
        ("wrong", Limits(), "error", "ValueError: the text of the error"),
        ("unsayable", Limits(), "error", "BadFrame: Object of type object is not JSON serializable"),
        ("absent", Limits(), "error", None),
    ],
)
def test_every_bad_end_has_its_reason_and_frees_the_place(
    workers: Workers, task: str, limits: Limits, reason: str, detail: str | None
) -> None:
    with pytest.raises(JobFailed) as caught:
        list(workers.run(TASKS + task, {}, limits=limits))
    assert caught.value.reason == reason
    assert detail is None or caught.value.detail == detail
    assert workers.busy() == 0
    assert run(workers, "count", to=1) == [{"number": 0}]


def test_limits_of_one_job_do_not_stay_for_the_next(workers: Workers) -> None:
    small = Limits(memory_bytes=300_000_000, cpu_seconds=1)
    (first,) = workers.run(TASKS + "whoami", {}, limits=small)
    assert len(list(workers.run(TASKS + "echo", {"value": "я" * 15_000_000}))) == 1
    assert run(workers, "whoami") == [first]


def test_arguments_json_cannot_carry_are_an_error(workers: Workers) -> None:
    with pytest.raises(JobFailed, match=r"^error: Object of type object"):
        run(workers, "echo", value=object())
    assert workers.busy() == 0


def test_a_failure_travels_as_its_message(workers: Workers) -> None:
    with pytest.raises(Failure) as caught:
        run(workers, "refuse")
    assert caught.value.message == Message("import.empty", {"path": Message("import.missing", {"path": "b"})})


def test_closing_the_iterator_kills_the_worker(workers: Workers) -> None:
    job = workers.run(TASKS + "spin", {})
    pid = next(job)["pid"]
    job.close()  # type: ignore[attr-defined]
    assert not exists(pid)
    assert workers.busy() == 0


def test_cancelling_kills_the_worker(workers: Workers) -> None:
    cancel = threading.Event()
    job = workers.run(TASKS + "spin", {}, cancel=cancel)
    pid = next(job)["pid"]
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(JobFailed, match="cancelled"):
        next(job)
    assert not exists(pid)
    assert workers.busy() == 0


def test_cancelling_ends_the_wait_for_a_place() -> None:
    workers = Workers(size=1)
    running = workers.run(TASKS + "sleep", {})
    next(running)
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(JobFailed, match="cancelled"):
        list(workers.run(TASKS + "count", {"to": 1}, cancel=cancel))
    assert workers.busy() == 1
    workers.close()


def test_the_next_place_goes_to_the_best_priority() -> None:
    workers = Workers(size=1)
    running = workers.run(TASKS + "sleep", {})
    next(running)
    order: list[Priority] = []

    def wait(priority: Priority) -> None:
        list(workers.run(TASKS + "echo", {"value": 1}, priority=priority, cancel=threading.Event()))
        order.append(priority)

    threads = []
    for priority in (Priority.BACKGROUND, Priority.VISIBLE, Priority.INTERACTIVE):
        threads.append(threading.Thread(target=wait, args=(priority,)))
        threads[-1].start()
        assert until(lambda: len(workers._waiting) == len(threads))
    running.close()  # type: ignore[attr-defined]
    for thread in threads:
        thread.join()
    assert order == [Priority.INTERACTIVE, Priority.VISIBLE, Priority.BACKGROUND]
    workers.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no niceness")
def test_only_interactive_work_does_not_give_way(workers: Workers) -> None:
    here = os.nice(0)
    found = {
        priority: next(workers.run(TASKS + "whoami", {}, priority=priority))["nice"] for priority in Priority
    }
    assert found == {Priority.INTERACTIVE: here, Priority.VISIBLE: 10, Priority.BACKGROUND: 10}


def test_an_idle_worker_is_ended() -> None:
    workers = Workers(size=1, idle_seconds=0.1)
    pid = run(workers, "whoami")[0]["pid"]
    assert until(lambda: not exists(pid))
    assert run(workers, "whoami")[0]["pid"] != pid
    workers.close()


def test_close_ends_idle_and_busy_workers_and_refuses_new_jobs() -> None:
    workers = Workers(size=2)
    job = workers.run(TASKS + "sleep", {})
    busy = next(job)["pid"]
    idle = run(workers, "whoami")[0]["pid"]
    workers.close()
    assert not exists(busy)
    assert not exists(idle)
    with pytest.raises(JobFailed, match="cancelled"):
        next(job)
    with pytest.raises(JobFailed, match="cancelled"):
        run(workers, "whoami")


def test_a_forgotten_pool_ends_its_workers() -> None:
    workers = Workers(size=1)
    pid = run(workers, "whoami")[0]["pid"]
    del workers
    gc.collect()
    assert until(lambda: not exists(pid))


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "sys.exit()"])
def test_workers_end_with_their_parent(tmp_path: Path, end: str) -> None:
    note = tmp_path / "pid"
    program = (
        "import os, sys\n"
        "from rubin_tui.engine.jobs import Workers\n"
        f"job = Workers(1).run({TASKS + 'write_pid'!r}, {{'path': {str(note)!r}}})\n"
        f"next(job)\n{end}\n"
    )
    subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    pid = int(note.read_text())
    assert until(lambda: not exists(pid))


def test_a_job_outlives_the_thread_that_started_its_worker(workers: Workers) -> None:
    job = workers.run(TASKS + "drip", {})
    thread = threading.Thread(target=next, args=(job,))
    thread.start()
    thread.join()
    assert [next(job) for _ in range(50)] == [{"tick": True}] * 50
