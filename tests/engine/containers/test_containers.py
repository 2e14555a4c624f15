"""Code inside TwinCAT, PLCopen and Rockwell files: what is shown, where it stands, what a save writes."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.containers import Container, DividerChanged, open_container
from rubin_tui.engine.containers.pieces import Fixed
from tests.engine.containers.files import (
    L5X,
    L5X_CODE,
    PLCOPEN,
    PLCOPEN_CODE,
    TCDUT,
    TCPOU,
    TCPOU_CODE,
)

FILES = {"FB_Pump.TcPOU": TCPOU, "ST_Axis.TcDUT": TCDUT, "tank.xml": PLCOPEN, "line.L5X": L5X}


def opened(name: str) -> Container:
    container = open_container(name, FILES[name])
    assert container is not None
    return container


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("FB_Pump.TcPOU", TCPOU_CODE),
        ("ST_Axis.TcDUT", "TYPE ST_Axis :\nSTRUCT\n    fPosition : LREAL;\nEND_STRUCT\nEND_TYPE\n"),
        ("tank.xml", PLCOPEN_CODE),
        ("line.L5X", L5X_CODE),
    ],
)
def test_the_code_is_shown_in_the_order_of_the_file(name: str, code: str) -> None:
    assert opened(name).code == code


@pytest.mark.parametrize("name", FILES)
def test_unedited_code_is_the_same_file(name: str) -> None:
    container = opened(name)
    assert container.written(container.code) == FILES[name]


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (
            "FB_Pump.TcPOU",
            "    nStarts := nStarts + 1;\r\n",
            "    nStarts := nStarts + 2;\r\n",
            "    nStarts := nStarts + 2;",
        ),
        ("FB_Pump.TcPOU", "bRun : BOOL", "bGo : BOOL", "    bGo : BOOL; (* насос *)"),
        ("FB_Pump.TcPOU", "Reset\r\n\r\n", "Reset\r\nx := 0;\r\n", "        <ST><![CDATA[x := 0;]]></ST>"),
        (
            "FB_Pump.TcPOU",
            "> 2;",
            "> b[c[0]]>2;",
            "        <ST><![CDATA[Halt := a[b[1]] > b[c[0]]]]><![CDATA[>2;]]></ST>",
        ),
        ("tank.xml", "level < 10", "level > 10", None),
        ("tank.xml", '  text := "low";\n', '  text := "<&>";\n', "  text := &quot;&lt;&amp;&gt;&quot;;"),
        ("line.L5X", "count + 1", "count + 3", "<![CDATA[    count := count + 3;]]>"),
    ],
)
def test_an_edit_changes_its_line_and_no_other(name: str, old: str, new: str, line: str | None) -> None:
    container = opened(name)
    written = container.written(container.code.replace(old, new))
    changed = [
        row for row in difflib.ndiff(FILES[name].splitlines(), written.splitlines()) if row.startswith("+ ")
    ]
    assert len(changed) == 1
    if line is not None:
        assert changed == [f"+ {line}"]


def test_lines_put_into_a_rockwell_routine_are_numbered() -> None:
    container = opened("line.L5X")
    code = container.code.replace("END_IF;", "ELSE\n    count := 0;\nEND_IF;")
    assert (
        '<Line Number="2">\n<![CDATA[ELSE]]>\n</Line>\n'
        '<Line Number="3">\n<![CDATA[    count := 0;]]>\n</Line>\n'
        '<Line Number="4">\n<![CDATA[END_IF;]]>\n</Line>\n</STContent>'
    ) in container.written(code)


def test_lines_taken_from_a_rockwell_routine_leave_no_gap() -> None:
    container = opened("line.L5X")
    written = container.written(container.code.replace("    count := count + 1;\n", ""))
    assert '<Line Number="1">\n<![CDATA[END_IF;]]>' in written
    assert 'Number="2"' not in written


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("END_METHOD //--- Halt", "END_METHOD", "END_METHOD //--- Halt"),
        ("//--- Halt\r\nHalt", "Halt", "//--- Halt"),
        ("GET //--- Speed\r\n", "GET //--- Speed\r\nGET //--- Speed\r\n", "GET //--- Speed"),
        ("END_FUNCTION_BLOCK //--- FB_Pump\r\n", "", "END_FUNCTION_BLOCK //--- FB_Pump"),
    ],
)
def test_a_changed_divider_is_named_and_nothing_is_written(old: str, new: str, named: str) -> None:
    container = opened("FB_Pump.TcPOU")
    with pytest.raises(DividerChanged) as raised:
        container.written(container.code.replace(old, new, 1))
    assert raised.value.message.params == {"line": named}


def test_code_behind_the_last_line_has_no_place_in_the_file() -> None:
    container = opened("FB_Pump.TcPOU")
    with pytest.raises(DividerChanged):
        container.written(container.code + "x := 1;\r\n")


def test_a_declaration_that_is_elements_in_the_file_cannot_be_edited() -> None:
    container = opened("tank.xml")
    with pytest.raises(DividerChanged) as raised:
        container.written(container.code.replace("level : INT;", "level : DINT;"))
    assert "level : INT" in str(raised.value.message.params["line"])


@pytest.mark.parametrize("name", FILES)
def test_every_place_of_the_code_maps_to_the_same_text_in_the_file_and_back(name: str) -> None:
    container = opened(name)
    lines, file = container.code.splitlines(), FILES[name].splitlines()
    for number, line in enumerate(lines):
        if container.is_ours(number) or not line:
            continue
        at, column = container.to_file(number, 0)
        if "&" not in file[at]:
            assert file[at][column : column + len(line)] == line
        assert container.to_code(at, column) == (number, 0)


def test_columns_count_behind_entities() -> None:
    container = opened("tank.xml")
    row = container.code.splitlines().index("IF level < 10 & ok THEN")
    line, column = container.to_file(row, len("IF level < 10 & "))
    assert PLCOPEN.splitlines()[line][column:].startswith("ok THEN")
    assert container.to_code(line, column) == (row, len("IF level < 10 & "))


def test_a_place_outside_of_the_code_is_shown_at_what_stands_before_it() -> None:
    container = opened("FB_Pump.TcPOU")
    line = next(i for i, row in enumerate(TCPOU.splitlines()) if "<Folder" in row)
    shown, _ = container.to_code(line, 4)
    assert container.code.splitlines()[shown] == "END_IF"


def test_drawn_code_is_named_and_cannot_be_mistaken_for_text() -> None:
    container = opened("FB_Pump.TcPOU")
    assert "//--- Chart: SFC" in container.code
    assert all(isinstance(piece, Fixed) for piece in container.pieces[-4:])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.TcPOU", TCPOU.replace("</POU>", "")),
        ("a.TcPOU", TCPOU.replace("<TcPlcObject", '<!DOCTYPE x [<!ENTITY a "b">]><TcPlcObject', 1)),
        ("a.TcPOU", "PROGRAM Main\nEND_PROGRAM\n"),
        ("a.xml", "<project><pou/></project>"),
        ("a.L5X", "<RSLogix5000Content><Controller/></RSLogix5000Content>"),
        ("a.py", TCPOU),
        ("a.TcPOU", ""),
        ("a.TcPOU", "<a>" * 10_000),
    ],
)
def test_what_is_broken_or_holds_no_code_is_no_container(name: str, text: str) -> None:
    assert open_container(name, text) is None


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=20), max_size=6
    )
)
def test_whatever_is_typed_comes_back_when_the_file_is_read_again(typed: list[str]) -> None:
    body = "\r\n".join(typed).replace("\n", "").replace("\r", "\r\n")
    if any((ord(sign) < 32 and sign not in "\t\r\n") or sign in "\ufffe\uffff" for sign in body):
        return  # XML has no such characters
    container = opened("FB_Pump.TcPOU")
    code = container.code.replace("Speed := fSpeed;", body)
    again = open_container("FB_Pump.TcPOU", container.written(code))
    assert again is not None
    assert again.code == code
