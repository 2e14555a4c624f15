"""The syntax trees of open texts, shared by all who ask about them: each version is read once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the parser is loaded with the first text, not with the screen
    from rubin_tui.engine.analysis.iec.syntax import Unit

KEPT = 32
"""Texts whose trees are kept, so that an edit costs its POU only."""


class _Kept:
    __slots__ = ("lock", "units")

    def __init__(self) -> None:
        from rubin_tui.engine.analysis.iec.units import Units

        self.lock = threading.Lock()
        self.units = Units()


class Trees:
    """Gives the tree of a text. Thread-safe; who asks for a text that is being read waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def tree(self, text: str, path: str = "") -> Unit:
        """The syntax tree of the text at `path`; the tree of an earlier version makes it cheap."""
        if not path:
            return _Kept().units.parse(text)
        with self._lock:
            kept = self._kept.get(path)
            if kept is None:
                kept = self._kept[path] = _Kept()
            self._kept.move_to_end(path)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        with kept.lock:
            return kept.units.parse(text)

    def forget(self, path: str) -> None:
        """The text at `path` will not be asked for again soon."""
        with self._lock:
            self._kept.pop(path, None)
