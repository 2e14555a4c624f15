"""Sentences chosen and cited; what several documents say alike is said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from rubin_tui.engine.assistant.evidence import Evidence
from rubin_tui.engine.assistant.knowledge import Found
from rubin_tui.engine.assistant.pieces import Piece, piece_of
from rubin_tui.engine.assistant.reading import Line
from rubin_tui.engine.model import Citation, Sentence
from rubin_tui.engine.text.analyzer import terms
from rubin_tui.engine.text.sanitize import folded

SENTENCES = 3
ENOUGH = 0.6  # of the best sentence's score; what has less is shown to no one's use
SAME = 0.8  # two sentences that share this much of their terms say the same
ALSO = 4  # other places of one sentence are told, not more


@dataclass(slots=True)
class Chosen:
    """A piece to quote, the evidence it was chosen by, and the places that say the same."""

    evidence: Evidence
    piece: Piece
    also: list[Chosen] = field(default_factory=list)


def choose(evidence: Sequence[Evidence], limit: int = SENTENCES) -> list[Chosen]:
    """The first `limit` that do not say what one before them said and come near the best."""
    chosen: list[Chosen] = []
    for candidate in evidence:
        if candidate.score < ENOUGH * evidence[0].score:
            break
        same = [other for other in chosen if alike(candidate.line, other.evidence.line)]
        if len(chosen) == limit and not same:
            continue
        text = candidate.found.passage.text
        one = Chosen(candidate, piece_of(text, candidate.line, candidate.block, whole=candidate.whole))
        if any(_overlap(one, other) for first in chosen for other in (first, *first.also)):
            continue
        first = next((other for other in same if _alike_pieces(one, other)), None)
        if first is None:
            if len(chosen) < limit:
                chosen.append(one)
        elif len(first.also) < ALSO:
            first.also.append(one)
    return chosen


def quote(chosen: Iterable[Chosen]) -> tuple[Sentence, ...]:
    """The chosen pieces, each with the places it stands at."""
    return tuple(_sentence(one) for one in chosen)


def text_of(sentences: Sequence[Sentence]) -> str:
    """The sentences joined by a space, a block on lines of its own."""
    text = ""
    before = "paragraph"
    for sentence in sentences:
        text += (" " if before == sentence.kind == "paragraph" else "\n") if text else ""
        text += f"{sentence.header.quote}\n{sentence.text}" if sentence.header else sentence.text
        before = sentence.kind
    return text


_NOT = re.compile(
    r"\b(?:not|no|never|cannot|without|none|\w+n['’]t|не|нет|ни|нельзя|никогда|без)\b", re.IGNORECASE
)
_NAME = re.compile(r"\d")


def alike(one: Line, other: Line) -> bool:
    """Whether two sentences say the same: nearly the same words, and the very same numbers and denials."""
    return one.text == other.text or _same(one.places.keys(), one.text, other.places.keys(), other.text)


def _same(mine: AbstractSet[str], one: str, theirs: AbstractSet[str], other: str) -> bool:
    if not mine or len(mine & theirs) < SAME * len(mine | theirs):
        return False
    if any(_NAME.search(term) for term in mine ^ theirs):
        return False
    return len(_NOT.findall(one)) == len(_NOT.findall(other))


def _alike_pieces(one: Chosen, other: Chosen) -> bool:
    if one.piece.kind != other.piece.kind or one.piece.kind == "paragraph":
        return one.piece.kind == other.piece.kind
    mine, theirs = _written(one), _written(other)
    return _same(set(terms(mine)), mine, set(terms(theirs)), theirs)


def _overlap(one: Chosen, other: Chosen) -> bool:
    """Whether they share text: passages of one page may repeat a sentence."""
    mine, theirs = one.evidence.found.passage, other.evidence.found.passage
    if (mine.document_id, mine.page_number) != (theirs.document_id, theirs.page_number):
        return False
    return (
        mine.start + one.piece.start < theirs.start + other.piece.end
        and theirs.start + other.piece.start < mine.start + one.piece.end
    )


def _written(chosen: Chosen) -> str:
    return chosen.evidence.found.passage.text[chosen.piece.start : chosen.piece.end]


def _sentence(chosen: Chosen) -> Sentence:
    piece = chosen.piece
    citation = citation_of(chosen.evidence.found, piece.start, piece.end)
    return Sentence(
        citation.quote if piece.kind == "paragraph" else _written(chosen),
        citation,
        chosen.evidence.score,
        piece.kind,
        piece.cut,
        citation_of(chosen.evidence.found, *piece.header) if piece.header else None,
        tuple(citation_of(one.evidence.found, one.piece.start, one.piece.end) for one in chosen.also),
    )


def citation_of(found: Found, start: int, end: int) -> Citation:
    """Where `text[start:end]` of a found passage stands."""
    passage = found.passage
    first = passage.line_start + passage.text.count("\n", 0, start)
    return Citation(
        document_id=passage.document_id,
        filename=found.document.filename,
        passage_id=passage.id,
        heading_path=passage.heading_path,
        page_index=found.page_index,
        page_label=found.page_label,
        line_start=first,
        line_end=first + passage.text.count("\n", start, end),
        quote=folded(passage.text[start:end]),
        page_number=passage.page_number,
        start=passage.start + start,
        end=passage.start + end,
        origin=found.document.origin,
    )
