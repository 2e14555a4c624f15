"""What of a passage is quoted."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.pieces import LINES, Piece, piece_of
from rubin_tui.engine.assistant.reading import read
from rubin_tui.engine.model import PassageKind
from tests.engine.assistant.memory import Memory


def quoted(
    text: str, sentence: str, *, whole: bool = False, kind: PassageKind = "paragraph"
) -> tuple[Piece, str]:
    passage = read(Memory().add(text, kind=kind))
    (line,) = [line for line in passage.lines if line.text == sentence]
    block = None if line.block is None else passage.blocks[line.block]
    piece = piece_of(text, line, block, whole=whole)
    return piece, text[piece.start : piece.end]


def test_of_prose_the_sentence_alone() -> None:
    piece, text = quoted("One stands here. Two stands\nthere.", "Two stands there.")
    assert (text, piece.kind, piece.cut) == ("Two stands\nthere.", "paragraph", 0)


LIST = "Prose of it. There are two modes:\n\n\u2022 run - it runs fast.\n\n\u2022 stop"


def test_a_lead_in_brings_what_it_announces() -> None:
    piece, text = quoted(LIST, "There are two modes:")
    assert (text, piece.kind, piece.cut) == (LIST[LIST.index("There") :], "list", 0)


def test_an_item_that_is_a_fragment_brings_its_list() -> None:
    assert quoted(LIST, "stop")[1] == LIST[LIST.index("There") :]


def test_an_item_that_is_a_sentence_stands_alone_unless_all_are_asked_for() -> None:
    assert quoted(LIST, "run - it runs fast.")[1] == "run - it runs fast."
    assert quoted(LIST, "run - it runs fast.", whole=True)[1] == LIST[LIST.index("There") :]


def items(count: int) -> str:
    return "The steps are:\n" + "\n".join(f"{n}. Turn screw {n}\n   a little" for n in range(1, count + 1))


def test_a_long_list_is_cut_between_items_and_what_is_left_is_counted() -> None:
    piece, text = quoted(items(9), "The steps are:")  # 19 lines
    assert text == items(5)
    assert (piece.cut, text.count("\n") + 1) == (8, 11)


def test_far_down_the_list_begins_at_the_item_that_answers() -> None:
    piece, text = quoted(items(9), "Turn screw 8 a little")
    assert text == items(9)[items(9).index("8. Turn") :]
    assert piece.cut == 15


ROWS = [f"| P{n} | speed {n} |" for n in range(1, 21)]
TABLE = "\n".join(["| Name | Meaning |", "|---|---|", *ROWS])


def test_a_row_brings_its_table() -> None:
    short = "\n".join(TABLE.split("\n")[:6])
    piece, text = quoted(short, "| P2 | speed 2 |", kind="table")
    assert (text, piece.kind, piece.cut, piece.header) == (short, "table", 0, None)


def test_far_down_a_table_the_row_has_the_header_row_with_it() -> None:
    piece, text = quoted(TABLE, "| P17 | speed 17 |", kind="table")
    assert text == "\n".join(ROWS[16:])
    assert piece.header == (0, len("| Name | Meaning |"))
    assert piece.cut == 22 - 4


@pytest.mark.parametrize("count", [LINES, LINES + 1])
def test_of_a_listing_so_many_lines_are_shown(count: int) -> None:
    listing = "\n".join(f"x{n} := {n}" for n in range(count))
    piece, text = quoted(listing, "x3 := 3", kind="code")
    assert (text.count("\n") + 1, piece.cut, piece.kind) == (LINES, count - LINES, "code")


def test_the_indentation_of_a_listing_stays() -> None:
    assert quoted("  IF x THEN\n    y := 1", "y := 1", kind="code")[1] == "  IF x THEN\n    y := 1"


def test_empty_lines_are_not_counted() -> None:
    text = "Modes:\n\n" + "\n\n".join(f"- mode {n}" for n in range(LINES - 1))
    assert quoted(text, "Modes:") == (Piece(0, len(text), "list"), text)
