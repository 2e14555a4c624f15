"""A part of a PDF page as a picture, drawn by PDFium in a worker process, in the form a terminal takes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import numpy as np
import pypdfium2

from rubin_tui.engine.pages.colours import indices, rgb_of
from rubin_tui.engine.pages.encodings import png, sixels
from rubin_tui.engine.pages.printed import open_page
from rubin_tui.messages import Failure

MOST = 4_000
"""Pixels in a direction; no terminal has more."""
_MARK = np.array([255, 235, 90], dtype=np.float64) / 255  # yellow ink over what is printed

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner."""


def draw_page(
    path: str,
    index: int,
    kind: str,
    few: bool,
    width: int,
    height: int,
    zoom: float,
    x: float,
    y: float,
    marks: Sequence[Box],
) -> Iterator[dict[str, Any]]:
    """Page `index` (from 0) of the PDF at `path`, as `page_model.Frame` asks; `marks` are lit. One frame.

    With `few`, no more colours than the 256 of a terminal.

    Raises:
        Failure: "reader.missing", "reader.unreadable".
    """
    with open_page(path, index) as page:
        page_width, page_height = page.get_size()
        width, height = min(max(width, 1), MOST), min(max(height, 1), MOST)
        scale = min(width / page_width, height / page_height) * zoom
        seen = min(width / scale, page_width), min(height / scale, page_height)
        left = min(max(x * page_width - seen[0] / 2, 0.0), page_width - seen[0])
        top = min(max(y * page_height - seen[1] / 2, 0.0), page_height - seen[1])
        try:
            pixels = _drawn(page, scale, (left, top, left + seen[0], top + seen[1]))
        except (pypdfium2.PdfiumError, ValueError) as problem:
            raise Failure("reader.unreadable", path=path, page=index + 1) from problem
    pixels = pixels[:height, :width]
    for mark in marks:
        _light(pixels, [int((mark[n] - (left, top)[n % 2]) * scale) for n in range(4)])
    yield {
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "data": b64encode(_encoded(pixels, kind, few)).decode("ascii"),
        "x": (left + seen[0] / 2) / page_width,
        "y": (top + seen[1] / 2) / page_height,
        "part": [seen[0] / page_width, seen[1] / page_height],
    }


def _drawn(page: pypdfium2.PdfPage, scale: float, box: Box) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The box of a page as pixels: rows, columns, red green blue."""
    width, height = page.get_size()
    left, top, right, bottom = box
    bitmap = page.render(
        scale=scale, crop=(left, height - bottom, width - right, top), rev_byteorder=True, prefer_bgrx=True
    )
    with closing(bitmap):
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _light(pixels: np.ndarray[Any, np.dtype[np.uint8]], box: Sequence[int]) -> None:
    left, top, right, bottom = (max(edge, 0) for edge in box)
    part = pixels[top : bottom + 1, left : right + 1]
    part[:] = (part * _MARK).astype(np.uint8)


def _encoded(pixels: np.ndarray[Any, np.dtype[np.uint8]], kind: str, few: bool) -> bytes:
    if kind == "sixel":
        return sixels(indices(pixels))
    if kind == "kitty":
        return png(indices(pixels) if few else pixels)
    return bytes((rgb_of(indices(pixels)) if few else pixels).tobytes())
