"""Faults of ours: a report is written, and where it stands is said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message

log = logging.getLogger(__name__)

MOST = 5
"""Reports of one run: what fails again and again is known by then."""
ABOUT = ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "SSH_CONNECTION", "LANG", "LC_ALL")
"""Variables of the session a report tells of; of those with addresses only whether they are set."""
_ONLY_SET = frozenset({"TMUX", "STY", "SSH_CONNECTION"})


class FaultsJourney(Journey):
    """Writes the reports of one run."""

    group = "faults"

    def __init__(
        self, app: Desk, folder: Path, environ: Mapping[str, str], last_actions: Callable[[], list[str]]
    ) -> None:
        """`last_actions` are the ids of what the person did last."""
        super().__init__(app)
        self._folder = folder
        self._environ = environ
        self._last_actions = last_actions
        self._written = 0

    def happened(self, error: BaseException) -> None:
        """Something failed in a way nobody foresaw, and the work goes on."""
        if self._written < MOST:
            self._written += 1
            self.work(self._report, error, self._facts(), self._last_actions())

    def told(self, error: BaseException) -> Message:
        """Rubin ended by this: write the report, here and now; returns the sentence about it."""
        kind = type(error).__name__
        try:
            path = self._write(error, self._facts(), self._last_actions())
        except (OSError, Failure, MemoryError):
            log.exception("no report")
            return Message("end.fault", {"kind": kind})
        return Message("end.fault_report", {"kind": kind, "path": str(path)})

    def _facts(self) -> dict[str, str]:
        facts = {name: self._environ[name] for name in ABOUT if name in self._environ}
        facts |= dict.fromkeys(_ONLY_SET & facts.keys(), "+")
        return {"size": f"{self.app.size.width}x{self.app.size.height}", **facts}

    def _report(self, error: BaseException, facts: dict[str, str], actions: list[str]) -> None:
        try:
            path = self._write(error, facts, actions)
        except (OSError, Failure):
            log.exception("no report")
            return
        self.hand(self.app.main.say, Message("fault.report", {"path": str(path)}))

    def _write(self, error: BaseException, facts: dict[str, str], actions: list[str]) -> Path:
        from rubin_tui.engine import write_report

        return write_report(self._folder, error, facts=facts, actions=actions)
