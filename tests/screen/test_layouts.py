"""Which panels are seen at which width; every row of every layout is as wide as the screen."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from rubin_tui.widgets.layout import Columns, Panels, columns
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, rows, text

SIZES = [(140, 40), (100, 30), (80, 24), (200, 50), (60, 15)]


def test_the_widths_of_the_columns() -> None:
    assert columns(140, 1) == Columns(54, 60, 24)
    assert columns(100, 1) == Columns(47, 52, 0)
    assert columns(100, 3, drawer=True) == Columns(47, 27, 24)
    assert columns(80, 1) == Columns(80, 0, 0, single=True)
    assert columns(80, 3) == Columns(0, 0, 80, single=True)
    assert columns(140, 2, panels=Panels(zoomed=True)) == Columns(0, 140, 0)


@pytest.mark.parametrize("width", range(100, 260))
def test_columns_and_dividers_fill_the_width(width: int) -> None:
    for drawer in (False, True):
        shown = [size for _, size in columns(width, 1, drawer=drawer).shown()]
        assert sum(shown) + len(shown) - 1 == width


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_row_is_as_wide_as_the_screen(
    make_app: MakeApp, size: tuple[int, int], language: str
) -> None:
    async with make_app(language=language).run_test(size=size) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        for keys in (["tab"], ["enter"], ["alt+3"], ["ctrl+l"], ["escape", "ctrl+l", "z"], ["f1"]):
            await pilot.press(*keys)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert {cell_len("".join(segment.text for segment in strip)) for strip in strips} == {size[0]}
            assert len(strips) == size[1]


async def test_three_columns_joined_by_rules(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.pause()
        shown = rows(app)
        assert shown[1] == ("─ 1 Chat " + "─" * 45 + "┬─ 2 Viewer " + "─" * 49 + "┬─ 3 Files " + "─" * 14)
        assert shown[36].startswith("─ search in: everything " + "─" * 30 + "┤")
        assert shown[37].startswith(" > How do I reduce overshoot")
        assert shown[38].startswith(" Enter send  \\+Enter new line")
        assert {row[54] for row in shown[2:39]} == {"│", "┤"}
        assert {row[115] for row in shown[2:39]} == {"│"}


async def test_the_rule_above_a_growing_prompt_stays_joined(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("a", "ctrl+j", "b", "ctrl+j", "c")
        await pilot.pause(0.1)
        shown = rows(app)
        assert [n for n, row in enumerate(shown) if row[54:55] == "┤"] == [34]
        assert shown[34].startswith("─ search in: everything")


async def test_the_files_come_as_a_drawer_where_two_columns_fit(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        assert "3 Files" not in rows(app)[1]
        await pilot.press("alt+3")
        await pilot.pause()
        assert "─ 3 Files " in rows(app)[1]
        await pilot.press("alt+3")
        await pilot.pause()
        assert "3 Files" not in rows(app)[1]
        assert app.main.chat.prompt.has_focus


async def test_one_panel_at_a_time_with_tabs_where_it_is_narrow(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        assert rows(app)[1] == " [1 Chat]  2 Viewer   3 Files"
        await pilot.press("alt+3")
        await pilot.pause()
        assert rows(app)[1] == "  1 Chat   2 Viewer  [3 Files]"
        assert "KNOWLEDGE 2" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert rows(app)[1].startswith(" [1 Chat]")
        await ask(pilot, "q")
        await pilot.press("tab", "enter")
        await pilot.pause(0.3)
        assert rows(app)[1].startswith("  1 Chat  [2 G120.pdf p. 812]  3 Files")
        assert rows(app)[1].endswith("F9 back")


async def test_another_width_is_another_layout(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.2)
        assert rows(app)[1] == " [1 Chat]  2 Viewer   3 Files"
        await pilot.resize_terminal(120, 30)
        await pilot.pause(0.2)
        assert "┬─ 2 Viewer" in rows(app)[1]
        assert app.main.chat.prompt.has_focus


async def test_a_panel_is_zoomed_and_back(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "z")
        await pilot.pause()
        assert rows(app)[1] == "─ 1 Chat " + "─" * 131
        await pilot.press("ctrl+l", "z")
        await pilot.pause()
        assert "3 Files" in rows(app)[1]
