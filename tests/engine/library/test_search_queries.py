"""Phrases, filters, exclusions and equal keys, on both indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from rubin_tui.engine.library.index_fts5 import Fts5Index
from rubin_tui.engine.library.search import Searcher, highlights
from rubin_tui.engine.model import Actor, Message, Reading, Scope, SearchResult
from tests.engine.library.base import Base


class Own:
    """SQLite's own index as what a searcher gets."""

    def __init__(self, base: Base) -> None:
        self.folder = base.keeper.folder
        self._index = Fts5Index(base.database)

    def index(self) -> Fts5Index:
        return self._index

    def heal(self) -> Fts5Index:
        raise AssertionError("it is never lost")

    def unready(self) -> int:
        return 0


@pytest.fixture(params=["whoosh", "fts5"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    opened = Base.at(tmp_path)
    if request.param == "fts5":
        opened.searcher = Searcher(opened.database, Own(opened))
    yield opened
    opened.close()


def marked(result: SearchResult) -> list[list[str]]:
    return [[hit.text[start:end] for start, end in hit.highlights] for hit in result.hits]


def test_a_phrase_is_required_and_marked_whole(base: Base) -> None:
    base.store("The brake resistor is hot.\nA resistor of the brake.\nHot brake resistors, brake.\nHot oil.")
    result = base.searcher.search('hot "brake resistor"')
    assert {hit.text for hit in result.hits} == {"The brake resistor is hot.", "Hot brake resistors, brake."}
    assert result.total == 2
    assert sorted(marked(result)) == [["Hot", "brake resistors"], ["brake resistor", "hot"]]


def test_two_phrases_are_both_required_and_one_may_be_unwanted(base: Base) -> None:
    base.store("red cable, blue wire\nred cable, green wire\nblue wire\nwire blue, cable red")
    assert base.texts('"red cable" "blue wire"') == ["red cable, blue wire"]
    assert base.texts('cable -"red cable"') == ["wire blue, cable red"]
    assert base.searcher.search('"red wire"').total == 0


def test_russian_phrases_stand_in_their_quotes_in_any_form(base: Base) -> None:
    base.store("Проверьте тормозной резистор.\nРезистор тормозной.")
    assert base.texts("«тормозные резисторы»") == ["Проверьте тормозной резистор."]


def test_a_phrase_of_names_is_found(base: Base) -> None:
    base.store("call MC_Halt now\ncall now MC_Halt\nset %QX1.2 to TRUE")
    assert base.texts('"call MC_Halt"') == ["call MC_Halt now"]
    assert base.texts('"set QX1.2"') == ["set %QX1.2 to TRUE"]
    assert base.texts('"set ЙЧ1.2"') == ["set %QX1.2 to TRUE"]


def test_excluded_words_leave_their_passages_out_and_the_total_is_exact(base: Base) -> None:
    base.store("\n".join(f"axis {'pump' if number % 3 else 'drive'}" for number in range(30)))
    result = base.searcher.search("axis -pumps", limit=3)
    assert ([hit.text for hit in result.hits], result.total) == (["axis drive"] * 3, 10)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("file:g12", ["pdf"]),
        ("файл:ШКАФ", ["text"]),
        ("tag:SERVO", ["pdf"]),
        ("тег:old tag:servo", ["pdf", "text"]),
        ("category:drives", ["pdf"]),
        ("раздел:насосы", ["text"]),
        ("type:pdf", ["pdf"]),
        ("тип:txt", ["text"]),
        ("lang:english", ["pdf"]),
        ("язык:рус", ["text"]),
        ("after:2026-01-02", ["text"]),
        ("before:2026-01-02", ["pdf"]),
        ("после:2025 до:2027", ["pdf", "text"]),
        ("-file:g12", ["text"]),
        ("-тип:txt", ["pdf"]),
        ("type:pdf tag:old", []),
    ],
)
def test_filters_act_inside_the_query(filters: str, found: list[str], base: Base) -> None:
    base.store(
        "axis of pdf",
        filename="G120.pdf",
        type="pdf",
        category="Drives",
        tags=("servo",),
        language="en",
        added_at=datetime(2026, 1, 1, 12).timestamp(),
    )
    base.store(
        "axis of text",
        filename="Шкаф 3.txt",
        type="text",
        category="Насосы",
        tags=("old",),
        language="ru",
        added_at=datetime(2026, 1, 2, 12).timestamp(),
    )
    result = base.searcher.search(f"axis {filters}")
    assert sorted(hit.text.split()[-1] for hit in result.hits) == found
    assert result.total == len(found)


def test_a_filter_nothing_passes_is_told(base: Base) -> None:
    base.store("axis", filename="a.md")
    result = base.searcher.search("axis file:b")
    assert (result.total, result.notes) == (0, (Message("query.nothing_inside", {"filters": "file:b"}),))


def test_a_filter_sees_no_documents_of_others_and_narrows_a_scope(base: Base) -> None:
    base.store("axis of anna", filename="a.md", actor=Actor("anna"))
    mine = base.store("axis of boris", filename="a.md", type="pdf", actor=Actor("boris"))
    assert base.texts("axis file:a", actor=Actor("boris")) == ["axis of boris"]
    assert base.texts("axis file:a", actor=Actor("boris"), scope=Scope(types=("text",))) == []
    assert base.texts("axis type:pdf", actor=Actor("boris"), scope=Scope(documents=(mine.id,))) == [
        "axis of boris"
    ]


def test_what_is_not_understood_is_told_and_searched_as_words(base: Base) -> None:
    base.store("The colour red.")
    result = base.searcher.search("colour:red")
    assert [hit.text for hit in result.hits] == ["The colour red."]
    assert result.notes == (Message("query.unknown_filter", {"name": "colour"}),)


