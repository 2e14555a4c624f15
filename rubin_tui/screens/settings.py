"""The settings screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from rubin_tui.messages import Message
from rubin_tui.settings import Setting
from rubin_tui.widgets.settings_list import SettingsList


class SettingsScreen(Screen[None], inherit_bindings=False):
    """Holds the list; opened by its letter behind the menu, closed by Esc."""

    AUTO_FOCUS = "SettingsList"

    def __init__(self, settings: tuple[Setting, ...], problems: tuple[Message, ...]) -> None:
        super().__init__()
        self.list = SettingsList(settings, problems)

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.list
