"""A file that holds code inside something else, opened, edited and saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.engine.containers import DividerChanged
from rubin_tui.engine.editing.changes import Edit
from rubin_tui.engine.editing.opening import open_file
from rubin_tui.engine.editing.saving import save
from rubin_tui.engine.model import Position
from tests.engine.containers.files import PLCOPEN, TCPOU, TCPOU_CODE


@pytest.fixture
def pump(tmp_path: Path) -> Path:
    path = tmp_path / "FB_Pump.TcPOU"
    path.write_bytes(TCPOU.encode())
    return path


def place(lines: list[str], line: str) -> int:
    return lines.index(line)


LINES = TCPOU_CODE.split("\r\n")


def test_the_code_is_opened_and_only_the_edited_line_of_the_file_changes(pump: Path) -> None:
    opened = open_file(pump)
    buffer = opened.buffer
    assert buffer.text == TCPOU_CODE
    assert buffer.language == "st"
    line = place(LINES, "    nStarts := nStarts + 1;")
    buffer.edit(Position(line, 25), Position(line, 26), "2")
    save(buffer.snapshot(), pump, opened.stamp)
    assert pump.read_bytes() == TCPOU.replace("nStarts + 1", "nStarts + 2").encode()
    buffer.undo()
    save(buffer.snapshot(), pump, None, overwrite=True)
    assert pump.read_bytes() == TCPOU.encode()


def test_a_dividing_line_is_not_edited_and_nothing_else_of_that_edit_is_done(pump: Path) -> None:
    buffer = open_file(pump).buffer
    line = place(LINES, "END_METHOD //--- Halt")
    for start, end, text in (
        (Position(line, 3), Position(line, 3), "x"),
        (Position(line - 1, 5), Position(line, 0), ""),
        (Position(line - 1, 0), Position(line + 1, 0), ""),
        (Position(line, 0), Position(line, 0), "x"),
        (Position(0, 0), Position(0, 0), "//--- Halt\n"),
    ):
        with pytest.raises(DividerChanged):
            buffer.edit(start, end, text)
    with pytest.raises(DividerChanged):
        buffer.edit_many(
            [Edit(Position(0, 0), Position(0, 1), ""), Edit(Position(line, 0), Position(line, 1), "")]
        )
    assert buffer.text == TCPOU_CODE
    assert not buffer.can_undo


def test_lines_can_be_put_above_and_below_a_dividing_line(pump: Path) -> None:
    buffer = open_file(pump).buffer
    line = place(LINES, "END_METHOD //--- Halt")
    buffer.edit(Position(line, 0), Position(line, 0), "y := 1;\n")
    buffer.edit(Position(line - 1, 20), Position(line - 1, 20), "\nz := 2;")
    assert "Halt := a[b[1]] > 2;\r\nz := 2;\r\ny := 1;\r\nEND_METHOD //--- Halt" in buffer.text


def test_a_declaration_of_elements_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "tank.xml"
    path.write_text(PLCOPEN)
    buffer = open_file(path).buffer
    line = place(list(buffer.lines), "    level : REAL := 0.5;")
    with pytest.raises(DividerChanged) as raised:
        buffer.edit(Position(line, 4), Position(line, 9), "height")
    assert raised.value.message.params == {"line": "TYPE ST_Tank : //--- ST_Tank"}


def test_broken_xml_is_opened_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "broken.TcPOU"
    path.write_bytes(TCPOU[1 : len(TCPOU) // 2].encode())
    buffer = open_file(path).buffer
    assert buffer.container is None
    assert buffer.text == TCPOU[1 : len(TCPOU) // 2]


def test_reloading_takes_the_container_of_the_new_file(pump: Path) -> None:
    opened = open_file(pump)
    pump.write_bytes(TCPOU.replace("Halt", "Stop").encode())
    again = open_file(pump)
    opened.buffer.reload(again.buffer)
    save(opened.buffer.snapshot(), pump, again.stamp)
    assert pump.read_bytes() == TCPOU.replace("Halt", "Stop").encode()
