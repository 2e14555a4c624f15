"""The screen of health: states, causes and repairs that act; and what the header's states lead to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine import Backups, Engine
from rubin_tui.engine.code_model import AnalyzerState
from rubin_tui.engine.model import ImportEvent, PartHealth, UnfinishedImport
from rubin_tui.messages import Failure, Message
from rubin_tui.screens.health import HealthScreen
from rubin_tui.settings import Profile
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine
from tests.screen.looking import paste, ready, rows, text, until

RUFF = AnalyzerState("ruff", "failing", ("python",), "0.17", Message("analysis.ruff.missing"))
JSON = AnalyzerState("json", "ready", ("json",))
OXLINT = AnalyzerState("oxlint", "missing", ("javascript",), "", Message("doctor.tool.oxlint"))


async def choose(pilot: Pilot[None], app: RubinApp, repair: str) -> None:
    """Put the caret on a repair and press Enter."""
    screen = app.screen
    assert isinstance(screen, HealthScreen)
    await until(pilot, lambda: repair in screen.list.repairs)
    while screen.list.chosen != repair:
        forward = screen.list.repairs.index(repair) > screen.list.repairs.index(screen.list.chosen)
        await pilot.press("down" if forward else "up")
    await pilot.press("enter")


async def opened(pilot: Pilot[None], app: RubinApp) -> None:
    """Open the screen and wait for what it says."""
    await pilot.press("alt+5")
    await until(pilot, lambda: isinstance(app.screen, HealthScreen) and "settings" in text(app))


async def test_every_part_by_one_key_and_back(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.analyzer_states = (JSON, OXLINT)
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await opened(pilot, app)
        shown = text(app)
        assert " ● connection         in this process; nothing goes over a network" in shown
        assert " ● search index " in shown
        assert " ● checks             1 of 2 ready: json" in shown
        assert " ○   oxlint           not installed (javascript)" in shown
        assert "pip install rubin-tui[js]" in shown
        await pilot.press("escape")
        assert app.screen is app.main
        assert app.focused is app.main.chat.prompt


async def test_a_click_on_the_states_opens_it(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "● engine" in rows(app)[0])
        await pilot.click("Header", offset=(rows(app)[0].index("engine"), 0))
        await until(pilot, lambda: isinstance(app.screen, HealthScreen))


async def test_the_index_is_made_again(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.health_parts = (
        PartHealth("store", "ok"),
        PartHealth("index", "degraded", Message("index.lost", {"path": "/x"})),
    )
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await opened(pilot, app)
        screen = app.screen
        assert isinstance(screen, HealthScreen)
        assert screen.list.chosen == "rebuild_index", "the caret stands on what is wrong"
        await pilot.press("enter")
        await until(pilot, lambda: engine.rebuilt == 1)
        await until(pilot, lambda: "The index is being made again" in rows(app)[-1])


async def test_a_real_index_is_made_again(make_app: MakeApp, home: Path) -> None:
    with Engine.open(home) as real:
        total = real.search("PID").total
        folder = real.library._keeper.folder
        before = folder.stat().st_ino
        async with make_app(open_engine=lambda: real).run_test(size=(100, 40)) as pilot:
            app = await ready(pilot)
            await opened(pilot, app)
            await choose(pilot, app, "rebuild_index")
            await until(pilot, lambda: folder.is_dir() and folder.stat().st_ino != before, seconds=20)
            assert real.search("PID").total >= total


async def test_an_analyzer_that_fails_is_named_and_restarted(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.analyzer_states = (RUFF, JSON)
    async with make_app().run_test(size=(140, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "▲ checks 1/2: ruff" in rows(app)[0])
        await opened(pilot, app)
        assert "▲   ruff" in text(app)
        await choose(pilot, app, "restart:ruff")
        await until(pilot, lambda: "ruff begins anew." in rows(app)[-1])
        await until(pilot, lambda: "2 of 2 ready: ruff 0.17, json" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "● checks 2/2" in rows(app)[0])


async def test_a_broken_off_import_goes_on(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        engine.unfinished = [UnfinishedImport("i1", ("/m",), "general", (), 0.0, 7)]
        await opened(pilot, app)
        assert "7 files wait" in text(app)
        await choose(pilot, app, "resume_import")
        await until(pilot, lambda: [one.id for one in engine.kept] == ["d1", "d2", "d3"])


async def test_damaged_settings_are_set_aside(make_app: MakeApp, tmp_path: Path) -> None:
    file = Profile.under(tmp_path / "home").settings_file
    file.parent.mkdir(parents=True)
    file.write_text("[theme\n", "utf-8")
    async with make_app().run_test(size=(100, 40)) as pilot:
        app = await ready(pilot)
        await opened(pilot, app)
        await until(pilot, lambda: "▲ settings           damaged" in text(app))
        assert "line 1" in text(app)
        await choose(pilot, app, "reset_settings")
        await until(pilot, lambda: "▲ settings" not in text(app))
        assert not file.exists()
        assert file.with_name("settings.toml.damaged-1").read_text("utf-8") == "[theme\n"


async def test_a_database_that_cannot_be_opened_is_kept_in_a_backup(
    make_app: MakeApp, tmp_path: Path
) -> None:
    profile = Profile.under(tmp_path / "home")
    with Engine.open(profile) as made:
        made.add_text("line3.md", "# Brake\n\nIt draws 12 A.\n")

    def damaged() -> FakeEngine:
        raise Failure("store.damaged", path=str(profile.data / "rubin.db"))

    async with make_app(open_engine=damaged).run_test(size=(100, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, RubinApp)
        await until(pilot, lambda: "▲ engine failed" in rows(app)[0])
        await opened(pilot, app)
        assert "the engine is not open" in text(app)
        await choose(pilot, app, "check")
        await until(pilot, lambda: "checked to the last page: sound" in text(app))
        await choose(pilot, app, "backup")
        await until(pilot, lambda: "~/rubin-" in text(app))
        await paste(pilot, str(tmp_path / "kept"))
        await pilot.press("enter")
        await until(pilot, lambda: "kept, 0." in text(app))
        found = Backups(profile).verify(tmp_path / "kept")
        assert found.holdings is not None and found.holdings.documents == 31


async def test_a_database_another_rubin_holds(make_app: MakeApp, engine: FakeEngine) -> None:
    answers = [Failure("store.locked", path="/home/ann/rubin.db")]

    def held() -> FakeEngine:
        if answers:
            raise answers.pop()
        return engine

    async with make_app(open_engine=held).run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, RubinApp)
        await until(pilot, lambda: "▲ engine held by another Rubin" in rows(app)[0])
        await opened(pilot, app)
        await choose(pilot, app, "retry")
        await until(pilot, lambda: "in this process" in text(app))


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (150, "◐ import 312/2000, p. 3/812, you can ask  ● checks 2/2"),
        (128, "◐ import 312/2000, you can ask  ● checks 2/2"),
        (80, "◐ import 312/2000"),
        (60, "● ● ◐ 312/2000 ● En"),
    ],
)
async def test_an_import_and_the_checks_as_far_as_there_is_room(
    make_app: MakeApp, engine: FakeEngine, width: int, said: str
) -> None:
    engine.analyzer_states = (JSON, replace(RUFF, state="ready"))
    async with make_app().run_test(size=(width, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: app.main.header.states.analyzers is not None)
        event = ImportEvent("reading", "/m/new.pdf", 312, 2000, 3, 812)
        app.main.header.states = replace(app.main.header.states, importing=event)
        await pilot.pause()
        assert said in rows(app)[0]


async def test_it_is_usable_where_there_is_hardly_room(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.analyzer_states = (RUFF, JSON, OXLINT)
    async with make_app(language="ru").run_test(size=(40, 10)) as pilot:
        app = await ready(pilot)
        await pilot.press("alt+5")
        await until(pilot, lambda: "▸ Перезапустить ruff" in text(app))
        for _ in range(10):
            await pilot.press("down")
        assert "▸ Показать весь отчёт" in text(app)
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "▸ Показать весь отчёт" in text(app))
