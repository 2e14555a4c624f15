"""What passages are laid out in."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.blocks import layout
from rubin_tui.engine.model import PassageKind
from tests.engine.assistant.memory import Memory


def blocks(text: str, kind: PassageKind = "paragraph") -> list[tuple[str, str, str]]:
    """Kind, lead-in and body of each block."""
    found = layout(Memory().add(text, kind=kind)).blocks
    return [(block.kind, text[block.start : block.body], text[block.body : block.end]) for block in found]


def test_a_list_brings_the_sentence_that_announces_it() -> None:
    items = "\u2022 run, in which\nit runs\n\n\u2022 stop"
    text = f"The drive is safe. It has two modes:\n\n{items}\n\nThat is all of it."
    assert blocks(text) == [("list", "It has two modes:\n\n", items)]


@pytest.mark.parametrize("lead", ["The steps are as follows.", "Порядок следующий.", "See the list below"])
def test_a_lead_in_may_say_that_something_follows(lead: str) -> None:
    assert blocks(f"{lead}\n- one\n- two") == [("list", f"{lead}\n", "- one\n- two")]


def test_a_sentence_that_announces_nothing_is_no_lead_in() -> None:
    assert blocks("It is red.\n1. Stop it.\n2. Go.") == [("list", "", "1. Stop it.\n2. Go.")]


def test_one_item_is_no_list_unless_it_is_announced() -> None:
    assert blocks("It is red.\n\n- one") == []
    assert blocks("There is one:\n\n- one") == [("list", "There is one:\n\n", "- one")]


@pytest.mark.parametrize("rows", ["| a | b |\n|---|---|\n| 1 | 2 |", "P1\tSpeed\trpm\nP2\tTorque\tNm"])
def test_rows_are_a_table(rows: str) -> None:
    assert blocks(f"The table has it:\n\n{rows}\n\nSo it is.") == [("table", "The table has it:\n\n", rows)]


def test_one_row_is_no_table() -> None:
    assert blocks("P1\tSpeed\trpm") == []


@pytest.mark.parametrize(
    "listing",
    [
        "G90 (absolute)\nG0 X1.000 Y1.000\nG33.1 Z-0.750 K0.05 (rigid tap)",
        "SIG: pos\n   OUT: joint.0.pos servo-thread 001\n   IN: x.feedback servo-thread 004",
        "FILTER = x\npng = image-to-gcode",
        " 1 Source: gentoo\n 2 Section: unknown",
    ],
)
def test_lines_of_code_among_prose_are_a_listing(listing: str) -> None:
    text = f"Here is how it is done with them:\n\n{listing}\n\nIt is a good way to do it."
    assert blocks(text) == [("code", "Here is how it is done with them:\n\n", listing)]


def test_a_fenced_listing_keeps_its_empty_lines() -> None:
    fenced = "```\nIF a THEN\n\n  b := 1;\n```"
    assert blocks(f"Text.\n\n{fenced}\n\nMore text.") == [("code", "", fenced)]


def test_of_a_passage_of_code_everything_but_sentences_is_listing() -> None:
    text = "It is done with these lines:\n\nIF x THEN\n\n  y := 1\n\nAfter that the axis is at rest."
    assert blocks(text, "code") == [("code", "It is done with these lines:\n\n", "IF x THEN\n\n  y := 1")]


def test_prose_broken_into_lines_is_no_listing() -> None:
    assert blocks("The axis, which is X,\nis moved by the motor\nof the first drive") == []


def test_a_term_and_its_explanation_are_an_entry() -> None:
    text = "HAL\n\nHardware Abstraction Layer. It is a layer.\n\nHome\n\nA place of the machine."
    passage = Memory().add(text)
    laid = layout(passage)
    assert [text[start:end] for start, end in laid.labels] == ["HAL", "Home"]
    assert [block.entry for block in laid.blocks] == [True, True]
    assert blocks(text) == [
        ("list", "HAL\n\n", "Hardware Abstraction Layer. It is a layer."),
        ("list", "Home\n\n", "A place of the machine."),
    ]


@pytest.mark.parametrize(
    "text", ["The axis is at rest.\n\nHome\n", "P1 - Speed\n\nIt is set.", "Done.\n\nSo."]
)
def test_what_names_nothing_that_follows_is_no_label(text: str) -> None:
    assert layout(Memory().add(text)).labels == ()


def test_the_block_of_a_place_is_told_lead_in_included() -> None:
    text = "Prose.\n\nTwo:\n\n- one\n- two"
    laid = layout(Memory().add(text))
    assert [laid.block_at(text.index(word)) for word in ("Prose", "Two:", "two")] == [None, 0, 0]
