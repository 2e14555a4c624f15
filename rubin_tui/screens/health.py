"""The screen of health: opened from the header's states, closed by Esc."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from rubin_tui.widgets.health_list import HealthList


class HealthScreen(Screen[None], inherit_bindings=False):
    """How every part is, and what mends it. It shows values; the journey of health acts."""

    AUTO_FOCUS = "HealthList"

    def __init__(self) -> None:
        super().__init__()
        self.list = HealthList()

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.list

    def on_health_list_closed(self) -> None:
        """Back to work."""
        self.dismiss()
