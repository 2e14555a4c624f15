"""A real manual: what an answer quotes stands on the page it cites, by another reader of PDF.

Needs RUBIN_MANUALS, a folder into which the Debian package maint-guide-ru was unpacked, and pdftotext.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.library.extract import extract_text

MANUALS = Path(os.environ.get("RUBIN_MANUALS", "/nowhere"), "usr/share/doc")
MANUAL = MANUALS / "maint-guide-ru/maint-guide.ru.pdf"
PAGES = MANUALS / "maint-guide-ru/html"
needs_manual = pytest.mark.skipif(
    not (MANUAL.is_file() and shutil.which("pdftotext")),
    reason="needs the Debian package maint-guide-ru unpacked in RUBIN_MANUALS, and pdftotext",
)


def letters(text: str) -> str:
    """`text` without what readers of PDF set differently: spaces, hyphens, soft hyphens, notes."""
    return re.sub(r"[\s\-‐­\ufffe0-9⁰¹²³⁴-⁹]", "", text)


def on_page(number: int) -> str:
    ran = subprocess.run(
        ["pdftotext", "-f", str(number), "-l", str(number), str(MANUAL), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return letters(ran.stdout)


@needs_manual
def test_quotes_stand_on_their_pages(engine: Engine) -> None:
    (done,) = [event for event in engine.add_documents([MANUAL]) if event.stage == "done"]
    assert done.document is not None
    assert (done.document.pages, done.document.language, done.document.type) == (69, "ru", "pdf")
    quoted = 0
    for question in (
        "Что делает команда dh_make?",
        "Как собрать пакет заново?",
        "Что такое quilt?",
        "Что указывают в поле Build-Depends?",
        "Как проверить пакет программой lintian?",
    ):
        answer = engine.ask(question)
        assert answer.confidence == "found", question
        for at in answer.citations:
            if at.document_id == done.document.id:
                quoted += 1
                assert at.page_index is not None
                assert letters(at.quote) in on_page(at.page_index + 1), (question, at.quote)
    assert quoted >= 12


@needs_manual
def test_the_printed_page_number_is_cited(engine: Engine) -> None:
    list(engine.add_documents([MANUAL]))
    (hit,) = engine.search("dquilt --quiltrc", limit=1).hits
    assert hit.page_index is not None
    assert hit.page_label == str(hit.page_index + 1 - 6)  # six pages of front matter are numbered i to vi


@pytest.mark.skipif(
    not PAGES.is_dir(), reason="needs the Debian package maint-guide-ru unpacked in RUBIN_MANUALS"
)
def test_web_pages_have_their_headings_and_none_of_the_navigation() -> None:
    pages = sorted(PAGES.glob("*.html"))
    assert len(pages) == 11
    for path in pages:
        found = extract_text(path.name, path.read_bytes())
        assert found.title
        for passage in found.passages:
            text = found.pages[passage.page_number].text[passage.start : passage.end]
            assert not re.search(r"^(Пред\.|След\.|Prev|Next|Начало|Содержание)$", text, re.MULTILINE), (
                path.name
            )
            assert all(heading == heading.strip() and heading for heading in passage.heading_path)
        if path.name != "index.ru.html":
            assert {passage.heading_path[0] for passage in found.passages} == {found.title}, path.name
