"""How the analyzers are: what each did the last time it ran."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from rubin_tui.engine.analysis.analyzers import Analyzer
from rubin_tui.engine.code_model import AnalyzerDone, AnalyzerState
from rubin_tui.engine.model import Message
from rubin_tui.messages import fault_of


class States:
    """Remembers the last failure of each analyzer until it does its work again. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, Message] = {}
        self._versions: dict[str, str] = {}

    def note(self, outcome: AnalyzerDone) -> None:
        """An analyzer has ended."""
        with self._lock:
            if outcome.ran is not None:
                self._failed.pop(outcome.analyzer, None)
                self._versions[outcome.analyzer] = outcome.ran.version
            elif outcome.not_run is not None and outcome.not_run.failed:
                self._failed[outcome.analyzer] = outcome.not_run.reason

    def forget(self, analyzer: str) -> None:
        """What it did before says nothing any more."""
        with self._lock:
            self._failed.pop(analyzer, None)

    def of(self, analyzers: Iterable[Analyzer]) -> tuple[AnalyzerState, ...]:
        """How each of them is now."""
        return tuple(self._state(analyzer) for analyzer in analyzers)

    def _state(self, analyzer: Analyzer) -> AnalyzerState:
        languages = tuple(sorted(analyzer.languages))
        with self._lock:
            failed = self._failed.get(analyzer.id)
            version = self._versions.get(analyzer.id, "")
        if failed is not None:
            return AnalyzerState(analyzer.id, "failing", languages, version, failed)
        try:
            missing = analyzer.missing()
        except Exception as error:  # noqa: BLE001 - a stranger's code, said as its state
            fault = Message("analysis.fault", {"analyzer": analyzer.id, "fault": fault_of(error)})
            return AnalyzerState(analyzer.id, "failing", languages, version, fault)
        if missing is not None:
            return AnalyzerState(analyzer.id, "missing", languages, version, missing)
        return AnalyzerState(analyzer.id, "ready", languages, version)
