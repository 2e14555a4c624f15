"""The promise of every answer, checked each time: what is shown stands in the document, there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rubin_tui.engine.model import Passage, Sentence
from rubin_tui.engine.text.sanitize import folded


class Misquoted(AssertionError):
    """A sentence is not what stands at its citation: a fault of the program, never of the question."""


def verify(sentences: Iterable[Sentence], passages: Mapping[str, Passage]) -> None:
    """Check that each sentence is, white space folded, the stored text at its citation's place.

    Args:
        sentences: What is about to be shown.
        passages: The passages it was taken from, by id.

    Raises:
        Misquoted: One is not.
    """
    for sentence in sentences:
        citation = sentence.citation
        passage = passages.get(citation.passage_id)
        if passage is None or passage.document_id != citation.document_id:
            raise Misquoted(f"no passage {citation.passage_id} in {citation.document_id}")
        if not passage.start <= citation.start < citation.end <= passage.end:
            raise Misquoted(f"{citation.start}:{citation.end} lies outside passage {passage.id}")
        stored = folded(passage.text[citation.start - passage.start : citation.end - passage.start])
        if not sentence.text or not sentence.text == citation.quote == stored:
            raise Misquoted(f"the sentence is not {passage.id}[{citation.start}:{citation.end}]")
        if citation.page_number != passage.page_number:
            raise Misquoted(f"passage {passage.id} is not on page {citation.page_number}")
