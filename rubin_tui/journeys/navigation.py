"""From a name in code to its declaration, and to everywhere it is used."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rubin_tui.journeys.code import Place
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.sheet import Choice, ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Location
    from rubin_tui.engine.model import Position

MOST_ROWS = 16
"""Rows of the list of places."""
MOST_PLACES = 5_000
SHOWN_EVERY = 100
"""Places after which those that were found are shown, while others are looked for."""
SLOW = 0.3
"""Seconds after which it is said that one looks."""


class NavigationJourney(Journey):
    """Asks the providers of the language about the name the caret is in."""

    group = "navigation"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._looking: threading.Event | None = None
        self._sheet: ListSheet | None = None
        self._places: dict[str, tuple[str, Place]] = {}

    def definition(self) -> None:
        """Go to where the name at the caret is declared; from there, offer where it is used."""
        self._ask(self._find_definition)

    def references(self) -> None:
        """Offer every place where the name at the caret is used."""
        self._ask(self._find_references)

    async def chosen(self, sheet: ListSheet, id: str) -> bool:
        """A row of a sheet was chosen; False when it was none of ours."""
        if sheet is not self._sheet:
            return False
        self._stop()
        self._sheet = None
        await self.app.main.close_sheet()
        path, place = self._places[id]
        self.app.code.open(Path(path), place)
        return True

    def close(self) -> None:
        """The app ends."""
        self._stop()

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.set()
            self._looking = None

    def _ask(self, find: Any) -> None:
        code = self.app.main.editor.code
        tab = code.tab if code is not None else None
        if tab is None or self.app.opening.engine is None:
            self.app.main.notice(Message("analyze.open_one"))
            return
        self._stop()
        self._looking = cancel = threading.Event()
        self.app.set_timer(SLOW, lambda: self._still_looking(cancel))
        self.work(find, tab.key.removeprefix("file:"), tab.buffer.snapshot(), tab.caret, cancel)

    def _still_looking(self, cancel: threading.Event) -> None:
        if self._looking is cancel and self._sheet is None:
            self.app.main.notice(Message("navigation.looking"))

    # in threads

    def _find_definition(self, path: str, now: Any, caret: Position, cancel: threading.Event) -> None:
        engine = self.app.opening.engine
        if engine is None:
            return
        found = engine.analysis.providers.definition(self._snapshot(path, now), caret, cancel)
        if cancel.is_set():
            return
        here = [one for one in found if one.path == path and one.start <= caret <= one.end]
        if here:
            self._find_references(path, now, caret, cancel)
        else:
            self.hand(self._go, found, cancel)

    def _find_references(self, path: str, now: Any, caret: Position, cancel: threading.Event) -> None:
        engine = self.app.opening.engine
        if engine is None:
            return
        snapshot = self._snapshot(path, now)
        lines = {path: now.text.splitlines()}
        found: list[tuple[Location, str]] = []
        for one in engine.analysis.providers.references(snapshot, caret, cancel):
            if one.path not in lines:
                try:
                    lines[one.path] = engine.analysis.code(Path(one.path)).splitlines()
                except Failure:  # it went meanwhile
                    lines[one.path] = []
            of_file = lines[one.path]
            line = of_file[one.start.line].strip() if one.start.line < len(of_file) else ""
            found.append((one, line))
            if len(found) >= MOST_PLACES:
                break
            if len(found) % SHOWN_EVERY == 0:
                self.hand(self._offer, tuple(found), cancel, False)
        self.hand(self._offer, tuple(found), cancel, True)

    @staticmethod
    def _snapshot(path: str, now: Any) -> Any:
        from rubin_tui.engine import Snapshot, detect

        return Snapshot(now.version, now.text, now.language or detect(path, now.lines[0]), path)

    # on the interface thread

    def _go(self, found: tuple[Location, ...], cancel: threading.Event) -> None:
        if cancel.is_set():
            return
        self._stop()
        if not found:
            self.app.main.notice(Message("navigation.unknown"))
            return
        line, character = found[0].start
        self.app.code.open(Path(found[0].path), Place(line + 1, character + 1, shown=True))

    async def _offer(
        self, found: tuple[tuple[Location, str], ...], cancel: threading.Event, is_all: bool
    ) -> None:
        if cancel.is_set():
            return
        if is_all:
            self._stop()
        if not found:
            self.app.main.notice(Message("navigation.unknown"))
            return
        self._places = {}
        rows = [self._row(number, one, line) for number, (one, line) in enumerate(found)]
        if self._sheet is None or not self._sheet.is_attached:
            most = max(min(self.app.size.height - 8, MOST_ROWS), 3)
            self._sheet = ListSheet("references.title", "references.hint", [], letters=False, rows=most)
            await self.app.main.open_sheet(self._sheet)
        self._sheet.offer(rows)

    def _row(self, number: int, one: Location, line: str) -> Choice:
        id = str(number)
        self._places[id] = (one.path, Place(one.start.line + 1, one.start.character + 1, shown=True))
        path = Path(one.path)
        root = self.app.project
        name = str(path.relative_to(root)) if path.is_relative_to(root) else path.name
        return Choice(id, line, f"{name}:{one.start.line + 1}")
