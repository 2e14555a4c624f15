"""Pictures of the screen at three widths in both languages: fixed clock, fake engine, no blinking.

`pytest tests/snapshots --snapshot-update` takes them anew; look at every one before committing it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, until

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
