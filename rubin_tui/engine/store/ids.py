"""Opaque identifiers: a prefix that names the kind, and a UUIDv7, so that later ids sort later."""

from __future__ import annotations

import secrets
import time

DOCUMENT = "doc"
PASSAGE = "psg"
CHAT = "cht"
MESSAGE = "msg"
FOLDER = "fld"
IMPORT = "imp"


def new_id(kind: str) -> str:
    """A fresh identifier such as "doc_0192e4c8a3f07b5e9c1d2e3f4a5b6c7d" (UUIDv7, RFC 9562 section 5.7).

    The twelve bits after the version carry the fraction of the millisecond (method 3 of section 6.2),
    so ids made one after another sort in that order without a counter shared between threads.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return f"{kind}_{value:032x}"
