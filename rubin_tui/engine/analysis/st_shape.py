"""Structured Text that is hard to follow or to test: complexity, nesting and length of each part."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message

if TYPE_CHECKING:  # the parser is loaded with the first text, not with the screen
    from rubin_tui.engine.analysis.iec.metrics import Measure

MOST_MINUTES = 240
"""What one part costs at most: by then it is written anew."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a POU, method or action may have before it is said to have too much."""

    cyclomatic: int = 20
    cognitive: int = 20
    nesting: int = 5
    lines: int = 200


class StShape(Analyzer):
    """What is above a limit, as information (PLCopen CP9, SA0150, SA0178).

    Only cognitive complexity costs minutes of its own, one for each point above the limit, as with Python:
    the other rules look at the same code from other sides.
    """

    id = "st-shape"
    languages = frozenset({"st"})
    seconds = 5.0
    judges = False

    def __init__(self, trees: Trees | None = None, limits: Limits | None = None) -> None:
        self._trees = trees or Trees()
        self._limits = limits or Limits()

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        from rubin_tui.engine.analysis.iec.metrics import measures

        if snapshot.text.lstrip("\ufeff \t\r\n").startswith("<"):  # the analyzer of syntax says so
            return
        unit = self._trees.tree(snapshot.text, snapshot.path)
        lines = Lines(snapshot.text)
        for measure in measures(unit):
            if cancel.is_set():
                return
            yield from self._findings(measure, lines)

    def rule(self, rule: str) -> RuleText | None:
        limits = self._limits
        most = {
            "st-complex": limits.cyclomatic,
            "st-cognitive": limits.cognitive,
            "st-nesting": limits.nesting,
            "st-long": limits.lines,
        }
        return own_rule(rule.replace("-", "_"), most=most[rule]) if rule in most else None

    def forget(self, path: str) -> None:
        self._trees.forget(path)

    def _findings(self, measure: Measure, lines: Lines) -> Iterator[Diagnostic]:
        limits = self._limits
        counted = (
            ("st-complex", measure.cyclomatic, limits.cyclomatic),
            ("st-cognitive", measure.cognitive, limits.cognitive),
            ("st-nesting", measure.nesting, limits.nesting),
            ("st-long", measure.lines, limits.lines),
        )
        start, end = lines.at(measure.start), lines.at(measure.end)
        if end.line > start.line:
            end = start._replace(character=len(lines.line(start.line)))
        for rule, count, most in counted:
            if count > most:
                id = f"analysis.{rule.replace('-', '_')}"
                params = {"name": measure.name or lines.line(start.line).strip()[:40], "most": most}
                minutes = float(min(count - most, MOST_MINUTES)) if rule == "st-cognitive" else 0.0
                yield Diagnostic(
                    rule,
                    "info",
                    "complexity",
                    Message(id, {**params, "found": count}),
                    start,
                    end,
                    self.id,
                    minutes=minutes,
                )
