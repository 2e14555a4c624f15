"""The passages an answer is looked for in."""

from __future__ import annotations

from typing import Any

from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.candidates import DEFINING, PASSAGES, gather
from rubin_tui.engine.model import EVERYWHERE, LOCAL
from tests.engine.assistant.memory import Found, Memory


def texts(memory: Memory, message: str) -> list[str]:
    question = Assistant(memory).understand(message)
    found = gather(memory, question, scope=EVERYWHERE, actor=LOCAL)
    return [one.passage.text for one in found]


def often_used(last: str) -> Memory:
    """A base that uses HAL everywhere, and in the worst-ranked passage says `last`."""
    memory = Memory()
    for number in range(DEFINING + 20):
        memory.add(f"HAL pins, HAL signals, HAL files {number}.")
    memory.add(f"{last} {'More is told of other things in many words here. ' * 9}")
    return memory


def test_an_answer_is_looked_for_in_the_best_passages() -> None:
    assert len(texts(often_used("Nothing of HAL is said."), "Where do the HAL signals go?")) == PASSAGES


def test_the_definition_of_a_frequent_word_is_found_far_down() -> None:
    for definition in (
        "HAL is a layer.",
        "HAL\n\nHardware Abstraction Layer.",
        "As said. HAL: a layer of it.",
    ):
        found = texts(often_used(definition), "What is HAL?")
        assert len(found) == DEFINING + 1
        assert found[-1].startswith(definition)


def test_a_mention_far_down_is_not_read() -> None:
    assert len(texts(often_used("The layer has a HAL."), "What is HAL?")) == DEFINING


def test_without_a_term_that_is_held_nothing_is_searched() -> None:
    class Unsearched(Memory):
        def find(self, *args: Any, **kwargs: Any) -> list[Found]:
            raise AssertionError("searched")

    assert texts(Unsearched(), "What is HAL?") == []
