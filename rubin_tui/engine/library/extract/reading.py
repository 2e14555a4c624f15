"""A document put together from its readings, whether they come from a worker process or from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rubin_tui.engine.jobs import JobFailed
from rubin_tui.engine.library.extract.documents import is_pdf, read_source
from rubin_tui.engine.library.extract.frames import from_frame
from rubin_tui.engine.library.extract.language import language_of
from rubin_tui.engine.library.extract.values import (
    Begin,
    End,
    Extracted,
    PageRead,
    Progress,
    RawPage,
    Reading,
    Source,
)
from rubin_tui.engine.library.passages import RawPassage
from rubin_tui.messages import Failure


def collect(frames: Iterable[dict[str, Any]]) -> Iterator[Extracted]:
    """What a job of `worker.extract_file` has read so far, and at last the whole document.

    Raises:
        JobFailed: "crashed"; a frame is not what it should be, or the last one is missing.
        Failure: "import...."; from the job.
    """
    return _collected(map(from_frame, frames))


def recognised(extracted: Extracted, frames: Iterable[dict[str, Any]]) -> Iterator[Extracted]:
    """`extracted` with its pages that were pictures read, from the frames of a job of `ocr.recognise`.

    Yields after each page how many of them are `read` of `total`, and at last the whole document, which
    needs no more recognition.

    Raises:
        JobFailed: "crashed"; a frame is not what it should be.
    """
    pages = {page.number: page for page in extracted.pages}
    passages: dict[int, list[RawPassage]] = {number: [] for number in pages}
    for passage in extracted.passages:
        passages[passage.page_number].append(passage)
    total = len(extracted.needs_ocr)
    for read, reading in enumerate(map(from_frame, frames), start=1):
        if not isinstance(reading, PageRead) or reading.page.number not in extracted.needs_ocr:
            raise JobFailed("crashed", "not a page that was to be recognised")
        pages[reading.page.number] = reading.page
        passages[reading.page.number] = list(reading.passages)
        yield replace(extracted, read=read, total=total, pages=(), passages=())
    found = tuple(passage for number in sorted(pages) for passage in passages[number])
    yield replace(
        extracted,
        language=language_of("\n".join(page.text for page in pages.values())),
        read=len(pages),
        total=len(pages),
        pages=tuple(pages[number] for number in sorted(pages)),
        passages=found,
        needs_ocr=(),
    )


def extract_text(filename: str, text: str | bytes) -> Extracted:
    """Read `text`, or the bytes of a file, as the document `filename`, whose suffix says what it is.

    Raises:
        Failure: "import.empty" or "import.unsupported"; "import.pdf_is_a_file", as only a worker opens PDFs.
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if is_pdf(data):
        raise Failure("import.pdf_is_a_file", path=filename)
    *_, whole = _collected(read_source(Source(filename, data)))
    return whole


def _collected(readings: Iterable[Reading]) -> Iterator[Extracted]:
    extracted = Extracted()
    pages: list[RawPage] = []
    passages: list[RawPassage] = []
    for reading in readings:
        match reading:
            case Progress(read, total):
                yield replace(extracted, read=read, total=total)
            case Begin(type_, title, language, total, sha256, size, needs_ocr):
                extracted = Extracted(type_, title, language, sha256, size, total=total, needs_ocr=needs_ocr)
            case PageRead(page, of_page, _):
                pages.append(page)
                passages.extend(of_page)
            case End(count, _):
                yield replace(extracted, read=count, pages=tuple(pages), passages=tuple(passages))
