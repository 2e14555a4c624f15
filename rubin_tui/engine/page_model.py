"""Frozen values of a page as it is printed: its text in its places, its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

PictureKind = Literal["blocks", "kitty", "sixel"]
"""Who shows a picture: cells in two colours, or a terminal that takes PNG (kitty) or sixels."""


class Run(NamedTuple):
    """A piece of a printed line without a wide gap in it.

    All in points from the upper left corner of the page as it is seen: where it begins and ends, its
    baseline, the size of its letters. A hyphen at a line's end that may part a word is U+00AD.
    """

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The runs of a page in the order of its text; width and height in points."""

    width: float
    height: float
    runs: tuple[Run, ...]


class Frame(NamedTuple):
    """Which part of a page is wanted, and how large.

    `zoom` 1 is the whole page in `width` x `height` pixels; what is in the middle stands at `x`, `y`,
    parts of the page from its upper left corner (0..1). `cells` of half-blocks are a pixel wide and two high.
    """

    width: int
    height: int
    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page, drawn. Not larger than was asked for.

    `data` is for `kind`: of "blocks" three bytes a pixel, row by row; of "kitty" a PNG file; of "sixel"
    the sixels with what is around them. `x` and `y` are the middle that could be had, `part` how much of the
    page's width and height is seen.
    """

    kind: PictureKind
    width: int
    height: int
    data: bytes
    x: float
    y: float
    part: tuple[float, float]
