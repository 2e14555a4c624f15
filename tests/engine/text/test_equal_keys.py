"""One number under equal keys, however it is written."""

from __future__ import annotations

import pytest

from rubin_tui.engine.text.analyzer import Token, passage_tokens, places, terms, tokens
from rubin_tui.engine.text.equal_keys import equal_terms, key_of


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("16#7532", "#30002"),
        ("0x7532", "#30002"),
        ("dword#16#7532", "#30002"),
        ("int#30002", "#30002"),
        ("7532h", "#30002"),
        ("2#1010_0101", "#165"),
        ("8#17", "#15"),
        ("f30002", "*30002"),
        ("f07011", "*7011"),
        ("p1121", "*1121"),
        ("m203", ""),  # a code of G-code is no fault
        ("24h", ""),  # a day
        ("t#5s", ""),
        ("2#17", ""),
        ("30002", ""),  # bare, and nobody says that it is meant
        ("привод", ""),
    ],
)
def test_the_key_of_a_number_is_its_value_and_whether_a_letter_stood_before_it(term: str, key: str) -> None:
    assert key_of(term, meant=False) == key


def test_a_bare_number_has_a_key_where_it_is_meant_as_one() -> None:
    assert (key_of("30002", meant=True), key_of("007011", meant=True)) == ("#30002", "#7011")
    assert (key_of("15", meant=True), key_of("1234567", meant=True)) == ("", "")


def test_what_is_asked_for_takes_its_equals_and_never_another_letter() -> None:
    assert equal_terms("f30002") == ("#30002",)
    assert equal_terms("30002") == ("#30002", "*30002")
    assert equal_terms("16#7532") == ("30002", "#30002", "*30002")
    assert equal_terms("0x0f") == ("15", "#15")
    assert equal_terms("15") == ("#15",)
    assert (equal_terms("m203"), equal_terms("привод")) == ((), ())
    assert "*30002" not in equal_terms("a30002")


def keys(text: str, *, code: bool = False) -> list[str]:
    return [token.term for token in passage_tokens(text, code=code) if token.term[0] in "#*"]


def test_bare_numbers_have_keys_in_code() -> None:
    assert keys("nErr := 30002;", code=True) == ["#30002"]
    assert keys("It makes 30002 revolutions.") == []


@pytest.mark.parametrize(
    "text",
    [
        "SINAMICS shows 30002",
        "G120 stops with fault 30002.",
        "30002 means for the CU320 that it stops",
        "ПЧ2: 30002",
    ],
)
def test_bare_numbers_have_keys_beside_the_name_of_a_device(text: str) -> None:
    assert keys(text) == ["#30002"]


@pytest.mark.parametrize(
    "text",
    [
        "G120 is what we have had here since 30002",  # too far
        "G120\n30002 revolutions",  # another line
        "F30001 30002",  # a fault is no device
    ],
)
def test_and_not_elsewhere(text: str) -> None:
    assert "#30002" not in keys(text)


def test_a_key_stands_at_the_place_of_its_number_and_words_stay_as_they_were() -> None:
    text = "Fault F30002 is 16#7532"
    found = passage_tokens(text)
    assert [token for token in found if token.term[0] in "#*"] == [
        Token("*30002", 6, 12, True),
        Token("#30002", 16, 23, True),
    ]
    assert [token for token in found if token.term[0] not in "#*"] == tokens(text)


def test_of_a_number_with_gaps_only_the_whole_has_a_key() -> None:
    assert keys("16#FF_FF") == ["#65535"]


def test_an_address_in_the_other_layout_is_one_word() -> None:
    assert terms("%ЙЧ1.2") == ["%йч1.2", "йч1.2"]


def test_a_printed_minus_is_a_hyphen() -> None:
    assert terms("CU320\u22122 \u22125") == terms("CU320-2 -5") == ["cu320", "2", "5"]


def test_the_places_of_terms_are_those_of_their_tokens() -> None:
    text = "MC_Halt shows F30002 on the G120 30002 or 16#7532"
    for term in ("halt", "mc_halt", "f30002", "*30002", "#30002", "30002", "none"):
        expected = [(one.start, one.end) for one in passage_tokens(text) if one.term == term]
        assert places(text, {term}) == expected
    assert places("x := 30002", {"#30002"}, code=True) == [(5, 10)]
