"""Answers of the terminal to what was asked of it, taken out of what is typed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

_ANSWER = re.compile(r"\x1b_G[^\x1b]*\x1b\\|\x1b\[\?[\d;]*c|\x1b\[6;\d+;\d+t")
_BEGUN = re.compile(r"\x1b(?:_(?:G[^\x1b]*\x1b?)?|\[(?:\?[\d;]*|6(?:;[\d;]*)?)?)?\Z")
_LONGEST = 256
"""Characters of an answer; more is none."""


_AWAITED = 10.0
"""Seconds after a question in which what looks like the beginning of an answer is held back a moment."""
_MOMENT = 0.05


class Answers:
    """Parts answers from keys. Before anything was asked all is keys, and nothing is ever lost."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._held = ""
        self._since = 0.0
        self._until: float | None = None

    def expect(self) -> None:
        """Something is asked now."""
        self._until = self._now() + _AWAITED

    def part(self, data: str) -> tuple[str, list[str]]:
        """What was typed, and the answers in between."""
        if self._until is None:
            return data, []
        data, self._held = self._held + data, ""
        found: list[str] = _ANSWER.findall(data)
        typed = _ANSWER.sub("", data)
        begun = _BEGUN.search(typed) if self._now() < self._until else None
        if begun is not None and len(begun[0]) < _LONGEST:
            typed, self._held = typed[: begun.start()], begun[0]
            self._since = self._now()
        return typed, found

    def let_go(self) -> str:
        """What was held for a moment and went on as no answer."""
        if not self._held or self._now() - self._since < _MOMENT:
            return ""
        held, self._held = self._held, ""
        return held
