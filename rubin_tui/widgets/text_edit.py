"""A text with a caret and what keys do to it. Knows no screen."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"\w+|[^\w\s]+")
UNDO_STEPS = 200


class Place(NamedTuple):
    """A text and the caret in it: what going back restores."""

    text: str = ""
    caret: int = 0


class TextEdit:
    """The text being typed. Offsets are characters; the caret stands before the character it counts."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.caret = len(text)
        self._undo: list[Place] = []
        self._typing = False

    @property
    def place(self) -> Place:
        """Text and caret as they are."""
        return Place(self.text, self.caret)

    def put(self, place: Place) -> None:
        """Take over another text and caret; what was there can be had back by undo."""
        self._remember()
        self.text, self.caret = place.text, min(place.caret, len(place.text))

    def insert(self, typed: str) -> None:
        """Put `typed` at the caret. Single characters in a row are one step of undo, word by word."""
        one_more = len(typed) == 1 and self._typing and typed != " "
        if not one_more:
            self._remember()
        self.text = self.text[: self.caret] + typed + self.text[self.caret :]
        self.caret += len(typed)
        self._typing = len(typed) == 1

    def erase(self, count: int) -> None:
        """Delete characters before (negative) or after the caret."""
        self._erase_to(self.caret + count)

    def erase_word(self) -> None:
        """Delete back to the beginning of the word."""
        self._erase_to(self._word_edge(-1))

    def erase_line(self) -> None:
        """Delete back to the beginning of the line."""
        self._erase_to(self.text.rfind("\n", 0, self.caret) + 1)

    def move(self, count: int) -> None:
        """Move the caret by characters."""
        self._move_to(self.caret + count)

    def move_word(self, direction: int) -> None:
        """Move the caret to the next edge of a word."""
        self._move_to(self._word_edge(direction))

    def edge(self, direction: int) -> None:
        """Move the caret to the beginning or end of its line."""
        if direction < 0:
            self._move_to(self.text.rfind("\n", 0, self.caret) + 1)
        else:
            end = self.text.find("\n", self.caret)
            self._move_to(len(self.text) if end < 0 else end)

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        if not self._undo:
            return False
        place = self._undo.pop()
        self.text, self.caret = place.text, place.caret
        self._typing = False
        return True

    def clear(self) -> None:
        """An empty text with no past."""
        self.text, self.caret, self._typing = "", 0, False
        self._undo.clear()

    def _move_to(self, caret: int) -> None:
        self.caret = min(max(caret, 0), len(self.text))
        self._typing = False

    def _erase_to(self, other: int) -> None:
        begin, end = sorted((self.caret, min(max(other, 0), len(self.text))))
        if begin == end:
            return
        self._remember()
        self.text = self.text[:begin] + self.text[end:]
        self.caret = begin

    def _word_edge(self, direction: int) -> int:
        if direction > 0:
            word = _WORD.search(self.text, self.caret)
            return word.end() if word else len(self.text)
        before = [word.start() for word in _WORD.finditer(self.text, max(self.caret - 2000, 0), self.caret)]
        return before[-1] if before else 0

    def _remember(self) -> None:
        self._undo.append(self.place)
        del self._undo[:-UNDO_STEPS]
        self._typing = False
