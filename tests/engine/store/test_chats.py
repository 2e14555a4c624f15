"""Chats and messages as they are stored and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rubin_tui.engine.model import Actor, Answer, Citation, Message, Reading, Sentence
from rubin_tui.engine.store import Chats, Database, migrations
from rubin_tui.engine.store.values import from_json, to_json

ANSWER = Answer(
    question="Что такое F30002?",
    text="Перенапряжение.",
    kind="answer",
    locale="ru",
    sentences=(
        Sentence(
            "Перенапряжение.",
            Citation(
                document_id="doc_1",
                filename="привод.pdf",
                passage_id="psg_1",
                heading_path=("Отказы", "F30002"),
                page_index=None,
                page_label="812",
                line_start=4,
                line_end=5,
                quote="Перенапряжение.",
                page_number=811,
                start=10,
                end=25,
            ),
            0.75,
        ),
    ),
    confidence="maybe",
    score=0.5,
    keywords=("F30002",),
    readings=(Reading("А1", "A1"),),
    unread=3,
    seconds=0.25,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "rubin.db") as opened:
        yield opened


def test_messages_come_back_as_they_were_told_in_their_order(database: Database) -> None:
    with database.writing() as connection:
        chats = Chats(connection)
        chat = chats.add("Ячейка 3")
        told = (chats.tell(chat.id, "user", ANSWER.question), chats.tell(chat.id, "rubin", "x", ANSWER))
    with database.reading() as connection:
        chats = Chats(connection)
        assert chats.messages(chat.id) == told
        assert told[1].answer == ANSWER
        head = chats.head(chat.id)
        assert head == replace(chat, changed_at=told[1].at, count=2)


def test_lists_have_the_last_changed_first_and_only_ones_own(database: Database) -> None:
    anna, boris = Actor("anna"), Actor("boris")
    with database.writing() as connection:
        chats = Chats(connection)
        first, second = chats.add("1", actor=anna), chats.add("2", actor=anna)
        his = chats.add("3", actor=boris)
        chats.tell(first.id, "user", "F1")
        assert [chat.title for chat in chats.list(actor=anna)] == ["1", "2"]
        chats.tell(second.id, "user", "F2")
        assert [chat.title for chat in chats.list(actor=anna)] == ["2", "1"]
        assert chats.head(his.id, actor=anna) is None
        assert not chats.remove(his.id, actor=anna)
        assert chats.list(actor=boris) == [his]


def test_removing_a_chat_takes_its_messages_along(database: Database) -> None:
    with database.writing() as connection:
        chats = Chats(connection)
        chat, other = chats.add("a"), chats.add("b")
        chats.tell(chat.id, "user", "F1")
        chats.tell(other.id, "user", "F2")
        assert chats.remove(chat.id)
        assert not chats.remove(chat.id)
        assert connection.execute("SELECT text FROM messages").fetchall() == [("F2",)]


def test_inputs_are_the_last_different_ones_of_the_owner(database: Database) -> None:
    anna = Actor("anna")
    with database.writing() as connection:
        chats = Chats(connection)
        one, two, hers = chats.add(), chats.add(), chats.add(actor=anna)
        for chat, text in ((one, "F1"), (two, "F2"), (one, "F3"), (hers, "secret"), (two, "F1")):
            chats.tell(chat.id, "user", text)
            chats.tell(chat.id, "rubin", "answer")
        assert chats.inputs(100) == ["F2", "F3", "F1"]
        assert chats.inputs(2) == ["F3", "F1"]
        assert chats.inputs(100, actor=anna) == ["secret"]


def test_a_message_of_no_chat_is_refused(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        Chats(connection).tell("cht_none", "user", "F1")


def test_a_database_of_the_first_version_gets_chats_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(migrations.FIRST)
        connection.execute("INSERT INTO meta VALUES ('identity', 'abc')")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with Database.open(path) as database:
        assert database.identity == "abc"
        with database.writing() as connection:
            assert Chats(connection).add("new").title == "new"


@dataclass(frozen=True)
class Older:
    a: int
    later_dropped: str = "x"


@dataclass(frozen=True)
class Newer:
    a: int
    problem: Message | None = None
    pair: tuple[int, int] = (0, 0)
    nested: Older | None = None


def test_values_of_another_version_are_read_by_their_fields() -> None:
    assert from_json(Newer, to_json(Older(7))) == Newer(7)
    inner = Message("x.y", {"cause": Message("x.z", {"n": 1})}, 2)
    value = Newer(1, inner, (3, 4), Older(5, "bad \ud800"))
    assert from_json(Newer, to_json(value)) == replace(value, nested=Older(5, "bad \ufffd"))
    with pytest.raises(TypeError):
        from_json(Newer, "{}")
