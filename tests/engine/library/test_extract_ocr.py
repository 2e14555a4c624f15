"""Scanned pages: told from others, named, and read where Tesseract is installed."""

import ctypes
import io
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from rubin_tui.engine.jobs import JobFailed
from rubin_tui.engine.library.extract import collect, ocr, recognised, scans
from rubin_tui.engine.library.extract.frames import from_frame, to_frame
from rubin_tui.engine.library.extract.values import PageRead, RawPage
from rubin_tui.engine.library.extract.worker import extract_file
from rubin_tui.engine.library.passages import RawPassage
from rubin_tui.messages import Failure

needs_tesseract = pytest.mark.skipif(
    "eng" not in ocr.installed_languages(), reason="needs the program tesseract with its language eng"
)
LIMIT = 10_000_000


def printed(*lines: str) -> pypdfium2.PdfDocument:
    """A page with these lines in Helvetica."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(400, 200)
    font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
    for number, line in enumerate(lines):
        text = pdfium.FPDFPageObj_CreateTextObj(document, font, 14)
        units = (line + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(text, ctypes.cast(units, pdfium.FPDF_WIDESTRING))
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 30, 150 - 17 * number)
        pdfium.FPDFPage_InsertObject(page, text)
    page.gen_content()
    return document


def scan(path: Path, *pages: tuple[str, ...], text: str = "") -> Path:
    """A PDF of pictures of pages, and behind them one with `text`."""
    made = pypdfium2.PdfDocument.new()
    for lines in pages:
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(printed(*lines)[0].render(scale=3, grayscale=True))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(400, 200))
        page = made.new_page(400, 200)
        page.insert_obj(picture)
        page.gen_content()
    if text:
        made.import_pages(printed(text))
    held = io.BytesIO()
    made.save(held)
    path.write_bytes(held.getvalue())
    return path


def test_a_document_of_pictures_is_refused_unless_somebody_reads_them(tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.pdf", ("Fault F30002",), ("Page two",))
    with pytest.raises(Failure) as caught:
        list(extract_file(str(path), LIMIT))
    assert caught.value.message.id == "import.no_text"
    *_, found = collect(extract_file(str(path), LIMIT, scans=True))
    assert (found.needs_ocr, [page.text for page in found.pages], found.passages) == ((0, 1), ["", ""], ())


def test_pictures_among_pages_with_text_are_named(tmp_path: Path) -> None:
    text = "This page has a text of its own to read."
    path = scan(tmp_path / "part.pdf", ("Fault F30002",), text=text)
    *_, found = collect(extract_file(str(path), LIMIT))
    assert (found.needs_ocr, [page.text for page in found.pages]) == ((0,), ["", text])


def test_without_tesseract_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not scans.available()
    with pytest.raises(Failure, match="install Tesseract"):
        list(ocr.recognise(str(tmp_path / "a.pdf"), [0]))


@needs_tesseract
def test_scanned_pages_are_read(tmp_path: Path) -> None:
    first = ("Fault F30002 stops the drive. Raise the para-", "meter p1121 and restart.")
    path = scan(tmp_path / "scan.pdf", first, ("Second page",), ())
    frames = [from_frame(frame) for frame in ocr.recognise(str(path), [0, 2], ["eng"])]
    assert [frame.page.number for frame in frames if isinstance(frame, PageRead)] == [0, 2]
    page, empty = frames
    assert isinstance(page, PageRead)
    assert isinstance(empty, PageRead)
    assert page.page.text == "Fault F30002 stops the drive. Raise the parameter\np1121 and restart."
    assert (page.page.index, page.page.label, page.of) == (0, "1", 2)
    assert [(passage.start, passage.end) for passage in page.passages] == [(0, len(page.page.text))]
    assert (empty.page.text, empty.passages) == ("", ())


def test_recognised_pages_take_the_places_of_the_pictures(tmp_path: Path) -> None:
    text = "This page has a text of its own to read."
    *_, found = collect(extract_file(str(scan(tmp_path / "part.pdf", ("?",), ("?",), text=text)), LIMIT))
    frames = [
        to_frame(PageRead(RawPage(0, 0, "1", 1, "Привод и насос"), (), 2)),
        to_frame(PageRead(RawPage(1, 1, "2", 1, "Ошибка"), (RawPassage(1, 0, 6, 1, 1, "paragraph", ()),), 2)),
    ]
    *steps, whole = recognised(found, frames)
    assert [(step.read, step.total, step.pages) for step in steps] == [(1, 2, ()), (2, 2, ())]
    assert [page.text for page in whole.pages] == ["Привод и насос", "Ошибка", text]
    assert [passage.page_number for passage in whole.passages] == [1, 2]
    assert (whole.needs_ocr, whole.language, whole.sha256) == ((), "ru", found.sha256)
    with pytest.raises(JobFailed, match="not a page that was to be recognised"):
        list(recognised(whole, frames))


@needs_tesseract
def test_a_page_that_takes_too_long_stays_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.001)
    path = scan(tmp_path / "scan.pdf", ("Fault F30002",))
    (frame,) = map(from_frame, ocr.recognise(str(path), [0], ["eng"]))
    assert isinstance(frame, PageRead)
    assert frame.page.text == ""


@needs_tesseract
def test_a_file_that_is_no_pdf_any_more_is_said_to_be_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"gone")
    with pytest.raises(Failure) as caught:
        list(ocr.recognise(str(path), [0]))
    assert caught.value.message.id == "import.pdf_broken"
