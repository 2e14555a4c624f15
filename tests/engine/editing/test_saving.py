"""Saving: the file is the old one or the new one, whatever call fails; what it is besides its text stays."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from rubin_tui.engine.editing import (
    Buffer,
    Conflict,
    Position,
    Saved,
    Stamp,
    Unconfirmed,
    Unencodable,
    open_file,
)
from rubin_tui.engine.editing import save as save_file
from rubin_tui.engine.files.system import FileSystem
from rubin_tui.engine.text.encodings import Format
from rubin_tui.messages import Failure, render
from tests.engine.editing.faults import Faulty

OLD, NEW = "old line\n" * 500, "new line, longer\n" * 500


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "a.st"
    path.write_text(OLD)
    return path


def edited(path: Path) -> tuple[Buffer, Stamp | None]:
    opened = open_file(path)
    opened.buffer.edit(Position(0, 0), opened.buffer.end, NEW)
    return opened.buffer, opened.stamp


def save(path: Path, files: FileSystem | None = None, **options: object) -> Saved:
    buffer, stamp = edited(path)
    return save_file(buffer.snapshot(), path, stamp, files=files, **options)  # type: ignore[arg-type]


def refused(path: Path, **options: object) -> Failure:
    with pytest.raises(Failure) as caught:
        save(path, **options)  # type: ignore[arg-type]
    return caught.value


# what stays


def test_a_save_is_the_new_text_and_nothing_is_left_beside(file: Path) -> None:
    saved = save(file)
    assert (file.read_text(), saved.way) == (NEW, "replaced")
    assert [path.name for path in file.parent.iterdir()] == ["a.st"]
    assert saved.stamp == open_file(file).stamp


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o4711])
def test_rights_stay(file: Path, mode: int) -> None:
    file.chmod(mode)
    save(file)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 1234, 2345)
    file.chmod(0o664)
    assert save(file).way == "replaced"
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o664)


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes of Linux")
def test_extended_attributes_stay(file: Path) -> None:
    os.setxattr(file, "user.origin", b"TIA Portal")
    assert save(file).way == "replaced"
    assert os.getxattr(file, "user.origin") == b"TIA Portal"


@pytest.mark.skipif(sys.platform != "linux", reason="access lists of Linux")
def test_an_access_list_stays(file: Path) -> None:
    # Version 2; owner rw, user 1234 rw, group r, mask rw, others nothing.
    entries = ((1, 6, -1), (2, 6, 1234), (4, 4, -1), (0x10, 6, -1), (0x20, 0, -1))
    acl = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + (id & 0xFFFFFFFF).to_bytes(4, "little")
        for tag, rights, id in entries
    )
    os.setxattr(file, "system.posix_acl_access", acl)
    save(file)
    assert os.getxattr(file, "system.posix_acl_access") == acl


@pytest.mark.parametrize("target", ["../elsewhere/b.st", "/{folder}/elsewhere/b.st"])
def test_a_link_stays_and_its_target_is_written(file: Path, target: str) -> None:
    other = file.parent.parent / "elsewhere"
    other.mkdir()
    (other / "b.st").write_text(OLD)
    link = file.parent / "link.st"
    link.symlink_to(target.format(folder=str(file.parent.parent).lstrip("/")))
    save(link)
    assert (link.is_symlink(), link.read_text(), (other / "b.st").read_text()) == (True, NEW, NEW)
    assert [path.name for path in other.iterdir()] == ["b.st"]


def test_all_names_of_a_file_see_the_new_text(file: Path) -> None:
    second = file.parent / "second.st"
    second.hardlink_to(file)
    assert save(file).way == "written_over"
    assert (second.read_text(), second.samefile(file)) == (NEW, True)
    assert {path.name for path in file.parent.iterdir()} == {"a.st", "second.st"}


def test_a_longer_text_is_cut_when_it_is_written_over(file: Path) -> None:
    file.write_text(NEW * 3)
    (file.parent / "second.st").hardlink_to(file)
    save(file)
    assert file.read_text() == NEW


def test_a_new_file_has_the_rights_of_new_files(tmp_path: Path) -> None:
    path = tmp_path / "new.st"
    opened = open_file(path, create=True)
    opened.buffer.edit(Position(0, 0), Position(0, 0), "x\n")
    before = os.umask(0o027)
    try:
        save_file(opened.buffer.snapshot(), path, opened.stamp)
    finally:
        os.umask(before)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("x\n", 0o640)


def test_the_longest_name_a_file_can_have_is_saved(tmp_path: Path) -> None:
    path = tmp_path / ("ж" * 126 + ".st")
    path.write_text(OLD)
    save(path)
    path.with_name("b").hardlink_to(path)
    save(path)
    assert path.read_text() == NEW


# where a file cannot be replaced


@pytest.mark.parametrize(
    ("call", "number"),
    [
        ("create", errno.EACCES),
        ("create", errno.EROFS),
        ("give_owner", errno.EPERM),
        ("give_mode", errno.EPERM),
        ("replace", errno.EBUSY),
        ("replace", errno.EPERM),
    ],
)
def test_what_cannot_be_replaced_is_written_over(file: Path, tmp_path: Path, call: str, number: int) -> None:
    if call == "give_owner":
        if os.geteuid() != 0:
            pytest.skip("only root can give files away")
        os.chown(file, 1234, 2345)
    inode = file.stat().st_ino
    saved = save(file, Faulty(1, number, only=call), shelter=tmp_path)
    assert (saved.way, file.read_text(), file.stat().st_ino) == ("written_over", NEW, inode)
    assert [path.name for path in file.parent.iterdir()] == ["a.st"]


class Unwritable(FileSystem):
    """A folder nobody can make files in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, path: Path, mode: int) -> int:
        if path.parent == self.folder:
            raise PermissionError(errno.EACCES, "Permission denied")
        return super().create(path, mode)


