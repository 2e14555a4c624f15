"""Passages as lines of terms: what stands near what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.text.analyzer import passage_tokens
from rubin_tui.engine.text.sequences import (
    closeness,
    counted,
    holds,
    passage_sequence,
    phrase_ranges,
    sequence,
)


def line(text: str) -> str:
    return sequence(passage_tokens(text))


def test_parts_of_a_name_stand_inside_it_and_keys_come_last() -> None:
    assert line("Drive MC_Halt of F30002 and %QX1.2") == "drive mc_halt +mc +halt f30002 %qx1.2 +qx1.2 *30002"


WORDS = [
    "drive",
    "приводы",
    "the",
    "MC_Halt",
    "__x_",
    "%QX1.2",
    "%ЙЧ1.2",
    "F30002",
    "30002",
    "16#7532",
    "0x7532",
]
WORDS += ["SINAMICS", "ACS880", "пере\ufffeносы", "_", "it's", "1,5", "А30002", "\n", "—", "é", "a_1_b"]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12), st.booleans())
def test_a_line_made_without_tokens_is_the_same(words: list[str], code: bool) -> None:
    text = " ".join(words)
    assert passage_sequence(text, code=code) == sequence(passage_tokens(text, code=code))


def test_an_index_counts_every_term_of_it() -> None:
    assert counted(line("MC_Halt F30002")) == ["mc_halt", "mc", "halt", "f30002", "*30002"]
    assert counted("") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("brake resistor", 1.5),
        ("brake of the resistor", 1.5),
        ("brake chopper resistor", 1.5),
        ("brake chopper and its resistor", 1.5),
        ("brake chopper with thermal protection and resistor", 0),
        ("resistor brake", 0),
        ("brake", 0),
    ],
)
def test_a_pair_is_close_within_two_words_in_its_order(text: str, found: float) -> None:
    assert closeness(line(text), [("brake", "resistor", 1.5)]) == found


def test_pairs_add_up_and_a_name_is_not_close_to_its_own_parts() -> None:
    pairs = [("mc_halt", "mc", 5.0), ("mc", "halt", 7.0), ("halt", "axi", 1.0), ("axi", "stop", 2.0)]
    assert closeness(line("MC_Halt axis stops"), pairs) == 3.0


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("the brake resistor", ["brake", "resistor"], True),
        ("resistor brake", ["brake", "resistor"], False),
        ("brake unit resistor", ["brake", "resistor"], False),
        ("call MC_Halt now", ["call", "mc_halt"], True),
        ("call MC_Halt axis", ["mc_halt", "axi"], True),
        ("call MC_Halt axis", ["mc", "halt", "axi"], True),
        ("output %QX1.2 set", ["output", "qx1.2", "set"], True),
        ("brake brake resistor", ["brake", "resistor"], True),
        ("brake", [], False),
    ],
)
def test_a_phrase_is_terms_that_follow_each_other(text: str, phrase: list[str], found: bool) -> None:
    assert holds(line(text), phrase) is found


def test_a_phrase_is_marked_from_its_first_to_its_last_word() -> None:
    text = "A brake resistor, the braking resistors; fault F30002 stop"
    found = passage_tokens(text)
    assert phrase_ranges(found, ["brake", "resistor"]) == [(2, 16), (22, 39)]
    assert phrase_ranges(found, ["f30002", "stop"]) == [(47, 58)]
