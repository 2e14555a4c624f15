"""How well each sentence of the found passages answers: six features, each 0..1, and their sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.assistant.expectation import meets
from rubin_tui.engine.assistant.knowledge import Found
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.assistant.reading import Line, Read
from rubin_tui.engine.model import Passage

K1, B = 1.2, 0.6  # BM25 over sentences
BEFORE, AFTER, HEADING = 1.0, 0.7, 1.0  # how much a neighbour's words count for a sentence
UNREAL = 1.5  # what a fragment of no worth loses; a heading may not win by its words alone
OWN = 0.15  # what Rubin's own articles lose: at equal evidence the user's documents come first


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence.

    `cov`: share of the question's idf found in it. `passage`: how good its passage is beside the best.
    `near`: share found only in the sentence before, the one after or the headings, which is how "it"
    is survived. `type`: it holds the kind of thing asked for. `prox`: `cov` by how close the words
    stand. `bm`: its own BM25 beside the best sentence's.
    """

    cov: float
    passage: float
    near: float
    type: float
    prox: float
    bm: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted once for both languages by pairwise logistic regression (research: section 1)."""

    cov: float = 7.4
    passage: float = 6.9
    near: float = 3.2
    type: float = 1.6
    prox: float = 1.1
    bm: float = -0.9

    def sum(self, features: Features) -> float:
        """The score of a sentence."""
        return (
            self.cov * features.cov
            + self.passage * features.passage
            + self.near * features.near
            + self.type * features.type
            + self.prox * features.prox
            + self.bm * features.bm
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
    total = sum(idf.values()) or 1.0
    opened = [(found, read(found.passage)) for found in passages]
    lengths = [line.length for _, passage in opened for line in passage.lines]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    bm25 = [[_bm25(line, idf, mean) for line in passage.lines] for _, passage in opened]
    best = max((max(row, default=0.0) for row in bm25), default=0.0) or 1.0
    top = max((found.score for found in passages), default=0.0) or 1.0
    worth = [
        found.score / top + 0.5 * max(row, default=0.0) / best
        for found, row in zip(passages, bm25, strict=True)
    ]
    most = max(worth, default=0.0) or 1.0
    fits = meets(question.expectation, question.text) if question.expectation else None
    weighed = []
    for (found, passage), row, value in zip(opened, bm25, worth, strict=True):
        held = [idf.keys() & line.places.keys() for line in passage.lines]
        heading = idf.keys() & passage.headings
        for number, line in enumerate(passage.lines):
            if not line.worth:
                continue
            here = held[number]
            before = held[number - 1] if number else frozenset[str]()
            after = held[number + 1] if number + 1 < len(held) else frozenset[str]()
            cov = sum(idf[term] for term in here) / total
            features = Features(
                cov=cov,
                passage=value / most,
                near=_near(idf, here, before, after, heading) / total,
                type=1.0 if fits and fits(line.text) else 0.0,
                prox=cov * _closeness(line.places, here),
                bm=row[number] / best,
            )
            score = weights.sum(features) - UNREAL * (1 - line.worth)
            if found.document.origin == "rubin":
                score -= OWN
            weighed.append(Evidence(found, line, features, score))
    weighed.sort(key=lambda evidence: -evidence.score)
    return weighed


def _bm25(line: Line, idf: Mapping[str, float], mean: float) -> float:
    norm = K1 * (1 - B + B * line.length / mean) if mean else K1
    score = 0.0
    for term, weight in idf.items():
        if at := line.places.get(term):
            score += weight * len(at) * (K1 + 1) / (len(at) + norm)
    return score


def _near(
    idf: Mapping[str, float],
    here: set[str],
    before: set[str] | frozenset[str],
    after: set[str] | frozenset[str],
    heading: set[str],
) -> float:
    share = 0.0
    for term, weight in idf.items():
        if term in here:
            continue
        if term in before:
            share += BEFORE * weight
        elif term in heading:
            share += HEADING * weight
        elif term in after:
            share += AFTER * weight
    return share


def _closeness(places: Mapping[str, tuple[int, ...]], held: set[str]) -> float:
    """Matched terms by the length of the shortest run that holds them all: 1 when they stand side by side."""
    if len(held) < 2:
        return float(len(held))
    marks = sorted((at, term) for term in held for at in places[term])
    count: dict[str, int] = {}
    left, shortest = 0, marks[-1][0] - marks[0][0] + 1
    for at, term in marks:
        count[term] = count.get(term, 0) + 1
        while len(count) == len(held):
            begin, first = marks[left]
            shortest = min(shortest, at - begin + 1)
            count[first] -= 1
            if not count[first]:
                del count[first]
            left += 1
    return min(1.0, len(held) / shortest)
