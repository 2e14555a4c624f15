"""Lines: cut only where a file's lines end, shared between versions, always equal to the plain text."""

import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.model import Position

ODD = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufeff\u200f\x1b\0é"
TEXTS = st.text(st.sampled_from("ab\t я" + ODD + "\n\r"), max_size=60) | st.lists(
    st.sampled_from(["\n", "\r\n", "\r", "a", "x" * 40, ODD]), max_size=30
).map("".join)
END = re.compile("\r\n|\r|\n")


def at(text: str, offset: int) -> Position:
    """The position of an offset, by the plain text."""
    ends = [match.end() for match in END.finditer(text, 0) if match.end() <= offset]
    return Position(len(ends), offset - (ends[-1] if ends else 0))


def offsets(text: str) -> list[int]:
    """The offsets that are positions: between CR and LF there is none."""
    return [
        offset for offset in range(len(text) + 1) if text[offset - 1 : offset + 1] != "\r\n" or not offset
    ]


@given(TEXTS)
def test_a_text_is_its_lines_and_their_ends(text: str) -> None:
    lines = Lines.of(text)
    assert lines.text == text
    assert list(lines) == END.split(text)
    assert [lines.end_of(number) for number in range(len(lines))] == [*END.findall(text), ""]
    assert lines.end == at(text, len(text))


@given(TEXTS, st.data())
def test_what_stands_between_two_places_is_the_text_between_them(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.sampled_from(offsets(text))] * 2)))
    assert Lines.of(text).between(at(text, start), at(text, end)) == text[start:end]


def test_form_feeds_and_unicode_separators_stand_inside_a_line() -> None:
    assert list(Lines.of("a\x0cb\x85c\u2028d\x1ce\r\nf\rg\n")) == ["a\x0cb\x85c\u2028d\x1ce", "f", "g", ""]


LONG = "".join(f"{number}\r\n" if number % 7 else f"{number}\n" for number in range(10_000))


@pytest.mark.parametrize(
    "index", [slice(None), slice(5), slice(1020, 3100), slice(-3, None), slice(9, 3, -2)]
)
def test_lines_are_a_sequence(index: slice) -> None:
    model = END.split(LONG)
    assert Lines.of(LONG)[index] == model[index]


def test_single_lines_are_found_in_every_chunk() -> None:
    lines, model = Lines.of(LONG), END.split(LONG)
    assert [lines[number] for number in range(-len(model), len(model))] == model * 2
    with pytest.raises(IndexError):
        lines[len(model)]


CUTS = st.tuples(st.integers(0, 10_000), st.integers(0, 3000), st.sampled_from(["", "x", "x\ny\n" * 900]))


@given(st.lists(CUTS, max_size=5))
@settings(max_examples=50)
def test_big_pieces_replaced_keep_the_text_and_older_versions(edits: list[tuple[int, int, str]]) -> None:
    lines = first = Lines.of(LONG)
    model = END.split(LONG)
    for line, count, text in edits:
        start = lines.clamp((line, 0))
        end = lines.clamp((line + count, 0))
        lines, _ = lines.replaced(start, end, text)
        parts = text.split("\n")
        if start.character or end.character:  # clamped to the last line
            parts[0] = model[start.line][: start.character] + parts[0]
        parts[-1] += model[end.line][end.character :]
        model[start.line : end.line + 1] = parts
    assert list(lines) == model
    assert first == Lines.of(LONG)


def test_an_edit_copies_a_small_part_of_a_large_text() -> None:
    old = Lines.of("x = 1\n" * 100_000)
    tracemalloc.start()
    new, _ = old.replaced(Position(50_000, 0), Position(50_000, 0), "y")
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(old), len(new), new[50_000]) == (100_001, 100_001, "yx = 1")
    assert grown < 20_000  # one pointer a line would be 800,000


@given(TEXTS, TEXTS)
def test_lines_are_equal_when_the_texts_are(one: str, two: str) -> None:
    assert (Lines.of(one) == Lines.of(two)) == (one == two)


def test_lines_cut_into_other_chunks_are_equal() -> None:
    lines = Lines.of(LONG)
    removed = lines.between(Position(900, 0), Position(4100, 0))
    other, _ = lines.replaced(Position(900, 0), Position(4100, 0), "")
    assert other != lines
    back, _ = other.replaced(Position(900, 0), Position(900, 0), removed)
    assert back == lines


def test_a_line_of_five_megabytes_is_one_line() -> None:
    lines = Lines.of("x" * 5_000_000 + "\r\ny")
    lines, end = lines.replaced(Position(0, 4_999_999), Position(0, 5_000_000), "abc")
    assert (len(lines), len(lines[0]), end) == (2, 5_000_002, (0, 5_000_002))
