"""Readings as plain values and back: what a worker sends is checked before anyone builds on it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

from rubin_tui.engine.jobs import JobFailed
from rubin_tui.engine.library.extract.values import Begin, End, PageRead, Progress, RawPage, Reading
from rubin_tui.engine.library.passages import RawPassage
from rubin_tui.engine.model import PassageKind

_KINDS = get_args(PassageKind)


def to_frame(reading: Reading) -> dict[str, Any]:
    """`reading` as a JSON object."""
    match reading:
        case PageRead(page, passages, of):
            return {"page": _plain(page), "passages": [_plain(passage) for passage in passages], "of": of}
        case _:
            return {type(reading).__name__.lower(): _plain(reading)}


def _plain(value: RawPage | RawPassage | Reading) -> dict[str, Any]:
    """Like `dataclasses.asdict`, which copies deeply and takes half as long as reading the page."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def from_frame(frame: dict[str, Any]) -> Reading:
    """The reading that `to_frame` made into `frame`.

    Raises:
        JobFailed: "crashed"; it is none, or its offsets do not fit its text.
    """
    try:
        match frame:
            case {"page": page, "passages": passages, "of": of}:
                return _page_read(page, passages, of)
            case {"progress": {"page": int() as page, "of": int() as of}}:
                return Progress(page, of)
            case {
                "begin": {
                    "type": str() as type_,
                    "title": str() as title,
                    "language": str() as language,
                    "pages": int() as pages,
                    "sha256": str() as sha256,
                    "size": int() as size,
                    "needs_ocr": list() | tuple() as needs_ocr,
                }
            } if all(isinstance(number, int) and 0 <= number < pages for number in needs_ocr):
                return Begin(type_, title, language, pages, sha256, size, tuple(needs_ocr))
            case {"end": {"pages": int() as pages, "passages": int() as count}}:
                return End(pages, count)
    except (KeyError, TypeError, ValueError) as problem:
        raise JobFailed("crashed", f"{type(problem).__name__}: {problem}") from problem
    raise JobFailed("crashed", f"an unknown frame {sorted(frame)}")


def _page_read(page: Any, passages: Any, of: Any) -> PageRead:
    match page:
        case {
            "number": int() as number,
            "index": int() | None as index,
            "label": str() | None as label,
            "first_line": int() as first_line,
            "text": str() as text,
        }:
            raw = RawPage(number, index, label, first_line, text)
            return PageRead(raw, tuple(_passage(passage, raw) for passage in passages), int(of))
    raise ValueError("not a page")


def _passage(passage: Any, page: RawPage) -> RawPassage:
    match passage:
        case {
            "page_number": int() as number,
            "start": int() as start,
            "end": int() as end,
            "line_start": int() as line_start,
            "line_end": int() as line_end,
            "kind": str() as kind,
            "heading_path": list() | tuple() as path,
        }:
            fits = number == page.number and 0 <= start < end <= len(page.text) and line_start <= line_end
            if fits and kind in _KINDS and all(isinstance(heading, str) for heading in path):
                return RawPassage(number, start, end, line_start, line_end, kind, tuple(path))  # type: ignore[arg-type]
    raise ValueError("not a passage of its page")
