"""Find passages by terms or by a typed query, inside a scope, as an actor.

Light: the index behind it, with numpy and whoosh, is opened by the first search.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from rubin_tui.engine.library.index import Filters, Frequencies, IndexLost, Ranked, SearchIndex
from rubin_tui.engine.model import (
    EVERYWHERE,
    LOCAL,
    Actor,
    Document,
    Passage,
    Reading,
    Scope,
    SearchHit,
    SearchResult,
)
from rubin_tui.engine.store import Database, Documents
from rubin_tui.engine.text.analyzer import tokens
from rubin_tui.engine.text.identifiers import identifier_readings, read_identifier
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import Failure

LONGEST = 2000
"""Characters of a query; what is longer is a pasted document."""

_T = TypeVar("_T")


class IndexProvider(Protocol):
    """Where a searcher gets its index from; `indexing.IndexKeeper` is one."""

    @property
    def folder(self) -> Path:
        """Where it is kept."""

    def index(self) -> SearchIndex:
        """The index; raises `IndexLost` when there is none that can be used."""

    def heal(self) -> None:
        """Make the index again from the database."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, the document and the page it stands in, and its BM25 score."""

    passage: Passage
    document: Document
    page_index: int | None
    page_label: str | None
    score: float


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a query asks for: its terms without repetition, and how its identifiers were read.

    `missing` are the words no passage in the scope holds, as typed.
    """

    terms: tuple[str, ...]
    readings: tuple[Reading, ...]
    missing: tuple[str, ...]


class Searcher:
    """Searches the passages of a database through an index. Safe to use from any thread."""

    def __init__(self, database: Database, indexes: IndexProvider) -> None:
        self._database = database
        self._indexes = indexes

    def frequencies(
        self, terms: Iterable[str], *, scope: Scope | None = None, actor: Actor = LOCAL
    ) -> Frequencies:
        """How many passages the scope holds, and how many of them each term."""
        wanted, filters = tuple(terms), filters_of(scope, actor)
        return self._asked(lambda index: index.frequencies(wanted, filters))

    def find(
        self,
        terms: Iterable[str],
        *,
        limit: int,
        scope: Scope | None = None,
        actor: Actor = LOCAL,
        cancel: threading.Event | None = None,
    ) -> list[Found]:
        """The `limit` best passages that hold one of the terms, best first.

        Raises:
            Failure: "search.cancelled".
        """
        return self._ranked(tuple(terms), limit, scope, actor, cancel)[0]

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        scope: Scope | None = None,
        actor: Actor = LOCAL,
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Search for what a person typed.

        Raises:
            Failure: "search.no_words", "search.too_long": there is nothing to look for; "search.cancelled".
        """
        began = time.perf_counter()
        if len(query) > LONGEST:
            raise Failure("search.too_long", length=len(query), limit=LONGEST)
        wanted = self._wanted(query, scope, actor)
        if not wanted.terms:
            raise Failure("search.no_words")
        found, total = self._ranked(wanted.terms, limit, scope, actor, cancel)
        return SearchResult(
            query=query,
            hits=tuple(_hit(one, highlights(one.passage.text, wanted.terms)) for one in found),
            total=total,
            seconds=time.perf_counter() - began,
            missing_terms=wanted.missing,
            readings=wanted.readings,
        )

    def _wanted(self, query: str, scope: Scope | None, actor: Actor) -> _Wanted:
        """A typed query read: identifiers by keyboard layout where the base holds only those."""
        typed = tokens(query)
        words = {token.term: query[token.start : token.end] for token in typed if token.identifier}
        asked = dict.fromkeys(token.term for token in typed)
        asked |= dict.fromkeys(term for word in words.values() for term in identifier_readings(word))
        held = self.frequencies(asked, scope=scope, actor=actor).of
        terms: dict[str, None] = {}
        readings: dict[Reading, None] = {}
        missing: dict[str, str] = {}
        for token in typed:
            word, term = query[token.start : token.end], token.term
            if token.identifier:
                term, reading = read_identifier(word, term, held)
                readings |= {reading: None} if reading else {}
            terms[term] = None
            if not held[term]:
                missing.setdefault(term, word)
        return _Wanted(tuple(terms), tuple(readings), tuple(missing.values()))

    def _ranked(
        self,
        terms: tuple[str, ...],
        limit: int,
        scope: Scope | None,
        actor: Actor,
        cancel: threading.Event | None,
    ) -> tuple[list[Found], int]:
        """The best passages that the database still has, and how many match in all."""
        filters = filters_of(scope, actor)
        depth = limit
        while True:
            if cancel is not None and cancel.is_set():
                raise Failure("search.cancelled")
            ranked = self._top(terms, depth, filters)
            found = self._passages(ranked, actor)
            # The index may still hold what was just removed: the next ranks move up.
            if len(found) >= limit or len(ranked.keys) < depth:
                return found[:limit], ranked.total - (len(ranked.keys) - len(found))
            depth *= 2

    def _top(self, terms: tuple[str, ...], depth: int, filters: Filters) -> Ranked:
        return self._asked(lambda index: index.search(terms, depth, filters))

    def _passages(self, ranked: Ranked, actor: Actor) -> list[Found]:
        with self._database.reading() as connection:
            store = Documents(connection)
            passages = store.passages(ranked.keys)
            documents = store.many((one.document_id for one in passages.values()), actor=actor)
            places = store.page_places((one.document_id, one.page_number) for one in passages.values())
        return [
            Found(passage, document, *places[passage.document_id, passage.page_number], score)
            for key, score in zip(ranked.keys, ranked.scores, strict=True)
            if (passage := passages.get(key)) and (document := documents.get(passage.document_id))
        ]

    def _asked(self, ask: Callable[[SearchIndex], _T]) -> _T:
        try:
            return ask(self._indexes.index())
        except IndexLost:
            self._indexes.heal()
        try:
            return ask(self._indexes.index())
        except IndexLost as error:
            raise Failure("index.lost", path=str(self._indexes.folder)) from error


def filters_of(scope: Scope | None, actor: Actor) -> Filters:
    """A scope and an actor as facets of entries (`indexing.facets_of` gives the entries theirs)."""
    scope = scope or EVERYWHERE
    groups = (
        ("doc", scope.documents),
        ("category", scope.categories),
        ("tag", scope.tags),
        ("type", scope.types),
        ("language", scope.languages),
    )
    seen = (f"owner:{actor.owner_id}", "origin:rubin")
    asked = [[f"{name}:{spelled(value)}" for value in values] for name, values in groups]
    return (seen, *(tuple(group) for group in asked if group))


def highlights(text: str, terms: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where `text` holds one of the terms: character ranges in order, none inside another."""
    wanted = set(terms)
    ranges: list[tuple[int, int]] = []
    for token in tokens(text):
        if token.term in wanted and not (ranges and token.end <= ranges[-1][1]):
            ranges.append((token.start, token.end))
    return tuple(ranges)


def _hit(found: Found, marked: tuple[tuple[int, int], ...]) -> SearchHit:
    passage, document = found.passage, found.document
    return SearchHit(
        passage_id=passage.id,
        document_id=document.id,
        filename=document.filename,
        heading_path=passage.heading_path,
        page_index=found.page_index,
        page_label=found.page_label,
        page_number=passage.page_number,
        line_start=passage.line_start,
        line_end=passage.line_end,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        highlights=marked,
        score=found.score,
        origin=document.origin,
    )
