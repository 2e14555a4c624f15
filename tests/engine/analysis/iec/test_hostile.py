"""Texts that are no programs: no exception, no endless run; and edits read as whole texts are."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubin_tui.engine.analysis.iec.syntax import Unit
from rubin_tui.engine.analysis.iec.units import Units, parse
from rubin_tui.engine.text.iec import DECLARING, FLOW, OPERATORS
from tests.engine.analysis.iec.programs import PROGRAMS

_SIGNS = "a b INT x.y 1 2.5 's' ( ) [ ] := = ; : , . .. ^ => + (* *) { } // #a \"b\" %IX0.0 T#1s ' \""
_WORDS = [*sorted(FLOW | OPERATORS | DECLARING), *["\n", *_SIGNS.split()] * 4]
_SOUP = st.lists(st.sampled_from(_WORDS), max_size=80).map(" ".join)
_LARGE = settings(max_examples=150, deadline=None)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        parts = [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
        return (type(value).__name__, *parts)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, dict) else value


def _whole(unit: Unit) -> None:
    """The parts of a tree are the text, and its errors stand in it."""
    place = 0
    for placed in unit.parts:
        assert placed.offset == place
        place += placed.part.length
    assert place == len(unit.text)
    for offset, fault in unit.faults():
        assert 0 <= offset + fault.start <= offset + fault.end <= len(unit.text)


@_LARGE
@given(_SOUP)
def test_soup_is_read(text: str) -> None:
    _whole(parse(text))


@_LARGE
@given(st.text(st.sampled_from("(*){}'\"$/#%;:=.[]aE1_ \n\rж\x00\ufeff"), max_size=60))
def test_any_characters_are_read(text: str) -> None:
    _whole(parse(text))


@_LARGE
@given(st.sampled_from(sorted(PROGRAMS)), st.lists(st.tuples(st.integers(0), st.integers(0, 40)), max_size=4))
def test_deletions_are_read(name: str, cuts: list[tuple[int, int]]) -> None:
    text = PROGRAMS[name]
    for place, length in cuts:
        place %= len(text) + 1
        text = text[:place] + text[place + length :]
    _whole(parse(text))


@_LARGE
@given(
    st.sampled_from(sorted(PROGRAMS)),
    st.lists(st.tuples(st.integers(0), st.integers(0, 20), st.sampled_from([*_WORDS, "", "x"])), max_size=5),
)
def test_an_edited_text_is_read_as_if_it_were_new(name: str, edits: list[tuple[int, int, str]]) -> None:
    text = PROGRAMS[name] + PROGRAMS["motor.st"]
    units = Units()
    units.parse(text)
    for place, length, new in edits:
        place %= len(text) + 1
        text = text[:place] + new + text[place + length :]
        edited, fresh = units.parse(text), parse(text)
        assert edited.text == text
        assert _plain(edited.parts) == _plain(fresh.parts)


_MANY = 10_000


@pytest.mark.parametrize(
    "text",
    [
        f"x := {'(' * _MANY}1{')' * _MANY};", "x := " + "(" * _MANY, "x" + "[a" * _MANY, "IF a THEN " * _MANY,
        "TYPE a : " + "STRUCT x : " * _MANY, "VAR a : " + "ARRAY[1..2] OF " * _MANY, "x := " + "NOT " * _MANY,
        "x := " + "a." * _MANY, "(*" * _MANY, "(*(* *)" * _MANY, "{" * _MANY,
        "x := " + "a + b * " * _MANY + "a;",
        "'" * _MANY, "END_IF " * _MANY, "ELSE IF a THEN " * _MANY, "VAR a : " + "POINTER TO " * _MANY,
        "f(" * _MANY, "x := " + "a ? " * _MANY, "a := " * _MANY, "CASE a OF " * _MANY, "IF " * _MANY,
        "NAMESPACE a " * _MANY, "PROGRAM a " * _MANY, "FUNCTION_BLOCK x " + "METHOD a " * _MANY,
        "FUNCTION_BLOCK x " + "PROPERTY a GET " * _MANY, "IF a THEN " * 99 + "END_FOR " * _MANY,
        "f" + "()" * _MANY,
    ],
)  # fmt: skip
def test_ten_thousand_of_anything_are_read(text: str) -> None:
    _whole(parse(text))


def test_deep_brackets_are_one_error_and_the_rest_is_read() -> None:
    deep = "(" * _MANY + "1" + ")" * _MANY
    unit = parse(f"PROGRAM a\nx := {deep};\ny := ;\nEND_PROGRAM\nPROGRAM b\nEND_PROGRAM\n")
    assert [fault.message.id for _, fault in unit.faults()] == ["iec.too_deep", "iec.expression"]
    assert [pou.name.text for _, pou in unit.pous() if pou.name] == ["a", "b"]
