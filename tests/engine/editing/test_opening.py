"""Opening: bytes are kept whatever they are, and what is no text to edit is refused in one sentence."""

import os
import random
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.editing import Opened, Position, Refused, look, open_file, save
from rubin_tui.engine.text.encodings import Format, decode_exactly, encode_exactly
from rubin_tui.messages import Failure, Message, render
from tests.engine.editing.test_lines import ODD
from tests.engine.text.test_encodings import EIGHT_BIT, RUSSIAN

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
PIECES = st.sampled_from(["a", "Ж", "ё", "→", "\U0001f600", *ODD, "\n", "\r\n", "\r", "IF x THEN", "Цикл: "])


def opened(path: Path, data: bytes, **options: object) -> Opened:
    path.write_bytes(data)
    return open_file(path, **options)  # type: ignore[arg-type]


def refusal(path: Path, **options: object) -> Refused:
    with pytest.raises(Refused) as caught:
        open_file(path, **options)  # type: ignore[arg-type]
    return caught.value


# byte for byte


@given(st.sampled_from(["utf-8", "cp1251", "koi8-r", "cp866", "iso8859-1", "cp1252", *WIDE]),
       st.booleans(), st.lists(PIECES, max_size=30).map("".join), st.binary(max_size=6))  # fmt: skip
def test_bytes_come_back_in_every_encoding(encoding: str, bom: bool, text: str, odd: bytes) -> None:
    mark = "\ufeff".encode(encoding) if bom and encoding.startswith("utf") else b""
    data = mark + text.encode(encoding, "ignore") + odd
    for wanted in (None, encoding):
        found = decode_exactly(data, wanted)
        if found is None:  # only beyond the last character of Unicode, which UTF-32 can count to
            assert (wanted or "utf-32").startswith("utf-32")
            continue
        assert encode_exactly(*found) == data


@given(st.binary(max_size=200))
def test_any_bytes_come_back(data: bytes) -> None:
    found = decode_exactly(data)
    if found is not None:
        assert encode_exactly(*found) == data
    else:
        assert data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", *EIGHT_BIT])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed", "none"])
def test_an_edit_changes_its_bytes_alone(tmp_path: Path, encoding: str, ends: str) -> None:
    lines = [*RUSSIAN.encode(encoding, "ignore").decode(encoding).splitlines(), "a\x0cb", "last"]
    joined = {"mixed": ["\n", "\r\n", "\r"], "none": [" "]}.get(ends, [ends])
    text = "".join(line + joined[number % len(joined)] for number, line in enumerate(lines[:-1])) + lines[-1]
    path = tmp_path / "a.txt"
    file = opened(path, text.encode(encoding))
    save(file.buffer.snapshot(), path, file.stamp)
    assert path.read_bytes() == text.encode(encoding)
    file = open_file(path)
    end = file.buffer.end
    file.buffer.edit(Position(0, 0), Position(0, 1), "Ю")
    file.buffer.edit(end, end, "!")
    save(file.buffer.snapshot(), path, file.stamp)
    assert path.read_bytes() == ("Ю" + text[1:] + "!").encode(encoding)


def test_bytes_that_fit_no_character_survive_an_edit_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    data = RUSSIAN.encode() + b"broken \xd0\xff\xfe here\n"
    file = opened(path, data)
    assert (file.buffer.form, file.buffer.read_only, file.notes) == (Format("utf-8"), None, ())
    end = file.buffer.end
    file.buffer.edit(end, end, "x\n")
    save(file.buffer.snapshot(), path, file.stamp)
    assert path.read_bytes() == data + b"x\n"


@pytest.mark.parametrize("bom", [b"", b"\xff\xfe"])
def test_half_a_utf16_file_is_edited_and_keeps_its_half_character(tmp_path: Path, bom: bytes) -> None:
    path = tmp_path / "a.txt"
    data = bom + (RUSSIAN * 3).encode("utf-16-le")[:801]
    file = opened(path, data)
    assert file.notes == (Message("edit.half_character", {"path": str(path), "encoding": "UTF-16-LE"}),)
    file.buffer.edit(Position(0, 0), Position(0, 1), "Ю")
    save(file.buffer.snapshot(), path, file.stamp)
    assert path.read_bytes() == bom + "Ю".encode("utf-16-le") + data[len(bom) + 2 :]