CODE = "IF nErr = 16#7532 THEN"
MANUAL = "F30002 DC link overvoltage"
DEVICE = "SINAMICS shows 30002"
PROSE = "It makes 30002 revolutions"
OTHER = "A30002 alarm"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("F30002", [MANUAL, CODE, DEVICE]),
        ("30002", [DEVICE, PROSE, CODE, MANUAL, OTHER]),
        ("16#7532", [CODE, DEVICE, PROSE, MANUAL, OTHER]),
        ("0x7532", [CODE, DEVICE, PROSE, MANUAL, OTHER]),
        ("A30002", [OTHER, CODE, DEVICE]),
        ("F30003", []),
    ],
)
def test_a_number_is_found_however_it_is_written(query: str, found: list[str], base: Base) -> None:
    base.store("\n".join((CODE, MANUAL, DEVICE, PROSE, OTHER)))
    result = base.searcher.search(query)
    assert sorted(hit.text for hit in result.hits) == sorted(found)
    assert result.total == len(found)
    assert result.missing_terms == (() if found else ("F30003",))


def test_equal_numbers_are_marked(base: Base) -> None:
    base.store("IF nErr = 16#7532 THEN")
    assert marked(base.searcher.search("F30002")) == [["16#7532"]]
    assert highlights("x := 30002;", ["f30002"], code=True) == ((5, 10),)
    assert highlights("It makes 30002 turns.", ["f30002"]) == ()


def test_an_address_typed_in_the_other_layout_is_read_once(base: Base) -> None:
    base.store("Output %QX1.2 is set.", "Something else.")
    result = base.searcher.search("%ЙЧ1.2")
    assert [hit.text for hit in result.hits] == ["Output %QX1.2 is set."]
    assert (result.readings, result.missing_terms) == ((Reading("%ЙЧ1.2", "%QX1.2"),), ())


def test_an_address_is_not_missing_when_it_stands_without_its_sign(base: Base) -> None:
    base.store("Output QX1.2 is set.")
    assert base.searcher.search("%QX1.2").missing_terms == ()
    assert base.searcher.search("%QX1.3").missing_terms == ("%QX1.3",)


def test_words_that_stand_together_come_first(base: Base) -> None:
    base.store(
        "brake unit with a far hot big resistor\n"
        "brake resistor with a far hot big unit\n"
        "resistor hot unit with a far brake big"
    )
    assert base.texts("brake resistor")[0] == "brake resistor with a far hot big unit"


def test_rubins_own_articles_stand_below_what_the_user_has(base: Base) -> None:
    base.store("PID tuning of a loop, PID tuning by steps, PID tuning", filename="rubin.md", origin="rubin")
    base.store("A long sentence about a furnace in which PID tuning is told once.", filename="mine.md")
    result = base.searcher.search("PID tuning")
    assert [(hit.filename, hit.origin) for hit in result.hits] == [("mine.md", "user"), ("rubin.md", "rubin")]
    assert result.hits[0].score > result.hits[1].score
    assert [hit.filename for hit in base.searcher.search("loop").hits] == ["rubin.md"]


def test_where_to_look_is_said_in_the_query_or_in_the_scope(base: Base) -> None:
    base.store("brake of Rubin", filename="rubin.md", origin="rubin")
    base.store("brake of mine", filename="mine.md")
    assert base.texts("brake in:reference") == ["brake of Rubin"]
    assert base.texts("brake -где:справка") == ["brake of mine"]
    assert len(base.texts("brake где:документы")) == 2
    assert base.texts("brake in:project") == []
    assert base.searcher.search("brake in:project").notes == (
        Message("query.nothing_inside", {"filters": "in:project"}),
        Message("query.no_project"),
    )
    assert base.texts("brake", scope=Scope(origins=("rubin",))) == ["brake of Rubin"]
    assert base.texts("brake", scope=Scope(origins=("project",))) == []


def test_a_code_in_two_pieces_is_searched_joined_and_told(base: Base) -> None:
    base.store("F30002 DC link\nA30002 other\n30002 pieces")
    result = base.searcher.search("F 30002")
    assert [hit.text for hit in result.hits] == ["F30002 DC link"]
    assert result.readings == (Reading("F 30002", "F30002"),)
    assert result.query == "F 30002"
    assert base.searcher.search('"F 30002"').hits == ()
    base.store("F 30002 in pieces")
    assert base.searcher.search("F 30002").readings == ()


def test_a_word_that_only_the_filter_leaves_out_is_not_said_to_be_nowhere(base: Base) -> None:
    base.store("the brake of the axis", filename="a.md")
    base.store("a fan", filename="b.md", type="pdf")
    everywhere = base.searcher.search("brake zzz")
    assert (everywhere.missing_terms, everywhere.notes) == (("zzz",), ())
    inside = Message("query.missing_inside", {"words": "brake"})
    for result in (
        base.searcher.search("fan brake type:pdf"),
        base.searcher.search("fan brake", scope=Scope(types=("pdf",))),
    ):
        assert (result.missing_terms, result.notes) == ((), (inside,))


def test_a_file_is_named_by_a_part_of_its_name_or_a_pattern(base: Base) -> None:
    base.store("axis one", filename="SINAMICS_G120.pdf")
    base.store("axis two", filename="drive [1].md")
    assert base.texts("axis file:g120") == ["axis one"]
    assert base.texts("axis file:*.PDF") == ["axis one"]
    assert base.texts("axis файл:g1?0*") == []
    assert base.texts('axis file:"drive [1]"') == ["axis two"]
