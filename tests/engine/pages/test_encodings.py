"""Pictures as bytes for a terminal, decoded again."""

from __future__ import annotations

import numpy as np
import pytest

from rubin_tui.engine.pages.colours import PALETTE, indices, rgb_of
from rubin_tui.engine.pages.encodings import png, sixels
from tests.engine.pages.decoding import of_png, of_sixels

WHITE, RED, BLUE, GREY = (255, 255, 255), (255, 0, 0), (0, 0, 255), (128, 128, 128)


def pixels(*rows: tuple[tuple[int, int, int], ...]) -> np.ndarray:
    return np.array(rows, dtype=np.uint8)


def test_the_palette_is_that_of_every_terminal_of_256_colours() -> None:
    assert PALETTE.shape == (240, 3)
    assert tuple(PALETTE[196 - 16]) == (255, 0, 0)
    assert tuple(PALETTE[59 - 16]) == (95, 95, 95)
    assert tuple(PALETTE[232 - 16]) == (8, 8, 8)
    assert tuple(PALETTE[255 - 16]) == (238, 238, 238)


@pytest.mark.parametrize(
    ("colour", "nearest"),
    [
        ((255, 255, 255), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((130, 128, 127), (128, 128, 128)),
        ((250, 10, 90), (255, 0, 95)),
        ((115, 115, 115), (118, 118, 118)),
        ((47, 0, 0), (18, 18, 18)),
        ((60, 0, 0), (95, 0, 0)),
    ],
)
def test_each_pixel_gets_the_nearest_colour(colour: tuple[int, ...], nearest: tuple[int, ...]) -> None:
    assert tuple(rgb_of(indices(np.array([[colour]], dtype=np.uint8)))[0, 0]) == nearest


def test_the_nearest_colour_is_the_nearest_of_all() -> None:
    random = np.random.default_rng(7).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    distances = ((random[:, :, None].astype(int) - PALETTE.astype(int)) ** 2).sum(axis=-1)
    mine = ((random.astype(int) - rgb_of(indices(random)).astype(int)) ** 2).sum(axis=-1)
    assert (mine - distances.min(axis=-1)).max() <= 3  # a third of a step of grey is rounded away


def test_a_png_of_all_colours_and_of_few() -> None:
    drawn = pixels((WHITE, RED, (1, 2, 3)), (BLUE, GREY, (250, 251, 252)))
    assert of_png(png(drawn)) == [[WHITE, RED, (1, 2, 3)], [BLUE, GREY, (250, 251, 252)]]
    assert of_png(png(indices(drawn[:, :2]))) == [[WHITE, RED], [BLUE, GREY]]


def test_sixels_byte_by_byte() -> None:
    drawn = indices(pixels((RED, RED, WHITE), (RED, WHITE, WHITE)))
    assert sixels(drawn) == b'\x1bP0;1q"1;1;3;2#180;2;100;0;0#215;2;100;100;100#180B@$#215?AB\x1b\\'


def test_sixels_decoded_again() -> None:
    random = np.random.default_rng(3).integers(0, 240, (20, 31), dtype=np.uint8)
    random[5:9, 3:25] = 215
    per_cent = [[tuple(round(int(c) * 100 / 255) for c in PALETTE[place]) for place in row] for row in random]
    assert of_sixels(sixels(random)) == per_cent
