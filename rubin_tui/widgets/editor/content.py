"""What the editor panel shows: a file of the project, or a page of a document. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.widgets.lines import wrap

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation

Token = tuple[int, int, str]
"""Begin and end in the line, and the name of a style of the palette."""
Row = tuple[int, int, int]
"""Number of the line, begin and end of the part of it that the row shows."""


class Content(NamedTuple):
    """A text to look at.

    `key` tells one thing from another: showing the same key again goes to the tab it has. `marks` are
    character ranges per line number (0-based) to be lit. `first_line` is the number shown beside the first
    line. A page of a document has `document_id`, its `number` and how many `pages` there are; `printed` pages
    are those of a book, others are runs of lines. `citation` is what the document was opened for, be it on
    this page or on another.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    wraps: bool = False
    numbered: bool = True
    first_line: int = 1
    marks: Mapping[int, list[tuple[int, int]]] = MappingProxyType({})
    tokens: Mapping[int, list[Token]] = MappingProxyType({})
    info: str = ""
    document_id: str = ""
    filename: str = ""
    number: int = 0
    pages: int = 0
    citation: Citation | None = None
    go_to: int | None = None
    printed: bool = False

    @property
    def shows_quote(self) -> bool:
        """The quote stands on this page."""
        return self.citation is not None and self.citation.page_number == self.number

    def rows(self, width: int) -> list[Row] | None:
        """The lines broken to the width; None when lines are rows."""
        if not self.wraps:
            return None
        return [
            (number, begin, end) for number, line in enumerate(self.lines) for begin, end in wrap(line, width)
        ]

    def with_tokens(self, tokens: dict[int, list[Token]]) -> Content:
        """The same, coloured."""
        return self._replace(tokens=tokens)


def marked_lines(text: str, begin: int, end: int) -> dict[int, list[tuple[int, int]]]:
    """Which part of which line of `text` a range of characters covers."""
    marks: dict[int, list[tuple[int, int]]] = {}
    at = 0
    for number, line in enumerate(text.split("\n")):
        first, last = max(begin - at, 0), min(end - at, len(line))
        if first < last:
            marks[number] = [(first, last)]
        at += len(line) + 1
        if at >= end:
            break
    return marks
