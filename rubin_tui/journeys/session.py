"""The session of a project: what stood on the screen comes back, and is kept while one works.

Only the tab in front is read at the start; the others when one looks at them, or when something in them was
not saved. It is written a moment after the last change, in a thread, and once more at the end.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.editor.panel import Spot
from rubin_tui.widgets.editor.waiting import WaitingView
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine import Session, SessionTab
    from rubin_tui.widgets.editor.code_tab import CodeTab
    from rubin_tui.widgets.editor.view import View

log = logging.getLogger(__name__)

SOON = 0.7
"""Seconds after a change until it is kept: what is typed meanwhile goes with it."""
NAMED = 5
"""Tabs named one by one that are not there any more."""


class SessionJourney(Journey):
    """Knows what was kept last."""

    group = "session"

    def __init__(self, app: Desk, folder: Path, shelter: Path, *, keeps: bool) -> None:
        """`folder` holds the sessions, `shelter` what was not saved; without `keeps` nothing is kept."""
        super().__init__(app)
        self._folder = folder
        self._shelter = shelter
        self._keeps = keeps
        self._tabs: dict[str, SessionTab] = {}
        self._reading: set[str] = set()
        self._spots: dict[str, Spot] = {}
        self._kept: Session | None = None
        self._waits = False
        self._started = False
        self._told = False
        self._problem: Message | None = None

    # coming back

    def restore(self) -> None:
        """Before the first frame: have the tabs, the panel and the draft stand where they stood."""
        if not self._keeps:
            return
        from rubin_tui.engine import Sessions

        try:
            session = Sessions(self._folder).read(self.app.project)
        except Failure as failure:
            self._problem = failure.message
            return
        if session is None:
            return
        self._kept = session
        main = self.app.main
        self._tabs = {_key(tab): tab for tab in session.tabs}
        waiting = [WaitingView(key, tab.title, safe_line(tab.name)) for key, tab in self._tabs.items()]
        main.editor.begin_with(waiting, min(session.front, max(len(waiting) - 1, 0)))
        main.begin_with(session.panel if waiting or session.panel != 2 else 1, zoomed=session.zoomed)
        main.chat.prompt.begin_with(Place(session.draft, min(session.caret, len(session.draft))))
        self.app.chats.begin_with(session.chat)

    def start(self) -> None:
        """The first frame stands: read the tab in front, and look what became of the others."""
        self._started = True
        if self._problem is not None:
            self.app.main.tell(self._problem)
        shown = self.app.main.editor.shown
        if shown is not None:
            self.wanted(shown.key)
        if self._tabs:
            self.work(self._look, dict(self._tabs))
        if any(tab.kind == "document" for tab in self._tabs.values()):
            self.app.opening.then(self._look_documents)

    def wanted(self, key: str) -> None:
        """One looks at a tab that waits: read it."""
        tab = self._tabs.get(key) if self._started else None
        if tab is None or key in self._reading:
            return
        self._reading.add(key)
        if tab.kind == "file":
            self.app.code.reopen(Path(tab.name), self._into(tab), encoding=tab.encoding or None)
            return
        self._spots[key] = Spot(key, tab.number, tab.top)
        self.app.opening.then(lambda: self.app.reading.turn(tab.name, tab.number))

    def tabs_changed(self) -> None:
        """Another tab is in sight, or one has been read: go to where one was in it."""
        shown = self.app.main.editor.shown
        if shown is not None and not isinstance(shown, WaitingView):
            self._tabs.pop(shown.key, None)
            if (spot := self._spots.pop(shown.key, None)) is not None:
                self.app.main.editor.go(spot)
        self.changed()

    def _into(self, tab: SessionTab) -> Callable[[CodeTab], None]:
        def put(opened: CodeTab) -> None:
            if opened.window.wraps != tab.wraps:
                opened.wrap(wraps=tab.wraps)
            opened.go(opened.buffer.clamp((tab.line, tab.character)))
            opened.window.line = min(tab.top, len(opened.buffer.lines) - 1)

        return put

    def _look(self, tabs: dict[str, SessionTab]) -> None:
        """In a thread: which files are gone, and of which something was not saved."""
        kept = self._unsaved()
        gone: list[str] = []
        unsaved: list[str] = []
        for key, tab in tabs.items():
            if tab.kind == "file" and tab.name in kept:
                unsaved.append(key)
            elif tab.kind == "file" and not os.path.lexists(tab.name):
                gone.append(key)
        self.hand(self._looked, gone, unsaved)

    def _unsaved(self) -> set[str]:
        from rubin_tui.engine import Rescue

        try:
            return set(Rescue(self._shelter).paths())
        except (OSError, Failure):
            log.exception("could not look for what was kept")
            return set()

    def _looked(self, gone: list[str], unsaved: list[str]) -> None:
        self._leave_out(gone)
        for key in unsaved:
            self.wanted(key)

    def _look_documents(self) -> None:
        engine = self.app.opening.engine
        documents = {key: tab.name for key, tab in self._tabs.items() if tab.kind == "document"}
        if engine is None or not documents:
            return

        def look() -> None:
            known = {document.id for document in engine.documents()}
            self.hand(self._leave_out, [key for key, id in documents.items() if id not in known])

        self.work(look)

    def _leave_out(self, gone: list[str]) -> None:
        """Tabs of what is not there any more."""
        editor = self.app.main.editor
        names = [self._tabs.pop(key).title for key in gone if key in self._tabs]
        for key in gone:
            editor.drop(key)
        if names:
            shown = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            self.app.main.say(Message("session.gone", {"names": shown}, len(names)))

    # being kept

    def changed(self) -> None:
        """Something may be another one now: keep it soon."""
        if self._keeps and self._started and not self._waits:
            self._waits = True
            self.app.set_timer(SOON, self._keep_now)

    def _keep_now(self) -> None:
        self._waits = False
        session = self._present()
        if session != self._kept:
            self._kept = session
            self.work(self._write, session)

    def keep(self) -> None:
        """At the end: keep it, here and now."""
        if self._keeps and self._started and (session := self._present()) != self._kept:
            self._write(session)

    def _write(self, session: Session) -> None:
        from rubin_tui.engine import Sessions

        try:
            Sessions(self._folder).write(self.app.project, session)
        except (OSError, Failure) as error:
            log.warning("the session was not kept")
            self._kept = None
            if not self._told and self.app.opening.engine is not None:  # else that has been told of
                self._told = True
                why = error.message if isinstance(error, Failure) else Message("session.disk")
                self.hand(self.app.main.tell, Message("session.not_kept", {"why": why}))

    def _present(self) -> Session:
        """What stands on the screen."""
        from rubin_tui.engine import Session

        main = self.app.main
        place = main.chat.prompt.place
        tabs = [self._tab(tab) for tab in main.editor.tabs]
        shown = main.editor.shown
        front = next((n for n, tab in enumerate(tabs) if shown is not None and _key(tab) == shown.key), 0)
        chat = self.app.chats.current.id
        if not self.app.chats.is_ready and self._kept is not None:
            chat = self._kept.chat
        return Session(tuple(tabs), front, main.active_panel, main.zoomed, chat, place.text, place.caret)

    def _tab(self, tab: View | CodeTab) -> SessionTab:
        from rubin_tui.engine import SessionTab

        name = tab.key.partition(":")[2]
        if (waiting := self._tabs.get(tab.key)) is not None and isinstance(tab, WaitingView):
            return waiting
        if tab.edits:
            code = cast("CodeTab", tab)
            at, wraps, encoding = code.caret, code.window.wraps, code.read_as or ""
            return SessionTab("file", name, code.title, 0, code.window.line, *at, wraps, encoding)
        page = cast("View", tab)
        return SessionTab("document", name, page.content.title, page.content.number, page.top)


def _key(tab: SessionTab) -> str:
    return f"{tab.kind}:{tab.name}"
