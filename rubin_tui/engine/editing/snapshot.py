"""A text as it stands at one moment: for analyzers, for saving, for whoever works in another thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.text.encodings import Format, encode_exactly
from rubin_tui.messages import Message


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A buffer at `version`; costs nothing to make and never changes.

    `lines` are without their ends. `language` is the id of a language of `engine.languages`, None for none.
    `incomplete` says why this is not all that the file holds: such a text is never saved.
    """

    version: int
    lines: Lines
    form: Format
    path: Path | None
    language: str | None
    incomplete: Message | None = None

    @property
    def text(self) -> str:
        """The whole text with its own line ends; made anew each time."""
        return self.lines.text

    @property
    def data(self) -> bytes:
        """The bytes of the file. Raises UnicodeEncodeError for a character the encoding does not know."""
        return encode_exactly(self.lines.text, self.form)
