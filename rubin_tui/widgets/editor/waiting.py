"""A tab that was open when Rubin ended, and is read when one looks at it."""

from __future__ import annotations

from rubin_tui.widgets.editor.content import Content
from rubin_tui.widgets.editor.view import View


class WaitingView(View):
    """Has a title and no text yet; what is read takes its place, by its key."""

    def __init__(self, key: str, title: str, filename: str) -> None:
        super().__init__(Content(key, title, (), numbered=False, filename=filename))
