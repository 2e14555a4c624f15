"""What we rely on in Whoosh 2.7.4, its private names included: when one of these fails, do not upgrade."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, query, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from rubin_tui.engine.library.index import ANYWHERE
from rubin_tui.engine.library.index_segments import CODEC, KEY_LENGTH, SCHEMA, WhooshSegment
from rubin_tui.engine.library.index_writer import EntryWriter
from rubin_tui.engine.library.scorer import Bm25, Decoded

WORDS = [f"w{number}" for number in range(60)]


class LuceneBm25(scoring.BM25F):
    """Whoosh's own BM25 with Lucene's idf, scored document by document."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        count, found = searcher.doc_count_all(), searcher.doc_frequency(fieldname, text)
        return math.log(1 + (count - found + 0.5) / (found + 0.5))


def key(number: int) -> bytes:
    return f"k{number:04}".encode().ljust(KEY_LENGTH, b"\0")


def texts(count: int) -> list[list[str]]:
    """Seeded texts: "w0" in each of them, "w1" twice in each, the others like words of a language."""
    chance = random.Random(3)
    weights = [1 / (place + 1) for place in range(len(WORDS) - 2)]
    return [
        ["w0", "w1", "w1", *chance.choices(WORDS[2:], weights, k=chance.randint(1, 90))] for _ in range(count)
    ]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three segments; in the first a term has more postings than one block holds."""
    folder = tmp_path_factory.mktemp("index")
    made = FileIndex.create(FileStorage(str(folder)), SCHEMA, "MAIN")
    number, all_texts = 0, texts(9000)
    for count in (8500, 400, 100):
        writer = made.writer(codec=CODEC, compound=False)
        for _ in range(count):
            writer.add_document(
                key=key(number), tokens=all_texts[number], facets=["doc:d", f"n:{number % 7}"]
            )
            number += 1
        writer.commit(merge=False)
    return made


@pytest.fixture
def reader(index: Any) -> Iterator[Any]:
    opened = index.reader()
    yield opened
    opened.close()


def test_the_version_is_the_one_all_this_was_seen_in() -> None:
    assert version("whoosh") == "2.7.4"


def test_decoded_postings_are_those_of_the_matcher(reader: Any) -> None:
    for leaf, _ in reader.leaf_readers():
        segment = WhooshSegment(leaf)
        for term in ("w0", "w1", "w2", "w30", "w59"):
            matcher = leaf.postings("tokens", term)
            expected = []
            while matcher.is_active():
                expected.append((matcher.id(), matcher.weight()))
                matcher.next()
            numbers, weights = segment.postings(term)
            assert list(zip(numbers.tolist(), weights.tolist(), strict=True)) == expected
        assert segment.faceted("n:3").tolist() == list(leaf.postings("facets", "n:3").all_ids())
        assert segment.postings("absent")[0].tolist() == []


def test_the_extent_of_postings_has_its_length_in_a_tuple(reader: Any) -> None:
    leaf = reader.leaf_readers()[0][0]
    offset, (length,) = leaf._terms.term_info("tokens", b"w0").extent()
    assert (type(offset), type(length)) == (int, int)
    assert not leaf._terms.term_info("tokens", b"w0").is_inlined()


def test_lengths_and_keys_are_those_whoosh_gives_one_by_one(reader: Any) -> None:
    for leaf, base in reader.leaf_readers():
        segment = WhooshSegment(leaf)
        column = leaf.column_reader("key", translate=False)
        numbers = range(leaf.doc_count_all())
        assert segment.lengths().tolist() == [leaf.doc_field_length(number, "tokens") for number in numbers]
        assert [one.ljust(KEY_LENGTH, b"\0") for one in segment.keys().tolist()] == [
            column[number] for number in numbers
        ]
        assert segment.keys()[0] == f"k{base:04}".encode()


def test_ranks_and_scores_are_those_of_whoosh_when_it_scores_every_document(index: Any, reader: Any) -> None:
    segments = [WhooshSegment(leaf) for leaf, _ in reader.leaf_readers()]
    # Whoosh averages the exact lengths, ours the lengths as they are kept, in a byte.
    average = sum(int(one.lengths().sum()) for one in segments) / 9000
    chance = random.Random(4)
    with index.searcher(weighting=LuceneBm25()) as searcher:
        searcher.avg_field_length = lambda fieldname, default=None: average
        for _ in range(10):
            terms = chance.sample(WORDS, 6)
            asked = query.Or([query.Term("tokens", term) for term in terms])
            hits = searcher.search(asked, limit=None)
            expected = {f"k{hit.docnum:04}": hit.score for hit in hits}
            ours = Bm25(segments, Decoded()).rank(terms, 9000, ANYWHERE)
            assert dict(zip(ours.keys, ours.scores, strict=True)) == pytest.approx(expected, rel=1e-6)
            assert list(ours.scores) == sorted(ours.scores, reverse=True)
            assert ours.total == len(expected)


def test_a_commit_counts_by_one_rename_after_everything_else_is_written(tmp_path: Path) -> None:
    told: list[str] = []

    class Listening(FileStorage):
        def create_file(self, name: str, **options: Any) -> Any:
            told.append("create")
            return super().create_file(name, **options)

        def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
            told.append(newname)
            super().rename_file(oldname, newname, safe=safe)

    made = FileIndex.create(Listening(str(tmp_path)), SCHEMA, "MAIN")
    writer = made.writer(codec=CODEC, compound=False)
    writer.add_document(key=key(1), tokens=["a"], facets=["doc:d"])
    writer.commit()
    assert [name for name in told if name != "create"] == ["_MAIN_0.toc", "_MAIN_1.toc"]
    assert told[-1] == "_MAIN_1.toc"
    segment = made._segments()[0].segment_id()
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(f"{segment}.")} == {
        f"{segment}{suffix}" for suffix in (".trm", ".pst", ".key.col", "._tokens_len.col", "._stored.col")
    }


def test_a_merge_policy_chooses_segments_and_knows_the_new_one(tmp_path: Path) -> None:
    made = FileIndex.create(FileStorage(str(tmp_path)), SCHEMA, "MAIN")
    for number in range(2):
        writer = made.writer(codec=CODEC, compound=False)
        writer.add_document(key=key(number), tokens=["a"], facets=["doc:d"])
        writer.commit(merge=False)
    seen: list[Any] = []

    def policy(writer: Any, segments: list[Any]) -> list[Any]:
        seen.append((len(segments), writer.doc_count(), writer.newsegment.segment_id()))
        return segments[:1]

    writer = made.writer(codec=CODEC, compound=False)
    writer.add_document(key=key(2), tokens=["a"], facets=["doc:d"])
    writer.commit(mergetype=policy)
    count, new, name = seen[0]
    assert (count, new, made._segments()[1].segment_id()) == (2, 1, name)


@pytest.mark.parametrize("deleted", [(), ("doc:0", "doc:41")], ids=["all of them", "some deleted"])
def test_our_writer_writes_the_bytes_whoosh_would(tmp_path: Path, deleted: tuple[str, ...]) -> None:
    """Entries of two segments joined and others added; a term has more postings than one block holds."""
    written = []
    all_texts = texts(9000)
    for kind in ("whoosh", "ours"):
        (tmp_path / kind).mkdir()
        made = FileIndex.create(FileStorage(str(tmp_path / kind)), SCHEMA, "MAIN")

        def a_writer(kind: str = kind, made: Any = made) -> Any:
            return EntryWriter(made) if kind == "ours" else made.writer(codec=CODEC, compound=False)

        def add(writer: Any, number: int, kind: str = kind) -> None:
            facets = [f"doc:{number // 100}", f"n:{number % 7}", f"имя:{number % 3}"]
            if kind == "ours":
                writer.add_entry(key(number), all_texts[number], facets)
            else:
                writer.add_document(key=key(number), tokens=all_texts[number], facets=facets)

        for begin, end in ((0, 300), (300, 8700)):
            writer = a_writer()
            for number in range(begin, end):
                add(writer, number)
            writer.commit(merge=False)
        writer = a_writer()
        for number in range(8700, 9000):
            add(writer, number)
        for facet in deleted:
            writer.delete_by_term("facets", facet)

        def join(writer: Any, segments: list[Any], kind: str = kind, made: Any = made) -> list[Any]:
            for segment in segments:
                with closing(SegmentReader(made.storage, SCHEMA, segment)) as reader:
                    (writer.add_segment if kind == "ours" else writer.add_reader)(reader)
            return []

        writer.commit(mergetype=join)
        (segment,) = made._segments()
        prefix = segment.segment_id()
        written.append(
            {
                path.name.removeprefix(prefix): path.read_bytes()
                for path in (tmp_path / kind).iterdir()
                if path.name.startswith(prefix)
            }
        )
    assert set(written[1]) == {".trm", ".pst", ".key.col", "._tokens_len.col", "._stored.col"}
    assert {name: written[0][name] == written[1][name] for name in written[0]} == dict.fromkeys(
        written[1], True
    )


def test_a_column_field_is_no_field_of_terms() -> None:
    assert isinstance(SCHEMA["key"], fields.COLUMN)
    assert [name for name, field in SCHEMA.items() if field.indexed] == ["facets", "tokens"]


def test_compiling_its_old_source_says_nothing_to_the_person() -> None:
    program = (
        "import rubin_tui.engine.library, whoosh, pathlib\n"
        "for path in pathlib.Path(whoosh.__file__).parent.rglob('*.py'):\n"
        "    compile(path.read_text('utf-8'), str(path), 'exec')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")
