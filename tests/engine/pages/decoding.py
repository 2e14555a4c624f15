"""Reading pictures back: what a terminal would show of a PNG file or of sixels."""

from __future__ import annotations

import re
import struct
import zlib

Pixel = tuple[int, int, int]


def of_png(data: bytes) -> list[list[Pixel]]:
    """The pixels of a PNG file of eight bits, with or without a palette; checks its sums."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, rest) == (8, [0, 0, 0])
    size = {2: 3, 3: 1}[colour]
    raw = zlib.decompress(chunks[b"IDAT"])
    above = bytes(width * size)
    rows = []
    for top in range(height):
        begin = top * (width * size + 1)
        row = raw[begin + 1 : begin + 1 + width * size]
        assert raw[begin] in (0, 2)
        if raw[begin] == 2:
            row = bytes((a + b) % 256 for a, b in zip(row, above, strict=True))
        above = row
        if colour == 3:
            palette = chunks[b"PLTE"]
            row = b"".join(palette[3 * place : 3 * place + 3] for place in row)
        rows.append([(row[at], row[at + 1], row[at + 2]) for at in range(0, len(row), 3)])
    return rows


def of_sixels(data: bytes) -> list[list[Pixel | None]]:
    """The pixels of a sixel sequence, colours in per cent; None where nothing was drawn."""
    match = re.fullmatch(rb'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', data, re.DOTALL)
    assert match is not None
    width, height = int(match[1]), int(match[2])
    pixels: list[list[Pixel | None]] = [[None] * width for _ in range(height)]
    colours: dict[int, Pixel] = {}
    x = top = 0
    colour = -1
    for part in re.findall(rb"#\d+(?:;2;\d+;\d+;\d+)?|!\d+[?-~]|[?-~]|[$-]", match[3]):
        if part.startswith(b"#"):
            colour, *shades = map(int, part[1:].split(b";"))
            if shades:
                colours[colour] = (shades[1], shades[2], shades[3])
        elif part == b"$":
            x = 0
        elif part == b"-":
            x, top = 0, top + 6
        else:
            count = int(part[1:-1]) if part.startswith(b"!") else 1
            for column in range(x, x + count):
                for bit in range(6):
                    if (part[-1] - 63) >> bit & 1:
                        assert pixels[top + bit][column] is None
                        pixels[top + bit][column] = colours[colour]
            x += count
    return pixels
