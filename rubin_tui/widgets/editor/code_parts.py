"""The named parts of an open text: which one the caret is in, also after edits nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Symbol
    from rubin_tui.engine.editing import Change

_LEAVES = ("variable", "field", "value")


class CodeParts:
    """The outline of version `version` of a text, its lines moved by the edits since."""

    def __init__(self, symbols: tuple[Symbol, ...], version: int) -> None:
        self.symbols = symbols
        self.version = version
        parts = sorted(_parts(symbols), key=lambda symbol: (symbol.start, -symbol.end.line))
        self._parts = parts
        self._first = [symbol.start.line for symbol in parts]
        self._last = [symbol.end.line for symbol in parts]

    def move(self, change: Change) -> None:
        """Follow a change of the text."""
        by = change.inserted_lines - change.removed_lines
        if by:
            begin = change.first_line
            self._first = [max(line + by, begin) if line > begin else line for line in self._first]
            self._last = [max(line + by, begin) if line >= begin else line for line in self._last]

    def at(self, line: int) -> Symbol | None:
        """The innermost part that a line stands in."""
        inside = [n for n, first in enumerate(self._first) if first <= line <= self._last[n]]
        return self._parts[inside[-1]] if inside else None


def _parts(symbols: Iterable[Symbol]) -> Iterator[Symbol]:
    for symbol in symbols:
        if symbol.kind not in _LEAVES:
            yield symbol
            yield from _parts(symbol.children)
