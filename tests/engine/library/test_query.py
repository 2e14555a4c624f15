"""What a person types, understood."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.library.query import Filter, parse_query
from rubin_tui.engine.model import Message


def day(*date: int) -> float:
    return datetime(*date).astimezone().timestamp()


def blank(text: str, *pieces: str) -> str:
    for piece in pieces:
        text = text.replace(piece, " " * len(piece))
    return text


def test_words_phrases_and_filters_are_told_apart_and_keep_their_places() -> None:
    typed = 'перегрев "тормозной резистор" -насос файл:G120 hot'
    query = parse_query(typed)
    assert query.words == blank(typed, "-насос", "файл:G120")
    assert query.loose == blank(query.words, '"тормозной резистор"')
    assert query.phrases == ("тормозной резистор",)
    assert query.without == ("насос",)
    assert query.filters == (Filter("file", "G120", "файл:G120"),)
    assert query.notes == ()


@pytest.mark.parametrize("typed", ['"a b"', "«a b»", "“a b”", "„a b“", "„a b”"])
def test_a_phrase_stands_in_any_quotes(typed: str) -> None:
    assert (parse_query(typed).phrases, parse_query(f"x -{typed}").without_phrases) == (("a b",), ("a b",))


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("file:G120.pdf", "file", "G120.pdf"),
        ('ФАЙЛ:"my file"', "file", "my file"),
        ("tag:servo", "tag", "servo"),
        ("тег:серво", "tag", "серво"),
        ("category:«Привод 3»", "category", "Привод 3"),
        ("раздел:ПЧ", "category", "ПЧ"),
        ("type:pdf", "type", "pdf"),
        ("тип:pdf", "type", "pdf"),
        ("lang:ru", "lang", "ru"),
        ("язык:рус", "lang", "рус"),
        ("in:project", "in", "project"),
        ("где:Заметки", "in", "Заметки"),
    ],
)
def test_filters_have_names_in_both_languages_and_values_in_quotes(typed: str, name: str, value: str) -> None:
    assert parse_query(f"axis {typed}").filters == (Filter(name, value, typed),)  # type: ignore[arg-type]
    assert parse_query(f"axis -{typed}").filters == (Filter(name, value, f"-{typed}", True),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31", day(2026, 1, 31)),
        ("31.01.2026", day(2026, 1, 31)),
        ("2026-02", day(2026, 2, 1)),
        ("2026", day(2026, 1, 1)),
    ],
)
def test_dates_begin_with_their_day_month_or_year(value: str, expected: float) -> None:
    query = parse_query(f"axis after:{value}")
    assert (query.after, query.before, query.notes) == (expected, None, ())
    query = parse_query(f"axis до:{value}")
    assert (query.after, query.before) == (None, expected)


def test_a_minus_before_a_digit_is_no_exclusion() -> None:
    typed = "-40 °C \u221220 -F30002 \u2212насос a - b --x"
    query = parse_query(typed)
    assert query.without == ("F30002", "насос")
    assert query.words == blank(typed, "-F30002", "\u2212насос")


@pytest.mark.parametrize(
    ("typed", "note", "words"),
    [
        ("axis colour:red", Message("query.unknown_filter", {"name": "colour"}), "axis colour:red"),
        ('axis "brake resistor', Message("query.unclosed_quote"), 'axis "brake resistor'),
        ('axis tag:"brake resistor', Message("query.unclosed_quote"), 'axis tag:"brake resistor'),
        ("axis tag: servo", Message("query.empty_value", {"filter": "tag:"}), "axis tag: servo"),
        ('axis tag:""', Message("query.empty_value", {"filter": 'tag:""'}), 'axis tag:""'),
        ("axis after:soon", Message("query.bad_date", {"date": "soon"}), "axis after:soon"),
        ("axis in:garage", Message("query.bad_source", {"source": "garage"}), "axis in:garage"),
        ("axis -after:2026", Message("query.date_excluded", {"filter": "-after:2026"}), "axis -after:2026"),
        ("-axis -насос", Message("query.only_without"), "-axis -насос"),
        ("-axis tag:x the", Message("query.only_without"), "-axis tag:x the"),
        ("tag:servo", Message("query.only_filters"), "tag:servo"),
    ],
)
def test_what_is_wrong_is_told_and_searched_as_words(typed: str, note: Message, words: str) -> None:
    query = parse_query(typed)
    assert (query.notes, query.words, query.filters, query.without) == ((note,), words, (), ())


@pytest.mark.parametrize(
    "typed",
    ["http://a.b", "12:30", "x:=5", "C:\\a", "Fehler: heiß", 'монитор 5" 3.5"', "MC_Halt:x", "::", ":"],
)
def test_what_only_looks_like_a_filter_or_a_quote_is_words(typed: str) -> None:
    query = parse_query(typed)
    assert (query.words, query.notes, query.filters, query.phrases) == (typed, (), (), ())


@given(st.text(alphabet='ab1 "«»-:\u2212тегtagfile', max_size=40))
def test_any_text_is_understood_somehow(text: str) -> None:
    query = parse_query(text)
    assert len(query.words) == len(query.loose) == len(text)
    assert all(kept in (" ", typed) for kept, typed in zip(query.words, text, strict=True))
