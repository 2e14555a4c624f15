"""How well each sentence of the found passages answers: six features and their weighted sum."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.assistant.expectation import defines, meets
from rubin_tui.engine.assistant.knowledge import Found
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.assistant.reading import Line, Read
from rubin_tui.engine.model import Passage

K1, B = 1.2, 0.6  # BM25 over sentences
BEFORE, AFTER, HEADING = 1.0, 0.7, 1.0  # how much a neighbour's words count for a sentence
AKIN = 0.7  # how much a word of the same root counts for the one asked
UNREAL = 1.5  # what a fragment of no worth loses; a heading may not win by its words alone
ENTRY = 1.5  # what a passage gains whose own heading names all that is asked
EARLY = 4  # terms: what a sentence defines stands at its beginning
MAY_DEFINE = 0.4
FOREIGN = 0.5  # what a sentence loses that is not in the language of the question
OWN = 0.3  # what Rubin's own articles lose: at equal evidence the user's documents come first


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence, each 0..1. A term of the question weighs the root of its idf.

    `cov`: share of the question found in the sentence. `passage`: BM25 of its passage and of the best
    sentence in it, beside the best passage. `near`: share found only in the sentence before, the one
    after or the headings, which is how "it" is survived. `type`: it holds the kind of thing asked for.
    `prox`: `cov` by how close the words stand. `document`: its document's share of the passages' scores.
    """

    cov: float
    passage: float
    near: float
    type: float
    prox: float
    document: float


