"""Copying: into the clipboard of the person's own machine, and a sentence that says what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.terminal.clipboard import LIMIT, HostClipboard, copy_sequence, fits, host_clipboard
from rubin_tui.terminal.profile import TerminalProfile

KEPT = 5
"""Texts that were too long for a terminal and stand in files."""


class CopyingJourney(Journey):
    """Knows the ways to the clipboard, best first: this desktop's, the terminal's, a file."""

    group = "copying"

    def __init__(
        self,
        app: Desk,
        terminal: TerminalProfile,
        environ: Mapping[str, str],
        folder: Path,
        write: Callable[[str], None],
    ) -> None:
        """`folder` takes what is too long for a terminal; `write` writes a sequence to it."""
        super().__init__(app)
        self._terminal = terminal
        self._environ = environ
        self._folder = folder
        self.write = write

    def copy(self, text: str) -> None:
        """Copy a text."""
        self.work(self._copy, text)

    def _copy(self, text: str) -> None:
        host: HostClipboard | None = host_clipboard(self._environ)
        if host is not None and host.put(text):
            self._say(Message("copy.host", {"program": host.name}, len(text)))
        elif fits(text):
            self.hand(self.write, copy_sequence(text, self._terminal))
            self._say(Message("copy.terminal", count=len(text)))
        else:
            self._keep(text)

    def _keep(self, text: str) -> None:
        from rubin_tui.engine import PrivateFolder

        size = max(len(text.encode("utf-8", "replace")) // 1000, 1)
        name = f"copied-{time.time_ns() // 1_000_000}.txt"
        try:
            folder = PrivateFolder(self._folder)
            folder.write(name, text.encode("utf-8", "replace"))
            for old in folder.names()[:-KEPT]:
                folder.remove(old)
        except (OSError, Failure):
            self._say(Message("copy.too_long", {"size": size, "limit": LIMIT // 1000}))
            return
        path = str(self._folder / name)
        said = Message("copy.in_file", {"size": size, "limit": LIMIT // 1000, "path": path})
        self._say(said)
        self.hand(self.app.main.say, said)

    def _say(self, message: Message) -> None:
        self.hand(self.app.main.notice, message)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)
