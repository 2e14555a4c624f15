"""Find passages by terms or by a typed query, inside a scope, as an actor.

Light: the index behind it, with numpy and whoosh, is opened by the first search.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from rubin_tui.engine.library.index import (
    ALL,
    Filters,
    Frequencies,
    IndexLost,
    Pick,
    Ranked,
    SearchIndex,
    Term,
)
from rubin_tui.engine.library.narrowing import filters_of, narrow, phrase_terms, pick_of
from rubin_tui.engine.library.query import SOURCES, Query, parse_query
from rubin_tui.engine.library.reranking import RERANKED, reranked
from rubin_tui.engine.model import (
    EVERYWHERE,
    LOCAL,
    Actor,
    Document,
    Message,
    Passage,
    Reading,
    Scope,
    SearchHit,
    SearchResult,
)
from rubin_tui.engine.store import Database, Documents, Tokens
from rubin_tui.engine.text.analyzer import Token, passage_tokens, places, tokens
from rubin_tui.engine.text.equal_keys import equal_terms
from rubin_tui.engine.text.identifiers import identifier_readings, join_split, read_identifier, read_joined
from rubin_tui.engine.text.sequences import phrase_ranges
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

    def heal(self) -> SearchIndex:
        """Have the index made again from the database; gives what answers meanwhile."""

    def unready(self) -> int:
        """How many passages nothing finds yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, the document and the page it stands in, and its BM25 score."""

    passage: Passage
    document: Document
    page_index: int | None
    page_label: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: its terms without repetition, and how its identifiers were read.

    `missing` are the words no passage in the scope holds, as typed; `frequencies` are those of the terms
    in the scope.
    """

    terms: tuple[str, ...]
    readings: tuple[Reading, ...]
    missing: tuple[str, ...]
    frequencies: Frequencies


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

    def follows(self, terms: tuple[str, ...], *, scope: Scope | None = None, actor: Actor = LOCAL) -> bool:
        """Whether some passage holds the terms one after the other."""
        return self._follows(terms, filters_of(scope, actor))

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

        By BM25 alone: who asks for passages weighs the closeness of words in each sentence.

        Raises:
            Failure: "search.cancelled".
        """
        return self._ranked(tuple(terms), limit, filters_of(scope, actor), actor, cancel)[0]

    def read(self, query: str, *, scope: Scope | None = None, actor: Actor = LOCAL) -> Wanted:
        """Read a typed query: its terms, identifiers by keyboard layout where the base holds only those."""
        return self.read_tokens(query, tokens(query), scope=scope, actor=actor)

    def read_tokens(
        self, query: str, typed: Sequence[Token], *, scope: Scope | None = None, actor: Actor = LOCAL
    ) -> Wanted:
        """As `read`, for those tokens of `query` that are to be looked for."""
        return self._read(query, typed, filters_of(scope, actor))

    def _read(self, query: str, typed: Sequence[Token], filters: Filters) -> Wanted:
        words = {token.term: query[token.start : token.end] for token in typed if token.identifier}
        asked = dict.fromkeys(token.term for token in typed)
        asked |= dict.fromkeys(term for word in words.values() for term in identifier_readings(word))
        asked |= dict.fromkeys(other for term in tuple(asked) for other in equal_terms(term))
        frequencies = self._asked(lambda index: index.frequencies(tuple(asked), filters))
        terms: dict[str, None] = {}
        readings: dict[Reading, None] = {}
        missing: dict[str, str] = {}
        end, address = -1, ""
        for token in typed:
            word, term = query[token.start : token.end], token.term
            inside, end = token.start < end, max(end, token.end)
            if token.identifier:
                term, reading = read_identifier(word, term, frequencies.of)
                readings |= {reading: None} if reading and not inside else {}
            terms[term] = None
            held = any(frequencies.of[other] for other in (term, *equal_terms(term)))
            if inside and address:  # `%QX1.2` is there when `QX1.2` is
                if held:
                    missing.pop(address, None)
            elif not held:
                missing.setdefault(term, word)
            if not inside:
                address = term if word.startswith("%") else ""
        of = {term: frequencies.of[term] for term in terms}
        return Wanted(
            tuple(terms), tuple(readings), tuple(missing.values()), Frequencies(frequencies.passages, of)
        )

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
        asked = parse_query(query)
        filters, outside = narrow(asked, scope, actor, self._database)
        text, joined = self._joined(asked, filters)
        asked = asked if text == query else parse_query(text)
        wanted = self._read(text, tokens(asked.words), filters)
        if not wanted.terms:
            raise Failure("search.no_words")
        read = {one.typed: one.read.lower() for one in wanted.readings}
        phrases = [terms for text in asked.phrases if (terms := phrase_terms(text, read))]
        pick = pick_of(asked, outside, phrases, self._database)
        found, total = self._ranked(wanted.terms, limit, filters, actor, cancel, pick, RERANKED)
        marked = {*phrase_terms(asked.loose, read), *(token.term for token in tokens(asked.loose))}
        return SearchResult(
            query=query,
            hits=tuple(
                _hit(one, highlights(one.passage.text, marked, phrases, code=one.passage.kind == "code"))
                for one in found
            ),
            total=total,
            seconds=time.perf_counter() - began,
            missing_terms=() if _narrowed(asked, scope) else wanted.missing,
            readings=read_joined(joined, wanted.readings),
            notes=(*asked.notes, *self._limits(asked, scope, wanted)),
        )

    def _joined(self, asked: Query, filters: Filters) -> tuple[str, tuple[Reading, ...]]:
        """The query with `F 30002` as `F30002` where only that is held; a phrase stays as it is."""
        if asked.phrases or asked.without_phrases:
            return asked.text, ()
        return join_split(
            asked.text,
            lambda terms: self._asked(lambda index: index.frequencies(terms, filters)).of,
            lambda terms: self._follows(tuple(terms), filters),
        )

    def _follows(self, terms: tuple[str, ...], filters: Filters) -> bool:
        pick = pick_of(parse_query(""), (), [terms], self._database)
        return self._asked(lambda index: index.search(terms, 1, filters, pick)).total > 0

    def _limits(self, asked: Query, scope: Scope | None, wanted: Wanted) -> tuple[Message, ...]:
        """What keeps the result from being all there is."""
        notes: list[Message] = []
        if asked.filters and not wanted.frequencies.passages:
            typed = " ".join(one.typed for one in asked.filters)
            notes.append(Message("query.nothing_inside", {"filters": typed}))
            if not (scope and scope.projects) and any(
                one.name == "in" and "project" in SOURCES[one.value.casefold()] for one in asked.filters
            ):
                notes.append(Message("query.no_project"))
        elif wanted.missing and _narrowed(asked, scope):
            # Other documents may well hold them: "no document does" would be a lie.
            notes.append(Message("query.missing_inside", {"words": ", ".join(wanted.missing)}))
        if unready := self._indexes.unready():
            notes.append(Message("search.unready", {}, unready))
        return tuple(notes)

    def _ranked(
        self,
        terms: tuple[str, ...],
        limit: int,
        filters: Filters,
        actor: Actor,
        cancel: threading.Event | None,
        pick: Pick = ALL,
        rerank: int = 0,
    ) -> tuple[list[Found], int]:
        """The best passages that the database still has, and how many match in all.

        The best `rerank` of them are put in order again: by how close the terms stand, Rubin's own below.
        """
        depth = max(limit, rerank)
        ways = tuple((term, *equal) if (equal := equal_terms(term)) else term for term in terms)
        while True:
            if cancel is not None and cancel.is_set():
                raise Failure("search.cancelled")
            ranked = self._top(ways, depth, filters, pick)
            scored = list(zip(ranked.keys, ranked.scores, strict=True))
            best, rest = scored[:rerank], scored[rerank:]
            there = self._reranked(best, terms, ranked.idf) if best else []
            wanted = [*there, *rest][:limit]
            found = self._passages(wanted, actor)
            # The index may still hold what was just removed: the next ranks move up.
            if len(found) >= limit or len(scored) < depth:
                gone = len(best) - len(there) + len(wanted) - len(found)
                return found, ranked.total - gone
            depth *= 2

    def _reranked(
        self, scored: Sequence[tuple[str, float]], terms: tuple[str, ...], idf: Mapping[str, float]
    ) -> list[tuple[str, float]]:
        """Those the database still has, best first."""
        with self._database.reading() as connection:
            tokens = Tokens(connection)
            lines = tokens.of(key for key, _ in scored)
            rubin = tokens.of_rubin(lines)
        return reranked([one for one in scored if one[0] in lines], lines, terms, idf, rubin)

    def _top(self, terms: tuple[Term, ...], depth: int, filters: Filters, pick: Pick) -> Ranked:
        return self._asked(lambda index: index.search(terms, depth, filters, pick))

    def _passages(self, scored: Sequence[tuple[str, float]], actor: Actor) -> list[Found]:
        with self._database.reading() as connection:
            store = Documents(connection)
            passages = store.passages(key for key, _ in scored)
            documents = store.many((one.document_id for one in passages.values()), actor=actor)
            places = store.page_places((one.document_id, one.page_number) for one in passages.values())
        return [
            Found(passage, document, *places[passage.document_id, passage.page_number], score)
            for key, score in scored
            if (passage := passages.get(key)) and (document := documents.get(passage.document_id))
        ]

    def _asked(self, ask: Callable[[SearchIndex], _T]) -> _T:
        try:
            return ask(self._indexes.index())
        except IndexLost:
            other = self._indexes.heal()
        try:
            return ask(other)
        except IndexLost as error:
            raise Failure("index.lost", path=str(self._indexes.folder)) from error


def _narrowed(asked: Query, scope: Scope | None) -> bool:
    """Whether documents are left out that are looked into otherwise."""
    return bool(asked.filters) or (scope is not None and replace(scope, projects=()) != EVERYWHERE)


def highlights(
    text: str, terms: Iterable[str], phrases: Iterable[Sequence[str]] = (), *, code: bool = False
) -> tuple[tuple[int, int], ...]:
    """Where `text` holds one of the terms or phrases: character ranges in order, none inside another.

    A number is marked however it is written there.
    """
    wanted = {other for term in terms for other in (term, *equal_terms(term))}
    ranges = set(places(text, wanted, code=code))
    for phrase in phrases:
        ranges.update(phrase_ranges(passage_tokens(text, code=code), phrase))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda place: (place[0], -place[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


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
