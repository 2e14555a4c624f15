"""Colours of a Pygments lexer, any of them, begun in the middle of a text where that is possible.

A `RegexLexer` is a loop over rules by state. In front of the rules of each state, in a copy of the table that
only our instance has, stands a probe that never matches: the loop asks it at every position, and at the
beginning of a line it notes the stack of states. To begin at a line with a stack, one more rule of the root
state puts the stack up. So it is always Pygments' own loop that runs, whoever calls it; a lexer whose loop
is not that one never meets the probe and counts as not resumable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy
from inspect import currentframe
from types import FrameType
from typing import Any

from pygments.lexer import (  # type: ignore[import-untyped]
    DelegatingLexer,
    ExtendedRegexLexer,
    RegexLexer,
    do_insertions,
)

from rubin_tui.engine.editing.highlight.kinds import KindNumbers, packed
from rubin_tui.engine.editing.highlight.source import LONGEST, Row

DEEPEST = 300
"""A stack of more states than this is not noted; it would take more memory than the text."""
BLOCK = 4_000
"""Lines put together between two places to pause at."""
PAUSE = 32
"""Tokens between two places to pause at."""

_ROOT = ("root",)
_KINDS = KindNumbers()
_OWN_ATTRIBUTES = frozenset({"text", "pos", "end", "stack"})
_Stream = Iterator[tuple[int, tuple[str, ...], str] | None]


def pygments_source(lexer_class: Callable[..., Any]) -> PygmentsSource:
    """A source of the colours of this lexer."""
    lexer = lexer_class(stripnl=False, ensurenl=False)
    return PygmentsSource(lexer, _resumable(lexer))


def _resumable(lexer: Any) -> bool:
    """Whether its loop is the one of Pygments that we know."""
    if not isinstance(getattr(lexer, "_tokens", None), dict):
        return False
    text = "\n\n"
    probe = _Probe(["", ""], 0, 2, text, (_ROOT, ()))
    for _ in _probed(lexer, probe).get_tokens_unprocessed(text):
        pass
    return any(state is not None for state in probe.states)


class PygmentsSource:
    """The colours of one lexer."""

    exact = False
    start: Hashable = (_ROOT, ())

    def __init__(self, lexer: Any, resumable: bool) -> None:
        self.title: str = lexer.name
        self.resumable = resumable
        loop = type(lexer).get_tokens_unprocessed
        self.pure = loop in (RegexLexer.get_tokens_unprocessed, ExtendedRegexLexer.get_tokens_unprocessed)
        self._lexer = lexer

    def at_root(self, state: Hashable) -> bool:
        """Whether only the root state is open."""
        return isinstance(state, tuple) and len(state[0]) == 1

    def rows(self, lines: Sequence[str], first: int, stop: int, state: Hashable) -> Iterator[Row | None]:
        """See `Source`. The newline before the first row keeps `^`, `\\A` and lookbehinds right."""
        blocks = [""] if first else []
        for begin in range(first, stop, BLOCK):
            block = lines[begin : min(begin + BLOCK, stop)]
            blocks += [line if len(line) <= LONGEST else line[:LONGEST] for line in block]
            yield None
        text = "\n".join([*blocks, ""])
        if not self.resumable:
            rows = _coloured(_stream(self._lexer, text[1:] if first else text))
            yield from _numbered(rows, None, stop - first)
            return
        probe = _Probe(lines, first, stop, text, state)
        stream = _probed(self._lexer, probe).get_tokens_unprocessed(text)
        yield from _numbered(_coloured(stream), probe.states, stop - first)


def _numbered(
    rows: Iterator[bytes | None], states: list[Hashable | None] | None, count: int
) -> Iterator[Row | None]:
    """Each row with its state; a lexer that lost text leaves plain rows at the end."""
    done = 0
    for row in rows:
        if row is None:
            yield None
            continue
        yield (states[done] if states and done < len(states) else None), row
        done += 1
        if done == count:
            return
    for _ in range(done, count):
        yield None, b""


def _coloured(stream: _Stream) -> Iterator[bytes | None]:
    """Tokens as packed rows; neighbours of one kind are one range."""
    row: list[int] = []
    column = 0
    count = 0
    for token in stream:
        count += 1
        if token is None or not count % PAUSE:
            yield None
            if token is None:
                continue
        kind = _KINDS[token[1]]
        value = token[2]
        if "\n" in value:
            *parts, value = value.split("\n")
            for part in parts:
                if kind and part:
                    _add(row, column, column + len(part), kind)
                yield packed(row)
                row = []
                column = 0
        if value:
            end = column + len(value)
            if kind:
                _add(row, column, end, kind)
            column = end


def _add(row: list[int], begin: int, end: int, kind: int) -> None:
    if end > LONGEST:
        return
    if row and row[-1] == kind and row[-2] == begin:
        row[-2] = end
    else:
        row += (begin, end, kind)


def _stream(lexer: Any, text: str) -> _Stream:
    """The tokens; those of a template language come with pauses where Pygments would collect them first."""
    if type(lexer).get_tokens_unprocessed is not DelegatingLexer.get_tokens_unprocessed:
        yield from lexer.get_tokens_unprocessed(text)
        return
    outside: list[str] = []
    length = 0
    insertions: list[tuple[int, list[tuple[int, Any, str]]]] = []
    inside: list[tuple[int, Any, str]] = []
    for number, token in enumerate(_stream(lexer.language_lexer, text)):
        if token is None or not number % PAUSE:
            yield None
        if token is None:
            continue
        if token[1] is lexer.needle:
            if inside:
                insertions.append((length, inside))
                inside = []
            outside.append(token[2])
            length += len(token[2])
        else:
            inside.append(token)
    if inside:
        insertions.append((length, inside))
    yield from do_insertions(insertions, lexer.root_lexer.get_tokens_unprocessed("".join(outside)))


def _probed(lexer: Any, probe: _Probe) -> Any:
    """A copy of `lexer` whose loop asks `probe`; lexers it makes for parts of the text have none."""
    made = copy(lexer)
    made._tokens = {state: [(probe, None, None), *rules] for state, rules in lexer._tokens.items()}
    if probe.stack is not None:
        made._tokens["root"].insert(1, (probe.begin, None, probe.stack[1:] or None))
    return made


class _Probe:
    """Notes the state of the loop at the beginning of each line of one text."""

    def __init__(self, lines: Sequence[str], first: int, stop: int, text: str, state: Any) -> None:
        self.states: list[Hashable | None] = []
        self.stack: tuple[str, ...] | None = state[0] if first else None
        self._attributes: tuple[tuple[str, Any], ...] = state[1]
        self._text = text
        self._lengths = (min(len(lines[row]), LONGEST) + 1 for row in range(first, stop))
        self._mark = 1 if first else 0
        self._last: tuple[list[str], Hashable] = ([], None)

    def __call__(self, text: str, position: int, end: int = 0) -> None:
        """Asked by the loop before its rules; never a match."""
        if position >= self._mark and text is self._text:
            self._reached(position, _locals_of_caller(currentframe()))

    def begin(self, text: str, position: int, end: int = 0) -> re.Match[str] | None:
        """The rule that puts the stack up, once, and steps over the newline before the first row."""
        if self.stack is None or text is not self._text:
            return None
        self.stack = None
        context = _locals_of_caller(currentframe()).get("ctx")
        if context is not None:
            context.pos = 1
            for name, value in self._attributes:
                setattr(context, name, _thawed(value))
        return _NOTHING.match(text, 1)

    def _reached(self, position: int, names: dict[str, Any]) -> None:
        while self._mark < position:
            self.states.append(None)
            self._mark += next(self._lengths, len(self._text) + 1)
        if self._mark > position:
            return
        context = names.get("ctx")
        stack = context.stack if context is not None else names.get("statestack")
        self.states.append(self._state(stack, context))
        self._mark += next(self._lengths, len(self._text) + 1)

    def _state(self, stack: Any, context: Any) -> Hashable | None:
        if not isinstance(stack, list) or len(stack) > DEEPEST:
            return None
        if context is None:
            if stack == self._last[0]:
                return self._last[1]
            self._last = list(stack), (tuple(stack), ())
            return self._last[1]
        kept = tuple(
            (name, _frozen(value))
            for name, value in sorted(vars(context).items())
            if name not in _OWN_ATTRIBUTES
        )
        state = tuple(stack), kept
        try:
            hash(state)
        except TypeError:
            return None
        return state


def _locals_of_caller(frame: FrameType | None) -> dict[str, Any]:
    caller = frame.f_back if frame else None
    return caller.f_locals if caller else {}


_NOTHING = re.compile("")


class _List(tuple[Any, ...]):
    """What was a list."""

    __slots__ = ()


def _frozen(value: Any) -> Any:
    return _List(map(_frozen, value)) if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    return list(map(_thawed, value)) if isinstance(value, _List) else value
