"""SQLite's own index: rows that come and go with their documents, ranks as good as those of the other."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.library import analysis
from rubin_tui.engine.library.analysis import analyze_documents, unanalyzed
from rubin_tui.engine.library.index import Frequencies, Pick
from rubin_tui.engine.library.index_fts5 import Fts5Index
from rubin_tui.engine.store import Database, Documents, Tokens, migrations
from tests.engine.library.base import Base


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base.at(tmp_path)
    yield opened
    opened.close()


def texts(base: Base, index: Fts5Index, *terms: str, **how: object) -> list[str]:
    ranked = index.search(terms, 10, **how)  # type: ignore[arg-type]
    with base.database.reading() as connection:
        found = Documents(connection).passages(ranked.keys)
    assert ranked.total == len(ranked.keys)
    return [found[key].text for key in ranked.keys]


def test_rows_come_with_the_analysis_and_go_with_the_document(base: Base) -> None:
    index = Fts5Index(base.database)
    document = base.store("axis", "drive", indexed=False)
    assert (index.search(["axi"], 5).total, unanalyzed(base.database)) == (0, 2)
    assert analyze_documents(base.database) == 2
    assert (texts(base, index, "axi"), index.stats().entries) == (["axis"], 2)
    assert (analyze_documents(base.database), index.health()) == (0, "")
    base.remove(document, indexed=False)
    assert (index.search(["axi"], 5).total, index.stats().entries, index.health()) == (0, 0, "")


def test_another_version_of_the_analyzer_replaces_the_rows(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.store("axis")
    monkeypatch.setattr(analysis, "ANALYZER_VERSION", 99)
    monkeypatch.setattr(analysis, "passage_sequence", lambda text, code: "another")
    index = Fts5Index(base.database)
    assert texts(base, index, "axi") == ["axis"]  # the old ones answer until then
    assert analyze_documents(base.database) == 1
    assert (texts(base, index, "axi"), texts(base, index, "another")) == ([], ["axis"])
    assert (index.health(), unanalyzed(base.database)) == ("", 0)


def test_passages_removed_while_they_are_analyzed_leave_nothing(base: Base) -> None:
    document = base.store("axis", indexed=False)
    with base.database.reading() as connection:
        made = {document.id: list(analysis.sequences_of(Documents(connection), document.id))}
    base.remove(document, indexed=False)
    analysis._store(base.database, made)
    index = Fts5Index(base.database)
    assert (index.stats().entries, index.health()) == (0, "")
    with base.database.reading() as connection:
        assert not Tokens(connection).is_analyzed(document.id, analysis.ANALYZER_VERSION)


def test_a_changed_row_is_found_by_reading_all_of_it(base: Base) -> None:
    base.store("axis")
    plain = sqlite3.connect(base.database.path)
    plain.execute("UPDATE tokens SET terms = 'other'")
    plain.commit()
    plain.close()
    assert Fts5Index(base.database).health() == "the full-text index has changed"


def test_terms_of_every_sign_are_found_whole(base: Base) -> None:
    text = "%QX1.2 16#7532 3,14 MC_Halt 5's Ёмкость ГОСТ2"
    base.store(text, "another line")
    index = Fts5Index(base.database)
    terms = ["%qx1.2", "16#7532", "#30002", "3,14", "mc_halt", "5's", "емкост", "гост2"]
    for term in terms:
        assert texts(base, index, term) == [text], term
    assert index.frequencies([*terms, "7532", '"']) == Frequencies(
        2, dict.fromkeys(terms, 1) | {"7532": 0, '"': 0}
    )


def test_filters_and_picks_act_inside_the_query(base: Base) -> None:
    drive = base.store("axis one\naxis two", type="pdf", tags=("a", "b"))
    base.store("axis three", type="text", category="c", language="ru")
    index = Fts5Index(base.database)
    assert sorted(texts(base, index, "axi", filters=(("type:pdf",),))) == ["axis one", "axis two"]
    assert texts(base, index, "axi", filters=((f"doc:{drive.id}",), ("tag:b",), ("category:c",))) == []
    assert texts(base, index, "axi", filters=(("tag:z", "language:ru"),)) == ["axis three"]
    assert index.frequencies(["axi", "one"], (("type:pdf",),)) == Frequencies(2, {"axi": 2, "one": 1})
    assert texts(base, index, "axi", pick=Pick(without=("one", "two"))) == ["axis three"]
    assert texts(base, index, "axi", pick=Pick(outside=("type:pdf",))) == ["axis three"]
    (key,) = index.search(["three"], 1).keys
    assert texts(base, index, "axi", pick=Pick(among=frozenset([key]))) == ["axis three"]
    assert sorted(texts(base, index, "axi", pick=Pick(apart=frozenset([key])))) == ["axis one", "axis two"]
    assert index.search([], 5).total == index.search(["axi"], 0).total == 0


def test_more_documents_than_an_expression_is_deep_can_be_filtered_by(base: Base) -> None:
    drive = base.store("axis")
    ids = tuple(f"doc:{number}" for number in range(5000))
    assert texts(base, Fts5Index(base.database), "axi", filters=((*ids, f"doc:{drive.id}"),)) == ["axis"]


def test_it_ranks_and_counts_as_the_other_index_does(base: Base) -> None:
    chance = random.Random(5)
    words = [f"{one}{other}" for one in "bdfgklm" for other in ("ab", "eg", "ik", "ol", "ur")]
    for _ in range(30):
        lines = (" ".join(chance.choices(words, k=chance.randint(3, 12))) for _ in range(10))
        base.store("\n".join(lines))
    own, other = Fts5Index(base.database), base.keeper.index()
    for _ in range(20):
        asked = chance.sample(words, 3)
        ours, theirs = own.search(asked, 5), other.search(asked, 15)
        assert ours.total == theirs.total
        assert ours.idf == pytest.approx(theirs.idf)
        assert set(ours.keys) <= set(theirs.keys)
    assert own.frequencies(words) == other.frequencies(words)
    assert own.applied() == other.applied() == 30


def test_a_base_from_before_the_sequences_is_searchable_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:1])
    monkeypatch.setattr(migrations, "VERSION", 1)
    with Database.open(tmp_path / "rubin.db") as old, old.writing() as connection:
        document = "('doc_1', 'local', 'user', 'a', '', 'text', '', 'en', '', 8, '', 1, 1, 0.0"
        page = "('doc_1', 0"
        connection.execute(f"INSERT INTO documents VALUES {document}, 'indexing', NULL)")
        connection.execute(f"INSERT INTO pages VALUES {page}, NULL, NULL, 1, 'axis one')")
        connection.execute(
            "INSERT INTO passages VALUES ('psg_1', 'doc_1', 0, 0, 0, 8, 1, 1, 'paragraph', '[]')"
        )
        connection.execute("INSERT INTO queue (document_id) VALUES ('doc_1')")
    monkeypatch.undo()
    base = Base.at(tmp_path)
    assert unanalyzed(base.database) == 1
    assert base.texts('"axis one"') == ["axis one"]
    assert (unanalyzed(base.database), Fts5Index(base.database).health()) == (0, "")
    base.close()
