"""Findings of an older text, moved with the edits made since, until newer ones come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rubin_tui.engine.code_model import Diagnostic, Edit, Fix
from rubin_tui.engine.model import Position

_Span = tuple[Position, Position]


def shifted(diagnostics: Iterable[Diagnostic], edits: Iterable[Edit]) -> tuple[Diagnostic, ...]:
    """The findings where they stand after `edits`, made one after the other; each in the text it met.

    A finding whose text was cut into is dropped; one in whose middle was typed grows. A fix whose place
    was touched is no longer offered.
    """
    rows = tuple(diagnostics)
    for edit in edits:
        rows = tuple(row for found in rows if (row := _row(found, edit)) is not None)
    return rows


def _row(found: Diagnostic, edit: Edit) -> Diagnostic | None:
    if _stays(found, edit):  # nearly all do at nearly every key
        return found
    span = _span((found.start, found.end), edit)
    if span is None:
        return None
    related = tuple(
        replace(other, start=place[0], end=place[1])
        for other in found.related
        if (place := _span((other.start, other.end), edit)) is not None
    )
    fixes = tuple(moved for fix in found.fixes if (moved := _fix(fix, edit)) is not None)
    return replace(found, start=span[0], end=span[1], related=related, fixes=fixes)


def _fix(fix: Fix, edit: Edit) -> Fix | None:
    moved = []
    for own in fix.edits:
        if own.start < edit.end and edit.start < own.end:  # typed inside: it would undo that
            return None
        span = _span((own.start, own.end), edit)
        if span is None:
            return None
        moved.append(Edit(*span, own.text))
    return replace(fix, edits=tuple(moved))


def _span(span: _Span, edit: Edit) -> _Span | None:
    start, end = span
    if edit.start <= start < edit.end or edit.start < end < edit.end:
        return None
    new_start = _after(start, edit) if start >= edit.end else start
    new_end = _after(end, edit) if end >= edit.end and end > edit.start else end
    return new_start, max(new_start, new_end)


def _stays(found: Diagnostic, edit: Edit) -> bool:
    """Whether all of a finding stands before the edit, or on lines below one that adds and removes none."""
    same_lines = edit.start.line == edit.end.line and "\n" not in edit.text and "\r" not in edit.text
    places = [(found.start, found.end), *((other.start, other.end) for other in found.related)]
    places += [(own.start, own.end) for fix in found.fixes for own in fix.edits]
    return all(end < edit.start or (same_lines and start.line > edit.end.line) for start, end in places)


def _after(place: Position, edit: Edit) -> Position:
    """Where a place behind the edit stands after it."""
    rows = edit.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if place.line > edit.end.line:
        return Position(place.line + len(rows) - 1 - (edit.end.line - edit.start.line), place.character)
    column = len(rows[-1]) + (edit.start.character if len(rows) == 1 else 0)
    return Position(edit.start.line + len(rows) - 1, column + place.character - edit.end.character)
