"""A file a person asked for: whole or not at all, over another only when they said so."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from rubin_tui.engine.files import write_text
from rubin_tui.messages import Failure


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(Failure) as caught:
        write_text(path, "new", **options)
    return caught.value.message.id


def test_it_is_written_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "чат.md"
    assert write_text(path, "# Чат\n") == path
    assert path.read_bytes() == "# Чат\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "chat.md"
    path.write_text("old", "utf-8")
    assert refusal(path) == "written.exists"
    assert path.read_text("utf-8") == "old"
    write_text(path, "new", replace=True)
    assert path.read_text("utf-8") == "new"


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old", "utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "real.md")
    assert write_text(link, "new", replace=True) == tmp_path / "real.md"
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8") == "new"


def test_what_cannot_be_a_file_is_said(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "file").write_text("x", "utf-8")
    assert refusal(tmp_path, replace=True) == "written.not_a_file"
    assert refusal(tmp_path / "none" / "chat.md") == "written.no_folder"
    assert refusal(tmp_path / "file" / "chat.md") == "written.unwritable"
    assert refusal(loop) == "written.not_a_file"
    assert refusal(Path("~nobody-here/chat.md")) == "written.no_folder"
    assert refusal(tmp_path / ("x" * 300)) == "written.unwritable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop"]


def test_a_disk_that_fills_up_leaves_what_was_there(tmp_path: Path) -> None:
    class Full:
        def __init__(self, stream: BinaryIO) -> None:
            self._stream = stream

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self._stream.close()

        def write(self, data: bytes) -> None:
            self._stream.write(data[:2])
            raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "chat.md"
    path.write_text("old", "utf-8")
    with pytest.raises(Failure) as caught:
        write_text(
            path,
            "new text",
            replace=True,
            opener=lambda descriptor, mode: Full(os.fdopen(descriptor, mode)),  # type: ignore[arg-type,return-value]
        )
    assert caught.value.message.id == "written.unwritable"
    assert str(caught.value.message.params["path"]) == str(path)
    assert path.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["chat.md"]
