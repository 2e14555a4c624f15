"""Named parts of code: where the caret is, and going to one of the file or of the whole project."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.journeys.code import Place
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message

if TYPE_CHECKING:
    from rubin_tui.engine import Change
    from rubin_tui.engine.code_model import FileSymbols, Symbol
    from rubin_tui.widgets.editor.code_parts import CodeParts
    from rubin_tui.widgets.editor.code_tab import CodeTab
    from rubin_tui.widgets.symbol_sheet import SymbolRow, SymbolSheet

PAUSE = 0.4
"""Seconds without an edit after which the outline is made anew."""
MOST_ROWS = 16
"""Rows of the list."""
SHOWN_EVERY = 2_000
"""Names after which those that were found are shown, while others are read."""


class SymbolsJourney(Journey):
    """Keeps the outlines of the open files and offers their parts."""

    group = "symbols"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._languages: dict[str, str] = {}
        self._resting: set[str] = set()
        self._sheet: SymbolSheet | None = None
        self._places: dict[str, tuple[str, Place]] = {}
        self._everywhere = False
        self._reading: threading.Event | None = None
        self._project: tuple[FileSymbols, ...] = ()  # as it was when it was read last

    # the files that are open

    def opened(self, tab: CodeTab) -> None:
        """A file was opened: find its parts, and again after edits."""
        tab.buffer.subscribe(lambda change: self._changed(tab, change))
        self.app.opening.then(lambda: self._look(tab))

    def close(self) -> None:
        """The app ends."""
        self._stop()

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)

    def _changed(self, tab: CodeTab, change: Change) -> None:
        if tab.key not in self._resting:
            self._resting.add(tab.key)
            self._look_later(tab)

    def _look_later(self, tab: CodeTab) -> None:
        version = tab.buffer.version
        self.app.set_timer(PAUSE, lambda: self._pause_over(tab, version))

    def _pause_over(self, tab: CodeTab, version: int) -> None:
        if tab.buffer.version != version and self._is_open(tab):
            self._look_later(tab)
            return
        self._resting.discard(tab.key)
        self._look(tab)

    def _is_open(self, tab: CodeTab) -> bool:
        return self.app.main.editor.file(tab.key) is tab

    def _look(self, tab: CodeTab) -> None:
        if self._is_open(tab) and self.app.opening.engine is not None:
            self.work(self._read, tab)

    def _read(self, tab: CodeTab) -> None:
        from rubin_tui.engine import Snapshot, detect
        from rubin_tui.widgets.editor.code_parts import CodeParts

        engine = self.app.opening.engine
        if engine is None:
            return
        now = tab.buffer.snapshot()
        path = tab.key.removeprefix("file:")
        language = now.language or detect(path, now.lines[0])
        symbols = engine.analysis.providers.outline(Snapshot(now.version, now.text, language, path))
        self.hand(self._show, tab, CodeParts(symbols, now.version))

    def _show(self, tab: CodeTab, parts: CodeParts) -> None:
        if not self._is_open(tab) or tab.buffer.version != parts.version:
            return  # the pause after the edit brings another one
        tab.parts = parts
        editor = self.app.main.editor
        if editor.code is not None and editor.code.tab is tab:
            editor.code.look_again()
            if self._sheet is not None and self._sheet.is_attached and not self._everywhere:
                self._offer_file(tab)

    # going to one

    async def offer(self) -> None:
        """Offer the parts of the file in sight; without one, the names of the project."""
        from rubin_tui.widgets.symbol_sheet import SymbolSheet

        self._stop()
        rows = max(min(self.app.size.height - 8, MOST_ROWS), 3)
        tab = self._tab
        self._everywhere = tab is None or tab.parts is None or not tab.parts.symbols
        title = "symbols.everywhere" if self._everywhere else "symbols.title"
        self._sheet = SymbolSheet(title, "symbols.hint", rows)
        await self.app.main.open_sheet(self._sheet)
        self._fill()

    def widened(self, sheet: SymbolSheet) -> None:
        """From the file to the project, or back."""
        if sheet is self._sheet:
            self._stop()
            self._everywhere = not self._everywhere
            sheet.retitle("symbols.everywhere" if self._everywhere else "symbols.title")
            self._fill()

    async def chosen(self, message: SymbolSheet.Chosen) -> None:
        """Go there."""
        if message.sheet is not self._sheet:
            return
        self._stop()
        self._sheet = None
        await self.app.main.close_sheet()
        path, place = self._places[message.id]
        self.app.code.open(Path(path), place)

    @property
    def _tab(self) -> CodeTab | None:
        code = self.app.main.editor.code
        return code.tab if code is not None else None

    def _fill(self) -> None:
        self._places = {}
        if self._everywhere:
            self.app.opening.then(self._begin_reading)
        elif (tab := self._tab) is not None:
            self._offer_file(tab)
            if tab.parts is None or tab.parts.version != tab.buffer.version:
                self._look(tab)
        elif self._sheet is not None:
            self._sheet.offer(())

    def _offer_file(self, tab: CodeTab) -> None:
        assert self._sheet is not None
        if tab.parts is None:
            self._sheet.offer(())
            return
        path = tab.key.removeprefix("file:")
        here = tab.parts.at(tab.caret.line)
        rows = list(self._rows(tab.parts.symbols, path, 0))
        current = next((row.id for symbol, row in rows if symbol is here), "")
        self._sheet.offer((row for _, row in rows), current)

    def _rows(
        self, symbols: Iterable[Symbol], path: str, depth: int, file: str = ""
    ) -> Iterator[tuple[Symbol, SymbolRow]]:
        from rubin_tui.widgets.symbol_sheet import SymbolRow

        for symbol in symbols:
            id = str(len(self._places))
            line, character = symbol.name_start
            self._places[id] = (path, Place(line + 1, character + 1, shown=True))
            around = ".".join(symbol.container)
            yield symbol, SymbolRow(id, symbol.name, around, depth, self._kind(symbol), file)
            yield from self._rows(symbol.children, path, depth + 1, file)

    def _kind(self, symbol: Symbol) -> str:
        is_section = symbol.kind == "section"
        what = "" if is_section else symbol.section or self.app.look.say(f"symbol.{symbol.kind}")
        return " ".join(filter(None, (what, symbol.type)))

    # the project, in a thread

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.set()
            self._reading = None

    def _begin_reading(self) -> None:
        self._reading = threading.Event()
        if self._project:
            self._show_project(self._project, self._reading, True)
        self.work(self._read_project, self.app.project, self._reading, bool(self._project))

    def _read_project(self, folder: Path, cancel: threading.Event, known: bool) -> None:
        engine = self.app.opening.engine
        if engine is None:
            return
        found: list[FileSymbols] = []
        waiting = 0
        try:
            for file in engine.analysis.project_symbols.below(folder, cancel):
                found.append(file)
                waiting += len(file.symbols)
                if waiting >= SHOWN_EVERY and not known:
                    waiting = 0
                    self.hand(self._show_project, tuple(found), cancel, True)
        except Failure as failure:
            self.hand(self.app.main.tell_once, failure.message)
        self.hand(self._show_project, tuple(found), cancel, False)

    def _show_project(self, files: tuple[FileSymbols, ...], cancel: threading.Event, more: bool) -> None:
        if cancel.is_set() or self._sheet is None or not self._sheet.is_attached:
            cancel.set()  # the list went away
            return
        if not more:
            self._project = files
        self._places = {}
        root = self.app.project
        rows: list[SymbolRow] = []
        for file in files:
            path = Path(file.path)
            name = str(path.relative_to(root)) if path.is_relative_to(root) else file.path
            rows += (row for _, row in self._rows(file.symbols, file.path, 0, name))
        self._sheet.offer(rows, more=more)
