"""Whether the evidence answers: found, maybe, not found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubin_tui.engine.assistant.evidence import Evidence
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.model import Confidence

FOUND = 0.40
MAYBE = 0.26

_MOST = 1.3  # the greatest sum: everything covered, side by side
_CODE = re.compile(r"%?[^\W\d_]|\d+#")


def judge(question: Question, evidence: Sequence[Evidence]) -> tuple[Confidence, float]:
    """How sure the answer is, and the score (0..1) that says so: `(cov + 0.7 near + 0.3 prox) / 1.3`.

    An identifier that no document holds can never be answered: with it nothing is "found", and when it
    is a name rather than a number (`F30002`, not `1200`) the answer is "not found".
    """
    if not evidence:
        return "not_found", 0.0
    features = evidence[0].features
    score = min(1.0, (features.cov + 0.7 * features.near + 0.3 * features.prox) / _MOST)
    absent = [asked for asked in question.missing if asked.name]
    if score < MAYBE or any(_CODE.match(asked.typed) for asked in absent):
        return "not_found", score
    return ("found" if score >= FOUND and not absent else "maybe"), score
