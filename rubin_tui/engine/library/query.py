"""What a person types into a search: words, "phrases", -words, filters. What is wrong is told.

    перегрев "тормозной резистор" -насос файл:G120 тип:pdf где:проект после:2026-01-01

Pieces are told apart by white space. A piece that cannot be understood is explained and looked for as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rubin_tui.engine.model import Message, Origin
from rubin_tui.engine.text.analyzer import tokens

FilterName = Literal["file", "tag", "category", "type", "lang", "in", "after", "before"]

NAMES: dict[str, FilterName] = {
    "file": "file",
    "файл": "file",
    "tag": "tag",
    "тег": "tag",
    "тэг": "tag",
    "category": "category",
    "раздел": "category",
    "категория": "category",
    "type": "type",
    "тип": "type",
    "lang": "lang",
    "language": "lang",
    "язык": "lang",
    "in": "in",
    "where": "in",
    "где": "in",
    "after": "after",
    "после": "after",
    "before": "before",
    "до": "before",
}
"""How filters are written, in lower case."""

_SOURCES: tuple[tuple[tuple[Origin, ...], str], ...] = (
    (("user", "rubin"), "manuals manual docs documents мануалы мануал руководства документы"),
    (("project",), "project projects code проект проекты код"),
    (("note",), "notes note заметки заметка"),
    (("rubin",), "rubin reference справка"),
)
SOURCES: dict[str, tuple[Origin, ...]] = {
    name: origins for origins, names in _SOURCES for name in names.split()
}
"""What `in:` may name, in lower case."""

QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“”"}
"""Opening marks, and what closes each."""

_MINUS = "-\u2212"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `typed` is the piece, `value` what follows its colon, without quotes."""

    name: FilterName
    value: str
    typed: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood.

    `words` is the query with everything that is not to be found made blank, so that places in it are
    places in the query; in `loose` the phrases are blank too. `after` and `before` are in seconds since
    the epoch: added at that moment or later, and earlier than that.
    """

    text: str
    words: str
    loose: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    after: float | None = None
    before: float | None = None
    notes: tuple[Message, ...] = ()


def parse_query(text: str) -> Query:
    """`text` understood as far as it can be."""
    pieces, notes = _pieces(text)
    found = [piece for piece in pieces if piece.kind in ("word", "phrase") and not piece.excluded]
    filters = tuple(
        Filter(piece.name, piece.value, text[piece.start : piece.end], piece.excluded)
        for piece in pieces
        if piece.name is not None
    )
    without = [piece for piece in pieces if piece.excluded and piece.name is None]
    words = _kept(text, found)
    if not tokens(words) and (without or filters):
        problem = Message("query.only_without" if without else "query.only_filters")
        return Query(text, text, text, notes=(*notes, problem))
    dates = {one.name: day for one in filters if (day := _day(one.value)) is not None}
    return Query(
        text,
        words,
        _kept(text, [piece for piece in found if piece.kind == "word"]),
        phrases=tuple(piece.value for piece in found if piece.kind == "phrase"),
        without=tuple(piece.value for piece in without if piece.kind == "word"),
        without_phrases=tuple(piece.value for piece in without if piece.kind == "phrase"),
        filters=filters,
        after=dates.get("after"),
        before=dates.get("before"),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """`text[start:end]` of the query; `value` is what it is about."""

    kind: Literal["word", "phrase", "filter"]
    start: int
    end: int
    value: str
    excluded: bool = False
    name: FilterName | None = None


# What looks like a filter but is none: not a time, a path, an address (`x:=5`, `http://a`, `12:30`, `C:\a`).
_NAMED = re.compile(r"([^\W\d_]{2,}):(?![/\\:=])")
_GAP = re.compile(r"\s+")
_PIECE = re.compile(r"\S+")


def _pieces(text: str) -> tuple[list[_Piece], list[Message]]:
    pieces: list[_Piece] = []
    notes: list[Message] = []
    place = 0
    while place < len(text):
        if gap := _GAP.match(text, place):
            place = gap.end()
            continue
        piece, problems = _piece(text, place)
        pieces.append(piece)
        notes += problems
        place = max(piece.end, place + 1)
    return pieces, notes


def _piece(text: str, start: int) -> tuple[_Piece, list[Message]]:
    body = start
    excluded = text[start] in _MINUS and bool(re.match(r"[^\s\d\-\u2212]", text[start + 1 : start + 2]))
    body += excluded
    named = _NAMED.match(text, body)
    if named is not None:
        name = NAMES.get(named[1].lower())
        value, end, closed = _value(text, named.end())
        if name is None:
            known = bool(value) and not excluded
            problem = [Message("query.unknown_filter", {"name": named[1]})] if known else []
            return _Piece("word", start, _word_end(text, start), _plain(text, body), excluded), problem
        typed = text[start:end]
        if not closed:
            return _Piece("word", start, named.end() + 1, named[1]), [Message("query.unclosed_quote")]
        if not value:
            return _Piece("word", start, end, named[1]), [Message("query.empty_value", {"filter": typed})]
        if name in ("after", "before") and _day(value) is None:
            return _Piece("word", start, end, typed), [Message("query.bad_date", {"date": value})]
        if name == "in" and value.casefold() not in SOURCES:
            return _Piece("word", start, end, typed), [Message("query.bad_source", {"source": value})]
        if name in ("after", "before") and excluded:
            return _Piece("word", start, end, typed), [Message("query.date_excluded", {"filter": typed})]
        return _Piece("filter", start, end, value, excluded, name), []
    if text[body] in QUOTES:
        value, end, closed = _value(text, body)
        if not closed:
            return _Piece("word", start, body + 1, ""), [Message("query.unclosed_quote")]
        return _Piece("phrase", start, end, value, excluded), []
    return _Piece("word", start, _word_end(text, start), _plain(text, body), excluded), []


def _value(text: str, start: int) -> tuple[str, int, bool]:
    """What stands at `start`, in quotes or up to white space; its end; False when a quote is not closed."""
    closing = QUOTES.get(text[start : start + 1])
    if closing is None:
        end = _word_end(text, start)
        return text[start:end], end, True
    ends = [found for mark in closing if (found := text.find(mark, start + 1)) >= 0]
    if not ends:
        return text[start + 1 :].strip(), len(text), False
    return text[start + 1 : min(ends)].strip(), min(ends) + 1, True


def _word_end(text: str, start: int) -> int:
    found = _PIECE.match(text, start)
    return found.end() if found else start


def _plain(text: str, start: int) -> str:
    return text[start : _word_end(text, start)]


def _kept(text: str, pieces: Sequence[_Piece]) -> str:
    """`text` with everything blank but the pieces, so that places stay."""
    kept = [" "] * len(text)
    for piece in pieces:
        kept[piece.start : piece.end] = text[piece.start : piece.end]
    return "".join(kept)


def _day(value: str) -> float | None:
    """The beginning of a day, a month or a year, by the clock of this machine; None when it is no date."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m", "%m.%Y", "%Y"):
        try:
            return datetime.strptime(value, form).astimezone().timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    return None
