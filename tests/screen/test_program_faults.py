"""A fault of ours: the terminal is given back, one sentence, a report without texts, nothing unsaved lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.screen.faulty import SECRET
from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[<u", b"\x1b[?7h")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file."""
    root = tmp_path / "Line-3"
    root.mkdir()
    (root / "other.py").write_text("answer = 42\n", "utf-8")
    return root


def start(home: Path, project: Path, fault: str) -> Program:
    """Rubin with a fault, and an unsaved edit."""
    program = Program(
        home, project, "other.py", module="tests.screen.faulty", FAULT=fault, SSH_TTY="/dev/pts/9"
    )
    program.until(lambda: "answer = 42" in program.text)
    program.press("my")
    program.until(lambda: "myanswer" in program.text)
    return program


def report_of(home: Path) -> str:
    """The one report."""
    (path,) = (home / "log" / "faults").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    return path.read_text("utf-8")


def test_a_fault_in_a_handler_ends_in_one_sentence(tmp_path: Path, project: Path) -> None:
    home = tmp_path / "home"
    program = start(home, project, "handler")
    try:
        program.press("\x0cd")
        assert program.ended() == 1
        for sequence in GIVEN_BACK:
            assert sequence in program.written[-1200:], sequence
        said = program.written.rpartition(b"\x1b")[2].decode().partition("l")[2]
    finally:
        program.close()
    path = next((home / "log" / "faults").iterdir())
    assert re.sub(r"\s+", " ", said).strip() == (
        "rubin: Rubin ended by an internal error (ValueError). A report without any of your texts is in "
        f"{path} Unsaved edits of 1 file are kept and come back too."
    )
    report = report_of(home)
    assert "tests/screen/faulty.py:" in report and report.rstrip().endswith("builtins.ValueError")
    assert re.search(r"^actions: .*\bmenu .*redraw$", report, re.M)
    assert "TERM: xterm-256color" in report and "textual 8.2.8" in report
    assert SECRET not in report and SECRET.encode() not in program.written
    assert "answer" not in report

    program = Program(home, project, SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: "restored 1 unsaved edit: other.py" in program.text)
        assert (project / "other.py").read_text("utf-8") == "answer = 42\n"
    finally:
        program.close()


@pytest.mark.parametrize("where", ["worker", "thread"])
def test_a_fault_beside_the_screen_is_told_and_work_goes_on(
    tmp_path: Path, project: Path, where: str
) -> None:
    home = tmp_path / "home"
    program = start(home, project, where)
    try:
        program.press("\x0cd")
        program.press("\x1b1")
        program.until(lambda: "A report without any of your texts is in" in program.text)
        program.press("still here")
        program.until(lambda: " > still here" in program.text)
        assert SECRET not in report_of(home)
    finally:
        program.close()


def test_a_fault_before_the_screen_stands_leaves_a_usable_terminal(tmp_path: Path, project: Path) -> None:
    program = Program(
        tmp_path / "home", project, module="tests.screen.faulty", FAULT="start", SSH_TTY="/dev/pts/9"
    )
    try:
        assert program.ended() == 1
        assert b"\x1b[?1049h" not in program.written
        assert "ended by an internal error (ValueError" in program.text
        assert SECRET not in program.text and "Traceback" not in program.text
        assert SECRET not in report_of(tmp_path / "home")
    finally:
        program.close()
