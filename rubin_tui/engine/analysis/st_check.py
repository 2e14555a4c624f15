"""Structured Text: every syntax error with its place, what is wrong there, and what it belongs to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot
from rubin_tui.engine.model import Message

if TYPE_CHECKING:  # the parser is loaded with the first text, not with the screen
    from rubin_tui.engine.analysis.iec.syntax import Fault

_MOST = 500
"""Errors of one text that are shown."""


class StCheck(Analyzer):
    """Structured Text of every dialect. What a dialect does not know is no syntax error."""

    id = "st"
    languages = frozenset({"st"})
    seconds = 5.0

    def __init__(self, trees: Trees | None = None) -> None:
        self._trees = trees or Trees()

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        if snapshot.text.lstrip("\ufeff \t\r\n").startswith("<"):
            yield Problem(Message("iec.container"), failed=False)
            return
        unit = self._trees.tree(snapshot.text, snapshot.path)
        if cancel.is_set():
            return
        lines = Lines(snapshot.text)
        for offset, fault in islice(unit.faults(), _MOST):
            yield _diagnostic(fault, offset, lines)

    def rule(self, rule: str) -> RuleText | None:
        return own_rule("st_syntax")

    def forget(self, path: str) -> None:
        self._trees.forget(path)


def _diagnostic(fault: Fault, offset: int, lines: Lines) -> Diagnostic:
    message = fault.message
    related: tuple[Related, ...] = ()
    if fault.opener is not None:
        opened = lines.at(offset + fault.opener)
        message = Message(message.id, {**message.params, "line": opened.line + 1})
        related = (Related(Message("iec.opened"), opened, lines.word(opened)),)
    start = lines.at(offset + fault.start)
    end = lines.at(offset + max(fault.end, fault.start + 1))
    if end.line > start.line:
        end = start._replace(character=len(lines.line(start.line)))
    return Diagnostic("st-syntax", "error", "syntax", message, start, end, "st", related=related)
