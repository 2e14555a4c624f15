"""Places in the open project and in the user's notes that go with a question; better none than rubbish."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rubin_tui.engine.assistant.compose import Chosen, choose, citation_of, quote
from rubin_tui.engine.assistant.evidence import Weights, weigh
from rubin_tui.engine.assistant.judge import sureness
from rubin_tui.engine.assistant.knowledge import Found, Frequencies, Knowledge
from rubin_tui.engine.assistant.parse import Asked, Question
from rubin_tui.engine.assistant.reading import Read
from rubin_tui.engine.assistant.sources import Sources
from rubin_tui.engine.model import Actor, Passage, Scope, Sentence
from rubin_tui.engine.text.analyzer import passage_tokens, places
from rubin_tui.engine.text.equal_keys import equal_terms, is_bare, key_of

PLACES = 3  # of the project are shown,
NOTES = 2  # and sentences of the notes
PASSAGES = 20  # are read for them
LONGEST = 200  # characters of a line of code; a longer one is data
WHOLE = 400  # characters of a line of a note that is quoted to its end
RARE = 0.05  # of the project's passages hold a rare word, or
FEW = 3  # passages
TOGETHER = 2  # rare words make a line that is about the question,
SHARE = 0.75  # when they are so much of what it asks
SURE = 0.4  # of a note, by the measure the manuals are judged by
SHORT = 3  # terms: of so short a question a bare number is what it asks for

_CAMEL = re.compile(r"(?=\w{4})\w*[a-zа-яё][A-ZА-ЯЁ]\w*")  # `qBrake`; `kW` is a unit
_QUANTITY = re.compile(r"\d+(?:[.,]\d+)?[^\W\d_]*")
_FAULT = re.compile(
    r"\b(?:fault|error|alarm|code|warning|message|ошибк\w*|отказ\w*|авари\w*|сбо[йяе]\w*|код\w*"
    r"|предупреждени\w*|сообщени\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Apart:
    """What goes with a question besides the manuals, and the passages it was taken from, by id."""

    project: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    passages: Mapping[str, Passage] = field(default_factory=dict)


def look_apart(
    knowledge: Knowledge,
    question: Question,
    sources: Sources,
    *,
    read: Callable[[Passage], Read],
    weights: Weights,
    actor: Actor,
    cancel: threading.Event | None = None,
) -> Apart:
    """Search the open project and the notes, each by itself."""
    if not any(asked.elsewhere for asked in question.asked):
        return Apart()

    def find(terms: Iterable[str], scope: Scope) -> Sequence[Found]:
        wanted = list(terms)
        if not wanted:
            return ()
        return knowledge.find(wanted, limit=PASSAGES, scope=scope, actor=actor, cancel=cancel)

    project: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    found: list[Found] = []
    every = [asked.term for asked in question.asked]
    if sources.project is not None:
        if names := names_of(question):
            found += find(names, sources.project)
            project = project_places(question, found)
        else:
            there = knowledge.frequencies(every, scope=sources.project, actor=actor)
            rare = rare_terms(question, there)
            found += find(rare, sources.project) if len(rare) >= TOGETHER else ()
            project = project_lines(question, found, there)
    if sources.notes is not None:
        noted = find(every, sources.notes)
        notes = note_sentences(question, noted, read, weights)
        found += noted
    return Apart(project, notes, {one.passage.id: one.passage for one in found})


def names_of(question: Question) -> dict[str, tuple[str, ...]]:
    """The identifiers a question asks for, each with all its ways: `F30002`, `MC_Halt`, `qBrake`, `16#7532`.

    A quantity (`24V`, `100 mm`) is none; a bare number is when it may be a code and the question is short
    or speaks of faults.
    """
    return {
        asked.term: (asked.term, *equal_terms(asked.term))
        for asked in question.asked
        if _is_name(asked, question)
    }


def project_places(question: Question, found: Sequence[Found]) -> tuple[Sentence, ...]:
    """The lines that hold an identifier of the question: those with most of them first, code before prose."""
    names = names_of(question)
    best: list[tuple[tuple[int, bool, int], Sentence]] = []
    for rank, one in enumerate(found):
        for start, end, held, written in _named_lines(one.passage, names):
            sentence = _sentence(one, start, end, _otherwise(written, question))
            best.append(((-len(held), one.passage.kind != "code", rank), replace(sentence, score=one.score)))
    best.sort(key=lambda place: place[0])
    return tuple(_spread([sentence for _, sentence in best]))


def project_lines(question: Question, found: Sequence[Found], there: Frequencies) -> tuple[Sentence, ...]:
    """The lines that hold most of the question's rare words, two at least, or two lines that do together."""
    rare = rare_terms(question, there)
    total = sum(_idf(there, asked.term) for asked in question.asked) or 1.0

    def share(held: set[str]) -> float:
        return sum(rare[term] for term in held) / total if len(held) >= TOGETHER else 0.0

    best: list[tuple[float, int, Sentence]] = []
    for rank, one in enumerate(found):
        for start, end, held in _telling_lines(one.passage, rare.keys(), lambda held: share(held) >= SHARE):
            best.append((-share(held), rank, replace(_sentence(one, start, end), score=share(held))))
    best.sort(key=lambda place: place[:2])
    return tuple(_spread([sentence for _, _, sentence in best]))


