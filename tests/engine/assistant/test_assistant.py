"""Questions answered with sentences that stand in the documents."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.verify import Misquoted
from rubin_tui.engine.model import Answer, Answered, Failure, Parsed, Reading, Searched
from rubin_tui.engine.text.sanitize import folded
from tests.engine.assistant.memory import Found, Memory

RAMP = (
    "The ramp of the drive is set in two places. The ramp-down time is set\nwith parameter p1121. "
    "It lies between 0 and 650 s."
)
FAULT = "Cause: the motor feeds back too much energy. Remedy: increase the ramp-down time p1121."


def library() -> Memory:
    memory = Memory()
    memory.add(RAMP, filename="g120.pdf", headings=("5 Ramps",), start=100, line=7)
    memory.add(FAULT, filename="g120.pdf", headings=("Faults", "F30002 DC link overvoltage"), start=900)
    memory.add("Термопара измеряет разность температур. Она не требует питания.", filename="t.md")
    memory.add("Coolant is switched on with M8. Coolant is switched off with M9.", filename="cnc.md")
    for number in range(12):
        memory.add(f"Chapter {number} has other words about gardens and rivers.", filename=f"{number}.md")
    return memory


def ask(message: str, memory: Memory | None = None, **kwargs: Any) -> Answer:
    *_, last = Assistant(memory or library()).answer_events(message, **kwargs)
    assert isinstance(last, Answered)
    return last.answer


def test_the_answer_is_the_sentence_with_its_exact_place() -> None:
    answer = ask("Which parameter sets the ramp-down time?")
    assert (answer.kind, answer.confidence, answer.locale) == ("answer", "found", "en")
    first = answer.sentences[0]
    assert first.text == "The ramp-down time is set with parameter p1121."
    citation = first.citation
    start = RAMP.index("The ramp-down")
    assert (citation.start, citation.end) == (100 + start, 100 + RAMP.index(" It lies"))
    assert (citation.line_start, citation.line_end) == (7, 8)
    assert (citation.filename, citation.page_number, citation.page_label) == ("g120.pdf", 3, "3")
    assert citation.heading_path == ("5 Ramps",)
    assert citation.quote == first.text == folded(RAMP[start : RAMP.index(" It lies")])


def test_the_steps_are_told_in_order() -> None:
    events = list(Assistant(library()).answer_events("ramp-down time p1121"))
    assert [type(event) for event in events] == [Parsed, Searched, Answered]
    assert events[0] == Parsed(("p1121", "ramp", "down", "time"), "drives", ())
    assert events[1] == Searched(2)


def test_a_word_of_the_heading_is_evidence_for_its_text() -> None:
    answer = ask("F30002")
    assert answer.confidence == "found"
    assert {sentence.citation.heading_path[-1] for sentence in answer.sentences} == {
        "F30002 DC link overvoltage"
    }


def test_a_pronoun_is_understood_by_the_sentence_before() -> None:
    answer = ask("Требует ли термопара питания?")
    assert "Она не требует питания." in [sentence.text for sentence in answer.sentences[:2]]


def test_an_identifier_no_document_holds_is_said_and_no_other_stands_for_it() -> None:
    answer = ask("What causes F30005 in the drive?")
    assert (answer.kind, answer.confidence) == ("not_found", "not_found")
    assert "F30005" in answer.missing_terms


def test_a_number_no_document_holds_is_never_found() -> None:
    with_number = ask("Which parameter sets the ramp-down time 1999?")
    assert with_number.confidence == "maybe"
    assert with_number.missing_terms == ("1999",)


def test_what_the_documents_do_not_answer_is_not_answered() -> None:
    answer = ask("Who painted the Mona Lisa in Florence?")
    assert (answer.kind, answer.confidence, answer.sentences) == ("not_found", "not_found", ())
    assert answer.score == 0.0
    assert answer.missing_terms == ("painted", "Mona", "Lisa", "Florence")


def test_a_reading_by_keyboard_layout_is_shown() -> None:
    answer = ask("А30002")  # Cyrillic А: no A30002 is held, F30002 is on the same keys
    assert answer.readings == (Reading("А30002", "F30002"),)
    assert answer.confidence == "found"


def test_sentences_that_say_the_same_are_shown_once() -> None:
    memory = library()
    memory.add("The ramp-down time is set with parameter p1121.", filename="copy.pdf")
    texts = [sentence.text for sentence in ask("ramp-down time parameter", memory).sentences]
    assert texts.count("The ramp-down time is set with parameter p1121.") == 1


def test_no_more_sentences_than_wanted() -> None:
    *_, last = Assistant(library(), sentences=1).answer_events("ramp-down time")
    assert isinstance(last, Answered)
    assert len(last.answer.sentences) == 1
    assert last.answer.text == last.answer.sentences[0].text


@pytest.mark.parametrize(
    "furniture",
    [
        "Ramp-down time p1121 ............................ 12",
        "Ramp-down time p1121 . . . . . . . . . . . . . 12",
        "## Ramp-down time p1121",
        "5.2 Ramps",
    ],
)
def test_contents_lines_and_headings_are_no_sentences(furniture: str) -> None:
    memory = library()
    memory.add(furniture, filename="toc.pdf", headings=("5.2 Ramps",))
    shown = [sentence.text for sentence in ask("ramp-down time p1121 ramps", memory).sentences]
    assert shown and furniture not in shown


def test_at_equal_evidence_the_users_document_comes_before_our_article() -> None:
    memory = Memory()
    memory.add("A contactor switches the motor of line three.", filename="ours.md", origin="rubin")
    memory.add("A contactor switches the motor of line seven.", filename="theirs.md")
    memory.add("Nothing of it.", filename="other.md")
    assert ask("what switches the motor", memory).citations[0].filename == "theirs.md"


def test_a_cancelled_question_ends_without_an_answer() -> None:
    cancel = threading.Event()
    events = Assistant(library()).answer_events("ramp-down time", cancel=cancel)
    assert isinstance(next(events), Parsed)
    cancel.set()
    assert list(events) == []


def test_what_cannot_be_asked_fails_before_anything_is_searched() -> None:
    with pytest.raises(Failure) as failure:
        ask("  ")
    assert failure.value.message.id == "ask.empty"


def test_the_same_question_has_the_same_answer() -> None:
    first, second = ask("ramp-down time of the drive"), ask("ramp-down time of the drive")
    assert first.sentences == second.sentences
    assert first.score == second.score


def test_with_much_of_the_question_unknown_nothing_is_found() -> None:
    memory = library()
    memory.add("The coolant pump is switched on by the operator.", filename="pump.md")
    assert ask("Who switched on the coolant pump?", memory).confidence == "found"
    assert ask("Who switched on the coolant yesterday evening?", memory).confidence != "found"


def test_the_entry_of_a_code_comes_before_its_mentions() -> None:
    memory = library()
    memory.add("After homing, G64 is active and stays so.", filename="cnc.md", headings=("Homing",))
    memory.add("Blends the path at best speed.", filename="cnc.md", headings=("Codes", "G64 Blending"))
    answer = ask("What does G64 do?", memory)
    assert "Blends the path at best speed." in [sentence.text for sentence in answer.sentences]


def test_a_definition_comes_first_when_one_asks_what_it_is() -> None:
    memory = library()
    memory.add("Measure and note the backlash. Backlash is the play of a gear.", filename="gear.md")
    for question in ("What is backlash?", "backlash"):
        assert ask(question, memory).sentences[0].text == "Backlash is the play of a gear."


def test_at_equal_evidence_the_language_of_the_question_comes_first() -> None:
    memory = library()
    memory.add("MC_Halt stops the axis. MC_Halt останавливает ось.", filename="plc.md")
    assert ask("Что делает MC_Halt?", memory).sentences[0].text == "MC_Halt останавливает ось."
    assert ask("What does MC_Halt do?", memory).sentences[0].text == "MC_Halt stops the axis."


def test_a_word_of_the_same_root_is_evidence() -> None:
    memory = library()
    memory.add("Мастер стоит на месте. Настройку мастер выполняет сам.", filename="ru.md")
    assert ask("Как мастер настроит?", memory).sentences[0].text == "Настройку мастер выполняет сам."


def test_an_answer_that_would_misquote_stops_the_program() -> None:
    class Careless(Memory):
        """A library whose passages are longer than the place they say they stand at."""

        def find(self, *args: Any, **kwargs: Any) -> list[Found]:
            return [
                replace(found, passage=replace(found.passage, end=found.passage.start + 5))
                for found in super().find(*args, **kwargs)
            ]

    memory = Careless()
    memory.add("The ramp time is long.")
    with pytest.raises(Misquoted):
        ask("ramp time", memory)
