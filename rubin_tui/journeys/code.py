"""Files under edit: opened, coloured, gone to, closed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Message
from rubin_tui.widgets.sheet import Choice, ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine import Editing, Opened, Rescued, Source
    from rubin_tui.widgets.editor.code_tab import CodeTab

PROSE = frozenset({".md", ".txt", ".rst", ".log"})
"""Files whose lines are broken to the width."""
MOST_WRAPPED = 20_000
"""Lines of the largest file whose lines are broken to the width."""
SLOW = 0.1
"""Seconds an opening may take before it is said that it goes on."""

LETTERS = {
    "save": "s",
    "discard": "d",
    "overwrite": "o",
    "reload": "r",
    "utf8": "u",
    "save_as": "v",
    "restore": "r",
    "forget": "d",
    "look": "o",
    "leave": "c",
}
"""What answers a question about a file, and its key."""

TYPED_PLACE = re.compile(r"\s*(\d{1,9})\s*(?:[:., ]\s*(\d{1,9}))?\s*")
Wanted = tuple[str, int, int]
"""A file to open: its path, line and column as people count them (0: none said)."""
Do = Callable[[str], None]


class Place(NamedTuple):
    """Where to go: line and column of the file as people count them, from 1, or of what is `shown` of it."""

    line: int
    column: int = 1
    shown: bool = False


class CodeJourney(Journey):
    """Opens files into tabs and writes them back."""

    group = "code"

    def __init__(self, app: Desk, editing: Callable[[], Editing], *, looking: bool = False) -> None:
        """`editing` makes what opens and saves; `looking`: nothing can be changed."""
        super().__init__(app)
        self._looking_only = looking
        self._editing = editing
        self._asked: tuple[ListSheet, Do] | None = None
        self._opening: list[str] = []
        self._notes: set[Message] = set()

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
            self._start(path)
            self.work(self._open, path, place, read_only or self._looking_only, create)

    def replace(self, tab: CodeTab, path: Path, encoding: str | None = None) -> None:
        """Open a file, read as `encoding`, in the place of a tab whose text is saved."""
        self._start(path)
        place = Place(tab.caret.line + 1, tab.caret.character + 1, shown=True)
        self.work(self._open, path, place, self._looking_only, False, encoding, tab)

    def open_wanted(self, files: Sequence[Wanted]) -> None:
        """Open what was named on the command line, one after the other; the first one is in sight."""
        if files:
            named = [(_absolute(path), _place(line, column)) for path, line, column in files]
            self._start(named[0][0])
            self.work(self._open_all, named)

    def _open_all(self, files: Sequence[tuple[Path, Place | None]]) -> None:
        for path, place in files:
            self._open(path, place, self._looking_only, not self._looking_only)
        if len(files) > 1:
            path, place = files[0]
            self.hand(self._show_first, _key(path))

    def _start(self, path: Path) -> None:
        """Say that a file is being opened, unless it is there at once."""
        self._opening.append(path.name)
        self.app.set_timer(SLOW, self._still_opening)

    def _still_opening(self) -> None:
        if self._opening:
            self.app.main.notice(Message("code.opening", {"name": self._opening[-1]}))

    def _open(
        self,
        path: Path,
        place: Place | None,
        read_only: bool,
        create: bool,
        encoding: str | None = None,
        instead: CodeTab | None = None,
    ) -> None:
        from rubin_tui.engine import Refused, source_of

        try:
            opened = self._editing().open(path, encoding=encoding, read_only=read_only, create=create)
        except Refused as refused:
            self.hand(self._refused, path, place, refused.message, refused.may_look)
            return
        shown = path.name if opened.buffer.container is None else f"{path.name}.st"
        source = source_of(shown, opened.buffer.lines)
        kept = None if read_only or opened.buffer.read_only else self.app.saving.kept(path)
        self.hand(self._opened, path, place, opened, source, kept, encoding, instead)

    async def _refused(self, path: Path, place: Place | None, why: Message, may_look: bool) -> None:
        self._opening.clear()
        self.app.main.notice(why)
        self.app.main.tell(why)
        if may_look:
            await self.ask("look.title", why, ("look",), lambda _: self.open(path, place, read_only=True))

    def _opened(
        self,
        path: Path,
        place: Place | None,
        opened: Opened,
        source: Source | None,
        kept: Rescued | None,
        encoding: str | None,
        instead: CodeTab | None,
    ) -> None:
        from rubin_tui.engine import Highlighter
        from rubin_tui.widgets.editor.code_tab import CodeTab
        from rubin_tui.widgets.editor.live_lines import LiveLines

        slow, self._opening = bool(self._opening), []
        buffer = opened.buffer
        wraps = path.suffix.lower() in PROSE and len(buffer.lines) <= MOST_WRAPPED
        tab = CodeTab(buffer, key=_key(path), title=path.name, filename=self._relative(path), wraps=wraps)
        tab.highlighter = Highlighter(LiveLines(buffer), source)
        tab.uncoloured = 0.0
        tab.read_as = encoding
        editor = self.app.main.editor
        if instead is not None:
            self._let_go(instead)
            editor.replace(instead, tab)
        else:
            self.app.editing.remember()
            editor.edit(tab)
        self._go(tab.key, place, remember=False)
        self.app.analyzing.opened(tab)
        self.app.symbols.opened(tab)
        self.app.commits.compare(tab)
        if opened.notes:
            self.app.main.say(*opened.notes)
            self.app.main.notice(opened.notes[-1])
        elif opened.stamp is None:
            self.app.main.notice(Message("code.new", {"name": tab.filename}))
        elif slow:
            self.app.main.notice(Message("code.opened", {"name": tab.filename}, len(buffer.lines)))
        self.app.saving.opened(tab, opened.stamp, kept)

    def _show_first(self, key: str) -> None:
        self._go(key, None, remember=False)

    def _go(self, key: str, place: Place | None, *, remember: bool = True) -> None:
        from rubin_tui.engine.model import Position

        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is None:
            return
        if remember:
            self.app.editing.remember()
        at = (place.line - 1, place.column - 1) if place else None
        if place and at and tab.buffer.container is not None and not place.shown:
            at = tab.buffer.container.to_code(*at)
        editor.edit(tab, Position(*at) if at else None)
        self.app.main.show_panel(2)

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
        tab = code.tab

        def do(choice: str) -> None:
            if choice == "save":
                self.app.saving.save(tab, self._close)
            elif choice == "discard":
                self._close(tab.key)

        what = Message("code.unsaved", {"name": tab.filename})
        await self.ask("unsaved.title", what, ("save", "discard", "leave"), do)

    def _close(self, key: str) -> None:
        editor = self.app.main.editor
        tab = editor.file(key)
        if tab is not None:
            self._let_go(tab)
            editor.edit(tab)
            editor.close_tab()

    def _let_go(self, tab: CodeTab) -> None:
        self.app.saving.closed(tab, given_up=tab.buffer.modified)
        self.app.analyzing.closed(tab.key)

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
                for tab in unsaved:
                    self._close(tab.key)
                leave()
            elif choice == "save":
                for tab in unsaved:
                    self.app.saving.save(tab, after)

        names = ", ".join(tab.title for tab in unsaved[:5])
        what = Message("code.unsaved_several", {"names": names}, len(unsaved))
        await self.ask("unsaved.title", what, ("save", "discard", "leave"), do)

    # asking

    async def ask(self, title: str, what: Message, choices: tuple[str, ...], do: Do) -> None:
        """Ask about a file; `do` gets what is chosen, unless it is "leave"."""
        say = self.app.look.say
        rows = [Choice(name, say(f"choice.{name}"), "", LETTERS[name]) for name in choices]
        await self.offer(title, self.app.look.tell(what), rows, do)

    async def offer(self, title: str, about: str, rows: list[Choice], do: Do) -> None:
        """Put up a list with letters; `do` gets the id of the row that is chosen."""
        sheet = ListSheet(title, "choice.hint", rows, letters=True, rows=len(rows), about=about)
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
            self._go(code.tab.key, Place(int(found[1]), int(found[2] or 1), shown=True))

    # below

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._opening.clear()
        self.app.main.tell(problem)

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.app.project)) if path.is_relative_to(self.app.project) else str(path)


def _absolute(path: str) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - `..` goes, links stay: the name as one knows it


def _place(line: int, column: int) -> Place | None:
    return Place(line, max(column, 1)) if line else None


def _key(path: Path) -> str:
    return f"file:{path}"
