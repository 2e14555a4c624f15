"""Folders in step with the disk: real files, real SQLite, real worker processes."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine import Document, Engine, Failure, Folder, Scope
from rubin_tui.engine.files import ProcessLock
from rubin_tui.engine.library import survey
from rubin_tui.engine.library.folders import is_too_wide

EVERY = Scope(origins=("user", "note", "project"))


_LATER = itertools.count(1_000_000_000)


def write(path: Path, text: str) -> None:
    """A file that was written a while ago: one of this very moment is read twice, to be sure of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# Notes\n\n{text}\n")
    at = next(_LATER)
    os.utime(path, (at, at))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(tmp_path_factory.mktemp("profile")) as engine:
        yield engine


@pytest.fixture
def engine(opened: Engine) -> Iterator[Engine]:
    """One engine for all tests, without what the test before left in it."""
    yield opened
    for folder in opened.folders():
        if folder.kind != "notes":
            opened.unwatch_folder(folder.id)
    for document in opened.documents(EVERY):
        if document.origin != "note":
            opened.remove_document(document.id)


def look(engine: Engine, *folders: Folder, cancel: threading.Event | None = None) -> list[tuple[str, str]]:
    """One look: which files ended how."""
    events = engine.look_at_folders([folder.id for folder in folders], cancel=cancel)
    ended = ("done", "unchanged", "failed", "cancelled")
    return sorted((Path(event.path).name, event.stage) for event in events if event.stage in ended)


def held(engine: Engine, folder: Folder | None = None) -> dict[str, Document]:
    documents = [one for one in engine.documents(EVERY) if folder is None or one.folder_id == folder.id]
    return {Path(one.path).name: one for one in documents}


def problem_of(engine: Engine, folder: Folder) -> str | None:
    found = next(one for one in engine.folders() if one.id == folder.id)
    return found.problem and found.problem.id


@pytest.fixture
def manuals(tmp_path: Path) -> Path:
    folder = tmp_path / "manuals"
    (folder / "drives").mkdir(parents=True)
    write(folder / "pumps.md", "The pump P7 runs dry.")
    write(folder / "drives" / "g120.md", "Fault F30002 is an overvoltage.")
    return folder


def test_a_watched_folder_is_read_and_then_only_what_changed(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals, category="hall", tags=("east",))
    assert look(engine, folder) == [("g120.md", "done"), ("pumps.md", "done")]
    g120 = held(engine, folder)["g120.md"]
    assert (g120.category, g120.tags, g120.origin) == ("hall", ("east",), "user")
    assert look(engine, folder) == []
    write(manuals / "pumps.md", "The pump P7 runs hot.")
    write(manuals / "new.txt", "The fan M3 is loud.")
    write(manuals / "passed.by", "no document")
    assert look(engine, folder) == [("new.txt", "done"), ("pumps.md", "done")]
    assert engine.search('"runs hot"').total == 1
    assert engine.search('"runs dry"').total == 0


