"""From what a person types to a page: the number printed on it, a line, or the count from the front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rubin_tui.engine.text.layouts import fold_lookalikes, swap_layout
from rubin_tui.messages import Failure

COUNTED = ("#", "№")
"""Before a number: counted from the front, whatever is printed."""


class Numbered(NamedTuple):
    """A page: its `number` from 0, the `label` printed on it or None, the line its text begins at."""

    number: int
    label: str | None
    first_line: int


def find_page(pages: Sequence[Numbered], typed: str, after: int) -> int:
    """The page `typed` means; of several that are printed alike, the next one after page `after`.

    Roman numbers are found in either case and typed in either keyboard layout. In a text without printed
    pages a number is a line.

    Raises:
        Failure: "reader.no_label"; "reader.no_count", "reader.no_line", "reader.not_a_line".
    """
    text = typed.strip()
    if text.startswith(COUNTED):
        count = text[1:].strip()
        if not count.isdecimal() or not 0 < int(count) <= len(pages):
            raise Failure("reader.no_count", text=text, pages=len(pages))
        return int(count) - 1
    printed = [page for page in pages if page.label is not None]
    if not printed:
        return _page_of_line(pages, text)
    for reading in (text, fold_lookalikes(text), swap_layout(text)):
        found = [page.number for page in printed if reading and _same(page.label or "", reading)]
        if found:
            return next((number for number in found if number > after), found[0])
    raise Failure(
        "reader.no_label", text=text, first=printed[0].label, last=printed[-1].label, pages=len(pages)
    )


def _same(label: str, typed: str) -> bool:
    if label.casefold() == typed.casefold():
        return True
    return label.isdecimal() and typed.isdecimal() and int(label) == int(typed)  # "007" is 7


def _page_of_line(pages: Sequence[Numbered], text: str) -> int:
    if not text.isdecimal():
        raise Failure("reader.not_a_line", text=text)
    return max((page.number for page in pages if page.first_line <= int(text)), default=0)
