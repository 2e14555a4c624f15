"""The check of every answer: what is shown stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rubin_tui.engine.assistant.verify import Misquoted, verify
from rubin_tui.engine.model import Citation, Passage, Sentence

TEXT = "Set p1121 to\n10 s. Then reset."
PASSAGE = Passage("p", "d", 0, 2, 50, 50 + len(TEXT), 4, 5, "paragraph", (), TEXT)
CITATION = Citation("d", "m.pdf", "p", (), 2, "3", 4, 5, "Set p1121 to 10 s.", 2, 50, 68)


def check(sentence: Sentence, passage: Passage = PASSAGE) -> None:
    verify([sentence], {passage.id: passage})


def test_a_sentence_that_stands_there_passes() -> None:
    check(Sentence("Set p1121 to 10 s.", CITATION, 1.0))


@pytest.mark.parametrize(
    "wrong",
    [
        Sentence("Set p1121 to 20 s.", CITATION, 1.0),
        Sentence("Set p1121 to 10 s.", replace(CITATION, quote="Set p1121 to 20 s."), 1.0),
        Sentence("Set p1121 to 10 s.", replace(CITATION, start=51), 1.0),
        Sentence("Set p1121 to 10 s.", replace(CITATION, page_number=3), 1.0),
        Sentence("Set p1121 to 10 s.", replace(CITATION, document_id="other"), 1.0),
        Sentence("Set p1121 to 10 s.", replace(CITATION, passage_id="q"), 1.0),
        Sentence("", replace(CITATION, quote="", end=50), 1.0),
    ],
)
def test_any_other_stops_the_program(wrong: Sentence) -> None:
    with pytest.raises(Misquoted):
        check(wrong)


BLOCK = replace(CITATION, end=80, quote="Set p1121 to 10 s. Then reset.")
HEADER = replace(CITATION, end=59, quote="Set p1121")


def test_a_block_is_the_stored_text_with_its_lines() -> None:
    check(Sentence(TEXT, BLOCK, 1.0, "list"))
    check(Sentence(TEXT, BLOCK, 1.0, "table", header=HEADER, also=(CITATION,)))


@pytest.mark.parametrize(
    "wrong",
    [
        Sentence("Set p1121 to 10 s. Then reset.", BLOCK, 1.0, "list"),
        Sentence(TEXT, BLOCK, 1.0),
        Sentence(TEXT, replace(BLOCK, quote=TEXT), 1.0, "list"),
        Sentence(TEXT, BLOCK, 1.0, "list", header=replace(HEADER, quote="Set p1122")),
        Sentence(TEXT, BLOCK, 1.0, "list", also=(replace(CITATION, start=51),)),
        Sentence(TEXT, BLOCK, 1.0, "list", also=(replace(CITATION, passage_id="q"),)),
    ],
)
def test_any_other_block_header_or_further_place_stops_the_program(wrong: Sentence) -> None:
    with pytest.raises(Misquoted):
        check(wrong)
