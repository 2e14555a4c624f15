"""Find and replace: what a person sees on the screen is what is found, and no search goes on for ever."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.editing import Buffer, Position, Range
from rubin_tui.engine.editing.find import Finder, Place, Query, replace_all
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.messages import Failure

TEXT = "Pump := TRUE;\r\npump2 := pump;\r\nНасос := pump;\n"


def R(line: int, begin: int, end: int) -> Range:
    return Range(Position(line, begin), Position(line, end))


@pytest.mark.parametrize(
    ("query", "places"),
    [
        (Query("pump"), [R(0, 0, 4), R(1, 0, 4), R(1, 9, 13), R(2, 9, 13)]),
        (Query("pump", case=True), [R(1, 0, 4), R(1, 9, 13), R(2, 9, 13)]),
        (Query("PUMP", word=True), [R(0, 0, 4), R(1, 9, 13), R(2, 9, 13)]),
        (Query("насос"), [R(2, 0, 5)]),
        (Query(r"\bpump\d", pattern=True), [R(1, 0, 5)]),
        (Query(r"^p\w+", pattern=True), [R(0, 0, 4), R(1, 0, 5)]),
        (Query(r"p;$", pattern=True), [R(1, 12, 14), R(2, 12, 14)]),
        (Query("TRUE;\npump2"), [Range(Position(0, 8), Position(1, 5))]),
        (Query("TRUE;\r\npump2"), [Range(Position(0, 8), Position(1, 5))]),
        (Query(" := ", word=True), []),
        (Query("a.b"), []),
        (Query(""), None),
    ],
)
def test_what_is_found(query: Query, places: list[Range] | None) -> None:
    found = Finder(Lines.of(TEXT), query).all()
    if places is None:
        assert found == ()
    else:
        assert list(found) == places


def test_next_and_previous_go_round() -> None:
    finder = Finder(Lines.of(TEXT), Query("pump", case=True))
    assert finder.next(Position(1, 0)) == Place(R(1, 0, 4))
    assert finder.next(Position(1, 1)) == Place(R(1, 9, 13))
    assert finder.next(Position(2, 10)) == Place(R(1, 0, 4), wrapped=True)
    assert finder.previous(Position(2, 13)) == Place(R(2, 9, 13))
    assert finder.previous(Position(2, 12)) == Place(R(1, 9, 13))
    assert finder.previous(Position(1, 3)) == Place(R(2, 9, 13), wrapped=True)
    nothing = Finder(Lines.of(TEXT), Query("valve"))
    assert (nothing.next(Position(0, 0)), nothing.previous(Position(9, 9))) == (None, None)


def test_only_the_selection_is_searched() -> None:
    finder = Finder(Lines.of(TEXT), Query("pump"))
    within = Range(Position(0, 1), Position(1, 10))
    assert finder.all(within) == (R(1, 0, 4),)
    assert finder.next(Position(1, 5), within) == Place(R(1, 0, 4), wrapped=True)


def test_the_caret_is_no_end_of_a_line() -> None:
    finder = Finder(Lines.of("foobar\nfoo\nx"), Query("foo$", pattern=True))
    assert finder.previous(Position(0, 3)) == Place(R(1, 0, 3), wrapped=True)


@given(st.text("ab\n", max_size=80), st.sampled_from(["a", "ab", "aba", "b\na", "aa"]), st.data())
def test_stepping_finds_what_stands_before_and_after(text: str, sought: str, data: st.DataObject) -> None:
    lines = Lines.of(text)
    line = data.draw(st.integers(0, len(lines) - 1))
    place = Position(line, data.draw(st.integers(0, len(lines[line]))))
    offset = sum(len(other) + 1 for other in lines[: place.line]) + place.character
    finder = Finder(lines, Query(sought))
    found = finder.next(place)
    at = text.find(sought, offset)
    wrapped = at < 0
    at = text.find(sought) if wrapped else at
    if at < 0:
        assert found is None
    else:
        before = text[:at]
        expected = Position(before.count("\n"), at - before.rfind("\n") - 1)
        assert found is not None
        assert (found.range.start, found.wrapped) == (expected, wrapped)


def test_going_back_through_a_large_text_finds_the_nearest() -> None:
    lines = Lines.of("needle 1\n" + "hay\n" * 200_000 + "needle 2\n" + "hay\n" * 200_000)
    finder = Finder(lines, Query("needle"))
    assert finder.previous(Position(400_000, 0)) == Place(R(200_001, 0, 6))
    assert finder.previous(Position(200_001, 0)) == Place(R(0, 0, 6))
    assert finder.previous(Position(0, 3)) == Place(R(200_001, 0, 6), wrapped=True)


def test_replacing_all_keeps_the_line_ends_and_is_one_undo() -> None:
    buffer = Buffer(TEXT)
    replace_all(buffer, Query("pump", word=True), "M1\n")
    assert buffer.text == "M1\r\n := TRUE;\r\npump2 := M1\r\n;\r\nНасос := M1\r\n;\n"
    buffer.undo()
    assert (buffer.text, buffer.modified) == (TEXT, False)


@pytest.mark.parametrize(
    ("query", "text", "result"),
    [
        (Query(r"(\w+) := (\w+)", pattern=True), r"\2 = \1", "b = a\nd = c"),
        (Query(r"(?<l>\w+) :=", pattern=True), r"\g<l> =", "a = b\nc = d"),
        (Query("^", pattern=True), "// ", "// a := b\n// c := d"),
        (Query(" := "), r"\1", "a\\1b\nc\\1d"),
    ],
)
def test_replacements_name_groups_only_in_patterns(query: Query, text: str, result: str) -> None:
    buffer = Buffer("a := b\nc := d")
    replace_all(buffer, query, text)
    assert buffer.text == result


def test_ten_thousand_places_are_replaced_exactly() -> None:
    text = "".join(f"axis{number % 7} := pos; axis\n" for number in range(10_000))
    buffer = Buffer(text)
    replace_all(buffer, Query(r"axis(\d)?", pattern=True), r"ось\1")
    assert buffer.text == re.sub("axis", "ось", text)


@pytest.mark.parametrize(("pattern", "at", "word"), [("a(b", 4, False), ("a(b", 4, True), ("*", 1, False)])
def test_what_is_no_expression_is_said_with_its_place(pattern: str, at: int, word: bool) -> None:
    with pytest.raises(Failure) as caught:
        Finder(Lines.of("a"), Query(pattern, pattern=True, word=word))
    assert (caught.value.message.id, caught.value.message.params["at"]) == ("find.bad_pattern", at)


def test_a_replacement_that_names_no_group_changes_nothing() -> None:
    buffer = Buffer("ab")
    with pytest.raises(Failure) as caught:
        replace_all(buffer, Query("(a)", pattern=True), r"\7")
    assert (caught.value.message.id, buffer.text) == ("find.bad_replacement", "ab")


def test_an_expression_that_takes_too_long_is_given_up() -> None:
    finder = Finder(Lines.of("a" * 5000 + "!"), Query(r"(?:a|aa|a\w)+$", pattern=True), seconds=0.05)
    with pytest.raises(Failure) as caught:
        finder.all()
    assert caught.value.message.id == "find.too_slow"
