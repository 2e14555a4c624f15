"""Commits: which lines of an open file are others than in the last one, for the gutter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rubin_tui.journeys.journey import Desk, Journey

if TYPE_CHECKING:
    from rubin_tui.engine import GitMarks, Moment
    from rubin_tui.widgets.editor.code_tab import CodeTab

MOST_LINES = 200_000
"""Lines of the largest file that is compared."""


class CommitsJourney(Journey):
    """Compares files with their last commit: when they are opened or saved, and when it is another one."""

    group = "commits"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._compared: dict[str, Moment | None] = {}

    def compare(self, tab: CodeTab) -> None:
        """Find out what differs, and follow the edits from then on."""
        path = tab.buffer.path
        if path is not None and len(tab.buffer.lines) <= MOST_LINES:
            self.work(self._compare, tab.key, path, tab.buffer.snapshot())

    def look(self, tab: CodeTab) -> None:
        """Compare again if a commit or a checkout was made meanwhile, by whatever program."""
        if tab.buffer.path is not None and tab.key in self._compared:
            self.work(self._look, tab.key, tab.buffer.path, self._compared[tab.key])

    def _look(self, key: str, path: Path, before: Moment | None) -> None:
        from rubin_tui.engine import last_commit

        if last_commit(path) != before:
            self.hand(self._again, key)

    def _again(self, key: str) -> None:
        tab = self.app.main.editor.file(key)
        if tab is not None:
            self.compare(tab)

    def _compare(self, key: str, path: Path, snapshot: Any) -> None:
        from rubin_tui.engine import GitMarks, committed_lines, last_commit

        moment = last_commit(path)
        old = committed_lines(path)
        marks = None if old is None else GitMarks(old, list(snapshot.lines))
        self.hand(self._show, key, snapshot.version, marks, moment)

    def _show(self, key: str, version: int, marks: GitMarks | None, moment: Moment | None) -> None:
        from rubin_tui.widgets.editor.live_lines import LiveLines

        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is None:
            self._compared.pop(key, None)
            return
        self._compared[key] = moment
        if marks is not None and version != tab.buffer.version:  # edited meanwhile
            self.compare(tab)
            return
        if marks is not None:
            marks.follow(LiveLines(tab.buffer))
        tab.commit = marks
        editor.findings_changed(tab)
