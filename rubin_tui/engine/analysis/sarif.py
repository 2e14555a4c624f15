"""A report as SARIF 2.1.0 (OASIS, 2020), the form code hosts and editors read.

Lines and columns count from 1 there; columns are code points, which is said in `columnKind`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rubin_tui import __version__
from rubin_tui.engine.code_model import Diagnostic, Edit, Fix, Report, Severity
from rubin_tui.engine.model import Message, Position

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}

Words = Callable[[Message | str], str]


def to_sarif(report: Report, words: Words) -> dict[str, Any]:
    """The report as one SARIF log. `words` puts messages into a language."""
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for issue in report.issues:
        id = f"{issue.source}/{issue.rule}"
        rules.setdefault(id, _rule(id, issue, report, words))
        results.append(_result(id, list(rules).index(id), issue, words))
    notices = [
        {
            "level": "error" if row.failed else "note",
            "message": {"text": words(row.reason)},
            "descriptor": {"id": row.analyzer or "rubin"},
        }
        for row in report.not_run
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "rubin",
                        "version": __version__,
                        "rules": list(rules.values()),
                    },
                    "extensions": [
                        {"name": row.analyzer, **({"version": row.version} if row.version else {})}
                        for row in report.ran
                    ],
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not any(row.failed for row in report.not_run),
                        "toolExecutionNotifications": notices,
                    }
                ],
                "results": results,
                "properties": {"qualityScore": report.quality_score, "scoreVersion": report.score_version},
            }
        ],
    }


def _rule(id: str, issue: Diagnostic, report: Report, words: Words) -> dict[str, Any]:
    advice = next(
        (one for one in report.recommendations if (one.source, one.rule) == (issue.source, issue.rule)), None
    )
    rule: dict[str, Any] = {
        "id": id,
        "name": issue.rule,
        "defaultConfiguration": {"level": _LEVELS[issue.severity]},
        "properties": {"category": issue.category},
    }
    if advice is not None and words(advice.title):
        rule["shortDescription"] = {"text": words(advice.title)}
    if page := words(issue.explanation):
        rule["help"] = {"text": page}
    if issue.url:
        rule["helpUri"] = issue.url
    return rule


def _result(id: str, index: int, issue: Diagnostic, words: Words) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": id,
        "ruleIndex": index,
        "level": _LEVELS[issue.severity],
        "message": {"text": words(issue.message)},
        "locations": [_location(issue.path, issue.start, issue.end)],
        "partialFingerprints": {"rubin/v1": issue.fingerprint},
    }
    if issue.related:
        result["relatedLocations"] = [
            {
                **_location(issue.path, other.start, other.end),
                "message": {"text": words(other.message) or "-"},
            }
            for other in issue.related
        ]
    if issue.fixes:
        result["fixes"] = [_fix(fix, issue.path, words) for fix in issue.fixes]
    return result


def _fix(fix: Fix, path: str, words: Words) -> dict[str, Any]:
    return {
        "description": {"text": words(fix.title) or "-"},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": [_replacement(edit) for edit in fix.edits]}
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}


def _location(path: str, start: Position, end: Position) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(start, end)}}


def _artifact(path: str) -> dict[str, Any]:
    if not path:
        return {"uri": "stdin"}
    place = Path(path)
    if place.is_absolute():
        return {"uri": place.as_uri()}
    return {"uri": quote(place.as_posix().encode("utf-8", "surrogateescape"))}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line + 1,
        "startColumn": start.character + 1,
        "endLine": end.line + 1,
        "endColumn": end.character + 1,
    }
