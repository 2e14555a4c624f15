"""The index in its folder: what is committed is found, what is wrong is noticed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rubin_tui.engine.library import index_storage, index_whoosh
from rubin_tui.engine.library.index import Entry, IndexBusy, IndexLost, IndexStats
from rubin_tui.engine.library.index_storage import State
from rubin_tui.engine.library.index_whoosh import WhooshIndex


def an_entry(key: str, text: str, group: str = "g", *facets: str) -> Entry:
    return Entry(key, group, text.split(), facets)


def made(folder: Path, *entries: Entry, seq: int = 1) -> WhooshIndex:
    index = WhooshIndex.create(folder, "mine")
    index.add(entries)
    index.commit(seq)
    return index


def test_entries_are_found_after_commit_and_not_before(tmp_path: Path) -> None:
    index = WhooshIndex.create(tmp_path / "index", "mine")
    index.add([an_entry("k1", "axis drive"), an_entry("k2", "привод axis axis")])
    assert index.search(["axis"], 10).keys == ()
    index.commit(7)
    assert index.search(["axis"], 10).keys == ("k2", "k1")
    assert index.search(["привод"], 10).keys == ("k2",)
    assert index.applied() == 7


def test_what_was_added_is_forgotten_by_cancel_and_by_close(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    index.add([an_entry("k2", "axis")])
    index.cancel()
    index.delete(["g"])
    index.close()
    assert WhooshIndex(tmp_path / "index", "mine").search(["axis"], 10).keys == ("k1",)


def test_deleting_a_group_takes_its_committed_entries_and_leaves_what_is_being_added(tmp_path: Path) -> None:
    index = made(
        tmp_path / "index",
        an_entry("old1", "axis", "a"),
        an_entry("old2", "axis", "a"),
        an_entry("other", "axis", "b"),
    )
    index.add([an_entry("new", "axis", "a")])
    index.delete(["a", "absent"])
    index.commit(2)
    assert set(index.search(["axis"], 10).keys) == {"new", "other"}
    assert index.stats().entries == 2
    assert index.frequencies(["axis", "old"]).of == {"axis": 2, "old": 0}


def test_filters_let_through_one_of_each_group(tmp_path: Path) -> None:
    index = made(
        tmp_path / "index",
        an_entry("k1", "axis", "a", "owner:anna", "type:pdf"),
        an_entry("k2", "axis", "b", "owner:anna", "type:text"),
        an_entry("k3", "axis", "c", "owner:boris", "type:pdf"),
    )
    assert index.search(["axis"], 10, (("owner:anna",), ("type:pdf", "type:x"))).keys == ("k1",)
    assert index.search(["axis"], 10, (("doc:b", "doc:c"),)).keys == ("k2", "k3")
    assert index.frequencies(["axis"], (("owner:anna",),)).passages == 2


def test_an_open_index_sees_what_another_process_commits(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    program = (
        "import sys, pathlib\n"
        "from rubin_tui.engine.library.index_whoosh import WhooshIndex\n"
        "from rubin_tui.engine.library.index import Entry\n"
        "index = WhooshIndex(pathlib.Path(sys.argv[1]), 'mine')\n"
        "index.add([Entry('k2', 'h', ['axis'])])\n"
        "index.commit(2)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program, str(index.folder)], check=True)
    assert index.search(["axis"], 10).keys == ("k1", "k2")
    assert index.applied() == 2


def test_an_open_index_sees_that_its_folder_was_exchanged_or_is_gone(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    assert index.search(["axis"], 10).keys == ("k1",)
    made(tmp_path / "other", an_entry("k9", "axis")).close()
    (tmp_path / "index").rename(tmp_path / "before")
    with pytest.raises(IndexLost):
        index.search(["axis"], 10)
    (tmp_path / "other").rename(tmp_path / "index")
    assert index.search(["axis"], 10).keys == ("k9",)


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    first = made(tmp_path / "index", an_entry("k1", "axis"))
    second = WhooshIndex(tmp_path / "index", "mine")
    first.add([an_entry("k2", "axis")])
    with pytest.raises(IndexBusy):
        second.add([an_entry("k3", "axis")])
    first.cancel()
    second.add([an_entry("k3", "axis")])
    second.commit(2)
    assert first.search(["axis"], 10).keys == ("k1", "k3")


def test_small_segments_are_joined_by_commits_and_the_ranking_stays(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k00", "axis drive", "g00"))
    for number in range(1, 30):
        index.add([an_entry(f"k{number:02}", "axis " * (number % 5 + 1) + "drive", f"g{number:02}")])
        index.commit(number)
    whole = made(
        tmp_path / "whole",
        *(an_entry(f"k{number:02}", "axis " * (number % 5 + 1) + "drive") for number in range(30)),
    )
    assert index.stats().segments <= index_whoosh.FANOUT
    assert index.stats().entries == 30
    assert index.search(["axis"], 30) == whole.search(["axis"], 30)


def test_tidying_joins_what_commits_left_apart_until_nothing_is_left_to_join(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_whoosh, "QUICK_MERGE", 0)
    index = made(tmp_path / "index", an_entry("k0", "axis", "g0"))
    for number in range(1, 8):
        index.add([an_entry(f"k{number}", "axis", f"g{number}")])
        index.commit(number)
    assert index.stats().segments == 8
    assert [index.tidy(), index.tidy()] == [True, False]
    assert index.stats() == IndexStats(8, 1, index.stats().bytes, 7)
    assert index.search(["axis"], 10).total == 8


def test_the_folder_and_its_files_are_for_their_owner_only(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in index.folder.iterdir() if "LOCK" not in path.name}
    assert (stat.S_IMODE(index.folder.stat().st_mode), modes) == (0o700, {0o600})


def test_no_files_of_earlier_commits_stay(tmp_path: Path) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    index.delete(["g"])
    index.add([an_entry("k2", "axis")])
    index.commit(2)
    state = json.loads((index.folder / "applied-2.json").read_text())
    expected = {"MAIN_WRITELOCK", "applied-2.json", "_MAIN_2.toc", *state["files"]}
    assert {path.name for path in index.folder.iterdir()} == expected
    assert state["entries"] == 1


def spoil_mode(folder: Path) -> None:
    folder.chmod(0o755)


def spoil_link(folder: Path) -> None:
    folder.rename(folder.with_name("real"))
    folder.symlink_to(folder.with_name("real"))


def spoil_toc(folder: Path) -> None:
    (folder / "_MAIN_1.toc").write_bytes(b"cut")


def spoil_no_toc(folder: Path) -> None:
    (folder / "_MAIN_1.toc").unlink()


def spoil_segment(folder: Path) -> None:
    file = next(folder.glob("*.pst"))
    os.truncate(file, file.stat().st_size - 3)


def spoil_segment_gone(folder: Path) -> None:
    next(folder.glob("*.trm")).unlink()


def spoil_state(folder: Path) -> None:
    (folder / "applied-1.json").write_text("[]")


def spoil_analyzer(folder: Path) -> None:
    state = State.read((folder / "applied-1.json").read_text())
    (folder / "applied-1.json").write_text(replace(state, analyzer=state.analyzer + 1).written())


def spoil_count(folder: Path) -> None:
    state = State.read((folder / "applied-1.json").read_text())
    (folder / "applied-1.json").write_text(replace(state, entries=5).written())


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_mode,
        spoil_link,
        spoil_toc,
        spoil_no_toc,
        spoil_segment,
        spoil_segment_gone,
        spoil_state,
        spoil_analyzer,
        spoil_count,
    ],
)
def test_an_index_that_is_not_as_it_was_committed_is_not_opened(spoil, tmp_path: Path) -> None:
    made(tmp_path / "index", an_entry("k1", "axis")).close()
    WhooshIndex(tmp_path / "index", "mine").close()
    spoil(tmp_path / "index")
    with pytest.raises(IndexLost):
        WhooshIndex(tmp_path / "index", "mine")


def test_an_index_of_another_database_is_not_opened(tmp_path: Path) -> None:
    made(tmp_path / "index", an_entry("k1", "axis")).close()
    with pytest.raises(IndexLost):
        WhooshIndex(tmp_path / "index", "yours")


def test_what_was_read_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    assert index.search(["axis"], 10).total == 1
    read: list[str] = []
    monkeypatch.setattr(
        index_whoosh, "checksum", lambda path: (read.append(path.name), index_storage.checksum(path))[1]
    )
    index.add([an_entry("k2", "axis", "h")])
    index.commit(2)
    assert index.search(["axis"], 10).total == 2
    segments = {name.partition(".")[0] for name in read if not name.endswith(".toc")}
    assert (len(segments), "_MAIN_2.toc" in read) == (1, True)


def test_a_changed_byte_is_found_by_reading_all_of_it(tmp_path: Path) -> None:
    index = made(tmp_path / "index", *(an_entry(f"k{number}", f"axis w{number}") for number in range(50)))
    assert index.health() == ""
    file = next(index.folder.glob("*.pst"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x10
    file.write_bytes(data)
    assert index.health() == f"{file.name} has changed"


def test_everything_is_synced_before_a_commit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = made(tmp_path / "index", an_entry("k1", "axis"))
    before = json.loads((index.folder / "applied-1.json").read_text())["files"]
    synced: list[str] = []
    sync = index_storage._sync

    def listening(path: Path) -> None:
        assert (index.folder / "_MAIN_2.toc").exists() == (path == index.folder)
        synced.append(path.name)
        sync(path)

    monkeypatch.setattr(index_storage, "_sync", listening)
    index.add([an_entry("k2", "axis", "h")])
    index.commit(2)
    new = json.loads((index.folder / "applied-2.json").read_text())["files"].keys() - before.keys()
    assert len(new) == 5
    assert new | {"applied-2.json", "index"} <= set(synced)
    assert synced[-1] == "index"


def test_a_key_that_is_too_long_is_refused(tmp_path: Path) -> None:
    index = WhooshIndex.create(tmp_path / "index", "mine")
    with pytest.raises(ValueError, match="48"):
        index.add([an_entry("k" * 49, "axis")])
