"""Frames: what is not one is refused, so that a worker a hostile file took over can do no harm."""

import io
import struct
from typing import Any

import pytest

from rubin_tui.engine.jobs.frames import (
    FRAME_LIMIT,
    BadFrame,
    decode,
    pack_failure,
    read_body,
    unpack_failure,
    write_frame,
)
from rubin_tui.messages import Failure, Message


def test_a_frame_comes_back_as_it_went() -> None:
    stream = io.BytesIO()
    write_frame(stream, {"a": "я\udcff", "b": [1, None]})
    write_frame(stream, {})
    stream.seek(0)
    assert decode(read_body(stream) or b"") == {"a": "я\udcff", "b": [1, None]}
    assert read_body(stream) == b"{}"
    assert read_body(stream) is None


@pytest.mark.parametrize(
    "data",
    [b"\x00\x00", struct.pack(">I", 5) + b"{}", struct.pack(">I", FRAME_LIMIT + 1) + b"{}", b"\xff" * 9],
)
def test_a_stream_that_is_cut_off_or_too_long_is_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        read_body(io.BytesIO(data))


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b"\xff{}", b"cos\nsystem\n", b"[" * 100_000])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadFrame):
        decode(body)


def test_a_result_over_the_limit_is_refused_before_it_is_sent() -> None:
    stream = io.BytesIO()
    with pytest.raises(BadFrame):
        write_frame(stream, {"a": "x" * FRAME_LIMIT})
    assert stream.getvalue() == b""


def test_a_failure_comes_back_as_it_went() -> None:
    failure = Failure("import.empty", path=Message("import.unread", {"n": 2}, 3))
    assert unpack_failure(pack_failure(failure)).message == failure.message


def nested(depth: int) -> dict[str, Any]:
    packed: dict[str, Any] = {"id": "import.empty", "params": {"path": "x"}, "count": None}
    for _ in range(depth):
        packed = {"id": "import.empty", "params": {"path": {"__message__": packed}}, "count": None}
    return packed


@pytest.mark.parametrize(
    "packed",
    [
        None,
        {},
        {"id": "a"},
        {"id": "{x.__class__}", "params": {}, "count": None},
        {"id": "a.b", "params": [], "count": None},
        {"id": "a.b", "params": {"p": []}, "count": None},
        {"id": "a.b", "params": {"p": {"id": "a"}}, "count": None},
        {"id": "a.b", "params": {}, "count": "1"},
        {"id": "import.empty", "params": {"file": "x"}, "count": None},
        nested(5),
    ],
)
def test_a_failure_that_is_none_is_refused(packed: Any) -> None:
    with pytest.raises(BadFrame):
        unpack_failure(packed)
