"""Every tool's columns become characters; only LF, CRLF and CR end a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.model import Position

TEXT = "a\r\nb\rc\nd\x0ce\x85f\u2028g\n"


def test_only_three_signs_end_a_line() -> None:
    assert Lines(TEXT).all == ["a", "b", "c", "d\x0ce\x85f\u2028g", ""]


@pytest.mark.parametrize(
    ("unit", "column", "character"),
    [
        ("characters", 3, 3),
        ("utf-16", 3, 2),  # a tab, then two units for the face
        ("utf-16", 2, 1),  # inside the face
        ("utf-8", 5, 2),
        ("utf-8", 7, 3),
        ("utf-16", 99, 5),
        ("utf-8", -4, 0),
    ],
)
def test_columns_of_every_unit(unit: str, column: int, character: int) -> None:
    line = "\t😀йx!"
    assert Lines(f"x\r{line}\r\n").place(1, column, unit) == Position(1, character)  # type: ignore[arg-type]


@given(st.text(st.sampled_from("a\r\n😀й\x0c\u2028\t"), max_size=40))
def test_offset_and_place_say_the_same(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        place = lines.at(offset)
        inside_crlf = text[offset - 1 : offset + 1] == "\r\n"
        assert lines.offset(place) == (offset - 1 if inside_crlf else offset)
        assert lines.place(place.line, place.character) == place
        before = lines.line(place.line)[: place.character]
        assert lines.place(place.line, len(before.encode("utf-16-le")) // 2, "utf-16") == place
        assert lines.place(place.line, len(before.encode()), "utf-8") == place
        if not inside_crlf:
            assert lines.at_byte(len(text[:offset].encode())) == place


@pytest.mark.parametrize("place", [Position(-1, 5), Position(0, -3), Position(9, 9), Position(0, 99)])
def test_places_outside_move_inside(place: Position) -> None:
    lines = Lines("ab\ncd")
    assert lines.inside(place) in (Position(0, 0), Position(1, 2), Position(0, 2))
    assert lines.inside(lines.inside(place)) == lines.inside(place)


def test_tools_that_know_line_feeds_only() -> None:
    assert Lines("a\rb\r\ncd").at_line_feeds(1, 1) == Position(2, 1)
    assert Lines("ab").at_line_feeds(5, 0) == Position(0, 2)
