"""Where colours come from: something that goes through lines from a row and a state it once was in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Protocol

from rubin_tui.engine.editing.highlight.kinds import Token, packed_tokens

LONGEST = 5_000
"""Characters of a line that are coloured, the rest is plain: no regular expression gets more in one line."""

Row = tuple[Hashable | None, bytes]
"""The state a row begins in, None inside a token that began above, and its packed tokens."""


class Source(Protocol):
    """A lexer that can begin anywhere it knows the state of.

    Attributes:
        title: What it colours, for a sentence.
        start: The state a text begins in.
        resumable: Whether it tells states at all. If not, only a run from the first line is right.
        exact: Whether a row depends on nothing but the row and the state it begins in.
        pure: Whether the same text below the same state always gets the same tokens.
    """

    title: str
    start: Hashable
    resumable: bool
    exact: bool
    pure: bool

    def rows(self, lines: Sequence[str], first: int, stop: int, state: Hashable) -> Iterator[Row | None]:
        """The rows from `first`, which begins in `state`, up to `stop`; None is a place to pause at.

        `lines` is read on demand: whoever changes them drops the iterator.
        """
        ...

    def at_root(self, state: Hashable) -> bool:
        """Whether nothing is open in `state`."""
        ...


class LineLexer(Protocol):
    """A lexer of our own, line by line.

    Attributes:
        start: The state before the first line.

    To add one: write a class with `start` and `__call__`, a pure function of its arguments, and name it in
    `choice.OWN` under the id its language has in `engine.languages`. Whatever goes on into the next line (an
    open comment, a string) belongs into the state. States are compared: keep them small and hashable.
    Tokens are in order, do not overlap and name a `Kind`; what has none is plain.
    """

    start: Hashable

    def __call__(self, state: Hashable, line: str) -> tuple[Sequence[Token], Hashable]:
        """The tokens of `line`, which begins in `state`, and the state the next line begins in."""
        ...


class LineSource:
    """The colours of a `LineLexer`."""

    resumable = True
    exact = True
    pure = True

    def __init__(self, title: str, lexer: LineLexer) -> None:
        self.title = title
        self.start = lexer.start
        self._lexer = lexer

    def rows(self, lines: Sequence[str], first: int, stop: int, state: Hashable) -> Iterator[Row | None]:
        """See `Source`."""
        for row in range(first, stop):
            tokens, after = self._lexer(state, lines[row][:LONGEST])
            yield state, packed_tokens(tokens)
            state = after

    def at_root(self, state: Hashable) -> bool:
        """See `Source`; no need to go back further."""
        return True
