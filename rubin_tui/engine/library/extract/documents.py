"""Which extractor reads what: by the content where it can be told, else by the suffix."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePath

from rubin_tui.engine.languages import SUFFIXES as CODE_SUFFIXES
from rubin_tui.engine.languages import language_of as language_of_code
from rubin_tui.engine.library.extract.code import extract_code
from rubin_tui.engine.library.extract.csv_table import extract_csv
from rubin_tui.engine.library.extract.docx import extract_docx
from rubin_tui.engine.library.extract.epub import extract_epub
from rubin_tui.engine.library.extract.html import extract_html
from rubin_tui.engine.library.extract.json_data import extract_json
from rubin_tui.engine.library.extract.language import language_of
from rubin_tui.engine.library.extract.markdown import extract_markdown
from rubin_tui.engine.library.extract.odf import extract_odp, extract_ods, extract_odt
from rubin_tui.engine.library.extract.plain import extract_plain
from rubin_tui.engine.library.extract.rst import extract_rst
from rubin_tui.engine.library.extract.slides import extract_pptx
from rubin_tui.engine.library.extract.values import (
    Begin,
    Content,
    End,
    Extractor,
    PageRead,
    Progress,
    Reading,
    Source,
)
from rubin_tui.engine.library.extract.xlsx import extract_xlsx
from rubin_tui.engine.library.extract.xml_data import SUFFIXES as XML_SUFFIXES
from rubin_tui.engine.library.extract.xml_data import extract_xml
from rubin_tui.engine.text.encodings import is_binary
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import Failure


def _extract_pdf(source: Source) -> Iterator[Progress | Content]:
    # PDFium is loaded by the worker that reads a PDF, not by everyone who knows that it could.
    from rubin_tui.engine.library.extract.pdf import extract_pdf

    return extract_pdf(source)


_BY_SUFFIX: dict[str, Extractor] = {
    **dict.fromkeys(CODE_SUFFIXES, extract_code),
    ".pdf": _extract_pdf,
    ".md": extract_markdown,
    ".markdown": extract_markdown,
    ".rst": extract_rst,
    ".html": extract_html,
    ".htm": extract_html,
    ".xhtml": extract_html,
    ".docx": extract_docx,
    ".docm": extract_docx,
    ".odt": extract_odt,
    ".xlsx": extract_xlsx,
    ".xlsm": extract_xlsx,
    ".ods": extract_ods,
    ".pptx": extract_pptx,
    ".odp": extract_odp,
    ".epub": extract_epub,
    ".csv": extract_csv,
    ".tsv": extract_csv,
    ".json": extract_json,
    ".jsonl": extract_json,
    **dict.fromkeys(XML_SUFFIXES, extract_xml),
    ".txt": extract_plain,
    ".text": extract_plain,
    ".log": extract_plain,
    "": extract_code,
}

SUFFIXES = frozenset(_BY_SUFFIX) - {""}
"""Suffixes of files that can be imported, in lower case and with their dot."""

_CONTAINERS = frozenset((".docx", ".docm", ".odt", ".xlsx", ".xlsm", ".ods", ".pptx", ".odp", ".epub"))
_OLD_OFFICE = frozenset((".doc", ".dot", ".xls", ".ppt", ".rtf", ".djvu", ".chm"))
_SOMETHING = re.compile(rb"[^\0\t\n\r\f \xef\xbb\xbf\xff\xfe]")  # no white space, in any encoding
_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024  # readers accept the mark anywhere in the first kilobyte


def read_source(source: Source) -> Iterator[Reading]:
    """Read one document, whatever it is.

    Raises:
        Failure: "import.empty", "import.binary", "import.unsupported", "import.pdf_broken",
            "import.pdf_encrypted", "import.no_text".
    """
    pages = passages = 0
    for found in _extractor(source)(source):
        if isinstance(found, Progress):
            yield found
            continue
        yield _begin(source, found)
        for page, of_page in found.pages:
            pages += 1
            passages += len(of_page)
            yield PageRead(page, of_page, found.count)
    yield End(pages, passages)


def is_pdf(data: bytes) -> bool:
    """Whether a reader of PDF would take it for one."""
    return _PDF_MARK in data[:_PDF_MARK_WITHIN]


def _extractor(source: Source) -> Extractor:
    if not _SOMETHING.search(source.data):
        raise Failure("import.empty", path=source.path)
    suffix = PurePath(source.path).suffix.lower()
    if is_pdf(source.data):
        return _extract_pdf
    if suffix == ".pdf":
        raise Failure("import.not_a_pdf", path=source.path)
    if suffix in _OLD_OFFICE:
        raise Failure("import.old_office", path=source.path)
    if suffix not in _BY_SUFFIX and not language_of_code(source.path):
        raise Failure("import.unsupported", path=source.path)
    if suffix in _CONTAINERS:
        return _BY_SUFFIX[suffix]
    if is_binary(source.data):
        raise Failure("import.binary", path=source.path)
    return _BY_SUFFIX.get(suffix, extract_code)


def _begin(source: Source, content: Content) -> Begin:
    return Begin(
        type=content.type,
        title=content.title or spelled(PurePath(source.path).stem),
        language=language_of(content.sample),
        pages=content.count,
        sha256=hashlib.sha256(source.data).hexdigest(),
        size=len(source.data),
        needs_ocr=content.needs_ocr,
    )
