"""Sentences chosen and cited."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.compose import ALSO, choose, quote, text_of
from rubin_tui.engine.assistant.evidence import weigh
from rubin_tui.engine.assistant.reading import read
from rubin_tui.engine.model import EVERYWHERE, LOCAL, Answer, Sentence
from tests.engine.assistant.memory import Memory
from tests.engine.assistant.test_evidence import question


def sentences(memory: Memory, *terms: str, limit: int = 3) -> tuple[Sentence, ...]:
    asked = question(*terms)
    found = memory.find(terms, limit=10, scope=EVERYWHERE, actor=LOCAL)
    return quote(choose(weigh(asked, found, read), limit))


def base(*texts: str) -> Memory:
    memory = Memory()
    for number, text in enumerate(texts):
        memory.add(text, filename=f"{number}.pdf")
    return memory


def test_what_several_documents_say_alike_is_one_sentence_with_their_places() -> None:
    memory = base(
        "The ramp time of the drive is set here.",
        "The ramp time of the drive is set.",
        "The ramp time is short.",
    )
    second, first = sentences(memory, "ramp", "time")
    assert {first.citation.filename, *(one.filename for one in first.also)} == {"0.pdf", "1.pdf"}
    assert [place.quote for place in first.also] != [first.text]
    assert (second.citation.filename, second.also) == ("2.pdf", ())


def test_the_places_of_an_answer_are_told_in_reading_order() -> None:
    told = sentences(
        base("The ramp time.", "Red is the ramp for a long time.", "The ramp time."), "ramp", "time"
    )
    answer = Answer("", "", "answer", "en", told, "found", 1.0)
    assert [place.filename for place in answer.citations] == ["0.pdf", "2.pdf", "1.pdf"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ramp time of drive A lies at 10 s.", "The ramp time of drive A lies at 20 s."),
        ("The ramp time may be changed in run.", "The ramp time may not be changed in run."),
        ("Время рампы можно менять в работе.", "Время рампы нельзя менять в работе."),
    ],
)
def test_another_number_or_a_denial_is_something_else(one: str, other: str) -> None:
    first, second = sentences(base(one, other), *(["ramp", "time"] if one.isascii() else ["рамп", "врем"]))
    assert {first.text, second.text} == {one, other}
    assert first.also == second.also == ()


def test_a_place_found_twice_is_told_once() -> None:
    memory = Memory()
    memory.add("The ramp time is long. It is set.", start=100)
    memory.add("The ramp time is long.", start=100)
    (first,) = [one for one in sentences(memory, "ramp", "time") if "long" in one.text]
    assert first.also == ()


def test_so_many_other_places_are_told() -> None:
    (first,) = sentences(base(*["The ramp time is long."] * 9), "ramp", "time")
    assert len(first.also) == ALSO


def test_places_are_gathered_after_enough_was_chosen() -> None:
    (first,) = sentences(
        base("The ramp time.", "Red ramp for a long time.", "The ramp time."), "ramp", "time", limit=1
    )
    assert [place.filename for place in first.also] == ["2.pdf"]


def test_two_lines_of_one_block_quote_it_once() -> None:
    memory = base("Ramp modes:\n- ramp up\n- ramp down")
    (only,) = sentences(memory, "ramp")
    assert (only.text, only.kind) == ("Ramp modes:\n- ramp up\n- ramp down", "list")
    assert only.citation.quote == "Ramp modes: - ramp up - ramp down"
    assert (only.citation.line_start, only.citation.line_end) == (1, 3)


def test_equal_blocks_of_two_manuals_are_one_and_different_ones_are_not() -> None:
    block = "Ramp modes:\n- ramp up\n- ramp down"
    (only,) = sentences(base(block, block), "ramp")
    assert [place.filename for place in only.also] == ["1.pdf"]
    one, other = sentences(base(block, f"{block}\n- wait for p1121\n- hold the torque brake"), "ramp")
    assert one.also == other.also == ()


def test_a_block_stands_on_lines_of_its_own_in_the_text() -> None:
    told = sentences(base("Ramp modes:\n- up\n- down", "A ramp is a slope.", "The ramp is red."), "ramp")
    lines = [one.text for one in told]
    assert sorted(one.kind for one in told) == ["list", "paragraph", "paragraph"]
    number = next(number for number, one in enumerate(told) if one.kind == "list")
    expected = {0: "{}\n{} {}", 1: "{}\n{}\n{}", 2: "{} {}\n{}"}[number]
    assert text_of(told) == expected.format(*lines)
