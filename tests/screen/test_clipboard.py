"""The ways into a clipboard: which one is taken where, and what it costs."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest

from rubin_tui.terminal.clipboard import LIMIT, HostClipboard, copy_sequence, fits, host_clipboard
from rubin_tui.terminal.profile import TerminalProfile
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, text, until

TEXT = "«Увеличить время возврата p1121» \x1b]0;x\x07"


def found(*names: str) -> object:
    """A search path with these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_clipboard_of_the_host_is_never_touched(name: str) -> None:
    environ = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", name: "10.0.0.1 22"}
    assert host_clipboard(environ, found("wl-copy", "xclip", "xsel")) is None  # type: ignore[arg-type]


def test_on_a_desktop_its_own_program_is_taken() -> None:
    programs = found("xclip", "xsel")
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}
    assert host_clipboard(both, found("wl-copy", "xclip")) == HostClipboard(("wl-copy",))  # type: ignore[arg-type]
    chosen = host_clipboard({"DISPLAY": ":0"}, programs)  # type: ignore[arg-type]
    assert chosen is not None and chosen.name == "xclip"
    assert host_clipboard({"WAYLAND_DISPLAY": "w"}, programs) is None  # type: ignore[arg-type]
    assert host_clipboard({}, programs) is None  # type: ignore[arg-type]


def test_a_program_gets_the_text_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "clip"
    script.write_text(f"#!/bin/sh\ncat > {tmp_path}/held\n")
    script.chmod(0o755)
    assert HostClipboard((str(script),)).put(TEXT)
    assert (tmp_path / "held").read_text("utf-8") == TEXT
    assert not HostClipboard((str(tmp_path / "none"),)).put(TEXT)


def test_the_sequence_holds_nothing_but_base64() -> None:
    plain = copy_sequence(TEXT, TerminalProfile())
    match = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", plain)
    assert match is not None and b64decode(match[1]).decode() == TEXT
    assert len(plain) == 8 + 4 * -(-len(TEXT.encode()) // 3)


def test_tmux_gets_it_for_itself_and_for_the_terminal_around_it() -> None:
    plain = copy_sequence(TEXT, TerminalProfile())
    both = copy_sequence(TEXT, TerminalProfile(tmux=True))
    assert both == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"


def test_screen_gets_it_in_strings_it_hands_on() -> None:
    pieces = copy_sequence("x" * 3000, TerminalProfile(screen=True)).split("\x1b\\")[:-1]
    assert len(pieces) > 1 and all(piece.startswith("\x1bP") and len(piece) < 768 for piece in pieces)
    assert "".join(piece[2:] for piece in pieces) == copy_sequence("x" * 3000, TerminalProfile())


@pytest.mark.parametrize(
    ("environ", "tmux", "screen", "colours"),
    [
        ({"TERM": "xterm-256color"}, False, False, "256"),
        ({"TERM": "xterm"}, False, False, "standard"),
        ({"TERM": "screen-256color", "TMUX": "/tmp/t,1,0"}, True, False, "256"),
        ({"TERM": "screen", "STY": "12.pts"}, False, True, "standard"),
        ({"TERM": "tmux-256color"}, True, False, "256"),
        ({"TERM": "xterm-kitty"}, False, False, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False, False, "256"),
    ],
)
def test_terminals_are_told_apart(environ: dict[str, str], tmux: bool, screen: bool, colours: str) -> None:
    profile = TerminalProfile.find(environ)
    assert (profile.tmux, profile.screen, profile.colours) == (tmux, screen, colours)


def test_a_limit_is_bytes_not_letters() -> None:
    assert fits("x" * LIMIT) and not fits("x" * (LIMIT + 1)) and not fits("ж" * (LIMIT // 2 + 1))


async def test_what_is_too_long_goes_into_a_private_file(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    written: list[str] = []
    app.copying.write = written.append
    async with app.run_test(size=(140, 40)) as pilot:
        await ready(pilot)
        app.copy_to_clipboard("ж" * 50_000)
        await until(pilot, lambda: "100 KB are too much for a terminal's clipboard (74 KB)" in text(app))
    assert written == []
    (kept,) = (tmp_path / "home" / "data" / "copied").iterdir()
    assert kept.read_text("utf-8") == "ж" * 50_000
    assert kept.stat().st_mode & 0o777 == 0o600
