"""A chat in the real program: asked, searched, renamed, exported, and there again after a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

F2, F9 = "\x1bOQ", "\x1b[20~"


def test_a_chat_from_its_first_question_to_the_next_start(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "Line-3"
    project.mkdir()
    program = Program(home, project, SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: " > How do I reduce" in program.text)
        program.press("\r")
        program.until(lambda: "● found" in program.text)
        program.press(".ыуфкср integral windup\r".encode())  # /search with the Russian layout on
        program.until(lambda: " ▸ search · integral windup" in program.text)
        program.until(lambda: "   [1] pid-tuning.md" in program.text)
        program.press("\t\r")
        program.until(lambda: "[2 pid-tuning.md]" in program.rows[1])
        program.press(F9)
        program.until(lambda: program.rows[1].startswith(" [1 Chat]"))
        program.press("\x0cm")
        program.until(lambda: "─ Chats ─" in program.text and "messages · " in program.text)
        program.press(F2)
        program.until(lambda: "─ Name of the chat ─" in program.text)
        program.press("\x15Cell 3\r")
        program.until(lambda: "    Cell 3  " in program.text)
        program.press("\x1b")
        program.until(lambda: "─ Chats ─" not in program.text)
        program.press("/export cell.md\r")
        program.until(lambda: "Exported to" in program.text)
        program.press("half a que")
        program.until(lambda: " > half a que" in program.text)
        program.press("\x11")
        assert program.ended() == 0
    finally:
        program.close()
    exported = (project / "cell.md").read_text("utf-8")
    assert exported.startswith("# Cell 3\n")
    assert "## How do I reduce overshoot of a PID controller?\n" in exported
    assert "   pid-tuning.md, line " in exported
    assert "## .ыуфкср integral windup\n" in exported

    program = Program(home, project, SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: "Going on with “Cell 3”" in program.text)
        program.until(lambda: "[+] search again: Enter" in program.text)
        program.press("\t\r")
        program.until(lambda: "  ▸[1] pid-tuning.md" in program.text and "● 11 places" in program.text)
        program.press("\r")
        program.until(lambda: "[2 pid-tuning.md]" in program.rows[1])
        program.press(F9)
        program.until(lambda: program.rows[1].startswith(" [1 Chat]"))
        program.press("\x1b1\x1b[A")  # what was written in the other session
        program.until(lambda: " > .ыуфкср integral windup" in program.text)
        program.press("\x1b[A")
        program.until(lambda: " > How do I reduce overshoot" in program.text)
    finally:
        program.close()
