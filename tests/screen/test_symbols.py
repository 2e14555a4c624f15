"""Going to a named part: of the file, of the project; and knowing which one the caret is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.analysis.iec.outline import outline
from rubin_tui.engine.analysis.iec.units import parse
from rubin_tui.engine.editing import Buffer
from rubin_tui.engine.model import Position
from rubin_tui.widgets.editor.code_parts import CodeParts
from rubin_tui.widgets.editor.code_tab import CodeTab
from rubin_tui.widgets.symbol_sheet import SymbolRow, SymbolSheet, found
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, rows, text, until

VALVE = """\
FUNCTION_BLOCK FB_Valve
VAR_INPUT
    bOpen : BOOL;
END_VAR
bOpen := TRUE;

METHOD Close : BOOL
    bOpen := FALSE;
END_METHOD
END_FUNCTION_BLOCK

TYPE E_Where : (Top, Bottom); END_TYPE
"""
PUMP = (
    '<?xml version="1.0"?>\n<TcPlcObject><POU Name="FB_Pump"><Declaration><![CDATA[FUNCTION_BLOCK FB_Pump\n'
    "VAR\nEND_VAR]]></Declaration><Implementation><ST><![CDATA[;]]></ST></Implementation>\n"
    '<Method Name="Prime"><Declaration><![CDATA[METHOD Prime : BOOL]]></Declaration>'
    "<Implementation><ST><![CDATA[Prime := TRUE;]]></ST></Implementation></Method></POU></TcPlcObject>\n"
)


@pytest.fixture
def plant(project: Path) -> Path:
    (project / "valve.st").write_text(VALVE, "utf-8")
    (project / "FB_Pump.TcPOU").write_text(PUMP, "utf-8")
    return project


async def opened(pilot: Pilot[None], path: Path, line: int = 0) -> tuple[RubinApp, CodeTab]:
    app = await ready(pilot)
    app.code.open_wanted([(str(path), line, 1)])
    await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
    code = app.main.editor.code
    assert code is not None and code.tab is not None
    tab = code.tab
    await until(pilot, lambda: tab.parts is not None)
    return app, tab


async def test_the_foot_names_the_part_the_caret_is_in(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, tab = await opened(pilot, plant / "valve.st", 8)
        await until(pilot, lambda: "FB_Valve.Close  valve.st" in text(app))
        await pilot.press("up", "up", "up")
        await until(pilot, lambda: " FB_Valve  valve.st" in text(app))
        await pilot.press("enter", "enter", "enter", "down")  # the method goes down with its lines at once
        assert tab.parts is not None and tab.parts.version < tab.buffer.version
        await pilot.press("down")
        await until(pilot, lambda: "FB_Valve.Close" in text(app))
        await until(pilot, lambda: tab.parts is not None and tab.parts.version == tab.buffer.version)
        assert "FB_Valve.Close" in text(app)


async def test_a_part_of_the_file_is_found_by_its_letters_and_f9_comes_back(
    make_app: MakeApp, plant: Path
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app, tab = await opened(pilot, plant / "valve.st", 8)
        await pilot.press("ctrl+l", "0")
        await until(pilot, lambda: "This file" in text(app))
        shown = text(app)
        for row in ("  FB_Valve ", "     bOpen ", " ▸   Close ", "  E_Where ", "     Top "):
            assert row in shown
        assert "VAR_INPUT BOOL" in shown and "method BOOL" in shown and "enumeration" in shown
        await pilot.press(*"bot")
        await until(pilot, lambda: "Bottom  E_Where" in text(app) and "Close" not in rows(app)[-8])
        await pilot.press("enter")
        await until(pilot, lambda: tuple(tab.caret) == (11, 21))
        await pilot.press("f9")
        await until(pilot, lambda: tuple(tab.caret) == (7, 0))


async def test_in_a_cyrillic_layout_the_keys_count(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app, tab = await opened(pilot, plant / "valve.st")
        await pilot.press("ctrl+е")  # the key that bears T
        await until(pilot, lambda: "This file" in text(app))
        await pilot.press(*"сдщ", "enter")  # c, l, o
        await until(pilot, lambda: tuple(tab.caret) == (6, 7))


async def test_tab_goes_on_to_the_project_and_opens_what_stands_in_a_container(
    make_app: MakeApp, plant: Path
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app, _ = await opened(pilot, plant / "valve.st")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "This file" in text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "FB_Pump.TcPOU" in text(app) and "The project" in text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "This file" in text(app) and "FB_Pump" not in "".join(rows(app)[-12:]))
        await pilot.press("tab", *"prime")
        await until(pilot, lambda: "Prime  FB_Pump  FB_Pump.TcPOU" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "FB_Pump.Prime  FB_P" in text(app))
        code = app.main.editor.code
        assert code is not None and code.tab is not None
        line, column = code.tab.caret
        assert code.tab.buffer.lines[line][column:].startswith("Prime : BOOL")


async def test_what_changed_meanwhile_is_in_the_list_and_the_rest_is_there_at_once(
    make_app: MakeApp, plant: Path
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "E_Where" in text(app))
        await pilot.press("escape")
        (plant / "more.st").write_text("PROGRAM Later\nEND_PROGRAM\n", "utf-8")
        await pilot.press("ctrl+t")
        assert "E_Where" in text(app)
        await until(pilot, lambda: "Later" in text(app))


async def test_without_a_file_the_names_of_the_project_are_offered(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "The project" in text(app) and "E_Where" in text(app))
        await pilot.press(*"nosuch")
        await until(pilot, lambda: "nothing fits" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "The project" not in text(app))
        assert not app.screen.query(SymbolSheet)


def names(typed: str, *symbols: tuple[str, str]) -> list[str]:
    listed = [SymbolRow(str(n), name, around) for n, (name, around) in enumerate(symbols)]
    return [row.name for row in found(listed, typed)]


def test_the_nearest_name_comes_first() -> None:
    symbols = [
        (name, "") for name in ("fbxstartx", "MotorStart", "xMotorstart", "start", "StartMotor", "s_t_a_rt")
    ]
    assert names("start", *symbols) == [
        "start",
        "StartMotor",
        "MotorStart",
        "fbxstartx",
        "xMotorstart",
        "s_t_a_rt",
    ]
    assert names("fb.st", ("Stop", "FB"), ("Stop", "GC"), ("Start", "FB")) == ["Stop", "Start"]
    assert names("мотор", ("Мотор", ""), ("vjnjh", "")) == ["Мотор"]


def test_lines_that_come_and_go_move_the_parts() -> None:
    buffer = Buffer(VALVE)
    parts = CodeParts(outline(parse(VALVE)), 0)
    buffer.subscribe(parts.move)

    def at(line: int) -> str:
        symbol = parts.at(line)
        return symbol.path if symbol is not None else ""

    assert [at(line) for line in (0, 5, 6, 8, 9, 10, 11)] == [
        "FB_Valve",
        "FB_Valve",
        "FB_Valve.Close",
        "FB_Valve.Close",
        "FB_Valve",
        "",
        "E_Where",
    ]
    buffer.edit(Position(4, 0), Position(4, 0), "\n\n\n")
    assert [at(line) for line in (8, 9, 11, 12, 13, 14)] == [
        "FB_Valve",
        "FB_Valve.Close",
        "FB_Valve.Close",
        "FB_Valve",
        "",
        "E_Where",
    ]
    buffer.edit(Position(0, 0), Position(8, 0), "")
    assert [at(line) for line in (0, 1, 3, 4)] == ["FB_Valve", "FB_Valve.Close", "FB_Valve.Close", "FB_Valve"]
