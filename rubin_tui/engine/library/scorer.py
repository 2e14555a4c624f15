"""BM25 with numpy: term by term over decoded postings, exact, without pruning.

Heavy: imports numpy. It knows segments only as arrays, so any inverted index can stand behind it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rubin_tui.engine.library.index import ALL, EQUAL, Filters, Frequencies, Pick, Ranked, Term

K1 = 1.2
B = 0.75
CACHE_BYTES = 64 << 20

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]


class Segment(Protocol):
    """An unchanging part of an index; its entries are numbered from 0 to `size`."""

    @property
    def id(self) -> str:
        """A name no other segment ever has."""

    @property
    def size(self) -> int:
        """How many entries it has, deleted ones included."""

    @property
    def deleted(self) -> Numbers:
        """The numbers of deleted entries; they only ever become more."""

    def postings(self, term: str) -> tuple[Numbers, Weights]:
        """The entries that hold the term, in order, and how often."""

    def faceted(self, facet: str) -> Numbers:
        """The entries with the facet."""

    def lengths(self) -> NDArray[np.int32]:
        """How many tokens each entry has."""

    def keys(self) -> NDArray[np.bytes_]:
        """The key of each entry."""


class Decoded:
    """What was decoded last, at most so many bytes of it.

    Keys begin with a segment's id. As segments never change, what was decoded outlives commits.
    """

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[object, ...], tuple[NDArray[Any], ...]] = OrderedDict()
        self.bytes = 0

    def get(
        self, key: tuple[object, ...], decode: Callable[[], tuple[NDArray[Any], ...]]
    ) -> tuple[NDArray[Any], ...]:
        """What is held under `key`, else what `decode` gives, held from now on."""
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
            return held
        made = decode()
        self._held[key] = made
        self.bytes += _size(made)
        while self.bytes > self._limit and len(self._held) > 1:
            _, oldest = self._held.popitem(last=False)
            self.bytes -= _size(oldest)
        return made

    def forget_terms(self) -> None:
        """Forget the postings of all terms."""
        for key in [key for key in self._held if key[1] == "term"]:
            self.bytes -= _size(self._held.pop(key))

    def keep(self, segments: Iterable[str]) -> None:
        """Forget what belongs to other segments."""
        kept = set(segments)
        for key in [key for key in self._held if key[0] not in kept]:
            self.bytes -= _size(self._held.pop(key))


@dataclass(frozen=True, slots=True)
class _Open:
    """A segment through filters: `mask` is None when they let all of it through."""

    segment: Segment
    mask: Mask | None
    count: int
    length: int


class Bm25:
    """Ranks the entries of segments.

    The score of an entry is the sum over the terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length /
    mean length)) with idf = ln(1 + (N - df + 0.5) / (df + 0.5)), Lucene's form, which is never negative.
    N, df and the mean length are of the entries the filters let through and that are not deleted.
    """

    def __init__(
        self, segments: Sequence[Segment], decoded: Decoded, *, k1: float = K1, b: float = B
    ) -> None:
        self._segments = segments
        self._decoded = decoded
        self._k1 = k1
        self._b = b

    def rank(self, terms: Iterable[Term], k: int, filters: Filters, pick: Pick = ALL) -> Ranked:
        """The `k` best, equals in the order of their keys. A repeated term counts once.

        The ways to write one thing count as one term: an entry has as many of it as of the way it holds most
        of, those not asked for at `EQUAL`.
        """
        opened = self._through(filters)
        entries = sum(one.count for one in opened)
        if not entries or k < 1:
            return Ranked((), (), 0)
        mean = sum(one.length for one in opened) / entries or 1.0
        scores: list[Scores | None] = [None] * len(opened)
        weighed: dict[str, float] = {}
        for term in dict.fromkeys(terms):
            found = [self._found(one, term) for one in opened]
            df = sum(len(numbers) for numbers, _ in found)
            if not df:
                continue
            idf = math.log(1 + (entries - df + 0.5) / (df + 0.5))
            weighed[term if isinstance(term, str) else term[0]] = idf
            for place, (numbers, weights) in enumerate(found):
                if not len(numbers):
                    continue
                target = scores[place]
                if target is None:
                    target = scores[place] = np.zeros(opened[place].segment.size)
                norm = self._norm(opened[place].segment, mean)[numbers]
                target[numbers] += idf * (self._k1 + 1) * weights / (weights + norm)
        scored = [
            (one.segment, score) for one, score in zip(opened, scores, strict=True) if score is not None
        ]
        if pick != ALL:
            for segment, score in scored:
                self._leave_out(segment, score, pick)
        return _best(k, scored, weighed)

    def frequencies(self, terms: Iterable[str], filters: Filters) -> Frequencies:
        """How many entries there are, and in how many each term stands."""
        opened = self._through(filters)
        return Frequencies(
            sum(one.count for one in opened),
            {term: sum(len(self._postings(one, term)[0]) for one in opened) for term in dict.fromkeys(terms)},
        )

    def _through(self, filters: Filters) -> list[_Open]:
        return [self._opened(segment, filters) for segment in self._segments]

    def _opened(self, segment: Segment, filters: Filters) -> _Open:
        def decode() -> tuple[NDArray[Any], ...]:
            mask = np.ones(segment.size, dtype=np.bool_)
            for group in filters:
                allowed = np.zeros(segment.size, dtype=np.bool_)
                for facet in group:
                    allowed[self._facet(segment, facet)] = True
                mask &= allowed
            mask[segment.deleted] = False
            count = np.count_nonzero(mask)
            return mask, np.array([count, self._lengths(segment)[mask].sum(dtype=np.int64)])

        mask, sums = self._decoded.get((segment.id, "mask", len(segment.deleted), filters), decode)
        count, length = int(sums[0]), int(sums[1])
        return _Open(segment, None if count == segment.size else mask, count, length)

    def _found(self, opened: _Open, term: Term) -> tuple[Numbers, Weights]:
        if isinstance(term, str):
            return self._postings(opened, term)
        ways = [self._postings(opened, way) for way in term]
        held = [
            (numbers, weights if place == 0 else weights * np.float32(EQUAL))
            for place, (numbers, weights) in enumerate(ways)
            if len(numbers)
        ]
        if len(held) < 2:
            return held[0] if held else ways[0]
        numbers, places = np.unique(np.concatenate([one for one, _ in held]), return_inverse=True)
        most = np.zeros(len(numbers), dtype=np.float32)
        np.maximum.at(most, places, np.concatenate([weights for _, weights in held]))
        return numbers, most

    def _leave_out(self, segment: Segment, score: Scores, pick: Pick) -> None:
        for term in pick.without:
            score[self._decoded_term(segment, term)[0]] = 0.0
        for facet in pick.outside:
            score[self._facet(segment, facet)] = 0.0
        if pick.among is not None or pick.apart:
            matched = np.flatnonzero(score)
            keys = segment.keys()[matched]
            gone = np.isin(keys, _names(pick.apart))
            if pick.among is not None:
                gone |= ~np.isin(keys, _names(pick.among))
            score[matched[gone]] = 0.0

    def _postings(self, opened: _Open, term: str) -> tuple[Numbers, Weights]:
        numbers, weights = self._decoded_term(opened.segment, term)
        if opened.mask is None or not len(numbers):
            return numbers, weights
        through = opened.mask[numbers]
        return numbers[through], weights[through]

    def _decoded_term(self, segment: Segment, term: str) -> tuple[NDArray[Any], ...]:
        return self._decoded.get((segment.id, "term", term), lambda: segment.postings(term))

    def _facet(self, segment: Segment, facet: str) -> Numbers:
        return self._decoded.get((segment.id, "facet", facet), lambda: (segment.faceted(facet),))[0]

    def _lengths(self, segment: Segment) -> NDArray[np.int32]:
        return self._decoded.get((segment.id, "lengths"), lambda: (segment.lengths(),))[0]

    def _norm(self, segment: Segment, mean: float) -> Scores:
        def decode() -> tuple[NDArray[Any], ...]:
            return (self._k1 * (1 - self._b + self._b * self._lengths(segment) / mean),)

        return self._decoded.get((segment.id, "norm", self._k1, self._b, mean), decode)[0]


def _best(k: int, scored: Sequence[tuple[Segment, Scores]], idf: dict[str, float]) -> Ranked:
    total = 0
    bound = 0.0  # what the k-th best so far has: whoever has less is out, wherever it stands
    keys: list[NDArray[np.bytes_]] = []
    scores: list[Scores] = []
    for segment, score in scored:
        total += int(np.count_nonzero(score))
        matched = np.flatnonzero(score >= bound) if bound else np.flatnonzero(score)
        values = score[matched]
        if len(values) > k:
            # All that equal the k-th stay, so that their keys decide and not their place in the file.
            bound = max(bound, float(np.partition(values, -k)[-k]))
            good = values >= bound
            matched, values = matched[good], values[good]
        keys.append(segment.keys()[matched])
        scores.append(values)
    if not keys:
        return Ranked((), (), 0, idf)
    names, values = np.concatenate(keys), np.concatenate(scores)
    order = np.lexsort((names, -values))[:k]
    return Ranked(
        tuple(name.decode("ascii") for name in names[order].tolist()),
        tuple(values[order].tolist()),
        total,
        idf,
    )


def _names(keys: frozenset[str]) -> NDArray[np.bytes_]:
    return np.array([key.encode("ascii") for key in keys], dtype=np.bytes_)


def _size(arrays: tuple[NDArray[Any], ...]) -> int:
    return sum(array.nbytes for array in arrays) + 200  # the key and the objects themselves