def rare_terms(question: Question, there: Frequencies) -> dict[str, float]:
    """The words of the question that few passages of the project hold, with their weights."""
    most = max(FEW, RARE * there.passages)
    return {
        asked.term: _idf(there, asked.term)
        for asked in question.asked
        if 0 < there.of.get(asked.term, 0) <= most and not asked.term.isdigit()
    }


def note_sentences(
    question: Question,
    found: Sequence[Found],
    read: Callable[[Passage], Read],
    weights: Weights,
) -> tuple[Sentence, ...]:
    """The best places of the notes, if they are about the question; its identifiers among them.

    A note is written in a hurry (`R торм. 47 Ом`): its line is quoted whole, not what looks like a sentence.
    """
    names = names_of(question)
    ways = {way for one in names.values() for way in one}
    evidence = [
        one
        for one in weigh(question, found, read, weights)
        if one.features.cov
        and sureness(one.features) >= SURE
        and (not names or read(one.found.passage).holds(ways))
    ]
    return tuple(
        replace(sentence, matched=_otherwise(_written(sentence.text, ways), question))
        for sentence in quote(_whole_lines(choose(evidence, NOTES)))
    )


def _whole_lines(chosen: Iterable[Chosen]) -> Iterator[Chosen]:
    """Sentences as the lines they stand in, each line once."""
    seen: set[tuple[str, int, int]] = set()
    for one in chosen:
        passage, piece = one.evidence.found.passage, one.piece
        start = passage.text.rfind("\n", 0, piece.start) + 1
        end = passage.text.find("\n", piece.end)
        line = passage.text[start : end if end >= 0 else None]
        if piece.kind == "paragraph" and len(line) <= WHOLE:
            start += len(line) - len(line.lstrip())
            piece = replace(piece, start=start, end=start + len(line.strip()))
        place = (passage.document_id, passage.start + piece.start, passage.start + piece.end)
        if place not in seen:
            seen.add(place)
            yield replace(one, piece=piece)


def _is_name(asked: Asked, question: Question) -> bool:
    if not asked.name:
        if "_" in asked.typed or not _CAMEL.fullmatch(asked.typed):
            return False  # a part of a compound name is none by itself
        return asked.typed[0].islower() or len(question.asked) <= SHORT  # `LinuxCNC` is a product
    if is_bare(asked.term):
        return len(question.asked) <= SHORT or _FAULT.search(question.text) is not None
    return key_of(asked.term, meant=False) != "" or _QUANTITY.fullmatch(asked.term) is None


def _written(text: str, ways: set[str]) -> list[str]:
    return [text[start:end] for start, end in places(text, ways)]


def _otherwise(written: Iterable[str], question: Question) -> tuple[str, ...]:
    """Those that are not written as they were asked for."""
    asked = {other.casefold() for one in question.asked for other in (one.typed, one.term)}
    return tuple({one.casefold(): one for one in written if one.casefold() not in asked}.values())


def _named_lines(
    passage: Passage, names: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, int, set[str], list[str]]]:
    """Lines with an identifier: where they stand, which they hold, how it is written there."""
    code = passage.kind == "code"
    marks = {name: places(passage.text, set(ways), code=code) for name, ways in names.items()}
    for start, end in _lines(passage.text):
        held = {name for name, at in marks.items() if any(start <= first < end for first, _ in at)}
        if held:
            spans = sorted(span for at in marks.values() for span in at if start <= span[0] < end)
            yield start, end, held, [passage.text[first:last] for first, last in spans]


def _telling_lines(
    passage: Passage, rare: Set[str], enough: Callable[[set[str]], bool]
) -> Iterator[tuple[int, int, set[str]]]:
    """Lines that hold enough of the rare words, and pairs of neighbours neither of which does alone."""
    lines = [
        (start, end, {token.term for token in passage_tokens(passage.text[start:end])} & rare)
        for start, end in _lines(passage.text)
    ]
    for number, (start, end, held) in enumerate(lines):
        if enough(held):
            yield start, end, held
        elif held and number + 1 < len(lines):
            _, stop, more = lines[number + 1]
            if more and not enough(more) and enough(held | more):
                yield start, stop, held | more


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that say something, without white space round them."""
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body and len(body) <= LONGEST:
            first = start + line.index(body[0])
            yield first, first + len(body)
        start += len(line)


def _spread(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The first `PLACES`, one of each document before a second of any; none twice."""
    seen: dict[tuple[str, int], Sentence] = {}
    for sentence in sentences:
        seen.setdefault((sentence.citation.document_id, sentence.citation.line_start), sentence)
    turns: dict[str, int] = {}
    ranked = []
    for sentence in seen.values():
        turn = turns[sentence.citation.document_id] = turns.get(sentence.citation.document_id, -1) + 1
        ranked.append((turn, sentence))
    ranked.sort(key=lambda one: one[0])
    yield from (sentence for _, sentence in ranked[:PLACES])


def _sentence(found: Found, start: int, end: int, matched: tuple[str, ...] = ()) -> Sentence:
    citation = citation_of(found, start, end)
    if found.passage.kind == "code":
        return Sentence(found.passage.text[start:end], citation, 0.0, "code", matched=matched)
    return Sentence(citation.quote, citation, 0.0, matched=matched)


def _idf(there: Frequencies, term: str) -> float:
    count = there.of.get(term, 0)
    return math.log(1 + (there.passages - count + 0.5) / (count + 0.5))
