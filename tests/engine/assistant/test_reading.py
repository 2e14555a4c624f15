"""Passages read into sentences."""

from __future__ import annotations

import pytest

from rubin_tui.engine.assistant.reading import Read, read
from rubin_tui.engine.model import PassageKind
from tests.engine.assistant.memory import Memory


def opened(text: str, *headings: str, kind: PassageKind = "paragraph") -> Read:
    return read(Memory().add(text, headings=headings, kind=kind))


def worth(text: str, *headings: str, kind: PassageKind = "paragraph") -> float:
    (line,) = opened(text, *headings, kind=kind).lines
    return line.worth


def test_a_line_knows_where_its_terms_stand() -> None:
    (line,) = opened("Set MC_Halt and the ramp, then MC_Halt.").lines
    assert line.places == {
        "set": (0,),
        "mc_halt": (1, 4),
        "mc": (1, 4),
        "halt": (1, 4),
        "ramp": (2,),
        "then": (3,),
    }
    assert line.length == 5


@pytest.mark.parametrize(
    "text",
    [
        "Limits ............. 12",
        "Limits . . . . . . . 12",
        "## Limits",
        "4.2 Limits",
        "LIMITS",
        "Drive limits",
        "|---|---|",
        "-----",
        "12",
        "x",
    ],
)
def test_headings_contents_lines_and_rules_are_never_shown(text: str) -> None:
    assert {line.worth for line in opened(text, "4 Drive", "4.2 Limits").lines} == {0.0}


def test_a_whole_sentence_is_worth_more_than_a_fragment_and_prose_more_than_code() -> None:
    sentence = worth("The limit is set with p1121.")
    assert sentence == 1.0
    assert worth("limit of the drive") < sentence
    assert worth("Speed := Actual[3] + Offset[4]; Limit := Speed = Maximum;") < worth("limit of the drive")
    assert worth("The limit follows:") < sentence
    assert worth("Word " * 200 + "end.") < sentence


def test_each_line_of_code_is_one() -> None:
    lines = opened("IF x THEN\n\n  y := 1; z. B\nEND_IF", kind="code").lines
    assert [line.text for line in lines] == ["IF x THEN", "y := 1; z. B", "END_IF"]


def test_white_space_of_the_layout_is_folded_in_the_text_only() -> None:
    (line,) = opened("  The ramp is\n    long.").lines
    assert (line.text, line.start, line.end) == ("The ramp is long.", 2, 23)


def test_words_of_one_root_are_kin() -> None:
    passage = opened("Настройка привода. The configuration. Контактор, linuxcncrsh, p1121.")
    assert passage.kin("настро") == {"настройк"}
    assert passage.kin("configure") == {"configur"}


@pytest.mark.parametrize("term", ["linuxcnc", "p112", "контролл", "настройк", "mc_halt"])
def test_names_and_other_words_are_not(term: str) -> None:
    assert opened("Настройка. Контактор, linuxcncrsh, p1121, MC_Halts.").kin(term) == frozenset()


def test_russian_sentences_are_told_from_english_ones() -> None:
    lines = opened("Функция MC_Halt останавливает ось. MC_Halt stops the axis.").lines
    assert [line.russian for line in lines] == [True, False]


def test_a_label_is_never_shown_alone_and_its_terms_stand_over_what_it_names() -> None:
    label, first, second = opened("Home position\n\nIt is a place. It is set.").lines
    assert (label.worth, first.worth) == (0.0, 1.0)
    assert first.under == second.under == {"home", "posit"}
    assert (first.opens, second.opens) == (True, False)


def test_a_lead_in_is_a_whole_sentence_because_it_brings_its_list() -> None:
    lead, item = opened("Of these modes:\n- run\n- stop").lines[:2]
    assert (lead.lead, lead.worth, lead.block, lead.under) == (True, 1.0, 0, frozenset())
    assert (item.lead, item.worth, item.block, item.under) == (False, 0.75, 0, {"mode"})


@pytest.mark.parametrize(
    "text", ["See the manual of the drive.", "For more information read on.", "Смотрите руководство привода."]
)
def test_a_sentence_that_only_points_elsewhere_is_worth_less(text: str) -> None:
    assert worth(text) == 0.6


def test_of_a_listing_among_prose_each_line_is_one() -> None:
    text = "It is done so by the drive:\n\nG0 X1.000\nG1 Z-0.750 F100\n\nThat is all of it."
    lines = [(line.text, line.worth) for line in opened(text).lines]
    assert lines == [
        ("It is done so by the drive:", 1.0),
        ("G0 X1.000", 0.6),
        ("G1 Z-0.750 F100", 0.6),
        ("That is all of it.", 1.0),
    ]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("7.8. Virtual package", {"virtual", "packag"}),
        ("7.8 Virtual package", {"virtual", "packag"}),
        ("Глава 4. Виртуальный пакет", {"виртуальн", "пакет"}),
        ("30002 DC link", {"30002", "dc", "link"}),
        ("F30002 DC link", {"f30002", "*30002", "dc", "link"}),
    ],
)
def test_the_number_of_a_heading_is_no_part_of_its_name(heading: str, title: set[str]) -> None:
    assert opened("It is told here.", "Part", heading).title == title


def test_a_number_stands_where_it_is_written_in_any_way() -> None:
    (line,) = opened("CASE 16#7532:", kind="code").lines
    assert line.places == {"case": (0,), "16#7532": (1,), "#30002": (1,)}
    assert line.length == 2
    (bare,) = opened("The motor turns at 30002 rpm.").lines
    assert "#30002" not in bare.places
