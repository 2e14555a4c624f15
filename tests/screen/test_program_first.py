"""The first minutes in the real program at 80x24, in both languages: three keys learnt by doing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf_writer import Pdf
from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

WORDS = {
    "en": ("Read in ~/Documents (2 PDF)", "2 documents added.", " > How do I reduce", "● found", "[1 Chat]"),
    "ru": ("Прочитать ~/Documents (2 PDF)", "Добавлено 2", " > Как уменьшить", "● найдено", "[1 Разговор]"),
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_manuals_a_question_its_place_and_back(tmp_path: Path, language: str) -> None:
    offer, added, example, found, chat = WORDS[language]
    home, project = tmp_path / "ann", tmp_path / "Line-3"
    manuals = home / "Documents"
    manuals.mkdir(parents=True)
    project.mkdir()
    for name in ("G120", "S7"):
        content = Pdf().column(f"{name}: the braking resistor may draw 12 A.").bytes()
        (manuals / f"{name}.pdf").write_bytes(content)
    locale = {"en": "en_US.UTF-8", "ru": "ru_RU.UTF-8"}[language]
    program = Program(home, project, SSH_TTY="x", LANG=locale)
    try:
        program.until(lambda: f" > {offer}" in program.text)
        program.press("\r")
        program.until(lambda: example in program.text)
        program.until(lambda: added in program.text)
        program.press("\r")
        program.until(lambda: found in program.text)
        program.press("\t\r")
        program.until(lambda: "pid-tuning.md" in program.rows[1])
        program.press("\x1b[20~")
        program.until(lambda: program.rows[1].startswith(f" {chat}"))
    finally:
        program.close()


def test_a_locale_that_names_no_language_is_asked_in_both(tmp_path: Path) -> None:
    project = tmp_path / "Line-3"
    project.mkdir()
    program = Program(tmp_path / "ann", project, SSH_TTY="x", LANG="C.UTF-8")
    try:
        program.until(lambda: "Русский" in program.text and "English" in program.text)
    finally:
        program.close()
