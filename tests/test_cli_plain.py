"""`rubin --plain`: questions and answers by lines, also where there is no terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screen.terminal import Program

ROOT = Path(__file__).parents[1]


def plain(
    home: Path, lines: str, *arguments: str, cwd: Path, **environ: str
) -> subprocess.CompletedProcess[str]:
    """`rubin` with these lines on standard input and no terminal."""
    env = {"PATH": os.environ["PATH"], "RUBIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    env |= {"LANG": "en_US.UTF-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "rubin_tui", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        env=env,
        cwd=cwd,
        check=False,
    )


def test_questions_of_a_pipe_are_answered_line_by_line(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"a": 1,}\n', "utf-8")
    done = plain(
        home,
        "How do I reduce overshoot of a PID controller?\n\n/search integral windup\n/analyze bad.json\n",
        "--plain",
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    parts = done.stdout.split("\nYou: ")
    assert [part.splitlines()[0].removeprefix("You: ") for part in parts] == [
        "How do I reduce overshoot of a PID controller?",
        "/search integral windup",
        "/analyze bad.json",
    ]
    assert "● found" in parts[0] and "[1] pid-tuning.md, line " in parts[0]
    assert "pid-tuning.md, line " in parts[1]
    assert "bad.json" in parts[2] and "1:" in parts[2]
    assert "\x1b" not in done.stdout


def test_without_a_terminal_plain_comes_by_itself_and_tells_the_worst(home: Path, tmp_path: Path) -> None:
    done = plain(home, "What is fault F98765 of the frobnicator?\n", cwd=tmp_path)
    assert done.returncode == 1
    assert "F98765" in done.stdout
    done = plain(home, "/bogus\n", cwd=tmp_path)
    assert done.returncode == 2
    assert "Not done: There is no command /bogus" in done.stdout


def test_nothing_asked_is_nothing_said(home: Path, tmp_path: Path) -> None:
    done = plain(home, "", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.pty
def test_a_person_at_a_dumb_terminal_is_asked_and_ends_with_a_word(tmp_path: Path) -> None:
    project = tmp_path / "Line-3"
    project.mkdir()
    program = Program(tmp_path / "home", project, TERM="dumb", RUBIN_LANGUAGE="ru")
    try:
        program.until(lambda: "Ваш вопрос:" in program.text)
        program.press("Как уменьшить перерегулирование ПИД-регулятора?\n".encode())
        program.until(lambda: program.text.count("Ваш вопрос:") == 2)
        assert "● найдено" in program.text
        program.press("выход\n".encode())
        assert program.ended() == 0
        assert b"\x1b" not in program.written
    finally:
        program.close()
