"""The one place that touches private names of Textual 8.2.x.

What it relies on is held by tests/screen/test_textual_contracts.py.

Repairs of the Linux driver:

- Its parser raises ValueError when a terminal reports alternate keys (`ESC[1089::99;5u`) or event types
  (`ESC[99;5:1u`), and with it ends the program. Here the sequence is brought into the plain form first;
  with Ctrl or Alt held the key of the base layout is taken, so shortcuts work in any layout.
- It reads Alt with a digit as what a Mac's Option key would type (Alt+3 is `£`). Here it is Alt+3.
- Focus reports restyle the screen and hide the caret whenever another window is clicked. Dropped.
- When the terminal goes away (the line drops, the window is closed) reading fails and writing would
  block for ever. Here the app is told to end, and what is written goes nowhere.
- A byte that is no UTF-8 (a key of a terminal in KOI8-R, noise on a serial line) ends the program. Here what
  is typed is read in the character set of the session's locale; what is no character there is `U+FFFD`.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from typing import Any

import textual.drivers.linux_driver as linux
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message

from rubin_tui.terminal.charset import decoder, takes_utf8
from rubin_tui.terminal.thrift import Thrift

_KEY = re.compile(
    r"\x1b\[(?P<codes>\d[\d:]*)(?:;(?P<modifiers>[\d:]*)(?P<text>(?:;[\d:]*)?))?(?P<end>[u~ABCDEFHPQS])"
)
_RELEASED = "3"


class KeyParser(XTermParser):
    """Textual's parser, with every form of the kitty keyboard protocol understood."""

    def _parse_extended_key(  # type: ignore[override]  # a cache around the same signature
        self, sequence: str
    ) -> list[events.Key] | None:
        match = _KEY.fullmatch(sequence)
        if match is None:
            return super()._parse_extended_key(sequence)
        key, _, base = [*match["codes"].split(":"), "", ""][:3]
        modifiers, _, kind = (match["modifiers"] or "").partition(":")
        if kind == _RELEASED:
            return [events.Key(Keys.Ignore, None)]
        pressed = max(int(modifiers or "1") - 1, 0)
        if pressed & 0b1111110 and base:
            key = base
        return super()._parse_extended_key(f"\x1b[{key};{modifiers}{match['text'] or ''}{match['end']}")

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] in "0123456789":
            return (events.Key(f"alt+{sequence[1]}", sequence[1]),)
        return super()._sequence_to_key_events(sequence, alt)


class TerminalDriver(LinuxDriver):
    """Textual's Linux driver with the repairs of this module."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thrift = Thrift()
        if isinstance(stream := self._file, io.TextIOWrapper) and not takes_utf8(os.environ):
            stream.reconfigure(errors="replace")  # a letter the terminal lacks takes one cell, as it would

    def process_message(self, message: Message) -> None:
        """Hand a message of the terminal to the app, except focus reports."""
        if not isinstance(message, (events.AppFocus, events.AppBlur)):
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read the terminal until the app ends or the terminal is gone."""
        linux.XTermParser = KeyParser  # type: ignore[misc]
        linux.getincrementaldecoder = decoder(os.environ)  # type: ignore[assignment]
        try:
            super().run_input_thread()
        except OSError:
            self._app.call_later(self._app.exit)

    def start_application_mode(self) -> None:
        """Take the terminal over, also after it was given back for a while."""
        self.thrift.forget()
        super().start_application_mode()

    def write(self, data: str) -> None:
        """Write what the terminal does not show yet; to one that is gone nothing is written."""
        writer = self._writer_thread
        if writer is not None and writer.is_alive() and (needed := self.thrift.needed(data)):
            super().write(needed)

    def close(self) -> None:
        """Stop the writer; one that died with the terminal has nothing to stop."""
        writer = self._writer_thread
        if writer is not None and writer.is_alive():
            super().close()
