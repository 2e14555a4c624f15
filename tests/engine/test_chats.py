"""Chats through the engine: what was answered is kept before it is shown."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rubin_tui.engine import Actor, Command, Engine, Failure
from rubin_tui.engine.chats import TITLE, shortened
from rubin_tui.engine.model import Answered

QUESTION = "Which function code reads holding registers?"


def refusal(work: object, *arguments: object, **named: object) -> str:
    with pytest.raises(Failure) as caught:
        work(*arguments, **named)  # type: ignore[operator]
    return caught.value.message.id


def test_question_and_answer_stand_in_the_chat_before_the_answer_is_told(engine: Engine, home: Path) -> None:
    chat = engine.new_chat()
    for event in engine.ask_events(QUESTION, chat_id=chat.id):
        if isinstance(event, Answered):
            with Engine.open(home) as other:
                kept = other.chat(chat.id)
            assert [(message.role, message.text) for message in kept.messages] == [
                ("user", QUESTION),
                ("rubin", event.answer.text),
            ]
            assert kept.messages[1].answer == event.answer
            assert kept.messages[1].answer.citations[0].filename == "modbus.md"
    assert (kept.title, kept.count) == (QUESTION, 2)


def test_a_chat_is_listed_renamed_and_deleted(engine: Engine) -> None:
    first, second = engine.new_chat("Cell 3"), engine.new_chat()
    engine.ask(QUESTION, chat_id=first.id)
    listed = engine.chats()
    assert [(chat.id, chat.title, chat.count) for chat in listed] == [
        (first.id, "Cell 3", 2),
        (second.id, "", 0),
    ]
    assert listed[0] == replace(engine.chat(first.id), messages=())
    assert engine.rename_chat(first.id, " Cell\n4 ").title == "Cell 4"
    assert engine.rename_chat(first.id, "").title == QUESTION
    engine.delete_chat(first.id)
    assert [chat.id for chat in engine.chats()] == [second.id]
    assert engine.inputs() == []


def test_a_chat_that_is_not_there_is_said_before_any_work(engine: Engine) -> None:
    hers = engine.new_chat(actor=Actor("anna"))
    for id in (hers.id, "cht_none"):
        assert refusal(engine.chat, id) == "chat.unknown"
        assert refusal(engine.rename_chat, id, "x") == "chat.unknown"
        assert refusal(engine.delete_chat, id) == "chat.unknown"
        assert refusal(engine.export_chat, id) == "chat.unknown"
        assert refusal(engine.ask, QUESTION, chat_id=id) == "chat.unknown"
        assert refusal(next, engine.ask_events(QUESTION, chat_id=id)) == "chat.unknown"
    assert engine.chat(hers.id, actor=Actor("anna")).messages == ()


def test_what_was_not_answered_is_not_kept(engine: Engine) -> None:
    chat = engine.new_chat()
    assert refusal(engine.ask, "  ", chat_id=chat.id) == "ask.empty"
    cancel = threading.Event()
    for _ in engine.ask_events(QUESTION, chat_id=chat.id, cancel=cancel):
        cancel.set()
    assert engine.chat(chat.id) == chat


def test_a_chat_deleted_meanwhile_says_so_and_keeps_nothing(engine: Engine) -> None:
    chat = engine.new_chat()
    events = engine.ask_events(QUESTION, chat_id=chat.id)
    next(events)
    engine.delete_chat(chat.id)
    assert refusal(list, events) == "chat.unknown"
    assert engine.inputs() == []


def test_the_last_hundred_inputs_come_newest_last(engine: Engine) -> None:
    chat = engine.new_chat()
    for number in (1, 2, 1):
        engine.ask(f"What is fault F{number}?", chat_id=chat.id)
    assert engine.inputs() == ["What is fault F2?", "What is fault F1?"]
    assert engine.inputs(actor=Actor("anna")) == []


def test_a_chat_is_exported_with_its_citations(engine: Engine) -> None:
    engine.add_text("line3.md", "# Line 3\n\nThe conveyor motor M41 draws 6.2 A at full load.\n")
    chat = engine.new_chat("Motors")
    engine.ask("Which current does the motor M41 draw?", chat_id=chat.id)
    lines = engine.export_chat(chat.id).splitlines()
    assert lines[0] == "# Motors"
    assert lines[4:11] == [
        "## Which current does the motor M41 draw?",
        "",
        "*● found*",
        "",
        "1. «The conveyor motor M41 draws 6.2 A at full load.»",
        "",
        "   line3.md, line 3 · Line 3",
    ]
    assert "   line3.md, строка 3 · Line 3" in engine.export_chat(chat.id, locale="ru").splitlines()


def test_the_engine_tells_commands_from_questions() -> None:
    assert Engine.read_command(".фвв manual.pdf") == Command("add", "manual.pdf")
    assert Engine.read_command(QUESTION) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (" two\n words ", "two words"),
        ("x" * TITLE, "x" * TITLE),
        ("x" * (TITLE + 1), "x" * (TITLE - 1) + "…"),
        ("word " * 11 + "and, at last more", "word " * 11 + "and…"),
    ],
)
def test_a_title_is_one_line_cut_between_words(text: str, title: str) -> None:
    assert shortened(text) == title
    assert len(shortened(text)) <= TITLE


def test_a_message_that_was_no_question_is_kept_with_its_reply(engine: Engine) -> None:
    chat = engine.new_chat()
    engine.note_in_chat(chat.id, "/search F30002", "1 place: G120.pdf, p. 812")
    kept = engine.chat(chat.id)
    assert [(one.role, one.text, one.answer) for one in kept.messages] == [
        ("user", "/search F30002", None),
        ("rubin", "1 place: G120.pdf, p. 812", None),
    ]
    assert kept.title == "/search F30002"
    assert engine.inputs() == ["/search F30002"]
    assert engine.export_chat(chat.id).endswith("## /search F30002\n\n1 place: G120.pdf, p. 812\n")
    assert refusal(engine.note_in_chat, "cht_none", "x", "y") == "chat.unknown"


def test_a_chat_is_written_into_a_file(engine: Engine, tmp_path: Path) -> None:
    chat = engine.new_chat("Motors")
    path = tmp_path / "motors.md"
    assert engine.save_chat(chat.id, path, locale="ru") == path
    assert path.read_text("utf-8") == engine.export_chat(chat.id, locale="ru")
    assert refusal(engine.save_chat, chat.id, path) == "written.exists"
    assert refusal(engine.save_chat, "cht_none", path, replace=True) == "chat.unknown"
    assert path.read_text("utf-8").startswith("# Motors\n")
