"""The finding all data formats share: a key that stands twice."""

from __future__ import annotations

from rubin_tui.engine.code_model import Diagnostic, Related
from rubin_tui.engine.model import Message, Position

Span = tuple[Position, Position]

_LONGEST = 100


def duplicate_key(source: str, name: str, here: Span, first: Span) -> Diagnostic:
    """`name` stands at `here` and stood at `first`, in the same object, mapping, section."""
    params = {"key": name[:_LONGEST], "line": first[0].line + 1}
    return Diagnostic(
        rule="duplicate-key",
        severity="warning",
        category="bug",
        message=Message("analysis.duplicate_key", params),
        start=here[0],
        end=here[1],
        source=source,
        related=(Related(Message("analysis.first_stands_here"), *first),),
    )
