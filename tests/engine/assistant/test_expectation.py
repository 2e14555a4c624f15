"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.expectation import Expectation, defines, expectation_of, meets


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was the drive replaced?", "date"),
        ("В каком году пущена линия?", "date"),
        ("How many axes can it move?", "number"),
        ("Сколько осей?", "number"),
        ("Какое напряжение питания?", "number"),
        ("Why does the spindle not start?", "cause"),
        ("Почему не пускается шпиндель?", "cause"),
        ("Where is the resistor mounted?", "place"),
        ("Где стоит резистор?", "place"),
        ("Who wrote the program?", "name"),
        ("Кто писал программу?", "name"),
        ("What is backlash?", "definition"),
        ("What does G64 do?", "definition"),
        ("Что такое люфт?", "definition"),
        ("Для чего нужен тормозной резистор?", "definition"),
        ("What happens when the limit is hit?", None),
        ("Как настроить рампу?", None),
    ],
)
def test_the_words_of_a_question_tell_what_it_expects(question: str, expected: Expectation | None) -> None:
    assert expectation_of(question) == expected


@pytest.mark.parametrize(
    ("expected", "question", "sentence", "holds"),
    [
        ("date", "When was it made?", "It was made in 1987.", True),
        ("date", "When was it made in 1987?", "It was made in 1987.", False),
        ("number", "How many axes?", "It has 9 axes.", True),
        ("number", "Сколько осей?", "Их девять.", True),
        ("number", "How many axes?", "It has axes since 1987.", False),
        ("name", "Who wrote it?", "It was written by Ivan Petrov.", True),
        ("name", "Who wrote it?", "It was written by hand.", False),
        ("cause", "Why?", "It stops because the fuse is blown.", True),
        ("cause", "Почему?", "Он стоит, поскольку сгорел предохранитель.", True),
        ("definition", "What is backlash?", "Backlash is the play of a gear.", True),
        ("definition", "Что такое люфт?", "Люфт — это зазор.", True),
        ("definition", "What is backlash?", "Set backlash to zero.", False),
    ],
)
def test_a_sentence_holds_it_if_the_question_does_not(
    expected: Expectation, question: str, sentence: str, holds: bool
) -> None:
    assert meets(expected, question)(sentence) is holds


@pytest.mark.parametrize(
    "sentence",
    [
        "HAL stands for Hardware Abstraction Layer.",
        "quilt —пакет помогает управлять большими наборами заплат.",
        "A watchdog is a timer that restarts the controller.",
        "Сторожевой таймер — это таймер, который перезапускает контроллер.",
        "FERROR = 1.0 - FERROR is the maximum allowable following error.",
    ],
)
def test_a_sentence_that_defines_says_what_its_beginning_is(sentence: str) -> None:
    assert defines(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The arguments of a call to this function are the HAL component name and a prefix.",
        "О том, как использовать quilt, читайте в quilt(1).",
        "Check the connector.",
    ],
)
def test_a_mention_is_no_definition(sentence: str) -> None:
    assert not defines(sentence)
