"""The tabs of the middle panel: what is open, and which of it is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rubin_tui.widgets.editor.view import View
from rubin_tui.widgets.editor.waiting import WaitingView
from rubin_tui.widgets.title_line import Tab

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from rubin_tui.widgets.editor.code_tab import CodeTab

MOST_TABS = 20
"""The tab not looked at for longest makes room for one more."""


class OpenTabs:
    """Pages and files in the order they were opened."""

    def __init__(self) -> None:
        self._tabs: list[View | CodeTab] = []
        self._at = 0

    @property
    def shown(self) -> View | CodeTab | None:
        """The tab in sight."""
        return self._tabs[self._at] if self._tabs else None

    @property
    def files(self) -> list[CodeTab]:
        """The files that are open."""
        return [tab for tab in self._tabs if is_file(tab)]

    @property
    def titles(self) -> tuple[Tab, ...]:
        """What the title line says of them."""
        return tuple(
            Tab(_title(tab), number == self._at, is_file(tab) and tab.buffer.modified)
            for number, tab in enumerate(self._tabs)
        )

    def file(self, key: str) -> CodeTab | None:
        """The open file of that key."""
        return next((tab for tab in self.files if tab.key == key), None)

    def put(self, tab: View | CodeTab) -> None:
        """Bring a tab into sight, in the place of the one with its key."""
        if self.turn_to(tab.key):
            self._tabs[self._at] = tab
            return
        self._tabs.append(tab)
        self._make_room()
        self._at = len(self._tabs) - 1

    def replace(self, old: CodeTab, new: CodeTab) -> None:
        """Put a file in the place of another one."""
        if old in self._tabs:
            self._tabs[self._tabs.index(old)] = new

    @property
    def all(self) -> tuple[View | CodeTab, ...]:
        """Every tab, in its order."""
        return tuple(self._tabs)

    def begin_with(self, tabs: Sequence[WaitingView], at: int) -> None:
        """Have tabs that are read later."""
        self._tabs, self._at = [*tabs], at

    def settle(self, tab: CodeTab) -> bool:
        """Put what was read in the place of the tab that waits for it; False when that is gone."""
        for number, other in enumerate(self._tabs):
            if other.key == tab.key:
                self._tabs[number] = tab
                return True
        return False

    def drop(self, key: str) -> bool:
        """Close the tab that waits for this, if one does."""
        for number, tab in enumerate(self._tabs):
            if isinstance(tab, WaitingView) and tab.key == key:
                del self._tabs[number]
                self._at = max(self._at - (number < self._at or self._at == len(self._tabs)), 0)
                return True
        return False

    def turn_to(self, key: str) -> bool:
        """Bring the tab of that key into sight; False when there is none."""
        keys = [tab.key for tab in self._tabs]
        if key in keys:
            self._at = keys.index(key)
        return key in keys

    def next(self) -> None:
        """Bring the next tab into sight."""
        if self._tabs:
            self._at = (self._at + 1) % len(self._tabs)

    def close(self) -> None:
        """Close the tab in sight."""
        if self._tabs:
            del self._tabs[self._at]
            self._at = max(self._at - 1, 0)

    def _make_room(self) -> None:
        """Too many: the first one goes that is not about to lose anything."""
        if len(self._tabs) > MOST_TABS:
            spare = (tab for tab in self._tabs[:-1] if not is_file(tab) or not tab.buffer.modified)
            if (oldest := next(spare, None)) is not None:
                self._tabs.remove(oldest)


def is_file(tab: View | CodeTab | None) -> TypeIs[CodeTab]:
    """Whether a tab is a file under edit; asked so, the start need not load what edits."""
    return tab is not None and tab.edits


def _title(tab: View | CodeTab) -> str:
    return tab.title if is_file(tab) else tab.content.title
