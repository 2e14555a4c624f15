"""The promise of every answer, checked each time: what is shown stands in the document, there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rubin_tui.engine.model import Citation, Passage, Sentence
from rubin_tui.engine.text.sanitize import folded


class Misquoted(AssertionError):
    """A sentence is not what stands at its citation: a fault of the program, never of the question."""


def verify(sentences: Iterable[Sentence], passages: Mapping[str, Passage]) -> None:
    """Check that each sentence is, white space folded, the stored text at its citation's place.

    A block is that text as it stands, line breaks and all. Its header row and the other places that say
    the same are checked by their own quotes.

    Args:
        sentences: What is about to be shown.
        passages: The passages it was taken from, by id.

    Raises:
        Misquoted: One is not.
    """
    for sentence in sentences:
        stored = _stored(sentence.citation, passages)
        shown = sentence.citation.quote if sentence.kind == "paragraph" else stored
        if not sentence.text or sentence.text != shown:
            raise Misquoted(f"the sentence is not what stands at {_place(sentence.citation)}")
        for citation in (*sentence.also, *([sentence.header] if sentence.header else [])):
            _stored(citation, passages)


def _stored(citation: Citation, passages: Mapping[str, Passage]) -> str:
    """What stands at the place of `citation`, whose quote it is."""
    passage = passages.get(citation.passage_id)
    if passage is None or passage.document_id != citation.document_id:
        raise Misquoted(f"no passage {citation.passage_id} in {citation.document_id}")
    if not passage.start <= citation.start < citation.end <= passage.end:
        raise Misquoted(f"{_place(citation)} lies outside its passage")
    stored = passage.text[citation.start - passage.start : citation.end - passage.start]
    if not citation.quote or citation.quote != folded(stored):
        raise Misquoted(f"the quote is not what stands at {_place(citation)}")
    if citation.page_number != passage.page_number:
        raise Misquoted(f"passage {passage.id} is not on page {citation.page_number}")
    return stored


def _place(citation: Citation) -> str:
    return f"{citation.passage_id}[{citation.start}:{citation.end}]"
