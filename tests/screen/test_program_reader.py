"""Moment 2 in a real terminal: a cited page, page by page, to a number, as a picture, and back."""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from tests.engine.pages.decoding import of_png
from tests.pdf_writer import Box, Pdf, Text
from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

QUOTE = ("Тормозной резистор берёт не более двенадцати ам\u00ad", "пер при полной нагрузке привода.")
ENTER, TAB, F9, PAGE_DOWN = "\r", "\t", "\x1b[20~", "\x1b[6~"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with a manual: i, ii, then 811 to 813; the quote stands on 812 below a table."""
    folder = tmp_path_factory.mktemp("reader")
    table = [Text(60 + 160 * n, 700, word) for n, word in enumerate(("Код", "Причина", "Мера"))]
    table += [Text(60 + 160 * n, 688, word) for n, word in enumerate(("F30002", "Перенапряжение", "p1121"))]
    quote = [Text(60, 640 - 12 * n, line) for n, line in enumerate(QUOTE)]
    filler = [Text(60, 600 - 12 * n, f"Строка {n} руководства по эксплуатации.") for n in range(30)]
    pdf = Pdf(labels=((0, "r", 1), (2, "D", 811))).column("Содержание руководства.").page()
    pdf.page(Text(60, 700, "Двигатель стоит.")).page(*table, *quote, *filler)
    path = folder / "G120.pdf"
    path.write_bytes(pdf.page(Box(0, 0, 600, 800, (1, 0, 0)), Text(60, 700, "Страница 813.")).bytes())
    with Engine.open(folder / "home") as engine:
        assert [event.stage for event in engine.add_documents([path])][-1] == "done"
    return folder / "home"


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Iterator[Program]:
    mine = shutil.copytree(home, tmp_path / "home")
    running = Program(mine, tmp_path, SSH_TTY="/dev/pts/9", LANG="ru_RU.UTF-8")
    yield running
    running.close()


def open_page(program: Program) -> None:
    """Ask, begin the next question, open the place."""
    program.until(lambda: "● индекс" in program.rows[0])
    program.press("Сколько ампер берёт тормозной резистор?" + ENTER)
    program.until(lambda: "● найдено" in program.text)
    program.press("а дальше\x1b[D\x1b[D")
    program.until(lambda: " > а дальше" in program.text)
    program.press(TAB)
    program.until(lambda: "▸[1] G120.pdf" in program.text)
    program.press(ENTER)
    program.until(lambda: "[2 G120.pdf 812]" in program.rows[1] and "4/5" in program.rows[-2])


def lit(program: Program) -> str:
    """What is marked on the screen."""
    cells = (program.screen.buffer[y][x] for y in range(24) for x in range(80))
    return "".join(cell.data for cell in cells if cell.bg == "5f5f00")


def test_the_cited_page_page_by_page_to_a_number_and_back_to_the_caret(program: Program) -> None:
    open_page(program)
    program.until(lambda: lit(program) == QUOTE[0].replace("\u00ad", "-") + QUOTE[1])
    assert re.search(r"^ F30002 {6,}Перенапряжение {6,}p1121$", program.text, re.MULTILINE)
    program.read(0.3)
    before = len(program.written)
    program.press(PAGE_DOWN)
    program.until(lambda: "[2 G120.pdf 813]" in program.rows[1] and "5/5" in program.rows[-2])
    program.read(0.3)
    assert len(program.written) - before <= 6_000
    program.press("п".encode())
    program.until(lambda: "─ К странице ─" in program.text)
    program.press("шш".encode() + ENTER.encode())  # "ii" in this layout
    program.until(lambda: "[2 G120.pdf ii]" in program.rows[1] and "2/5" in program.rows[-2])
    program.press("п".encode() + b"900" + ENTER.encode())
    program.until(lambda: "Страницы с номером «900» нет" in program.rows[-1])
    program.press(F9)
    program.until(lambda: "[1 Разговор]" in program.rows[1])
    program.press("!")
    program.until(lambda: " > а дальш!е" in program.text or " > а даль!ше" in program.text)


def test_a_terminal_that_answers_nothing_gets_half_blocks_and_no_other_byte(program: Program) -> None:
    open_page(program)
    program.press(PAGE_DOWN)
    program.until(lambda: "5/5" in program.rows[-2])
    before = len(program.written)
    program.press("щ".encode())
    program.until(lambda: "100 %" in program.rows[-2] and program.screen.buffer[5][40].bg == "ff0000")
    new = program.written[before:]
    assert new.count(b"\x1b[c") == 1
    assert b"\x1b_" not in new and b"\x1bP" not in new
    program.press("\x1b")
    program.until(lambda: "Страница 813." in program.text)


def test_a_kitty_terminal_gets_a_picture_and_its_answers_are_no_keys(program: Program) -> None:
    open_page(program)
    program.press(PAGE_DOWN)
    program.until(lambda: "5/5" in program.rows[-2])
    before = len(program.written)
    program.press("o")
    program.until(lambda: b"\x1b[c" in program.written[before:])
    program.press("\x1b[?62;22c")
    program.until(lambda: b"\x1b_Gi=31" in program.written[before:])
    program.press("\x1b_Gi=31;OK\x1b\\\x1b[6;16;8t")
    program.press("\x1b[?62;22c")
    program.until(lambda: b",m=0;" in program.written[before:] and program.written.endswith(b"\x1b8"))
    sent = re.findall(rb"\x1b_G(?:a=T|q=2)[^;]*;([^\x1b]*)\x1b\\", program.written[before:])
    drawn = of_png(b64decode(b"".join(sent)))
    assert (len(drawn), len(drawn[0])) == (320, 240)
    assert drawn[160][120] == (255, 0, 0)
    program.press(F9)
    program.until(lambda: b"\x1b_Ga=d,d=I,i=7712,q=2\x1b\\" in program.written[before:])
    program.press("!")
    program.until(lambda: "а даль" in program.text and "!" in program.text)
    assert "Gi=31" not in program.text and "62;22" not in program.text
