"""Outline and symbols of Structured Text, also of such that is broken somewhere."""

from __future__ import annotations

import threading
from pathlib import PurePath

from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.code_model import Snapshot, Symbol


class StOutline:
    """See `OutlineProvider` and `SymbolsProvider`. The parser is loaded with the first text."""

    languages = frozenset({"st"})

    def __init__(self, trees: Trees | None = None) -> None:
        self._trees = trees or Trees()

    def outline(self, snapshot: Snapshot, cancel: threading.Event) -> tuple[Symbol, ...]:
        """The named parts of the text."""
        from rubin_tui.engine.analysis.iec.outline import outline

        return outline(self._trees.tree(snapshot.text, snapshot.path), cancel)

    def symbols(self, snapshot: Snapshot, cancel: threading.Event) -> tuple[Symbol, ...]:
        """What the text names for others. Variables of a .TcGVL are in its name; no tree is kept."""
        from rubin_tui.engine.analysis.iec.outline import named, outline

        path = PurePath(snapshot.path)
        listed = path.stem if path.suffix.lower() == ".tcgvl" else ""
        return tuple(named(outline(Trees().tree(snapshot.text), cancel), listed))

    def forget(self, path: str) -> None:
        """The text at `path` is closed."""
        self._trees.forget(path)
