"""From what a person types to a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.library.page_labels import Numbered, find_page
from rubin_tui.messages import Failure
from tests.pdf_writer import Pdf, Text

BOOK = [Numbered(n, label, 1) for n, label in enumerate(["i", "ii", "iii", "1", "2", "3", "A-1", "1", "2"])]
LINES = [Numbered(0, None, 1), Numbered(1, None, 41), Numbered(2, None, 90)]


@pytest.mark.parametrize(
    ("typed", "after", "number"),
    [
        ("3", -1, 5),
        (" iii ", -1, 2),
        ("III", -1, 2),
        ("шшш", -1, 2),  # the same keys in the other layout
        ("а-1", -1, 6),  # a Cyrillic letter that looks the same
        ("003", -1, 5),
        ("2", -1, 4),
        ("2", 4, 8),
        ("2", 8, 4),
        ("#1", -1, 0),
        ("№9", -1, 8),
        ("# 4", -1, 3),
    ],
)
def test_a_printed_number(typed: str, after: int, number: int) -> None:
    assert find_page(BOOK, typed, after) == number


@pytest.mark.parametrize(
    ("pages", "typed", "id"),
    [
        (BOOK, "812", "reader.no_label"),
        (BOOK, "", "reader.no_label"),
        (BOOK, "#10", "reader.no_count"),
        (BOOK, "#0", "reader.no_count"),
        (BOOK, "#x", "reader.no_count"),
        (LINES, "xii", "reader.not_a_line"),
    ],
)
def test_there_is_none(pages: list[Numbered], typed: str, id: str) -> None:
    with pytest.raises(Failure) as problem:
        find_page(pages, typed, -1)
    assert problem.value.message.id == id


def test_the_sentence_says_what_there_is() -> None:
    with pytest.raises(Failure, match=r"No page is printed “812”: they go from i to 2\..*# and 1 to 9"):
        find_page(BOOK, "812", -1)


@pytest.mark.parametrize(("line", "number"), [("1", 0), ("40", 0), ("41", 1), ("5000", 2)])
def test_a_line_where_no_pages_are_printed(line: str, number: int) -> None:
    assert find_page(LINES, line, -1) == number


def test_through_the_engine_also_to_a_page_without_passages(tmp_path: Path) -> None:
    pdf = Pdf(labels=((0, "r", 1), (2, "D", 811))).column("Contents of the manual are here.").page()
    path = tmp_path / "G120.pdf"
    path.write_bytes(pdf.page(Text(60, 700, "F30002: DC link overvoltage.")).bytes())
    with Engine.open(tmp_path / "home") as engine:
        done = next(event for event in engine.add_documents([path]) if event.stage == "done")
        assert done.document is not None
        id = done.document.id
        assert engine.library.find_page(id, "ii") == 1
        assert engine.library.page(id, 1).text == ""
        assert engine.library.find_page(id, "811") == 2
        assert engine.pages.printed(done.document, 2).runs[0].text == "F30002: DC link overvoltage."
        with pytest.raises(Failure, match="no document"):
            engine.library.find_page("doc_none", "1")
