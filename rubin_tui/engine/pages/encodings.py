"""Pictures in the forms terminals take: PNG files and sixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

from rubin_tui.engine.pages.colours import PALETTE, Pixels

_UP = 2  # the filter "difference to the row above": of printed pages most of it is nothing


def png(pixels: Pixels) -> bytes:
    """A PNG file of rows of red green blue, or of places in `PALETTE`."""
    height, width = pixels.shape[:2]
    indexed = pixels.ndim == 2
    rows = pixels.reshape(height, -1)
    if not indexed:
        rows = np.vstack([rows[:1], rows[1:] - rows[:-1]])  # wraps around, as the format wants
    filtered = np.hstack([np.full((height, 1), 0 if indexed else _UP, dtype=np.uint8), rows])
    head = struct.pack(">IIBBBBB", width, height, 8, 3 if indexed else 2, 0, 0, 0)
    parts = [_chunk(b"IHDR", head)]
    if indexed:
        parts.append(_chunk(b"PLTE", PALETTE.tobytes()))
    parts += [_chunk(b"IDAT", zlib.compress(filtered.tobytes(), 6)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def sixels(places: Pixels) -> bytes:
    """The sixel sequence of places in `PALETTE`, from DCS to ST; only colours that occur are named."""
    height, width = places.shape
    used = np.unique(places)
    out = [b'\x1bP0;1q"1;1;%d;%d' % (width, height)]
    for place in used:
        red, green, blue = (round(int(part) * 100 / 255) for part in PALETTE[place])
        out.append(b"#%d;2;%d;%d;%d" % (place, red, green, blue))
    for top in range(0, height, 6):
        band = places[top : top + 6]
        weights = (1 << np.arange(len(band), dtype=np.uint8))[:, None]
        rows = [
            b"#%d%s" % (place, b"".join(_repeated(((band == place) * weights).sum(axis=0).astype(np.uint8))))
            for place in np.unique(band)
        ]
        out.append(b"$".join(rows) + b"-")
    out[-1] = out[-1].removesuffix(b"-")
    return b"".join(out) + b"\x1b\\"


def _repeated(row: Pixels) -> Iterator[bytes]:
    """A row of sixels, equal ones counted; what is empty at its end left out."""
    edges = np.flatnonzero(np.diff(row)) + 1
    begins = [0, *edges.tolist()]
    ends = [*edges.tolist(), len(row)]
    for begin, end in zip(begins, ends, strict=True):
        value, count = int(row[begin]), end - begin
        if value == 0 and end == len(row):
            return
        sign = bytes([63 + value])
        yield sign * count if count < 4 else b"!%d%s" % (count, sign)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
