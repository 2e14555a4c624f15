"""Editing with the real program in a pseudo-terminal: what is saved is exact to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screen.terminal import Program

pytestmark = pytest.mark.pty

LINES = 10_000
ODD = {
    "value_10 = 10": b"\n",
    "# form feed \x0c, next line \x85, line separator \u2028, \ufeff": b"\r\n",
    "value_12 = 12": b"\r",
    "# Привод стоит": b"\n",
}
"""Lines 10 to 13 and their ends."""


def control(letter: str) -> str:
    """Ctrl and a Cyrillic letter, as the kitty keyboard protocol sends it."""
    return f"\x1b[{ord(letter)};5u"


def source() -> list[bytes]:
    """10,000 lines with their ends; two names nobody knows; no line end after the last."""
    lines = [f"value_{number} = {number}\r\n".encode() for number in range(1, LINES + 1)]
    lines[9:13] = [line.encode() + end for line, end in ODD.items()]
    lines[3999] = b"wrong = missing_a\r\n"
    lines[7999] = b"wrong = missing_b\r\n"
    lines[-1] = lines[-1].rstrip()
    return lines


def test_ten_thousand_lines_are_edited_and_saved_byte_for_byte(tmp_path: Path) -> None:
    project = tmp_path / "Line-3"
    project.mkdir()
    path = project / "big.py"
    lines = source()
    path.write_bytes(b"".join(lines))
    program = Program(tmp_path / "home", project, "big.py:5000", columns=120, rows=36, SSH_TTY="/dev/pts/9")
    try:
        program.until(lambda: " 5000 value_5000 = 5000" in program.text)
        program.until(lambda: "●2" in program.text)
        program.press("# проверка\r")
        program.until(lambda: "5000 # проверка" in program.text and "5001 value_5000" in program.text)
        program.press("\x1b[19~")  # F8: on to the next finding, which has moved down by a line
        program.until(lambda: " 8001:9 " in program.text)
        program.press("\x1b[19~")  # and round the end of the file to the first
        program.until(lambda: " 4000:9 " in program.text)
        program.press("\x1b[3~" * len("missing_a") + "value_1")
        program.until(lambda: "4000 wrong = value_1" in program.text)
        program.until(lambda: "●1" in program.text)
        program.press(control("я"))  # the key of Z
        program.until(lambda: "4000 wrong = value_1" not in program.text)
        program.press(control("н"))  # the key of Y
        program.until(lambda: "4000 wrong = value_1" in program.text)
        program.press("\x1b[18~")  # F7: back to the finding before, round the beginning of the file
        program.until(lambda: " 8001:9 " in program.text)
        assert path.read_bytes() == b"".join(lines)
        program.press(control("ы"))  # the key of S
        program.until(lambda: "saved big.py" in program.text)
        lines[3999] = b"wrong = value_1\r\n"
        lines[4999] = "# проверка\r\n".encode() + lines[4999]
        assert path.read_bytes() == b"".join(lines)
        program.press(control("й"))  # the key of Q: nothing is unsaved, so it leaves
        assert program.ended() == 0
    finally:
        program.close()


@pytest.mark.parametrize("key", ["\x1f", "\x1b[47;5u", "\x1b[46::47;5u"])
def test_control_slash_comments_a_line_out_in_every_layout(tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    program = Program(tmp_path / "home", tmp_path, str(path))
    try:
        program.until(lambda: "x = 1" in program.text)
        assert b"\x1b[>29u" in program.written  # the place of a key is asked for
        program.press(key)
        program.until(lambda: "# x = 1" in program.text)
    finally:
        program.close()
