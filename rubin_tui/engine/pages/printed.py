"""A PDF page as it is printed: runs of text with their places, read by PDFium in a worker process."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from rubin_tui.messages import Failure

SOFT_HYPHEN = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at a line's end."""

_GAP = 0.85  # sizes between two words: a wider one parts two runs; a space has 0.25, in justified text more
_SPACE = 0.15  # sizes between two letters: a wider one is a space
_SHIFT = 0.5  # sizes off the baseline: a mark above or below still belongs to its line
_MOST = 60_000  # characters of a page; a drawing with more is no text to be read
_UNSHOWN = re.compile("[\0\ud800-\udfff\uffff]")

_LEADER = re.compile(r"(?:\s?[.·…_]){6,}")
"""From a title to its page: the eye needs it on paper; cells stand in columns anyway."""
_WORDS = re.compile(r"[^\s\0](?:[^\0]*[^\s\0])?")

Run = tuple[str, float, float, float, float]
"""The fields of `page_model.Run`."""


def read_printed(path: str, index: int) -> Iterator[dict[str, Any]]:
    """The runs of page `index` (from 0) of the PDF at `path`, in the order of its text: one frame.

    Raises:
        Failure: "reader.missing", "reader.unreadable"; see `open_page`.
    """
    with open_page(path, index) as page:
        width, height = page.get_size()
        with closing(page.get_textpage()) as text:
            runs = _runs(text, _Turned(page))
    yield {
        "width": width,
        "height": height,
        "runs": [[run[0], *(round(n, 2) for n in run[1:])] for run in runs],
    }


class open_page:
    """The page `index` of the PDF at `path`, to be used in a `with`.

    Raises:
        Failure: "reader.missing"; there is no such file. "reader.unreadable"; it is no PDF, or has no
            such page, or this page is damaged.
    """

    def __init__(self, path: str, index: int) -> None:
        self._path, self._index = path, index

    def __enter__(self) -> pypdfium2.PdfPage:
        try:
            self._document = pypdfium2.PdfDocument(self._path)
        except FileNotFoundError as problem:
            raise Failure("reader.missing", path=self._path) from problem
        except (pypdfium2.PdfiumError, OSError) as problem:
            raise Failure("reader.unreadable", path=self._path, page=self._index + 1) from problem
        try:
            if self._index >= len(self._document):
                raise Failure("reader.unreadable", path=self._path, page=self._index + 1)
            self._page = self._document[self._index]
        except pypdfium2.PdfiumError as problem:
            self._document.close()
            raise Failure("reader.unreadable", path=self._path, page=self._index + 1) from problem
        except Failure:
            self._document.close()
            raise
        return self._page

    def __exit__(self, *_: object) -> None:
        self._page.close()
        self._document.close()


class _Turned:
    """Places of a page as it is seen: from its upper left corner, turned as the page is."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation()

    def place(self, x: float, y: float) -> tuple[float, float]:
        match self._rotation:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
        return x - self._left, self._top - y


def _runs(page: pypdfium2.PdfTextPage, turned: _Turned) -> list[Run]:
    raw = page.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    runs: list[Run] = []
    letters: list[str] = []
    places: list[tuple[float, float]] = []
    right = base = size = 0.0
    size_of: dict[tuple[float, float], float] = {}

    def close() -> None:
        text = "".join(letters)
        for part in _WORDS.finditer(_LEADER.sub(lambda dots: "\0" * len(dots[0]), text)):
            first, last = part.span()
            runs.append((text[first:last], places[first][0], places[last - 1][1], base, size))
        letters.clear()
        places.clear()

    for index in range(min(page.count_chars(), _MOST)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            close()
            continue
        if code in (9, 32, 0xA0):
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append((right, right))
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        _at, line = turned.place(x.value, y.value)
        first, _ = turned.place(box.left, box.bottom)
        last, _ = turned.place(box.right, box.top)
        first, last = min(first, last), max(first, last)
        nominal = pdfium.FPDFText_GetFontSize(raw, index)
        looks = (
            nominal,
            round(box.top - box.bottom, 1),
        )  # asking for the matrix of each would take as long again
        if looks not in size_of:
            scale = 1.0
            if pdfium.FPDFText_GetMatrix(raw, index, matrix):
                scale = max(abs(matrix.d), abs(matrix.b)) or 1.0
            size_of[looks] = max(nominal * scale, 1.0)
        points = size_of[looks]
        if letters:
            unit = max(size, points)
            gap = first - right
            if abs(line - base) > _SHIFT * unit or gap > _GAP * unit or gap < -unit:
                close()
            elif gap > _SPACE * unit and letters[-1] != " ":
                letters.append(" ")
                places.append((right, first))
        if not letters:
            right, base, size = last, line, points
        letters.append("\xad" if code in SOFT_HYPHEN else _UNSHOWN.sub("\ufffd", chr(code)))
        places.append((first, last))
        right = max(right, last)
        if points > size:
            base, size = line, points
    close()
    return runs
