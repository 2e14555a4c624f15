"""Searches are answered, whatever becomes of the index on Whoosh."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.files.lock import ProcessLock
from rubin_tui.engine.library import index_keeper, indexing
from rubin_tui.engine.library.index_fts5 import Fts5Index
from rubin_tui.engine.library.index_keeper import IndexKeeper
from rubin_tui.engine.library.index_whoosh import WhooshIndex
from rubin_tui.engine.library.search import Searcher
from rubin_tui.engine.model import Failure, Message, PartHealth
from rubin_tui.engine.store import Queue
from tests.engine.library.base import Base


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base.at(tmp_path)
    yield opened
    opened.close()


class Remaking:
    """Makes the index again when it is told to go on."""

    def __init__(self, base: Base, problem: Failure | None = None) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.asked = 0
        self._base = base
        self._problem = problem

    def __call__(self, cancel: threading.Event) -> None:
        self.asked += 1
        self.begun.set()
        while not self.go_on.wait(0.01):
            if cancel.is_set():
                return
        if self._problem is not None:
            raise self._problem
        indexing.check_and_heal(self._base.database, self._base.keeper.folder)


def settled(keeper: IndexKeeper) -> None:
    """Wait until nothing is being made."""
    for thread in threading.enumerate():
        if thread.name == "rubin-index":
            thread.join()


def test_while_a_large_index_is_made_again_the_database_answers_and_then_the_new_one(base: Base) -> None:
    base.store("axis one\naxis two")
    shutil.rmtree(base.keeper.folder)
    remake = Remaking(base)
    keeper = IndexKeeper(base.database, base.keeper.folder, remake, here=1)
    searcher = Searcher(base.database, keeper)
    assert searcher.search("axis").total == 2
    assert remake.begun.wait(10)
    assert isinstance(keeper.index(), Fts5Index)
    assert keeper.health() == PartHealth("index", "busy", Message("index.mending", {}, 0))
    assert searcher.search("axis -two").total == 1
    assert remake.asked == 1
    remake.go_on.set()
    settled(keeper)
    assert isinstance(keeper.index(), WhooshIndex)
    assert keeper.health() == PartHealth("index", "ok")
    assert searcher.search("axis").total == 2
    keeper.close()


def test_what_is_stored_meanwhile_is_found_at_once_and_by_the_new_index_too(base: Base) -> None:
    base.store("axis one\naxis two")
    shutil.rmtree(base.keeper.folder)
    remake = Remaking(base)
    keeper = IndexKeeper(base.database, base.keeper.folder, remake, here=1)
    searcher = Searcher(base.database, keeper)
    searcher.search("axis")
    gone = base.store("axis three", indexed=False)
    keeper.catch_up()
    assert searcher.search("axis").total == 3
    base.remove(gone, indexed=False)
    assert searcher.search("axis").total == 2
    base.store("axis four", indexed=False)
    remake.go_on.set()
    settled(keeper)
    keeper.catch_up()
    assert isinstance(keeper.index(), WhooshIndex)
    assert searcher.search("axis").total == 3
    with base.database.reading() as connection:
        assert Queue(connection).count() == 0
    keeper.close()


def test_passages_no_index_finds_yet_are_told(base: Base) -> None:
    base.store("axis one", indexed=False)
    base.store("axis two", indexed=False)
    remake = Remaking(base)
    keeper = IndexKeeper(base.database, base.keeper.folder, remake, here=1)
    searcher = Searcher(base.database, keeper)
    result = searcher.search("axis")
    assert (result.total, result.notes) == (0, (Message("search.unready", {}, 2),))
    assert keeper.health() == PartHealth("index", "busy", Message("index.mending", {}, 2))
    remake.go_on.set()
    settled(keeper)
    result = searcher.search("axis")
    assert (result.total, result.notes) == (2, ())
    keeper.close()


def test_an_index_that_cannot_be_made_leaves_the_database_to_answer(tmp_path: Path) -> None:
    base = Base.at(tmp_path)
    base.store("axis one")
    (tmp_path / "cache").write_text("a file where the folder should be")
    folder = tmp_path / "cache" / "index"
    keeper = IndexKeeper(base.database, folder)
    searcher = Searcher(base.database, keeper)
    assert searcher.search("axis").total == 1
    base.store("axis two", indexed=False)
    keeper.catch_up()
    assert searcher.search("axis").total == 2
    health = keeper.health()
    assert (health.state, health.detail and health.detail.id) == ("degraded", "index.makes_do")
    keeper.close()
    base.close()


def test_what_could_not_be_made_is_tried_again_later(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    base.store("axis one\naxis two")
    shutil.rmtree(base.keeper.folder)
    problem = Failure("index.job_failed")
    remake = Remaking(base, problem)
    remake.go_on.set()
    keeper = IndexKeeper(base.database, base.keeper.folder, remake, here=1)
    searcher = Searcher(base.database, keeper)
    assert searcher.search("axis").total == 2
    settled(keeper)
    assert keeper.health() == PartHealth(
        "index", "degraded", Message("index.makes_do", {"reason": problem.message})
    )
    assert searcher.search("axis").total == 2
    assert remake.asked == 1
    monkeypatch.setattr(index_keeper, "PAUSE", 0.0)
    remake._problem = None
    assert searcher.search("axis").total == 2
    settled(keeper)
    assert remake.asked == 2
    assert isinstance(keeper.index(), WhooshIndex)
    keeper.close()


def test_a_trouble_of_the_database_is_no_trouble_of_the_index(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("axis", indexed=False)

    def full(*_: object, **__: object) -> None:
        raise Failure("store.full", path="x")

    monkeypatch.setattr(index_keeper, "catch_up", full)
    with pytest.raises(Failure) as caught:
        base.keeper.catch_up()
    assert caught.value.message.id == "store.full"
    assert base.keeper.makes_do() is False


def test_while_another_rubin_makes_the_index_nobody_waits_for_it(base: Base) -> None:
    base.store("axis one")
    shutil.rmtree(base.keeper.folder)
    with ProcessLock(base.keeper.folder.with_name("index.lock")):
        base.store("axis two")
        assert base.searcher.search("axis").total == 2
    assert base.searcher.search("axis").total == 2
    assert isinstance(base.keeper.index(), WhooshIndex)


def test_closing_ends_what_makes_the_index(base: Base) -> None:
    base.store("axis one\naxis two")
    shutil.rmtree(base.keeper.folder)
    remake = Remaking(base)
    keeper = IndexKeeper(base.database, base.keeper.folder, remake, here=1)
    Searcher(base.database, keeper).search("axis")
    keeper.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "rubin-index"] == []
