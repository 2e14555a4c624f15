"""Answers given before."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.cache import AnswerCache
from rubin_tui.engine.model import Actor, Answer, Answered, Scope
from tests.engine.assistant.memory import Memory


class Counted(Memory):
    """Tells how often it was searched."""

    searched = 0

    def find(self, *args: Any, **kwargs: Any) -> Any:
        self.searched += 1
        return super().find(*args, **kwargs)


@pytest.fixture
def memory() -> Counted:
    memory = Counted()
    memory.add("The ramp time of the drive is long.")
    return memory


def ask(assistant: Assistant, message: str, **kwargs: Any) -> Answer:
    *_, last = assistant.answer_events(message, **kwargs)
    assert isinstance(last, Answered)
    return last.answer


def test_the_same_question_is_answered_as_before_without_a_search(memory: Counted) -> None:
    assistant = Assistant(memory)
    first = list(assistant.answer_events("ramp time"))
    again = list(assistant.answer_events("  ramp\n time "))
    assert memory.searched == 1
    assert assistant.counts == (2, 1)
    assert again[:2] == first[:2]
    assert isinstance(again[2], Answered) and isinstance(first[2], Answered)
    assert again[2].answer.sentences == first[2].answer.sentences
    assert again[2].answer.question == "  ramp\n time "
    assert again[2].answer.seconds != first[2].answer.seconds


@pytest.mark.parametrize(
    "other",
    [
        {"message": "Ramp time"},
        {"message": "ramp time?"},
        {"scope": Scope(types=("pdf",))},
        {"actor": Actor("else")},
        {"locale_hint": "ru"},
    ],
)
def test_another_question_scope_actor_or_language_is_not(memory: Counted, other: dict[str, Any]) -> None:
    assistant = Assistant(memory)
    ask(assistant, "ramp time")
    ask(assistant, **{"message": "ramp time", **other})
    assert assistant.counts == (2, 0)


def test_a_change_of_the_documents_makes_all_answers_new(memory: Counted) -> None:
    assistant = Assistant(memory)
    ask(assistant, "What is the ramp time?")
    memory.add("The ramp time of the drive is 20 s.", filename="new.pdf")
    assert len(ask(assistant, "What is the ramp time?").sentences) == 2
    assert assistant.counts == (2, 0)


def test_the_answer_asked_for_longest_ago_goes(memory: Counted) -> None:
    assistant = Assistant(memory, cache=AnswerCache(entries=2))
    for message in ("ramp", "time", "ramp", "drive", "ramp", "time"):
        ask(assistant, message)
    assert assistant.counts == (6, 2)  # "ramp" twice; "time" had to go for "drive"


def test_a_cancelled_question_leaves_nothing_and_a_cached_one_can_be_cancelled(memory: Counted) -> None:
    assistant = Assistant(memory)
    cancel = threading.Event()
    events = assistant.answer_events("ramp time", cancel=cancel)
    next(events)
    cancel.set()
    assert list(events) == []
    ask(assistant, "ramp time")
    assert assistant.counts == (2, 0)
    assert len(list(assistant.answer_events("ramp time", cancel=cancel))) == 2


def test_an_answer_over_older_documents_is_not_kept(memory: Counted) -> None:
    assistant = Assistant(memory)
    slow = assistant.answer_events("ramp time")
    next(slow)
    memory.add("Another one about the time.", filename="new.pdf")
    ask(assistant, "drive")
    assert isinstance(list(slow)[-1], Answered)
    ask(assistant, "ramp time")
    assert assistant.counts == (3, 0)


def test_documents_that_come_and_go_are_seen_at_once(tmp_path: Path) -> None:
    question = "Which parameter holds the quantum ramp time?"
    with Engine.open(tmp_path) as engine:
        assert engine.ask(question).confidence != "found"
        document = engine.add_text("a.md", "The quantum ramp time is held by parameter p1121.")
        assert engine.ask(question).confidence == "found"
        assert engine.ask(question).sentences == engine.ask(question).sentences
        stats = engine.stats()
        assert (stats.answers_asked, stats.answers_cached) == (4, 2)
        engine.remove_document(document.id)
        assert engine.ask(question).confidence != "found"


def test_two_programs_on_one_profile_see_each_others_changes(tmp_path: Path) -> None:
    question = "Which parameter holds the quantum ramp time?"
    with Engine.open(tmp_path) as one, Engine.open(tmp_path) as other:
        assert one.ask(question).confidence != "found"
        other.add_text("a.md", "The quantum ramp time is held by parameter p1121.")
        assert one.ask(question).confidence == "found"
