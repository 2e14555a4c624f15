"""Looking for a text in all files of the project; what was found stays to be stepped through."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.code import Place
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.tree import Disk
from rubin_tui.messages import Failure, Message

if TYPE_CHECKING:
    from rubin_tui.engine.project_model import FoundIn, Looked
    from rubin_tui.widgets.look_sheet import LookSheet, PlaceRow, Query

SHOW_EVERY = 0.15
"""Seconds between two times the list grows."""
MOST_ROWS = 16
"""Rows of the sheet."""


class LookingJourney(Journey):
    """One search at a time; another one ends it."""

    group = "looking"

    def __init__(self, app: Desk, disk: Disk) -> None:
        super().__init__(app)
        self._disk = disk
        self._query: Query | None = None
        self._rows: list[PlaceRow] = []
        self._places: list[PlaceRow] = []
        self._at = -1
        self._ended: Looked | None = None
        self._cancel: threading.Event | None = None
        self._sheet: LookSheet | None = None
        self._said: Message | None = None

    def close(self) -> None:
        """The app ends."""
        if self._cancel is not None:
            self._cancel.set()

    def stop(self) -> bool:
        """Stop what runs; what was found stays. False when nothing runs."""
        if self._cancel is None:
            return False
        self._cancel.set()
        self._cancel = None
        self._show()
        return True

    async def ask(self) -> None:
        """Ask what is looked for, beginning with what is selected, else where one was."""
        from rubin_tui.widgets.look_sheet import LookSheet, Query

        code = self.app.main.editor.code
        selected = (
            code.tab.selected_text if code is not None and code.has_focus and code.tab is not None else ""
        )
        query = self._query or Query()
        if selected and "\n" not in selected and selected != query.text:
            query = query._replace(text=selected)
        self._sheet = LookSheet(query, max(min(self.app.size.height - 8, MOST_ROWS), 3))
        await self.app.main.open_sheet(self._sheet)
        if query == self._query:
            self._show(at=max(self._at, 0))

    def look(self, query: Query) -> None:
        """Begin to look; a search that runs ends."""
        if self._cancel is not None:
            self._cancel.set()
        self._query, self._rows, self._places, self._at, self._ended = query, [], [], -1, None
        self._cancel = threading.Event()
        opened = {
            tab.key.removeprefix("file:"): tab.buffer.text
            for tab in self.app.main.editor.files
            if tab.buffer.modified
        }
        self._show()
        self.work(self._look, query, opened, self._cancel)

    async def chosen(self, row: PlaceRow) -> None:
        """Open a place."""
        self._at = row.number
        await self.app.main.close_sheet()
        self._open(row)

    def step(self, direction: int) -> None:
        """Open the next place, or the one before; round the ends."""
        if not self._places:
            self.app.main.notice(Message("seek.none_yet"))
            return
        self._at = (self._at + direction) % len(self._places) if self._at >= 0 else 0
        row = self._places[self._at]
        self._open(row)
        told = {"number": self._at + 1, "of": len(self._places), "name": row.name}
        self._said = Message("seek.at", told)
        self.app.main.notice(self._said)

    def came_into_sight(self) -> None:
        """The file of the place is open: say which place it is, not that it was opened."""
        said, self._said = self._said, None
        if said is not None:
            self.app.main.notice(said)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._cancel = None
        self.app.main.tell(problem)

    def _open(self, row: PlaceRow) -> None:
        if row.place is not None:
            self.app.code.open(Path(row.path), Place(row.place.line, row.place.column))

    # in threads

    def _look(self, query: Query, opened: dict[str, str], cancel: threading.Event) -> None:
        from rubin_tui.engine import Looked

        came: list[FoundIn] = []
        shown = time.monotonic()
        try:
            events = self._disk().search(
                query.text, case=query.case, quiet=query.quiet, opened=opened, cancel=cancel
            )
            for event in events:
                if isinstance(event, Looked):
                    self.hand(self._came, query, came, event)
                    return
                came.append(event)
                if time.monotonic() - shown >= SHOW_EVERY:
                    shown = time.monotonic()
                    self.hand(self._came, query, came, None)
                    came = []
        except Failure as failure:
            self.hand(self._refused, query, failure.message)
            return
        self.hand(self._came, query, came, None)

    # on the interface thread

    def _came(self, query: Query, found: list[FoundIn], ended: Looked | None) -> None:
        if query != self._query:
            return
        from rubin_tui.widgets.look_sheet import PlaceRow

        skip = len(str(self.app.project).rstrip("/")) + 1
        for one in found:
            name = one.path[skip:]
            self._rows.append(PlaceRow(name, one.path, len(one.places)))
            for place in one.places:
                row = PlaceRow(name, one.path, place=place, number=len(self._places))
                self._places.append(row)
                self._rows.append(row)
        if ended is not None:
            self._ended, self._cancel = ended, None
        self._show()

    def _refused(self, query: Query, problem: Message) -> None:
        self._cancel = None
        if self._sheet is not None and self._sheet.is_attached:
            self._sheet.show(query, [], safe_line(self.app.look.tell(problem)), wrong=True)

    def _show(self, at: int | None = None) -> None:
        if self._sheet is not None and self._sheet.is_attached and self._query is not None:
            self._sheet.show(self._query, self._rows, self._status(), at=at)

    def _status(self) -> str:
        look = self.app.look
        count = len(self._places)
        if self._ended is None:
            return look.say("seek.so_far" if self._cancel is not None else "seek.stopped", count)
        more = "+" if self._ended.more else ""
        said = look.say("seek.found", count, more=more, files=self._ended.files)
        if self._ended.left_out:
            said += f" {look.signs.dot} {look.say('seek.left_out', self._ended.left_out)}"
        return said
