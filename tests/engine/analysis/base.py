"""What the tests of analysis share."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message, Position
from rubin_tui.messages import render

NEVER = threading.Event()


def found(analyzer: Analyzer, text: str, *, language: str = "", path: str = "") -> list[Diagnostic]:
    """The findings, sorted."""
    snapshot = Snapshot(1, text, language or next(iter(analyzer.languages)), path)
    items = list(analyzer.analyze(snapshot, NEVER))
    assert all(isinstance(item, Diagnostic) for item in items), items
    return sorted((item for item in items if isinstance(item, Diagnostic)), key=lambda item: item.start)


def places(issues: Iterable[Diagnostic]) -> list[tuple[str, int, int]]:
    """Rule, line and character of each."""
    return [(issue.rule, issue.start.line, issue.start.character) for issue in issues]


def words(text: Message | str, locale: str = "en") -> str:
    """A message in words."""
    return render(text, locale) if isinstance(text, Message) else text


def diagnostic(rule: str = "R1", line: int = 0, character: int = 0, **more: object) -> Diagnostic:
    """A finding one character wide."""
    values: dict[str, object] = {
        "rule": rule,
        "severity": "warning",
        "category": "bug",
        "message": f"{rule} says so",
        "start": Position(line, character),
        "end": Position(line, character + 1),
        "source": "fake",
        **more,
    }
    return Diagnostic(**values)  # type: ignore[arg-type]


class Fake(Analyzer):
    """Yields what it was given."""

    id = "fake"
    languages = frozenset({"python"})

    def __init__(self, *items: Finding) -> None:
        self.items = items
        self.seen: list[Snapshot] = []

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        self.seen.append(snapshot)
        return self.items


def fake(id: str, *items: object) -> Fake:
    """A fake under another name."""
    made: Fake = type(id.title(), (Fake,), {"id": id})(*items)
    return made
