"""The files in the real program at 80x24, the Cyrillic layout on: opened by letters, named, thrown away."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.screen.terminal import Program

pytestmark = pytest.mark.pty


def control(letter: str) -> str:
    """Ctrl and a Cyrillic letter, as the kitty keyboard protocol sends it."""
    return f"\x1b[{ord(letter)};5u"


def test_files_in_a_cyrillic_layout(tmp_path: Path) -> None:
    project = tmp_path / "Линия-3"
    (project / "POUs").mkdir(parents=True)
    (project / "POUs" / "FB_Index.st").write_text("qBrake := FALSE; (* Тормоз *)\n", "utf-8")
    (project / "main.py").write_text("x = 1\n")
    for arguments in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    program = Program(tmp_path / "home", project, SSH_TTY="/dev/pts/9", RUBIN_LANGUAGE="ru")
    try:
        program.until(lambda: "● индекс" in program.text)
        program.press(control("щ"))  # the key of O
        program.until(lambda: "Открыть" in program.text)
        program.press("штвуч\r")
        program.until(lambda: "[2 FB_Index.st]" in program.text)
        program.press("\x1b3")
        program.until(lambda: "+  main.py" in program.text)
        program.press("\x1b[B")
        program.press("\x1bOQ")  # F2
        program.until(lambda: "Переименовать" in program.text)
        program.press("\x15старт\r")
        program.until(lambda: "старт.py" in program.text and "Переименовать" not in program.text)
        program.until(lambda: "main.py теперь старт.py" in program.text)
        assert (project / "старт.py").read_text() == "x = 1\n"
        program.press("\x1b[3~")
        program.until(lambda: "Удалить «старт.py»?" in program.text)
        program.press("\r")
        program.until(lambda: "Удалено: старт.py" in program.text)
        assert not (project / "старт.py").exists()
        program.press(control("я"))  # the key of Z
        program.until(lambda: "Возвращено: старт.py" in program.text)
        assert (project / "старт.py").read_text() == "x = 1\n"
        program.press(control("д") + "ш")  # Ctrl+L, I
        program.until(lambda: "Найти в проекте" in program.text)
        program.press("тормоз\r")
        program.until(lambda: "1 место" in program.text)
        program.press("\r")
        program.until(lambda: "[2 FB_Index.st]" in program.text and "1:21" in program.text)
        program.press(control("й"))
        assert program.ended() == 0
    finally:
        program.close()


def test_the_root_as_a_project_does_not_hang(tmp_path: Path) -> None:
    program = Program(tmp_path / "home", Path("/"), SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: "● index" in program.text)
        program.press("\x0f")
        program.until(lambda: "Open" in program.text)
        program.press("etc/hosts")
        program.until(lambda: " etc/hosts" in program.text.partition("> etc/hosts")[2], 30)
        program.press("\x1b")
        program.until(lambda: "> etc/hosts" not in program.text)
        program.press("\x11")
        assert program.ended() == 0
    finally:
        program.close()
