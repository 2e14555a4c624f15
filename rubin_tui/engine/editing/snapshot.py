"""A text as it stands at one moment: for analyzers, for saving, for whoever works in another thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.containers import Container
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.text.encodings import Format, encode_exactly
from rubin_tui.messages import Message


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A buffer at `version`; costs nothing to make and never changes.

    `lines` are without their ends. `language` is the id of a language of `engine.languages`, None for none.
    `incomplete` says why this is not all that the file holds: such a text is never saved. A `container` puts
    the text back into the file it was taken from.
    """

    version: int
    lines: Lines
    form: Format
    path: Path | None
    language: str | None
    incomplete: Message | None = None
    container: Container | None = None

    @property
    def text(self) -> str:
        """The whole text with its own line ends; made anew each time."""
        return self.lines.text

    @property
    def data(self) -> bytes:
        """The bytes of the file.

        Raises:
            UnicodeEncodeError: the encoding does not know a character.
            DividerChanged: a line of the container is not as it was.
        """
        text = self.lines.text
        return encode_exactly(text if self.container is None else self.container.written(text), self.form)
