"""The open project as a source: which files count, when they are found, and that projects do not mix."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine import Document, Engine, Failure, Folder, Scope
from rubin_tui.engine.library import survey
from rubin_tui.engine.library.indexing import open_index
from rubin_tui.engine.library.survey import survey as survey_of
from rubin_tui.engine.store import FullText
from tests.engine.library.test_folders import look, problem_of, write

ST = "FUNCTION_BLOCK Axis\nVAR\n  speed : REAL; (* {} *)\nEND_VAR\nspeed := 4.2;\nEND_FUNCTION_BLOCK\n"


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
    for document in opened.documents(Scope(origins=("user", "project"))):
        opened.remove_document(document.id)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_project(tmp_path / "press", "conveyor")


def a_project(folder: Path, word: str) -> Path:
    folder.mkdir()
    write(folder / ".rubin.toml", "")
    write(folder / "axis.st", ST.format(word))
    write(folder / "README.md", f"How the {word} is set up.")
    return folder


def files(engine: Engine, folder: Folder) -> dict[str, Document]:
    of_project = engine.documents(Scope(origins=("project",), projects=(folder.id,)))
    return {os.path.relpath(one.path, folder.path): one for one in of_project}


def counted(folder: Path) -> set[str]:
    found = survey_of(folder, "project")
    return {os.path.relpath(file.path, folder) for file in found.files.values()}


def test_files_of_a_project_are_code_with_lines_and_no_manuals(engine: Engine, project: Path) -> None:
    folder = engine.open_project(project)
    before = engine.stats()
    assert look(engine, folder) == [("README.md", "done"), ("axis.st", "done")]
    found = files(engine, folder)
    assert {name: (one.type, one.origin, one.folder_id) for name, one in found.items()} == {
        "axis.st": ("code", "project", folder.id),
        "README.md": ("markdown", "project", folder.id),
    }
    assert not [one for one in engine.documents() if one.origin == "project"]
    after = engine.stats()
    assert (after.documents, after.passages, after.by_week) == (
        before.documents,
        before.passages,
        before.by_week,
    )
    assert after.in_projects == 2


def test_passages_say_that_they_are_of_a_project_and_of_which(
    engine: Engine, project: Path, tmp_path: Path
) -> None:
    one = engine.open_project(project)
    two = engine.open_project(a_project(tmp_path / "mill", "conveyor"))
    look(engine, one, two)
    engine.search("conveyor")  # brings the index up to date
    database = engine.library.database
    index = open_index(database.path.parents[1] / "cache" / "index", database.identity)
    try:
        for facets, count in (
            ((("origin:project",),), 4),
            (((f"folder:{one.id}",),), 2),
            (((f"folder:{two.id}",),), 2),
            ((("origin:user",),), 0),
        ):
            assert index.search(["conveyor"], 10, facets).total == count
            with database.reading() as connection:
                assert FullText(connection, facets).rank(["conveyor"], 10)[1] == count
    finally:
        index.close()


def test_the_open_project_is_the_one_named_in_a_scope(engine: Engine, project: Path, tmp_path: Path) -> None:
    other = a_project(tmp_path / "mill", "spindle")
    first, second = engine.open_project(project), engine.open_project(other)
    assert engine.library.project == second
    assert engine.open_project(project).id == first.id
    assert engine.library.project is not None
    assert engine.library.project.id == first.id


def test_the_same_file_in_a_project_and_among_the_manuals_is_two_documents(
    engine: Engine, project: Path
) -> None:
    folder = engine.open_project(project)
    look(engine, folder)
    ended = [event for event in engine.add_documents([project / "README.md"]) if event.stage == "done"]
    assert [event.document.origin for event in ended if event.document] == ["user"]
    assert sorted(files(engine, folder)) == ["README.md", "axis.st"]
    (project / "README.md").unlink()
    look(engine, folder)
    assert sorted(files(engine, folder)) == ["axis.st"]
    assert [one.filename for one in engine.documents(Scope(origins=("user",)))] == ["README.md"]


def test_what_leaves_a_project_leaves_the_base(engine: Engine, project: Path) -> None:
    folder = engine.open_project(project)
    look(engine, folder)
    (project / "axis.st").rename(project / "drive.st")
    (project / "README.md").unlink()
    before = files(engine, folder)["axis.st"]
    look(engine, folder)
    assert {name: one.id for name, one in files(engine, folder).items()} == {"drive.st": before.id}
    engine.unwatch_folder(folder.id)
    assert engine.stats().in_projects == 0
    assert engine.library.project is None


def test_what_git_ignores_and_what_was_made_does_not_count(project: Path) -> None:
    write(project / ".gitignore", "*.log.txt\n/generated/\nsecret?.py\n!secret1.py\n[bad\n")
    write(project / "run.log.txt", "x")
    write(project / "generated" / "a.py", "x")
    write(project / "secret1.py", "x")
    write(project / "secret2.py", "x")
    write(project / "lib" / ".gitignore", "*\n!keep.py\n")
    write(project / "lib" / "keep.py", "x")
    write(project / "lib" / "drop.py", "x")
    write(project / "node_modules" / "left" / "pad.js", "x")
    write(project / ".hidden" / "a.py", "x")
    write(project / "venv" / "pyvenv.cfg", "x")
    write(project / "venv" / "lib" / "a.py", "x")
    write(project / "target" / "CACHEDIR.TAG", "x")
    write(project / "target" / "a.rs", "x")
    write(project / "package-lock.json", "{}")
    write(project / "picture.png", "x")
    (project / "empty.py").write_bytes(b"")
    (project / "huge.py").write_bytes(b"#" * (survey.PROJECT_SIZE + 1))
    (project / "outside.py").symlink_to("/etc/hosts")
    write(project / "Makefile", "all:")
    assert counted(project) == {"axis.st", "README.md", "secret1.py", "lib/keep.py", "Makefile"}


def test_a_folder_inside_a_repository_obeys_what_the_repository_ignores(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "/part/out/\n*.tmp.py\n")
    write(tmp_path / "part" / "a.py", "x")
    write(tmp_path / "part" / "b.tmp.py", "x")
    write(tmp_path / "part" / "out" / "c.py", "x")
    assert counted(tmp_path / "part") == {"a.py"}


def test_git_agrees_on_what_is_ignored(tmp_path: Path) -> None:
    lines = [
        "*.py",
        "!keep.py",
        "/top.md",
        "docs/*.txt",
        "**/deep/**",
        "a/**/z.c",
        "spaced\\ .h",
        "#.st",
        "x/",
    ]
    names = [
        "one.py", "keep.py", "sub/keep.py", "top.md", "sub/top.md", "docs/a.txt", "docs/sub/a.txt",
        "deep/a.st", "q/deep/b.st", "a/z.c", "a/b/c/z.c", "b/z.c", "x/y.st", "y/x.st", "spaced .h",
    ]  # fmt: skip
    for name in names:
        write(tmp_path / name, "x")
    (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
    git = ["git", "-C", str(tmp_path), "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], check=True)
    told = subprocess.run(
        [*git, "ls-files", "-z", "--others", "--exclude-standard"], check=True, capture_output=True
    )
    assert counted(tmp_path) == set(told.stdout.decode().split("\0")) - {"", ".gitignore"}


def test_what_is_too_large_for_a_project_is_said_and_not_read(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "MOST_UNMARKED", 3)
    for number in range(4):
        write(tmp_path / f"{number}.py", "x")
    folder = engine.open_project(tmp_path)
    assert look(engine, folder) == []
    assert problem_of(engine, folder) == "folder.too_many"
    write(tmp_path / ".rubin.toml", "")
    assert len(look(engine, folder)) == 4
    assert problem_of(engine, folder) is None
    monkeypatch.setattr(survey, "MOST_OF_PROJECT", 3)
    write(tmp_path / "5.py", "y")
    assert look(engine, folder) == []
    assert problem_of(engine, folder) == "folder.too_many"
    assert len(files(engine, folder)) == 1  # all four hold the same


def test_the_home_folder_is_no_project(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path / "private.py", "x")
    for path in (tmp_path, Path("/")):
        folder = engine.open_project(path)
        assert (folder.problem and folder.problem.id) == "folder.too_wide"
        assert look(engine, folder) == []
    with pytest.raises(Failure) as refused:
        engine.open_project(tmp_path / "none")
    assert refused.value.message.id == "folder.missing"


def test_the_profile_is_in_no_project(engine: Engine) -> None:
    engine.note("Private: the pump P7.")
    profile = engine.library.database.path.parents[1]
    folder = engine.open_project(profile)
    look(engine, folder)
    assert [name for name in files(engine, folder) if name.startswith(("data", "cache"))] == []


def test_switching_a_branch_there_and_back_leaves_the_base_as_it_was(engine: Engine, project: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main")
        subprocess.run(["git", "-C", str(project), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "other")
    for number in range(60):
        write(project / "cells" / f"cell{number}.st", ST.format(f"cell{number}"))
    (project / "README.md").unlink()
    git("add", ".")
    git("commit", "-qm", "two")
    folder = engine.open_project(project)
    look(engine, folder)
    assert len(files(engine, folder)) == 61
    git("checkout", "-q", "main")
    look(engine, folder)
    look(engine, folder)  # what was written this very moment is looked at again
    assert sorted(files(engine, folder)) == ["README.md", "axis.st"]
    git("checkout", "-q", "other")
    look(engine, folder)
    assert len(files(engine, folder)) == 61


def test_structured_text_of_a_project_is_found_under_its_pous_and_types(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "plant.st").write_text(
        "TYPE\n  ST_Conveyor : STRUCT\n    rBeltSpeed : REAL; // m/s\n  END_STRUCT;\nEND_TYPE\n", "utf-8"
    )
    assert [event.stage for event in engine.add_documents([tmp_path / "plant.st"])][-1] == "done"
    (hit,) = engine.search("rBeltSpeed").hits
    assert hit.heading_path == ("ST_Conveyor",)
