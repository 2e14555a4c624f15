"""Identifiers read by keyboard layout."""

from __future__ import annotations

import pytest

from rubin_tui.engine.text.layouts import readings, swap_layout


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("А30002", ("A30002", "F30002")),
        ("ф30002", ("a30002",)),
        ("Ф30002", ("A30002",)),
        ("з1121", ("p1121",)),
        ("р1121", ("p1121", "h1121")),
        ("%ЙЧ1.2", ("%QX1.2",)),
        ("М203", ("M203", "V203")),
    ],
)
def test_an_identifier_is_read_by_look_first_then_by_key(typed: str, read: tuple[str, ...]) -> None:
    assert readings(typed) == read


@pytest.mark.parametrize("typed", ["A30002", "3.14", "Ж1", "Б20", "Э7", ""])
def test_nothing_else_is_read_into_an_identifier(typed: str) -> None:
    assert readings(typed) == ()


def test_text_of_the_other_layout_is_given_by_the_same_keys() -> None:
    assert swap_layout("ghbdjl") == "привод"
    assert swap_layout(".фвв") == ".add"
    assert swap_layout("Ghbdjl <jkmijq") == "Привод Большой"
