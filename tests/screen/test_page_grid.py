"""Printed pages on a grid of cells, read out of real PDF files; and where a quote stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from rubin_tui.engine.page_model import PrintedPage, Run
from rubin_tui.engine.pages.printed import read_printed
from rubin_tui.widgets.editor.page_grid import Grid, lay_out
from rubin_tui.widgets.editor.page_quote import boxes, find_quote
from tests.pdf_writer import Pdf, Text

LEFT = (
    "The converter may be switched off only when",
    "the motor stands still. A brake that is closed",
    "while the motor turns will be damaged and its",
    "lining must be replaced by trained people.",
)
RIGHT = (
    "Der Umrichter darf nur bei stehendem Motor",
    "abgeschaltet werden. Eine Bremse, die bei",
    "drehendem Motor schließt, wird beschädigt und",
    "muss von Fachleuten erneuert werden.",
)


@pytest.fixture
def columns(tmp_path: Path) -> PrintedPage:
    """Two columns, the right one half a line higher; below a table with a line that is indented."""
    left = [Text(40, 700 - 12 * n, line, 8) for n, line in enumerate(LEFT)]
    right = [Text(320, 706 - 12 * n, line, 8) for n, line in enumerate(RIGHT)]
    table = [Text(40, 600, "Fault"), Text(140, 600, "Cause"), Text(340, 600, "Remedy")]
    table += [Text(40, 588, "F30002"), Text(140, 588, "Overvoltage"), Text(340, 588, "Increase p1121")]
    return printed(tmp_path, *left, *right, *table, Text(80, 570, "only with a resistor"))


def printed(folder: Path, *texts: Text) -> PrintedPage:
    path = folder / "page.pdf"
    path.write_bytes(Pdf().page(*texts).bytes())
    (frame,) = read_printed(str(path), 0)
    return PrintedPage(frame["width"], frame["height"], tuple(Run(*run) for run in frame["runs"]))


def lit(grid: Grid, page: PrintedPage, quote: str, before: str = "") -> list[str]:
    """The marked pieces of a page, line by line."""
    ranges = grid.ranges(find_quote(page, quote, before))
    return [grid.lines[line][begin:end] for line in sorted(ranges) for begin, end in ranges[line]]


def test_columns_and_tables_stand_as_they_are_printed(columns: PrintedPage) -> None:
    gaps = [57 - len(line) + 1 for line in LEFT]
    assert lay_out(columns, 130).lines == (
        *(left + " " * gap + right for left, gap, right in zip(LEFT, gaps, RIGHT, strict=True)),
        "",
        "",
        "Fault                Cause                                    Remedy",
        "F30002               Overvoltage                              Increase p1121",
        "",
        "        only with a resistor",
    )


def test_where_there_is_little_room_each_column_is_broken_by_itself(columns: PrintedPage) -> None:
    assert lay_out(columns, 60).lines == (
        "The converter may be switched     Der Umrichter darf nur bei",
        "off only when the motor stands    stehendem Motor",
        "still. A brake that is closed     abgeschaltet werden. Eine",
        "while the motor turns will be     Bremse, die bei drehendem",
        "damaged and its lining must be    Motor schließt, wird",
        "replaced by trained people.       beschädigt und muss von",
        "                                  Fachleuten erneuert",
        "                                  werden.",
        "",
        "Fault       Cause                   Remedy",
        "F30002      Overvoltage             Increase p1121",
        "",
        "     only with a resistor",
    )


@pytest.mark.parametrize("width", [1, 7, 20, 33, 60, 79, 200])
def test_nothing_is_lost_in_any_width(columns: PrintedPage, width: int) -> None:
    grid = lay_out(columns, width)
    words = sorted("".join(run.text for run in columns.runs).replace(" ", ""))
    assert sorted("".join(grid.lines).replace(" ", "")) == words
    for line, at, run, begin, end in grid.placed:
        assert grid.lines[line][at : at + end - begin].rstrip() == columns.runs[run].text[begin:end].rstrip()


@pytest.mark.parametrize("width", [33, 60, 79, 200])
def test_no_line_is_wider_than_the_panel(columns: PrintedPage, width: int) -> None:
    assert max(map(cell_len, lay_out(columns, width).lines)) <= width


def test_white_space_is_narrowed_before_anything_breaks(tmp_path: Path) -> None:
    page = printed(tmp_path, Text(40, 700, "Fault"), Text(500, 700, "Page"), Text(40, 688, "F3"))
    assert lay_out(page, 100).lines == ("Fault" + " " * 72 + "Page", "F3")
    assert lay_out(page, 24).lines == ("Fault" + " " * 15 + "Page", "F3")


def test_a_paragraph_is_broken_anew(tmp_path: Path) -> None:
    lines = (
        "Close the brake only when the motor stands still; its lin\u00ad",
        "ing may be damaged else, and then",
    )
    page = printed(tmp_path, *(Text(60, 700 - 12 * n, line) for n, line in enumerate(lines)))
    assert lay_out(page, 40).lines == (
        "Close the brake only when the motor",
        "stands still; its lining may be damaged",
        "else, and then",
    )


def test_an_empty_page() -> None:
    assert lay_out(PrintedPage(600, 800, ()), 80).lines == ("",)


def test_a_quote_broken_over_lines_and_hyphenated(tmp_path: Path) -> None:
    lines = ("The braking re\u00ad", "sistor may draw 12 A.", "No more.")
    page = printed(tmp_path, *(Text(60, 700 - 12 * n, line) for n, line in enumerate(lines)))
    quote = "The braking resistor may draw 12 A."
    assert lit(lay_out(page, 60), page, quote) == ["The braking re-", "sistor may draw 12 A."]
    assert lit(lay_out(page, 20), page, quote) == ["The braking re-", "sistor may draw 12", "A."]


def test_of_several_places_the_quoted_one(tmp_path: Path) -> None:
    page = printed(tmp_path, *(Text(60, 700 - 12 * n, f"Set p1121. {n}") for n in range(3)))
    before = "Set p1121. 0\nSet p1121. 1\n"
    found = find_quote(page, "Set p1121.", before)
    assert found == [(2, 0, 10)]
    assert boxes(page, found) == ((60.0, 115.5, 120.0, 126.5),)


def test_a_quoted_row_of_a_table_whose_cells_are_printed_column_by_column(columns: PrintedPage) -> None:
    grid = lay_out(columns, 130)
    assert lit(grid, columns, "F30002 | Overvoltage | Increase p1121") == [
        "F30002",
        "Overvoltage",
        "Increase p1121",
    ]


def test_a_sentence_of_one_column_lights_nothing_of_the_other(columns: PrintedPage) -> None:
    quote = "A brake that is closed while the motor turns will be damaged"
    assert lit(lay_out(columns, 130), columns, quote) == [
        "A brake that is closed",
        "while the motor turns will be damaged",
    ]


def test_what_does_not_stand_there_is_not_found(columns: PrintedPage) -> None:
    assert find_quote(columns, "Increase p1122") == []
    assert find_quote(columns, " - ") == []
