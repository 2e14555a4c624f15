"""Sentences chosen and cited."""

from __future__ import annotations

from collections.abc import Sequence

from rubin_tui.engine.assistant.evidence import Evidence
from rubin_tui.engine.model import Citation, Sentence

SENTENCES = 3
ENOUGH = 0.6  # of the best sentence's score; what has less is shown to no one's use
SAME = 0.8  # two sentences that share this much of their terms say the same


def choose(evidence: Sequence[Evidence], limit: int = SENTENCES) -> list[Evidence]:
    """The first `limit` that do not say what one before them said and come near the best."""
    chosen: list[Evidence] = []
    for candidate in evidence:
        if candidate.score < ENOUGH * evidence[0].score:
            break
        if not any(_alike(candidate, other) for other in chosen):
            chosen.append(candidate)
            if len(chosen) == limit:
                break
    return chosen


def quote(chosen: Sequence[Evidence]) -> tuple[Sentence, ...]:
    """The chosen sentences, each with the place it stands at."""
    return tuple(_sentence(evidence) for evidence in chosen)


def _sentence(evidence: Evidence) -> Sentence:
    found, line = evidence.found, evidence.line
    passage = found.passage
    first = passage.line_start + passage.text.count("\n", 0, line.start)
    citation = Citation(
        document_id=passage.document_id,
        filename=found.document.filename,
        passage_id=passage.id,
        heading_path=passage.heading_path,
        page_index=found.page_index,
        page_label=found.page_label,
        line_start=first,
        line_end=first + passage.text.count("\n", line.start, line.end),
        quote=line.text,
        page_number=passage.page_number,
        start=passage.start + line.start,
        end=passage.start + line.end,
        origin=found.document.origin,
    )
    return Sentence(line.text, citation, evidence.score)


def _alike(one: Evidence, other: Evidence) -> bool:
    mine, theirs = one.line.places.keys(), other.line.places.keys()
    if one.line.text == other.line.text:
        return True
    return bool(mine) and len(mine & theirs) >= SAME * len(mine | theirs)
