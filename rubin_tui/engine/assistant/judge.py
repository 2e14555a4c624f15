"""Whether the evidence answers: found, maybe, not found."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rubin_tui.engine.assistant.evidence import Evidence, Features
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.model import Confidence

# Fitted on XQuAD with half of its articles taken away, en and ru together; in percent of the questions
# that can (and that cannot) be answered from the rest:
FOUND = 0.33  # is reached by 90 (1) in en, 83 (3) in ru
MAYBE = 0.23  # is reached by 97 (11) in en, 94 (9) in ru

NEAR, PROX = 0.7, 0.3
MISSING = 0.4  # what an answer loses when no document holds any word of the question
TOO_MUCH = 0.3  # of the question: with more of it missing nothing is "found"
PROPER = 0.8  # what is left of it for each missing word with a capital: who is asked about is not there


def judge(question: Question, evidence: Sequence[Evidence]) -> tuple[Confidence, float]:
    """How sure the answer is, and the score (0..1) that says so.

    The score is `(cov + 0.7 near + 0.3 prox) / 1.3` of the best sentence, less for each word of the
    question that no document holds.

    An identifier that no document holds can never be answered: with it nothing is "found", and when it
    is a name rather than a number (`F30002`, not `1200`) the answer is "not found".
    """
    if not evidence:
        return "not_found", 0.0
    score = sureness(evidence[0].features)
    missing = _share_missing(question)
    score *= 1 - MISSING * missing
    score *= PROPER ** sum(asked.proper for asked in question.missing)
    absent = [asked for asked in question.missing if asked.name]
    if score < MAYBE or any(asked.is_code for asked in absent):
        return "not_found", score
    sure = score >= FOUND and missing <= TOO_MUCH and not absent
    return ("found" if sure else "maybe"), score


def sureness(features: Features) -> float:
    """How much of the question a sentence holds, itself and around it: 0..1."""
    return min(1.0, (features.cov + NEAR * features.near + PROX * features.prox) / (1 + PROX))


def _share_missing(question: Question) -> float:
    total = sum(math.sqrt(asked.idf) for asked in question.asked)
    return sum(math.sqrt(asked.idf) for asked in question.missing) / total if total else 0.0
