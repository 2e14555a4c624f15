"""How well each sentence of the found passages answers: six features and their weighted sum."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.assistant.blocks import Block
from rubin_tui.engine.assistant.expectation import Explained, meets
from rubin_tui.engine.assistant.knowledge import Found
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.assistant.reading import Line, Read
from rubin_tui.engine.model import Passage
from rubin_tui.engine.text.equal_keys import MARKS

K1, B = 1.2, 0.6  # BM25 over sentences
AFTER = 0.7  # how much a word counts that the next sentence holds; of what stands above, fully
AKIN = 0.7  # how much a word of the same root counts for the one asked,
EQUAL = 0.9  # and a number written otherwise than asked
UNREAL = 1.5  # what a fragment of no worth loses; a heading may not win by its words alone
ENTRY = 1.5  # what a passage gains whose own heading names all that is asked
EARLY = 4  # terms: what a sentence defines stands at its beginning
DOES = 0.8  # how much a sentence is worth as a definition that tells what the thing does,
BEGINS = 0.5  # that only begins with it,
MAY_DEFINE = 0.4  # that names it early and says what something is
REMARK = 0.5  # how much a label counts for what names the thing again
LABEL = 0.9  # how much the words of an entry's label count for the sentence that opens it
TOPIC = 0.5  # of the question stands above a list that answers it as a whole
ASIDE = 3.0  # what a passage loses for each code asked for that it does not hold: it is about something else
FOREIGN = 0.5  # what a sentence loses that is not in the language of the question
OWN = 0.3  # what Rubin's own articles lose: at equal evidence the user's documents come first


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence, each 0..1. A term of the question weighs the root of its idf.

    `cov`: share of the question found in the sentence. `passage`: BM25 of its passage and of the best
    sentence in it, beside the best passage. `near`: share found only in the sentence before, the one
    after, the headings or the lead-in of its list, which is how "it" is survived. `type`: it holds the
    kind of thing asked for. `prox`: `cov` by how close the words stand. `document`: its document's share
    of the passages' scores.
    """

    cov: float
    passage: float
    near: float
    type: float
    prox: float
    document: float


@dataclass(frozen=True, slots=True)
class Weights:
    """One set for both languages, fitted by `benchmarks/train_answers.py`, which says how.

    `document` is held lower than fitted: in a base of documents of unlike size it would let the
    largest one win.
    """

    cov: float = 9.6
    passage: float = 5.4
    near: float = 4.7
    type: float = 1.9
    prox: float = 1.0
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
    """One sentence with its passage and what speaks for it.

    `block` is what it stands in; `whole`: that answers as a whole, a list of what is asked for or the entry
    that explains it.
    """

    found: Found
    line: Line
    features: Features
    score: float
    block: Block | None = None
    whole: bool = False


