"""Answers over XQuAD, through the engine: how often the answer is right, and refused when it is not there.

The data is no part of the project: its folder is named by `RUBIN_EVAL`, else looked for beside the
repository. A shown sentence counts if it comes from the question's own paragraph and contains a gold
answer; a passage counts if it is that paragraph.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from rubin_tui.engine import Engine
from rubin_tui.engine.model import Answer, Scope

DATA = Path(__file__).resolve().parents[2] / "shared" / "eval"
BUDGETS = {
    "en": {"S@1": 74.0, "S@3": 90.0, "P@1": None, "P@3": None, "refused": 80.0},
    "ru": {"S@1": 69.0, "S@3": 86.0, "P@1": None, "P@3": None, "refused": 75.0},
}
MILLISECONDS = 5.0
"""A question, of which nothing is remembered from the one before; in CPU time of this process."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its article, the heading of its own paragraph, its gold answers."""

    text: str
    article: int
    heading: str
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question; `here`: its article was loaded."""

    asked: Asked
    answer: Answer
    here: bool


def run() -> list[Row]:
    """All figures; without the data one row that says so."""
    rows: list[Row] = []
    for language, budgets in BUDGETS.items():
        path = _data() / "xquad-dev" / f"xquad-dev.{language}.json"
        if not path.is_file():
            rows.append(Row(f"answers {language}", None, None, "no data: set RUBIN_EVAL", True))
            continue
        articles = json.loads(path.read_text("utf-8"))["data"]
        everything = range(len(articles))
        outcomes, seconds = _ask(articles, language, set(everything))
        figures = _scores(outcomes)
        halves = [_ask(articles, language, {n for n in everything if n % 2 == half})[0] for half in (0, 1)]
        figures["refused"] = _refused([outcome for half in halves for outcome in half])
        for name, value in figures.items():
            rows.append(_at_least(f"answers {language} {name}", value, budgets[name], "%"))
        spent = 1000 * seconds / len(outcomes)
        rows.append(Row(f"answers {language} CPU", spent, MILLISECONDS, "ms/question", spent <= MILLISECONDS))
    return rows


def _data() -> Path:
    return Path(os.environ.get("RUBIN_EVAL") or DATA)


def _ask(articles: list[dict[str, Any]], language: str, loaded: set[int]) -> tuple[list[Outcome], float]:
    """Ask every question with only the `loaded` articles in the base; and the CPU seconds of asking."""
    with tempfile.TemporaryDirectory() as folder, Engine.open(Path(folder)) as engine:
        documents = [
            engine.add_text(f"{language}-{number}.md", _markdown(article)).id
            for number, article in enumerate(articles)
            if number in loaded
        ]
        scope = Scope(documents=tuple(documents))
        questions = list(_questions(articles))
        engine.ask(questions[0].text, scope=scope)  # opens the index
        began = time.process_time()
        answers = [engine.ask(question.text, scope=scope) for question in questions]
        spent = time.process_time() - began
    outcomes = [
        Outcome(question, answer, question.article in loaded)
        for question, answer in zip(questions, answers, strict=True)
    ]
    return outcomes, spent


def _markdown(article: dict[str, Any]) -> str:
    return "\n\n".join(
        f"## {number}\n\n{paragraph['context']}" for number, paragraph in enumerate(article["paragraphs"], 1)
    )


def _questions(articles: list[dict[str, Any]]) -> Iterator[Asked]:
    for number, article in enumerate(articles):
        for heading, paragraph in enumerate(article["paragraphs"], 1):
            for question in paragraph["qas"]:
                golds = tuple(_folded(gold["text"]) for gold in question["answers"])
                yield Asked(question["question"], number, str(heading), golds)


def _scores(outcomes: list[Outcome]) -> dict[str, float]:
    sentences = [_right(outcome) for outcome in outcomes]
    passages = [[_own(outcome, place) for place in range(3)] for outcome in outcomes]
    return {
        "S@1": _percent(any(right[:1]) for right in sentences),
        "S@3": _percent(any(right[:3]) for right in sentences),
        "P@1": _percent(own[0] for own in passages),
        "P@3": _percent(any(own) for own in passages),
    }


def _right(outcome: Outcome) -> list[bool]:
    return [
        _own(outcome, place) and any(gold in _folded(sentence.text) for gold in outcome.asked.golds)
        for place, sentence in enumerate(outcome.answer.sentences)
    ]


def _own(outcome: Outcome, place: int) -> bool:
    """Whether the sentence at `place` of the answer is out of the question's own paragraph."""
    if place >= len(outcome.answer.sentences):
        return False
    citation = outcome.answer.sentences[place].citation
    article = citation.filename.rpartition("-")[2].removesuffix(".md")
    return article == str(outcome.asked.article) and citation.heading_path[-1:] == (outcome.asked.heading,)


def _refused(outcomes: list[Outcome]) -> float:
    """The share of unanswerable questions below the score that 95 % of the answerable ones reach."""
    here = sorted(outcome.answer.score for outcome in outcomes if outcome.here)
    threshold = here[int(len(here) * 0.05)]
    return _percent(outcome.answer.score < threshold for outcome in outcomes if not outcome.here)


def _percent(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return 100 * sum(counted) / len(counted)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("ё", "е").split())


def _at_least(name: str, value: float, budget: float | None, unit: str) -> Row:
    return Row(name, value, budget, unit, budget is None or value >= budget)


if __name__ == "__main__":
    print_table(run())
