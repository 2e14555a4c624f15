"""How parent and worker talk: frames of UTF-8 JSON, each after its length in four bytes, big-endian.

JSON and not pickle, because a hostile file may have taken the worker over: whatever it writes, the
parent only ever gets plain values out of it.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

from rubin_tui.messages import Failure, Message, render

FRAME_LIMIT = 64 * 1024 * 1024
"""The largest frame in bytes."""

_LENGTH = struct.Struct(">I")
_MESSAGE = "__message__"
_MESSAGE_DEPTH = 4
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class BadFrame(Exception):
    """What came is no frame: too long, cut off, or not a JSON object."""


def write_frame(stream: BinaryIO, value: dict[str, Any]) -> None:
    """Write one frame and flush.

    Raises:
        BadFrame: it would be longer than FRAME_LIMIT, or holds what JSON cannot.
        OSError: the other side is gone.
    """
    try:
        # File names that are not UTF-8 are lone surrogates in Python; they must arrive as they are.
        body = _encode(value).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError) as problem:
        raise BadFrame(str(problem)) from problem
    if len(body) > FRAME_LIMIT:
        raise BadFrame(f"a result of {len(body)} bytes is over the limit of {FRAME_LIMIT}")
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_body(stream: BinaryIO) -> bytes | None:
    """The bytes of the next frame; None when the other side has closed.

    Raises:
        BadFrame: the length is over FRAME_LIMIT, or the stream ends inside the frame.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BadFrame("cut off in its length")
    (length,) = _LENGTH.unpack(head)
    if length > FRAME_LIMIT:
        raise BadFrame(f"a length of {length} bytes is over the limit of {FRAME_LIMIT}")
    body = stream.read(length)
    if len(body) < length:
        raise BadFrame("cut off in its body")
    return body


def decode(body: bytes) -> dict[str, Any]:
    """The value of a frame.

    Raises:
        BadFrame: it is no JSON object.
    """
    try:
        value = json.loads(body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as problem:
        raise BadFrame(str(problem)) from problem
    if not isinstance(value, dict):
        raise BadFrame(f"a {type(value).__name__} where an object was expected")
    return value


def pack_failure(failure: Failure) -> dict[str, Any]:
    """A `Failure` as plain values."""
    return _pack_message(failure.message)


def unpack_failure(packed: Any) -> Failure:
    """The `Failure` that `pack_failure` packed.

    Raises:
        BadFrame: it is none; a worker that was taken over may send anything.
    """
    try:
        message = _unpack_message(packed)
        render(message, "en")  # it will be stored and shown, so it must be a sentence
    except LookupError as problem:
        raise BadFrame("a message that cannot be put into words") from problem
    return Failure(message.id, **message.params)


def _pack_message(message: Message) -> dict[str, Any]:
    params = {
        key: {_MESSAGE: _pack_message(value)} if isinstance(value, Message) else _plain(value)
        for key, value in message.params.items()
    }
    return {"id": message.id, "params": params, "count": message.count}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _unpack_message(packed: Any, depth: int = 0) -> Message:
    if depth > _MESSAGE_DEPTH:
        raise BadFrame("messages inside messages without end")
    match packed:
        case {"id": str(id), "params": dict(params), "count": int() | None as count} if (
            id.replace(".", "").replace("_", "").isalnum()
        ):
            return Message(id, {key: _unpack_value(value, depth) for key, value in params.items()}, count)
    raise BadFrame("not a message")


def _unpack_value(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return _unpack_message(value.get(_MESSAGE), depth + 1)
    if value is None or isinstance(value, str | int | float):
        return value
    raise BadFrame("not a parameter of a message")
