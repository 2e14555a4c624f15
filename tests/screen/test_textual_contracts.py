"""What Rubin relies on inside Textual 8.2.x: see rubin_tui/terminal/driver.py when one fails."""

from __future__ import annotations

import codecs
import time

import pytest
import textual.drivers.linux_driver as linux
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

from rubin_tui.terminal.charset import decoder
from rubin_tui.terminal.driver import KeyParser, TerminalDriver


def keys(parser: XTermParser, data: str) -> list[str]:
    """The keys a parser reads in what a terminal sends, after a pause."""
    found: list[Message] = list(parser.feed(data))
    time.sleep(0.15)
    found += list(parser.tick())
    return [message.key for message in found if isinstance(message, events.Key)]


def test_the_driver_makes_its_parser_by_a_name_of_its_module() -> None:
    assert linux.XTermParser is XTermParser or linux.XTermParser is KeyParser
    assert "XTermParser" in linux.LinuxDriver.run_input_thread.__code__.co_names


def test_the_names_the_driver_overrides_exist() -> None:
    assert callable(XTermParser._parse_extended_key)
    assert callable(XTermParser._sequence_to_key_events)
    assert "_writer_thread" in linux.LinuxDriver.__init__.__code__.co_names
    assert issubclass(TerminalDriver, Driver)


@pytest.mark.parametrize("sequence", ["\x1b[1089::99;5u", "\x1b[99;5:1u"])
def test_the_parser_of_textual_still_fails_on_these(sequence: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        keys(XTermParser(), sequence)


def test_textual_still_reads_alt_with_a_digit_as_another_sign() -> None:
    assert ANSI_SEQUENCES_KEYS["\x1b3"] == "£"


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ("\x1b[1089::99;5u", ["ctrl+c"]),
        ("\x1b[1087;5u", ["ctrl+п"]),
        ("\x1f", ["ctrl+underscore"]),
        ("\x1b[47;5u", ["ctrl+slash"]),
        ("\x1b[46::47;5u", ["ctrl+slash"]),
        ("\x1b[46:44:47;5u", ["ctrl+slash"]),
        ("\x1b[1102::46;5u", ["ctrl+full_stop"]),
        ("\x1b[113::97;5u", ["ctrl+q"]),
        ("\x1b[46::101;5u", ["ctrl+full_stop"]),
        ("\x1b[1087::103;;1087u", ["п"]),
        ("\x1b[1087;;1087u", ["п"]),
        ("\x1b[99;5:1u", ["ctrl+c"]),
        ("\x1b[99;5:3u", []),
        ("\x1b[97:65;2;65u", ["A"]),
        ("\x1b3", ["alt+3"]),
        ("\x1bд", ["alt+д"]),
        ("\x0c", ["ctrl+l"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[20~", ["f9"]),
        ("\x1b[20;5~", ["ctrl+f9"]),
        ("\x1b[1;5D", ["ctrl+left"]),
        ("д", ["д"]),
    ],
)
def test_our_parser_reads_every_form(sequence: str, expected: list[str]) -> None:
    assert keys(KeyParser(), sequence) == expected


def test_textual_still_decodes_strictly_by_a_name_of_its_module() -> None:
    assert "getincrementaldecoder" in linux.LinuxDriver.run_input_thread.__code__.co_names
    with pytest.raises(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(b"a\xff", final=False)


@pytest.mark.parametrize(
    ("locale", "data", "expected"),
    [
        ("en_US.UTF-8", [b"a\xffb"], "a\ufffdb"),
        ("en_US.UTF-8", [b"\xd0", b"\xb4"], "д"),
        ("ru_RU.KOI8-R", [b"\xc1\xc2"], "аб"),
        ("ru_RU.CP1251", [b"\xe0"], "а"),
        ("C", [b"\xd0\xb4"], "д"),
    ],
)
def test_no_byte_that_is_typed_is_an_error(locale: str, data: list[bytes], expected: str) -> None:
    decode = decoder({"LANG": locale})("utf-8")().decode
    assert "".join(decode(part, final=False) for part in data) == expected
