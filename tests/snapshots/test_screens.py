"""Pictures of the screen at three widths in both languages: fixed clock, fake engine, no blinking.

`pytest tests/snapshots --snapshot-update` takes them anew; look at every one before committing it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_chat
from tests.screen.looking import ask, ready, text, until

SIZES = {"wide": (140, 40), "medium": (100, 30), "narrow": (80, 24)}
Compare = Callable[..., bool]
RunBefore = Callable[[Pilot[None]], Awaitable[None]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_first_frame(snap_compare: Compare, make_app: MakeApp, size: str, language: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)

    assert snap_compare(make_app(language=language), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_answer_with_its_page(snap_compare: Compare, make_app: MakeApp, size: str, language: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)
        await ask(pilot, "А30002")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        await pilot.pause()

    assert snap_compare(make_app(language=language), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_menu_in_the_light_theme(snap_compare: Compare, make_app: MakeApp, language: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await ready(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()

    app = make_app(language=language, theme="light")
    assert snap_compare(app, terminal_size=SIZES["medium"], run_before=before)


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_list_of_chats(
    snap_compare: Compare,
    make_app: MakeApp,
    engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
    language: str,
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    engine.talks = {
        "c1": a_chat("c1", "Ячейка 3: F30002 после замены резистора", "F30002", at=1_700_000_000.0),
        "c2": a_chat("c2", "Line 4 brakes", "Brake current?", "And p1121?", at=1_700_100_000.0),
    }

    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)
        await until(pilot, lambda: len(app.main.chat.transcript.entries) > 2)
        await pilot.press("ctrl+l", "m")
        await until(pilot, lambda: "F30002 " in text(app) and "Line 4 brakes  " in text(app))

    assert snap_compare(make_app(language=language), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_found_places(snap_compare: Compare, make_app: MakeApp, size: str, language: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)
        await ask(pilot, "/найти А30002")
        await until(pilot, lambda: app.main.chat.transcript.has_citations)
        await pilot.press("slash", "tab")
        await pilot.pause()

    assert snap_compare(make_app(language=language), terminal_size=SIZES[size], run_before=before)
