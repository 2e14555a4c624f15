"""Which panels are seen at which width; every row of every layout is as wide as the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from rubin_tui.settings import Profile, load
from rubin_tui.widgets.layout import Columns, Hidden, Panels, columns
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, rows, text, until

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
        assert shown[36].startswith("─ search in: everything ▾ " + "─" * 28 + "┤")
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
        assert rows(app)[1].startswith("  1 Chat  [2 G120.pdf 812]  3 Files")
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


def test_chat_and_editor_share_what_the_files_leave() -> None:
    assert columns(140, 1, panels=Panels(chat_percent=67)) == Columns(76, 38, 24)
    assert columns(140, 2, panels=Panels(chat_percent=33)) == Columns(38, 76, 24)
    assert columns(100, 3, drawer=True, panels=Panels(chat_percent=67)) == Columns(54, 20, 24)
    assert Panels(66).moved(2) == Panels(67)
    assert Panels(34).moved(-2) == Panels(33)


def test_a_hidden_panel_is_seen_while_it_has_the_focus() -> None:
    assert columns(140, 2, panels=Panels(hidden="chat")) == Columns(0, 115, 24)
    assert columns(140, 1, panels=Panels(hidden="chat")) == Columns(54, 60, 24)
    assert columns(140, 1, panels=Panels(hidden="editor")) == Columns(115, 0, 24)
    assert columns(140, 1, panels=Panels(hidden="files")) == Columns(65, 74, 0)
    assert columns(140, 3, panels=Panels(hidden="files")) == Columns(65, 49, 24)
    assert columns(100, 1, panels=Panels(hidden="editor")) == Columns(100, 0, 0)
    assert Panels(hidden="chat").hiding(1) == Panels()


@pytest.mark.parametrize("hidden", ["none", "chat", "editor", "files"])
@pytest.mark.parametrize("percent", [33, 47, 67])
def test_every_layout_fills_the_width(hidden: Hidden, percent: int) -> None:
    for width in range(1, 260):
        for active in (1, 2, 3):
            for drawer in (False, True):
                found = columns(width, active, drawer=drawer, panels=Panels(percent, hidden))
                sizes = [size for _, size in found.shown()]
                assert sum(sizes) + len(sizes) - 1 == width
                assert min(sizes) > 0


async def test_panels_are_moved_hidden_and_kept(make_app: MakeApp, tmp_path: Path) -> None:
    profile = Profile.under(tmp_path / "home")
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "equals_sign")
        await pilot.pause()
        assert rows(app)[-2].startswith("  1 Chat 54  2 Viewer 60  3 Files 24")
        await pilot.press("right", "right")
        await pilot.pause()
        assert app.main.titles.columns == Columns(58, 56, 24)
        assert rows(app)[-2].startswith("  1 Chat 58  2 Viewer 56  3 Files 24")
        await pilot.press("3")
        await pilot.pause()
        assert rows(app)[-2].endswith("3 Files hidden")
        await pilot.press("enter")
        await until(pilot, profile.settings_file.exists)
        assert app.main.chat.prompt.has_focus
        assert "3 Files" not in rows(app)[1]
    kept = load(profile, environ={})
    assert (kept.layout_chat_percent, kept.layout_hidden) == (51, "files")
    async with make_app(layout_chat_percent=51, layout_hidden="files").run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        assert app.main.titles.columns == Columns(71, 68, 0)
        await pilot.press("alt+3")
        await pilot.pause()
        assert app.main.titles.columns.files == 24
        await pilot.press("escape")
        await pilot.pause()
        assert app.main.titles.columns.files == 0
        await pilot.press("ctrl+l", "equals_sign", "0", "escape")
        await pilot.pause()
        assert app.main.titles.columns == Columns(54, 60, 24)


async def test_a_hidden_chat_comes_with_the_focus(make_app: MakeApp) -> None:
    async with make_app(layout_hidden="chat").run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        assert app.main.titles.columns.chat == 54
        await pilot.press("alt+2")
        await pilot.pause()
        assert app.main.titles.columns == Columns(0, 115, 24)
        assert rows(app)[1].startswith("─ 2 Viewer ")
        await pilot.press("alt+1")
        await pilot.pause()
        assert app.main.titles.columns.chat == 54
        assert app.main.chat.prompt.has_focus


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 5), (10, 3), (20, 2), (40, 4), (300, 1), (1, 60)])
async def test_a_terminal_of_any_size_is_painted_without_error(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    async with make_app().run_test(size=size) as pilot:
        app = await ready(pilot)
        for keys in (
            ["a"], ["alt+3"], ["escape"], ["ctrl+l"], ["down", "escape"], ["ctrl+l", "equals_sign"],
            ["right", "escape"], ["ctrl+l", "j"], ["a", "escape"], ["ctrl+l", "comma"],
            ["down", "enter"], ["escape"], ["f1"],
            ["down", "escape"], ["ctrl+o"], ["x", "escape"], ["ctrl+l", "u"], ["x", "escape"],
            ["ctrl+l", "z"],
        ):  # fmt: skip
            await pilot.press(*keys)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert {cell_len("".join(segment.text for segment in strip)) for strip in strips} == {size[0]}
        assert app.is_running


async def test_a_storm_of_sizes_ends_in_the_right_layout(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        for width, height in [
            (1, 1),
            (200, 60),
            (99, 3),
            (100, 30),
            (2, 50),
            (139, 7),
            (140, 1),
            (60, 20),
        ] * 6:
            await pilot.resize_terminal(width, height)
        await pilot.resize_terminal(140, 40)
        await pilot.pause(0.2)
        assert app.main.titles.columns == Columns(54, 60, 24)
        assert "● found" in text(app)
        assert rows(app)[36].startswith("─ search in: everything")
