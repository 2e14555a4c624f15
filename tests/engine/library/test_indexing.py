"""The index follows the database, whatever happens to either."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.files.lock import ProcessLock
from rubin_tui.engine.library import index_whoosh, indexing
from rubin_tui.engine.library.analysis import analyze_documents
from rubin_tui.engine.library.index import IndexLost, IndexStats
from rubin_tui.engine.library.index_keeper import IndexKeeper
from rubin_tui.engine.library.index_whoosh import WhooshIndex
from rubin_tui.engine.library.indexing import Applied, check_and_heal, index_pending
from rubin_tui.engine.model import Failure, Message, PartHealth
from rubin_tui.engine.store import Database, Documents, Queue
from tests.engine.library.base import Base


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base.at(tmp_path)
    yield opened
    opened.close()


def queued(base: Base) -> int:
    with base.database.reading() as connection:
        return Queue(connection).count()


def lines(count: int, word: str = "axis") -> str:
    return "\n".join(f"{word} w{number}" for number in range(count))


def test_stored_documents_become_searchable_ready_and_leave_the_queue(base: Base) -> None:
    base.store(lines(3), filename="a.md", indexed=False)
    base.store(lines(2), filename="b.md", indexed=False)
    assert (base.states(), queued(base)) == ({"a.md": "indexing", "b.md": "indexing"}, 2)
    assert base.keeper.catch_up() == Applied(2, 2, 5)
    assert (base.states(), queued(base)) == ({"a.md": "ready", "b.md": "ready"}, 0)
    assert base.searcher.search("axis").total == 5


def test_a_second_run_has_nothing_to_do_and_commits_nothing(base: Base) -> None:
    base.store(lines(3))
    before = sorted(path.name for path in base.keeper.folder.iterdir())
    assert base.keeper.catch_up() == Applied(1, 0, 0)
    assert sorted(path.name for path in base.keeper.folder.iterdir()) == before


def test_a_removed_document_is_found_no_more(base: Base) -> None:
    kept, gone = base.store("axis kept"), base.store("axis gone")
    base.remove(gone)
    assert [hit.document_id for hit in base.searcher.search("axis").hits] == [kept.id]
    assert base.keeper.stats().entries == 1


def test_a_failed_document_is_not_found_and_stays_failed(base: Base) -> None:
    base.store("axis", filename="a.md", state="failed", problem=Message("import.empty", {"path": "a.md"}))
    assert base.searcher.search("axis").total == 0
    assert base.states() == {"a.md": "failed"}
    assert check_and_heal(base.database, base.keeper.folder) is False


def test_a_large_document_is_committed_in_parts_and_counts_when_it_is_whole(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("first")
    monkeypatch.setattr(indexing, "BATCH", 10)
    base.store(lines(25), filename="large.md", indexed=False)
    base.store("axis last", indexed=False)
    seen: list[Applied] = []
    base.keeper.catch_up(progress=seen.append)
    assert seen == [Applied(1), Applied(1, 0, 10), Applied(1, 0, 20), Applied(2, 1, 25), Applied(3, 2, 26)]
    assert base.searcher.search("axis").total == 26


def test_a_document_that_changed_twice_while_waiting_is_indexed_once_as_it_is_now(base: Base) -> None:
    base.store("first")
    document = base.store("axis", indexed=False)
    other = base.store("axis other", indexed=False)
    with base.database.writing() as connection:
        Queue(connection).put(document.id)
        Documents(connection).remove(other.id)
    assert base.keeper.catch_up() == Applied(5, 2, 1)
    assert [hit.document_id for hit in base.searcher.search("axis").hits] == [document.id]


def test_cancelling_keeps_what_was_committed_and_the_rest_in_the_queue(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("first")
    monkeypatch.setattr(indexing, "BATCH", 10)
    base.store(lines(10), filename="a.md", indexed=False)
    base.store(lines(10), filename="b.md", indexed=False)
    cancel = threading.Event()

    def stop(reached: Applied) -> None:
        if reached.documents == 1:
            cancel.set()

    base.keeper.catch_up(progress=stop, cancel=cancel)
    assert base.states() == {"drive.md": "ready", "a.md": "ready", "b.md": "indexing"}
    assert base.keeper.catch_up().documents == 1
    assert base.searcher.search("axis").total == 20


def test_the_job_gives_a_frame_a_commit_and_joins_segments_at_the_end(base: Base) -> None:
    for number in range(3):
        base.store(f"axis {number}", indexed=False)
    frames = list(index_pending(str(base.database.path), str(base.keeper.folder)))
    assert frames[-1] == {"applied": 3, "documents": 3, "passages": 3}
    assert base.searcher.search("axis").total == 3


def test_commits_grow_with_what_waits_so_that_the_first_documents_are_found_soon(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("first")
    monkeypatch.setattr(indexing, "FIRST_BATCH", 2)
    monkeypatch.setattr(indexing, "BATCH", 5)
    for number in range(14):
        base.store(f"axis {number}", indexed=False)
    seen: list[Applied] = []
    base.keeper.catch_up(progress=seen.append)
    assert seen == [Applied(1), Applied(3, 2, 2), Applied(7, 6, 6), Applied(12, 11, 11), Applied(15, 14, 14)]


def test_segments_are_joined_while_documents_wait_only_when_they_are_many(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("first")
    monkeypatch.setattr(index_whoosh, "QUICK_MERGE", 0)
    monkeypatch.setattr(indexing, "BATCH", 1)
    for crowded, segments in ((100, 13), (8, 4)):
        monkeypatch.setattr(indexing, "CROWDED", crowded)
        for number in range(12):
            base.store(f"axis {number}", indexed=False)
        base.keeper.catch_up()
        assert base.keeper.stats().segments == segments
    assert base.searcher.search("axis").total == 24


def test_what_is_stored_while_segments_are_joined_is_indexed_by_the_same_job(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("first")
    monkeypatch.setattr(index_whoosh, "QUICK_MERGE", 0)
    monkeypatch.setattr(indexing, "BATCH", 1)
    for number in range(8):
        base.store(f"axis {number}", indexed=False)
    late = False
    for frame in index_pending(str(base.database.path), str(base.keeper.folder)):
        if frame["documents"] == 8 and not late:  # all that waited: from here on segments are joined
            late = True
            base.store("axis late", indexed=False)
    assert frame == {"applied": 10, "documents": 9, "passages": 9}
    assert (base.searcher.search("axis").total, queued(base)) == (9, 0)


def test_an_index_folder_deleted_while_running_is_noticed_and_made_again(base: Base) -> None:
    base.store("axis one")
    assert base.texts("axis") == ["axis one"]
    shutil.rmtree(base.keeper.folder)
    assert base.texts("axis") == ["axis one"]
    assert base.keeper.stats().entries == 1


def test_segment_files_deleted_while_running_are_noticed_and_made_again(base: Base) -> None:
    base.store("axis one")
    assert base.texts("axis") == ["axis one"]
    for path in base.keeper.folder.glob("MAIN_*"):
        path.unlink()
    base.store("axis two", indexed=False)
    base.keeper.catch_up()
    assert sorted(base.texts("axis")) == ["axis one", "axis two"]


@pytest.mark.parametrize("gone", ["*", "MAIN_*", "*.trm"])
def test_files_that_vanish_under_an_indexer_are_made_again_in_the_same_run(
    gone: str, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 3)
    base.store("axis")
    base.store(lines(9), indexed=False)

    def vanish(reached: Applied) -> None:
        if reached.passages == 3:
            for path in base.keeper.folder.glob(gone):
                path.unlink()

    base.keeper.catch_up(progress=vanish)
    assert (base.searcher.search("axis").total, queued(base)) == (10, 0)
    assert check_and_heal(base.database, base.keeper.folder) is False


def test_commits_and_searches_leave_no_files_open(base: Base) -> None:
    counts = []
    for number in range(12):
        base.remove(base.store(f"axis {number}"))
        base.store(f"drive {number}")
        base.texts("drive")
        counts.append(len(list(Path("/proc/self/fd").iterdir())))
    assert counts[-1] <= max(counts[:8])


def test_healing_leaves_a_sound_index_alone(base: Base) -> None:
    base.store(lines(3))
    inode = base.keeper.folder.stat().st_ino
    assert check_and_heal(base.database, base.keeper.folder) is False
    assert base.keeper.folder.stat().st_ino == inode


def damage_byte(base: Base) -> None:
    file = next(base.keeper.folder.glob("*.pst"))
    data = bytearray(file.read_bytes())
    data[-4] ^= 1
    file.write_bytes(data)


def damage_mode(base: Base) -> None:
    base.keeper.folder.chmod(0o777)


def damage_doubled(base: Base) -> None:
    index = WhooshIndex(base.keeper.folder, base.database.identity)
    index.add(indexing._entries(base.database, base.searcher.search("axis").hits[0].document_id))
    index.commit(index.applied())
    index.close()


def damage_ahead(base: Base) -> None:
    index = WhooshIndex(base.keeper.folder, base.database.identity)
    index.commit(1000)
    index.close()


def damage_behind(base: Base) -> None:
    index = WhooshIndex(base.keeper.folder, base.database.identity)
    index.commit(0)
    index.close()


def damage_file(base: Base) -> None:
    shutil.rmtree(base.keeper.folder)
    base.keeper.folder.write_text("not a folder")


@pytest.mark.parametrize(
    "damage", [damage_byte, damage_mode, damage_doubled, damage_ahead, damage_behind, damage_file]
)
def test_whatever_is_wrong_with_an_index_it_is_made_again(damage, base: Base) -> None:
    base.store(lines(3))
    damage(base)
    base.keeper.close()
    assert check_and_heal(base.database, base.keeper.folder) is True
    assert base.searcher.search("axis").total == 3
    assert check_and_heal(base.database, base.keeper.folder) is False
    assert sorted(path.name for path in base.keeper.folder.parent.iterdir() if path.is_dir()) == ["index"]


def test_an_index_ahead_of_its_database_is_made_again_by_the_next_change(base: Base) -> None:
    base.store("axis one")
    damage_ahead(base)
    base.store("axis two")
    assert sorted(base.texts("axis")) == ["axis one", "axis two"]


def test_what_a_killed_rebuild_left_is_cleared_away(base: Base) -> None:
    base.store("axis one")
    shutil.copytree(base.keeper.folder, base.keeper.folder.with_name("index.new"))
    base.keeper.folder.rename(base.keeper.folder.with_name("index.old"))
    assert base.texts("axis") == ["axis one"]
    assert sorted(path.name for path in base.keeper.folder.parent.iterdir() if path.is_dir()) == ["index"]


def test_a_cancelled_rebuild_leaves_what_was_there(base: Base) -> None:
    base.store(lines(3))
    damage_doubled(base)
    cancel = threading.Event()
    cancel.set()
    check_and_heal(base.database, base.keeper.folder, cancel=cancel)
    assert base.keeper.stats().entries == 6


def test_indexers_wait_for_each_other(base: Base) -> None:
    base.store("axis", indexed=False)
    done = threading.Event()
    with ProcessLock(base.keeper.folder.with_name("index.lock")):
        thread = threading.Thread(
            target=lambda: (indexing.catch_up(base.database, base.keeper.folder), done.set())
        )
        thread.start()
        assert not done.wait(0.2)
    thread.join()
    assert base.texts("axis") == ["axis"]


def test_health_tells_what_waits_and_what_is_lost(base: Base) -> None:
    assert base.keeper.health() == PartHealth("index", "ok")
    assert base.keeper.stats() == IndexStats(0, 0, 0, 0)
    base.store("axis")
    assert base.keeper.health() == PartHealth("index", "ok")
    base.store("axis", indexed=False)
    assert base.keeper.health() == PartHealth("index", "busy", Message("index.behind", {}, 1))
    shutil.rmtree(base.keeper.folder)
    lost = Message("index.lost", {"path": str(base.keeper.folder)})
    assert base.keeper.health() == PartHealth("index", "degraded", lost)
    with pytest.raises(IndexLost):
        base.keeper.index().applied()


def test_a_disk_that_takes_no_more_is_said_and_nothing_is_lost(base: Base) -> None:
    base.store("axis one")
    base.store(lines(300), indexed=False)
    analyze_documents(base.database)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(Failure) as caught:
            indexing.catch_up(base.database, base.keeper.folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.message.id == "index.unwritable"
    assert (base.texts("axis"), queued(base)) == (["axis one"], 1)
    base.keeper.catch_up()
    assert (base.searcher.search("axis").total, queued(base)) == (301, 0)


def test_a_folder_that_takes_no_lock_is_said(base: Base) -> None:
    base.store("axis", indexed=False)
    base.keeper.folder.with_name("index.lock").mkdir()
    with pytest.raises(Failure) as caught:
        indexing.catch_up(base.database, base.keeper.folder)
    assert caught.value.message.id == "index.unwritable"
    assert base.keeper.health().state == "ok"


def test_an_index_that_vanishes_whenever_it_is_made_is_one_clear_failure(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 3)
    monkeypatch.setattr(indexing, "REBUILD_BATCH", 3)
    base.store(lines(9), indexed=False)
    with pytest.raises(Failure) as caught:
        indexing.catch_up(
            base.database,
            base.keeper.folder,
            progress=lambda _: shutil.rmtree(base.keeper.folder.with_name("index.new"), ignore_errors=True),
        )
    assert caught.value.message.id == "index.lost"
    base.keeper.catch_up()
    assert base.searcher.search("axis").total == 9


def test_waiting_for_another_indexer_ends_when_cancelled(base: Base) -> None:
    base.store("axis", indexed=False)
    cancel = threading.Event()
    cancel.set()
    with ProcessLock(base.keeper.folder.with_name("index.lock")):
        assert base.keeper.catch_up(cancel=cancel) == Applied(0)
        assert check_and_heal(base.database, base.keeper.folder, cancel=cancel) is False
    assert queued(base) == 1


def test_two_processes_index_at_once_without_loss_or_doubles(base: Base) -> None:
    for number in range(40):
        base.store(f"axis {number}", indexed=False)
    started = [run_indexer(base) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert (base.searcher.search("axis").total, queued(base)) == (40, 0)


def run_indexer(base: Base) -> subprocess.Popen[bytes]:
    program = (
        "import sys\n"
        "from rubin_tui.engine.library import indexing\n"
        "indexing.BATCH = 7\n"
        "for _ in indexing.index_pending(sys.argv[1], sys.argv[2]): pass\n"
    )
    arguments = (str(base.database.path), str(base.keeper.folder))
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", program, *arguments])


def test_killed_anywhere_an_indexer_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """Kill -9 at seeded moments; RUBIN_KILLS says how often. What is stored meanwhile is random too."""
    chance = random.Random(11)
    base = Base.at(tmp_path)
    held: dict[str, int] = {}
    count = 0
    for _ in range(int(os.environ.get("RUBIN_KILLS", "4"))):
        for _ in range(12):
            if held and chance.random() < 0.3:
                gone = chance.choice(sorted(held))
                del held[gone]
                with base.database.reading() as connection:
                    document = next(one for one in Documents(connection).list() if one.filename == gone)
                base.remove(document, indexed=False)
            else:
                count += 1
                held[f"{count}.md"] = chance.randint(1, 30)
                base.store(lines(held[f"{count}.md"]), filename=f"{count}.md", indexed=False)
        process = run_indexer(base)
        # Imports take the first 0.3 s or so; the work itself about as long again.
        time.sleep(chance.uniform(0.25, 0.9))
        process.send_signal(signal.SIGKILL)
        process.wait()
    base.keeper.catch_up()
    hits = base.searcher.search("axis", limit=10_000).hits
    assert len({hit.passage_id for hit in hits}) == len(hits)
    found: dict[str, int] = {}
    for hit in hits:
        found[hit.filename] = found.get(hit.filename, 0) + 1
    assert found == held
    assert set(base.states().values()) == {"ready"}
    assert check_and_heal(base.database, base.keeper.folder) is False
    base.close()


def test_a_keeper_may_be_closed_twice_and_before_its_first_search(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db") as database:
        keeper = IndexKeeper(database, tmp_path / "index")
        keeper.close()
        keeper.close()
