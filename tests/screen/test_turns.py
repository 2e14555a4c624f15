"""How an answer is written out: sentences as paragraphs, blocks line by line, every place marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rubin_tui.engine.model import Answer, Citation, Locale, Origin, Reading, Sentence
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


def at_line(filename: str, line: int, quote: str, origin: Origin) -> Citation:
    return Citation(
        f"d-{filename}", filename, f"p-{line}", (), None, None, line, line, quote, 0, 0, len(quote), origin
    )


CODE = Sentence(
    "16#7532: (* F30002 *)",
    at_line("FB_Drive.st", 46, "16#7532: (* F30002 *)", "project"),
    1.0,
    "code",
    matched=("16#7532",),
)
LONG = Sentence(
    "IF nErr = 30002 THEN (* overvoltage of the DC link *)",
    at_line("MAIN.st", 112, "IF nErr = 30002 THEN (* overvoltage of the DC link *)", "project"),
    1.0,
    "code",
    matched=("30002",),
)
NOTE = Sentence("ПЧ2: R торм.", at_line("22.10.md", 3, "ПЧ2: R торм.", "note"), 1.0)


def shown(answer: Answer, width: int = 60, locale: Locale = "en") -> list[str]:
    turn = Turn("q", "answered", answer=answer, links=links_of(answer))
    rows = turn.rows(width, Look(locale, "dark", UNICODE))
    return ["".join(text for text, _ in (*row.left, *row.right)) for row in rows]


def test_project_and_notes_stand_below_the_manuals_and_the_numbers_go_on() -> None:
    answer = replace(an_answer("q"), project=(CODE, LONG), notes=(NOTE,))
    rows = shown(answer)
    at = rows.index("   In the project (16#7532, 30002):")
    assert rows[at - 2] == "   [2] G120.pdf  p. 812, line 3  Power unit"
    assert rows[at:] == [
        "   In the project (16#7532, 30002):",
        "   [3] FB_Drive.st:46  “16#7532: (* F30002 *)”",
        "   [4] MAIN.st:112",
        "   “IF nErr = 30002 THEN (* overvoltage of the DC link *)”",
        "",
        "   In the notes:",
        "   [5] 22.10.md:3  “ПЧ2: R торм.”",
        "",
    ]


def test_what_only_the_project_has_comes_first_and_is_found() -> None:
    answer = replace(an_answer("q", "not_found"), project=(CODE,), missing_terms=(), unread=0)
    rows = shown(answer, 80, "ru")
    assert rows[1].endswith("● найдено в проекте ▾ ")
    assert rows[2:6] == [
        "   В проекте (16#7532):",
        "   [1] FB_Drive.st:46  «16#7532: (* F30002 *)»",
        "",
        "   Ответа в документах нет. Ближайшие места:",
    ]
    assert rows[-2] == "   [3] G120.pdf  с. 812, строка 3  Power unit"
    nothing = shown(replace(answer, sentences=()), 80, "ru")
    assert nothing[-2] == "   В документах об этом ничего нет."


def test_every_place_of_the_project_can_be_stood_on() -> None:
    answer = replace(an_answer("q"), project=(CODE, LONG), notes=(NOTE,))
    turn = Turn("q", "answered", answer=answer, links=links_of(answer))
    places = [row.link for row in turn.rows(60, Look("en", "dark", UNICODE)) if row.is_place]
    assert places == [0, 1, 2, 3, 4]
    assert [link.filename for link in turn.links][2:] == ["FB_Drive.st", "MAIN.st", "22.10.md"]


@pytest.mark.parametrize(("locale", "mark"), [("ru", "справка Rubin"), ("en", "Rubin reference")])
def test_rubins_own_article_is_marked_in_eighty_columns(locale: Locale, mark: str) -> None:
    own = at_line("variable-frequency-drives.md", 30, "A drive is a drive.", "rubin")
    answer = replace(an_answer("q"), sentences=(Sentence("A drive is a drive.", own, 1.0),))
    row = shown(answer, 80, locale)[-2]
    assert row.startswith("   [1] variable-frequency-drives.md")
    assert row.endswith(mark)
    assert len(row) <= 80


def test_a_reading_says_whether_keys_or_only_the_gap_made_it() -> None:
    readings = (Reading("F 30002", "F30002"), Reading("А30002", "A30002"), Reading("Ф 30002", "A30002"))
    rows = Turn("q", "searching", readings=readings).rows(60, Look("en", "dark", UNICODE))
    told = ["".join(text for text, _ in row.left).strip() for row in rows][2:5]
    assert told == [
        "read as one word: F 30002 → F30002",
        "read by keyboard layout: А30002 → A30002",
        "read by keyboard layout: Ф 30002 → A30002",
    ]
