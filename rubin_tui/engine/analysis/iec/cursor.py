"""Where the parser stands in the tokens, and how it says what is wrong."""

from __future__ import annotations

from difflib import SequenceMatcher

from rubin_tui.engine.analysis.iec.kinds import BAD, END, LAST_NAME, LOCAL, NAME, SEMICOLON, WIDE
from rubin_tui.engine.analysis.iec.lexer import Tokens
from rubin_tui.engine.analysis.iec.syntax import Fault, Name
from rubin_tui.engine.model import Message

DEEPEST = 100
"""Levels of brackets, statements and types inside one another; more is an error, so that no walk over the
tree overflows Python's stack."""

MOST_FAULTS = 100
"""Errors reported in one part."""

_LONGEST = 40
_LIKE = 0.72


class Cursor:
    """The tokens of one part and the place reached in them."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.tokens = tokens
        self.i = 0
        self.depth = 0
        self.faults: list[Fault] = []
        self._wrong_at = -1

    @property
    def full(self) -> bool:
        """Whether no more errors are noted: what only serves to word them need not be found out."""
        return len(self.faults) >= MOST_FAULTS

    def word(self, i: int) -> str:
        """A token as it is written."""
        return self.text[self.starts[i] : self.ends[i]]

    def shown(self, i: int) -> str:
        """A token to be named in a sentence."""
        word = self.word(i)
        return word if len(word) <= _LONGEST else word[: _LONGEST - 1] + "…"

    def begins_line(self, i: int) -> bool:
        """Whether a token is the first one of its line, comments aside; so is the end of the text."""
        return i == 0 or self.kinds[i] == END or self._breaks(self.ends[i - 1], self.starts[i])

    def _breaks(self, start: int, end: int) -> bool:
        return self.text.find("\n", start, end) >= 0 or self.text.find("\r", start, end) >= 0

    def indent(self, i: int) -> int:
        """The column of a token that begins its line, -1 of another."""
        if not self.begins_line(i):
            return -1
        start = self.starts[i]
        line = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        return len(self.text[line:start].expandtabs(4))

    def is_name(self, i: int) -> bool:
        """Whether a token can be a name here."""
        kind = self.kinds[i]
        return NAME <= kind <= LAST_NAME or kind in (WIDE, LOCAL)

    def fault(self, id: str, i: int, *, last: int = -1, opener: int = -1, **params: object) -> None:
        """An error at a token (up to `last`); only one for each place the parser stands at.

        `opener` is the token whose line the sentence names.
        """
        if self.i == self._wrong_at or self.full:
            return
        self._wrong_at = self.i
        last = max(i, last)
        start, end = self.starts[i], self.ends[last]
        self.faults.append(
            Fault(start, end, Message(id, params), self.starts[opener] if opener >= 0 else None)
        )

    def again(self) -> None:
        """Let another error be said at the place where the parser stands."""
        self._wrong_at = -1

    def fault_here(self, id: str, *, opener: int = -1, **params: object) -> None:
        """An error where something is missing: at the next token, or at the last one if it ended its line."""
        i = self.i
        self.fault(id, i - 1 if i and self.begins_line(i) else i, opener=opener, last=-1, **params)

    def unexpected(self) -> None:
        """An error at the next token: it does not fit."""
        i = self.i
        if self.kinds[i] == END:
            self.fault("iec.text_ends", max(i - 1, 0))
        elif self.kinds[i] == BAD:
            self._wrong_at = i  # the lexer has said it
        else:
            self.fault("iec.unexpected", i, found=self.shown(i))

    def like(self, i: int, word: str) -> bool:
        """Whether a word may be a misspelt `word`, which is in upper case."""
        return self.kinds[i] == NAME and likeness(self.word(i).upper(), word) >= _LIKE

    def name(self) -> Name | None:
        """A name, if one stands here."""
        i = self.i
        if not self.is_name(i):
            return None
        self.i = i + 1
        return Name(self.starts[i], self.ends[i], self.word(i))

    def semicolon(self) -> None:
        """A semicolon, if one stands here."""
        if self.kinds[self.i] == SEMICOLON:
            self.i += 1


def likeness(word: str, wanted: str) -> float:
    """How much two words are alike, 0 to 1; letters that changed places count little."""
    if abs(len(word) - len(wanted)) > 2 or not word:
        return 0.0
    if sorted(word) == sorted(wanted):
        return 1.0 if word != wanted else 0.0
    if word == wanted.replace("_", ""):
        return 1.0
    return SequenceMatcher(None, word, wanted, autojunk=False).ratio() if len(wanted) > 2 else 0.0
