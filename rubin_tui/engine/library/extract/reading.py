"""A document put together from its readings, whether they come from a worker process or from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rubin_tui.engine.library.extract.documents import is_pdf, read_source
from rubin_tui.engine.library.extract.frames import from_frame
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
            case Begin(type_, title, language, total, sha256, size):
                extracted = Extracted(type_, title, language, sha256, size, total=total)
            case PageRead(page, of_page, _):
                pages.append(page)
                passages.extend(of_page)
            case End(count, _):
                yield replace(extracted, read=count, pages=tuple(pages), passages=tuple(passages))
