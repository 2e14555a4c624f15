"""Between rows and values: the one place that knows the order of columns."""

from __future__ import annotations

import json
import re
from typing import Any

from rubin_tui.engine.model import Document, Message, Passage

COLUMNS = (
    "id, filename, path, type, category, language, size, sha256, pages, passages, added_at, state, origin,"
    " title, problem, folder_id, vanished_at"
)
"""Of a document, as they are written."""

ORIGIN = (
    "coalesce((SELECT CASE kind WHEN 'project' THEN 'project' WHEN 'notes' THEN 'note' END FROM folders"
    " WHERE folders.id = folder_id), origin)"
)
"""Where a document comes from: what its folder is, else what was written."""

DOCUMENT = COLUMNS.replace("origin", ORIGIN)
"""`COLUMNS` as they are read."""

PASSAGE = 'id, document_id, ordinal, page_number, start, "end", line_start, line_end, kind, heading_path'

_SURROGATES = re.compile("[\ud800-\udfff]")


def marks(count: int) -> str:
    """Places for `count` values."""
    return ", ".join("?" * count)


def storable(value: Any) -> Any:
    """A lone surrogate, which some files give, cannot be stored: U+FFFD in its place keeps offsets right."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value


def document_row(document: Document) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    return (
        document.id,
        document.filename,
        document.path,
        document.type,
        document.category,
        document.language,
        document.size,
        document.sha256,
        document.pages,
        document.passages,
        document.added_at,
        document.state,
        document.origin if document.origin == "rubin" else "user",
        document.title,
        problem_row(document.problem),
        document.folder_id or None,
        document.vanished_at,
    )


def document_of(row: Any, tags: tuple[str, ...]) -> Document:
    """The document of a row of `DOCUMENT`."""
    return Document(
        id=row[0],
        filename=row[1],
        path=row[2],
        type=row[3],
        category=row[4],
        tags=tags,
        language=row[5],
        size=row[6],
        sha256=row[7],
        pages=row[8],
        passages=row[9],
        added_at=row[10],
        state=row[11],
        origin=row[12],
        title=row[13],
        problem=problem_of(row[14]),
        folder_id=row[15] or "",
        vanished_at=row[16],
    )


def passage_row(document_id: str, passage: Passage) -> tuple[Any, ...]:
    """The values of `PASSAGE`; the text is not among them, it stands in the page."""
    return (
        passage.id,
        document_id,
        passage.ordinal,
        passage.page_number,
        passage.start,
        passage.end,
        passage.line_start,
        passage.line_end,
        passage.kind,
        storable(json.dumps(passage.heading_path, ensure_ascii=False)),
    )


def passage_of(row: Any, page_text: str) -> Passage:
    """The passage of a row of `PASSAGE`, cut from the text of its page."""
    return Passage(
        id=row[0],
        document_id=row[1],
        ordinal=row[2],
        page_number=row[3],
        start=row[4],
        end=row[5],
        line_start=row[6],
        line_end=row[7],
        kind=row[8],
        heading_path=tuple(json.loads(row[9])),
        text=page_text[row[4] : row[5]],
    )


def problem_row(problem: Message | None) -> str | None:
    """A message as JSON: it is put into words when shown, in the language of that day."""
    return None if problem is None else json.dumps(plain_message(problem), ensure_ascii=False)


def plain_message(message: Message) -> dict[str, Any]:
    """A message as JSON takes it, messages among its parameters included."""
    params = {
        name: {"message": plain_message(value)} if isinstance(value, Message) else _simple(value)
        for name, value in message.params.items()
    }
    return {"id": message.id, "params": params, "count": message.count}


def _simple(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float)) or value is None else storable(str(value))


def problem_of(text: str | None) -> Message | None:
    """The message of `problem_row`."""
    return None if text is None else message_of(json.loads(text))


def message_of(plain: dict[str, Any]) -> Message:
    """The message `plain_message` took apart."""
    params = {
        name: message_of(value["message"]) if isinstance(value, dict) else value
        for name, value in plain["params"].items()
    }
    return Message(plain["id"], params, plain["count"])
