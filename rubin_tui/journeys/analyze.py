"""Code: what is wrong with the file in sight, found while one types and shown where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Message

if TYPE_CHECKING:
    from rubin_tui.engine import Change
    from rubin_tui.engine.code_model import Diagnostic, Edit, Findings, PartReport, Report, Snapshot
    from rubin_tui.widgets.editor.code_tab import CodeTab

LARGE = 5_000
"""Lines from which on the text is put together only when typing pauses."""
PAUSE = 0.15
TALL = 30
"""Rows of a screen that has room for the findings without being asked."""


class Scheduler(Protocol):
    """Runs the analyzers when a text has rested for a moment."""

    def submit(
        self, snapshot: Snapshot, edits: list[Edit] | None = None, *, now: bool = False
    ) -> tuple[Diagnostic, ...]:
        """A newer text."""

    def forget(self, path: str) -> None:
        """A text is closed."""

    def close(self) -> None:
        """End the threads."""


class AnalyzeJourney(Journey):
    """Hands texts to the analyzers and their findings to the widgets."""

    group = "analyze"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._scheduler: Scheduler | None = None
        self._edits: dict[str, list[Edit]] = {}
        self._asked: set[str] = set()
        self._open: dict[str, str] = {}  # the languages of the open files
        self._resting: set[str] = set()
        self._parts: dict[str, tuple[int, int]] = {}  # the lines that are asked about
        self._failing: tuple[str, ...] | None = None

    def opened(self, tab: CodeTab) -> None:
        """A file was opened: find out, and follow its changes."""
        from rubin_tui.engine import detect
        from rubin_tui.engine.languages import language_named

        buffer = tab.buffer
        self._open[tab.key] = id = buffer.language or detect(_path(tab.key), buffer.lines[0])
        known = language_named(id)
        tab.language = known.title if known else id.upper()
        buffer.subscribe(lambda change: self._changed(tab, change))
        self.app.opening.then(lambda: self._submit(tab, now=True))

    def saved(self, tab: CodeTab) -> None:
        """A file was saved: look at it now."""
        self._submit(tab, now=True)

    def closed(self, key: str) -> None:
        """A file was closed."""
        self._open.pop(key, None)
        self._edits.pop(key, None)
        self._parts.pop(key, None)
        if self._scheduler is not None:
            self._scheduler.forget(_path(key))

    def renamed(self, old: str, tab: CodeTab) -> None:
        """A file has another name, and perhaps another language by it."""
        from rubin_tui.engine import detect
        from rubin_tui.engine.languages import language_named

        self.closed(old)
        self._open[tab.key] = id = tab.buffer.language or detect(_path(tab.key), tab.buffer.lines[0])
        known = language_named(id)
        tab.language = known.title if known else id.upper()
        self._submit(tab, now=True)

    def analyze(self, path: str = "") -> None:
        """The person asks: look at this file, or the one in sight, now, and show what is found."""
        editor = self.app.main.editor
        if path:
            whole = self.app.project / Path(path).expanduser()
            self._asked.add(f"file:{whole}")
            self.app.code.open(whole)
            return
        if editor.code is None or editor.code.tab is None:
            self.app.main.notice(Message("analyze.open_one"))
            return
        tab = editor.code.tab
        self._asked.add(tab.key)
        tab.part = None
        if (lines := tab.selected_lines) is not None:
            self._parts[tab.key] = lines
        self.app.main.show_panel(2)
        editor.show_problems()
        self._submit(tab, now=True)

    def again(self) -> None:
        """Look at the file in sight again, now."""
        code = self.app.main.editor.code
        if code is not None and code.tab is not None:
            self._submit(code.tab, now=True)

    def step(self, direction: int) -> None:
        """To the next finding, or the one before; round the ends of the file."""
        editor = self.app.main.editor
        tab = editor.code.tab if editor.code is not None else None
        if tab is None:
            self.app.main.notice(Message("analyze.open_one"))
            return
        starts = [mark.range.start for mark in tab.findings]
        if not starts:
            self.app.main.notice(Message("analyze.nothing"))
            return
        if direction > 0:
            place = next((start for start in starts if start > tab.caret), starts[0])
        else:
            place = next((start for start in reversed(starts) if start < tab.caret), starts[-1])
        self.app.editing.remember()
        editor.show_place(place)
        self.app.main.show_panel(2)

    def close(self) -> None:
        """The app ends."""
        if self._scheduler is not None:
            self._scheduler.close()

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)

    def _changed(self, tab: CodeTab, change: Change) -> None:
        from rubin_tui.engine.code_model import Edit

        self._parts.pop(tab.key, None)
        edit = Edit(change.start, change.end, change.inserted)
        self._edits.setdefault(tab.key, []).append(edit)
        if len(tab.buffer.lines) <= LARGE:
            self._submit(tab)
        elif tab.key not in self._resting:
            self._resting.add(tab.key)
            self._submit_later(tab)

    def _submit_later(self, tab: CodeTab) -> None:
        version = tab.buffer.version
        self.app.set_timer(PAUSE, lambda: self._pause_over(tab, version))

    def _pause_over(self, tab: CodeTab, version: int) -> None:
        if tab.buffer.version != version and tab.key in self._open:
            self._submit_later(tab)
            return
        self._resting.discard(tab.key)
        self._submit(tab)

    def _submit(self, tab: CodeTab, *, now: bool = False) -> None:
        engine = self.app.opening.engine
        if engine is None or tab.key not in self._open:
            return
        if self._scheduler is None:
            self._scheduler = engine.analysis.scheduler(lambda found: self.hand(self._show, found))
        self._scheduler.submit(self._snapshot(tab), self._edits.pop(tab.key, []), now=now)

    def _show(self, found: Findings) -> None:
        if found.report is not None:
            failing = tuple(one.analyzer for one in found.report.not_run if one.failed)
            if failing != self._failing:
                self._failing = failing
                self.app.opening.look()
        editor = self.app.main.editor
        tab = editor.file(f"file:{found.path}")
        if tab is None or found.version != tab.buffer.version:
            return
        tab.show_findings(found.diagnostics, found.report)
        roomy = self.app.size.height >= TALL and bool(found.diagnostics)
        if tab.key in self._asked or (roomy and found.report is not None):
            self._asked.discard(tab.key)
            editor.show_problems()
        editor.findings_changed(tab)
        lines = self._parts.pop(tab.key, None) if found.report is not None else None
        if lines is not None:
            self.work(self._judge, tab.key, self._snapshot(tab), found.report, lines)

    def _judge(self, key: str, snapshot: Snapshot, whole: Report, lines: tuple[int, int]) -> None:
        engine = self.app.opening.engine
        if engine is not None:
            self.hand(self._judged, key, snapshot.version, engine.analysis.part(snapshot, whole, *lines))

    def _judged(self, key: str, version: int, part: PartReport) -> None:
        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is not None and version == tab.buffer.version:
            tab.part = part
            editor.show_problems()

    def _snapshot(self, tab: CodeTab) -> Snapshot:
        from rubin_tui.engine.code_model import Snapshot

        buffer = tab.buffer
        return Snapshot(buffer.version, buffer.text, self._open[tab.key], _path(tab.key))


def _path(key: str) -> str:
    return str(Path(key.removeprefix("file:")))
