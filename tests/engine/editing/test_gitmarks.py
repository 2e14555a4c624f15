"""Marks of the gutter: what differs from the last commit, kept right under edits."""

import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from rubin_tui.engine.editing.gitmarks import GitMarks, Hunk, committed, differences


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def rebuilt(old: Sequence[str], new: Sequence[str], hunks: Sequence[Hunk]) -> list[str]:
    """`old` with each difference put in: must be `new`."""
    made: list[str] = []
    at = 0
    for hunk in hunks:
        made += old[at : hunk.old_start]
        assert len(made) == hunk.start
        made += new[hunk.start : hunk.end]
        at = hunk.old_end
    return [*made, *old[at:]]


def test_added_changed_and_removed_lines_are_marked() -> None:
    marks = GitMarks(["a", "b", "c", "d", "e"], ["a", "B", "c", "new", "d"])
    assert marks.hunks == (Hunk(1, 2, 1, 2), Hunk(3, 3, 3, 4), Hunk(4, 5, 5, 5))
    assert marks.marks(range(5)) == {1: "changed", 3: "added", 4: "removed"}
    assert marks.marks(range(2, 4)) == {3: "added"}


def test_a_moved_function_is_not_everything() -> None:
    old = [f"line {number}" for number in range(1000)]
    new = [*old[500:], *old[:500], "}"]
    assert rebuilt(old, new, list(differences(old, new))) == new
    assert sum(hunk.end - hunk.start for hunk in differences(old, new)) == 501


def test_many_equal_lines_on_both_sides_end_in_one_difference() -> None:
    old, new = ["x", "y"] * 2000, ["y", "y", "x"] * 2000
    assert rebuilt(old, new, list(differences(old, new))) == new


def test_edits_keep_the_differences_right() -> None:
    chance = random.Random(5)
    words = ["a", "b", "c", "", "}", *(f"line {number}" for number in range(60))]
    for _ in range(30):
        old = [chance.choice(words) for _ in range(chance.randrange(1, 80))]
        text = list(old)
        marks = GitMarks(old, text)
        assert marks.hunks == ()
        for _ in range(25):
            first = chance.randrange(len(text) + 1)
            removed = chance.randrange(min(4, len(text) - first + 1))
            inserted = [chance.choice(words) for _ in range(chance.randrange(4))]
            text[first : first + removed] = inserted
            marks.changed(first, removed, len(inserted))
            assert rebuilt(old, text, marks.hunks) == text
        kept = list(text)
        text[:] = old
        marks.changed(0, len(kept), len(old))
        assert marks.hunks == ()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_committed_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "под" / "деталь 1.ngc"
    path.parent.mkdir()
    path.write_bytes(b"G0\r\nG1\n")
    assert committed(path) is None
    git(tmp_path, "init", "-q")
    assert committed(path) is None
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    path.write_bytes(b"other")
    assert committed(path) == b"G0\r\nG1\n"
    assert committed(path.with_name("new.ngc")) is None


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_nothing_a_repository_configures_is_run(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("*.st diff=evil filter=evil\n")
    (tmp_path / "a.st").write_text("x := 1;\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    for key in ("diff.evil.textconv", "filter.evil.smudge"):
        git(tmp_path, "config", key, f"touch {tmp_path}/ran; cat")
    assert committed(tmp_path / "a.st") == b"x := 1;\n"
    assert not (tmp_path / "ran").exists()


def test_without_git_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert committed(tmp_path / "a") is None


def test_a_git_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert committed(tmp_path / "a", timeout=0.2) is None
