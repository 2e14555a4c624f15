"""BM25 by numpy against the formula written out, and what it holds in memory."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from rubin_tui.engine.library.index import ANYWHERE, EQUAL, Filters, Frequencies, Pick
from rubin_tui.engine.library.scorer import Bm25, Decoded


@dataclass
class Listed:
    """A segment of entries given as (key, tokens, facets)."""

    id: str
    entries: list[tuple[str, list[str], tuple[str, ...]]]
    gone: tuple[int, ...] = ()
    decoded: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def deleted(self) -> np.ndarray:
        return np.array(self.gone, dtype=np.uint32)

    def postings(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        self.decoded.append(term)
        found = [(place, one[1].count(term)) for place, one in enumerate(self.entries) if term in one[1]]
        return (
            np.array([place for place, _ in found], dtype=np.uint32),
            np.array([count for _, count in found], dtype=np.float32),
        )

    def faceted(self, facet: str) -> np.ndarray:
        return np.array([place for place, one in enumerate(self.entries) if facet in one[2]], dtype=np.uint32)

    def lengths(self) -> np.ndarray:
        return np.array([len(one[1]) for one in self.entries], dtype=np.int32)

    def keys(self) -> np.ndarray:
        return np.array([one[0].encode() for one in self.entries], dtype="S48")


def by_the_formula(
    entries: list[tuple[str, list[str], tuple[str, ...]]], terms: list[str]
) -> list[tuple[str, float]]:
    """Every entry that holds a term, with its score, best first, equals by key."""
    mean = sum(len(tokens) for _, tokens, _ in entries) / len(entries)
    scores = {}
    for key, tokens, _ in entries:
        score = 0.0
        for term in dict.fromkeys(terms):
            found = sum(term in other for _, other, _ in entries)
            count = tokens.count(term)
            idf = math.log(1 + (len(entries) - found + 0.5) / (found + 0.5))
            score += idf * count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * len(tokens) / mean))
        if score:
            scores[key] = score
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def corpus(count: int) -> list[tuple[str, list[str], tuple[str, ...]]]:
    chance = random.Random(7)
    words = [f"w{number}" for number in range(25)]
    return [
        (
            f"k{number:03}",
            chance.choices(words, k=chance.randint(1, 30)),
            (f"n:{number % 3}", f"m:{number % 2}"),
        )
        for number in range(count)
    ]


def test_every_rank_is_that_of_the_formula_over_all_entries() -> None:
    entries = corpus(90)
    segments = [Listed("a", entries[:50]), Listed("b", entries[50:51]), Listed("c", entries[51:])]
    terms = ["w1", "w7", "w24", "w1", "none"]
    expected = by_the_formula(entries, terms)
    for k in (1, 7, 90):
        ranked = Bm25(segments, Decoded()).rank(terms, k, ANYWHERE)
        assert list(ranked.keys) == [key for key, _ in expected[:k]]
        assert list(ranked.scores) == pytest.approx([score for _, score in expected[:k]], rel=1e-6)
        assert ranked.total == len(expected)


@pytest.mark.parametrize(
    "filters",
    [(("n:1",),), (("n:1", "n:2"), ("m:0",)), (("n:9",),), (("n:0",), ("m:0",), ("m:1",))],
)
def test_behind_filters_and_deletions_ranks_are_those_of_the_entries_that_are_left(filters: Filters) -> None:
    entries = corpus(90)
    left = [
        one
        for place, one in enumerate(entries)
        if place not in (3, 4, 60) and all(set(group) & set(one[2]) for group in filters)
    ]
    segments = [Listed("a", entries[:50], (3, 4)), Listed("b", entries[50:], (10,))]
    scorer = Bm25(segments, Decoded())
    expected = by_the_formula(left, ["w2", "w3"]) if left else []
    ranked = scorer.rank(["w2", "w3"], 90, filters)
    assert list(ranked.keys) == [key for key, _ in expected]
    assert list(ranked.scores) == pytest.approx([score for _, score in expected], rel=1e-6)
    of = {term: sum(term in tokens for _, tokens, _ in left) for term in ("w2", "none")}
    assert scorer.frequencies(["w2", "none", "w2"], filters) == Frequencies(len(left), of)


def test_equals_come_in_the_order_of_their_keys_wherever_they_stand() -> None:
    segments = [
        Listed("a", [("k9", ["x", "y"], ()), ("k2", ["x", "y"], ())]),
        Listed("b", [("k5", ["x", "y"], ()), ("k1", ["x", "y"], ())]),
    ]
    assert Bm25(segments, Decoded()).rank(["x"], 3, ANYWHERE).keys == ("k1", "k2", "k5")


def test_nothing_to_look_for_or_in_finds_nothing() -> None:
    segment = Listed("a", [("k1", ["x"], ())])
    scorer = Bm25([segment], Decoded())
    assert scorer.rank([], 10, ANYWHERE).total == 0
    assert scorer.rank(["x"], 0, ANYWHERE).keys == ()
    assert Bm25([], Decoded()).rank(["x"], 10, ANYWHERE).keys == ()
    assert Bm25([Listed("b", [("k1", [], ())])], Decoded()).rank(["x"], 10, ANYWHERE).keys == ()


def test_a_term_is_decoded_once_while_it_is_held() -> None:
    segment = Listed("a", corpus(40))
    decoded = Decoded()
    for _ in range(3):
        Bm25([segment], decoded).rank(["w1", "w2"], 5, ANYWHERE)
    assert segment.decoded == ["w1", "w2"]
    decoded.keep(["b"])
    assert decoded.bytes == 0
    Bm25([segment], decoded).rank(["w1"], 5, ANYWHERE)
    assert segment.decoded == ["w1", "w2", "w1"]


def test_what_was_used_longest_ago_gives_way_when_the_bytes_run_out() -> None:
    decoded = Decoded(limit=3 * (8000 + 200))
    made: list[str] = []

    def get(name: str) -> None:
        decoded.get(("a", name), lambda: (made.append(name), (np.zeros(1000),))[1])

    for name in ("one", "two", "three", "one", "four", "one", "two"):
        get(name)
    assert made == ["one", "two", "three", "four", "two"]
    assert decoded.bytes == 3 * (8000 + 200)


def test_ways_to_write_one_thing_count_as_one_term() -> None:
    entries = [
        ("k1", ["f1", "x"], ()),
        ("k2", ["#1", "x"], ()),
        ("k3", ["#1", "f1"], ()),
        ("k4", ["x", "x"], ()),
    ]
    ranked = Bm25([Listed("a", entries)], Decoded()).rank([("f1", "#1")], 4, ANYWHERE)
    idf = math.log(1 + (4 - 3 + 0.5) / (3 + 0.5))
    assert ranked.keys == ("k1", "k3", "k2")
    assert list(ranked.scores) == pytest.approx(
        [idf * 2.2 / 2.2, idf * 2.2 / 2.2, idf * 2.2 * EQUAL / (EQUAL + 1.2)]
    )
    assert (ranked.total, ranked.idf) == (3, {"f1": pytest.approx(idf)})


@pytest.mark.parametrize(
    ("pick", "left"),
    [
        (Pick(without=("w1", "w2")), lambda one: not {"w1", "w2"} & set(one[1])),
        (Pick(outside=("n:1",)), lambda one: "n:1" not in one[2]),
        (Pick(among=frozenset(["k003", "k004", "k070"])), lambda one: one[0] in ("k003", "k004", "k070")),
        (Pick(among=frozenset()), lambda one: False),
        (Pick(apart=frozenset(["k003", "k004"])), lambda one: one[0] not in ("k003", "k004")),
    ],
)
def test_what_is_not_wanted_is_left_out_and_the_scores_of_the_others_stay(
    pick: Pick, left: Callable[[tuple[str, list[str], tuple[str, ...]]], bool]
) -> None:
    entries = corpus(90)
    wanted = {one[0] for one in entries if left(one)}
    expected = [(key, score) for key, score in by_the_formula(entries, ["w5", "w6"]) if key in wanted]
    segments = [Listed("a", entries[:50]), Listed("b", entries[50:])]
    for k in (3, 90):
        ranked = Bm25(segments, Decoded()).rank(["w5", "w6"], k, ANYWHERE, pick)
        assert list(ranked.keys) == [key for key, _ in expected[:k]]
        assert list(ranked.scores) == pytest.approx([score for _, score in expected[:k]], rel=1e-6)
        assert ranked.total == len(expected)
