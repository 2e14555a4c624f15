"""Fit the weights of the answers' features: `python -m benchmarks.train_answers`.

A logistic model over the candidates of each question (McFadden's conditional logit, 1974): the chance that
a candidate is shown first is the exponential of its score, over the sum of all. Its likelihood is that of a
right candidate being first. It asks what pairwise logistic regression asks, but of all candidates at once,
and was better than that by half a point. One set of weights for both languages.

Prints the weights of each fold (fitted on the other half of the documents) and those fitted on all, which
`evidence.Weights` ships rounded. Deterministic: no random numbers, Newton's method on a convex loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks import answers
from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.evidence import Evidence, Features, Weights

FOLDS = 2
HELD = 2.0
"""`document` is not fitted: it would learn that articles are of like size, as manuals are not."""
RIDGE = 0.01
STEPS = 100
LONGEST_STEP = 3.0
CLOSE = 1e-6

_NAMES = [field.name for field in fields(Features) if field.name != "document"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates of one question: features (n, 5), the rest of each score (n), which are right (n)."""

    article: int
    features: NDArray[np.float64]
    rest: NDArray[np.float64]
    right: NDArray[np.bool_]


def candidates_of(asked: answers.Asked, evidence: Sequence[Evidence], weights: Weights) -> Candidates:
    """The candidates of a question as `weigh` found them with `weights`."""
    rows = [[getattr(one.features, name) for name in _NAMES] for one in evidence]
    features = np.array(rows, dtype=float).reshape(len(evidence), len(_NAMES))
    fitted = features @ np.array([getattr(weights, name) for name in _NAMES])
    document = np.array([one.features.document for one in evidence], dtype=float)
    rest = np.array([one.score for one in evidence], dtype=float) - fitted
    rest += (HELD - weights.document) * document
    right = [
        answers.is_right(asked, one.found.document.filename, _heading(one), one.line.text) for one in evidence
    ]
    return Candidates(asked.article, features, rest, np.array(right, dtype=bool))


def fit(questions: Iterable[Candidates]) -> Weights:
    """The weights under which a right candidate is most likely first."""
    told = [one for one in questions if one.right.any() and not one.right.all()]
    weights = np.zeros(len(_NAMES))
    for _ in range(STEPS):
        slope = RIDGE * weights
        bend = RIDGE * np.eye(len(weights))
        for one in told:
            chance = _softmax(one.features @ weights + one.rest)
            among_right = np.where(one.right, chance, 0.0)
            among_right /= among_right.sum()
            mean = chance @ one.features
            slope -= (among_right - chance) @ one.features
            bend += (one.features * chance[:, None]).T @ one.features - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        step *= min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), CLOSE))
        weights -= step
        if float(np.abs(step).max()) < CLOSE:
            break
    return replace(Weights(), document=HELD, **dict(zip(_NAMES, map(float, weights), strict=True)))


def folds(questions: Sequence[Candidates]) -> list[Weights]:
    """For each fold of the documents the weights fitted on the others."""
    return [fit(one for one in questions if one.article % FOLDS != fold) for fold in range(FOLDS)]


def gather(bases: Iterable[answers.Base]) -> list[Candidates]:
    """The candidates of all questions of all languages."""
    found = []
    for base in bases:
        assistant = Assistant(base.engine.library)
        for asked in base.questions:
            question = assistant.understand(asked.text, scope=base.scope)
            found.append(candidates_of(asked, assistant.evidence(question, scope=base.scope), Weights()))
    return found


def _heading(evidence: Evidence) -> str:
    return "".join(evidence.found.passage.heading_path[-1:])


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())


def main() -> None:
    """Fit and print."""
    with ExitStack() as stack:
        bases = [stack.enter_context(answers.base_of(language)) for language in answers.languages()]
        questions = gather(bases)
    print(f"{'':8}" + "".join(f"{field.name:>10}" for field in fields(Weights)))
    shown = [(f"fold {n}", weights) for n, weights in enumerate(folds(questions))]
    for name, weights in [*shown, ("all", fit(questions)), ("shipped", Weights())]:
        print(f"{name:8}" + "".join(f"{value:10.2f}" for value in astuple(weights)))


if __name__ == "__main__":
    main()
