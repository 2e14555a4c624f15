"""What analyzers found, put together: issues, score, recommendations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.analysis.score import minutes_of, score
from rubin_tui.engine.code_model import (
    SEVERITIES,
    AnalyzerDone,
    Diagnostic,
    NotRun,
    Ran,
    Recommendation,
    Report,
    Snapshot,
)

MOST_RECOMMENDATIONS = 7

Rules = Callable[[str, str], RuleText | None]
"""What is said about a rule, by analyzer and rule."""


def in_order(issues: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Issues by path, place, severity, rule."""
    return tuple(
        sorted(
            issues,
            key=lambda issue: (
                issue.path,
                issue.start,
                SEVERITIES.index(issue.severity),
                issue.end,
                issue.rule,
                issue.source,
                str(issue.message),
            ),
        )
    )


def with_minutes(issue: Diagnostic) -> Diagnostic:
    """The issue with the minutes of its kind, unless it has its own."""
    return issue if issue.minutes else replace(issue, minutes=minutes_of(issue.severity, issue.category))


def report_of(
    snapshot: Snapshot,
    outcomes: Sequence[AnalyzerDone],
    lines: int,
    *,
    judged: bool,
    rules: Rules,
    not_run: Iterable[NotRun] = (),
    seconds: float = 0.0,
) -> Report:
    """The report on one text. `judged` says that an analyzer whose word makes a score has done its work."""
    issues = in_order(issue for outcome in outcomes for issue in outcome.diagnostics)
    value, breakdown = score(issues, lines)
    missing = [outcome.not_run for outcome in outcomes if outcome.not_run is not None]
    ran = [outcome.ran for outcome in outcomes if outcome.ran is not None]
    return Report(
        issues=issues,
        recommendations=recommendations(issues, rules),
        quality_score=value if judged else None,
        score_breakdown=breakdown if judged else (),
        not_run=tuple(sorted((*missing, *not_run), key=lambda row: row.analyzer)),
        ran=tuple(sorted(ran, key=lambda row: row.analyzer)),
        path=snapshot.path,
        language=snapshot.language,
        lines=lines,
        seconds=seconds,
    )


def together(reports: Sequence[Report], rules: Rules) -> Report:
    """One report on several texts. The score is that of all their minutes against all their lines."""
    issues = in_order(issue for report in reports for issue in report.issues)
    judged = [report for report in reports if report.quality_score is not None]
    counted = (issue for report in judged for issue in report.issues)
    value, breakdown = score(counted, sum(report.lines for report in judged))
    languages = {report.language for report in reports}
    return Report(
        issues=issues,
        recommendations=recommendations(issues, rules),
        quality_score=value if judged else None,
        score_breakdown=breakdown if judged else (),
        not_run=_once(row for report in reports for row in report.not_run),
        ran=_ran_once(row for report in reports for row in report.ran),
        path=reports[0].path if len(reports) == 1 else "",
        language=languages.pop() if len(languages) == 1 else "",
        lines=sum(report.lines for report in reports),
        seconds=sum(report.seconds for report in reports),
    )


def recommendations(issues: Sequence[Diagnostic], rules: Rules) -> tuple[Recommendation, ...]:
    """The rules whose findings cost most, at most seven, each with why and how."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for issue in issues:
        if issue.minutes:
            groups.setdefault((issue.source, issue.rule), []).append(issue)
    ranked = sorted(groups.items(), key=lambda group: (-sum(issue.minutes for issue in group[1]), group[0]))
    return tuple(_recommendation(group, rules(*name)) for name, group in ranked[:MOST_RECOMMENDATIONS])


def _recommendation(group: list[Diagnostic], text: RuleText | None) -> Recommendation:
    first = min(group, key=lambda issue: SEVERITIES.index(issue.severity))
    fixes = [fix for issue in group for fix in issue.fixes if fix.safe]
    return Recommendation(
        rule=first.rule,
        source=first.source,
        severity=first.severity,
        title=text.title if text is not None else first.message,
        count=len(group),
        minutes=sum(issue.minutes for issue in group),
        why=text.why if text is not None else "",
        how=(text.how if text is not None else "") or (fixes[0].title if fixes else ""),
        url=first.url,
        fixable=sum(any(fix.safe for fix in issue.fixes) for issue in group),
        path=group[0].path,
        first=group[0].start,
    )


def _once(rows: Iterable[NotRun]) -> tuple[NotRun, ...]:
    unique = {(row.analyzer, row.reason.id, str(row.reason.params)): row for row in rows}
    return tuple(unique[key] for key in sorted(unique))


def _ran_once(rows: Iterable[Ran]) -> tuple[Ran, ...]:
    return tuple(sorted(set(rows), key=lambda row: (row.analyzer, row.version)))
