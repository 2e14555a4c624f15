"""What a terminal sends that is broken, late or huge: no key, no text, no end of the program."""

from __future__ import annotations

import random
import time

import pytest
from textual import events
from textual.message import Message

from rubin_tui.terminal.driver import KeyParser


def parsed(*pieces: str) -> list[Message]:
    """What comes of these pieces, and of the silence behind them."""
    parser = KeyParser()
    found = [message for piece in pieces for message in parser.feed(piece)]
    time.sleep(0.12)
    return [*found, *parser.tick()]


def keys(*pieces: str) -> list[str]:
    """The keys in what comes."""
    return [message.key for message in parsed(*pieces) if isinstance(message, events.Key)]


@pytest.mark.parametrize(
    "piece",
    [
        "\x1b[<32;NaN;NaNM",  # VS Code while its tabs change
        "\x1b[<0;NaN;NaNm",
        "\x1b[?62;22c",  # what kind of terminal it is, told late
        "\x1b[>0;276;0c",
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",  # its background
        "\x1b]4;1;rgb:ff/00/00\x07",
        "\x1bP1$r0m\x1b\\",
        "\x1bP>|xterm.js(5.5)\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[<35;-4;2M",
    ],
)
def test_what_is_no_key_becomes_none(piece: str) -> None:
    assert parsed(piece) == []
    assert keys("a" + piece + "b") == ["a", "b"]


def test_a_reply_in_two_pieces_is_still_one() -> None:
    assert keys("x\x1b]11;rgb:1e1e/", "1e1e/1e1e\x1b", "\\y") == ["x", "y"]


@pytest.mark.parametrize(
    ("piece", "key"),
    [
        ("\x1b[A", "up"),
        ("\x1b[1;5A", "ctrl+up"),
        ("\x1b[[A", "f1"),
        ("\x1bOP", "f1"),
        ("\x1b[15~", "f5"),
        ("\x1b[1073;5u", "ctrl+б"),
        ("\x1b3", "alt+3"),
        ("\x1b", "escape"),
    ],
)
def test_keys_stay_keys(piece: str, key: str) -> None:
    assert keys(piece) == [key]


def test_mouse_reports_stay_mouse_reports() -> None:
    (press,) = parsed("\x1b[<0;3;4M")
    assert isinstance(press, events.MouseDown) and (press.x, press.y) == (2, 3)


def test_garbage_never_raises() -> None:
    chance = random.Random(5)
    parts = ["\x1b", "[", "<", "M", ";", "1", "NaN", "u", "~", "P", "]", "\\", "\x07", "\x00", "é", "я",
             "\x1b[200~", "\x1b[201~", "?", "$y", "R", "t", "48", "999999999999", "-", ":", " "]  # fmt: skip
    for _ in range(1500):
        parser = KeyParser()
        for _ in range(3):
            list(parser.feed("".join(chance.choice(parts) for _ in range(chance.randint(1, 25)))))
        list(parser.tick())


def test_a_paste_in_pieces_is_one_paste_with_nothing_lost() -> None:
    pieces = ["a\x1b[20", "0~one\r", "two \x1b[31m", "\x1b[A", "three\x1b", "[201", "~b"]
    found = parsed(*pieces)
    assert [message.key for message in found if isinstance(message, events.Key)] == ["a", "b"]
    assert [message.text for message in found if isinstance(message, events.Paste)] == [
        "one\rtwo \x1b[31m\x1b[Athree"
    ]


def test_a_paste_whose_end_was_lost_is_left_with_ctrl_c() -> None:
    assert keys("\x1b[200~half a pas", "\x03", "x") == ["ctrl+c", "x"]


def test_fifty_megabytes_are_taken_in_before_anybody_waits() -> None:
    parser = KeyParser()
    list(parser.feed("\x1b[200~"))
    began = time.process_time()
    for _ in range(50_000):
        assert list(parser.feed("x" * 1000)) == []
    (paste,) = parser.feed("\x1b[201~")
    assert isinstance(paste, events.Paste) and len(paste.text) == 50_000_000
    assert time.process_time() - began < 5  # letter by letter it takes minutes
