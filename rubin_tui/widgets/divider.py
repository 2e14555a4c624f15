"""The rule between two columns."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.widgets.lines import strip
from rubin_tui.widgets.look import Painted


class Divider(Painted):
    """One cell wide; joins the rules that end at it."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; }"

    joint: reactive[int] = reactive(-1)
    """The row where a rule comes from the left, -1 for none."""

    def watch_joint(self, before: int, after: int) -> None:
        """Only two cells change."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rule, or its joint."""
        signs, style = self.look.signs, self.look.palette
        return strip([(signs.left if y == self.joint else signs.vertical, style.rule)], 1, style.rule)
