"""What a terminal is asked about pictures, what it answers, and what is written to it."""

from __future__ import annotations

import re
import time
from base64 import b64decode

import pytest
from textual import events
from textual.message import Message

from rubin_tui.terminal.answers import Answers
from rubin_tui.terminal.driver import KeyParser
from rubin_tui.terminal.graphics import ASK, ASK_MORE, Graphics
from rubin_tui.terminal.pictures import kitty, placed, removed

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (["\x1b[?62c", "\x1b_Gi=31;OK\x1b\\", "\x1b[?62c"], "kitty"),
        (["\x1b[?65;4;6c", "\x1b_Gi=31;OK\x1b\\", "\x1b[6;20;10t", "\x1b[?65;4;6c"], "kitty"),
        (["\x1b[?64;1;4;22c", "\x1b[6;20;10t", "\x1b[?64;1;4;22c"], "sixel"),
        (["\x1b[?62;4c", "\x1b_Gi=31;ENOTSUPPORTED\x1b\\", "\x1b[?62;4c"], "sixel"),
        (["\x1b[?1;2c"], "blocks"),
        (["\x1b[?1;2;4c"], "sixel"),
        (["\x1b[?6c"], "blocks"),
        (["\x1b[?64;14c", "\x1b[?64;14c"], "blocks"),
    ],
)
def test_what_the_answers_say(answers: list[str], kind: str) -> None:
    graphics = Graphics(XTERM)
    assert (graphics.kind, graphics.begin(), graphics.begin()) == ("blocks", ASK, "")
    asked = [graphics.answered(answer) for answer in answers]
    assert asked[0] == (ASK_MORE if len(answers) > 1 else "")
    assert not any(asked[1:])
    assert (graphics.kind, graphics.known) == (kind, True)
    assert graphics.cell == ((10, 20) if "\x1b[6;20;10t" in answers else None)


def test_a_terminal_that_says_nothing_shows_none_and_one_that_is_old_is_asked_no_more() -> None:
    silent = Graphics(XTERM)
    assert (silent.begin(), silent.kind, silent.known) == ("\x1b[c", "blocks", False)
    old = Graphics(XTERM)
    old.begin()
    assert old.answered("\x1b[?1;0c") == ""


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "xterm-kitty", "TMUX": "/tmp/tmux,1,0"},
        {"TERM": "screen-256color"},
        {"TERM": "tmux-256color"},
        {"TERM": "xterm", "STY": "1.pts"},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"},
    ],
)
def test_behind_another_program_and_on_old_terminals_nothing_is_asked(environ: dict[str, str]) -> None:
    graphics = Graphics(environ)
    assert (graphics.begin(), graphics.kind, graphics.known) == ("", "blocks", True)


def read(parser: KeyParser, *pieces: str) -> list[str]:
    """The keys a parser reads in pieces that come one after the other."""
    found: list[Message] = []
    for piece in pieces:
        found += list(parser.feed(piece))
        found += list(parser.tick())
    time.sleep(0.15)
    found += list(parser.tick())
    time.sleep(0.15)
    found += list(parser.tick())
    return [message.key for message in found if isinstance(message, events.Key)]


def asked() -> tuple[KeyParser, list[str]]:
    answers, heard = Answers(), list[str]()
    answers.expect()
    return KeyParser(False, answers, heard.append), heard


@pytest.mark.parametrize("answer", ["\x1b_Gi=31;OK\x1b\\", "\x1b[?64;1;4c", "\x1b[6;20;10t"])
def test_an_answer_is_no_key_wherever_the_line_cuts_it(answer: str) -> None:
    for cut in range(len(answer) + 1):
        parser, heard = asked()
        assert read(parser, "a" + answer[:cut], answer[cut:] + "b") == ["a", "b"], cut
        assert heard == [answer]


def test_keys_that_begin_like_an_answer_are_keys() -> None:
    for typed, keys in {
        "\x1b": ["escape"],
        "\x1b[6;5~": ["ctrl+pagedown"],
        "\x1b[6~": ["pagedown"],
        "\x1bд": ["alt+д"],
        "\x1b[1;5D": ["ctrl+left"],
    }.items():
        parser, heard = asked()
        assert (read(parser, typed), heard) == (keys, [])


def test_before_anything_was_asked_nothing_is_held_back() -> None:
    answers = Answers()
    assert answers.part("\x1b[?64;1;4c") == ("\x1b[?64;1;4c", [])


def test_some_time_after_the_question_only_whole_answers_are_taken_out() -> None:
    now = [0.0]
    answers = Answers(lambda: now[0])
    answers.expect()
    now[0] = 60.0
    assert answers.part("\x1b") == ("\x1b", [])
    assert answers.part("x\x1b[?62c") == ("x", ["\x1b[?62c"])


def test_a_kitty_picture_in_pieces() -> None:
    data = bytes(range(256)) * 20
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty(data))
    assert "".join(f"\x1b_G{control};{piece}\x1b\\" for control, piece in pieces) == kitty(data)
    assert [control for control, _ in pieces] == ["a=T,f=100,i=7712,p=1,q=2,C=1,m=1", "q=2,m=0"]
    assert [len(piece) for _, piece in pieces] == [4096, 2732]
    assert b64decode("".join(piece for _, piece in pieces)) == data


def test_a_picture_at_its_cell_and_away_again() -> None:
    assert placed("sixel", b"\x1bPq#1~\x1b\\", 2, 10) == "\x1b7\x1b[3;11H\x1bPq#1~\x1b\\\x1b8"
    assert placed("kitty", b"abc", 0, 0, rows=5) == (
        "\x1b7\x1b[1;1H\x1b_Ga=T,f=100,i=7712,p=1,q=2,C=1,r=5,m=0;YWJj\x1b\\\x1b8"
    )
    assert removed("kitty") == "\x1b_Ga=d,d=I,i=7712,q=2\x1b\\"
    assert removed("sixel") == ""
