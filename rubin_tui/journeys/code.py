"""Files under edit: opened, coloured, saved, closed; and what others do to them meanwhile."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import Settings
from rubin_tui.widgets.sheet import Choice, ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine import Editing, Opened, Outside, Saved, Source, Stamp
    from rubin_tui.widgets.editor.code_tab import CodeTab

PROSE = frozenset({".md", ".txt", ".rst", ".log"})
"""Files whose lines are broken to the width."""
MOST_WRAPPED = 20_000
"""Lines of the largest file whose lines are broken to the width."""
LOOK_EVERY = 4.0
"""Seconds between two looks at the file in sight, whether somebody else has changed it."""

LETTERS = {
    "save": "s",
    "discard": "d",
    "overwrite": "o",
    "reload": "r",
    "utf8": "u",
    "look": "o",
    "leave": "c",
}
"""What answers a question about a file, and its key."""

TYPED_PLACE = re.compile(r"\s*(\d{1,9})\s*(?:[:., ]\s*(\d{1,9}))?\s*")
Wanted = tuple[str, int, int]
"""A file to open: its path, line and column as people count them (0: none said)."""
Do = Callable[[str], None]


class Place(NamedTuple):
    """Where to go in a file: line and column as people count them, from 1."""

    line: int
    column: int = 1


class CodeJourney(Journey):
    """Opens files into tabs and writes them back."""

    group = "code"

    def __init__(self, app: Desk, settings: Settings, shelter: Path, *, looking: bool = False) -> None:
        """`looking`: nothing can be changed."""
        super().__init__(app)
        self._looking_only = looking
        self._settings = settings
        self._shelter = shelter
        self._stamps: dict[str, Stamp | None] = {}
        self._asked: tuple[ListSheet, Do] | None = None
        self._told: dict[str, Stamp | None] = {}
        self._looking = False
        self._saving: set[str] = set()

    @property
    def _files(self) -> list[CodeTab]:
        return self.app.main.editor.files

    # opening

    def open(
        self, path: Path, place: Place | None = None, *, read_only: bool = False, create: bool = False
    ) -> None:
        """Open a file, or go to the tab it has; with `create` one that is not there is a new one."""
        if self.app.main.editor.file(_key(path)) is not None:
            self._go(_key(path), place)
        else:
            self.work(self._open, path, place, read_only or self._looking_only, create)

    def open_wanted(self, files: Sequence[Wanted]) -> None:
        """Open what was named on the command line, one after the other."""
        if files:
            self.work(
                self._open_all, [(_absolute(path), _place(line, column)) for path, line, column in files]
            )

    def _open_all(self, files: Sequence[tuple[Path, Place | None]]) -> None:
        for path, place in files:
            self._open(path, place, self._looking_only, not self._looking_only)

    def _open(self, path: Path, place: Place | None, read_only: bool, create: bool) -> None:
        from rubin_tui.engine import Refused, source_of

        try:
            opened = self._editing().open(path, read_only=read_only, create=create)
        except Refused as refused:
            self.hand(self._refused, path, place, refused.message, refused.may_look)
            return
        self.hand(self._opened, path, place, opened, source_of(path.name, opened.buffer.lines))

    async def _refused(self, path: Path, place: Place | None, why: Message, may_look: bool) -> None:
        self.app.main.tell(why)
        if may_look:
            await self._ask("look.title", why, ("look",), lambda _: self.open(path, place, read_only=True))

    def _opened(self, path: Path, place: Place | None, opened: Opened, source: Source | None) -> None:
        from rubin_tui.engine import Highlighter
        from rubin_tui.engine.languages import language_named
        from rubin_tui.widgets.editor.code_tab import CodeTab, LiveLines

        buffer = opened.buffer
        wraps = path.suffix.lower() in PROSE and len(buffer.lines) <= MOST_WRAPPED
        tab = CodeTab(buffer, key=_key(path), title=path.name, filename=self._relative(path), wraps=wraps)
        language = language_named(buffer.language or "")
        tab.language = language.title if language else ""
        tab.highlighter = Highlighter(LiveLines(buffer), source)
        tab.uncoloured = 0.0
        self._stamps[tab.key] = opened.stamp
        self.app.editing.remember()
        self.app.main.editor.edit(tab)
        self._go(tab.key, place, remember=False)
        self.app.analyzing.opened(tab)
        if opened.notes:
            self.app.main.say(*opened.notes)
            self.app.main.notice(opened.notes[-1])
        self._look_later()

    def _go(self, key: str, place: Place | None, *, remember: bool = True) -> None:
        from rubin_tui.engine.model import Position

        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is None:
            return
        if remember:
            self.app.editing.remember()
        editor.edit(tab, Position(place.line - 1, place.column - 1) if place else None)
        self.app.main.show_panel(2)

    # saving

    def save(self, then: Do | None = None) -> None:
        """Save the file in sight; `then` is called with its key when it is saved."""
        shown = self.app.main.editor.code
        if shown is not None and shown.tab is not None:
            self._save_tab(shown.tab, then)

    def _save_tab(self, tab: CodeTab, then: Do | None = None, *, overwrite: bool = False) -> None:
        path = tab.buffer.path
        if path is None or tab.key in self._saving:
            return
        self._saving.add(tab.key)
        self.work(
            self._save, tab.key, tab.buffer.snapshot(), path, self._stamps.get(tab.key), overwrite, then
        )

    def _save(
        self, key: str, snapshot: Any, path: Path, stamp: Stamp | None, overwrite: bool, then: Do | None
    ) -> None:
        from rubin_tui.engine import Conflict, Unconfirmed, Unencodable

        try:
            saved = self._editing().save(snapshot, path, stamp, overwrite=overwrite)
        except Unconfirmed as failure:
            self.hand(self._saved, key, snapshot, failure.saved, failure.message, then)
        except Conflict as conflict:
            self.hand(self._conflict, key, conflict.message, then)
        except Unencodable as failure:
            self.hand(self._unencodable, key, failure.message, then)
        except Failure as failure:
            self.hand(self._not_saved, key, failure.message)
        else:
            self.hand(self._saved, key, snapshot, saved, None, then)

    def _saved(self, key: str, snapshot: Any, saved: Saved, warning: Message | None, then: Do | None) -> None:
        self._saving.discard(key)
        self._stamps[key] = saved.stamp
        self._told.pop(key, None)
        tab = self.app.main.editor.file(key)
        if tab is not None:
            tab.buffer.saved(snapshot)
            self._show_again()
            self.app.analyzing.saved(tab)
            lines = Message("code.saved", {"name": tab.filename}, len(tab.buffer.lines))
            self.app.main.notice(warning or lines)
        if warning is not None:
            self.app.main.tell(warning)
        if then is not None:
            then(key)

    def _not_saved(self, key: str, problem: Message) -> None:
        self._saving.discard(key)
        self.app.main.tell(problem)
        self.app.main.notice(problem)

    async def _conflict(self, key: str, problem: Message, then: Do | None) -> None:
        self._saving.discard(key)
        await self._ask_outside(key, problem, then)

    async def _ask_outside(self, key: str, problem: Message, then: Do | None = None) -> None:
        def do(choice: str) -> None:
            tab = self.app.main.editor.file(key)
            if tab is not None and choice == "overwrite":
                self._save_tab(tab, then, overwrite=True)
            elif tab is not None and choice == "reload":
                self._reload(tab)

        ways = ("overwrite",) if problem.id == "edit.outside_deleted" else ("reload", "overwrite")
        await self._ask("conflict.title", problem, (*ways, "leave"), do)

    async def _unencodable(self, key: str, problem: Message, then: Do | None) -> None:
        self._saving.discard(key)

        def do(choice: str) -> None:
            tab = self.app.main.editor.file(key)
            if tab is not None and choice == "utf8":
                tab.buffer.change_encoding("utf-8")
                self._save_tab(tab, then)

        await self._ask("unencodable.title", problem, ("utf8", "leave"), do)

    # what others do

    def _look_later(self) -> None:
        if not self._looking:
            self._looking = True
            self.app.set_timer(LOOK_EVERY, self._look)

    def _look(self) -> None:
        """Look at the file in sight, and again later while there are files."""
        self._looking = False
        code = self.app.main.editor.code
        tab = code.tab if code is not None else None
        if tab is not None and tab.buffer.path is not None and tab.key not in self._saving:
            self.work(self._look_at, tab.key, tab.buffer.path, self._stamps.get(tab.key))
        if self._files:
            self._look_later()

    def _look_at(self, key: str, path: Path, stamp: Stamp | None) -> None:
        try:
            outside = self._editing().look(path, stamp)
        except OSError:
            return  # it is said when the file is saved
        if outside.kind != "same" or outside.stamp != stamp:
            self.hand(self._outside, key, path, stamp, outside)

    async def _outside(self, key: str, path: Path, stamp: Stamp | None, outside: Outside) -> None:
        tab = self.app.main.editor.file(key)
        if tab is None or self._stamps.get(key) != stamp or key in self._saving:
            return
        if outside.kind == "same":
            self._stamps[key] = outside.stamp
        elif key not in self._told or self._told[key] != outside.stamp:
            self._told[key] = outside.stamp
            if outside.kind == "changed" and not tab.buffer.modified:
                self._reload(tab)
                return
            await self._ask_outside(key, Message(f"edit.outside_{outside.kind}", {"path": str(path)}))

    def _reload(self, tab: CodeTab) -> None:
        assert tab.buffer.path is not None
        self.work(self._read_again, tab.key, tab.buffer.path)

    def _read_again(self, key: str, path: Path) -> None:
        from rubin_tui.engine import Refused

        try:
            opened = self._editing().open(path)
        except Refused as refused:
            self.hand(self.app.main.tell, refused.message)
            return
        self.hand(self._became, key, opened)

    def _became(self, key: str, opened: Opened) -> None:
        tab = self.app.main.editor.file(key)
        if tab is None:
            return
        tab.buffer.become(opened.buffer.text)
        tab.go(tab.caret)
        tab.buffer.saved(tab.buffer.snapshot())
        self._stamps[key] = opened.stamp
        self._show_again()
        self.app.main.notice(Message("code.reloaded", {"name": tab.filename}))

    # closing

    async def close_tab(self) -> None:
        """Close the tab in sight; a file that is not saved asks first."""
        editor = self.app.main.editor
        code = editor.code
        if code is None or code.tab is None:
            editor.close_tab()
            return
        if not code.tab.buffer.modified:
            self._close(code.tab.key)
            return
        key = code.tab.key

        def do(choice: str) -> None:
            if choice == "save":
                self.save(self._close)
            elif choice == "discard":
                self._close(key)

        what = Message("code.unsaved", {"name": code.tab.filename})
        await self._ask("unsaved.title", what, ("save", "discard", "leave"), do)

    def _close(self, key: str) -> None:
        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is not None:
            editor.edit(tab)
            editor.close_tab()
            self.app.analyzing.closed(key)

    async def may_quit(self, leave: Callable[[], None]) -> None:
        """Leave, unless a file is not saved: then ask."""
        unsaved = [tab for tab in self._files if tab.buffer.modified]
        if not unsaved:
            leave()
            return

        def after(_: str) -> None:
            if not any(tab.buffer.modified for tab in self._files):
                leave()

        def do(choice: str) -> None:
            if choice == "discard":
                leave()
            elif choice == "save":
                for tab in unsaved:
                    self._save_tab(tab, after)

        names = ", ".join(tab.title for tab in unsaved[:5])
        what = Message("code.unsaved_several", {"names": names}, len(unsaved))
        await self._ask("unsaved.title", what, ("save", "discard", "leave"), do)

    # asking

    async def _ask(self, title: str, what: Message, choices: tuple[str, ...], do: Do) -> None:
        say = self.app.look.say
        rows = [Choice(name, say(f"choice.{name}"), "", LETTERS[name]) for name in choices]
        sheet = ListSheet(
            title, "choice.hint", rows, letters=True, rows=len(rows), about=self.app.look.tell(what)
        )
        self._asked = (sheet, do)
        await self.app.main.open_sheet(sheet)

    async def chosen(self, sheet: ListSheet, choice: str) -> bool:
        """A row of a sheet was chosen; False when it was none of ours."""
        if self._asked is None or self._asked[0] is not sheet:
            return False
        _, do = self._asked
        self._asked = None
        await self.app.main.close_sheet()
        if choice != "leave":
            do(choice)
        return True

    # going to a line

    async def ask_place(self) -> None:
        """Ask for a line, or a line and a column."""
        code = self.app.main.editor.code
        if code is not None and code.tab is not None:
            count = len(code.tab.buffer.lines)
            sheet = ListSheet(
                "go.title", "go.hint", [], letters=False, rows=1, about=self.app.look.say("go.what", count)
            )
            self._asked = (sheet, self._go_to)
            await self.app.main.open_sheet(sheet)

    def _go_to(self, text: str) -> None:
        found = TYPED_PLACE.fullmatch(text)
        code = self.app.main.editor.code
        if found is None:
            self.app.main.notice(Message("go.wrong", {"text": text}))
        elif code is not None and code.tab is not None:
            self._go(code.tab.key, Place(int(found[1]), int(found[2] or 1)))

    # below

    def failed(self, problem: Message) -> None:
        """A worker ended with an error; what was being saved is not."""
        self._saving.clear()
        self.app.main.tell(problem)

    def _editing(self) -> Editing:
        """What opens and saves: with the engine or without, a file can always be mended."""
        from rubin_tui.engine import Editing

        return Editing(
            self._shelter,
            size_limit=self._settings.edit_size_limit_mb * 1_000_000,
            undo_bytes=self._settings.edit_undo_mb * 1_000_000,
        )

    def _show_again(self) -> None:
        if (code := self.app.main.editor.code) is not None:
            code.moved()

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.app.project)) if path.is_relative_to(self.app.project) else str(path)


def _absolute(path: str) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - `..` goes, links stay: the name as one knows it


def _place(line: int, column: int) -> Place | None:
    return Place(line, max(column, 1)) if line else None


def _key(path: Path) -> str:
    return f"file:{path}"