def test_in_an_unwritable_folder_the_copy_stands_in_the_shelter(file: Path, tmp_path: Path) -> None:
    shelter = tmp_path / "shelter"
    shelter.mkdir()
    files = Unwritable(file.parent)
    assert save(file, files, shelter=shelter).way == "written_over"
    assert (file.read_text(), list(shelter.iterdir())) == (NEW, [])
    file.write_text(OLD)
    failure = refused(file, files=files)
    assert (failure.message.id, file.read_text()) == ("edit.save_failed", OLD)


# every call fails


LINKS = pytest.mark.parametrize("kind", ["plain", "hard", "new"])


def prepared(folder: Path, kind: str) -> tuple[Path, Buffer, Stamp | None]:
    for path in folder.iterdir():
        path.unlink()
    path = folder / "a.st"
    if kind == "new":
        opened = open_file(path, create=True)
        opened.buffer.edit(Position(0, 0), Position(0, 0), NEW)
        return path, opened.buffer, opened.stamp
    path.write_text(OLD)
    if kind == "hard":
        (folder / "second.st").hardlink_to(path)
    return path, *edited(path)


@LINKS
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("lasting", [False, True])
def test_whatever_call_fails_the_file_is_old_or_new(
    tmp_path: Path, kind: str, number: int, lasting: bool
) -> None:
    old = "" if kind == "new" else OLD
    for at in range(1, 200):
        path, buffer, stamp = prepared(tmp_path, kind)
        files = Faulty(at, number, lasting=lasting, most=3000)
        before = set(tmp_path.iterdir())
        try:
            save_file(buffer.snapshot(), path, stamp, files=files)
            told = "saved"
        except Failure as failure:
            told = failure.message.id
        now = path.read_text() if path.exists() else ""
        beside = set(tmp_path.iterdir()) - before - {path}
        step = f"{files.failed} is call {at}"
        if told == "edit.half_saved":
            (copy,) = beside
            assert (kind, lasting, copy.read_text()) == ("hard", True, OLD), step
            continue
        assert now == (NEW if told in ("saved", "edit.save_unconfirmed") else old), step
        if files.failed != "remove":
            assert beside == set(), step
        if not files.failed:
            assert at > 10
            return
    raise AssertionError("the save never completed")


def test_after_an_unconfirmed_save_saving_again_is_no_conflict(file: Path) -> None:
    buffer, stamp = edited(file)
    with pytest.raises(Unconfirmed) as caught:
        save_file(buffer.snapshot(), file, stamp, files=Faulty(1, errno.EIO, only="sync_folder"))
    assert file.read_text() == NEW
    assert save_file(buffer.snapshot(), file, stamp).way == "replaced"
    assert caught.value.saved.stamp.sha256 == Stamp.of(file.stat(), NEW.encode()).sha256


def test_a_full_disk_is_one_sentence(file: Path) -> None:
    failure = refused(file, files=Faulty(1, errno.ENOSPC, only="write"))
    assert file.read_text() == OLD
    assert render(failure.message, "ru") == (
        f"{file} не сохранён: на диске нет места. Файл остался прежним, ваш текст открыт."
    )


