"""Searches as a person or the assistant makes them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.library.index import Frequencies
from rubin_tui.engine.library.search import Found, highlights
from rubin_tui.engine.model import Actor, Failure, Message, Reading, Scope
from rubin_tui.engine.store import Documents
from tests.engine.library.base import Base


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base.at(tmp_path)
    yield opened
    opened.close()


def test_a_hit_says_exactly_where_it_stands(base: Base) -> None:
    document = base.store(
        "Nothing here.", "First line.\nThe drive overheats.", filename="drive.pdf", type="pdf"
    )
    result = base.searcher.search("overheat drives")
    hit = result.hits[0]  # the others have the word in their heading
    assert (hit.text, hit.document_id, hit.filename) == ("The drive overheats.", document.id, "drive.pdf")
    assert (hit.page_index, hit.page_label, hit.page_number, hit.line_start, hit.line_end) == (
        1,
        "A-1",
        1,
        2,
        2,
    )
    assert (hit.start, hit.end, hit.heading_path) == (12, 32, ("Faults", "Drive"))
    assert [hit.text[start:end] for start, end in hit.highlights] == ["drive", "overheats"]


def test_words_meet_in_another_form_and_headings_count(base: Base) -> None:
    base.store("Перегрев привода оси.\nСмазка.", filename="ru.md")
    assert base.texts("перегревом приводов") == ["Перегрев привода оси."]
    assert base.texts("faults", limit=10) == ["Смазка.", "Перегрев привода оси."]


def test_the_total_counts_all_that_match_and_the_limit_what_is_shown(base: Base) -> None:
    base.store("\n".join(f"Axis number {number}." for number in range(30)))
    result = base.searcher.search("axis", limit=4)
    assert (len(result.hits), result.total, result.query) == (4, 30, "axis")
    assert list(result.hits) == sorted(result.hits, key=lambda hit: -hit.score)


def test_words_no_passage_holds_are_told_as_typed_once_each(base: Base) -> None:
    base.store("The axis stops.")
    result = base.searcher.search("Axis Quux stops F99 quux Ёжик")
    assert result.missing_terms == ("Quux", "F99", "Ёжик")
    assert base.texts("Axis Quux stops F99 quux Ёжик") == ["The axis stops."]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        *((query, "search.no_words") for query in ("", "   ", "the of и", "?!", "🤔", "\udcff")),
        ("axis " * 20_000, "search.too_long"),
    ],
)
def test_a_query_of_nothing_or_of_too_much_is_refused(query: str, why: str, base: Base) -> None:
    base.store("The axis stops.")
    with pytest.raises(Failure) as refused:
        base.searcher.search(query)
    assert refused.value.message.id == why


def test_a_filter_that_is_no_utf8_only_finds_nothing(base: Base) -> None:
    base.store("The axis stops.", tags=("cell3",))
    folder = base.keeper.folder.stat().st_ino
    assert base.searcher.search("axis", scope=Scope(tags=("\udcff",))).total == 0
    assert base.keeper.folder.stat().st_ino == folder, "the index was made again"


@pytest.mark.parametrize(
    ("stored", "typed", "read"),
    [
        ("Alarm F30002 is shown.", "А30002", "F30002"),  # Cyrillic А stands on the key of F
        ("Alarm A30002 is shown.", "А30002", "A30002"),  # and looks like A
        ("Output QX1.2 is set.", "ЙЧ1.2", "QX1.2"),
        ("Alarm A30002 is shown.", "ф30002", "a30002"),
    ],
)
def test_an_identifier_typed_in_the_other_layout_is_read_and_told(
    stored: str, typed: str, read: str, base: Base
) -> None:
    base.store(stored, "Something else.")
    result = base.searcher.search(typed)
    assert [hit.text for hit in result.hits] == [stored]
    assert (result.readings, result.missing_terms) == ((Reading(typed, read),), ())


def test_an_identifier_the_base_holds_as_typed_is_not_read_otherwise(base: Base) -> None:
    base.store("Параметр ф30002.", "Parameter a30002.")
    result = base.searcher.search("ф30002")
    assert ([hit.text for hit in result.hits], result.readings) == (["Параметр ф30002."], ())


def test_a_number_with_a_unit_is_read_as_it_is_typed(base: Base) -> None:
    base.store("Class 24D.")
    result = base.searcher.search("24В")
    assert (result.hits, result.readings, result.missing_terms) == ((), (), ("24В",))


def test_an_identifier_no_reading_of_which_is_held_is_missing_as_typed(base: Base) -> None:
    base.store("Alarm F30003.")
    result = base.searcher.search("ф30002")
    assert (result.hits, result.readings, result.missing_terms) == ((), (), ("ф30002",))


def test_a_scope_narrows_hits_statistics_and_missing_words(base: Base) -> None:
    drive = base.store("Axis and drive.", type="pdf", category="drives", tags=("servo",), language="en")
    base.store("Axis and pump.", type="text", category="pumps", tags=("old", "wet"), language="de")
    for scope in (
        Scope(documents=(drive.id,)),
        Scope(types=("pdf",)),
        Scope(categories=("drives", "none")),
        Scope(tags=("servo",)),
        Scope(languages=("en",), types=("pdf",)),
    ):
        result = base.searcher.search("axis pump", scope=scope)
        inside = Message("query.missing_inside", {"words": "pump"})
        assert ([hit.text for hit in result.hits], result.notes) == (["Axis and drive."], (inside,))
        assert base.searcher.frequencies(["axi", "pump"], scope=scope) == Frequencies(
            1, {"axi": 1, "pump": 0}
        )
    assert base.searcher.search("axis", scope=Scope(types=("pdf",), tags=("wet",))).total == 0


def test_owners_find_their_own_and_what_rubin_brought(base: Base) -> None:
    anna, boris = Actor("anna"), Actor("boris")
    base.store("Axis of Anna.", actor=anna)
    base.store("Axis of Boris.", actor=boris)
    base.store("Axis of the starter base.", actor=Actor("rubin"), origin="rubin")
    assert sorted(base.texts("axis", actor=anna)) == ["Axis of Anna.", "Axis of the starter base."]
    assert base.searcher.search("boris", actor=anna).missing_terms == ("boris",)
    assert base.searcher.frequencies(["axi"], actor=boris).passages == 2


def test_found_passages_come_with_document_page_and_score(base: Base) -> None:
    stored = base.store("Axis.\nAxis drive.")
    found = base.searcher.find(["drive", "axi"], limit=5)
    assert [type(one) for one in found] == [Found, Found]
    assert [one.passage.text for one in found] == ["Axis drive.", "Axis."]
    assert found[0].document.id == stored.id and found[0].document.state == "ready"
    assert (found[0].page_index, found[0].page_label) == (0, "A-0")
    assert found[0].score > found[1].score > 0


def test_what_was_just_removed_is_skipped_and_the_next_ranks_move_up(base: Base) -> None:
    gone = base.store(*["Axis."] * 20)
    base.store("Axis and a good many words more about drives, pumps, valves.")
    base.remove(gone, indexed=False)
    result = base.searcher.search("axis", limit=3)
    assert [hit.text for hit in result.hits] == [
        "Axis and a good many words more about drives, pumps, valves."
    ]
    assert result.total == 1


def test_a_search_that_was_cancelled_says_so(base: Base) -> None:
    base.store("Axis.")
    cancel = threading.Event()
    assert base.searcher.search("axis", cancel=cancel).total == 1
    cancel.set()
    with pytest.raises(Failure) as caught:
        base.searcher.search("axis", cancel=cancel)
    assert caught.value.message.id == "search.cancelled"


def test_a_rebuilt_index_gives_the_same_hits(base: Base) -> None:
    for number in range(40):
        base.store(f"Axis {number % 7}.\nDrive axis axis {number % 3}.")
    before = base.searcher.search("axis drive 2", limit=80)
    base.keeper.close()
    for path in base.keeper.folder.iterdir():
        path.unlink()
    base.keeper.folder.rmdir()
    after = base.searcher.search("axis drive 2", limit=80)
    assert (after.hits, after.total) == (before.hits, before.total)


def test_many_threads_search_while_documents_come_and_go(base: Base) -> None:
    base.store("Axis.")
    problems: list[object] = []

    def look() -> None:
        try:
            for _ in range(40):
                if "Axis." not in base.texts("axis"):
                    problems.append("lost")
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            problems.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        base.remove(base.store(f"Axis of {number} drives."))
    for thread in threads:
        thread.join()
    assert problems == []


def test_highlights_are_ranges_in_order_and_none_inside_another() -> None:
    text = "MC_Halt halts the halting axis."
    assert highlights(text, ["mc_halt", "halt"]) == ((0, 7), (8, 13), (18, 25))
    assert highlights(text, []) == ()


def test_opening_a_searcher_loads_neither_numpy_nor_whoosh() -> None:
    program = (
        "import sys\n"
        "import rubin_tui.engine.library.search, rubin_tui.engine.library.indexing\n"
        "print(sorted({'numpy', 'whoosh', 'textual'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_document_stored_but_not_yet_indexed_is_not_lost(base: Base) -> None:
    base.store("Axis.", indexed=False)
    with base.database.reading() as connection:
        assert Documents(connection).list()[0].state == "indexing"
    base.keeper.catch_up()
    assert base.texts("axis") == ["Axis."]
