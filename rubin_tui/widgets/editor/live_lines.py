"""The lines of a buffer for who follows its edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from rubin_tui.engine.editing import Buffer


class LiveLines(Sequence[str]):
    """The lines of a buffer as they are whenever one looks."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer

    def __len__(self) -> int:
        return len(self._buffer.lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._buffer.lines[index]
