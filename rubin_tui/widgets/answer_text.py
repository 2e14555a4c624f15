"""An answer as plain text for a clipboard: its quotes, and below them where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.widgets.look import Look
from rubin_tui.widgets.places import place_name

if TYPE_CHECKING:
    from rubin_tui.engine.model import Answer, Citation


def answer_with_footnotes(answer: Answer, links: tuple[Citation, ...], look: Look) -> str:
    """The question, every quote with the numbers of its places, the places. Raw, as it is stored."""
    spots = [(one.document_id, one.page_number, one.line_start) for one in links]

    def mark(citation: Citation) -> str:
        spot = (citation.document_id, citation.page_number, citation.line_start)
        return f"[{spots.index(spot) + 1}]"

    lines = [answer.question, ""]
    for sentence in (*answer.sentences, *answer.project, *answer.notes):
        places = dict.fromkeys(mark(place) for place in (sentence.citation, *sentence.also))
        lines.append(f"{look.say('answer.quote', quote=sentence.text)} {''.join(places)}")
    lines.append("")
    lines += [f"[{number}] {one.filename}, {place_name(one, look)}" for number, one in enumerate(links, 1)]
    return "\n".join(lines)
