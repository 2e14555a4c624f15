"""What the score counts beside errors, as rows of their own: hints that say what costs points and where."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.python_shape import parts
from rubin_tui.engine.analysis.repeats import repeats
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot
from rubin_tui.engine.model import Message

MOST_COMPLEXITY = 15
"""Cognitive complexity of a function above which every point is a minute."""

MOST_LINES = 20_000
"""A longer text is not looked at: that would take seconds from whoever types in it."""

_MINUTES_A_LINE = 0.5
_LANGUAGES = (
    *(
        "python",
        "st",
        "c",
        "cpp",
        "csharp",
        "java",
        "go",
        "rust",
        "javascript",
        "typescript",
        "pascal",
        "basic",
    ),
    *("lua", "tcl", "matlab", "shell", "powershell", "perl", "ruby"),
)


class StructureCheck(Analyzer):
    """Repeated code in programming languages; of Python also complexity and missing docstrings."""

    id = "structure"
    languages = frozenset(_LANGUAGES)
    seconds = 5.0
    judges = False

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        lines = Lines(snapshot.text)
        if len(lines) > MOST_LINES:
            yield Problem(Message("analysis.structure.too_long", {"most": MOST_LINES}), failed=False)
            return
        for repeat in repeats(lines, snapshot.language, cancel):
            params = {"count": repeat.lines, "line": repeat.first.line + 1}
            yield Diagnostic(
                rule="duplicate-code",
                severity="hint",
                category="duplication",
                message=Message("analysis.duplicate_code", params, repeat.lines),
                start=repeat.start,
                end=repeat.end,
                source=self.id,
                related=(Related(Message("analysis.first_stands_here"), repeat.first, repeat.first_end),),
                minutes=_MINUTES_A_LINE * repeat.lines,
            )
        if snapshot.language == "python" and not cancel.is_set():
            yield from self._python(snapshot.text, lines)

    def rule(self, rule: str) -> RuleText | None:
        return own_rule(rule.replace("-", "_"), most=MOST_COMPLEXITY)

    def _python(self, text: str, lines: Lines) -> Iterator[Finding]:
        for part in parts(text):
            start = lines.place(part.line - 1, part.column, "utf-8")
            line = lines.line(start.line)
            at = line.find(part.name, start.character)
            if at >= 0:
                start = start._replace(character=at)
            end = lines.word(start)
            above = part.complexity - MOST_COMPLEXITY
            if above > 0:
                params = {"name": part.name, "complexity": part.complexity, "most": MOST_COMPLEXITY}
                message = Message("analysis.complex_function", params)
                yield Diagnostic(
                    "complex-function", "hint", "complexity", message, start, end, self.id, minutes=above
                )
            if not part.documented:
                message = Message("analysis.no_docstring", {"name": part.name})
                yield Diagnostic("no-docstring", "hint", "docs", message, start, end, self.id, minutes=1)
