"""PDF with text in it, read by PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from rubin_tui.engine.library.extract.outline import read_outline
from rubin_tui.engine.library.extract.pdf_layout import PageLayout
from rubin_tui.engine.library.extract.pdf_lines import Line, read_lines
from rubin_tui.engine.library.extract.values import Content, Progress, RawPage, Source
from rubin_tui.engine.library.passages import RawPassage, cut_passages
from rubin_tui.messages import Failure

_PROGRESS_PAGES = 10
_LEAST_LETTERS = 2  # a page on the average; scans have none, or a stamp on some pages
_PICTURE_LETTERS = 20
_PICTURE_DEPTH = 3
_SAMPLE_PAGES = 40
_NO_LETTERS = re.compile(r"[\W_]+")
_NO_TITLE = re.compile(
    r"untitled|без ?имени|microsoft|\S+\.(?:docx?|dwg|indd|fm|tex|dvi|qxd)$|\W*$|.{300}", re.I
)


def extract_pdf(source: Source) -> Iterator[Progress | Content]:
    """Read a PDF.

    All pages are read before the first is handed on: what is usual in the document, its running heads
    among it, is known only then.

    Raises:
        Failure: "import.pdf_broken", "import.pdf_encrypted", "import.no_text".
    """
    with closing(_open(source)) as document:
        count = len(document)
        pages: list[list[Line]] = []
        pictures: list[int] = []
        broken = 0
        for index in range(count):
            try:
                lines, picture = _read_page(document, index)
                pages.append(lines)
                if picture:
                    pictures.append(index)
            except pypdfium2.PdfiumError:  # one damaged page does not spoil the others
                pages.append([])
                broken += 1
            if len(pages) % _PROGRESS_PAGES == 0:
                yield Progress(len(pages), count)
        if broken == count:
            raise Failure("import.pdf_broken", path=source.path)
        if not _has_text(pages):
            if not source.scans:
                raise Failure("import.no_text", path=source.path)
            pictures = list(range(count))  # letters drawn as curves are pictures too
        labels = [document.get_page_label(index) or str(index + 1) for index in range(count)]
        outline = read_outline(document)
        title = " ".join(document.get_metadata_value("Title").replace("\0", " ").split())
    layout = PageLayout(pages, outline, labels)
    if _NO_TITLE.match(title):
        title = layout.title(next(filter(None, pages), []))
    sample = "\n".join(line.text for lines in _spread(pages) for line in lines)
    yield Content("pdf", title, sample, count, _laid_out(layout, pages, labels), tuple(pictures))


def _open(source: Source) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as problem:
        locked = problem.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        id = "import.pdf_encrypted" if locked else "import.pdf_broken"
        raise Failure(id, path=source.path) from problem
    if len(document) == 0:
        document.close()
        raise Failure("import.pdf_broken", path=source.path)
    return document


def _read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[list[Line], bool]:
    """The lines of a page, and whether it is a picture: it has an image and hardly a letter."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        lines = read_lines(text)
        if sum(len(line.text) for line in lines) >= _PICTURE_LETTERS:
            return lines, False
        images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_PICTURE_DEPTH)
        return lines, any(True for _ in images)


def _has_text(pages: Sequence[list[Line]]) -> bool:
    letters = 0
    for lines in pages:
        letters += sum(len(_NO_LETTERS.sub("", line.text)) for line in lines)
        if letters >= _LEAST_LETTERS * len(pages):
            return True
    return False


def _spread(pages: Sequence[list[Line]]) -> Sequence[list[Line]]:
    return pages[:: max(1, len(pages) // _SAMPLE_PAGES)]


def _laid_out(
    layout: PageLayout, pages: list[list[Line]], labels: Sequence[str]
) -> Iterator[tuple[RawPage, tuple[RawPassage, ...]]]:
    for index, lines in enumerate(pages):
        text, blocks = layout.page(index, lines)
        pages[index] = []  # its text goes on; the lines are not held twice
        yield RawPage(index, index, labels[index], 1, text), cut_passages(text, blocks, page_number=index)
