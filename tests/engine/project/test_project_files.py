"""A project's files with real folders and real repositories."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from rubin_tui.engine import FoundIn, Looked, ProjectFiles, TreeWatch
from rubin_tui.engine.project_model import TextPlace
from rubin_tui.messages import Failure


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "Line-3"
    (root / "POUs").mkdir(parents=True)
    (root / "POUs" / "FB_Drive.st").write_text("IF nErr = 16#7532 THEN\n\tHalt();\nEND_IF\n", "utf-8")
    (root / "main.py").write_text("answer = 42\n", "utf-8")
    return root


@pytest.fixture
def files(root: Path, tmp_path: Path) -> ProjectFiles:
    return ProjectFiles(root, tmp_path / "trash")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )


def committed(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")


def test_folders_come_first_and_what_git_ignores_is_quiet(files: ProjectFiles, root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".gitignore").write_text("*.log\n!keep.log\nbuild/\n\x00[z-\n", "utf-8")
    (root / "POUs" / ".gitignore").write_text("/local.st\n", "utf-8")
    (root / "build").mkdir()
    for name in ("a.log", "keep.log", "Zeta.py", "build/out.st", "POUs/local.st", "POUs/deep.st"):
        (root / name).write_text("x")
    told = [(entry.name, entry.is_folder, entry.quiet) for entry in files.entries(str(root))]
    assert told == [
        ("build", True, True),
        ("POUs", True, False),
        (".gitignore", False, True),
        ("a.log", False, True),
        ("keep.log", False, False),
        ("main.py", False, False),
        ("Zeta.py", False, False),
    ]
    assert [entry.quiet for entry in files.entries(str(root / "build"))] == [True]
    inside = {entry.name: entry.quiet for entry in files.entries(str(root / "POUs"))}
    assert inside == {".gitignore": True, "deep.st": False, "FB_Drive.st": False, "local.st": True}
    below = {os.path.relpath(path, root) for path in files.paths()}
    assert below == {"Zeta.py", "keep.log", "main.py", "POUs/deep.st", "POUs/FB_Drive.st"}
    every = {os.path.relpath(path, root) for path in files.paths(quiet=True)}
    assert every == below | {".gitignore", "a.log", "build/out.st", "POUs/local.st", "POUs/.gitignore"}


def test_links_in_a_circle_end(files: ProjectFiles, root: Path) -> None:
    (root / "POUs" / "up").symlink_to("..")
    (root / "self").symlink_to("self")
    names = {os.path.relpath(path, root) for path in files.paths()}
    assert names == {"main.py", "self", "POUs/FB_Drive.st", "POUs/up"}
    found = [one for one in files.search("answer") if isinstance(one, FoundIn)]
    assert [one.path for one in found] == [str(root / "main.py")]


def test_git_says_what_differs_and_folders_bear_the_gravest(files: ProjectFiles, root: Path) -> None:
    assert files.git() is None
    (root / "old name.py").write_text("1\n2\n3\n")
    committed(root)
    assert files.git() == {}
    (root / "POUs" / "FB_Drive.st").write_text("other\n")
    (root / "привод\n.st").write_text("new\n", "utf-8")
    (root / "POUs" / "added.st").write_text("new\n")
    git(root, "add", "POUs/added.st")
    git(root, "mv", "old name.py", "new name.py")
    (root / "new").mkdir()
    (root / "new" / "x").write_text("x")
    told = {os.path.relpath(path, root): mark for path, mark in (files.git() or {}).items()}
    assert told == {
        ".": "changed",
        "POUs": "changed",
        "POUs/FB_Drive.st": "changed",
        "POUs/added.st": "added",
        "new name.py": "changed",
        "new": "unknown",
        "привод\n.st": "unknown",
    }
    assert ProjectFiles(root / "POUs", root).git() is not None


def test_a_conflict_is_marked(files: ProjectFiles, root: Path) -> None:
    committed(root)
    git(root, "checkout", "-q", "-b", "side")
    (root / "main.py").write_text("answer = 43\n")
    git(root, "commit", "-q", "-am", "side")
    git(root, "checkout", "-q", "-")
    (root / "main.py").write_text("answer = 44\n")
    git(root, "commit", "-q", "-am", "main")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(["git", *who, "merge", "side"], cwd=root, capture_output=True)
    assert (files.git() or {})[str(root / "main.py")] == "conflict"


def test_nothing_a_repository_configures_is_run(files: ProjectFiles, root: Path, tmp_path: Path) -> None:
    committed(root)
    ran = tmp_path / "ran"
    git(root, "config", "filter.x.clean", f"touch {ran}; cat")
    git(root, "config", "filter.x.required", "true")
    git(root, "config", "core.fsmonitor", f"touch {ran}; true")
    (root / ".gitattributes").write_text("*.py filter=x\n")
    (root / "main.py").write_text("answer = 43\n")
    assert (files.git() or {})[str(root / "main.py")] == "changed"
    assert not ran.exists()


def search(files: ProjectFiles, text: str, **how: object) -> list[tuple[str, TextPlace]]:
    found = files.search(text, **how)  # type: ignore[arg-type]
    return [
        (os.path.relpath(one.path, files.root), place)
        for one in found
        if isinstance(one, FoundIn)
        for place in one.places
    ]


def test_a_text_is_found_with_its_line_and_the_lines_beside_it(files: ProjectFiles, root: Path) -> None:
    assert search(files, "halt") == [
        ("POUs/FB_Drive.st", TextPlace(2, "\tHalt();", 1, 5, "IF nErr = 16#7532 THEN", "END_IF", 2))
    ]
    assert search(files, "halt", case=True) == []
    assert search(files, "a.swer") == []
    (root / "mixed.txt").write_bytes(b"one\r\ntwo halt halt\rthree\nHALT")
    mixed = [place for name, place in search(files, "halt") if name == "mixed.txt"]
    assert [(place.line, place.text, place.before, place.after) for place in mixed] == [
        (2, "two halt halt", "one", "three"),
        (4, "HALT", "three", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866", "koi8-r", "utf-16", "utf-16-be"])
def test_capitals_and_encodings_do_not_hide_a_word(files: ProjectFiles, root: Path, encoding: str) -> None:
    text = "Проверка связи с приводом. Авария ПРИВОДА подачи, ток превышен.\n" * 4
    (root / "old.txt").write_bytes(text.encode(encoding))
    places = search(files, "привода ПОДАЧИ")
    assert [(name, place.line, place.text[place.start : place.end]) for name, place in places] == [
        ("old.txt", line, "ПРИВОДА подачи") for line in (1, 2, 3, 4)
    ]


def test_what_is_no_text_or_ignored_is_passed_by_and_what_is_shut_is_counted(
    files: ProjectFiles, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / ".git").mkdir()
    (root / ".gitignore").write_text("*.log\n")
    (root / "a.log").write_text("answer")
    (root / "blob").write_bytes(b"answer\0\0\0" + bytes(range(20)) * 9)
    os.mkfifo(root / "pipe")
    monkeypatch.setattr("rubin_tui.engine.project.search.MOST_SIZE", 30)
    (root / "large.txt").write_text("answer " * 9)
    told = list(files.search("answer"))
    assert [os.path.relpath(one.path, root) for one in told if isinstance(one, FoundIn)] == ["main.py"]
    assert told[-1] == Looked(3, 2)
    monkeypatch.undo()
    assert {name for name, _ in search(files, "answer", quiet=True)} == {"main.py", "large.txt", "a.log"}


def test_texts_that_are_open_count_before_their_files(files: ProjectFiles, root: Path) -> None:
    opened = {str(root / "main.py"): "nothing\nquestion = 42\n"}
    assert search(files, "answer", opened=opened) == []
    assert [place.line for _, place in search(files, "question", opened=opened)] == [2]


def test_a_search_stops_when_it_is_told_and_refuses_what_it_cannot_look_for(
    files: ProjectFiles, root: Path
) -> None:
    cancel = threading.Event()
    events = files.search("e", cancel=cancel)
    assert isinstance(next(events), FoundIn)
    cancel.set()
    assert list(events) == []
    for text, why in (("", "look.empty"), ("a\nb", "look.lines"), ("a" * 2000, "look.too_long")):
        with pytest.raises(Failure) as refused:
            files.search(text)
        assert refused.value.message.id == why


def test_properties(files: ProjectFiles, root: Path) -> None:
    committed(root)
    (root / "main.py").write_bytes("# привод\r\nx = 1".encode("cp1251"))
    known = files.properties(root / "main.py")
    assert (known.encoding, known.newline, known.lines, known.language) == ("cp1251", "CRLF", 2, "Python")
    assert (known.size, known.git, known.in_git, known.is_folder) == (15, "changed", True, False)
    folder = files.properties(root)
    assert (folder.is_folder, folder.entries, folder.git) == (True, 3, "changed")
    with pytest.raises(Failure):
        files.properties(root / "gone")


def test_the_project_itself_is_not_thrown_away(files: ProjectFiles, root: Path) -> None:
    for path in (root, root.parent):
        with pytest.raises(Failure) as refused:
            files.delete(path)
        assert refused.value.message.id == "trash.project"
    kept = files.delete(root / "POUs")
    assert files.restore(kept) == root / "POUs"
    assert (root / "POUs" / "FB_Drive.st").exists()


def test_a_change_in_a_folder_that_is_listened_to_is_heard(root: Path) -> None:
    heard: list[frozenset[str]] = []
    event = threading.Event()

    def changed(folders: frozenset[str]) -> None:
        heard.append(folders)
        event.set()

    watch = TreeWatch(changed)
    try:
        watch.watch([str(root)])
        for number in range(50):  # until the thread listens
            (root / f"new{number}").touch()
            if event.wait(0.1):
                break
        assert heard[0] == {str(root)}
        (root / "POUs" / "below").touch()
        event.clear()
        watch.watch([str(root), str(root / "POUs")])
        for number in range(50):
            (root / "POUs" / f"new{number}").touch()
            if event.wait(0.1):
                break
        assert heard[-1] == {str(root / "POUs")}
    finally:
        watch.close()
