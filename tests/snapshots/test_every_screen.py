"""Every screen at four sizes, dark and light, Russian and English: how it looks and what it says.

`pytest tests/snapshots --snapshot-update` takes them anew; look at every one before committing it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.code_model import AnalyzerState
from rubin_tui.engine.doctor.checks import Doctor
from rubin_tui.engine.doctor.values import Check
from rubin_tui.engine.model import PartHealth
from rubin_tui.messages import Message
from rubin_tui.screens.health import HealthScreen
from rubin_tui.screens.help import HelpScreen
from rubin_tui.screens.report import ReportScreen
from rubin_tui.screens.settings import SettingsScreen
from rubin_tui.settings import Profile, Settings
from tests.screen.fake import FakeEngine, a_chat, a_document
from tests.screen.looking import ask, ready, rows, text, until
from tests.snapshots.plate import TextExtension, plate

SIZES = ((60, 20), (80, 24), (140, 40), (200, 60))
THEMES = ("dark", "light")
LANGUAGES = ("ru", "en")
PUMP = """\
(* Держит давление в линии. *)
FUNCTION_BLOCK FB_Pump
VAR_INPUT
    bStart : BOOL;
    rPressure : REAL;  (* BAD: бар или МПа? *)
END_VAR
IF bStart AND rPressure < 4.5 THEN
    BAD := 16#7532;
END_IF
METHOD Prime : BOOL
    Prime := TRUE;
