"""Folders followed while Rubin is open, by one Rubin of several."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine import Engine, Scope
from rubin_tui.engine.files import watching
from rubin_tui.engine.library import keeping
from rubin_tui.engine.library.folders import KeptFolders
from rubin_tui.engine.model import ImportEvent
from tests.engine.library.test_folders import held, problem_of, write

PATIENCE = 60.0  # seconds; reached only when the test fails


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def is_kept_by(engine: Engine, folder_id: str) -> bool:
    return folder_id in engine.library._folders._kept


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work, sooner."""
    monkeypatch.setattr(watching, "QUIET", 0.05)
    monkeypatch.setattr(keeping, "TICK", 0.2)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile whose starter base is indexed already."""
    folder = tmp_path_factory.mktemp("profile")
    with Engine.open(folder) as engine:
        engine.search("pump")
    return folder


@pytest.fixture
def engine(profile: Path) -> Iterator[Engine]:
    with Engine.open(profile) as opened:
        yield opened
        for folder in opened.folders():
            if folder.kind == "watched":
                opened.unwatch_folder(folder.id)
        for document in opened.documents():
            if document.origin == "user":
                opened.remove_document(document.id)


@pytest.fixture
def manuals(tmp_path: Path) -> Path:
    write(tmp_path / "manuals" / "pumps.md", "The pump P7 runs dry.")
    return tmp_path / "manuals"


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_what_is_saved_is_found_and_the_thread_ends_with_the_engine(profile: Path, manuals: Path) -> None:
    told = threading.Event()
    with Engine.open(profile) as engine:
        engine.keep_in_step(told.set)
        engine.keep_in_step()  # once is enough
        assert "rubin-folders" in threads()
        folder = engine.watch_folder(manuals)
        until(lambda: "pumps.md" in held(engine, folder))
        told.clear()
        write(manuals / "new" / "fans.md", "The fan M3003 is loud.")
        until(lambda: "fans.md" in held(engine, folder))
        until(lambda: engine.search("M3003").total == 1)
        assert told.wait(PATIENCE)
        write(manuals / "new" / "fans.md", "The fan M4004 is loud.")
        until(lambda: engine.search("M4004").total == 1 and engine.search("M3003").total == 0)
        (manuals / "new" / "fans.md").rename(manuals / "aside")
        until(lambda: held(engine, folder)["fans.md"].vanished_at is not None)
        note = engine.note("The pump P9.")
        Path(note.path).with_name("mine.md").write_text("# Mine\n\nThe valve V77.\n")
        until(lambda: engine.search("V77").total == 1)
        engine.unwatch_folder(folder.id)
        until(lambda: not is_kept_by(engine, folder.id))
    assert "rubin-folders" not in threads()


def test_a_project_is_followed_while_it_is_the_open_one(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path / "press" / "a.py", "press")
    write(tmp_path / "mill" / "a.py", "mill")
    engine.keep_in_step()
    press = engine.open_project(tmp_path / "press")
    until(lambda: "a.py" in held(engine, press))
    mill = engine.open_project(tmp_path / "mill")
    until(lambda: "a.py" in held(engine, mill))
    write(tmp_path / "press" / "b.py", "press two")
    write(tmp_path / "mill" / "b.py", "mill two")
    until(lambda: "b.py" in held(engine, mill))
    assert not is_kept_by(engine, press.id)
    assert "b.py" not in held(engine, press)


def test_a_folder_that_comes_back_is_followed_again(
    engine: Engine, manuals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK_ASIDE", 0.1)
    folder = engine.watch_folder(manuals)
    engine.keep_in_step()
    until(lambda: "pumps.md" in held(engine, folder))
    manuals.rename(manuals.with_name("unplugged"))
    until(lambda: problem_of(engine, folder) == "folder.not_there")
    assert held(engine, folder)["pumps.md"].vanished_at is None
    write(manuals.with_name("unplugged") / "fans.md", "The fan M3003 is loud.")
    manuals.with_name("unplugged").rename(manuals)
    until(lambda: "fans.md" in held(engine, folder))
    until(lambda: problem_of(engine, folder) is None)


def test_a_folder_that_comes_back_while_it_is_missed_is_not_forgotten(
    engine: Engine, manuals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unplugged, look = manuals.with_name("unplugged"), KeptFolders.look

    def look_and_plug_in(self: KeptFolders, *args: Any, **how: Any) -> Iterator[ImportEvent]:
        yield from look(self, *args, **how)
        if problem_of(engine, folder) == "folder.not_there" and unplugged.exists():
            unplugged.rename(manuals)
            monkeypatch.setattr(keeping, "LOOK_AGAIN", 600.0)

    monkeypatch.setattr(keeping, "LOOK_ASIDE", 0.1)
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(watching, "_open_inotify", lambda: None)
    monkeypatch.setattr(watching.Watching, "hears", lambda self, path: True)
    monkeypatch.setattr(KeptFolders, "look", look_and_plug_in)
    folder = engine.watch_folder(manuals)
    engine.keep_in_step()
    until(lambda: "pumps.md" in held(engine, folder))
    write(manuals / "fans.md", "The fan M3003 is loud.")
    manuals.rename(unplugged)
    until(lambda: "fans.md" in held(engine, folder))
    until(lambda: problem_of(engine, folder) is None)


def test_what_cannot_be_heard_is_looked_at_now_and_then(
    engine: Engine, manuals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK_ASIDE", 0.1)
    monkeypatch.setattr(watching, "_open_inotify", lambda: None)
    folder = engine.watch_folder(manuals)
    engine.keep_in_step()
    until(lambda: "pumps.md" in held(engine, folder))
    write(manuals / "fans.md", "The fan M3003 is loud.")
    until(lambda: "fans.md" in held(engine, folder))


def test_of_two_rubins_one_keeps_a_folder_and_the_other_follows_when_it_dies(
    engine: Engine, profile: Path, manuals: Path
) -> None:
    folder = engine.watch_folder(manuals)
    program = (
        "import sys, time; from pathlib import Path; from rubin_tui.engine import Engine\n"
        f"engine = Engine.open(Path({str(profile)!r})); engine.keep_in_step()\n"
        f"while {folder.id!r} not in engine.library._folders._kept: time.sleep(0.01)\n"
        "print('kept', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"kept\n"
    told = threading.Event()
    engine.keep_in_step(told.set)
    write(manuals / "fans.md", "The fan M3003 is loud.")
    until(lambda: "fans.md" in held(engine, folder))  # the other one's doing
    assert told.wait(PATIENCE)
    assert not is_kept_by(engine, folder.id)
    other.kill()
    other.communicate()
    until(lambda: is_kept_by(engine, folder.id))
    write(manuals / "wells.md", "The well W1 is deep.")
    until(lambda: "wells.md" in held(engine, folder))


def test_closing_does_not_wait_for_a_folder_that_is_being_read(profile: Path, tmp_path: Path) -> None:
    for number in range(120):
        write(tmp_path / "many" / f"{number}.md", f"Pump P10{number}.")
    with Engine.open(profile) as engine:
        folder = engine.watch_folder(tmp_path / "many")
        engine.keep_in_step()
        until(lambda: len(held(engine, folder)) > 3)
    assert "rubin-folders" not in threads()
    with Engine.open(profile) as engine:
        assert 3 < len(held(engine, folder)) < 120
        list(engine.look_at_folders([folder.id]))
        assert len(held(engine, folder)) == 120
        assert engine.search("P10119").total == 1
        engine.unwatch_folder(folder.id)
        for document in engine.documents(Scope(origins=("user",))):
            engine.remove_document(document.id)
