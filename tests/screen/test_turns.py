"""How an answer is written out: sentences as paragraphs, blocks line by line, every place marked."""

from __future__ import annotations

from dataclasses import replace

from rubin_tui.engine.model import Answer, Sentence
from rubin_tui.widgets.look import UNICODE, Look
from rubin_tui.widgets.turns import Turn, links_of
from tests.screen.fake import a_citation, an_answer

STEPS = "Steps:\n  1. Stop the drive.\n\n  2. Wait 5 min."


def written(*sentences: Sentence) -> list[str]:
    """The rows of an answer of these sentences, right ends included."""
    answer: Answer = replace(an_answer("q"), sentences=sentences)
    turn = Turn("q", "answered", answer=answer, links=links_of(answer))
    rows = turn.rows(60, Look("en", "dark", UNICODE))
    return [
        "".join(text for text, _ in row.left) + "|" + "".join(text for text, _ in row.right) for row in rows
    ]


def test_a_list_keeps_its_lines() -> None:
    rows = written(Sentence(STEPS, a_citation(), 1.0, kind="list"))
    at = rows.index("   “Steps:|")
    assert rows[at : at + 3] == ["   “Steps:|", "     1. Stop the drive.|", "     2. Wait 5 min.”|[1] "]


def test_a_table_row_stands_under_its_header_and_says_how_much_is_not_shown() -> None:
    header = replace(a_citation(), quote="Fault | Cause")
    rows = written(Sentence("F1 | heat\nF2 | dust", a_citation(), 1.0, kind="table", cut=3, header=header))
    at = rows.index("   “Fault | Cause|")
    assert rows[at + 1 : at + 4] == ["   F1 | heat|", "   F2 | dust”|", "   3 more lines on the page|[1] "]


def test_every_place_that_says_the_same_is_marked() -> None:
    other = a_citation("F30002: DC link overvoltage.", filename="G130.pdf")
    rows = written(Sentence("It draws 12 A.", a_citation(), 1.0, also=(other,)))
    assert "   “It draws 12 A.”|[1][2] " in rows
