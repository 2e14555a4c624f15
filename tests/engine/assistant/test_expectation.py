"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.expectation import (
    Expectation,
    Explained,
    asks_for_several,
    expectation_of,
    meets,
)


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
        ("What is another name of the axis?", "term"),
        ("Как называется ось вращения?", "term"),
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
        ("term", "What is it called?", "It is known as the home position.", True),
        ("term", "What is it called?", "It stands at home.", False),
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
    ("terms", "sentence"),
    [
        (["hal"], "HAL stands for Hardware Abstraction Layer."),
        (["quilt"], "quilt —пакет помогает управлять большими наборами заплат."),
        (["watchdog"], "A watchdog is a timer that restarts the controller."),
        (["сторожев", "таймер"], "Сторожевой таймер — это таймер, который перезапускает контроллер."),
        (["tool", "tabl"], 'The "Tool Table" is a text file.'),
        (["g38.2"], "G38.2 - probe toward the workpiece"),
        (["pncconf"], "PnCconf is made to help build configurations."),
        (["sto"], "STO (Safe Torque Off): the drive makes no torque."),
    ],
)
def test_what_defines_opens_with_the_name_and_says_what_it_is(terms: list[str], sentence: str) -> None:
    assert Explained.of(terms).says.match(sentence)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (["ferror"], "FERROR = 1.0 - FERROR is the maximum allowable following error."),
        (["dh_make"], "Программа dh_make создаёт шаблоны."),
        (["hal"], "HAL provides a number of tools."),
    ],
)
def test_some_sentences_tell_what_it_does(terms: list[str], sentence: str) -> None:
    assert Explained.of(terms).does.match(sentence)
    assert not Explained.of(terms).says.match(sentence)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (["hal"], "The HAL equivalent is a component."),
        (["hal"], "hal-histogram is a command line tool."),
        (["hal"], "halcmd is a command line tool."),
        (["ferror"], "MIN_FERROR = 0.010 - The value at very low speeds."),
        (["quilt"], "О том, как использовать quilt, читайте в quilt(1)."),
        (["debuild"], "Для debuild:"),
        (["halcmd"], "halcmd: exit"),
        (["connector"], "Check the connector."),
    ],
)
def test_a_mention_is_no_definition(terms: list[str], sentence: str) -> None:
    explained = Explained.of(terms)
    assert not explained.says.match(sentence) and not explained.does.match(sentence)


def test_a_sentence_may_open_with_the_name_and_define_nothing() -> None:
    explained = Explained.of(["m66"])
    assert explained.opens.match("M66 will not function unless a pin is connected.")
    assert not explained.opens.match("It is an error to program M66 twice.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GUI\n\nGraphical User Interface.\n\nHAL\n\nHardware Abstraction Layer.", True),
        ("Some words. HAL is a layer.", True),
        ("Some words about the HAL and its pins.", False),
    ],
)
def test_an_entry_or_a_definition_is_found_anywhere_in_a_passage(text: str, found: bool) -> None:
    assert (Explained.of(["hal"]).names.search(text) is not None) is found


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("What are the modes of the drive?", True),
        ("Which pins does it have?", True),
        ("How do I home the machine?", True),
        ("steps to tune an axis", True),
        ("Какие файлы нужны?", True),
        ("Как собрать пакет?", True),
        ("What is the mode of the drive?", False),
        ("Which was the first?", False),
        ("Как дела у привода?", False),
    ],
)
def test_some_questions_ask_for_several_things_or_for_steps(question: str, several: bool) -> None:
    assert asks_for_several(question) is several