@dataclass(frozen=True, slots=True)
class Weights:
    """One set for both languages, fitted by logistic regression over the candidates of each question.

    `document` is held lower than fitted: in a base of documents of unlike size it would let the
    largest one win.
    """

    cov: float = 9.0
    passage: float = 5.3
    near: float = 4.4
    type: float = 1.8
    prox: float = 1.3
    document: float = 2.0

    def sum(self, features: Features) -> float:
        """The score of a sentence."""
        return (
            self.cov * features.cov
            + self.passage * features.passage
            + self.near * features.near
            + self.type * features.type
            + self.prox * features.prox
            + self.document * features.document
        )


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with its passage and what speaks for it."""

    found: Found
    line: Line
    features: Features
    score: float


def weigh(
    question: Question,
    passages: Sequence[Found],
    read: Callable[[Passage], Read],
    weights: Weights = WEIGHTS,
) -> list[Evidence]:
    """Every sentence of `passages` that may be shown, best first."""
    idf = {asked.term: asked.idf for asked in question.asked}
    weight = {term: math.sqrt(value) for term, value in idf.items()}
    total = sum(weight.values()) or 1.0
    opened = [(found, read(found.passage)) for found in passages]
    worth, shares = _passages(opened, idf), _documents(passages)
    fits = meets(question.expectation, question.text) if question.expectation else None
    definition = question.expectation == "definition"
    russian = question.locale == "ru"
    weighed = []
    for (found, passage), value in zip(opened, worth, strict=True):
        kin = {term: alike for term in weight if (alike := passage.kin(term))}
        held = [_held(line.places, weight, kin) for line in passage.lines]
        heading = _held(passage.headings, weight, kin)
        named = _held(passage.title, weight, kin)
        title = sum(weight[term] * strength for term, (strength, _) in named.items())
        entry = ENTRY * title / total * (len(named) / len(passage.title) if definition and named else 1.0)
        for number, line in enumerate(passage.lines):
            if not line.worth:
                continue
            before = held[number - 1] if number else {}
            after = held[number + 1] if number + 1 < len(held) else {}
            first = min((line.places[term][0] for _, term in held[number].values()), default=EARLY)
            cov = sum(weight[term] * strength for term, (strength, _) in held[number].items()) / total
            features = Features(
                cov=cov,
                passage=value,
                near=_near(weight, held[number], before, after, heading) / total,
                type=_type(line.text, fits, first if definition else None),
                prox=cov * _closeness([line.places[term] for _, term in held[number].values()], len(weight)),
                document=shares[found.document.id],
            )
            score = weights.sum(features) + entry - UNREAL * (1 - line.worth)
            if line.russian != russian:
                score -= FOREIGN
            if found.document.origin == "rubin":
                score -= OWN
            weighed.append(Evidence(found, line, features, score))
    weighed.sort(key=lambda evidence: -evidence.score)
    return weighed


def _type(sentence: str, fits: Callable[[str], bool] | None, first: int | None) -> float:
    """How far a sentence holds the kind of thing asked for.

    `first` is the place, in terms, of the first word asked for, when it is to be defined: a sentence that
    begins with it and says what it is defines it; one that names it early and says what something is may.
    """
    if fits is None:
        return 0.0
    if first is None:
        return 1.0 if fits(sentence) else 0.0
    if first == 0 and defines(sentence):
        return 1.0
    return MAY_DEFINE if first < EARLY and fits(sentence) else 0.0


_Held = Mapping[str, tuple[float, str]]  # term of the question: how much it counts, the term standing there


def _held(
    places: Collection[str], weight: Mapping[str, float], kin: Mapping[str, frozenset[str]]
) -> dict[str, tuple[float, str]]:
    held = {}
    for term in weight:
        if term in places:
            held[term] = (1.0, term)
        elif akin := next((other for other in sorted(kin.get(term, ())) if other in places), None):
            held[term] = (AKIN, akin)
    return held


def _passages(opened: Sequence[tuple[Found, Read]], idf: Mapping[str, float]) -> list[float]:
    """How good each passage is beside the best: its BM25 and half that of its best sentence."""
    lengths = [line.length for _, passage in opened for line in passage.lines]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    inside = [max((_bm25(line, idf, mean) for line in passage.lines), default=0.0) for _, passage in opened]
    best = max(inside, default=0.0) or 1.0
    top = max((found.score for found, _ in opened), default=0.0) or 1.0
    worth = [found.score / top + 0.5 * row / best for (found, _), row in zip(opened, inside, strict=True)]
    most = max(worth, default=0.0) or 1.0
    return [value / most for value in worth]


def _documents(passages: Sequence[Found]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for found in passages:
        scores[found.document.id] = scores.get(found.document.id, 0.0) + found.score
    total = sum(scores.values()) or 1.0
    return {document: score / total for document, score in scores.items()}


def _bm25(line: Line, idf: Mapping[str, float], mean: float) -> float:
    norm = K1 * (1 - B + B * line.length / mean) if mean else K1
    score = 0.0
    for term, weight in idf.items():
        if at := line.places.get(term):
            score += weight * len(at) * (K1 + 1) / (len(at) + norm)
    return score


def _near(weight: Mapping[str, float], here: _Held, before: _Held, after: _Held, heading: _Held) -> float:
    share = 0.0
    for term, value in weight.items():
        around = max(
            BEFORE * before[term][0] if term in before else 0.0,
            AFTER * after[term][0] if term in after else 0.0,
            HEADING * heading[term][0] if term in heading else 0.0,
        )
        if around:
            share += value * max(0.0, around - (here[term][0] if term in here else 0.0))
    return share


def _closeness(places: Sequence[tuple[int, ...]], asked: int) -> float:
    """How many terms stand in the shortest run that holds them all, by its length: 1 when side by side.

    One term of several `asked` is close to nothing.
    """
    if len(places) < 2:
        return 1.0 if len(places) == asked else 0.0
    marks = sorted((at, term) for term, all_of_it in enumerate(places) for at in all_of_it)
    last: dict[int, int] = {}
    shortest = marks[-1][0] - marks[0][0] + 1
    for at, term in marks:
        last[term] = at
        if len(last) == len(places):
            shortest = min(shortest, at - min(last.values()) + 1)
    return min(1.0, len(places) / shortest)
