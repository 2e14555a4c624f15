"""Lines are exactly as wide as asked, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from rubin_tui.widgets.lines import between, clip, clip_start, shorter, strip, wrap, wrap_characters

A, B = Style.parse("red on black"), Style.parse("blue on black")
TEXTS = st.text(alphabet="ab я漢é ", max_size=60)


def test_a_clipped_text_says_so() -> None:
    assert clip("G120.pdf", 8) == "G120.pdf"
    assert clip("G120.pdf", 5) == "G120…"
    assert clip("漢漢漢", 4) == "漢…"
    assert clip("abc", 0) == ""
    assert clip_start("/a/long/path.pdf", 9) == "…path.pdf"


def test_words_are_kept_whole_and_spaces_stay_above() -> None:
    text = "one two three"
    assert [text[a:b] for a, b in wrap(text, 7)] == ["one two", " three"] or [
        text[a:b] for a, b in wrap(text, 7)
    ] == ["one two ", "three"]
    assert [text[a:b] for a, b in wrap(text, 5)] == ["one ", "two ", "three"]


def test_a_word_that_is_too_long_is_cut_and_an_empty_line_is_a_line() -> None:
    assert wrap("abcdefgh", 3) == [(0, 3), (3, 6), (6, 8)]
    assert wrap("a\n\nb", 5) == [(0, 1), (2, 2), (3, 4)]
    assert wrap("", 5) == [(0, 0)]


@given(TEXTS, st.integers(1, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    for broken in (wrap(text, width), wrap_characters(text, width)):
        assert "".join(text[a:b] for a, b in broken) == text
        for a, b in broken:
            assert cell_len(text[a:b].rstrip(" ")) <= max(width, 2)


@given(TEXTS, TEXTS, st.integers(0, 80))
def test_lines_are_exactly_as_wide_as_asked(left: str, right: str, width: int) -> None:
    for line in (strip([(left, A), (right, B)], width, A), between([(left, A)], [(right, B)], width, A)):
        assert sum(cell_len(segment.text) for segment in line) == width


def test_the_right_part_stays_whole() -> None:
    line = between([("a long left part", A)], [("[1]", B)], 10, A)
    assert line.text == "a lon… [1]"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (60, "Enter go · r advice · Esc close"),
        (30, "r advice · Esc close"),
        (9, "Esc close"),
        (8, ""),
        (-3, ""),
    ],
)
def test_a_hint_loses_its_first_parts_and_never_half_a_word(width: int, said: str) -> None:
    assert shorter("Enter go · r advice · Esc close", width) == said
