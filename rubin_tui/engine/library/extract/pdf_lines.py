"""The lines of a PDF page with what paragraphs, headings and listings are told by: place, size, font."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

SOFT_HYPHEN = "\ufffe"
"""How PDFium marks a hyphen at the end of a line; it joins the line below to it."""

SHY = "\u00ad"
_NEW_LINE = re.compile("\r\n?|\n")
_SPACE = re.compile(" +")
_WIDE = 0.54  # sizes a character of running text is wide, nearly
_GAP = 0.5  # sizes; a space is 0.25, in justified lines more
_FIXED_PITCH = 1  # a flag of the font descriptor
_MONO_NAMES = ("mono", "courier", "consol", "typewriter", "cmtt", "fixed", "menlo")
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_UNSTORABLE = re.compile("[\0\ud800-\udfff\uffff]")


class Line(NamedTuple):
    """One line as printed. Coordinates are in points from the lower left corner of the page.

    `left` and `right` are where its first and last characters begin, `top` and `bottom` its baseline
    (they differ when a word's rest was pulled up from the next line). `mono` and `bold` hold when
    both its ends are. `gaps` are its wide gaps between words: the offset in `text` where the next word
    begins, and where in points the gap begins and ends.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    mono: bool
    bold: bool
    gaps: tuple[tuple[int, float, float], ...] = ()


def read_lines(page: pypdfium2.PdfTextPage) -> list[Line]:
    """The lines of a page in the order of its text, blank ones left out."""
    raw = _UNSTORABLE.sub("\ufffd", page.get_text_range())
    same = len(raw) == page.count_chars()  # else PDFium left characters out, or they need two units
    lines = []
    probe = _Probe(page)
    for start, text in _pieces(raw):
        stripped = text.rstrip(" \t\r\n\x0b\x0c")
        body = stripped.lstrip()
        if not body:
            continue
        first = start + len(stripped) - len(body)
        last = first + len(body) - 1 - (body[-1] == SOFT_HYPHEN and len(body) > 1)  # it has no place
        shy = SHY in body
        if shy:
            body = body[:-1].replace(SHY, "") + (SOFT_HYPHEN if body[-1] == SHY else body[-1])
        if not same:
            first, last = probe.char_index(raw, first), probe.char_index(raw, last)
        line = probe.line(body, first, last)
        if _is_wide(line) and same and not shy:
            line = line._replace(gaps=probe.gaps(line, first))
        lines.append(line)
    return lines


def _pieces(raw: str) -> Iterator[tuple[int, str]]:
    """Printed lines with their offsets; one that ends in a soft hyphen keeps it."""
    start = 0
    while start < len(raw):
        found = _NEW_LINE.search(raw, start)
        stop, following = (found.start(), found.end()) if found else (len(raw), len(raw))
        hyphen = raw.find(SOFT_HYPHEN, start, stop)
        if hyphen >= 0:
            stop = following = hyphen + 1
            if found := _NEW_LINE.match(raw, following):
                following = found.end()
        yield start, raw[start:stop]
        start = following


def _is_wide(line: Line) -> bool:
    """Whether `line` is wider than its letters: it may hold gaps."""
    width = (line.right - line.left) / max(1, len(line.text) - 1)
    return width > _WIDE * line.size and not line.mono and " " in line.text


class _Probe:
    """Asks PDFium about single characters, through the same few buffers."""

    def __init__(self, page: pypdfium2.PdfTextPage) -> None:
        self._page = page.raw
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._left, self._right = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def char_index(self, raw: str, offset: int) -> int:
        units = offset + sum(1 for character in raw[:offset] if character > "\uffff")
        return max(0, int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, units)))

    def line(self, text: str, first: int, last: int) -> Line:
        left, top = self._origin(first)
        right, _ = self._origin(last)
        mono, bold = self._font(first)
        if mono or bold:
            last_mono, last_bold = self._font(last)
            mono, bold = mono and last_mono, bold and last_bold
        # A bullet before is of another size, a footnote's mark behind is smaller, and so is inline code.
        middle = (first + last) // 2 + (text[len(text) // 2 - (len(text) % 2 == 0)] == " ")
        size = max(self._size(middle), self._size(last))
        return Line(text, left, right, top, top, size, mono, bold)

    def gaps(self, line: Line, first: int) -> tuple[tuple[int, float, float], ...]:
        """The wide gaps of `line`, whose first character is the page's character `first`."""
        found = []
        for space in _SPACE.finditer(line.text):
            pdfium.FPDFText_GetCharBox(
                self._page, first + space.start() - 1, self._left, self._right, self._y, self._y
            )
            after, _ = self._origin(first + space.end())
            before = self._right.value
            if after - before > _GAP * line.size:
                printed = self._width_if_printed(first + space.start())
                if after - before - printed > _GAP / 2 * line.size:
                    found.append((space.end(), before, after))
        return tuple(found)

    def _width_if_printed(self, index: int) -> float:
        """How wide a space is that stands in the file; 0 for one that PDFium put into a gap."""
        if pdfium.FPDFText_IsGenerated(self._page, index) == 1:
            return 0.0
        if not pdfium.FPDFText_GetLooseCharBox(self._page, index, self._box):
            return 0.0
        return float(self._box.right - self._box.left)

    def _origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return self._x.value, self._y.value

    def _size(self, index: int) -> float:
        """The size in points on the page: fonts are often scaled by the text matrix."""
        size: float = pdfium.FPDFText_GetFontSize(self._page, index)
        if pdfium.FPDFText_GetMatrix(self._page, index, self._matrix):
            size *= max(abs(self._matrix.d), abs(self._matrix.b))
        return size or 1.0

    def _font(self, index: int) -> tuple[bool, bool]:
        self._name.value = b""
        pdfium.FPDFText_GetFontInfo(self._page, index, self._name, len(self._name), self._flags)
        return _mono_bold(self._name.value, self._flags.value)


@lru_cache(256)
def _mono_bold(font: bytes, flags: int) -> tuple[bool, bool]:
    name = font.decode("utf-8", "replace").lower()
    mono = bool(flags & _FIXED_PITCH) or any(part in name for part in _MONO_NAMES)
    return mono, any(part in name for part in _BOLD_NAMES)
