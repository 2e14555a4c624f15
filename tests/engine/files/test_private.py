"""Private folders: nobody else reads them, and what is written is there whole or not at all."""

import io
import os
import stat
from pathlib import Path
from typing import BinaryIO, Literal

import pytest

from rubin_tui.engine.files import PrivateFolder, open_plain
from rubin_tui.messages import Failure


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> PrivateFolder:
    return PrivateFolder(tmp_path / "profile")


def test_folders_and_files_are_for_their_owner_alone(folder: PrivateFolder) -> None:
    before = os.umask(0)
    try:
        folder.write("a", b"1")
        folder.append("b", b"2")
        folder.file("c")
        inner = folder.folder("inner")
    finally:
        os.umask(before)
    assert [mode(folder.path / name) for name in ("a", "b", "c")] == [0o600, 0o600, 0o600]
    assert (mode(folder.path), mode(inner.path)) == (0o700, 0o700)


def test_what_is_written_is_read(folder: PrivateFolder) -> None:
    folder.write("a", b"one")
    folder.write("a", b"two")
    folder.append("a", b" three")
    assert folder.read("a") == b"two three"
    assert folder.names() == ["a"]
    folder.remove("a")
    folder.remove("a")
    assert folder.read("a") is None


def test_open_modes_are_mended(folder: PrivateFolder) -> None:
    folder.write("a", b"1")
    (folder.path / "a").chmod(0o644)
    folder.path.chmod(0o755)
    assert PrivateFolder(folder.path).read("a") == b"1"
    assert (mode(folder.path), mode(folder.path / "a")) == (0o700, 0o600)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can do this")
def test_a_folder_of_somebody_else_is_refused(folder: PrivateFolder) -> None:
    os.chown(folder.path, 12345, 12345)
    with pytest.raises(Failure) as caught:
        PrivateFolder(folder.path)
    assert caught.value.message.id == "files.foreign_owner"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("")
    with pytest.raises(Failure) as caught:
        PrivateFolder(tmp_path / "profile")
    assert caught.value.message.id == "files.not_a_folder"


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    class FullDisk(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    def opener(descriptor: int, mode: Literal["rb", "wb", "ab"]) -> BinaryIO:
        if mode == "wb" and broken:
            os.close(descriptor)
            return FullDisk()
        return open_plain(descriptor, mode)

    broken = False
    folder = PrivateFolder(tmp_path / "profile", opener)
    folder.write("a", b"old")
    broken = True
    with pytest.raises(OSError, match="No space"):
        folder.write("a", b"new")
    assert folder.read("a") == b"old"
    assert sorted(path.name for path in folder.path.iterdir()) == ["a"]


def test_everything_passes_the_injected_opener(tmp_path: Path) -> None:
    class Secret(io.BytesIO):
        def __init__(self, descriptor: int, mode: Literal["rb", "wb", "ab"]) -> None:
            self.under = open_plain(descriptor, mode)
            super().__init__(bytes(byte ^ 0x55 for byte in self.under.read()) if mode == "rb" else b"")

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return self.under.write(bytes(byte ^ 0x55 for byte in data))

        def flush(self) -> None:
            self.under.flush()

        def close(self) -> None:
            self.under.close()
            super().close()

    folder = PrivateFolder(tmp_path / "profile", Secret).folder("inner")
    folder.write("a", b"secret")
    folder.append("a", b" words")
    assert folder.read("a") == b"secret words"
    assert b"secret" not in (folder.path / "a").read_bytes()


def test_a_planted_link_is_not_followed(folder: PrivateFolder, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"theirs")
    (folder.path / "a").symlink_to(target)
    with pytest.raises(OSError, match="symbolic link"):
        folder.append("a", b"ours")
    folder.write("a", b"ours")
    assert (target.read_bytes(), folder.read("a")) == (b"theirs", b"ours")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "/etc/passwd"])
def test_names_never_lead_out_of_the_folder(folder: PrivateFolder, name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a file"):
        folder.read(name)
