"""Find and replace: plain or by regular expression, never for longer than it was given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import NamedTuple

import regex

from rubin_tui.engine.editing.buffer import Buffer
from rubin_tui.engine.editing.changes import Change, Edit, Range
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.model import Position
from rubin_tui.messages import Failure

SECONDS = 5.0
"""What one search for an expression may take."""

_RUN = 256
_STEP = 1 << 16  # characters looked through backwards at a time, at first


@dataclass(frozen=True, slots=True)
class Query:
    """What to find. `case`: capitals count; `word`: only whole words; `pattern`: `text` is an expression.

    In an expression `^` and `$` are the ends of lines and `\\n` is any line end.
    """

    text: str
    case: bool = False
    word: bool = False
    pattern: bool = False


class Place(NamedTuple):
    """Where it was found; `wrapped`: the search went past an end of the text."""

    range: Range
    wrapped: bool = False


class Joined:
    """One version of a text, put together to be searched many times. Safe to use in another thread."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.text = "\n".join(lines)
        self.uniform = sum(count > 0 for count in lines.counts().values()) <= 1
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]


class Finder:
    """Finds one query in one version of a text; who asks for several of it hands in what is `Joined` already.

    Safe to use in another thread than the buffer's.
    """

    def __init__(self, lines: Lines | Joined, query: Query, *, seconds: float = SECONDS) -> None:
        """Raises Failure "find.bad_pattern"."""
        joined = lines if isinstance(lines, Joined) else Joined(lines)
        self._pattern = _compiled(query)
        self._expands = query.pattern
        self._seconds = seconds if query.pattern else None  # a plain search cannot go astray
        self._text, self._uniform, self._starts = joined.text, joined.uniform, joined.starts

    def all(self, within: Range | None = None, *, most: int | None = None) -> tuple[Range, ...]:
        """Every place, in order, that do not overlap; at most `most`.

        Raises:
            Failure: "find.too_slow".
        """
        return tuple(map(self._range, list(islice(self._matches(*self._span(within)), most))))

    def next(self, after: Position, within: Range | None = None) -> Place | None:
        """The first place from `after` on, else from the beginning. Raises as `all` does."""
        begin, end = self._span(within)
        start = min(max(self._offset(after), begin), end)
        for match in self._matches(start, end):
            return Place(self._range(match))
        for match in self._matches(begin, end):
            return Place(self._range(match), wrapped=True)
        return None

    def previous(self, before: Position, within: Range | None = None) -> Place | None:
        """The last place that ends at `before` or earlier, else the last of all. Raises as `all` does."""
        begin, end = self._span(within)
        stop = min(max(self._offset(before), begin), end)
        for first, last, wrapped in ((begin, stop, False), (begin, end, True)):
            match = self._last(first, last)
            if match is not None:
                return Place(self._range(match), wrapped)
        return None

    def count(self, within: Range | None = None) -> int:
        """How many places there are. Raises as `all` does."""
        return sum(1 for _ in self._matches(*self._span(within)))

    def replacements(self, text: str, within: Range | None = None) -> tuple[Edit, ...]:
        """Edits that replace every place: one for each, but of very many one for a run of them.

        In `text` of an expression `\\1` and `\\g<name>` stand for its groups.

        Raises:
            Failure: "find.too_slow", "find.bad_replacement".
        """
        runs: list[tuple[int, list[str]]] = []
        ends: list[int] = []
        try:
            for number, match in enumerate(self._matches(*self._span(within))):
                new = match.expand(text) if self._expands else text
                # Where line ends differ the text between two places is not what we search in.
                if number < _RUN or number % _RUN == 0 or not self._uniform:
                    runs.append((match.start(), [new]))
                    ends.append(match.end())
                else:
                    runs[-1][1].extend((self._text[ends[-1] : match.start()], new))
                    ends[-1] = match.end()
        except (IndexError, regex.error) as error:
            raise Failure("find.bad_replacement", text=text, reason=str(error)) from error
        return tuple(
            Edit(self._position(begin), self._position(end), "".join(pieces))
            for (begin, pieces), end in zip(runs, ends, strict=True)
        )

    def _last(self, begin: int, end: int) -> regex.Match[str] | None:
        """The last match that begins and ends inside: in windows of whole lines, going back."""
        step = _STEP
        while True:
            line = bisect_right(self._starts, max(end - step, begin)) - 1
            at = max(self._starts[line], begin)
            last = None
            for match in self._matches(at, end):
                last = match
            if last is not None or at == begin:
                return last
            step *= 8

    def _matches(self, begin: int, end: int) -> Iterator[regex.Match[str]]:
        # The search itself is not told of `end`: it would take it for the end of a line.
        if not self._pattern.pattern:
            return
        large = len(self._text) > _STEP
        try:
            for match in self._pattern.finditer(self._text, begin, timeout=self._seconds, concurrent=large):
                if match.start() > end:
                    return
                if match.end() <= end:
                    yield match
        except TimeoutError as error:
            raise Failure("find.too_slow", seconds=self._seconds) from error

    def _span(self, within: Range | None) -> tuple[int, int]:
        return (
            (0, len(self._text)) if within is None else (self._offset(within.start), self._offset(within.end))
        )

    def _offset(self, position: Position) -> int:
        line = min(position.line, len(self._starts) - 2)
        return min(self._starts[line] + position.character, self._starts[line + 1] - 1)

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(line, offset - self._starts[line])

    def _range(self, match: regex.Match[str]) -> Range:
        return Range(self._position(match.start()), self._position(match.end()))


def replace_all(buffer: Buffer, query: Query, text: str, within: Range | None = None) -> tuple[Change, ...]:
    """Replace every place, undone as one. Raises as `Finder` and its `replacements`; then nothing changed."""
    return buffer.edit_many(Finder(buffer.lines, query).replacements(text, within))


def _compiled(query: Query) -> regex.Pattern[str]:
    text = query.text.replace("\r\n", "\n").replace("\r", "\n")
    expression = text if query.pattern else regex.escape(text, literal_spaces=True)
    flags = regex.MULTILINE | (0 if query.case else regex.IGNORECASE)
    try:
        pattern = regex.compile(expression, flags)
    except regex.error as error:
        raise Failure("find.bad_pattern", at=(error.pos or 0) + 1, reason=error.msg) from error
    return regex.compile(rf"(?<!\w)(?:{expression})(?!\w)", flags) if query.word and text else pattern
