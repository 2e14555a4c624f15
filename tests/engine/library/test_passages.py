"""Passages: slices of a page that are neither crumbs nor chapters, and lose no text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.library.passages import LONGEST, WANTED, Block, RawPassage, cut_passages
from rubin_tui.engine.model import PassageKind


def cut(text: str, *blocks: Block, first_line: int = 1) -> tuple[RawPassage, ...]:
    return cut_passages(text, blocks, page_number=0, first_line=first_line)


def texts(text: str, passages: tuple[RawPassage, ...]) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages]


def test_small_neighbours_under_one_heading_become_one_passage() -> None:
    text = "One.\n\nTwo.\n\nThree."
    passages = cut(text, Block(0, 4, "paragraph"), Block(6, 10, "paragraph"), Block(12, 18, "paragraph"))
    assert passages == (RawPassage(0, 0, 18, 1, 5, "paragraph", ()),)


def test_neighbours_under_different_headings_stay_apart() -> None:
    text = "One.\n\nTwo."
    passages = cut(text, Block(0, 4, "paragraph", ("A",)), Block(6, 10, "paragraph", ("A", "B")))
    assert [(passage.heading_path, passage.start) for passage in passages] == [(("A",), 0), (("A", "B"), 6)]


def test_blocks_with_something_between_them_stay_apart() -> None:
    text = "One.\nPage 3\nTwo."
    assert texts(text, cut(text, Block(0, 4, "paragraph"), Block(12, 16, "paragraph"))) == ["One.", "Two."]


def test_a_passage_is_of_the_kind_most_of_it_is() -> None:
    text = "Run:\n\n" + "x = 1\n" * 10
    assert [p.kind for p in cut(text, Block(0, 4, "paragraph"), Block(6, len(text), "code"))] == ["code"]


def test_what_announces_stays_with_what_it_announces() -> None:
    first, second = "A" * 700 + ".", "B" * 600 + "."
    text = f"{first}\n\nNote\n\n{second}"
    start = len(first) + 2
    blocks = Block(0, len(first), "paragraph"), Block(start, start + 4, "paragraph")
    assert texts(text, cut(text, *blocks, Block(start + 6, len(text), "paragraph"))) == [
        first,
        f"Note\n\n{second}",
    ]


def test_a_long_paragraph_is_split_at_sentences_and_repeats_one() -> None:
    sentences = [f"Sentence number {number} says that {'x' * 80}." for number in range(30)]
    text = " ".join(sentences)
    pieces = texts(text, cut(text, Block(0, len(text), "paragraph")))
    assert all(len(piece) <= WANTED for piece in pieces)
    assert all(piece.startswith("Sentence") and piece.endswith("x.") for piece in pieces)
    for before, after in pairwise(pieces):
        assert after.startswith(before[before.rindex("Sentence") :])
    assert [sentence for sentence in sentences if not any(sentence in piece for piece in pieces)] == []


def test_a_monstrous_line_is_cut_anyway() -> None:
    text = "x" * 10_000
    passages = cut(text, Block(0, len(text), "paragraph"))
    assert "".join(texts(text, passages)) == text
    assert max(map(len, texts(text, passages))) == WANTED


@pytest.mark.parametrize("kind", ["code", "table"])
def test_long_listings_and_tables_are_cut_at_lines_and_repeat_nothing(kind: PassageKind) -> None:
    rows = [f"F{number} | Cause. And more." for number in range(200)]
    text = "\n".join(rows)
    pieces = texts(text, cut(text, Block(0, len(text), kind)))
    assert "\n".join(pieces) == text
    assert all(len(piece) <= WANTED and piece.startswith("F") and piece.endswith(".") for piece in pieces)


def test_listings_are_cut_at_a_blank_line_if_there_is_one() -> None:
    text = "\n".join([*("x" * 9 for _ in range(80)), "", *("y" * 9 for _ in range(80))])
    assert texts(text, cut(text, Block(0, len(text), "code"))) == [
        "\n".join("x" * 9 for _ in range(80)),
        "\n".join("y" * 9 for _ in range(80)),
    ]


def test_lines_are_counted_in_the_file() -> None:
    text = "\n\nfirst\nsecond\n"
    assert cut(text, Block(2, 14, "list"), first_line=401) == (RawPassage(0, 2, 14, 403, 404, "list", ()),)


def test_indentation_of_the_first_line_stays() -> None:
    text = "if a:\n\n    b()\n    c()\n"
    assert texts(text, cut(text, Block(6, len(text), "code"))) == ["    b()\n    c()"]


def test_what_has_no_letter_or_digit_is_no_passage() -> None:
    assert cut("-----\n***\n", Block(0, 10, "paragraph")) == ()


@given(st.text(alphabet="абвGX. \n•-1", max_size=4000))
def test_no_letter_of_a_block_is_lost(text: str) -> None:
    passages = cut(text, Block(0, len(text), "paragraph"))
    covered = {position for passage in passages for position in range(passage.start, passage.end)}
    assert all(not letter.isalnum() for position, letter in enumerate(text) if position not in covered)
    assert all(passage.end - passage.start <= LONGEST for passage in passages)
