"""Terminals and systems that make it hard: the real program in a pseudo-terminal."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.terminal.pen import taken_apart
from tests.screen.terminal import Program

pytestmark = pytest.mark.pty


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file."""
    root = tmp_path / "Line-3"
    root.mkdir()
    (root / "other.py").write_text("answer = 42\n", "utf-8")
    return root


@pytest.fixture
def program(tmp_path: Path, project: Path) -> Iterator[Program]:
    """The program in a remote session, ready."""
    running = Program(tmp_path / "home", project, SSH_TTY="/dev/pts/9")
    running.until(lambda: "● index" in running.text)
    yield running
    running.close()


def test_a_terminal_of_one_cell_and_a_storm_of_sizes(program: Program) -> None:
    program.press("half")
    program.until(lambda: " > half" in program.text)
    for columns, rows in [(1, 1), (200, 60), (2, 1), (1, 40), (33, 7), (1, 1)] * 6:
        program.resize(columns, rows)
        program.read(0.01)
    program.read(0.3)
    program.resize(80, 24)
    program.until(lambda: " > half" in program.text and "F1 help" in program.rows[-1])


def test_garbage_from_the_terminal_is_no_text(program: Program) -> None:
    for piece in ("\x1b[<32;NaN;NaNM", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1b[?62;22c", "\x1b[999;999~"):
        program.press(piece)
    program.press(b"\xff\xfe\xc3\x1b[<0;-3;-9M")
    program.read(0.4)
    program.press("typed")
    program.until(lambda: "typed" in program.text)
    row = next(row for row in program.rows if row.startswith(" > "))
    assert row.lstrip(" >�") == "typed"


def test_a_huge_paste_neither_sends_nor_stops_the_work(program: Program) -> None:
    program.press("\x1b[200~")
    block = ("question?\r" * 400).encode()
    for _ in range(500):  # 2 MB, enough for the limit; the parser alone is tested with fifty
        program.press(block)
    program.press("\x1b[201~")
    program.until(lambda: "2000 KB are too much for a question" in program.text)
    program.press("still")
    program.until(lambda: " > still" in program.text)
    assert "You  question?" not in program.text


def test_suspended_and_woken_it_paints_all_again(program: Program) -> None:
    program.press("half")
    program.until(lambda: " > half" in program.text)
    program.press("\x0c!")  # the menu's way
    program.until(lambda: b"\x1b[?1049l" in program.written)
    _, status = os.waitpid(program.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    tail = program.written[-400:]
    for sequence in (b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[<u"):
        assert sequence in tail, sequence
    program.screen.reset()
    os.kill(program.pid, signal.SIGCONT)
    program.until(lambda: " > half" in program.text and "F1 help" in program.rows[-1])
    program.press("!")
    program.until(lambda: " > half!" in program.text)


def test_no_utf8_locale_means_plain_signs(tmp_path: Path, project: Path) -> None:
    program = Program(
        tmp_path / "home", project, LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    try:
        program.until(lambda: "F1 " in program.rows[-1])
        program.read(0.5)
        assert program.text.isascii()
    finally:
        program.close()


def test_no_color_means_none(tmp_path: Path, project: Path) -> None:
    program = Program(tmp_path / "home", project, "other.py", NO_COLOR="1", SSH_TTY="x")
    try:
        program.until(lambda: "answer = 42" in program.text)
        program.read(0.5)
        shades = set()
        for part in program.written.split(b"\x1b[")[1:]:
            numbers, _, _ = part.partition(b"m")
            if numbers.replace(b";", b"").isdigit():
                style = taken_apart(numbers.decode())
                shades |= {style.colour, style.ground}
        assert all(is_grey(shade) for shade in shades - {""}), shades
    finally:
        program.close()


def is_grey(colour: str) -> bool:
    """Whether SGR parameters name a grey of the 256, black or white."""
    kind, _, number = colour.partition(";5;")
    if not number:
        return kind in ("30", "37", "40", "47", "90", "97", "100", "107")
    index = int(number)
    cube = index - 16
    return (
        index in (0, 7, 8, 15)
        or index >= 232
        or (0 <= cube < 216 and cube // 36 == cube // 6 % 6 == cube % 6)
    )


def test_a_profile_that_cannot_be_written_is_said_and_work_goes_on(tmp_path: Path, project: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    mighty = os.geteuid() == 0  # whom no rights stop
    launcher = ("setpriv", "--bounding-set=-dac_override") if mighty else ()
    if mighty and shutil.which("setpriv") is None:
        pytest.skip("as root it needs setpriv")
    program = Program(home, project, "other.py", launcher=launcher, columns=120, SSH_TTY="x")
    try:
        program.until(lambda: "answer = 42" in program.text)
        program.until(lambda: "permission denied" in program.text)
        program.press("# ")
        program.until(lambda: "# answer = 42" in program.text)
        program.press("\x13")
        program.until(lambda: "saved other.py" in program.text)
        program.press("\x11")
        assert program.ended() == 0
    finally:
        program.close()
    assert (project / "other.py").read_text("utf-8") == "# answer = 42\n"
    assert [*home.iterdir()] == []
