"""How a place in a document is written on one line."""

from __future__ import annotations

from dataclasses import dataclass

from rubin_tui.commands.output import Output
from rubin_tui.engine.model import Citation, SearchHit
from rubin_tui.messages import Message


@dataclass(frozen=True, slots=True)
class Place:
    """A file, a page or line in it, the headings above."""

    filename: str
    heading_path: tuple[str, ...]
    page_index: int | None
    page_label: str | None
    line: int


def place_of(found: Citation | SearchHit) -> Place:
    """The place of a citation or a hit."""
    return Place(found.filename, found.heading_path, found.page_index, found.page_label, found.line_start)


def place(output: Output, at: Place) -> str:
    """`G120.pdf, page 812 · Faults › F30002`, in the person's language."""
    if at.page_index is None:
        where = output.words(Message("cli.place.line", {"file": at.filename, "line": at.line}))
    else:
        label = at.page_label or str(at.page_index + 1)
        where = output.words(Message("cli.place.page", {"file": at.filename, "page": label}))
    return " · ".join((where, " › ".join(at.heading_path))) if at.heading_path else where
