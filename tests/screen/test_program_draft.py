"""The chat in the real program at 80x24 with the Cyrillic layout: what a kill leaves, what is found again."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

CTRL_F, SHIFT_TAB = "\x1b[1072;5u", "\x1b[Z"  # Ctrl and the key of F with the Russian layout on


def start(home: Path, project: Path) -> Program:
    program = Program(home, project, RUBIN_LANGUAGE="ru", SSH_TTY="/dev/pts/9")
    program.until(lambda: " > Как уменьшить" in program.text or "Продолжается" in program.text)
    return program


def test_a_draft_outlives_a_kill_and_what_was_said_is_found(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "Линия-3"
    project.mkdir()
    program = start(home, project)
    try:
        program.until(lambda: "[1] Что такое аналоговый сигнал" in program.text, 30)
        program.press("\t\r")  # the first of the questions that stand ready
        program.until(lambda: "● найдено ▾" in program.text)
        program.press("\t")
        program.until(lambda: "a действия" in program.text)
        program.press("в")  # d: only this document from now on
        program.until(lambda: "где искать: файл analog-signals.md ▾" in program.text)
        program.press("какой резистор\r")
        program.until(lambda: "резистор" in program.text and program.text.count("Вы  ") >= 1)
        program.press(SHIFT_TAB + "\x7f\t")
        program.until(lambda: "где искать: всё ▾" in program.text)
        program.press(b"\x1b[200~" + "половина\nвопроса".encode() + b"\x1b[201~")
        program.until(lambda: "   вопроса" in program.text)
        time.sleep(1.0)  # what is promised: a second later it is on the disk
        os.kill(program.pid, signal.SIGKILL)
        program.read(0.5)
    finally:
        program.close()

    program = Program(home, project, RUBIN_LANGUAGE="ru", SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: " > половина" in program.text and "   вопроса" in program.text)
        program.until(lambda: "Продолжается" in program.text)
        program.press(CTRL_F + "Сигнал ток")
        program.until(lambda: "    Rubin: Аналоговый сигнал" in program.text)
        program.press("\r")
        program.until(lambda: program.rows[2].startswith(" Вы  Что такое аналоговый сигнал"))
        program.until(lambda: " > половина" in program.text)
        program.press("\x11")
        assert program.ended() == 0
    finally:
        program.close()
