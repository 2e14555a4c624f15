"""The real program with the real engine in a pseudo-terminal."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.library.starter import knowledge_folder
from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

HOSTILE = (
    "# Brake\n\nThe braking resistor draws \x1b]0;owned\x07 12 A."
    "\x1b[2J \x9b31m \u202egnp.exe\u202c \x1bP1$r\x1b\\\n"
)
STARTED = f" {len(list(knowledge_folder().glob('*/*.md')))} · "
HOSTILE_NAME = "ev\x1b[31mil\u202e.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a hostile file name."""
    root = tmp_path / "Line-3"
    root.mkdir()
    (root / HOSTILE_NAME).write_text(HOSTILE, "utf-8")
    return root


@pytest.fixture
def program(tmp_path: Path, project: Path) -> Iterator[Program]:
    """The program in a remote session, 80x24, over a new profile."""
    running = Program(tmp_path / "home", project, SSH_TTY="/dev/pts/9")
    yield running
    running.close()


def test_a_question_its_page_and_back(program: Program) -> None:
    program.until(lambda: " > How do I reduce" in program.text)
    program.press("\r")
    program.until(lambda: "● found" in program.text)
    program.press("half a question")
    program.until(lambda: " > half a question" in program.text)
    program.press("\t")
    program.until(lambda: "▸[1] pid-tuning.md" in program.text)
    program.press("\r")
    program.until(lambda: "[2 pid-tuning.md]" in program.rows[1])
    assert program.rows[1].endswith("F9 back")
    program.press("\x1b[20~")
    program.until(lambda: program.rows[1].startswith(" [1 Chat]"))
    program.press("!")
    program.until(lambda: " > half a question!" in program.text)


def test_nothing_hostile_reaches_the_terminal(program: Program, project: Path) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.press("\x0cu")
    program.until(lambda: "Add documents" in program.text)
    program.press(str(project))
    program.press("\r")
    program.until(lambda: "1 document added." in program.text)
    program.press("What does the braking resistor draw?\r")
    program.until(lambda: "[1] ev␛[31mil�.md" in program.text)
    program.press("\t\r")
    program.until(lambda: "[2 ev␛" in program.rows[1])
    program.until(lambda: "␛]0;owned␇ 12 A." in program.text)
    program.press("\x1b3")
    program.until(lambda: "[3 Files]" in program.rows[1])
    program.read(0.3)
    written = program.written.decode("utf-8", "replace")
    for raw in ("\x1b]0;", "\x1b[2J", "\x9b", "\u202e", "\u202c", "\x1bP", "\x1b[31m"):
        assert raw not in written, ascii(raw)


def test_shortcuts_with_the_russian_layout(program: Program) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.press("\x1b[1076;5u")  # Ctrl and the key of L: kitty keyboard protocol
    program.until(lambda: "─ Menu ─" in program.text)
    program.press("д".encode())  # the letter l of the menu
    program.until(lambda: "[1 Разговор]" in program.rows[1])
    program.press("\x1b[1076::108;5u")  # with the base layout reported
    program.until(lambda: "─ Меню ─" in program.text)
    program.press("\x1b")
    program.until(lambda: "─ Меню ─" not in program.text)
    program.press("ток".encode())
    program.until(lambda: " > ток" in program.text)
    program.press("\x0cд".encode())  # the control byte of other terminals
    program.until(lambda: "[1 Chat]" in program.rows[1])


def test_what_is_typed_before_the_first_frame_is_not_lost(tmp_path: Path, project: Path) -> None:
    program = Program(tmp_path / "home", project, SSH_TTY="x")
    try:
        program.press("early typed")
        program.until(lambda: " > early typed" in program.text)
    finally:
        program.close()


def test_an_idle_remote_session_writes_nothing(program: Program) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.press("ab")
    program.until(lambda: " > ab" in program.text)
    program.read(1.0)
    assert program.read(1.5) == 0


def test_a_typed_character_costs_few_bytes_and_256_colours(program: Program) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.press("abc")
    program.until(lambda: " > abc" in program.text)
    program.read(0.5)
    program.press("d")
    assert program.read(0.5) <= 120
    assert b"38;2;" not in program.written


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_in_order(program: Program, sign: signal.Signals) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    os.kill(program.pid, sign)
    assert program.ended() == 0


def test_a_line_that_drops_ends_it(program: Program) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.hang_up()
    assert program.ended() == 0


def test_it_leaves_the_terminal_as_it_was(program: Program) -> None:
    program.until(lambda: STARTED in program.rows[-1])
    program.press("\x11")
    assert program.ended() == 0
    tail = program.written[-400:]
    for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[<u"):
        assert sequence in tail


def test_heavy_libraries_are_not_loaded_for_the_first_frame() -> None:
    import subprocess
    import sys

    code = "import sys, rubin_tui.app; print([m for m in sys.modules if m.split('.')[0] in sys.argv[1:]])"
    heavy = ["whoosh", "numpy", "pypdfium2", "pygments", "sqlite3", "click", "markdown_it"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.pty
def test_bytes_that_are_no_text_do_not_end_it(program: Program) -> None:
    program.press(b"ab\xff\xc1c")
    program.until(lambda: any(row.startswith(" > ab\ufffd\ufffdc") for row in program.rows))


@pytest.mark.pty
def test_a_terminal_in_koi8(tmp_path: Path, project: Path) -> None:
    environ = {"RUBIN_LANGUAGE": "ru", "LANG": "ru_RU.KOI8-R", "PYTHONIOENCODING": "koi8-r"}
    program = Program(tmp_path / "home", project, **environ)
    try:
        program.until(lambda: "| Ctrl+L" in program.text)
        program.press("щит".encode("koi8-r"))
        program.until(lambda: "щит".encode("koi8-r") in program.written)
        shown = program.written.decode("koi8-r")
        assert "Разговор" in shown
        assert not {"─", "·", "●"} & set(shown)
    finally:
        program.close()
