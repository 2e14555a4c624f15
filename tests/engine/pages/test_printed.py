"""What stands where on a printed page, read out of real PDF files."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.engine.pages.printed import read_printed
from rubin_tui.messages import Failure
from tests.pdf_writer import Pdf, Text


def runs(path: Path, pdf: Pdf, index: int = 0) -> list[tuple[str, float, float]]:
    """Text, left, baseline of what is printed."""
    path.write_bytes(pdf.bytes())
    (frame,) = read_printed(str(path), index)
    return [(text, left, base) for text, left, _, base, _ in frame["runs"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "manual.pdf"


def test_words_of_a_line_are_one_run_and_cells_of_a_table_are_several(path: Path) -> None:
    pdf = Pdf().page(Text(60, 700, "Power unit"), Text(60, 680, "F30002"), Text(200, 680, "Remedy: p1121"))
    assert runs(path, pdf) == [("Power unit", 60, 100), ("F30002", 60, 120), ("Remedy: p1121", 200, 120)]


def test_a_wide_gap_in_one_line_parts_it(path: Path) -> None:
    assert runs(path, Pdf().page(Text(60, 700, "one     two"))) == [("one", 60, 100), ("two", 108, 100)]


def test_size_and_right_edge_are_those_of_the_letters(path: Path) -> None:
    path.write_bytes(Pdf().page(Text(60, 700, "abcd", size=20)).bytes())
    (frame,) = read_printed(str(path), 0)
    assert frame == {"width": 600, "height": 800, "runs": [["abcd", 60, 108, 100, 20]]}


def test_the_dots_between_a_title_and_its_page_are_no_text(path: Path) -> None:
    line = "1.2 Faults " + "." * 20 + " 17"
    assert runs(path, Pdf().page(Text(60, 700, line))) == [("1.2 Faults", 60, 100), ("17", 252, 100)]


def test_a_mark_above_the_line_stays_in_it(path: Path) -> None:
    pdf = Pdf().page(Text(60, 700, "10 m"), Text(84, 703, "2", size=6))
    assert runs(path, pdf) == [("10 m2", 60, 100)]


def test_letters_of_both_languages(path: Path) -> None:
    assert runs(path, Pdf().page(Text(60, 700, "Тормоз Brake"))) == [("Тормоз Brake", 60, 100)]


def test_a_page_that_lies_on_its_side_is_read_as_it_is_seen(path: Path) -> None:
    path.write_bytes(Pdf(rotation=90).page(Text(60, 700, "sideways")).bytes())
    (frame,) = read_printed(str(path), 0)
    assert (frame["width"], frame["height"]) == (800, 600)
    assert [(text, base) for text, _, _, base, _ in frame["runs"]] == [
        (letter, 60 + 6 * number) for number, letter in enumerate("sideways")
    ]


@pytest.mark.parametrize(
    ("data", "index", "id"),
    [
        (None, 0, "reader.missing"),
        (b"%PDF-1.6 and nothing else", 0, "reader.unreadable"),
        (Pdf().column("one page").bytes(), 7, "reader.unreadable"),
        (Pdf(encrypted=True).column("locked").bytes(), 0, "reader.unreadable"),
    ],
)
def test_what_cannot_be_read_is_said(path: Path, data: bytes | None, index: int, id: str) -> None:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Failure) as problem:
        list(read_printed(str(path), index))
    assert problem.value.message.id == id
