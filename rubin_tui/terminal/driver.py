"""The one place that touches private names of Textual 8.2.x.

What it relies on is held by tests/screen/test_textual_contracts.py.

Repairs of the Linux driver:

- Its parser raises ValueError when a terminal reports alternate keys (`ESC[1089::99;5u`) or event types
  (`ESC[99;5:1u`), and with it ends the program. Here the sequence is brought into the plain form first;
  with Ctrl or Alt held the key of the base layout is taken, so shortcuts work in any layout. It is asked
  for too: without it nobody could tell Ctrl with the slash of ЙЦУКЕН from Ctrl with a full stop.
- It reads Alt with a digit as what a Mac's Option key would type (Alt+3 is `£`). Here it is Alt+3.
- Focus reports restyle the screen and hide the caret whenever another window is clicked. Dropped.
- It gives out as typed letters what it does not know, and dies of what it cannot read. Here that is dropped.
- When the terminal goes away (the line drops, the window is closed) reading fails and writing would
  block for ever. Here the app is told to end, and what is written goes nowhere.
- A byte that is no UTF-8 (a key of a terminal in KOI8-R, noise on a serial line) ends the program. Here what
  is typed is read in the character set of the session's locale; what is no character there is `U+FFFD`.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import termios
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import textual.drivers.linux_driver as linux
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message

from rubin_tui.terminal.answers import Answers
from rubin_tui.terminal.charset import decoder, takes_utf8
from rubin_tui.terminal.intake import Intake, is_unknown
from rubin_tui.terminal.thrift import Thrift

_KEY = re.compile(
    r"\x1b\[(?P<codes>\d[\d:]*)(?:;(?P<modifiers>[\d:]*)(?P<text>(?:;[\d:]*)?))?(?P<end>[u~ABCDEFHPQS])"
)
_RELEASED = "3"
_DISAMBIGUATE = linux.KITTY_DISAMBIGUATE_ESCAPE_CODES


RESET = (
    "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l\x1b[?2004l"
    "\x1b[?2048l\x1b[?7h\x1b[<u\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Takes back all that was asked of a terminal."""


class KeyParser(XTermParser):
    """Textual's parser, with every form of the kitty keyboard protocol understood."""

    def __init__(
        self,
        debug: bool = False,
        answers: Answers | None = None,
        answered: Callable[[str], None] = lambda answer: None,
    ) -> None:
        super().__init__(debug)
        self._answers = answers or Answers()
        self._answered = answered
        self._intake = Intake()

    def feed(self, data: str) -> Iterable[Message]:
        """Read what was typed; answers to our own questions are none of it. "" ends it."""
        if not data:
            yield from super().feed(data)
            return
        typed, answers = self._answers.part(data)
        for answer in answers:
            self._answered(answer)
        yield from self._read(typed)

    def _read(self, typed: str) -> Iterable[Message]:
        for piece in self._intake.take(typed):
            if isinstance(piece, events.Paste):
                yield piece
                continue
            try:
                yield from super().feed(piece)
            except (ValueError, OverflowError, LookupError):  # nonsense: no key, and no reason to end
                XTermParser.__init__(self)

    def tick(self) -> Iterable[Message]:
        """Time passes: a key that looked like the beginning of an answer was a key."""
        if held := self._answers.let_go():
            yield from self._read(held)
        yield from super().tick()

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
        if pressed & 0b1111110 and base and _by_place(int(key), int(base)):
            key = base
        return super()._parse_extended_key(f"\x1b[{key};{modifiers}{match['text'] or ''}{match['end']}")

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] in "0123456789":
            return (events.Key(f"alt+{sequence[1]}", sequence[1]),)
        known = tuple(super()._sequence_to_key_events(sequence, alt))
        if not known and is_unknown(sequence):
            return (events.Key(Keys.Ignore, None),)
        return known


def _by_place(key: int, base: int) -> bool:
    """Whether a shortcut is meant by its place: the layout has no Latin letter there.

    A Latin letter stays what it is: who types on AZERTY or Dvorak goes by letters. A sign is read as the
    sign of the base layout: the slash bears a full stop on ЙЦУКЕН.
    """
    if key > 127:
        return True
    return not chr(key).isalnum() and not chr(base).isalnum()


class TerminalDriver(LinuxDriver):
    """Textual's Linux driver with the repairs of this module."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thrift = Thrift()
        self._taken = False
        self.answers = Answers()
        self.on_answer: Callable[[str], None] | None = None
        if isinstance(stream := self._file, io.TextIOWrapper) and not takes_utf8(os.environ):
            stream.reconfigure(errors="replace")  # a letter the terminal lacks takes one cell, as it would

    def process_message(self, message: Message) -> None:
        """Hand a message of the terminal to the app, except focus reports."""
        if not isinstance(message, (events.AppFocus, events.AppBlur)):
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read the terminal until the app ends or the terminal is gone."""
        linux.getincrementaldecoder = decoder(os.environ)  # type: ignore[assignment]
        linux.XTermParser = partial(  # type: ignore[misc, assignment]
            KeyParser, answers=self.answers, answered=self._hand_on
        )
        try:
            super().run_input_thread()
        except OSError:
            self._app.call_later(self._app.exit)
        except Exception as error:  # noqa: BLE001 - no key would ever be heard again: told as every fault
            self._app.call_later(self._app._handle_exception, error)

    def ask(self, question: str, on_answer: Callable[[str], None]) -> None:
        """Ask the terminal something; each answer comes on the interface thread, if one comes."""
        self.on_answer = on_answer
        self.answers.expect()
        self.write(question)

    def _hand_on(self, answer: str) -> None:
        """From the thread that reads: an answer of the terminal, for who asked."""
        if self.on_answer is not None:
            self._app.call_later(self.on_answer, answer)

    def start_application_mode(self) -> None:
        """Take the terminal over, also after it was given back for a while."""
        self.thrift.forget()
        self._taken = True
        linux.KITTY_DISAMBIGUATE_ESCAPE_CODES = _DISAMBIGUATE | linux.KITTY_REPORT_ALTERNATE_KEYS  # type: ignore[misc]
        super().start_application_mode()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        self._taken = False

    def give_back(self) -> None:
        """Give it back whatever went wrong, when that did not happen in order."""
        if not self._taken:
            return
        self._taken = False
        with contextlib.suppress(OSError, termios.error):  # a terminal that is gone takes nothing back
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            os.write(2, RESET.encode())  # where Textual writes: standard error

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
