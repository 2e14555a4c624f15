"""Faults of ours: the app ends in order, the terminal is given back, and nothing of a text is shown.

Textual prints the values of all variables when it ends by a fault: there may be a document among them. It
has no public place to say otherwise, so this touches private names of Textual 8.2.x, as `driver` does.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from textual.app import App

REMEMBERED = 30
"""Actions of the person that are remembered for a report, by their ids."""


class Accountable(App[None], inherit_bindings=False):
    """An app that knows what was done last, and ends by a fault without printing it."""

    _done: deque[str]

    @property
    def last_actions(self) -> list[str]:
        """What was done, the newest last: names of actions, never what they were done to."""
        return list(getattr(self, "_done", ()))

    @property
    def fault(self) -> Exception | None:
        """What it ended by, if it was a fault."""
        return self._exception

    async def run_action(self, action: Any, *args: Any, **options: Any) -> bool:
        """Do it, and remember that it was done."""
        if not hasattr(self, "_done"):
            self._done = deque(maxlen=REMEMBERED)
        if isinstance(action, str):
            self._done.append(action.partition("(")[0].rpartition(".")[2])
        return await super().run_action(action, *args, **options)

    def give_terminal_back(self) -> None:
        """At the end: what was not given back in order."""
        give_back = getattr(self._driver, "give_back", None)
        if give_back is not None:
            give_back()

    def _handle_exception(self, error: Exception) -> None:
        """End by a fault nobody foresaw; whoever ran the app tells of it."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
