"""Documents, pages and passages as they are stored and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rubin_tui.engine.model import Actor, Message, Scope
from rubin_tui.engine.store import Counts, Database, Documents, Queue, new_id
from tests.engine.store.samples import a_document, a_page, passages_of


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "rubin.db") as opened:
        yield opened


def stored(
    database: Database, *, text: str = "First.\nSecond.", actor: Actor | None = None, **changes: object
):
    document = a_document(**changes)
    pages = [a_page(document, 0, text)]
    with database.writing() as connection:
        return Documents(connection).add(
            document, pages, passages_of(document, pages), actor=actor or Actor()
        )


def test_a_document_comes_back_as_it_was_given_with_its_counts(database: Database) -> None:
    document = a_document(
        filename="привод.pdf", path="/m/привод.pdf", type="pdf", tags=("servo", "axis"), title="Привод"
    )
    pages = [
        a_page(document, 0, "Перегрев.\nF30002 ✓", index=0, label="i"),
        a_page(document, 1, "Reset.", index=1, label="1"),
    ]
    passages = passages_of(document, pages)
    with database.writing() as connection:
        added = Documents(connection).add(document, pages, passages)
    assert added == replace(document, pages=2, passages=3, state="indexing")
    with database.reading() as connection:
        documents = Documents(connection)
        assert documents.get(document.id) == added
        assert [documents.page(document.id, number) for number in (0, 1, 2)] == [*pages, None]
        assert list(documents.passages_of(document.id)) == passages
        assert documents.passages([passages[2].id, "psg_none", passages[0].id]) == {
            passages[0].id: passages[0],
            passages[2].id: passages[2],
        }


def test_adding_a_document_tells_the_index_in_the_same_transaction(database: Database) -> None:
    document = stored(database)
    with database.reading() as connection:
        assert [(row.seq, row.document_id) for row in Queue(connection).pending(0)] == [(1, document.id)]


def test_a_document_with_a_passage_on_no_page_is_refused_whole(database: Database) -> None:
    document = a_document()
    passages = passages_of(document, [a_page(document, 7, "Nowhere.")])
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        Documents(connection).add(document, [a_page(document, 0, "Here.")], passages)
    with database.reading() as connection:
        assert Documents(connection).get(document.id) is None
        assert Queue(connection).last() == 0


def test_a_failed_import_is_a_row_with_its_reason_and_is_no_matter_for_the_index(database: Database) -> None:
    problem = Message("extract.unreadable", {"page": 3, "cause": Message("extract.password", {})}, 2)
    with database.writing() as connection:
        failed = Documents(connection).add(a_document(state="failed", problem=problem))
    with database.reading() as connection:
        assert Documents(connection).get(failed.id) == failed
        assert (failed.state, failed.problem, failed.pages) == ("failed", problem, 0)
        assert Queue(connection).pending(0) == []


def test_removing_takes_pages_and_passages_along_and_tells_the_index(database: Database) -> None:
    document = stored(database, tags=("a",))
    with database.writing() as connection:
        assert Documents(connection).remove(document.id)
        assert not Documents(connection).remove(document.id)
    with database.reading() as connection:
        left = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "tags", "pages", "passages")
        ]
        assert left == [0, 0, 0, 0]
        assert [row.document_id for row in Queue(connection).pending(0)] == [document.id] * 2


def test_a_document_of_another_is_not_removed(database: Database) -> None:
    document = stored(database, actor=Actor("anna"))
    with database.writing() as connection:
        assert not Documents(connection).remove(document.id, actor=Actor("boris"))
        assert Documents(connection).remove(document.id, actor=Actor("anna"))


def test_owners_see_their_own_documents_and_what_rubin_brought(database: Database) -> None:
    anna, boris = Actor("anna"), Actor("boris")
    hers = stored(database, actor=anna, added_at=2.0, sha256="a" * 64, path="/x")
    his = stored(database, actor=boris, sha256="a" * 64, path="/x")
    base = stored(database, actor=Actor("rubin"), origin="rubin", added_at=3.0)
    with database.reading() as connection:
        documents = Documents(connection)
        assert documents.list(actor=anna) == [hers, base]
        assert documents.list(actor=boris) == [his, base]
        assert (documents.get(his.id, actor=anna), documents.get(his.id)) == (None, his)
        assert documents.by_sha256("a" * 64, actor=anna) == [hers]
        assert documents.by_path("/x", actor=boris) == [his]
        assert documents.counts(actor=anna).documents == 2


def test_a_scope_narrows_field_by_field_and_its_values_are_alternatives(database: Database) -> None:
    pdf = stored(database, type="pdf", category="drives", tags=("servo",), language="ru", added_at=1.0)
    text = stored(database, type="text", category="drives", tags=("servo", "old"), added_at=2.0)
    other = stored(database, type="text", category="plc", added_at=3.0)
    cases = {
        Scope(): [pdf, text, other],
        Scope(types=("text",)): [text, other],
        Scope(types=("text", "pdf"), categories=("drives",)): [pdf, text],
        Scope(tags=("old", "servo")): [pdf, text],
        Scope(tags=("old",), types=("pdf",)): [],
        Scope(languages=("ru",)): [pdf],
        Scope(documents=(other.id, pdf.id)): [pdf, other],
    }
    with database.reading() as connection:
        for scope, expected in cases.items():
            assert Documents(connection).list(scope) == expected, scope


def test_offsets_stay_right_behind_what_cannot_be_stored_as_it_is(database: Database) -> None:
    document = stored(database, text="bad \ud800\x00 🦾 sign\nрядом")
    with database.reading() as connection:
        passages = list(Documents(connection).passages_of(document.id))
    assert [one.text for one in passages] == ["bad \ufffd\x00 🦾 sign", "рядом"]


def test_more_ids_than_a_statement_takes_are_read_in_batches(database: Database) -> None:
    document = stored(database, text="\n".join(f"line {number}" for number in range(1203)))
    with database.reading() as connection:
        documents = Documents(connection)
        ids = [one.id for one in documents.passages_of(document.id)]
        found = documents.passages(ids)
        assert [found[one].ordinal for one in ids] == list(range(1203))


def test_counts_are_by_type_with_failures_told_apart(database: Database) -> None:
    stored(database, type="pdf")
    stored(database, type="text", text="One.")
    with database.writing() as connection:
        Documents(connection).add(a_document(type="pdf", state="failed", problem=Message("x")))
    with database.reading() as connection:
        assert Documents(connection).counts() == Counts(
            documents=3,
            pages=2,
            passages=3,
            failed=1,
            by_type=(("pdf", 2), ("text", 1)),
            by_week=(("1970-W01", 3),),
        )


def test_dropping_makes_documents_ready_save_those_that_changed_again(database: Database) -> None:
    first, second = stored(database), stored(database)
    with database.writing() as connection:
        queue = Queue(connection)
        assert queue.put(first.id) == 3
        assert (queue.dropped(), queue.last(), queue.count()) == (0, 3, 3)
        assert queue.drop(2) == 2
        assert (queue.dropped(), queue.last(), queue.count()) == (2, 3, 1)
        documents = Documents(connection)
        assert [documents.get(one.id).state for one in (first, second)] == ["indexing", "ready"]
        queue.drop(3)
        assert documents.get(first.id).state == "ready"
        assert (queue.dropped(), queue.put("doc_new")) == (3, 4)


def test_ids_sort_in_the_order_they_were_made() -> None:
    ids = []
    for _ in range(50):
        ids.append(new_id("doc"))
        sum(range(2000))  # longer than the quarter of a microsecond an id can tell apart
    assert ids == sorted(ids)
    assert len(set(ids)) == 50
    assert all(len(one) == 36 and one[16] == "7" and one[20] in "89ab" for one in ids)
