"""JavaScript and TypeScript by oxlint, where it is installed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rubin_tui.engine.analysis.analyzers import Finding
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.one_shot import OneShot
from rubin_tui.engine.code_model import Category, Diagnostic, Related, Severity, Snapshot
from rubin_tui.engine.model import Position

_CONFIG = ".oxlintrc.json"
_CODE = re.compile(r"([\w-]+)\(([\w/-]+)\)")
_SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")


class Oxlint(OneShot):
    """Reads a file, so each text is one for the moment. Offsets are bytes of UTF-8."""

    id = "oxlint"
    languages = frozenset({"javascript", "typescript"})
    program = "oxlint"
    extra = "js"
    good_codes = frozenset({0, 1})

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        lines = Lines(snapshot.text)
        name = snapshot.path
        if not name.lower().endswith(_SUFFIXES):
            name = "text.ts" if snapshot.language == "typescript" else "text.js"
        config = _config(snapshot.path)
        with self.file(name, snapshot.text) as path:
            options = ["-c", str(config)] if config is not None else []
            told = self.run(["--format", "json", *options, path.name], b"", cancel, folder=path.parent)
        for item in self.json(told)["diagnostics"] if told is not None else ():
            yield _finding(item, lines)


def _finding(item: dict[str, Any], lines: Lines) -> Diagnostic:
    named = _CODE.fullmatch(str(item.get("code") or ""))
    severity: Severity = "error" if item.get("severity") == "error" else "warning"
    category: Category = "bug" if named is not None else "syntax"
    labels = [label for label in item.get("labels") or () if "span" in label]
    spans = [_span(label["span"], lines) for label in labels] or [(Position(0, 0), Position(0, 0))]
    return Diagnostic(
        rule=named[2] if named is not None else "syntax",
        severity=severity,
        category=category,
        message=str(item["message"]),
        start=spans[0][0],
        end=spans[0][1],
        source="oxlint",
        related=tuple(
            Related(str(label.get("label") or ""), *span)
            for label, span in zip(labels[1:], spans[1:], strict=True)
        ),
        explanation=str(item.get("help") or ""),
        url=str(item.get("url") or ""),
    )


def _span(span: dict[str, int], lines: Lines) -> tuple[Position, Position]:
    return lines.at_byte(span["offset"]), lines.at_byte(span["offset"] + span["length"])


def _config(path: str) -> Path | None:
    """The nearest settings of oxlint, upwards: it would look for them beside the file it is given."""
    if not path:
        return None
    try:
        folders = Path(path).absolute().parents
        return next((folder / _CONFIG for folder in folders if (folder / _CONFIG).is_file()), None)
    except (OSError, ValueError):
        return None
