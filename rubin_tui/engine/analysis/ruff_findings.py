"""Findings as ruff sends them, read into ours: by its server (LSP) and by `ruff check` (JSON)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rubin_tui.engine.analysis.lines import Lines, Unit
from rubin_tui.engine.analysis.ruff_rules import judged
from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.code_model import Diagnostic, Edit, Fix, Tag
from rubin_tui.engine.model import Message, Position

Explain = Callable[[str], RuleText | None]

SYNTAX = "invalid-syntax"
_TAGS: dict[int, Tag] = {1: "unused", 2: "deprecated"}


class FromServer:
    """Reads diagnostics of `ruff server`; `unit` is what its columns count."""

    def __init__(self, lines: Lines, unit: Unit) -> None:
        self._lines = lines
        self._unit = unit

    def read(self, item: dict[str, Any], explain: Explain) -> Diagnostic:
        """One finding. Raises KeyError, TypeError, AttributeError when it is none."""
        data = item.get("data") or {}
        edits = tuple(self._edit(edit) for edit in data.get("edits") or ())
        title = str(data.get("title") or "")
        return _diagnostic(
            rule=str(item.get("code") or SYNTAX),
            message=str(item["message"]).partition("\n\nhelp: ")[0],
            start=self._place(item["range"]["start"]),
            end=self._place(item["range"]["end"]),
            fixes=(Fix(title, edits, safe=bool(data.get("is_preferred"))),) if edits else (),
            url=str((item.get("codeDescription") or {}).get("href") or ""),
            tags=tuple(_TAGS[tag] for tag in item.get("tags") or () if tag in _TAGS),
            explain=explain,
        )

    def _place(self, place: dict[str, int]) -> Position:
        return self._lines.place(place["line"], place["character"], self._unit)

    def _edit(self, edit: dict[str, Any]) -> Edit:
        return Edit(
            self._place(edit["range"]["start"]), self._place(edit["range"]["end"]), str(edit["newText"])
        )


class FromCheck:
    """Reads `ruff check --output-format json`: rows and columns from 1, columns in characters."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._marked = lines.text.startswith("\ufeff")  # the mark is no character to it

    def read(self, item: dict[str, Any], explain: Explain) -> Diagnostic:
        """One finding. Raises KeyError, TypeError, AttributeError when it is none."""
        fix = item.get("fix") or {}
        edits = tuple(
            Edit(self._place(edit["location"]), self._place(edit["end_location"]), str(edit["content"]))
            for edit in fix.get("edits") or ()
        )
        safe = fix.get("applicability") == "safe"
        return _diagnostic(
            rule=str(item.get("code") or SYNTAX),
            message=str(item["message"]),
            start=self._place(item["location"]),
            end=self._place(item["end_location"]),
            fixes=(Fix(str(fix.get("message") or ""), edits, safe=safe),) if edits else (),
            url=str(item.get("url") or ""),
            tags=(),
            explain=explain,
        )

    def _place(self, place: dict[str, int]) -> Position:
        row, column = place["row"] - 1, place["column"] - 1
        return self._lines.place(row, column + (self._marked and row == 0))


def _diagnostic(
    *,
    rule: str,
    message: str,
    start: Position,
    end: Position,
    fixes: tuple[Fix, ...],
    url: str,
    tags: tuple[Tag, ...],
    explain: Explain,
) -> Diagnostic:
    severity, category = judged(rule)
    text = explain(rule)
    page: Message | str = text.page if text is not None else ""
    return Diagnostic(
        rule=rule,
        severity=severity,
        category=category,
        message=message,
        start=start,
        end=end,
        source="ruff",
        fixes=fixes,
        url=url,
        tags=tags,
        explanation=page,
    )
