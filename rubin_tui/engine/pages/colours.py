"""The 240 colours that every 256-colour terminal has: a cube of 6x6x6 and 24 shades of grey."""

from __future__ import annotations

from typing import Any

import numpy as np

Pixels = np.ndarray[Any, np.dtype[np.uint8]]

_STEPS = np.array([0, 95, 135, 175, 215, 255], dtype=np.int32)
_EDGES = (_STEPS[1:] + _STEPS[:-1]) // 2 + 1
FIRST = 16
"""The number of the first one; those below are the user's own."""

PALETTE: Pixels = np.array(
    [(r, g, b) for r in _STEPS for g in _STEPS for b in _STEPS]
    + [(8 + 10 * step,) * 3 for step in range(24)],
    dtype=np.uint8,
)
"""Red, green, blue of colour `FIRST + n`."""


def indices(pixels: Pixels) -> Pixels:
    """For each pixel the place of the nearest colour in `PALETTE`; `pixels` are rows of red green blue."""
    wide = pixels.astype(np.int32)
    steps = np.searchsorted(_EDGES, wide, side="right")
    cube = steps[..., 0] * 36 + steps[..., 1] * 6 + steps[..., 2]
    shade = np.clip((wide.sum(axis=-1) // 3 - 3) // 10, 0, 23)
    grey = 8 + 10 * shade
    to_cube = ((wide - _STEPS[steps]) ** 2).sum(axis=-1)
    to_grey = ((wide - grey[..., None]) ** 2).sum(axis=-1)
    return np.where(to_grey < to_cube, 216 + shade, cube).astype(np.uint8)


def rgb_of(places: Pixels) -> Pixels:
    """The colours back."""
    return PALETTE[places]