def weigh(
    question: Question,
    passages: Sequence[Found],
    read: Callable[[Passage], Read],
    weights: Weights = WEIGHTS,
) -> list[Evidence]:
    """Every sentence of `passages` that may be shown, best first."""
    wanted = _Wanted.of(question)
    idf = {asked.term: asked.idf for asked in question.asked}
    opened = [(found, read(found.passage)) for found in passages]
    equal = {asked.term: asked.equal for asked in question.asked if asked.equal}
    worth, shares = _passages(opened, idf, equal), _documents(passages)
    weighed = []
    for (found, passage), value in zip(opened, worth, strict=True):
        loss = OWN if found.document.origin == "rubin" else 0.0
        loss += ASIDE * sum(not passage.holds(ways) for ways in wanted.codes)
        for line, features, named, whole in _lines(wanted, passage, value, shares[found.document.id]):
            score = weights.sum(features) + ENTRY * named - UNREAL * (1 - line.worth) - loss
            if line.russian != wanted.russian:
                score -= FOREIGN
            block = None if line.block is None else passage.blocks[line.block]
            weighed.append(Evidence(found, line, features, score, block, whole))
    weighed.sort(key=lambda evidence: -evidence.score)
    return weighed


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question as its terms with their weights, whose sum is `total`, and the test of its expectation.

    `equal` has other ways to write a term that is a number, `codes` all ways of each code that is held.
    """

    weight: Mapping[str, float]
    equal: Mapping[str, tuple[str, ...]]
    total: float
    fits: Callable[[str], bool] | None
    explained: Explained | None
    several: bool
    russian: bool
    codes: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, question: Question) -> _Wanted:
        weight = {asked.term: math.sqrt(asked.idf) for asked in question.asked}
        return cls(
            weight,
            {asked.term: asked.equal for asked in question.asked if asked.equal},
            sum(weight.values()) or 1.0,
            meets(question.expectation, question.text) if question.expectation else None,
            Explained.of(list(weight)) if question.expectation == "definition" else None,
            question.several,
            question.locale == "ru",
            tuple(frozenset((one.term, *one.equal)) for one in question.asked if one.is_code and one.held),
        )

    def share(self, held: _Held) -> float:
        """How much of the question `held` is: 0..1."""
        return sum(self.weight[term] * strength for term, (strength, _) in held.items()) / self.total

    def named(self, name: frozenset[str], held: _Held) -> float:
        """How far a heading or label is what is asked for; of a definition it may name nothing else."""
        words = sum(term[0] not in MARKS for term in name)
        return self.share(held) * (len(held) / words if self.explained and held else 1.0)


_Held = Mapping[str, tuple[float, str]]  # term of the question: how much it counts, the term standing there


def _lines(
    wanted: _Wanted, passage: Read, value: float, document: float
) -> Iterator[tuple[Line, Features, float, bool]]:
    """Each line that may be shown, and what speaks for it.

    Besides its features: how far what it stands under is what is asked for, and whether its block answers
    as a whole.
    """
    kin = {term: alike for term in wanted.weight if (alike := passage.kin(term))}
    held = [_held(line.places, wanted, kin) for line in passage.lines]
    heading = _held(passage.headings, wanted, kin)
    last = _held(passage.title, wanted, kin)
    title = wanted.named(passage.title, last)
    for number, line in enumerate(passage.lines):
        if not line.worth:
            continue
        here = held[number]
        block = None if line.block is None else passage.blocks[line.block]
        above = _held(line.under, wanted, kin) if line.under else {}
        before = held[number - 1] if number else {}
        after = held[number + 1] if number + 1 < len(held) else {}
        label = wanted.named(line.under, above) if block and block.entry else 0.0
        places = [line.places[term] for _, term in here.values()]
        topic = 0.0
        if label and wanted.share(here) == 1.0 and line.opens:
            label = REMARK  # "The probe stays there after G38.2": it tells of it, not what it is
        entry = wanted.explained is not None and line.opens and label == 1.0
        if entry:  # it is quoted with its label
            here = {**{term: (LABEL, of) for term, (_, of) in above.items()}, **here}
        elif wanted.several and block is not None and block.kind in ("list", "table") and not block.entry:
            topic = wanted.share({**last, **(here if line.lead else above)})
        fits = _type(wanted, line, block)
        if wanted.explained is not None and fits >= DOES:
            label = fits  # "HAL stands for": an entry of one sentence
        cov = wanted.share(here)
        features = Features(
            cov=cov,
            passage=value,
            near=_near(wanted.weight, here, (before, heading, above), after) / wanted.total,
            type=1.0 if entry else max(topic, fits),
            prox=cov * (1.0 if entry else _closeness(places, len(wanted.weight))),
            document=document,
        )
        yield line, features, max(title, label), entry or topic >= TOPIC


def _type(wanted: _Wanted, line: Line, block: Block | None) -> float:
    """How far a line holds the kind of thing asked for.

    What defines begins with the words asked for and says what that is, or does; a sentence that only begins
    with them, or names them early and says what something is, may.
    """
    if wanted.fits is None:
        return 0.0
    if wanted.explained is None:
        return 1.0 if wanted.fits(line.text) else 0.0
    if block is not None and block.kind == "code" and not line.lead:
        return 0.0
    if wanted.explained.says.match(line.text):
        return 1.0
    if wanted.explained.does.match(line.text):
        return DOES
    if line.worth == 1.0 and wanted.explained.opens.match(line.text):
        return BEGINS
    first = min((line.places[term][0] for term in wanted.weight if term in line.places), default=EARLY)
    return MAY_DEFINE if first < EARLY and wanted.fits(line.text) else 0.0


def _held(
    places: Collection[str], wanted: _Wanted, kin: Mapping[str, frozenset[str]]
) -> dict[str, tuple[float, str]]:
    held = {}
    for term in wanted.weight:
        if term in places:
            held[term] = (1.0, term)
        elif way := next((way for way in wanted.equal.get(term, ()) if way in places), None):
            held[term] = (EQUAL, way)
        elif akin := next((other for other in sorted(kin.get(term, ())) if other in places), None):
            held[term] = (AKIN, akin)
    return held


def _passages(
    opened: Sequence[tuple[Found, Read]], idf: Mapping[str, float], equal: Mapping[str, tuple[str, ...]]
) -> list[float]:
    """How good each passage is beside the best: its BM25 and half that of its best sentence."""
    lengths = [line.length for _, passage in opened for line in passage.lines]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    inside = [
        max((_bm25(line, idf, equal, mean) for line in passage.lines), default=0.0) for _, passage in opened
    ]
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


def _bm25(line: Line, idf: Mapping[str, float], equal: Mapping[str, tuple[str, ...]], mean: float) -> float:
    norm = K1 * (1 - B + B * line.length / mean) if mean else K1
    score = 0.0
    for term, weight in idf.items():
        at = line.places.get(term) or next(
            (line.places[way] for way in equal.get(term, ()) if way in line.places), ()
        )
        if at:
            score += weight * len(at) * (K1 + 1) / (len(at) + norm)
    return score


def _near(weight: Mapping[str, float], here: _Held, above: Sequence[_Held], after: _Held) -> float:
    share = 0.0
    for term, value in weight.items():
        around = max((held[term][0] for held in above if term in held), default=0.0)
        if term in after:
            around = max(around, AFTER * after[term][0])
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
