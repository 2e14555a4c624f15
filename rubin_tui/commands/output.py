"""What a command writes: the one place on the command line that touches the terminal."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import sys
from typing import Any, TextIO

from rubin_tui.engine.text.sanitize import safe_line, safe_text
from rubin_tui.messages import Message, render

_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class Output:
    """Results go to standard output, progress and problems to standard error, all of it made safe."""

    def __init__(self, locale: str, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.locale = locale
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._live = self._err.isatty()
        self._shown = False

    def words(self, message: Message) -> str:
        """The sentence in the person's language."""
        return render(message, self.locale)

    def line(self, text: str = "") -> None:
        """A line (or several) of result."""
        self._wipe()
        self._out.write(_encodable(safe_text(text), self._out) + "\n")

    def say(self, id: str, /, count: int | None = None, **params: Any) -> None:
        """A sentence of ours as a line of result."""
        self.line(self.words(Message(id, params, count)))

    def json(self, value: object) -> None:
        """`value` as one JSON document; messages in it carry their words."""
        self._wipe()
        text = json.dumps(_plain(value, self.locale), ensure_ascii=False, indent=2)
        self._out.write(_UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")

    def problem(self, text: str) -> None:
        """One line about what could not be done."""
        self._wipe()
        self._err.write(_encodable(f"rubin: {safe_line(text)}", self._err) + "\n")

    def progress(self, text: str, *, keep: bool = False) -> None:
        """A step of long work: on a terminal one changing line, elsewhere only the lines to `keep`."""
        if self._live and not keep:
            width = shutil.get_terminal_size().columns - 1
            self._err.write("\r\x1b[K" + _encodable(safe_line(text)[:width], self._err))
            self._err.flush()
            self._shown = True
        elif keep:
            self._wipe()
            self._err.write(_encodable(safe_line(text), self._err) + "\n")
            self._err.flush()

    def _wipe(self) -> None:
        if self._shown:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._shown = False


def _encodable(text: str, stream: TextIO) -> str:
    """`text` with what the stream's encoding lacks replaced: LANG=C must not end a command."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _plain(value: object, locale: str) -> object:
    if isinstance(value, Message):
        return {"id": value.id, "text": render(value, locale)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name), locale) for field in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item, locale) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item, locale) for key, item in value.items()}
    return value
