"""Names are given without writing over anything, and each refusal is one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rubin_tui.engine.files import naming
from rubin_tui.engine.files.naming import checked_name, create_file, create_folder, move
from rubin_tui.engine.files.trash import KEPT_DAYS, Trash
from rubin_tui.messages import Failure


def refusal(call: object, *arguments: object) -> str:
    with pytest.raises(Failure) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.message.id


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "name.empty"),
        ("  ", "name.empty"),
        ("..", "name.dots"),
        ("a/b", "name.slash"),
        ("a\0b", "name.zero"),
        ("я" * 128, "name.too_long"),
    ],
)
def test_what_is_no_name_is_refused(name: str, why: str) -> None:
    assert refusal(checked_name, name) == why


def test_escapes_newlines_and_bidi_are_names_like_others(tmp_path: Path) -> None:
    for name in ("a\x1b[2Jb", "two\nlines", "\u202egnp.exe", "привод"):
        create_file(tmp_path / name)
        assert (tmp_path / name).read_bytes() == b""


def test_new_files_take_their_folders_along_and_nothing_is_written_over(tmp_path: Path) -> None:
    create_file(tmp_path / "POUs" / "new" / "FB.st")
    (tmp_path / "POUs" / "new" / "FB.st").write_text("kept")
    assert refusal(create_file, tmp_path / "POUs" / "new" / "FB.st") == "name.exists"
    assert refusal(create_folder, tmp_path / "POUs") == "name.exists"
    assert refusal(create_file, tmp_path / "POUs" / "new" / "FB.st" / "x") == "name.refused"
    assert (tmp_path / "POUs" / "new" / "FB.st").read_text() == "kept"


@pytest.mark.parametrize("way", ["renameat2", "link", "rename"])
def test_moving_never_writes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSYS, "no")

    def not_here(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links on this disk")

    if way != "renameat2":
        monkeypatch.setattr(naming, "_rename_no_replace", cannot)
    if way == "rename":
        monkeypatch.setattr(os, "link", not_here)
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in").write_text("in")
    (tmp_path / "other").mkdir()
    assert refusal(move, tmp_path / "a", tmp_path / "b") == "name.exists"
    assert refusal(move, tmp_path / "folder", tmp_path / "other") == "name.exists"
    assert refusal(move, tmp_path / "gone", tmp_path / "c") == "name.missing"
    assert refusal(move, tmp_path / "folder", tmp_path / "folder" / "deep") == "name.into_itself"
    move(tmp_path / "a", tmp_path / "c")
    move(tmp_path / "folder", tmp_path / "Folder-2")
    assert (tmp_path / "b").read_text() == "b"
    assert (tmp_path / "c").read_text() == "a"
    assert (tmp_path / "Folder-2" / "in").read_text() == "in"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Folder-2", "b", "c", "other"]


def test_a_link_is_moved_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    move(tmp_path / "link", tmp_path / "other")
    assert (tmp_path / "other").is_symlink()
    assert (tmp_path / "real").is_dir()


def test_to_another_disk_all_is_copied_before_anything_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = naming.rename_apart

    def across(source: Path, target: Path) -> None:
        if not source.name.endswith(".new"):
            raise OSError(errno.EXDEV, "another disk")
        real(source, target)

    monkeypatch.setattr(naming, "rename_apart", across)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in").write_text("in")
    (tmp_path / "folder" / "link").symlink_to("nowhere")
    (tmp_path / "taken").write_text("taken")
    assert refusal(move, tmp_path / "folder", tmp_path / "taken") == "name.exists"
    assert (tmp_path / "folder" / "in").read_text() == "in"
    move(tmp_path / "folder", tmp_path / "there")
    assert (tmp_path / "there" / "in").read_text() == "in"
    assert (tmp_path / "there" / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken", "there"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_rights_are_named(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    assert refusal(create_file, tmp_path / "shut" / "x") == "name.refused"


def test_what_is_deleted_comes_back_unless_another_one_stands_there(tmp_path: Path) -> None:
    trash = Trash(tmp_path / "home" / "trash")
    path = tmp_path / "POUs" / "a\x1b.st"
    path.parent.mkdir()
    path.write_text("IF")
    path.chmod(0o644)
    kept = trash.put(path)
    assert not path.exists()
    assert kept.path == str(path)
    assert (tmp_path / "home" / "trash").stat().st_mode & 0o777 == 0o700
    path.write_text("another")
    assert refusal(trash.restore, kept) == "name.exists"
    path.unlink()
    path.parent.rmdir()
    assert trash.restore(kept) == path
    assert path.read_text() == "IF"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list((tmp_path / "home" / "trash").iterdir()) == []
    assert refusal(trash.restore, kept) == "trash.gone"


def test_a_folder_comes_back_with_all_in_it_and_old_things_go(tmp_path: Path) -> None:
    trash = Trash(tmp_path / "trash")
    (tmp_path / "f" / "g").mkdir(parents=True)
    (tmp_path / "f" / "g" / "x").write_text("x")
    (tmp_path / "old").write_text("old")
    old = trash.put(tmp_path / "old")
    place = Path(old.kept).parent.parent
    earlier = int(place.name) - (KEPT_DAYS + 1) * 86_400 * 1_000_000_000
    place.rename(place.with_name(f"{earlier:020d}"))
    kept = trash.put(tmp_path / "f")
    assert kept.is_folder
    assert len(list((tmp_path / "trash").iterdir())) == 1
    trash.restore(kept)
    assert (tmp_path / "f" / "g" / "x").read_text() == "x"


def test_what_is_not_there_leaves_no_trace_in_the_trash(tmp_path: Path) -> None:
    trash = Trash(tmp_path / "trash")
    assert refusal(trash.put, tmp_path / "gone") == "name.missing"
    assert not (tmp_path / "trash").exists()
