"""A file under edit, painted row by row from its buffer.

Everything is done to a `CodeTab`; then the rows in sight are compared with those on the screen and only the
ones that differ are painted again. A key costs what a screenful costs, whatever the length of the file.
"""

from __future__ import annotations

from textual.events import Key, MouseDown, MouseMove, MouseUp, Paste
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.editing import Position
from rubin_tui.messages import Failure
from rubin_tui.messages import Message as Sentence
from rubin_tui.widgets.editor.code_row import CodeRow, gutter_width, paint
from rubin_tui.widgets.editor.code_tab import CodeTab
from rubin_tui.widgets.editor.status import StatusLine, status_of
from rubin_tui.widgets.lines import between
from rubin_tui.widgets.look import Typed

COLOUR_NOW = 0.004
"""Seconds of colouring a key waits for: what it changed is nearly always coloured in the same frame."""
COLOUR_SLICE = 0.004
"""Seconds of colouring in one go while nobody types."""
COLOUR_PAUSE = 0.015
"""Seconds between two such goes."""
WHEEL = 3


class CodeView(Typed, can_focus=True):
    """Shows one `CodeTab` at a time and does to it what the keys say."""

    BINDINGS = bindings("code")
    DEFAULT_CSS = "CodeView { height: 1fr; width: 100%; }"

    class Copied(Message):
        """Text for the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Wanted(Message):
        """Something the view cannot do itself: "save", "find", "go", "quit_find"."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Refused(Message):
        """The text cannot be changed."""

        def __init__(self, reason: Sentence) -> None:
            super().__init__()
            self.reason = reason

    class Noted(Message):
        """Something to know of the text in sight, said once."""

        def __init__(self, note: Sentence) -> None:
            super().__init__()
            self.note = note

    class Changed(Message):
        """The text in sight is another one than before, or saved or not saved any more."""

        def __init__(self, tab: CodeTab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tab: CodeTab | None = None
        self._shown: list[CodeRow] = []
        self._status: StatusLine | None = None
        self._gutter = 5
        self._clipboard = ""
        self._selecting = False
        self._colouring = False
        self._known: tuple[int, bool] = (-1, False)
        self._centre = False
        self._noted: CodeTab | None = None

    # what is shown

    def show(self, tab: CodeTab | None, *, centre: bool = False) -> None:
        """Show this tab, its caret in sight."""
        self.tab = tab
        self._shown = []
        if tab is not None:
            self._known = (tab.buffer.version, tab.buffer.modified)
            if self.size.height:  # out of sight there is no width to bring anything into
                self._measure(tab)
                tab.reveal(centre=centre)
        self._centre = True
        self.refresh()
        self._look()

    def moved(self, *, centre: bool = False) -> None:
        """The caret is somewhere else, or the text is another one: show it."""
        if self.tab is not None:
            if self.size.height:
                self.tab.reveal(centre=centre)
            self._centre = self._centre and centre
            self._look()

    def look_again(self) -> None:
        """Colours, findings or marks of the tab in sight are others."""
        self._look()

    def _measure(self, tab: CodeTab) -> None:
        self._gutter = gutter_width(len(tab.buffer.lines))
        tab.window.height = max(self.size.height - 1, 1)
        tab.window.width = max(self.size.width - self._gutter - 1, 1)

    def _look(self) -> None:
        """Repaint the rows that differ from what is on the screen."""
        tab = self.tab
        if tab is None or not self.size.height:
            return
        gutter = self._gutter
        self._measure(tab)
        if gutter != self._gutter:
            self.refresh()
        if tab.uncoloured == 0.0:
            tab.colour(*tab.in_sight, COLOUR_NOW)
        self._colour_later()
        rows = tab.rows()
        rows += [CodeRow(None)] * (tab.window.height - len(rows))
        for y, row in enumerate(rows):
            if y >= len(self._shown) or self._shown[y] != row:
                self.refresh(Region(0, y, self.size.width, 1))
        self._shown = rows
        status = status_of(tab)
        if status != self._status:
            self._status = status
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))
        if tab.highlighter is not None and tab.highlighter.note is not None and self._noted is not tab:
            self._noted = tab
            self.post_message(self.Noted(tab.highlighter.note))
        known = (tab.buffer.version, tab.buffer.modified)
        if known != self._known:
            self._known = known
            self.post_message(self.Changed(tab))

    def _colour_later(self) -> None:
        if not self._colouring and self.tab is not None and self.tab.uncoloured is not None:
            self._colouring = True
            self.set_timer(max(self.tab.uncoloured, COLOUR_PAUSE), self._colour)

    def _colour(self) -> None:
        self._colouring = False
        tab = self.tab
        if tab is None or tab.uncoloured is None:
            return
        if tab.colour(*tab.in_sight, COLOUR_SLICE):
            self._look()
        self._colour_later()

    def on_resize(self) -> None:
        """What was in sight stays there; the caret comes into sight if it was."""
        if self.tab is not None:
            visible = any(row.caret is not None for row in self._shown) or not self._shown
            self._measure(self.tab)
            self._shown = []
            if self._centre:  # nobody has moved yet: the place it was opened for is what one came for
                self.tab.window.line = self.tab.window.number = self.tab.window.left = 0
            if visible:
                self.tab.reveal(centre=self._centre)
            self.refresh()
            self._look()

    def render_line(self, y: int) -> Strip:
        """A row of the text, or the line at the foot."""
        width, look = self.size.width, self.look
        tab = self.tab
        if tab is None:
            return Strip.blank(width, look.palette.text)
        if y == self.size.height - 1:
            left, right = (self._status or status_of(tab)).pieces(look)
            return between(left, right, width, look.palette.text, look.signs.ellipsis)
        if y >= len(self._shown):
            return Strip.blank(width, look.palette.text)
        row = self._shown[y]
        if not self.has_focus and row.caret is not None:
            row = row._replace(caret=None)
        return paint(row, width, self._gutter, tab.tab, look)

    def on_focus(self) -> None:
        """Show the caret."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.refresh()

    # typing

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Printable characters are text here."""
        return character is not None and character.isprintable()

    def takes(self, event: Key) -> bool:
        """Type a character; False when the key is something else."""
        character = event.character
        if character is None or not character.isprintable() or event.key.startswith(("ctrl+", "alt+")):
            return False
        self._do("type", character)
        return True

    def on_paste(self, event: Paste) -> None:
        """Pasted text comes in as it is, undone as one."""
        event.stop()
        self._do("paste", event.text)

    def _do(self, what: str, *arguments: object) -> None:
        """Have the tab do something; what cannot be changed says so."""
        if self.tab is None:
            return
        try:
            getattr(self.tab, what)(*arguments)
        except Failure as failure:
            self.post_message(self.Refused(failure.message))
            return
        self.moved()

    # the mouse

    def on_mouse_down(self, event: MouseDown) -> None:
        """Put the caret where the mouse points; Shift selects up to there."""
        if self.tab is None:
            return
        if event.y == self.size.height - 1:
            self._foot_pressed(event.x)
        else:
            self.tab.go(self._pointed(event), select=event.shift)
            self._selecting = True
            self.capture_mouse()
            self.moved()

    def _foot_pressed(self, column: int) -> None:
        """The line at the foot: its place leads to another one, what is right of it to the file's form."""
        status = self._status
        from_right = self.size.width - column
        if status is not None and from_right <= len(f"{status.ends} {status.encoding} "):
            self.post_message(self.Wanted("form"))
        elif status is not None and from_right <= len(status.facts(self.look)) + 1:
            self.post_message(self.Wanted("go"))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Select while the button is held."""
        if self._selecting and self.tab is not None:
            self.tab.go(self._pointed(event), select=True)
            self.moved()

    def on_mouse_up(self, event: MouseUp) -> None:
        """The selection stands."""
        self._selecting = False
        self.release_mouse()

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_roll(-WHEEL)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_roll(WHEEL)

    def _pointed(self, event: MouseDown | MouseMove) -> Position:
        assert self.tab is not None
        return self.tab.place_at(event.y, event.x - self._gutter)

    # what the registry names

    def action_go(self, what: str, count: int, select: bool = False) -> None:
        """Move the caret: "move", "move_word", "move_rows", "edge", "end"."""
        if self.tab is not None:
            getattr(self.tab, what)(count, select=select)
            self.tab.buffer.checkpoint()
            self.moved()

    def action_page(self, direction: int, select: bool = False) -> None:
        """By a screenful; the text moves with the caret."""
        if self.tab is not None:
            rows = direction * max(self.tab.window.height - 2, 1)
            self.tab.window.scroll(self.tab.buffer.lines, rows)
            self.action_go("move_rows", rows, select)

    def action_roll(self, rows: int) -> None:
        """Scroll without moving the caret."""
        if self.tab is not None:
            self.tab.window.scroll(self.tab.buffer.lines, rows)
            self._look()

    def action_erase(self, count: int) -> None:
        """Erase a character, or what is selected."""
        self._do("erase", count)

    def action_erase_word(self, direction: int) -> None:
        """Erase a word, or what is selected."""
        self._do("erase_word", direction)

    def action_do(self, what: str) -> None:
        """Change the text: the name of one of the tab's doings."""
        self._do(what)

    def action_select_all(self) -> None:
        """Select the whole text."""
        if self.tab is not None:
            self.tab.select_all()
            self._look()

    def action_copy(self) -> None:
        """Copy what is selected, or the line of the caret."""
        if self.tab is not None:
            self._clipboard = self.tab.selected_text or self.tab.whole_line
            self.post_message(self.Copied(self._clipboard))

    def action_cut(self) -> None:
        """Copy and erase what is selected, or the line of the caret."""
        self.action_copy()
        self._do("cut")

    def action_paste(self) -> None:
        """Put in what was copied here last; the terminal's own clipboard comes by its own paste."""
        if self._clipboard:
            self._do("paste", self._clipboard)
        else:
            self.post_message(self.Refused(Sentence("code.nothing_copied")))

    def action_want(self, what: str) -> None:
        """Ask for what the view cannot do itself."""
        self.post_message(self.Wanted(what))

    def action_leave(self) -> None:
        """Esc: drop the selection, else what is found, else nothing."""
        tab = self.tab
        if tab is not None and (tab.anchor is not None or tab.part is not None):
            tab.anchor = None
            if tab.part is not None:
                tab.part = None
                self.post_message(self.Changed(tab))
            self._look()
        else:
            self.post_message(self.Wanted("stop"))
