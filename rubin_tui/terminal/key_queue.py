"""Keys one after the other: what a key opens is open before the next key is looked at.

Textual hands a key to the widget with the focus and takes the next one; a binding of the app runs only when
the key has come back up to it. Somebody who types `Ctrl+L` `u` and a path in one go, or whose line delivers
them in one packet, would find the path in the prompt.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from textual.dom import DOMNode
from textual.events import Key, Paste
from textual.widget import Widget

ROUNDS = 2
"""How often the way of a key is followed: once behind the key, once behind what it caused."""
LONGEST = 1.0
"""Seconds after which a key is taken for done whatever became of it."""


class KeyTaker(Protocol):
    """What the queue asks of the app."""

    async def take_key(self, event: Key | Paste) -> Widget | None:
        """Do what the key does; returns who got it, None when it is done with."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call when everything that waits has been handled."""


class KeyQueue:
    """The keys that were pressed and not looked at yet."""

    def __init__(self, app: KeyTaker) -> None:
        self._app = app
        self._keys: deque[Key | Paste] = deque()
        self._since: float | None = None
        self._started = False

    def add(self, event: Key | Paste) -> None:
        """A key was pressed. Enter from before the terminal was ours comes as a line feed: read it so."""
        if not self._started and isinstance(event, Key) and event.key == "ctrl+j":
            event = Key("enter", "\r")
        self._keys.append(event)

    async def work_off(self) -> None:
        """Take the keys that wait, unless one is still being handled."""
        self._started = True
        if self._since is not None and time.monotonic() - self._since < LONGEST:
            return
        self._since = None
        while self._keys:
            owner = await self._app.take_key(self._keys.popleft())
            if owner is not None:
                self._since = time.monotonic()
                self._settle([*owner.ancestors_with_self], 0, ROUNDS)
                return

    def _settle(self, path: list[DOMNode], at: int, rounds: int) -> None:
        """Follow the way of the key from its owner up to the app, behind whatever it left in the queues."""
        while at < len(path):
            if path[at].call_later(self._settle, path, at + 1, rounds):
                return
            at += 1  # that one is gone; go on above it
        if rounds > 1:
            self._settle(path, 0, rounds - 1)
        else:
            self._since = None
            self._app.call_later(self.work_off)
