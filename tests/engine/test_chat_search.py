"""What was said is found, what is being written is kept, what can be asked is offered."""

from __future__ import annotations

from pathlib import Path

from rubin_tui.engine import Actor, Engine
from rubin_tui.engine.model import Draft
from rubin_tui.engine.store.chats import excerpt


def test_messages_are_found_by_all_their_words_in_any_case(engine: Engine) -> None:
    one, two = engine.new_chat("Ячейка 1"), engine.new_chat("Ячейка 2")
    engine.note_in_chat(one.id, "Ёмкость фильтра ПЧ2", "нет")
    engine.note_in_chat(two.id, "/найти фильтр", "Фильтр сети: ёмкость 10 мкФ")
    engine.note_in_chat(two.id, "100% of_it", "nothing")
    found = engine.find_in_chats("емкость ФИЛЬТР")
    assert [(one.title, one.position, one.role) for one in found] == [
        ("Ячейка 2", 1, "rubin"),
        ("Ячейка 1", 0, "user"),
    ]
    assert found[1].text == "Ёмкость фильтра ПЧ2"
    assert [match.position for match in engine.find_in_chats("фильтр", chat_id=one.id)] == [0]
    assert [match.text for match in engine.find_in_chats("0% of.")] == []
    assert [match.text for match in engine.find_in_chats("0% f_i")] == ["100% of_it"]
    assert engine.find_in_chats("  ") == []
    assert engine.find_in_chats("фильтр", actor=Actor("anna")) == []


def test_an_excerpt_begins_before_the_first_word_on_one_line() -> None:
    text = "a" * 50 + " before the\nword that is looked for " + "b" * 300
    assert excerpt(text, ["looked"]).startswith("the word that is looked for bbb")
    assert len(excerpt(text, ["looked"])) <= 160
    assert excerpt("short", ["absent"]) == "short"


def test_a_draft_is_there_for_the_next_who_opens_and_goes_with_its_chat(engine: Engine, home: Path) -> None:
    chat = engine.new_chat()
    engine.keep_draft(chat.id, "half a\nquestion", 4)
    engine.keep_draft("new:/line", "other")
    with Engine.open(home) as other:
        kept = other.draft(chat.id)
        assert (kept.text, kept.caret) == ("half a\nquestion", 4)
        assert other.draft(chat.id, actor=Actor("anna")) == Draft()
    engine.keep_draft("new:/line", "")
    assert engine.draft("new:/line") == Draft()
    engine.delete_chat(chat.id)
    assert engine.draft(chat.id) == Draft()


def test_headings_of_ones_own_documents_are_offered_before_those_of_rubin(engine: Engine) -> None:
    offered = engine.suggestions(locale="ru")
    assert all(one.filename.endswith(".md") for one in offered)
    text = (
        "# Manual\n\n## Contents\n\nall\n\n## 3.2 Braking resistor current\n\nIt draws 12 A.\n\nMore.\n\n"
        "## Fault F30002\n\nToo high.\n"
    )
    engine.add_text("G120.md", text)
    assert [(one.question, one.filename) for one in engine.suggestions(locale="en")] == [
        ("Braking resistor current", "G120.md"),
    ]


def test_filters_in_a_question_narrow_it_and_are_told(engine: Engine) -> None:
    engine.add_text("G120.md", "# A\n\nThe braking resistor draws 12 A.\n", category="drives", tags=("old",))
    engine.add_text("G130.md", "# B\n\nThe braking resistor draws 7 A.\n", category="drives", tags=("new",))
    question = "How much does the braking resistor draw?"

    def files(filters: str) -> set[str]:
        answer = engine.ask(f"{filters} {question}".strip())
        assert answer.question == f"{filters} {question}".strip()
        assert answer.keywords[: len(filters.split())] == tuple(filters.split())
        return {place.filename for place in answer.citations}

    assert {"G120.md", "G130.md"} <= files("")
    assert files("файл:G130") == {"G130.md"}
    assert files("тег:old") == {"G120.md"}
    assert files("раздел:drives -tag:old") == {"G130.md"}
    assert files("file:G120 тег:new") == set()
    assert files("где:заметки") == set()
    assert files("до:2001") == set()
    assert files("раздел:drives язык:en") == {"G120.md", "G130.md"}
