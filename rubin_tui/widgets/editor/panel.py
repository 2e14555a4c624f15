"""The middle panel: open files and pages as tabs, one of them in sight.

Pages of documents are painted here and cannot be changed. A file under edit is shown by a `CodeView` that
covers the panel; it is made with the first file, so the start does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from rubin_tui.actions import action, bindings, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Failure
from rubin_tui.widgets.editor.content import Content
from rubin_tui.widgets.editor.paint import gutter_width, paint_row
from rubin_tui.widgets.editor.view import View
from rubin_tui.widgets.lines import Piece, between, strip
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.text_edit import Place
from rubin_tui.widgets.title_line import Tab

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from rubin_tui.engine.model import Citation, Position
    from rubin_tui.widgets.editor.code_tab import CodeTab
    from rubin_tui.widgets.editor.code_view import CodeView
    from rubin_tui.widgets.editor.find_bar import FindBar
    from rubin_tui.widgets.editor.problems import Problems

MOST_TABS = 20
"""The tab not looked at for longest makes room for one more."""


class Spot(NamedTuple):
    """Where one was looking: which tab, which page of it, how far down, the caret of a file."""

    key: str
    number: int
    top: int
    caret: tuple[int, int] = (0, 0)


class EditorPanel(Painted, can_focus=True):
    """Panel 2."""

    BINDINGS = bindings("reading")
    DEFAULT_CSS = "EditorPanel { height: 1fr; }"

    class PageWanted(Message):
        """Another page of the document in sight; `at_end` to see its end first."""

        def __init__(self, document_id: str, number: int, *, at_end: bool = False) -> None:
            super().__init__()
            self.document_id = document_id
            self.number = number
            self.at_end = at_end

    class QuoteCopied(Message):
        """The quote in sight is to be copied with its source."""

        def __init__(self, citation: Citation) -> None:
            super().__init__()
            self.citation = citation

    class Jumped(Message):
        """One has left this place for another one of the file, and may want to come back."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class FindingsCame(Message):
        """There may be other findings of an open file."""

    class TabsChanged(Message):
        """Other tabs, or another one in sight."""

        def __init__(self, tabs: tuple[Tab, ...]) -> None:
            super().__init__()
            self.tabs = tabs

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: list[View | CodeTab] = []
        self._at = 0
        self._code: CodeView | None = None
        self._find: FindBar | None = None
        self._problems: Problems | None = None
        self._shows_problems = False
        self._find_from: Position
        self._left: Spot | None = None

    # what is open

    @property
    def shown(self) -> View | CodeTab | None:
        """The tab in sight."""
        return self._tabs[self._at] if self._tabs else None

    @property
    def view(self) -> View | None:
        """The page in sight."""
        shown = self.shown
        return None if shown is None or _edits(shown) else shown

    @property
    def code(self) -> CodeView | None:
        """What shows the file in sight; None when it is a page, or nothing."""
        return self._code if _edits(self.shown) else None

    @property
    def target(self) -> Widget:
        """Who gets the keys."""
        return self.code or self

    @property
    def files(self) -> list[CodeTab]:
        """The files that are open."""
        return [tab for tab in self._tabs if _edits(tab)]

    @property
    def spot(self) -> Spot | None:
        """Where one looks now, to come back to."""
        shown = self.shown
        if _edits(shown):
            return Spot(shown.key, 0, shown.window.line, shown.caret)
        return Spot(shown.content.key, shown.content.number, shown.top) if shown else None

    def show(self, content: Content, *, at_end: bool = False) -> None:
        """Show a page: in the tab that has its key, else in a new one."""
        self._put(content.key, View(content))
        if at_end:
            self.action_bottom()
        else:
            self.action_quote()

    def edit(self, tab: CodeTab, place: Position | None = None) -> None:
        """Show a file, with the caret at a place; one that is open already stays as it is."""
        known = self.file(tab.key)
        self._put(tab.key, known or tab)
        self.show_place(place)

    def replace(self, old: CodeTab, new: CodeTab) -> None:
        """Put a file in the place of another one, and into sight."""
        if old in self._tabs:
            self._tabs[self._tabs.index(old)] = new
        self.edit(new)

    def text_changed(self, tab: CodeTab) -> None:
        """The text of a tab, or what is said of it, is another one by no key."""
        if self.code is not None and self.code.tab is tab:
            self.code.moved()
        self.on_code_view_changed()

    def file(self, key: str) -> CodeTab | None:
        """The open file of that key."""
        return next((tab for tab in self.files if tab.key == key), None)

    def show_place(self, place: Position | None) -> None:
        """Put the caret of the file in sight there."""
        if self.code is not None and self.code.tab is not None and place is not None:
            self.code.tab.go(place)
            self.code.moved(centre=True)

    def go(self, spot: Spot) -> bool:
        """Look again where one looked; False when the tab is gone or shows another page."""
        for number, tab in enumerate(self._tabs):
            if _key(tab) == spot.key:
                self._at = number
                self._tell()
                if _edits(tab):
                    tab.go(tab.buffer.clamp(spot.caret))
                    tab.window.line, tab.window.number = spot.top, 0
                    assert self.code is not None
                    self.code.moved()
                    return True
                if tab.content.number != spot.number:
                    return False
                self._move(spot.top)
                return True
        return False

    def next_tab(self) -> None:
        """Bring the next tab into sight."""
        if self._tabs:
            self._at = (self._at + 1) % len(self._tabs)
            self._tell()

    def close_tab(self) -> None:
        """Close the tab in sight."""
        if self._tabs:
            del self._tabs[self._at]
            self._at = max(self._at - 1, 0)
            self._tell()

    # what is wrong with a file

    def show_problems(self, *, focus: bool = False) -> None:
        """Show the findings of the file in sight below it."""
        from rubin_tui.widgets.editor.problems import Problems

        if self.code is None or self.code.tab is None:
            return
        if self._problems is None:
            self._problems = Problems(id="problems")
            self.mount(self._problems)
        self._shows_problems = True
        self.findings_changed(self.code.tab)
        self._problems.follow(self.code.tab.caret)
        self._problems.display = True
        if focus:
            self.screen.set_focus(self._problems)

    def findings_changed(self, tab: CodeTab) -> None:
        """Other findings of a file that is open."""
        self.post_message(self.FindingsCame())
        if self.code is None or self.code.tab is not tab:
            return
        self.code.look_again()
        if self._problems is not None and self._shows_problems:
            self._problems.show(tab.diagnostics, tab.report)

    def on_problems_chosen(self, message: Problems.Chosen) -> None:
        """To the place of a finding."""
        if self.spot is not None:
            self.post_message(self.Jumped(self.spot))
        self.show_place(message.place)
        self.screen.set_focus(self.target)

    def on_problems_closed(self) -> None:
        """The findings are not wanted any more."""
        self._shows_problems = False
        if self._problems is not None:
            self._problems.display = False
        self.screen.set_focus(self.target)

    # looking for something in a file

    def find(self) -> None:
        """Ask what is to be found, beginning with what is selected."""
        from rubin_tui.widgets.editor.find_bar import FindBar

        code = self.code
        if code is None or code.tab is None:
            return
        if self._find is None:
            self._find = FindBar(id="find")
            self._find.lead = f" {self.look.say('find_bar.lead')} "
            self.mount(self._find)
        self._left = self.spot
        self._find_from = min(code.tab.caret, code.tab.anchor or code.tab.caret)
        selected = code.tab.selected_text
        text = selected if selected and "\n" not in selected else self._find.text
        self._find.put(Place(text, len(text)))
        self.screen.set_focus(self._find)
        self.on_find_bar_typed(FindBar.Typed(text))

    def on_find_bar_typed(self, message: FindBar.Typed) -> None:
        """Go to the first place behind where one began."""
        code = self.code
        if code is None or code.tab is None or self._find is None:
            return
        try:
            code.tab.find(message.text)
        except Failure as failure:
            self._find.say(safe_line(self.look.tell(failure.message)))
            return
        self._go_found(self._find_from, 1)

    def on_find_bar_next(self, message: FindBar.Next) -> None:
        """On to the next place."""
        if self.code is not None and self.code.tab is not None:
            tab = self.code.tab
            begin, end = tab.selection or (tab.caret, tab.caret)
            self._go_found(end if message.direction > 0 else begin, message.direction)

    def on_find_bar_closed(self) -> None:
        """Back to the text, what was found selected."""
        self._close_find()

    def _go_found(self, place: Position, direction: int) -> None:
        code, bar = self.code, self._find
        if code is None or code.tab is None or bar is None:
            return
        said = ""
        if bar.text:
            number, of = code.tab.go_found(place, direction)
            if of and self._left is not None:
                self.post_message(self.Jumped(self._left))
                self._left = None
            id = "find_bar.nothing" if not of else "find_bar.number" if number else "find_bar.beyond"
            more = code.tab.found is not None and code.tab.found.more
            said = self.look.say(id, number=number, of=f"{of}+" if more else of)
        bar.say(said)
        code.moved(centre=True)

    def _close_find(self) -> None:
        if self._find is None:
            return
        bar, self._find = self._find, None
        had_focus = bar.has_focus
        if self._code is not None and self._code.tab is not None:
            self._code.tab.found = None
            self._code.look_again()
        if had_focus:
            self.screen.set_focus(self.target)
        bar.remove()

    def on_code_view_changed(self) -> None:
        """The title says whether a file is saved."""
        titles = self._titles()
        if titles != self._told:
            self._told = titles
            self.post_message(self.TabsChanged(titles))

    def _put(self, key: str, tab: View | CodeTab) -> None:
        """Bring a tab into sight, in the place of the one with its key."""
        keys = [_key(other) for other in self._tabs]
        if key in keys:
            self._at = keys.index(key)
            self._tabs[self._at] = tab
        else:
            self._tabs.append(tab)
            self._make_room()
            self._at = len(self._tabs) - 1
        self._tell()

    def _make_room(self) -> None:
        """Too many: the first one goes that is not about to lose anything."""
        if len(self._tabs) > MOST_TABS:
            spare = (tab for tab in self._tabs[:-1] if not _edits(tab) or not tab.buffer.modified)
            if (oldest := next(spare, None)) is not None:
                self._tabs.remove(oldest)

    def _tell(self) -> None:
        shown = self.shown
        had_focus = self.has_focus or (self._code is not None and self._code.has_focus)
        if _edits(shown) and self._code is None:
            from rubin_tui.widgets.editor.code_view import CodeView

            self._code = CodeView(id="code")
            self.mount(self._code)
        if not _edits(shown):
            self._close_find()
        if self._problems is not None:
            self._problems.display = self._shows_problems and _edits(shown)
        if self._code is not None:
            self._code.display = _edits(shown)
            self._code.show(shown if _edits(shown) else None)
        if _edits(shown):
            self.findings_changed(shown)
        if had_focus and not self.target.has_focus:
            self.screen.set_focus(self.target)
        self._told = self._titles()
        self.post_message(self.TabsChanged(self._told))
        self.refresh()

    _told: tuple[Tab, ...] = ()

    def _titles(self) -> tuple[Tab, ...]:
        return tuple(
            Tab(_title(tab), number == self._at, _edits(tab) and tab.buffer.modified)
            for number, tab in enumerate(self._tabs)
        )

    # moving

    def action_page(self, direction: int) -> None:
        """A screenful on; at the end of a page the next page of the document."""
        view = self.view
        if view is None:
            return
        rows, height = self._length(), self._height()
        content = view.content
        at_edge = view.top + height >= rows if direction > 0 else view.top == 0
        other = content.number + direction
        if content.document_id and at_edge:
            if 0 <= other < content.pages:
                self.post_message(self.PageWanted(content.document_id, other, at_end=direction < 0))
            return
        self._move(view.top + direction * max(height - 1, 1))

    def action_scroll(self, rows: int) -> None:
        """By rows."""
        if self.view is not None:
            self._move(self.view.top + rows)

    def action_shift(self, direction: int) -> None:
        """Sideways, in a text whose lines are not broken."""
        if self.view is not None and not self.view.content.wraps:
            self.view.left = max(self.view.left + 8 * direction, 0)
            self.refresh()

    def action_top(self) -> None:
        """To the beginning."""
        self._move(0)

    def action_bottom(self) -> None:
        """To the end."""
        self._move(self._length())

    def action_quote(self) -> None:
        """To the quote, or to the line asked for; without one to the beginning."""
        if self.view is not None:
            self._scroll_text(self.view.sought(self._width()) - self._height() // 3)
            self.view.seeks = True

    def action_copy(self) -> None:
        """Copy the quote with its source."""
        if self.view is not None and self.view.content.citation is not None:
            self.post_message(self.QuoteCopied(self.view.content.citation))

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_scroll(-3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_scroll(3)

    def _move(self, top: int) -> None:
        """Scroll because someone wants to look elsewhere."""
        if self.view is not None:
            self.view.seeks = False
            self._scroll_text(top)

    def _scroll_text(self, top: int) -> None:
        view = self.view
        if view is None:
            return
        top = max(min(top, self._length() - self._height()), 0)
        if view.top != top:
            view.top = top
            self.refresh()

    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    def _width(self) -> int:
        """Cells for the text of the tab in sight."""
        gutter = gutter_width(self.view.content) if self.view else 0
        return max(self.size.width - gutter - 2, 10)

    def _length(self) -> int:
        """How many rows the tab in sight has."""
        if self.view is None:
            return 0
        rows = self.view.rows(self._width())
        return len(self.view.content.lines if rows is None else rows)

    def on_resize(self) -> None:
        """Keep in sight what was: the place the tab was opened for, or what stood at the top."""
        view = self.view
        if view is not None and view.seeks:
            self.action_quote()
        elif view is not None:
            view.rows(self._width())
            self._scroll_text(view.top)

    # painting

    def render_line(self, y: int) -> Strip:
        """A row of the text, what it is on the last row, or the quiet hint when nothing is open."""
        view = self.view
        style = self.look.palette
        width = self.size.width
        if view is None:
            return self._hint(y)
        if y == self.size.height - 1:
            return self._info(view)
        rows = view.rows(self._width())
        at = view.top + y
        if at >= self._length():
            return Strip.blank(width, style.text)
        number, begin, end = (at, 0, -1) if rows is None else rows[at]
        return paint_row(view.content, number, begin, end, view.left, width, self.look)

    def _info(self, view: View) -> Strip:
        look = self.look
        style = look.palette
        content = view.content
        rows, height = self._length(), self._height()
        right = content.info
        if content.pages > 1:
            right = look.say("editor.page_of", page=content.number + 1, pages=content.pages)
        more = look.signs.below if view.top + height < rows else ""
        left: list[Piece] = [(f" {safe_line(content.filename)}", style.muted)]
        return between(left, [(f" {right} {more} ", style.muted)], self.size.width, style.text)

    def _hint(self, y: int) -> Strip:
        look = self.look
        style = look.palette
        rows: list[list[Piece]] = [[(look.say("editor.empty"), style.muted)], []]
        for name, key in (
            ("editor.hint.link", "Tab Enter"),
            ("editor.hint.open", shown_keys(action("open"))),
            ("editor.hint.files", shown_keys(action("panel.files"))),
        ):
            rows.append([(f"{key:<11}", style.accent), (look.say(name), style.muted)])
        row = y - max(self.size.height // 3, 0)
        if not 0 <= row < len(rows):
            return Strip.blank(self.size.width, style.text)
        longest = max(sum(len(text) for text, _ in pieces) for pieces in rows)
        indent = max((self.size.width - longest) // 2, 1)
        return strip([(" " * indent, style.text), *rows[row]], self.size.width, style.text)


def _edits(tab: View | CodeTab | None) -> TypeIs[CodeTab]:
    """Whether a tab is a file under edit; asked so, the start need not load what edits."""
    return tab is not None and tab.edits


def _key(tab: View | CodeTab) -> str:
    return tab.key if _edits(tab) else tab.content.key


def _title(tab: View | CodeTab) -> str:
    return tab.title if _edits(tab) else tab.content.title
