"""A message understood as a question."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rubin_tui.engine.assistant.parse import MAX_QUESTION, Question, parse
from rubin_tui.engine.model import EVERYWHERE, LOCAL, Failure, Locale, Reading
from rubin_tui.messages import LOCALES, render
from tests.engine.assistant.memory import Frequencies, Memory


def asked(message: str, *documents: str, hint: Locale = "en") -> Question:
    memory = Memory()
    for number, text in enumerate(documents):
        memory.add(text, filename=f"{number}.txt")

    def lookup(terms: Sequence[str]) -> Frequencies:
        return memory.frequencies(terms, scope=EVERYWHERE, actor=LOCAL)

    def follows(terms: Sequence[str]) -> bool:
        return memory.follows(terms, scope=EVERYWHERE, actor=LOCAL)

    return parse(message, lookup, follows=follows, locale_hint=hint)


def terms_of(question: Question) -> list[str]:
    return [term.term for term in question.asked]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("", "ask.empty"),
        (" \n\t", "ask.empty"),
        ("что это?", "ask.no_content"),
        ("?!", "ask.no_content"),
        ("слово " * 20_000, "ask.too_long"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(message: str, reason: str) -> None:
    with pytest.raises(Failure) as failure:
        asked(message)
    assert failure.value.message.id == reason
    for locale in LOCALES:
        sentence = render(failure.value.message, locale)
        assert sentence.endswith(".") and "{" not in sentence and sentence != reason


def test_the_longest_question_is_asked() -> None:
    assert terms_of(asked("a drive ".ljust(MAX_QUESTION - 1, "x") + "x"))[0] == "drive"


def test_terms_stand_once_and_say_whether_a_document_holds_them() -> None:
    question = asked("Как настроить рампу и рампы привода?", "Рампа задаётся так.", "Другое.")
    assert [(term.term, term.typed, term.held) for term in question.asked] == [
        ("настро", "настроить", False),
        ("рамп", "рампы", True),
        ("привод", "привода", False),
    ]
    assert [term.typed for term in question.missing] == ["настроить", "привода"]


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    drive, ramp = asked("drive ramp", "drive ramp", "drive", "drive").asked
    assert ramp.idf > drive.idf > 0


def test_a_capital_inside_the_message_makes_a_proper_name() -> None:
    question = asked("Drives by Siemens at work")
    assert [term.typed for term in question.asked if term.proper] == ["Siemens"]


def test_words_that_only_ask_are_no_terms_unless_they_are_all_there_is() -> None:
    assert terms_of(asked("Расскажи, что означает рампа")) == ["рамп"]
    assert terms_of(asked("explain the mean")) == ["explain", "mean"]


@pytest.mark.parametrize(
    ("typed", "held", "term", "read"),
    [
        ("А30002", "A30002", "a30002", "A30002"),  # the look-alike is held
        ("А30002", "F30002", "f30002", "F30002"),  # only the key reading is held
        ("А30002", "A30002 F30002", "a30002", "A30002"),  # both: the look-alike comes first
        ("А30002", "other", "a30002", "A30002"),  # none: the look-alike
        ("ф30002", "A30002", "a30002", "a30002"),
        ("А30002", "А30002", "a30002", "A30002"),  # the document was typed with Cyrillic too
        ("А30002", "16#7532", "a30002", "A30002"),  # held written otherwise: the look-alike
        ("А30002", "16#7532 F30002", "f30002", "F30002"),  # as it is read comes before otherwise
    ],
)
def test_an_identifier_is_read_by_keyboard_layout_and_the_reading_is_told(
    typed: str, held: str, term: str, read: str
) -> None:
    question = asked(f"что значит {typed}?", held)
    assert terms_of(question) == [term]
    assert question.readings == (Reading(typed, read),)


@pytest.mark.parametrize(
    ("typed", "held"), [("ф30002", "ф30002"), ("ф30002", "other"), ("F30002", "A30002"), ("24 В", "24")]
)
def test_an_identifier_with_no_other_reading_stays_as_typed(typed: str, held: str) -> None:
    question = asked(typed, held)
    assert question.readings == ()
    assert question.asked[0].typed == typed.split()[0]


def test_a_similar_identifier_never_stands_for_the_one_asked() -> None:
    question = asked("F30002", "F30003 F30001 f3002")
    assert [(term.term, term.held) for term in question.asked] == [("f30002", False)]


def test_a_compound_name_is_asked_whole_if_held_else_by_its_parts() -> None:
    assert terms_of(asked("MC_Halt", "call MC_Halt")) == ["mc_halt"]
    question = asked("MC_Halt", "halt it")
    assert [(term.term, term.held, term.name) for term in question.asked] == [
        ("mc_halt", False, True),
        ("halt", True, False),
    ]


@pytest.mark.parametrize("held", ["%QX1.2", "QX1.2"])
def test_an_address_is_found_with_and_without_its_sign(held: str) -> None:
    for typed in ("%QX1.2", "QX1.2"):
        question = asked(typed, held)
        assert question.missing == ()


def test_a_message_wholly_typed_in_the_other_layout_is_read_in_the_right_one() -> None:
    question = asked("yfcnhjqrf ghbdjlf", "Настройка привода.")
    assert terms_of(question) == ["настройк", "привод"]
    assert question.readings == (Reading("yfcnhjqrf ghbdjlf", "настройка привода"),)
    assert question.locale == "ru"


def test_names_stay_as_typed_in_a_message_of_the_other_layout() -> None:
    question = asked("F30002 ghbdjlf", "Настройка привода.")
    assert [(term.term, term.held) for term in question.asked] == [("f30002", False), ("привод", True)]
    assert question.readings == (Reading("F30002 ghbdjlf", "F30002 привода"),)


def test_a_message_that_means_something_as_typed_is_not_read_otherwise() -> None:
    assert asked("ghbdjl drive", "привод", "drive").readings == ()


@pytest.mark.parametrize(
    ("message", "hint", "locale"),
    [
        ("Как сбросить F30002 на SINAMICS?", "en", "ru"),
        ("How do I reset F30002?", "ru", "en"),
        ("what does Внимание mean on this panel", "ru", "en"),
        ("F30002", "ru", "ru"),
        ("А30002", "en", "en"),
        ("MC_Halt", "ru", "ru"),
        ("энкодер", "en", "ru"),
    ],
)
def test_the_answer_is_in_the_language_of_the_words_around_names(
    message: str, hint: Locale, locale: Locale
) -> None:
    assert asked(message, hint=hint).locale == locale


def test_names_lead_the_keywords_then_what_is_held_and_rare() -> None:
    question = asked("ток резистора нигде G120", "ток резистора", "ток G120", "ток")
    assert question.keywords == ("G120", "резистора", "ток", "нигде")


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("Как настроить рампу частотника?", "drives"),
        ("Which G-code starts the spindle?", "cnc"),
        ("адрес ведомого Modbus", "fieldbus"),
        ("ПИД регулятор", "control"),
        ("кто написал Фауста", ""),
    ],
)
def test_the_topic_is_told_by_the_words_of_its_field(message: str, topic: str) -> None:
    assert asked(message).topic == topic


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("F30002", "IF nErr = 16#7532 THEN"),
        ("F30002", "drive G120, fault 30002"),
        ("16#7532", "F30002 DC link"),
        ("30002", "A30002 and nothing"),
        ("0x7532", "Error 30002"),
    ],
)
def test_a_number_written_otherwise_is_not_missing(question: str, held: str) -> None:
    (term,) = asked(question, held).asked
    assert (term.typed, term.held) == (question, True)
    assert asked(question, held).missing == ()


@pytest.mark.parametrize(
    ("question", "held"),
    [("F30002", "A30002"), ("F30002", "at 30002 Hz"), ("A30002", "F30002"), ("F47", "47")],
)
def test_another_code_of_the_same_number_does_not_stand_for_it(question: str, held: str) -> None:
    assert [term.typed for term in asked(question, held).missing] == [question]


@pytest.mark.parametrize(
    ("question", "held", "term", "reading"),
    [
        ("F 30002", "F30002", "f30002", ("F 30002", "F30002")),
        ("fault F-30002?", "F30002", "f30002", ("F-30002", "F30002")),
        ("p 1121", "p1121 and 1121 rpm", "p1121", ("p 1121", "p1121")),
        ("Ф 30002", "A30002", "a30002", ("Ф 30002", "A30002")),
        ("А 30002", "F30002 DC link", "f30002", ("А 30002", "F30002")),
        ("F 30002", "CASE of 16#7532", "f30002", ("F 30002", "F30002")),
        ("Ф 30002", "CASE of 16#7532", "a30002", ("Ф 30002", "A30002")),
    ],
)
def test_a_letter_and_its_number_are_joined_where_the_base_has_only_that(
    question: str, held: str, term: str, reading: tuple[str, str]
) -> None:
    made = asked(question, held)
    assert term in terms_of(made)
    assert made.readings == (Reading(*reading),)
    assert [one.typed for one in made.missing] == (["fault"] if "fault" in question else [])


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("F 30002", "F 30002 and F30002"),  # it is written so
        ("F 30002", "F30003"),
        ("в 2020", "B2020, 2020"),  # a word of its own
        ("F 30002.5", "F30002"),
        ("SF 30002", "F30002"),
    ],
)
def test_what_may_stand_apart_is_not_joined(question: str, held: str) -> None:
    made = asked(question, held)
    assert made.readings == ()
    assert made.text == question
