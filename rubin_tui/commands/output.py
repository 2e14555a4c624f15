"""What a command writes: the one place on the command line that touches the terminal."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import sys
from typing import Any, TextIO

from rubin_tui.engine.text.sanitize import safe_json, safe_line
from rubin_tui.messages import Failure, Message, reason_of, render


class Output:
    """Results go to standard output, progress and problems to standard error, all of it made safe.

    Foreign text stays inside its line: a line feed in a file name cannot begin a line of its own.
    """

    def __init__(self, locale: str, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.locale = locale
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._live = self._err is not None and self._err.isatty()
        self._shown = False

    def words(self, message: Message) -> str:
        """The sentence in the person's language."""
        return render(message, self.locale)

    def count(self, id: str, count: int) -> str:
        """So many of something."""
        return self.words(Message(id, count=count))

    def line(self, text: str = "") -> None:
        """A line of result."""
        self._wipe()
        self._write(_encodable(safe_line(text), self._out) + "\n")

    def lines(self, text: str) -> None:
        """Several lines of our own."""
        for line in text.splitlines():
            self.line(line)

    def say(self, id: str, /, count: int | None = None, **params: Any) -> None:
        """A sentence of ours as a line of result."""
        self.line(self.words(Message(id, params, count)))

    def json(self, value: object) -> None:
        """`value` as one JSON document; messages in it carry their words."""
        self._wipe()
        plain = _plain(value, self.locale)
        text = safe_json(json.dumps(plain, ensure_ascii=False, indent=2))
        if _encodable(text, self._out) != text:
            text = json.dumps(plain, indent=2)
        self._write(text + "\n")

    def problem(self, text: str) -> None:
        """One line about what could not be done."""
        self._wipe()
        self._tell(f"rubin: {safe_line(text)}", "\n")

    def progress(self, text: str, *, keep: bool = False) -> None:
        """A step of long work: on a terminal one changing line, elsewhere only the lines to `keep`."""
        if keep:
            self._wipe()
            self._tell(safe_line(text), "\n")
        elif self._live:
            width = shutil.get_terminal_size().columns - 1
            self._tell(f"\r\x1b[K{safe_line(text)[:width]}")
            self._shown = True

    def flush(self) -> None:
        """Hand on all results.

        Raises:
            BrokenPipeError: the reader has seen enough.
            Failure: "cli.output_lost".
        """
        self._write("", flush=True)

    def _write(self, text: str, *, flush: bool = False) -> None:
        try:
            if self._out is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            self._out.write(text)
            if flush:
                self._out.flush()
        except OSError as error:
            if self._out is not None:
                _abandon(self._out)
            if isinstance(error, BrokenPipeError):
                raise
            raise Failure("cli.output_lost", reason=reason_of(error)) from error

    def _tell(self, text: str, end: str = "") -> None:
        if self._err is None:
            return
        try:
            self._err.write(_encodable(text, self._err) + end)
            self._err.flush()
        except OSError:  # who has closed standard error does not want to know
            _abandon(self._err)

    def _wipe(self) -> None:
        if self._shown:
            self._tell("\r\x1b[K")
            self._shown = False


def _abandon(stream: TextIO) -> None:
    """Let what is left in `stream` go: Python would try it again at its end, past all our sentences."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _encodable(text: str, stream: TextIO | None) -> str:
    """`text` with what the stream's encoding lacks replaced: LANG=C must not end a command."""
    encoding = (stream and stream.encoding) or "utf-8"
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