END_METHOD
END_FUNCTION_BLOCK
"""
CHECKS = (
    Check("versions", "Python", "3.12.3"),
    Check("terminal", Message("doctor.name.kitty"), Message("doctor.yes")),
    Check(
        "database",
        Message("doctor.name.database"),
        "/x/rubin.db",
        "problem",
        Message("index.lost", {"path": "/x"}),
    ),
)
Steps = Callable[[Pilot[None], RubinApp], Awaitable[None]]


class Shown(NamedTuple):
    """How a screen is reached, and words that stand on it in Russian and in English."""

    reach: Steps
    ru: tuple[str, ...]
    en: tuple[str, ...]


async def first(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.pause()


async def answer(pilot: Pilot[None], app: RubinApp) -> None:
    await ask(pilot, "А30002")


async def page(pilot: Pilot[None], app: RubinApp) -> None:
    await ask(pilot, "p1121")
    await pilot.press("tab", "enter")
    await until(pilot, lambda: app.main.editor.has_focus)


async def code(pilot: Pilot[None], app: RubinApp) -> None:
    app.code.open_wanted([(str(app.project / "FB_Pump.st"), 8, 1)])
    await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
    tab = app.main.editor.code.tab if app.main.editor.code is not None else None
    await until(pilot, lambda: "●2" in text(app) and tab is not None and tab.parts is not None)


async def problems(pilot: Pilot[None], app: RubinApp) -> None:
    await code(pilot, app)
    await pilot.press("alt+4", "down")


async def files(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("alt+3", "end")


async def anything(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+o", "p", "u")
    await until(pilot, lambda: "FB_Pump.st" in text(app))


async def look(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "i", *"bad", "enter")
    await until(pilot, lambda: "FB_Pump.st:5" in text(app) or "8" in text(app))
    await until(pilot, lambda: "16#7532" in text(app))


async def settings(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "comma")
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    await pilot.press("down")


async def help_here(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("f1")
    await until(pilot, lambda: isinstance(app.screen, HelpScreen))


async def health(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("alt+5")
    await until(pilot, lambda: isinstance(app.screen, HealthScreen) and "json" in text(app))


async def contact(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "9")
    await until(pilot, lambda: isinstance(app.screen, ReportScreen) and "3.12.3" in text(app))


async def menu(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l")


async def chats(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "m")
    await until(pilot, lambda: "Line 4 brakes  " in text(app))


async def in_chats(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+f", *"brake", "tab")
    await until(pilot, lambda: "Line 4 brakes" in text(app))


async def layout(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "equals_sign")


async def symbols(pilot: Pilot[None], app: RubinApp) -> None:
    await code(pilot, app)
    await pilot.press("ctrl+t")
    await until(pilot, lambda: "rPressure" in rows(app)[-4] or "Prime" in text(app))


async def tutorial(pilot: Pilot[None], app: RubinApp) -> None:
    await pilot.press("ctrl+l", "8")
    await until(pilot, lambda: "rubin-sample" in text(app))
    await pilot.press("enter")
    await until(pilot, lambda: "1/10" in rows(app)[2])


SCREENS = {
    "main": Shown(first, ("Разговор",), ("Chat",)),
    "answer": Shown(answer, ("найдено",), ("found",)),
    "page": Shown(page, ("F30002: DC link",), ("F30002: DC link",)),
    "code": Shown(code, ("FUNCTION_BLOCK",), ("FUNCTION_BLOCK",)),
    "problems": Shown(problems, ("Замечания",), ("Findings",)),
    "files": Shown(files, ("Файлы",), ("Files",)),
    "anything": Shown(anything, ("FB_Pump.st",), ("FB_Pump.st",)),
    "look": Shown(look, ("Найти в проекте",), ("Find in project",)),
    "settings": Shown(settings, ("Настройки",), ("Settings",)),
    "help": Shown(help_here, ("Клавиши",), ("Keys",)),
    "health": Shown(health, ("связь",), ("connection",)),
    "contact": Shown(contact, ("Python",), ("Python",)),
    "menu": Shown(menu, ("Добавить документы",), ("Add documents",)),
    "chats": Shown(chats, ("F30002",), ("F30002",)),
    "in_chats": Shown(in_chats, ("Line 4",), ("Line 4",)),
    "layout": Shown(layout, ("Панели",), ("Panels",)),
    "symbols": Shown(symbols, ("Prime",), ("Prime",)),
    "tutorial": Shown(tutorial, ("1/10",), ("1/10",)),
}


@pytest.fixture
def app_in(
    tmp_path: Path, engine: FakeEngine, project: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], RubinApp]:
    """The app in a language; whatever it names is named the same on every machine."""
    for name, value in (("TZ", "UTC"), ("HOME", str(tmp_path))):
        monkeypatch.setenv(name, value)
    time.tzset()
    monkeypatch.delenv("RUBIN_HOME")
    monkeypatch.setattr(Doctor, "examine", lambda self: iter(CHECKS))
    (project / "FB_Pump.st").write_text(PUMP, "utf-8")
    problem = Message("import.nothing_recognised", {"path": "/m/bad.pdf"})
    engine.kept += [
        a_document("d5", "bad.pdf", state="failed", problem=problem, pages=0, passages=0),
        a_document("d7", "Наладка ячейки 3.md", pages=1, passages=7, category="motion"),
    ]
    engine.analyzer_states = (
        AnalyzerState("json", "ready", ("json",)),
        AnalyzerState("ruff", "failing", ("python",), "0.17", Message("analysis.ruff.missing")),
        AnalyzerState("oxlint", "missing", ("javascript",), "", Message("doctor.tool.oxlint")),
    )
    engine.health_parts = (
        PartHealth("store", "ok"),
        PartHealth("index", "degraded", Message("index.lost", {"path": "/x"})),
    )
    engine.talks = {
        "c1": a_chat("c1", "Ячейка 3: F30002 после замены резистора", "F30002", at=1_700_000_000.0),
        "c2": a_chat("c2", "Line 4 brakes", "Brake current?", "And p1121?", at=1_700_100_000.0),
    }

    def make(language: str) -> RubinApp:
        return RubinApp(
            Profile.under(tmp_path / "home"),
            Settings(language=language, theme="dark"),
            project,
            open_engine=lambda: engine,
            environ={"TERM": "xterm-256color", "LANG": "en_US.UTF-8"},
            clock=lambda: "14:02",
        )

    return make


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
async def test_screen(
    app_in: Callable[[str], RubinApp], snapshot: SnapshotAssertion, name: str, language: str
) -> None:
    shown, app = SCREENS[name], app_in(language)
    async with app.run_test(size=SIZES[2]) as pilot:
        await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)
        await until(pilot, lambda: len(app.main.chat.transcript.entries) > 2)
        await shown.reach(pilot, app)
        for number, (width, height) in enumerate(SIZES):
            theme = THEMES[(number + LANGUAGES.index(language)) % 2]
            await pilot.resize_terminal(width, height)
            app.look = app.look._replace(theme=theme)
            app.theme = app.look.textual_theme
            app.look_changed()
            await pilot.pause()
            missing = [word for word in (shown.ru if language == "ru" else shown.en) if word not in text(app)]
            assert not missing, f"{width}x{height} {theme}\n{text(app)}"
            assert plate(app) == snapshot(name=f"{width}x{height}-{theme}", extension_class=TextExtension)
