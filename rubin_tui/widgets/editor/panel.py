"""The middle panel: open files and pages as tabs, one of them in sight.

Pages of documents are painted by the panel itself and cannot be changed. A file under edit is shown by a
`CodeView` that covers it; it is made with the first file, so the start does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.widget import Widget

from rubin_tui.widgets.editor.content import Content
from rubin_tui.widgets.editor.findings_below import FindingsBelow
from rubin_tui.widgets.editor.open_tabs import OpenTabs, is_file
from rubin_tui.widgets.editor.page_view import PageView
from rubin_tui.widgets.editor.reader import page_view
from rubin_tui.widgets.editor.view import View
from rubin_tui.widgets.editor.waiting import WaitingView
from rubin_tui.widgets.title_line import Tab

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rubin_tui.engine.model import Position
    from rubin_tui.engine.page_model import PrintedPage
    from rubin_tui.widgets.editor.code_tab import CodeTab
    from rubin_tui.widgets.editor.code_view import CodeView
    from rubin_tui.widgets.editor.find_bar import FindBar
    from rubin_tui.widgets.editor.page_grid import Found
    from rubin_tui.widgets.editor.problems import Problems
    from rubin_tui.widgets.editor.search import Search


class Spot(NamedTuple):
    """Where one was looking: which tab, which page of it, how far down, the caret of a file."""

    key: str
    number: int
    top: int
    caret: tuple[int, int] = (0, 0)


class EditorPanel(PageView):
    """Panel 2."""

    DEFAULT_CSS = "EditorPanel { height: 1fr; }"

    class Jumped(Message):
        """One has left this place for another one of the file, and may want to come back."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class Wanted(Message):
        """One looks at a tab that waits to be read."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class FindingsCame(Message):
        """There may be other findings of an open file."""

    class TabsChanged(Message):
        """Other tabs, or another one in sight."""

        def __init__(self, tabs: tuple[Tab, ...]) -> None:
            super().__init__()
            self.tabs = tabs

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs = OpenTabs()
        self._told: tuple[Tab, ...] = ()
        self._code: CodeView | None = None
        self._search: Search | None = None
        self._findings = FindingsBelow(self)

    # what is open

    @property
    def shown(self) -> View | CodeTab | None:
        """The tab in sight."""
        return self._tabs.shown

    @property
    def view(self) -> View | None:
        """The page in sight."""
        shown = self.shown
        return None if shown is None or is_file(shown) else shown

    @property
    def code(self) -> CodeView | None:
        """What shows the file in sight; None when it is a page, or nothing."""
        return self._code if is_file(self.shown) else None

    @property
    def target(self) -> Widget:
        """Who gets the keys."""
        return self.code or self.picture or self

    @property
    def files(self) -> list[CodeTab]:
        """The files that are open."""
        return self._tabs.files

    @property
    def tabs(self) -> tuple[View | CodeTab, ...]:
        """All of them, in their order."""
        return self._tabs.all

    @property
    def titles(self) -> tuple[Tab, ...]:
        """What the title line says of them."""
        return self._tabs.titles

    def begin_with(self, tabs: Sequence[WaitingView], at: int) -> None:
        """Before the first frame: have tabs that are read later."""
        self._tabs.begin_with(tabs, at)
        self._told = self._tabs.titles

    def settle(self, tab: CodeTab) -> bool:
        """Put what was read in the place of the tab that waits for it; False when that is gone."""
        if settled := self._tabs.settle(tab):
            self._tell()
        return settled

    def drop(self, key: str) -> None:
        """Close the tab that waits for this, if one does."""
        if self._tabs.drop(key):
            self._tell()

    @property
    def spot(self) -> Spot | None:
        """Where one looks now, to come back to."""
        shown = self.shown
        if is_file(shown):
            return Spot(shown.key, 0, shown.window.line, shown.caret)
        return Spot(shown.key, shown.content.number, shown.top) if shown else None

    def show(
        self,
        content: Content,
        *,
        at_end: bool = False,
        printed: PrintedPage | None = None,
        found: Sequence[Found] = (),
    ) -> None:
        """Show a page, as it is printed if that is known: in the tab that has its key, else in a new one."""
        self._tabs.put(page_view(content, printed, found))
        self._tell()
        if at_end:
            self.action_bottom()
        else:
            self.seek()

    def edit(self, tab: CodeTab, place: Position | None = None) -> None:
        """Show a file, with the caret at a place; one that is open already stays as it is."""
        self._tabs.put(self.file(tab.key) or tab)
        self._tell()
        self.show_place(place)

    def replace(self, old: CodeTab, new: CodeTab) -> None:
        """Put a file in the place of another one, and into sight."""
        self._tabs.replace(old, new)
        self.edit(new)

    def text_changed(self, tab: CodeTab) -> None:
        """The text of a tab, or what is said of it, is another one by no key."""
        if self.code is not None and self.code.tab is tab:
            self.code.moved()
        self.on_code_view_changed()

    def file(self, key: str) -> CodeTab | None:
        """The open file of that key."""
        return self._tabs.file(key)

    def show_place(self, place: Position | None) -> None:
        """Put the caret of the file in sight there."""
        if self.code is not None and self.code.tab is not None and place is not None:
            self.code.tab.go(place)
            self.code.moved(centre=True)

    def go(self, spot: Spot) -> bool:
        """Look again where one looked; False when the tab is gone or shows another page."""
        if not self._tabs.turn_to(spot.key):
            return False
        self._tell()
        shown = self.shown
        if is_file(shown):
            shown.go(shown.buffer.clamp(spot.caret))
            shown.window.line, shown.window.number = spot.top, 0
            assert self.code is not None
            self.code.moved()
            return True
        if shown is None or shown.content.number != spot.number:
            return False
        self.move_to(spot.top)
        return True

    def next_tab(self) -> None:
        """Bring the next tab into sight."""
        self._tabs.next()
        self._tell()

    def close_tab(self) -> None:
        """Close the tab in sight."""
        self._tabs.close()
        self._tell()

    def jumped(self, spot: Spot | None) -> None:
        """One has left this place for another one."""
        if spot is not None:
            self.post_message(self.Jumped(spot))

    def take_focus(self) -> None:
        """The keys are for the tab in sight again."""
        self.screen.set_focus(self.target)

    def on_code_view_changed(self) -> None:
        """The title says whether a file is saved; findings of some lines of it go with an edit."""
        self._findings.update()
        titles = self._tabs.titles
        if titles != self._told:
            self._told = titles
            self.post_message(self.TabsChanged(titles))

    def _tell(self) -> None:
        shown = self.shown
        had_focus = self.has_focus or (self._code is not None and self._code.has_focus)
        if is_file(shown) and self._code is None:
            from rubin_tui.widgets.editor.code_view import CodeView

            self._code = CodeView(id="code")
            self.mount(self._code)
        if not is_file(shown) and self._search is not None:
            self._search.close()
        if self._code is not None:
            self._code.display = is_file(shown)
            self._code.show(shown if is_file(shown) else None)
        self._findings.update()
        had_focus = had_focus or (self.picture is not None and self.picture.has_focus)
        self.picture_follows()
        if had_focus and not self.target.has_focus:
            self.take_focus()
        self._told = self._tabs.titles
        self.post_message(self.TabsChanged(self._told))
        if isinstance(shown, WaitingView):
            self.post_message(self.Wanted(shown.key))
        self.refresh()

    # what is wrong with a file

    def show_problems(self, *, focus: bool = False) -> None:
        """Show the findings of the file in sight below it."""
        self._findings.open(focus=focus)

    def findings_changed(self, tab: CodeTab) -> None:
        """Other findings of a file that is open."""
        self.post_message(self.FindingsCame())
        if self.code is not None and self.code.tab is tab:
            self.code.look_again()
            self._findings.update()

    def on_problems_chosen(self, message: Problems.Chosen) -> None:
        """To the place of a finding."""
        self.jumped(self.spot)
        self.show_place(message.place)
        self.take_focus()

    def on_problems_closed(self) -> None:
        """Back to the findings of the file; then they are not wanted any more."""
        if not self._findings.back_to_file():
            self._findings.close()
            self.take_focus()

    # looking for something in a file

    def find(self) -> None:
        """Ask what is to be found, beginning with what is selected."""
        if self._search is None:
            from rubin_tui.widgets.editor.search import Search

            self._search = Search(self)
        self._search.begin()

    def on_find_bar_asked(self, message: FindBar.Asked) -> None:
        """Go to the first place behind where one began."""
        if self._search is not None:
            self._search.look_for(message.text)

    def on_find_bar_next(self, message: FindBar.Next) -> None:
        """On to the next place."""
        if self._search is not None:
            self._search.next(message.direction)

    def on_find_bar_closed(self) -> None:
        """Back to the text, what was found selected."""
        if self._search is not None:
            self._search.close()

    def forget_found(self) -> None:
        """Nothing is looked for any more."""
        if self._code is not None and self._code.tab is not None:
            self._code.tab.forget_found()
            self._code.look_again()
