"""How a place in a document is named: file, printed page, line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Origin, Page


_ORIGINS = {"rubin": "place.rubin", "project": "place.project", "note": "place.note"}


def place_name(citation: Citation, look: Look) -> str:
    """The page as printed, else its number, else the line: without the file's name."""
    if citation.page_index is None:
        return look.say("place.line", line=citation.line_start)
    page = safe_line(citation.page_label or str(citation.page_index + 1))
    return look.say("place.page", page=page)


def origin_name(origin: Origin, look: Look) -> str:
    """What a place is marked with that is not out of the user's own manuals; "" for those."""
    return look.say(_ORIGINS[origin]) if origin in _ORIGINS else ""


def line_name(citation: Citation, look: Look) -> str:
    """The file with its line, or with its page: `FB_Drive.st:46`."""
    name = safe_line(citation.filename)
    if citation.page_index is None:
        return f"{name}:{citation.line_start}"
    return f"{name} {place_name(citation, look)}"


def page_name(page: Page, look: Look) -> str:
    """The name of a stored page, or "" for a file without pages."""
    if page.index is None:
        return ""
    return look.say("place.page", page=safe_line(page.label or str(page.index + 1)))


def printed_number(page: Page) -> str:
    """The number printed on a stored page, or "" for a file without pages. Raw."""
    return "" if page.index is None else page.label or str(page.index + 1)


def quote_with_source(citation: Citation, look: Look) -> str:
    """What is copied: the quote as it stands, with file and page. Raw, for a clipboard."""
    quote = look.say("answer.quote", quote=citation.quote)
    return f"{quote} ({citation.filename}, {place_name(citation, look)})"
