"""Shell scripts by ShellCheck, where it is installed."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from rubin_tui.engine.analysis.analyzers import Finding
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.one_shot import OneShot
from rubin_tui.engine.code_model import Category, Diagnostic, Edit, Fix, Severity, Snapshot
from rubin_tui.engine.model import Message, Position

_LEVELS: dict[str, tuple[Severity, Category]] = {
    "error": ("error", "bug"),
    "warning": ("warning", "bug"),
    "info": ("info", "bug"),
    "style": ("info", "style"),
}
_SYNTAX = range(1000, 2000)


class Shellcheck(OneShot):
    """POSIX shell, bash, dash, ksh. Columns are characters from 1; a tab is one of them."""

    id = "shellcheck"
    languages = frozenset({"shell"})
    program = "shellcheck"
    extra = "shell"
    good_codes = frozenset({0, 1})

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        lines = Lines(snapshot.text)
        shell = [] if snapshot.text.startswith("#!") else ["--shell=bash"]
        told = self.run(["--format=json1", *shell, "-"], snapshot.text.encode("utf-8", "replace"), cancel)
        for comment in self.json(told)["comments"] if told is not None else ():
            yield _finding(comment, lines)


def _finding(comment: dict[str, Any], lines: Lines) -> Diagnostic:
    code = int(comment["code"])
    severity, category = _LEVELS.get(comment["level"], ("info", "style"))
    if code in _SYNTAX and severity == "error":
        category = "syntax"
    start, end = _span(comment, lines)
    return Diagnostic(
        rule=f"SC{code}",
        severity=severity,
        category=category,
        message=str(comment["message"]),
        start=start,
        end=end if end > start else lines.word(start),
        source="shellcheck",
        fixes=_fixes(comment.get("fix"), lines),
        url=f"https://www.shellcheck.net/wiki/SC{code}",
    )


def _fixes(fix: dict[str, Any] | None, lines: Lines) -> tuple[Fix, ...]:
    if not fix:
        return ()
    edits = tuple(Edit(*_span(part, lines), str(part["replacement"])) for part in fix["replacements"])
    return (Fix(Message("analysis.fix.suggested"), edits),)


def _span(place: dict[str, int], lines: Lines) -> tuple[Position, Position]:
    return (
        lines.place(place["line"] - 1, place["column"] - 1),
        lines.place(place["endLine"] - 1, place["endColumn"] - 1),
    )
