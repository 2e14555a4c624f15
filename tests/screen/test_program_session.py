"""The line drops, the program is killed: what stood on the screen comes back."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

F6 = "\x1b[17~"
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[<u", b"\x1b[?7h")


def start(home: Path, project: Path, *arguments: str, **environ: str) -> Program:
    """The program as over SSH, in Russian."""
    return Program(home, project, *arguments, SSH_TTY="/dev/pts/9", RUBIN_LANGUAGE="ru", **environ)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two files and a manual."""
    root = tmp_path / "Line-3"
    root.mkdir()
    (root / "long.st").write_text("".join(f"nValue{n} := {n};\n" for n in range(1, 301)), "utf-8")
    (root / "other.py").write_text("answer = 42\nquestion = None\n", "utf-8")
    (tmp_path / "brake.md").write_text("# Тормоз\n\nТормозной резистор потребляет 12 А.\n", "utf-8")
    return root


def test_the_line_drops_and_all_is_there_again(tmp_path: Path, project: Path) -> None:
    """Moment 5: tabs, carets, an unsaved edit and a half-typed question, with the Cyrillic layout on."""
    home = tmp_path / "home"
    program = start(home, project)
    try:
        program.until(lambda: " · " in program.rows[-1] and "0 · 3" in program.rows[-1])
        program.press("\x0cг".encode() + f"{tmp_path / 'brake.md'}\r".encode())  # the key of u
        program.until(lambda: "Добавлен 1" in program.text)
        program.press("Что потребляет тормозной резистор?\r".encode())
        program.until(lambda: "[1] brake.md" in program.text)
        program.press("\t\r")
        program.until(lambda: "[2 brake.md]" in program.rows[1])
        program.press("\x0f")
        program.until(lambda: "─ Открыть" in program.text)
        program.press("long.st\r")
        program.until(lambda: "nValue1 := 1" in program.text)
        program.press("\x1b[1087;5u")  # Ctrl and the key of g
        program.until(lambda: "Перейти к строке" in program.text)
        program.press("150:3\r")
        program.until(lambda: "nValue150 := 150" in program.text)
        program.press("привет".encode())
        program.until(lambda: "nVприветalue150" in program.text)
        program.press("\x0f")
        program.until(lambda: "─ Открыть" in program.text)
        program.press("other.py\r")
        program.until(lambda: "question = None" in program.text)
        program.press("\x1b[B\x1b[C\x1b[C")
        program.until(lambda: " 2:3 " in program.text)
        program.press("\x1b1")
        program.until(lambda: "[1 Разговор]" in program.rows[1])
        program.press("а какой ток".encode() + b"\x1b[D\x1b[D\x1b[D")
        program.until(lambda: " > а какой ток" in program.text)
        program.read(0.3)
        program.hang_up()
        assert program.ended() == 0
    finally:
        program.close()

    program = start(home, project)
    try:
        program.until(lambda: " > а какой ток" in program.text)
        assert "[1 Разговор]" in program.rows[1]
        program.until(lambda: "возвращены несохранённые правки 1 файла: long.st" in program.text)
        program.until(lambda: "Что потребляет тормозной резистор?" in program.text)
        program.press("!")  # where the caret was
        program.until(lambda: " > а какой !ток" in program.text)
        program.press("\x1b2")
        program.until(lambda: "question = None" in program.text and " 2:3 " in program.text)
        program.press(F6)
        program.until(lambda: "[2 brake.md" in program.rows[1] and "потребляет 12 А" in program.text)
        program.press(F6)
        program.until(lambda: "nVприветalue150" in program.text and " 150:9 " in program.text)
        program.press("\x1b[1103;5u")  # Ctrl and the key of z: the edit is undone
        program.until(lambda: "nValue150 := 150" in program.text)
    finally:
        program.close()
    assert (project / "long.st").read_text("utf-8").count("привет") == 0


def test_a_kill_keeps_all_but_the_last_moment(tmp_path: Path, project: Path) -> None:
    home = tmp_path / "home"
    program = start(home, project, "other.py:2")
    try:
        program.until(lambda: "question = None" in program.text)
        program.press("\x1b1")
        program.until(lambda: "[1 Разговор]" in program.rows[1])
        program.press("полвопроса".encode())
        program.until(lambda: " > полвопроса" in program.text)
        program.read(1.5)
        os.kill(program.pid, signal.SIGKILL)
        assert program.ended() == -signal.SIGKILL
    finally:
        program.close()
    (kept,) = (home / "data" / "sessions").glob("*.session")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text("utf-8"))["draft"] == "полвопроса"

    (project / "other.py").unlink()
    program = start(home, project, "long.st")
    try:
        program.until(lambda: "nValue1 := 1" in program.text)
        program.press("\x1b1")
        program.until(lambda: " > полвопроса" in program.text)
        program.until(lambda: "1 вкладка прошлого раза пропущена, её больше нет: other.py" in program.text)
    finally:
        program.close()


def test_a_damaged_session_is_set_aside_and_named(tmp_path: Path, project: Path) -> None:
    home = tmp_path / "home"
    program = start(home, project, "other.py")
    try:
        program.until(lambda: "question = None" in program.text)
        program.press("\x11")
        assert program.ended() == 0
    finally:
        program.close()
    (kept,) = (home / "data" / "sessions").glob("*.session")
    kept.write_bytes(kept.read_bytes()[:40])
    program = start(home, project)
    try:
        program.until(lambda: "и отложено:" in program.text)
        assert [path.suffix.partition("-")[0] for path in kept.parent.iterdir()] == [".damaged"]
    finally:
        program.close()


def test_sigterm_says_what_is_kept(tmp_path: Path, project: Path) -> None:
    program = start(tmp_path / "home", project, "other.py:2")
    try:
        program.until(lambda: "question = None" in program.text)
        program.press("new ")
        program.until(lambda: "new question" in program.text)
        os.kill(program.pid, signal.SIGTERM)
        assert program.ended() == 0
        for sequence in GIVEN_BACK:
            assert sequence in program.written[-1200:], sequence
        said = program.written.rpartition(b"\x1b")[2].decode()
        assert "завершён сигналом (SIGTERM)" in said
        assert "Несохранённые правки 1 файла" in said
    finally:
        program.close()
    assert (project / "other.py").read_text("utf-8") == "answer = 42\nquestion = None\n"
