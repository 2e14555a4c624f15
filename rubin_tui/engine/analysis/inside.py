"""A report on code that stands inside a file, with the places it has there."""

from __future__ import annotations

from dataclasses import replace

from rubin_tui.engine.code_model import Diagnostic, Edit, Report
from rubin_tui.engine.containers import Container
from rubin_tui.engine.model import Message, Position


def in_file(report: Report, container: Container) -> Report:
    """`report` on the code of a container as one on the file.

    Fixes that touch a line of the container are left out, as are those whose text the file would write
    otherwise: they are offered where the code itself is shown.
    """
    issues = tuple(_diagnostic(found, container) for found in report.issues)
    advice = tuple(replace(each, first=_place(each.first, container)) for each in report.recommendations)
    return replace(report, issues=issues, recommendations=advice)


def _diagnostic(found: Diagnostic, container: Container) -> Diagnostic:
    related = tuple(
        replace(other, start=_place(other.start, container), end=_place(other.end, container))
        for other in found.related
    )
    fixes = tuple(
        replace(fix, edits=tuple(_edit(edit, container) for edit in fix.edits))
        for fix in found.fixes
        if all(_writes_alike(edit, container) for edit in fix.edits)
    )
    start = _place(found.start, container)
    end = max(_place(found.end, container), start)
    message = _message(found.message, container)
    return replace(found, message=message, start=start, end=end, related=related, fixes=fixes)


def _message(message: Message | str, container: Container) -> Message | str:
    """A sentence that names a line names that of the file."""
    if isinstance(message, str) or not isinstance(line := message.params.get("line"), int):
        return message
    named = _place(Position(line - 1, 0), container).line + 1
    return replace(message, params={**message.params, "line": named})


def _writes_alike(edit: Edit, container: Container) -> bool:
    ours = any(container.is_ours(line) for line in range(edit.start.line, edit.end.line + 1))
    return not ours and not any(sign in edit.text for sign in "<>&]")


def _edit(edit: Edit, container: Container) -> Edit:
    return replace(edit, start=_place(edit.start, container), end=_place(edit.end, container))


def _place(place: Position, container: Container) -> Position:
    return Position(*container.to_file(*place))
