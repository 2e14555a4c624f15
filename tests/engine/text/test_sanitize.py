"""Nothing a terminal would obey is left, and nothing moves."""

import json
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.text.sanitize import folded, safe_json, safe_line, safe_text, spelled

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x1b[2J", "␛[2J"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("user\u202etxt.exe", "user\ufffdtxt.exe"),
        ("tab\there", "tab here"),
        ("over\rwritten", "over␍written"),
        ("F30002 Перенапряжение\n", "F30002 Перенапряжение\n"),
    ],
)
def test_what_a_terminal_obeys_becomes_visible(raw: str, shown: str) -> None:
    assert safe_text(raw) == shown


def test_a_line_stays_a_line() -> None:
    assert safe_line("a\nb") == "a⏎b"


@given(st.text(alphabet=st.characters()))
def test_offsets_stay_and_nothing_obeyed_is_left(text: str) -> None:
    shown = safe_text(text)
    assert len(shown) == len(text)
    assert OBEYED.search(shown) is None
    assert "\n" not in safe_line(text)


@given(st.text(alphabet=st.characters()))
def test_json_says_the_same_in_characters_that_are_safe(text: str) -> None:
    written = safe_json(json.dumps({"text": text}, ensure_ascii=False))
    assert OBEYED.search(written) is None
    assert json.loads(written) == {"text": text}


def test_names_that_are_no_utf8_are_spelled_and_stay_apart() -> None:
    names = [os.fsdecode(name) for name in (b"a\xff.md", b"a\xfe.md", "ё.md".encode())]
    assert [spelled(name) for name in names] == ["a\\xff.md", "a\\xfe.md", "ё.md"]
    assert spelled("\ud800") == "\\ud800"


def test_a_quote_folds_white_space() -> None:
    assert folded("  two \n words\t here ") == "two words here"
