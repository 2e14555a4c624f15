"""Where the parts of a Structured Text begin and end, for who cuts it into passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubin_tui.engine.analysis.iec.outline import outline
from rubin_tui.engine.analysis.iec.units import parse
from rubin_tui.engine.code_model import Symbol

_PARTS = frozenset(
    {
        *("namespace", "program", "function", "function_block", "class", "interface", "data_block"),
        *("method", "property", "action", "transition", "section", "struct", "union", "enum", "type"),
    }
)
_TYPES = ("struct", "union", "enum", "type")
_Part = tuple[str, int, int]


def passages(text: str) -> list[_Part]:
    """Name, first line and the line behind the last one of each part, from 0; those in it come after it.

    Of two parts one holds the other or they are apart.
    """
    lines = text.split("\n")
    return list(_parts(outline(parse(text)), lines, 0, len(lines)))


def _parts(symbols: Iterable[Symbol], lines: list[str], begin: int, end: int) -> Iterator[_Part]:
    free = begin
    for symbol in symbols:
        if symbol.kind not in _PARTS or not symbol.name:
            continue
        first, behind = symbol.start.line, symbol.end.line + 1
        if symbol.kind in _TYPES:
            if first > free and lines[first - 1].strip().upper() == "TYPE":
                first -= 1
            if behind < end and lines[behind].strip().upper().rstrip(";") == "END_TYPE":
                behind += 1
        while first > free and lines[first - 1].lstrip().startswith("{"):
            first -= 1
        first, behind = max(first, free), min(behind, end)  # it may share a line with the one before
        if behind <= first:
            continue
        yield symbol.name, first, behind
        yield from _parts(symbol.children, lines, first, behind)
        free = behind
