"""Several files at once, kept until they end, and every way a file, a disk or a lock can be bad."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine import Actor, Engine, Failure, ImportEvent
from rubin_tui.engine.jobs import Workers
from rubin_tui.engine.library import walking
from rubin_tui.engine.library.importing import Importer, ImportLimits, Order
from rubin_tui.engine.library.indexing import catch_up
from rubin_tui.engine.library.intake import Intake
from rubin_tui.engine.library.orders import Orders
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import ENDED, LOCAL, Document, Message
from rubin_tui.engine.store import Database, Documents, Imports
from rubin_tui.engine.store import database as store_database

SOON = 20.0


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"The tag of this unit is KX{name.split('.')[0]}.\n")


def ended(events: list[ImportEvent]) -> dict[str, str]:
    outcome = [(Path(event.path).name, event.stage) for event in events if event.stage in ENDED]
    assert len(outcome) == len(dict(outcome)), "every file ends once"
    return dict(outcome)


def problems(events: list[ImportEvent]) -> dict[str, str]:
    return {Path(event.path).name: event.problem.id for event in events if event.problem is not None}


class Parts:
    """An importer on a database of its own, to be held up wherever a test wants to."""

    def __init__(self, folder: Path, *, patience: float = 10.0) -> None:
        folder.mkdir()
        self.database = Database.open(folder / "rubin.db", patience=patience)
        self.workers = Workers(2)
        self.shelf = Shelf(self.database)
        self.folder = folder

    def index(self, cancel: threading.Event | None) -> None:
        catch_up(self.database, self.folder / "index")

    def importer(
        self, *, shelf: Shelf | None = None, index: Callable[[threading.Event | None], None] | None = None
    ) -> Importer:
        return Importer(
            shelf or self.shelf,
            Orders(self.database),
            self.workers,
            index or self.index,
            ImportLimits(),
            lambda *_, **__: None,
        )

    def states(self) -> dict[str, str]:
        with self.database.reading() as connection:
            return {one.filename: one.state for one in Documents(connection).list()}

    def kept(self) -> int:
        with self.database.reading() as connection:
            return len(Imports(connection).all())


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(tmp_path / "profile")
    with closing(made.workers), made.database:
        yield made


def test_small_files_are_done_while_a_large_one_is_read(parts: Parts, tmp_path: Path) -> None:
    write(tmp_path / "in", "0large.txt", "1.txt", "2.txt", "3.txt")
    small_done = threading.Event()

    class Slow(Shelf):
        def known(self, sha256: str, path: Path, actor: Actor, folder_id: str = "") -> Document | None:
            assert path.name != "0large.txt" or small_done.wait(SOON)
            return super().known(sha256, path, actor, folder_id)

    events, done = [], []
    for event in parts.importer(shelf=Slow(parts.database)).run(Order((tmp_path / "in",)), None):
        events.append(event)
        done += [Path(event.path).name] if event.stage == "done" else []
        if len(done) == 3:
            small_done.set()
    assert (sorted(done[:3]), done[3]) == (["1.txt", "2.txt", "3.txt"], "0large.txt")
    for name in done:
        stages = [event.stage for event in events if event.path.endswith(name)]
        assert stages == ["queued", "reading", "storing", "indexing", "done"]
    assert sorted({(event.path[-5:], event.position, event.total) for event in events})[0] == ("1.txt", 2, 4)


def test_reading_goes_on_while_the_index_takes_in_what_was_stored(parts: Parts, tmp_path: Path) -> None:
    write(tmp_path / "in", *(f"{number}.txt" for number in range(8)))
    (tmp_path / "in" / "0.txt").write_text("\n\n".join(f"Unit {n}. " + "pump " * 140 for n in range(400)))
    later_stored = threading.Event()

    def index(cancel: threading.Event | None) -> None:
        assert later_stored.wait(SOON)
        parts.index(cancel)

    stages = []
    for event in parts.importer(index=index).run(Order((tmp_path / "in",)), None):
        stages.append(event.stage)
        if stages.count("indexing") == 8:
            later_stored.set()
    assert stages.count("done") == 8
    assert set(parts.states().values()) == {"ready"}


def test_the_first_file_is_told_before_a_huge_tree_is_walked(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", "1.txt", "2.txt")
    told = threading.Event()

    def walk(folder: Path, **_: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        yield str(folder), [], ["1.txt"]
        assert told.wait(SOON)
        yield str(folder), [], ["2.txt"]

    monkeypatch.setattr(walking.os, "walk", walk)
    monkeypatch.setattr(walking, "HEAD_START", 0.0)
    totals = {}
    for event in parts.importer().run(Order((tmp_path / "in",)), None):
        totals.setdefault(Path(event.path).name, event.total)
        told.set()
    assert totals == {"1.txt": 1, "2.txt": 2}


def test_a_walk_without_end_is_cancelled(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", "1.txt")

    def walk(folder: Path, **_: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        yield str(folder), [], ["1.txt"]
        while True:
            yield str(folder), [], []

    monkeypatch.setattr(walking.os, "walk", walk)
    cancel = threading.Event()
    events = []
    for event in parts.importer().run(Order((tmp_path / "in",)), cancel):
        events.append(event)
        cancel.set()
    assert ended(events) == {"1.txt": "cancelled"}
    assert parts.kept() == 0


def test_each_real_file_is_read_once_whatever_it_is_called(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt", "other.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "c.txt").hardlink_to(folder / "a.txt")
    (folder / "below").symlink_to(folder)
    (folder / "loop.txt").symlink_to("loop.txt")
    events = list(parts.importer().run(Order((folder, folder / "b.txt", folder)), None))
    assert ended(events) == {"a.txt": "done", "other.txt": "done", "loop.txt": "failed"}
    assert problems(events) == {"loop.txt": "import.unreadable"}


def test_files_of_other_kinds_are_told_at_the_end_by_their_kinds(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt")
    names = ["1.dwg", "2.DWG", "3.doc", "4.zap15", "5.a", "6.b", "7.kk", "Makefile", ".hidden.dwg"]
    for name in names:
        (folder / name).write_bytes(b"x")
    *rest, last = parts.importer().run(Order((folder, folder)), None)
    assert ended(rest) == {"a.txt": "done"}
    assert (last.stage, last.problem and last.problem.id, last.problem and last.problem.count) == (
        "passed",
        "import.passed",
        8,
    )
    assert last.problem is not None
    assert str(last.problem.params["kinds"]).startswith(".dwg 2, ")
    assert str(last.problem.params["kinds"]).endswith(", …")


def test_equal_bytes_at_once_become_one_document(parts: Parts, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "b.txt").write_bytes((tmp_path / "in" / "a.txt").read_bytes())
    both = threading.Barrier(2)

    class Both(Shelf):
        def known(self, sha256: str, path: Path, actor: Actor, folder_id: str = "") -> Document | None:
            found = super().known(sha256, path, actor, folder_id)
            both.wait(SOON)
            return found

    events = list(parts.importer(shelf=Both(parts.database)).run(Order((tmp_path / "in",)), None))
    assert sorted(ended(events).values()) == ["done", "unchanged"]
    assert len({event.document.id for event in events if event.stage in ENDED and event.document}) == 1
    assert list(parts.states().values()) == ["ready"]


def test_a_file_that_now_equals_another_leaves_nothing_of_what_it_was(parts: Parts, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.txt", "b.txt")
    list(parts.importer().run(Order((tmp_path / "in",)), None))
    (tmp_path / "in" / "b.txt").write_bytes((tmp_path / "in" / "a.txt").read_bytes())
    assert set(ended(list(parts.importer().run(Order((tmp_path / "in",)), None))).values()) == {"unchanged"}
    assert parts.states() == {"a.txt": "ready"}


def test_a_file_that_changes_while_it_is_read_is_read_again_once(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n")
    intake = Intake(parts.workers, ImportLimits(), lambda *_, **__: None)

    def read(times: int) -> Any:
        left = iter(range(times))

        def change(_: object) -> None:
            if next(left, None) is not None:
                path.write_text(path.read_text() + "more\n")

        return intake.read(path, known=lambda _: None, progress=change, cancel=threading.Event())

    assert read(1).pages[0].text.split() == ["one", "more"]
    with pytest.raises(Failure) as refused:
        read(2)
    assert refused.value.message == Message("import.changing", {"path": str(path)})


def test_a_file_that_grows_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    with pytest.raises(Failure) as refused:
        Intake(Workers(1), ImportLimits(size=999), lambda *_, **__: None).read(
            path, known=lambda _: None, progress=lambda _: None, cancel=threading.Event()
        )
    assert refused.value.message.id == "import.too_large"
    # A file of the system says that it has no bytes, and has some.
    with pytest.raises(Failure) as refused:
        Intake(Workers(1), ImportLimits(size=10), lambda *_, **__: None).read(
            Path("/proc/self/status"), known=lambda _: None, progress=lambda _: None, cancel=threading.Event()
        )
    assert refused.value.message.id == "import.too_large"


def test_what_was_broken_off_is_resumed_with_all_it_was_told(parts: Parts, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/manuals \xff\n\x1b[31m"))
    names = [f"{number}\n\x1b.txt" for number in range(6)]
    write(folder, *names)
    order = Order((folder,), "drives", ("cell3", "новый"), Actor("anna"))

    class Short(Shelf):
        def put_file(self, *args: Any, **told: Any) -> tuple[Document, bool]:
            if len(self.documents(None, order.actor)) == 3:
                raise Failure("store.full", path="x")
            return super().put_file(*args, **told)

    done = []
    with pytest.raises(Failure):
        for event in parts.importer(shelf=Short(parts.database)).run(order, None):
            done += [Path(event.path).name] if event.stage == "done" else []
    # What was stored is acknowledged even so, though nobody heard of it: it is not read again.
    (waiting,) = parts.importer().unfinished(order.actor)
    assert (waiting.paths, waiting.category, waiting.tags) == ((str(folder),), "drives", order.tags)
    assert parts.importer().unfinished(LOCAL) == []
    events = list(parts.importer().resume(order.actor, None))
    assert len(ended(events)) == waiting.left == 3
    assert set(ended(events).values()) == {"done"}
    assert not set(done) & ended(events).keys()
    documents = parts.shelf.documents(None, order.actor)
    assert {(one.category, one.tags, one.state) for one in documents} == {("drives", order.tags, "ready")}
    assert len(documents) == 6
    assert parts.kept() == 0


def test_cancelled_is_forgotten(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path / "in", "1.txt", "2.txt")
    cancel = threading.Event()
    cancel.set()
    assert set(ended(list(engine.add_documents([tmp_path / "in"], cancel=cancel))).values()) == {"cancelled"}
    assert (engine.unfinished_imports(), list(engine.resume_imports())) == ([], [])


def test_an_import_belongs_to_one_rubin_until_that_ends(engine: Engine, home: Path, tmp_path: Path) -> None:
    write(tmp_path / "in", *(f"{number}.txt" for number in range(9)))
    events = engine.add_documents([tmp_path / "in"])
    next(events)
    with Engine.open(home) as other:
        assert (other.unfinished_imports(), list(other.resume_imports())) == ([], [])
        events.close()  # type: ignore[attr-defined]
        (waiting,) = other.unfinished_imports()
        assert waiting.paths == (str(tmp_path / "in"),)
        resumed = other.resume_imports()
        next(resumed)
        assert (engine.unfinished_imports(), list(engine.resume_imports())) == ([], [])
        assert set(ended(list(resumed)).values()) == {"done"}
        assert [other.search(f"KX{number}").total for number in range(9)] == [1] * 9
    assert list((home / "data" / "imports").iterdir()) == []


def test_a_full_disk_ends_the_import_and_loses_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", *(f"{number}.txt" for number in range(4)))
    (tmp_path / "in" / "9large.txt").write_text("The tag is KX9.\n" + "pump valve motor drive\n" * 30_000)
    with Engine.open(home) as engine:
        engine.search("watchdog")
    pages = (home / "data" / "rubin.db").stat().st_size // 4096
    connect = sqlite3.connect

    def limited(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.execute(f"PRAGMA max_page_count = {pages + 100}")
        return connection

    monkeypatch.setattr(store_database.sqlite3, "connect", limited)
    with Engine.open(home) as engine:
        told = []
        with pytest.raises(Failure) as refused:
            for event in engine.add_documents([tmp_path / "in"]):
                told.append(event)
        assert refused.value.message == Message("store.full", {"path": str(home / "data" / "rubin.db")})
        assert [engine.search(f"KX{number}").total for number in range(4)] == [1] * 4
        (waiting,) = engine.unfinished_imports()
    monkeypatch.undo()
    with Engine.open(home) as engine:
        outcome = ended(list(engine.resume_imports()))
        assert outcome["9large.txt"] == "done"
        assert waiting.left >= 1
        assert not {name for name, stage in ended(told).items() if stage == "done"} & outcome.keys()
        assert [engine.search(f"KX{number}").total for number in (0, 1, 2, 3, 9)] == [1] * 5


def test_a_disk_that_is_full_in_truth(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "rubin-test", str(disk)], capture_output=True, check=False
    )
    if mounting.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        write(tmp_path / "in", "1.txt")
        (tmp_path / "in" / "2.txt").write_text("pump valve motor drive\n" * 90_000)
        with Engine.open(disk / "home") as engine, pytest.raises(Failure) as refused:
            list(engine.add_documents([tmp_path / "in"]))
        assert refused.value.message.id == "store.full"
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        with Engine.open(disk / "home") as engine:
            assert ended(list(engine.resume_imports()))["2.txt"] == "done"
            assert engine.search("KX1").total == 1
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_store_locked_for_long_ends_the_import_which_can_be_resumed(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "profile", patience=0.2)
    with closing(parts.workers), parts.database:
        write(tmp_path / "in", "1.txt", "2.txt")
        events = parts.importer().run(Order((tmp_path / "in",)), None)
        next(events)
        other = sqlite3.connect(parts.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failure) as refused:
            list(events)
        assert refused.value.message.id == "store.locked"
        other.execute("ROLLBACK")
        other.close()
        assert set(ended(list(parts.importer().resume(LOCAL, None))).values()) == {"done"}
        assert parts.states() == {"1.txt": "ready", "2.txt": "ready"}


def test_an_index_that_fails_leaves_the_import_to_be_resumed(parts: Parts, tmp_path: Path) -> None:
    write(tmp_path / "in", "1.txt")

    def fail(_: threading.Event | None) -> None:
        if parts.states():
            raise Failure("store.full", path="x")

    told = []
    with pytest.raises(Failure):
        for event in parts.importer(index=fail).run(Order((tmp_path / "in",)), None):
            told.append(event.stage)
    assert "done" not in told and parts.states() == {"1.txt": "indexing"}
    (event,) = [one for one in parts.importer().resume(LOCAL, None) if one.stage in ENDED]
    assert event.document is not None
    assert (event.stage, event.document.state) == ("unchanged", "ready")
