"""How a place in a document is written on one line."""

from __future__ import annotations

from dataclasses import dataclass

from rubin_tui.commands.output import Output
from rubin_tui.engine.model import Citation, Origin, SearchHit
from rubin_tui.messages import Message


@dataclass(frozen=True, slots=True)
class Place:
    """A file, a page or line in it, the headings above."""

    filename: str
    heading_path: tuple[str, ...]
    page_index: int | None
    page_label: str | None
    line: int
    origin: Origin = "user"


def place_of(found: Citation | SearchHit) -> Place:
    """The place of a citation or a hit."""
    return Place(
        found.filename,
        found.heading_path,
        found.page_index,
        found.page_label,
        found.line_start,
        found.origin,
    )


def place(output: Output, at: Place) -> str:
    """`G120.pdf, page 812 · Faults › F30002`, in the person's words, marked if it is no manual of theirs."""
    if at.page_index is None:
        where = output.words(Message("cli.place.line", {"file": at.filename, "line": at.line}))
    else:
        label = at.page_label or str(at.page_index + 1)
        where = output.words(Message("cli.place.page", {"file": at.filename, "page": label}))
    origin = "" if at.origin == "user" else output.words(Message(f"cli.place.{at.origin}"))
    return " · ".join(filter(None, (where, origin, " › ".join(at.heading_path))))


def line_of(output: Output, at: Place) -> str:
    """`FB_Drive.st:46`; of a file with pages its page."""
    if at.page_index is None:
        return f"{at.filename}:{at.line}"
    return place(output, at)
