"""Textual's own text area on a file, as quick as it can be set up: the peer of the editor."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Stock(App[None]):
    def compose(self) -> ComposeResult:
        yield TextArea(Path(sys.argv[1]).read_text("utf-8"), soft_wrap=False, show_line_numbers=True)

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.focus()
        if len(sys.argv) > 2:
            area.move_cursor((int(sys.argv[2]) - 1, 0))


if __name__ == "__main__":
    Stock().run()
