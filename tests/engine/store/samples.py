"""Documents for tests of the store."""

from __future__ import annotations

from typing import Any

from rubin_tui.engine.model import Document, Page, Passage
from rubin_tui.engine.store import DOCUMENT, PASSAGE, new_id


def a_document(**changes: Any) -> Document:
    """A Markdown document with no path, owner's own."""
    values: dict[str, Any] = {
        "id": new_id(DOCUMENT),
        "filename": "drive.md",
        "path": "",
        "type": "markdown",
        "category": "general",
        "tags": (),
        "language": "en",
        "size": 10,
        "sha256": "0" * 64,
        "pages": 0,
        "passages": 0,
        "added_at": 1.0,
    }
    return Document(**(values | changes))


def a_page(document: Document, number: int, text: str, **changes: Any) -> Page:
    """A page of the document."""
    return Page(document.id, number, text, **changes)


def passages_of(document: Document, pages: list[Page], separator: str = "\n") -> list[Passage]:
    """Each line of the pages as a passage."""
    found: list[Passage] = []
    for page in pages:
        start = 0
        for offset, line in enumerate(page.text.split(separator)):
            found.append(
                Passage(
                    id=new_id(PASSAGE),
                    document_id=document.id,
                    ordinal=len(found),
                    page_number=page.number,
                    start=start,
                    end=start + len(line),
                    line_start=page.first_line + offset,
                    line_end=page.first_line + offset,
                    kind="paragraph",
                    heading_path=("Faults", "Drive"),
                    text=line,
                )
            )
            start += len(line) + len(separator)
    return found
