"""The weights are what `benchmarks/train_answers.py` fits."""

from __future__ import annotations

import numpy as np

from benchmarks.train_answers import HELD, Candidates, fit, folds
from rubin_tui.engine.assistant.evidence import Weights


def question(article: int, right: list[float], *wrong: list[float]) -> Candidates:
    """Features in the order cov, passage, near, type, prox."""
    rows = [right, *wrong]
    return Candidates(article, np.array(rows), np.zeros(len(rows)), np.array([True] + [False] * len(wrong)))


MANY = [
    question(0, [1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 0, 1, 1]),
    question(1, [1, 0, 0, 1, 0], [0, 1, 1, 0, 1]),
    question(1, [0, 0, 1, 1, 0], [0, 1, 0, 0, 1]),
]


def test_what_right_answers_have_weighs_more() -> None:
    weights = fit(MANY)
    assert weights.cov > 1.0 > 0.0 > weights.prox
    assert weights.document == HELD == Weights().document


def test_the_fit_is_the_same_each_time_and_in_any_order() -> None:
    assert fit(MANY) == fit(MANY)
    assert abs(fit(MANY).cov - fit(MANY[::-1]).cov) < 1e-9


def test_questions_without_a_choice_teach_nothing() -> None:
    none = Candidates(0, np.ones((2, 5)), np.zeros(2), np.array([False, False]))
    every = Candidates(0, np.ones((2, 5)), np.zeros(2), np.array([True, True]))
    assert fit([*MANY, none, every]) == fit(MANY)


def test_what_else_is_in_a_score_is_taken_into_account() -> None:
    one = MANY[0]
    helped = Candidates(0, one.features, np.array([9.0, 0.0, 0.0]), one.right)
    assert 0.0 < fit([helped]).cov < fit([one]).cov


def test_each_fold_is_fitted_on_the_documents_of_the_others() -> None:
    assert folds(MANY) == [fit(MANY[1:]), fit(MANY[:1])]
