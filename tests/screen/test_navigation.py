"""From a name to its declaration and to everywhere it is used, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.model import Position
from rubin_tui.widgets.editor.code_tab import CodeTab
from rubin_tui.widgets.sheet import ListSheet
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, text, until

MOTOR = """\
FUNCTION_BLOCK Motor
VAR_INPUT
    run : BOOL; // starts it
END_VAR
run := run;
END_FUNCTION_BLOCK
"""
MAIN = """\
PROGRAM Main
VAR
    pump : Motor;
END_VAR
pump(run := TRUE);
pump.run := FALSE;
END_PROGRAM
"""


@pytest.fixture
def plant(project: Path) -> Path:
    (project / "motor.st").write_text(MOTOR, "utf-8")
    (project / "main.st").write_text(MAIN, "utf-8")
    return project


def tab_of(app: RubinApp) -> CodeTab:
    code = app.main.editor.code
    assert code is not None and code.tab is not None
    return code.tab


async def opened(pilot: Pilot[None], path: Path, line: int, column: int) -> RubinApp:
    app = await ready(pilot)
    app.code.open_wanted([(str(path), line, column)])
    await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
    return app


async def test_f12_goes_to_the_declaration_and_f9_comes_back(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, plant / "main.st", 6, 7)
        await pilot.press("f12")
        await until(pilot, lambda: tab_of(app).title == "motor.st")
        assert tab_of(app).caret == Position(2, 4)
        await pilot.press("f9")
        await until(pilot, lambda: tab_of(app).title == "main.st")
        assert tab_of(app).caret == Position(5, 6)


async def test_on_the_declaration_f12_lists_all_places_and_one_is_opened(
    make_app: MakeApp, plant: Path
) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, plant / "motor.st", 3, 6)
        await pilot.press("f12")
        await until(pilot, lambda: "main.st:6" in text(app))
        shown = text(app)
        assert "run : BOOL; // starts it" in shown and "pump(run := TRUE);" in shown
        assert [place in shown for place in ("motor.st:3", "motor.st:5", "main.st:5")] == [True] * 3
        await pilot.press("up", "enter")
        await until(pilot, lambda: tab_of(app).title == "main.st" or tab_of(app).caret != Position(2, 5))
        await pilot.press("f9")
        await until(pilot, lambda: tab_of(app).caret == Position(2, 5))


async def test_typing_narrows_the_places(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, plant / "main.st", 6, 7)
        await pilot.press("ctrl+l", "grave_accent")
        await until(pilot, lambda: bool(app.query(ListSheet)) and "main.st:6" in text(app))
        await pilot.press(*"FALSE", "enter")
        await until(pilot, lambda: not app.query(ListSheet))
        assert (tab_of(app).title, tab_of(app).caret) == ("main.st", Position(5, 5))


async def test_where_no_name_stands_it_is_said(make_app: MakeApp, plant: Path) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, plant / "main.st", 7, 1)
        await pilot.press("f12")
        await until(pilot, lambda: "No name stands here" in text(app))
        assert not app.query(ListSheet)