def test_what_an_interrupted_save_left_is_told_and_never_overwritten(file: Path) -> None:
    (file.parent / "second.st").hardlink_to(file)
    for number in range(2):
        failure = refused(file, files=Faulty(1, lasting=True, only="truncate"))
        assert failure.message.id == "edit.half_saved"
        assert Path(str(failure.message.params["copy"])).name.endswith(f"-{number}.rubin-old")
    opened = open_file(file)
    notes = [note for note in opened.notes if note.id == "edit.interrupted_save"]
    assert len(notes) == 2
    assert Path(notes[0].params["copy"]).read_text() == OLD


# what others do


def rewritten(path: Path) -> None:
    path.write_text("theirs\n")


def same_size_and_time(path: Path) -> None:
    status = path.stat()
    path.write_text(OLD.swapcase())
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(path: Path) -> None:
    path.unlink()
    path.write_text("theirs\n")


@pytest.mark.parametrize("change", [rewritten, same_size_and_time, replaced])
def test_a_file_changed_by_others_is_not_overwritten_unasked(file: Path, change: object) -> None:
    buffer, stamp = edited(file)
    change(file)  # type: ignore[operator]
    theirs = file.read_text()
    with pytest.raises(Conflict) as caught:
        save_file(buffer.snapshot(), file, stamp)
    assert (caught.value.kind, caught.value.choices) == (
        "changed",
        ("compare", "reload", "overwrite", "save_as"),
    )
    assert file.read_text() == theirs
    save_file(buffer.snapshot(), file, stamp, overwrite=True)
    assert file.read_text() == NEW


def test_a_deleted_file_comes_back_only_when_asked(file: Path) -> None:
    buffer, stamp = edited(file)
    file.unlink()
    with pytest.raises(Conflict) as caught:
        save_file(buffer.snapshot(), file, stamp)
    assert (caught.value.kind, file.exists()) == ("deleted", False)
    save_file(buffer.snapshot(), file, stamp, overwrite=True)
    assert file.read_text() == NEW


def test_saving_under_the_name_of_another_file_asks(file: Path) -> None:
    other = file.parent / "b.st"
    other.write_text("theirs\n")
    buffer, _ = edited(file)
    with pytest.raises(Conflict) as caught:
        save_file(buffer.snapshot(), other, None)
    assert (caught.value.kind, other.read_text()) == ("appeared", "theirs\n")


def test_a_file_that_was_only_touched_or_holds_our_text_already_is_no_conflict(file: Path) -> None:
    buffer, stamp = edited(file)
    os.utime(file)
    save_file(buffer.snapshot(), file, stamp)
    file.write_text(NEW)
    save_file(buffer.snapshot(), file, stamp)
    assert file.read_text() == NEW


def test_a_change_in_the_last_moment_is_noticed(file: Path) -> None:
    class Late(FileSystem):
        def sync(self, descriptor: int) -> None:
            file.write_text("theirs\n")

    assert refused(file, files=Late()).message.id == "edit.outside_changed"
    assert file.read_text() == "theirs\n"
    assert [path.name for path in file.parent.iterdir()] == ["a.st"]


@pytest.mark.parametrize(("kind", "id"), [("folder", "edit.not_a_file"), ("mode", "edit.read_only_file")])
def test_what_cannot_be_saved_to_says_so(file: Path, kind: str, id: str) -> None:
    buffer, stamp = edited(file)
    if kind == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.chmod(0o444)
    with pytest.raises(Failure) as caught:
        save_file(buffer.snapshot(), file, stamp)
    assert caught.value.message.id == id
    assert kind == "folder" or file.read_text() == OLD


def test_a_folder_that_is_gone_says_so(file: Path) -> None:
    buffer, _ = edited(file)
    with pytest.raises(Failure) as caught:
        save_file(buffer.snapshot(), file.parent / "no" / "b.st", None)
    assert render(caught.value.message, "en").startswith(f"{file.parent}/no/b.st could not be saved: ")


def test_characters_the_encoding_lacks_leave_the_disk_alone(file: Path) -> None:
    file.write_bytes("Цикл\n".encode("cp1251") * 50)
    opened = open_file(file)
    assert opened.buffer.form == Format("cp1251")
    opened.buffer.edit(Position(2, 0), Position(2, 0), "→")
    with pytest.raises(Unencodable) as caught:
        save_file(opened.buffer.snapshot(), file, opened.stamp)
    assert caught.value.choices == ("utf-8", "save_as")
    assert render(caught.value.message, "ru") == (
        "В CP1251 нет → U+2192 (3:1, ×1): на диске ничего не изменено. Замените символы или выберите UTF-8."
    )
    opened.buffer.change_encoding("utf-8")
    save_file(opened.buffer.snapshot(), file, opened.stamp)
    assert file.read_text() == "Цикл\nЦикл\n→Цикл\n" + "Цикл\n" * 47