def test_a_file_that_was_only_touched_is_not_read_again(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    before = held(engine, folder)["pumps.md"]
    os.utime(manuals / "pumps.md", (1, 1))
    assert look(engine, folder) == [("pumps.md", "unchanged")]
    assert look(engine, folder) == []
    assert held(engine, folder)["pumps.md"].id == before.id


def test_what_vanishes_from_a_watched_folder_is_marked_and_stays_searchable(
    engine: Engine, manuals: Path
) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    (manuals / "pumps.md").rename(manuals.parent / "aside.md")
    assert look(engine, folder) == []
    gone = held(engine, folder)["pumps.md"]
    assert gone.vanished_at is not None
    assert engine.search("P7").total == 1
    assert (engine.stats().vanished, engine.folders()[-1].vanished) == (1, 1)
    (manuals.parent / "aside.md").rename(manuals / "pumps.md")
    look(engine, folder)
    back = held(engine, folder)["pumps.md"]
    assert (back.id, back.vanished_at) == (gone.id, None)


def test_a_moved_file_keeps_its_document(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    before = held(engine, folder)["g120.md"]
    (manuals / "drives").rename(manuals / "archive")
    assert look(engine, folder) == [("g120.md", "unchanged")]
    after = held(engine, folder)["g120.md"]
    assert (after.id, after.path, after.vanished_at) == (
        before.id,
        str(manuals / "archive" / "g120.md"),
        None,
    )
    assert look(engine, folder) == []


def test_a_renamed_file_is_found_by_its_new_name(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    before = held(engine, folder)["pumps.md"]
    (manuals / "pumps.md").rename(manuals / "wells.md")
    look(engine, folder)
    assert sorted(held(engine, folder)) == ["g120.md", "wells.md"]
    assert held(engine, folder)["wells.md"].id == before.id
    assert [hit.filename for hit in engine.search("P7").hits] == ["wells.md"]


def test_a_copy_is_read_once_and_takes_over_when_the_first_goes(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    shutil.copy2(manuals / "pumps.md", manuals / "wells.md")
    assert look(engine, folder) == [("wells.md", "unchanged")]
    assert look(engine, folder) == []
    assert sorted(held(engine, folder)) == ["g120.md", "pumps.md"]
    (manuals / "pumps.md").unlink()
    look(engine, folder)
    assert sorted(held(engine, folder)) == ["g120.md", "wells.md"]
    assert held(engine, folder)["wells.md"].vanished_at is None
    shutil.copy2(manuals / "wells.md", manuals / "pumps.md")
    look(engine, folder)
    write(manuals / "pumps.md", "The pump P9 is new.")
    assert look(engine, folder) == [("pumps.md", "done")]
    assert sorted(held(engine, folder)) == ["g120.md", "pumps.md", "wells.md"]


def test_a_file_that_comes_to_hold_what_another_holds_leaves_its_old_text(
    engine: Engine, manuals: Path
) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    shutil.copy2(manuals / "pumps.md", manuals / "drives" / "g120.md")
    look(engine, folder)
    assert sorted(held(engine, folder)) == ["pumps.md"]
    assert engine.search("F30002", scope=Scope(origins=("user",))).total == 0


def test_files_that_cannot_be_read_are_told_once(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    write(manuals / "broken.pdf", "no pdf")
    assert ("broken.pdf", "failed") in look(engine, folder)
    assert look(engine, folder) == []
    assert held(engine, folder)["broken.pdf"].state == "failed"
    (manuals / "broken.pdf").unlink()
    look(engine, folder)
    assert "broken.pdf" not in held(engine, folder)


def test_a_folder_that_is_not_there_changes_nothing(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    before = held(engine, folder)
    manuals.rename(manuals.with_name("unplugged"))
    look(engine, folder)
    assert problem_of(engine, folder) == "folder.not_there"
    assert held(engine, folder) == before
    manuals.mkdir()  # what a drive is mounted on
    look(engine, folder)
    assert problem_of(engine, folder) == "folder.another"
    assert held(engine, folder) == before
    manuals.rmdir()
    manuals.with_name("unplugged").rename(manuals)
    assert look(engine, folder) == []
    assert problem_of(engine, folder) is None
    assert held(engine, folder) == before


def test_a_folder_the_user_emptied_has_all_its_documents_marked(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    shutil.rmtree(manuals / "drives")
    (manuals / "pumps.md").unlink()
    look(engine, folder)
    assert problem_of(engine, folder) is None
    assert all(document.vanished_at is not None for document in held(engine, folder).values())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_stands_in_a_closed_folder_stays_as_it_is(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    (manuals / "drives").chmod(0)
    try:
        look(engine, folder)
        assert problem_of(engine, folder) == "folder.unreadable"
        assert held(engine, folder)["g120.md"].vanished_at is None
    finally:
        (manuals / "drives").chmod(0o700)


def test_what_stands_in_a_folder_that_fails_to_be_read_stays_as_it_is(
    engine: Engine, manuals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("drives"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(survey.os, "scandir", refuse)
    (manuals / "pumps.md").unlink()
    look(engine, folder)
    monkeypatch.undo()
    assert problem_of(engine, folder) == "folder.unreadable"
    assert held(engine, folder)["g120.md"].vanished_at is None
    assert held(engine, folder)["pumps.md"].vanished_at is not None


def test_links_that_go_in_circles_and_pipes_are_passed_by(engine: Engine, manuals: Path) -> None:
    (manuals / "drives" / "up").symlink_to(manuals)
    (manuals / "self.md").symlink_to(manuals / "self.md")
    (manuals / "linked.md").symlink_to(manuals / "nowhere.md")
    os.mkfifo(manuals / "pipe.md")
    folder = engine.watch_folder(manuals)
    assert look(engine, folder) == [("g120.md", "done"), ("pumps.md", "done")]


def test_names_no_encoding_knows_and_names_with_newlines_are_kept_apart(
    engine: Engine, manuals: Path
) -> None:
    write(Path(os.fsdecode(os.fsencode(manuals) + b"/\xff.md")), "One motor.")
    write(manuals / "two\nlines.md", "Two motors.")
    folder = engine.watch_folder(manuals)
    assert len(look(engine, folder)) == 4
    assert look(engine, folder) == []
    assert {"\\xff.md", "two\nlines.md"} < held(engine, folder).keys()


def test_what_was_imported_by_itself_belongs_to_the_folder_that_is_watched(
    engine: Engine, manuals: Path
) -> None:
    (before,) = [
        event.document
        for event in engine.add_documents([manuals / "pumps.md"], category="mine")
        if event.stage == "done"
    ]
    folder = engine.watch_folder(manuals, category="hall")
    assert look(engine, folder) == [("g120.md", "done"), ("pumps.md", "unchanged")]
    after = held(engine, folder)["pumps.md"]
    assert before is not None
    assert (after.id, after.category, after.folder_id) == (before.id, "mine", folder.id)


def test_a_single_file_that_vanishes_is_marked_until_it_is_there_again(engine: Engine, manuals: Path) -> None:
    list(engine.add_documents([manuals / "pumps.md"]))
    (manuals / "pumps.md").rename(manuals / "aside")
    look(engine)
    assert held(engine)["pumps.md"].vanished_at is not None
    (manuals / "aside").rename(manuals / "pumps.md")
    look(engine)
    assert held(engine)["pumps.md"].vanished_at is None


def test_changed_categories_and_tags_outlive_a_change_of_the_file(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    engine.edit_document(held(engine)["pumps.md"].id, category="wells", tags=("deep",))
    write(manuals / "pumps.md", "The pump P7 runs hot.")
    look(engine, folder)
    after = held(engine)["pumps.md"]
    assert (after.category, after.tags) == ("wells", ("deep",))
    assert engine.search("hot", scope=Scope(categories=("wells",), tags=("deep",))).total == 1


def test_a_document_is_not_removed_while_its_file_would_bring_it_back(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    document = held(engine)["pumps.md"]
    with pytest.raises(Failure) as refused:
        engine.remove_document(document.id)
    assert refused.value.message.id == "library.in_folder"
    (manuals / "pumps.md").unlink()
    look(engine, folder)
    engine.remove_document(document.id)
    look(engine, folder)
    assert sorted(held(engine)) == ["g120.md"]


def test_a_folder_inside_a_watched_one_takes_its_documents_over(engine: Engine, manuals: Path) -> None:
    outer = engine.watch_folder(manuals)
    look(engine, outer)
    before = held(engine)["g120.md"]
    inner = engine.watch_folder(manuals / "drives")
    assert look(engine, outer, inner) == []
    assert (sorted(held(engine, outer)), sorted(held(engine, inner))) == (["pumps.md"], ["g120.md"])
    assert held(engine)["g120.md"].id == before.id
    assert held(engine)["g120.md"].vanished_at is None
    engine.unwatch_folder(inner.id)
    look(engine, outer)
    assert held(engine, outer)["g120.md"].id == before.id


def test_a_folder_no_longer_watched_leaves_its_documents(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    engine.unwatch_folder(folder.id)
    assert all(one.kind == "notes" for one in engine.folders())
    assert sorted(held(engine)) == ["g120.md", "pumps.md"]
    assert engine.search("P7").total == 1
    with pytest.raises(Failure) as refused:
        engine.unwatch_folder(folder.id)
    assert refused.value.message.id == "folder.unknown"


def test_what_cannot_be_watched_is_said(
    engine: Engine, manuals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(manuals))
    for path, said in (
        (manuals / "none", "folder.missing"),
        (manuals / "pumps.md", "folder.not_a_folder"),
        (manuals, "folder.too_wide"),
        (manuals.parent, "folder.too_wide"),
        (Path("/"), "folder.too_wide"),
    ):
        with pytest.raises(Failure) as refused:
            engine.watch_folder(path)
        assert refused.value.message.id == said
    assert not is_too_wide(manuals / "drives")
    assert all(one.kind == "notes" for one in engine.folders())


def test_a_look_that_is_cancelled_marks_nothing_and_the_next_one_goes_on(
    engine: Engine, manuals: Path
) -> None:
    folder = engine.watch_folder(manuals)
    look(engine, folder)
    (manuals / "pumps.md").rename(manuals / "wells.md")
    cancel = threading.Event()
    cancel.set()
    assert look(engine, folder, cancel=cancel) == []
    assert held(engine)["pumps.md"].vanished_at is None
    assert look(engine, folder) == [("wells.md", "unchanged")]


def test_a_folder_another_rubin_keeps_is_left_to_it(engine: Engine, manuals: Path) -> None:
    folder = engine.watch_folder(manuals)
    lock = engine.library.database.path.parents[1] / "cache" / "folders" / f"{folder.id}.lock"
    lock.parent.mkdir(exist_ok=True)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sys; from pathlib import Path; from rubin_tui.engine.files import ProcessLock\n"
            f"with ProcessLock(Path({str(lock)!r})): print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert look(engine, folder) == []
    holder.kill()
    holder.communicate()
    assert look(engine, folder) == [("g120.md", "done"), ("pumps.md", "done")]
    with ProcessLock(lock):
        pass


def test_a_folder_given_up_while_it_is_read_ends_the_look_and_keeps_what_was_read(
    engine: Engine, tmp_path: Path
) -> None:
    for number in range(40):
        write(tmp_path / "many" / f"{number}.md", f"Pump P20{number} is noisy.")
    folder = engine.watch_folder(tmp_path / "many")
    stored = 0
    with pytest.raises(Failure) as caught:
        for event in engine.look_at_folders([folder.id]):
            stored += event.stage == "storing"
            if stored == 10:
                engine.unwatch_folder(folder.id)
    assert caught.value.message.id == "folder.unknown"
    left = engine.documents(Scope(origins=("user",)))
    assert len(left) == 9
    assert {document.folder_id for document in left} == {""}
    assert engine.unfinished_imports() == []
