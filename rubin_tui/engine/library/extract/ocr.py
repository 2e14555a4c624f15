"""Scanned pages: drawn by PDFium, read by the program Tesseract where it is installed.

A page takes some ten seconds. This is work for the background, and it can be stopped after any page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

import pypdfium2

from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.frames import to_frame
from rubin_tui.engine.library.extract.plain import looks_like_item
from rubin_tui.engine.library.extract.values import PageRead
from rubin_tui.messages import Failure

PAGE_SECONDS = 90.0
"""How long one page may take; one that takes longer stays without text."""

DPI = 200
LANGUAGES = ("rus", "eng")

_PROGRAM = "tesseract"
_MOST_PIXELS = 40_000_000  # drawings of several metres are drawn coarser
_WORD = "5"  # the level of words in Tesseract's table
_FIELDS = 12
_SURE = 30.0  # per cent; what it is less sure of are specks and pictures


def available() -> bool:
    """Whether Tesseract is on the PATH."""
    return shutil.which(_PROGRAM) is not None


def recognise(
    path: str, pages: Sequence[int], languages: Sequence[str] = LANGUAGES
) -> Iterator[dict[str, Any]]:
    """Read the `pages` (numbers from 0) of the PDF at `path`; yields a `PageRead` frame for each.

    Pages without text among them, or that took too long, come empty. `languages` are Tesseract's
    names; those that are not installed are left out.

    Raises:
        Failure: "import.no_text"; Tesseract or all `languages` are missing. "import.pdf_broken".
    """
    installed = installed_languages()
    usable = [language for language in languages if language in installed]
    if not usable:
        raise Failure("import.no_text", path=path)
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as problem:
        raise Failure("import.pdf_broken", path=path) from problem
    with closing(document):
        for number in pages:
            flow = Flow(path)
            for paragraph in _paragraphs(_table(_picture(document, number), usable)):
                flow.add("list" if looks_like_item(paragraph) else "paragraph", paragraph)
            page, passages = flow.page(number, document.get_page_label(number) or str(number + 1))
            yield to_frame(PageRead(page, passages, len(pages)))


def installed_languages() -> frozenset[str]:
    """The languages Tesseract knows; none when it is missing."""
    if not available():
        return frozenset()
    listed = subprocess.run(
        [_PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
    )
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def _picture(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """A page in shades of grey as a PGM file; b"" for one that cannot be drawn."""
    try:
        with closing(document[number]) as page:
            width, height = page.get_size()
            scale = min(DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            with closing(bitmap):
                rows = bytes(bitmap.buffer)
                stride = bitmap.stride
                body = b"".join(
                    rows[row * stride : row * stride + bitmap.width] for row in range(bitmap.height)
                )
                return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + body
    except pypdfium2.PdfiumError:  # one damaged page does not spoil the others
        return b""


def _table(picture: bytes, languages: Sequence[str]) -> str:
    """Tesseract's table of the words on a picture; "" when it failed or took too long."""
    if not picture:
        return ""
    command = [_PROGRAM, "stdin", "stdout", "-l", "+".join(languages), "--dpi", str(DPI), "tsv"]
    # One thread each: several workers share the processors, and its own threads win it nothing.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        ran = subprocess.run(
            command, input=picture, capture_output=True, timeout=PAGE_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return ran.stdout.decode("utf-8", "replace") if ran.returncode == 0 else ""


def _paragraphs(table: str) -> Iterator[str]:
    """The paragraphs of a table of words, words parted at a line's end whole again."""
    words = [fields for line in table.split("\n") if (fields := line.split("\t"))[0] == _WORD]
    good = [
        fields
        for fields in words
        if len(fields) == _FIELDS and fields[11].strip() and float(fields[10]) >= _SURE
    ]
    for _, paragraph in groupby(good, key=lambda fields: fields[1:4]):
        lines = groupby(paragraph, key=lambda fields: fields[4])
        yield "\n".join(_joined(" ".join(word[11] for word in line) for _, line in lines))


def _joined(lines: Iterable[str]) -> list[str]:
    whole: list[str] = []
    for line in lines:
        if whole and whole[-1].endswith("-") and whole[-1][-2:-1].isalpha() and line[:1].islower():
            word, _, rest = line.partition(" ")
            whole[-1] = whole[-1][:-1] + word
            line = rest
        if line:
            whole.append(line)
    return whole