def test_a_file_is_read_in_the_encoding_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    file = opened(path, "Цикл".encode("koi8-r"), encoding="KOI8-R")
    assert (file.buffer.text, file.buffer.form.encoding) == ("Цикл", "koi8-r")
    assert refusal(path, encoding="klingon").message.id == "edit.no_encoding"
    assert refusal(path, encoding="base64").message.id == "edit.no_encoding"
    marked = opened(path, b"\xef\xbb\xbfa", encoding="utf-8-sig")
    assert (marked.buffer.text, marked.buffer.form) == ("a", Format("utf-8", bom=True))


def test_what_does_not_come_back_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    file = opened(path, b"\xff\xfe\0\0a\0\0\0\xff\xff\xff\x7f")
    assert file.buffer.read_only == Message("edit.inexact", {"path": str(path), "encoding": "UTF-32-LE"})
    assert file.notes == (file.buffer.read_only,)
    with pytest.raises(Failure) as caught:
        save(file.buffer.snapshot(), path, file.stamp, overwrite=True)
    assert caught.value.message == file.buffer.read_only


def test_a_line_of_five_megabytes_opens_and_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    data = b'{"x": "' + b"y" * 5_000_000 + b'"}'
    file = opened(path, data)
    file.buffer.edit(Position(0, 2_500_000), Position(0, 2_500_000), "Z")
    save(file.buffer.snapshot(), path, file.stamp)
    assert path.read_bytes() == data[:2_500_000] + b"Z" + data[2_500_000:]


# refused


def test_folders_pipes_sockets_and_devices_are_named_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        found = [refusal(path).message.id for path in (tmp_path, pipe, tmp_path / "s", Path("/dev/null"))]
    assert found == ["edit.folder", "edit.pipe", "edit.socket", "edit.device"]


def test_a_link_in_a_circle_and_a_missing_file_say_why(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to("circle")
    missing = tmp_path / "no" / "a.st"
    for path in (circle, missing):
        assert refusal(path).message.id == "edit.unreadable"
    assert render(refusal(missing).message, "en") == f"{missing} cannot be opened: it is not there."


def test_a_file_to_be_made_is_an_empty_buffer(tmp_path: Path) -> None:
    file = open_file(tmp_path / "new.py", create=True)
    assert (file.buffer.text, file.stamp, file.buffer.modified, file.buffer.language) == (
        "",
        None,
        False,
        "python",
    )


@pytest.mark.parametrize("data", [b"\x7fELF\2\1\1\0\0\0" * 9, random.Random(3).randbytes(5000), b"a\0b\n"])
def test_binary_is_refused_and_may_be_looked_at(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    failure = refusal(path)
    assert (failure.message, failure.may_look) == (Message("edit.binary", {"path": str(path)}), True)
    file = open_file(path, read_only=True)
    assert file.buffer.read_only == Message("edit.looking", {"path": str(path)})


def test_a_file_above_the_limit_is_refused_and_its_beginning_may_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"0123456789" * 250_000)
    failure = refusal(path, size_limit=1_000_000)
    assert (failure.may_look, render(failure.message, "en")) == (
        True,
        f"{path} has 2 MB; files up to 1 MB are edited (setting edit_size_limit_mb). "
        "Its beginning can be looked at.",
    )
    file = open_file(path, size_limit=1_000_000, read_only=True)
    assert (len(file.buffer.text), file.buffer.read_only) == (1_000_000, file.notes[0])
    assert file.notes[0].id == "edit.only_beginning"
    with pytest.raises(Failure) as caught:
        save(file.buffer.snapshot(), path, file.stamp, overwrite=True)
    assert (caught.value.message.id, path.stat().st_size) == ("edit.only_beginning", 2_500_000)
    assert open_file(path, size_limit=2_500_000).buffer.read_only is None


def test_a_read_only_file_opens_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0o444)
    file = open_file(path)
    assert (file.buffer.text, file.buffer.read_only) == (
        "a",
        Message("edit.read_only_file", {"path": str(path)}),
    )


# watching


def test_what_happens_to_the_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    stamp = opened(path, b"a").stamp
    assert look(path, stamp).kind == "same"
    os.utime(path, ns=(1, 1))
    touched = look(path, stamp)
    assert (touched.kind, touched.stamp != stamp) == ("same", True)
    path.write_bytes(b"b")
    assert look(path, stamp).kind == "changed"
    assert look(path, None).kind == "appeared"
    path.unlink()
    assert (look(path, stamp).kind, look(path, None).kind) == ("deleted", "same")
    path.mkdir()
    assert look(path, stamp).kind == "changed"
