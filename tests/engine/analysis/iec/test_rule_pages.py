"""Each rule has a page in both languages whose bad example is found and whose good one is clean."""

import threading

import pytest

from rubin_tui.engine.analysis.iec.suppression import SA
from rubin_tui.engine.analysis.rule_pages import LANGUAGES, page, rules
from rubin_tui.engine.analysis.st_check import StCheck
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.messages import render

EVERY = [
    *("st-case-label", "st-case-range", "st-cycle", "st-duplicate", "st-for-changed", "st-narrowing"),
    *("st-no-effect", "st-real-equal", "st-recursion", "st-undeclared", "st-unknown-type", "st-unused"),
]


def found(text: str) -> set[str]:
    both = [*StRules().analyze(Snapshot(0, text, "st"), threading.Event())]
    both += StCheck().analyze(Snapshot(0, text, "st"), threading.Event())
    return {one.rule for one in both if isinstance(one, Diagnostic)}


def test_every_rule_has_its_page() -> None:
    assert rules() == EVERY
    assert set(EVERY) >= SA.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", EVERY)
def test_examples_are_what_they_say(rule: str, language: str) -> None:
    one = page(rule, language)
    assert one is not None
    assert found(one.bad) == {rule}
    assert found(one.good) == set()
    assert rule in one.text and one.title and one.how


@pytest.mark.parametrize("rule", EVERY)
def test_a_page_is_shown_in_the_language_of_the_person(rule: str) -> None:
    said = StRules().rule(rule)
    russian, english = page(rule, "ru"), page(rule, "en")
    assert said is not None and russian is not None and english is not None
    assert render(said.title, "ru") == russian.title != english.title == render(said.title, "en")  # type: ignore[arg-type]
    assert render(said.why, "ru") == russian.why and "\n" not in russian.why  # type: ignore[arg-type]
    assert render(said.how, "en") == english.how and "```" not in english.how  # type: ignore[arg-type]


def test_other_rules_have_none() -> None:
    assert StRules().rule("F401") is None
