"""The quality score, version 1: minutes of work against the size of the code.

    ratio = minutes / (3 minutes x max(lines of code, 100))
    score = 100 x 2 ^ (-ratio / 0.12), at most 49 while there is a syntax error

after SQALE's debt ratio, without its steps. Every number in it is printed, so anyone can compute it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rubin_tui.engine.code_model import Category, Diagnostic, ScorePart, Severity

MINUTES_A_LINE = 3.0
FEWEST_LINES = 100
HALVED_AT = 0.12
CAP = 49.0

PARTS = ("syntax", "security", "errors", "warnings", "info", "complexity", "duplication", "docs")

_SYNTAX = 30.0
_MINUTES: dict[Severity, float] = {"error": 15.0, "warning": 5.0, "info": 1.0, "hint": 0.0}
_SECURITY_ERRORS = 2  # times an error
_PART_OF: dict[Severity, str] = {"error": "errors", "warning": "warnings", "info": "info"}


def minutes_of(severity: Severity, category: Category) -> float:
    """What mending a finding costs, unless its rule says otherwise."""
    if category == "tool":
        return 0.0
    if category == "syntax":
        return _SYNTAX
    return _MINUTES[severity] * (_SECURITY_ERRORS if (severity, category) == ("error", "security") else 1)


def score(issues: Iterable[Diagnostic], lines: int) -> tuple[float, tuple[ScorePart, ...]]:
    """The score of findings in so many lines of code, and what it is made of."""
    minutes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for issue in issues:
        part = _part_of(issue)
        if part is not None and issue.minutes:
            minutes[part] += issue.minutes  # type: ignore[assignment]
            counts[part] += 1
    return from_parts({part: (counts[part], float(minutes[part])) for part in PARTS if counts[part]}, lines)


def from_parts(parts: dict[str, tuple[int, float]], lines: int) -> tuple[float, tuple[ScorePart, ...]]:
    """The score of parts with their counts and minutes."""
    debt = sum(minutes for _, minutes in parts.values())
    ratio = debt / (MINUTES_A_LINE * max(lines, FEWEST_LINES))
    result = 100.0 * 2.0 ** (-ratio / HALVED_AT)
    lost = 100.0 - result
    breakdown = [
        ScorePart(name, count, minutes, round(lost * minutes / debt, 1))
        for name, (count, minutes) in sorted(parts.items(), key=lambda item: PARTS.index(item[0]))
    ]
    if "syntax" in parts and result > CAP:
        breakdown.append(ScorePart("cap", parts["syntax"][0], 0.0, round(result - CAP, 1)))
        result = CAP
    return round(result, 1), tuple(breakdown)


def grade(value: float) -> str:
    """A to E."""
    return next(
        (letter for letter, least in (("A", 90), ("B", 75), ("C", 60), ("D", 40)) if value >= least), "E"
    )


def _part_of(issue: Diagnostic) -> str | None:
    if issue.category == "tool":
        return None
    if issue.category in ("syntax", "security"):
        return str(issue.category)
    if issue.category == "complexity" and issue.severity == "info":
        return "complexity"
    if issue.severity == "hint":
        return str(issue.category) if issue.category in PARTS else None
    return _PART_OF[issue.severity]
