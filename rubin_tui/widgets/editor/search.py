"""Looking for something in the file in sight: the row one types into, and the way from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Failure
from rubin_tui.widgets.editor.find_bar import FindBar
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from rubin_tui.engine.model import Position
    from rubin_tui.widgets.editor.panel import EditorPanel


class Search:
    """One search, from the key that begins it until its row is closed."""

    def __init__(self, panel: EditorPanel) -> None:
        self._panel = panel
        self._bar: FindBar | None = None
        self._from: Position
        self._left = panel.spot

    def begin(self) -> None:
        """Ask what is to be found, beginning with what is selected."""
        panel, code = self._panel, self._panel.code
        if code is None or code.tab is None:
            return
        if self._bar is None:
            self._bar = FindBar(id="find")
            self._bar.lead = f" {panel.look.say('find_bar.lead')} "
            panel.mount(self._bar)
        self._left = panel.spot
        self._from = min(code.tab.caret, code.tab.anchor or code.tab.caret)
        selected = code.tab.selected_text
        text = selected if selected and "\n" not in selected else self._bar.text
        self._bar.put(Place(text, len(text)))
        panel.screen.set_focus(self._bar)
        self.look_for(text)

    def look_for(self, text: str) -> None:
        """Go to the first place of it behind where one began."""
        code = self._panel.code
        if code is None or code.tab is None or self._bar is None:
            return
        try:
            code.tab.find(text)
        except Failure as failure:
            self._bar.say(safe_line(self._panel.look.tell(failure.message)))
            return
        self._go(self._from, 1)

    def next(self, direction: int) -> None:
        """On to the next place, or back to the one before."""
        code = self._panel.code
        if code is not None and code.tab is not None:
            begin, end = code.tab.selection or (code.tab.caret, code.tab.caret)
            self._go(end if direction > 0 else begin, direction)

    def close(self) -> None:
        """Back to the text, what was found selected."""
        if self._bar is None:
            return
        bar, self._bar = self._bar, None
        had_focus = bar.has_focus
        self._panel.forget_found()
        if had_focus:
            self._panel.take_focus()
        bar.remove()

    def _go(self, place: Position, direction: int) -> None:
        code, bar = self._panel.code, self._bar
        if code is None or code.tab is None or bar is None:
            return
        said = ""
        if bar.text:
            number, of = code.tab.go_found(place, direction)
            if of and self._left is not None:
                self._panel.jumped(self._left)
                self._left = None
            id = "find_bar.nothing" if not of else "find_bar.number" if number else "find_bar.beyond"
            more = code.tab.found is not None and code.tab.found.more
            said = self._panel.look.say(id, number=number, of=f"{of}+" if more else of)
        bar.say(said)
        code.moved(centre=True)
