"""Text into terms: the same for documents and questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.text.analyzer import MAX_TERM, Token, terms, tokens


def test_words_are_stemmed_by_their_script_and_stop_words_are_out() -> None:
    assert terms("Как настроить приводы, and how are the drives configured?") == [
        "настро",
        "привод",
        "drive",
        "configur",
    ]


def test_inflected_forms_meet_in_one_term() -> None:
    assert set(terms("привод привода приводом ПРИВОДЫ")) == {"привод"}
    assert set(terms("Ёмкость емкости ЕМКОСТЬЮ")) == {"емкост"}
    assert set(terms("motor Motors motor's motor’s")) == {"motor"}


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("F30002", "f30002"),
        ("p1121", "p1121"),
        ("M203", "m203"),
        ("16#7532", "16#7532"),
        ("T#5s", "t#5s"),
        ("3.14", "3.14"),
        ("3,14", "3,14"),
        ("G02", "g02"),
        ("1.2.3", "1.2.3"),
        ("6SL3210", "6sl3210"),
        ("м²", "m2"),
        ("ГОСТ2", "гост2"),
    ],
)
def test_a_token_with_a_digit_is_kept_whole(written: str, term: str) -> None:
    assert tokens(f"код {written}.") == [
        Token("код", 0, 3, False),
        Token(term, 4, 4 + len(written), True),
    ]


def test_an_identifier_is_never_stemmed() -> None:
    assert terms("1200s drives2 двигателями2") == ["1200s", "drives2", "двигателями2"]


def test_lookalike_letters_of_identifiers_are_latin_in_documents_and_questions() -> None:
    assert terms("А30002") == terms("A30002") == ["a30002"]
    assert terms("ф30002") == ["ф30002"]


def test_a_word_of_mixed_scripts_is_read_in_the_one_most_of_its_letters_are_of() -> None:
    assert terms("РLC") == ["plc"]  # a Cyrillic Р
    assert terms("cтанок") == terms("станок")  # a Latin c


def test_a_compound_name_is_found_whole_and_by_its_parts() -> None:
    assert tokens("call MC_Halt;") == [
        Token("call", 0, 4, False),
        Token("mc_halt", 5, 12, False),
        Token("mc", 5, 7, False),
        Token("halt", 8, 12, False),
    ]
    assert terms("FB_1") == ["fb_1", "fb"]
    assert terms("_bold_ ____") == ["bold"]


def test_an_address_is_found_with_and_without_its_sign() -> None:
    assert tokens("bit %QX1.2") == [
        Token("bit", 0, 3, False),
        Token("%qx1.2", 4, 10, True),
        Token("qx1.2", 5, 10, True),
    ]
    assert terms("100%") == ["100"]


def test_what_extraction_leaves_inside_a_word_is_ignored_and_its_place_is_kept() -> None:
    assert tokens("a пара\ufffeметры b\u00adit и\u0306од") == [
        Token("параметр", 2, 12, False),
        Token("bit", 13, 17, False),
        Token("йод", 18, 22, False),
    ]


def test_a_hyphenated_line_end_joins_its_word() -> None:
    assert terms("пара\u00ad\r\nметры") == ["параметр"]


def test_compatibility_forms_are_plain() -> None:
    assert terms("ﬁle Ｆ３０００２") == ["file", "f30002"]


def test_negations_and_contractions_are_stop_words() -> None:
    assert terms("don't it isn't we're") == []


def test_a_very_long_word_is_found_by_its_beginning() -> None:
    assert terms("ab" * 5000) == [("ab" * 5000)[:MAX_TERM]]


@given(st.text())
def test_every_token_lies_inside_the_text_in_order(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(token.term.split() == [token.term] for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert terms(text) == [token.term for token in found]
