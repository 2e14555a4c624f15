"""Pages of documents, read and drawn by real worker processes."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rubin_tui.engine.jobs import Workers
from rubin_tui.engine.model import Document
from rubin_tui.engine.page_model import Frame, PictureKind, Run
from rubin_tui.engine.pages import Pages
from rubin_tui.messages import Failure
from tests.engine.pages.decoding import of_png, of_sixels
from tests.pdf_writer import Box, Pdf, Text

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    workers = Workers(1)
    yield Pages(workers)
    workers.close()


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A page whose upper left quarter is red, whose lower right one is blue; and one with a line."""
    path = tmp_path / "G120.pdf"
    pdf = Pdf().page(Box(0, 400, 300, 400, (1, 0, 0)), Box(300, 0, 300, 400, (0, 0, 1)))
    path.write_bytes(pdf.page(Text(60, 700, "F30002")).bytes())
    size = path.stat().st_size
    return Document("doc", path.name, str(path), "pdf", "general", (), "en", size, str(tmp_path), 2, 1, 0.0)


def rows_of(data: bytes, width: int) -> list[list[tuple[int, ...]]]:
    """The pixels of a picture for cells."""
    triples = [tuple(data[at : at + 3]) for at in range(0, len(data), 3)]
    return [triples[at : at + width] for at in range(0, len(triples), width)]


def test_a_page_in_its_places(pages: Pages, document: Document) -> None:
    page = pages.printed(document, 1)
    assert (page.width, page.height) == (600, 800)
    assert page.runs == (Run("F30002", 60, 96, 100, 10),)


def test_what_was_read_once_is_kept(pages: Pages, document: Document) -> None:
    first = pages.printed(document, 1)
    Path(document.path).unlink()
    assert pages.printed(document, 1) is first


def test_the_whole_page_drawn_in_cells(pages: Pages, document: Document) -> None:
    picture = pages.picture(document, 0, Frame(6, 8), "blocks", few=True)
    assert picture is not None
    assert (picture.width, picture.height, picture.part) == (6, 8, (1.0, 1.0))
    upper, lower = [RED] * 3 + [WHITE] * 3, [WHITE] * 3 + [BLUE] * 3
    assert rows_of(picture.data, 6) == [upper] * 4 + [lower] * 4


def test_a_part_of_it_enlarged(pages: Pages, document: Document) -> None:
    picture = pages.picture(document, 0, Frame(6, 8, 2.0, 0.0, 0.0), "blocks")
    assert picture is not None
    assert (picture.x, picture.y, picture.part) == (0.25, 0.25, (0.5, 0.5))
    assert {pixel for row in rows_of(picture.data, 6) for pixel in row} == {RED}


def test_a_frame_of_another_shape_is_not_overfilled(pages: Pages, document: Document) -> None:
    picture = pages.picture(document, 0, Frame(60, 8), "blocks")
    assert picture is not None
    assert (picture.width, picture.height) == (6, 8)


@pytest.mark.parametrize("few", [False, True])
def test_the_same_as_a_png(pages: Pages, document: Document, few: bool) -> None:
    picture = pages.picture(document, 0, Frame(6, 8), "kitty", few=few)
    assert picture is not None
    drawn = of_png(picture.data)
    assert (drawn[0], drawn[7]) == ([RED] * 3 + [WHITE] * 3, [WHITE] * 3 + [BLUE] * 3)


def test_the_same_as_sixels(pages: Pages, document: Document) -> None:
    picture = pages.picture(document, 0, Frame(6, 8), "sixel")
    assert picture is not None
    drawn = of_sixels(picture.data)
    red, blue, white = (100, 0, 0), (0, 0, 100), (100, 100, 100)
    assert (drawn[0], drawn[7]) == ([red] * 3 + [white] * 3, [white] * 3 + [blue] * 3)


def test_marked_words_are_lit(pages: Pages, document: Document) -> None:
    picture = pages.picture(document, 0, Frame(6, 8), "blocks", marks=[(400, 0, 599, 99)])
    assert picture is not None
    row = rows_of(picture.data, 6)[0]
    assert row == [RED, RED, RED, WHITE, (255, 235, 90), (255, 235, 90)]


def test_a_file_that_is_gone_another_one_or_none(pages: Pages, document: Document) -> None:
    Path(document.path).write_bytes(b"%PDF-1.6 something else")
    gone = replace(document, path="/nowhere/G120.pdf", sha256="1")
    for wrong, id in (
        (replace(document, sha256="2"), "reader.changed"),
        (gone, "reader.missing"),
        (replace(document, path="", sha256="3"), "reader.no_file"),
    ):
        with pytest.raises(Failure) as problem:
            pages.printed(wrong, 0)
        assert problem.value.message.id == id


def test_a_broken_file_is_said_and_the_next_page_is_read(pages: Pages, document: Document) -> None:
    broken = Path(document.path).with_name("broken.pdf")
    broken.write_bytes(b"%PDF-1.6 " + bytes(500))
    wrong = replace(document, path=str(broken), size=509, sha256="broken")
    with pytest.raises(Failure) as problem:
        pages.picture(wrong, 0, Frame(6, 8), "blocks")
    assert problem.value.message.id == "reader.unreadable"
    assert pages.printed(document, 1).runs


def test_a_drawing_that_is_not_wanted_any_more_ends(pages: Pages, document: Document) -> None:
    cancel = threading.Event()
    cancel.set()
    assert pages.picture(document, 0, Frame(6, 8), "blocks", cancel=cancel) is None


@pytest.mark.parametrize(
    ("kind", "width", "data"),
    [
        ("sixel", 6, b'\x1bP0;1q"1;1;6;8#1~\x1b\\\x1b]52;c;aGk=\x07'),
        ("sixel", 6, b'\x1bP0;1q"1;1;6;8#1~\x1b[2J\x1b\\'),
        ("sixel", 6, b"\x1bc"),
        ("blocks", 6, bytes(5)),
        ("blocks", 9000, bytes(9000 * 8 * 3)),
    ],
)
def test_what_is_no_picture_is_not_handed_on(
    document: Document, kind: PictureKind, width: int, data: bytes
) -> None:
    class Hostile(Workers):
        def run(self, *arguments: object, **options: object) -> Iterator[dict[str, object]]:  # type: ignore[override]
            shown = {"width": width, "height": 8, "data": b64encode(data).decode()}
            yield {**shown, "x": 0.5, "y": 0.5, "part": [1, 1]}

    with pytest.raises(Failure) as problem:
        Pages(Hostile()).picture(document, 0, Frame(6, 8), kind)
    assert problem.value.message.id == "reader.failed"
