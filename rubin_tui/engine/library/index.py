"""What a search index is to the rest of Rubin: terms in, ranked keys out.

Light: it imports neither numpy nor whoosh. The engines behind it (`index_whoosh`) are heavy and are
imported only by what opens one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Filters = tuple[tuple[str, ...], ...]
"""Facets to be inside of: one of each group, of every group. Empty: everywhere."""

ANYWHERE: Filters = ()

Term = str | tuple[str, ...]
"""What to look for: a term, or the ways to write one thing, the one that was asked for first."""

EQUAL = 0.5
"""What one occurrence of another way to write it counts."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of the entries that match are wanted. Unlike `Filters` it leaves the statistics as they are.

    Not wanted are those with one of the terms `without`, with a facet of `outside`, with a key of `apart`;
    when there is an `among`, those with other keys.
    """

    without: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    among: frozenset[str] | None = None
    apart: frozenset[str] = frozenset()


ALL = Pick()


class IndexLost(Exception):
    """The index is gone, damaged or not ours; it has to be made again from the database."""


class IndexBusy(Exception):
    """Another process is writing to the index."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index is told of a passage.

    `key` is its id (ASCII, at most 48 characters) and `group` its document, by which entries are deleted.
    `tokens` are terms, made already; `facets` such as "type:pdf" are what `Filters` ask for.
    """

    key: str
    group: str
    tokens: Sequence[str]
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best keys with their scores, best first; `total` counts all that match.

    `idf` are the weights of the terms that were found, each by its first way to write it.
    """

    keys: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    idf: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many `passages` there are, and in how many of them each term stands (0 for a term in none)."""

    passages: int
    of: dict[str, int]


@dataclass(frozen=True, slots=True)
class IndexStats:
    """The size of an index: `entries` it finds, `segments` and `bytes` on disk, last change `applied`."""

    entries: int
    segments: int
    bytes: int
    applied: int


class SearchIndex(Protocol):
    """An inverted index over entries. Methods raise `IndexLost` when it has to be made again.

    Statistics and ranks are those of an index that holds just what the filters let through.
    """

    def applied(self) -> int:
        """The number of the last change taken in."""

    def search(self, terms: Iterable[Term], k: int, filters: Filters = ANYWHERE, pick: Pick = ALL) -> Ranked:
        """The `k` best entries that hold one of the terms, by BM25; equals in the order of their keys."""

    def frequencies(self, terms: Iterable[str], filters: Filters = ANYWHERE) -> Frequencies:
        """In how many entries each term stands."""

    def stats(self) -> IndexStats:
        """How large the index is."""

    def health(self) -> str:
        """What is wrong with it, found by reading all of it; "" when nothing is."""

    def close(self) -> None:
        """Release files; uncommitted changes are forgotten."""


class WrittenIndex(SearchIndex, Protocol):
    """An index beside the database, which has to be told of every change."""

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in entries; seen by searches after `commit`."""

    def delete(self, groups: Iterable[str]) -> None:
        """Forget what was committed of these groups; entries added since the last commit stay."""

    def commit(self, seq: int) -> None:
        """Make all since the last commit lasting and visible, and `seq` the last applied change."""

    def cancel(self) -> None:
        """Forget all since the last commit."""
