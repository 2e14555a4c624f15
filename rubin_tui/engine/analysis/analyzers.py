"""What an analyzer is, and the registry that knows them by language."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """An analyzer did not do its work, or not all of it.

    What `failed` is shown as one information row; what was left out on purpose is only named in the report.
    """

    message: Message
    failed: bool = True


Finding = Diagnostic | Problem


class Analyzer(ABC):
    """Looks at one text and yields what is wrong with it.

    `analyze` runs in a thread of its own, may run for several texts at once, and ends soon after `cancel`
    is set. It need not be careful otherwise: what it raises, how long it takes and what it yields is watched
    from outside, and places outside the text are moved into it.
    """

    id: ClassVar[str]
    languages: ClassVar[frozenset[str]]
    """The languages it reads."""
    seconds: ClassVar[float] = 2.0
    """Longer than that it is given up."""
    judges: ClassVar[bool] = True
    """Whether a text it looked at, and only it, may get a score."""

    def missing(self) -> Message | None:
        """What is to be installed before it can run; None when it can."""
        return None

    def version(self) -> str:
        """The version of the tool behind it, "" for a part of Rubin. Called after `analyze`."""
        return ""

    @abstractmethod
    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        """What is wrong with the text."""

    def rule(self, rule: str) -> RuleText | None:
        """What there is to say about one of its rules; None for nothing. Called after `analyze`."""
        return None

    def forget(self, path: str) -> None:  # noqa: B027 - most keep nothing
        """The text at `path` will not be asked for again soon: let go of what is kept for it."""

    def restart(self) -> None:  # noqa: B027 - most start nothing
        """Begin anew: let go of what was started, and of what was taken for certain about it."""

    def close(self) -> None:  # noqa: B027 - most start nothing
        """End what it started. No call comes after this one."""


class Registry:
    """The analyzers, by language, in the order they were registered."""

    def __init__(self, analyzers: Iterable[Analyzer] = ()) -> None:
        self._analyzers: list[Analyzer] = []
        for analyzer in analyzers:
            self.register(analyzer)

    def register(self, analyzer: Analyzer) -> None:
        """Add an analyzer.

        Raises:
            ValueError: there is one with its id.
        """
        if any(analyzer.id == known.id for known in self._analyzers):
            raise ValueError(f"an analyzer {analyzer.id!r} is registered already")
        self._analyzers.append(analyzer)

    def of(self, language: str) -> tuple[Analyzer, ...]:
        """The analyzers that read this language."""
        return tuple(analyzer for analyzer in self._analyzers if language in analyzer.languages)

    @property
    def all(self) -> tuple[Analyzer, ...]:
        """Every analyzer."""
        return tuple(self._analyzers)
