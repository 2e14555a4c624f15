"""Text into sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_sentences_end_with_their_signs() -> None:
    assert sentences("Stop the axis. Is it off?! Wait… “Really?” Он ждёт! Конец") == [
        "Stop the axis.",
        "Is it off?!",
        "Wait…",
        "“Really?”",
        "Он ждёт!",
        "Конец",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Время возврата, т.е. рампа, см. рис. 5 и табл. Б.",
        "Turn key No. 5 (see Fig. 3, e.g. Mode B).",
        "А. С. Пушкин met J. R. Smith of the U.S. Army.",
        "Value 3.14 of p1121 vs. 2,5 mm.",
        "Он ждал... потом включил.",
    ],
)
def test_abbreviations_initials_and_numbers_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Move along axis X. The motor stops.", "Move along axis X."),
        ("Подайте 24 В. Двигатель включится.", "Подайте 24 В."),
        ("Ждите 5 мин. Затем включите.", "Ждите 5 мин."),
        ("Пущен в 1945 г. Затем остановлен.", "Пущен в 1945 г."),
        ("Set the ramp. p1121 holds it.", "Set the ramp."),
        ("It is so.[12] The rest follows.", "It is so.[12]"),
    ],
)
def test_a_letter_a_unit_or_a_year_may_end_a_sentence(text: str, first: str) -> None:
    assert sentences(text)[0] == first
    assert len(sentences(text)) == 2


def test_line_breaks_of_the_layout_are_white_space() -> None:
    text = "The drive stops when the DC\nlink voltage rises over the\nlimit. Reset it."
    assert sentences(text) == [
        "The drive stops when the DC\nlink voltage rises over the\nlimit.",
        "Reset it.",
    ]


def test_blank_lines_and_pages_end_sentences() -> None:
    assert sentences("Общие сведения\n\nпривод включён\n  \nдалее\fконец") == [
        "Общие сведения",
        "привод включён",
        "далее",
        "конец",
    ]


def test_a_heading_line_is_no_part_of_its_paragraph() -> None:
    text = "4.2 Limits\nThe axis moves only as far as the switch\nallows it to move."
    assert sentences(text) == ["4.2 Limits", "The axis moves only as far as the switch\nallows it to move."]


def test_list_items_stand_alone_without_their_marks() -> None:
    text = "Порядок:\n1. Снять питание.\n2) Ждать\n   5 минут\n• проверить\n- закрыть\nа) снова"
    assert sentences(text) == [
        "Порядок:",
        "Снять питание.",
        "Ждать\n   5 минут",
        "проверить",
        "закрыть",
        "снова",
    ]


def test_a_table_row_is_one_piece() -> None:
    text = (
        "Faults:\n| F30002 | Overvoltage. Check p1121. |\n| F30003 | Undervoltage |\n"
        "A\tb. C\tD. E\nThen go on."
    )
    assert sentences(text) == [
        "Faults:",
        "| F30002 | Overvoltage. Check p1121. |",
        "| F30003 | Undervoltage |",
        "A\tb. C\tD. E",
        "Then go on.",
    ]


def test_a_row_of_cells_between_bars_is_one_piece() -> None:
    text = "Codes:\nCode | Cause\nF30002 | Overvoltage. Check p1121.\nThen go on."
    assert sentences(text) == ["Codes:", "Code | Cause", "F30002 | Overvoltage. Check p1121.", "Then go on."]


@given(st.text(alphabet=st.sampled_from('aB1.!?… \n\t|•-"«»()ЖжX\f\u00ad')))
def test_spans_are_in_order_trimmed_and_lose_only_white_space_and_marks(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]
    assert set(outside) <= set(" \n\t\f.)•-1aж")
