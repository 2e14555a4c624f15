"""Hearing of changes: real folders, real inotify, and folders of which nothing can be heard."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.files import watching as module
from rubin_tui.engine.files.mounts import is_shared
from rubin_tui.engine.files.watching import Watching

LONG = 30.0  # seconds that are never waited for: a change or a call ends the wait
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET", 0.05)


@pytest.fixture
def watching() -> Iterator[Watching]:
    made = Watching(lambda name: name.startswith("."))
    yield made
    made.close()


def keep(watching: Watching, root: Path, *folders: Path) -> None:
    with watching.renewing(str(root)) as enter:
        for folder in (root, *folders):
            enter(str(folder))


@linux
def test_a_change_is_told_with_the_root_it_stands_below(watching: Watching, tmp_path: Path) -> None:
    one, two, inner = tmp_path / "one", tmp_path / "two", tmp_path / "one" / "inner"
    inner.mkdir(parents=True)
    two.mkdir()
    keep(watching, one, inner)
    keep(watching, two)
    for change in (
        lambda: (inner / "a.md").write_text("a"),
        lambda: (inner / "a.md").rename(inner / "b.md"),
        lambda: (inner / "b.md").chmod(0o600),
        lambda: os.utime(inner / "b.md"),
        lambda: (inner / "b.md").unlink(),
        lambda: (one / "new").mkdir(),
    ):
        change()
        assert watching.wait(LONG) == {str(one)}
    (two / "c.md").write_text("c")
    (one / "d.md").write_text("d")
    assert watching.wait(LONG) == {str(one), str(two)}
    assert watching.wait(0) == frozenset()


@linux
def test_what_is_passed_by_and_what_is_not_watched_is_not_told(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    keep(watching, tmp_path)
    (tmp_path / ".a.md.swp").write_text("a")
    (tmp_path / "made" / "b.o").write_text("b")
    (tmp_path / "made" / "b.o").read_text()
    assert watching.wait(0.1) == frozenset()
    (tmp_path / ".a.md.swp").rename(tmp_path / "a.md")
    assert watching.wait(LONG) == {str(tmp_path)}


@linux
def test_a_storm_of_changes_is_told_once(watching: Watching, tmp_path: Path) -> None:
    keep(watching, tmp_path)
    for number in range(3000):
        (tmp_path / f"{number}.md").write_text("x")
        (tmp_path / f"{number}.md").rename(tmp_path / f"{number}.txt")
    assert watching.wait(LONG) == {str(tmp_path)}
    assert watching.wait(0.1) == frozenset()


@linux
def test_changes_that_never_end_are_told_all_the_same(
    watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET", LONG)
    monkeypatch.setattr(module, "MOST", 0.1)
    keep(watching, tmp_path)
    (tmp_path / "a.md").write_text("a")
    assert watching.wait(LONG) == {str(tmp_path)}


@linux
def test_a_folder_put_in_the_place_of_another_is_heard_once_it_is_renewed(
    watching: Watching, tmp_path: Path
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    keep(watching, tmp_path, inner)
    inner.rename(tmp_path / "before")
    inner.mkdir()
    assert watching.wait(LONG) == {str(tmp_path)}
    keep(watching, tmp_path, inner)
    (inner / "a.md").write_text("a")
    assert watching.wait(LONG) == {str(tmp_path)}
    (tmp_path / "before" / "b.md").write_text("b")  # which is watched no longer
    assert watching.wait(0.1) == frozenset()


@linux
def test_a_root_that_goes_away_is_told(watching: Watching, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    keep(watching, root)
    root.rmdir()
    assert watching.wait(LONG) == {str(root)}


@linux
def test_a_forgotten_root_is_silent_and_one_below_both_stays(watching: Watching, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    keep(watching, tmp_path, inner)
    keep(watching, inner)
    watching.forget(str(tmp_path))
    (tmp_path / "a.md").write_text("a")
    assert watching.wait(0.1) == frozenset()
    (inner / "b.md").write_text("b")
    assert watching.wait(LONG) == {str(inner)}


@linux
def test_a_root_the_system_has_no_watches_for_is_said_to_be_unheard(
    watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(watching, tmp_path)
    assert watching.hears(str(tmp_path))
    notices = watching._notices  # the system is what stands in here
    monkeypatch.setattr(notices, "add", refuse)
    keep(watching, tmp_path)
    assert not watching.hears(str(tmp_path))
    monkeypatch.undo()
    keep(watching, tmp_path)
    assert watching.hears(str(tmp_path))


@linux
def test_lost_notices_make_every_root_one_to_look_at(
    watching: Watching, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    keep(watching, one)
    keep(watching, two)
    notices = watching._notices
    assert notices is not None
    monkeypatch.setattr(notices, "read", lambda: iter([(-1, 0x4000, "")]))
    (one / "a.md").write_text("a")
    monkeypatch.setattr(module, "MOST", 0.05)
    assert watching.wait(LONG) == {str(one), str(two)}


@pytest.mark.parametrize("heard", [True, False])
def test_a_call_ends_the_wait_that_goes_on_or_the_next(heard: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not heard:
        monkeypatch.setattr(module, "_open_inotify", lambda: None)
    watching = Watching()
    caller = threading.Timer(0.05, watching.wake)
    began = time.monotonic()
    caller.start()
    assert watching.wait(LONG) == frozenset()
    watching.wake()
    watching.wake()
    assert watching.wait(LONG) == frozenset()
    assert time.monotonic() - began < LONG
    assert not watching.hears("/")
    watching.close()
    watching.close()
    watching.wake()


def test_file_systems_that_others_write_to_are_known_by_their_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 21 0:40 / /mnt/server rw shared:1 - nfs4 server:/x rw\n"
        "31 30 0:41 / /mnt/server/local rw - ext4 /dev/sdb1 rw\n"
        "32 21 0:42 / /home/a\\040b/remote rw - fuse.sshfs a@b: rw\n"
        "33 21 0:43 / /over rw - ext4 /dev/sdc1 rw\n"
        "34 21 0:44 / /over rw - cifs //s/x rw\n"
    )
    for path, shared in (
        ("/etc", False),
        ("/mnt", False),
        ("/mnt/server", True),
        ("/mnt/server/manuals/x.pdf", True),
        ("/mnt/server/local/x", False),
        ("/mnt/serverside", False),
        ("/home/a b/remote/x", True),
        ("/over/x", True),
    ):
        assert is_shared(Path(path), mounts) is shared, path
    assert not is_shared(Path("/etc"), tmp_path / "none")
