"""Answers over XQuAD, through the engine: how often the answer is right, and refused when it is not there.

The data is no part of the project: its folder is named by `RUBIN_EVAL`, else looked for beside the
repository. A shown sentence counts if it comes from the question's own paragraph and contains a gold
answer; a passage counts if it is that paragraph.

"2-fold" is what is promised: each half of the documents is asked with weights fitted on the other half.
The plain figures are those of the weights that are shipped, which have seen all of it.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from rubin_tui.engine import Engine
from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.model import Answer, Answered, Scope

DATA = Path(__file__).resolve().parents[2] / "shared" / "eval"
BUDGETS = {
    "en": {"2-fold S@1": 75.5, "2-fold S@3": 91.0, "S@1": 75.5, "S@3": 91.0, "refused": 80.0},
    "ru": {"2-fold S@1": 71.0, "2-fold S@3": 88.0, "S@1": 71.0, "S@3": 88.0, "refused": 75.0},
}
MILLISECONDS = 5.0
"""A question, of which nothing is remembered from the one before; in CPU time of this process."""
SEED = 1
LONG = 5  # letters; in one longer word of a question with a typo two inner ones are swapped


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


@dataclass(frozen=True, slots=True)
class Base:
    """An engine with articles of one language, the scope they are, and all questions about the articles."""

    language: str
    engine: Engine
    scope: Scope
    loaded: frozenset[int]
    questions: tuple[Asked, ...]


def run() -> list[Row]:
    """All figures; without the data one row a language that says so."""
    from benchmarks import train_answers  # which asks through this module

    rows = [
        Row(f"answers {language}", None, None, "no data: set RUBIN_EVAL", True)
        for language in BUDGETS
        if language not in languages()
    ]
    with ExitStack() as stack:
        bases = [stack.enter_context(base_of(language)) for language in languages()]
        fitted = train_answers.folds(train_answers.gather(bases))
        for base in bases:
            trained = [Assistant(base.engine.library, weights=weights) for weights in fitted]
            rows += _rows(base, trained, train_answers.FOLDS)
    return rows


def languages() -> list[str]:
    """Those there is data for."""
    return [language for language in BUDGETS if _path(language).is_file()]


@contextmanager
def base_of(language: str, wanted: Callable[[int], bool] = lambda number: True) -> Iterator[Base]:
    """An engine with the `wanted` articles of a language, by their numbers."""
    articles = json.loads(_path(language).read_text("utf-8"))["data"]
    loaded = [number for number in range(len(articles)) if wanted(number)]
    with tempfile.TemporaryDirectory() as folder, Engine.open(Path(folder)) as engine:
        documents = [
            engine.add_text(f"{language}-{number}.md", _markdown(articles[number])).id for number in loaded
        ]
        scope = Scope(documents=tuple(documents))
        yield Base(language, engine, scope, frozenset(loaded), tuple(_questions(articles)))


def is_right(asked: Asked, filename: str, heading: str, text: str) -> bool:
    """Whether `text` is out of the question's own paragraph and contains a gold answer."""
    return _is_own(asked, filename, heading) and any(gold in _folded(text) for gold in asked.golds)


def _rows(base: Base, trained: Sequence[Assistant], folds: int) -> Iterator[Row]:
    language, budgets = base.language, BUDGETS[base.language]
    shipped = Assistant(base.engine.library)
    began = time.process_time()
    outcomes = [_ask(base, shipped, asked) for asked in base.questions]
    spent = 1000 * (time.process_time() - began) / len(outcomes)
    crossed = [_ask(base, trained[asked.article % folds], asked) for asked in base.questions]
    typos = random.Random(SEED)
    mistyped = [_ask(base, shipped, asked, _with_typo(asked.text, typos)) for asked in base.questions]
    halves = []
    for half in (0, 1):
        with base_of(language, lambda number, half=half: number % 2 == half) as part:
            assistant = Assistant(part.engine.library)
            halves += [_ask(part, assistant, asked) for asked in part.questions]
    figures = {f"2-fold {name}": value for name, value in _scores(crossed).items() if name.startswith("S")}
    figures |= _scores(outcomes)
    figures |= {f"typo {name}": value for name, value in _scores(mistyped).items() if name.startswith("S")}
    figures["refused"] = _refused(halves)
    for name, value in figures.items():
        yield _at_least(f"answers {language} {name}", value, budgets.get(name), "%")
    yield Row(f"answers {language} CPU", spent, MILLISECONDS, "ms/question", spent <= MILLISECONDS)


def _path(language: str) -> Path:
    return Path(os.environ.get("RUBIN_EVAL") or DATA) / "xquad-dev" / f"xquad-dev.{language}.json"


def _ask(base: Base, assistant: Assistant, asked: Asked, text: str = "") -> Outcome:
    *_, last = assistant.answer_events(text or asked.text, scope=base.scope)
    assert isinstance(last, Answered)
    return Outcome(asked, last.answer, asked.article in base.loaded)


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


def _with_typo(text: str, typos: random.Random) -> str:
    """`text` with two inner letters of one of its longer words swapped."""
    words = text.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > LONG and word.isalpha()]
    if long:
        number = typos.choice(long)
        word = words[number]
        at = typos.randrange(1, len(word) - 2)
        words[number] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


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
        is_right(outcome.asked, sentence.citation.filename, _heading(outcome, place), sentence.text)
        for place, sentence in enumerate(outcome.answer.sentences)
    ]


def _own(outcome: Outcome, place: int) -> bool:
    """Whether the sentence at `place` of the answer is out of the question's own paragraph."""
    if place >= len(outcome.answer.sentences):
        return False
    filename = outcome.answer.sentences[place].citation.filename
    return _is_own(outcome.asked, filename, _heading(outcome, place))


def _heading(outcome: Outcome, place: int) -> str:
    return "".join(outcome.answer.sentences[place].citation.heading_path[-1:])


def _is_own(asked: Asked, filename: str, heading: str) -> bool:
    return filename.rpartition("-")[2] == f"{asked.article}.md" and heading == asked.heading


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
