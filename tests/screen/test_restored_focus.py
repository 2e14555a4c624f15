"""What came back takes the keys: a file one stood in is edited at once."""

from __future__ import annotations

from pathlib import Path

from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, text, until


async def test_a_file_that_came_back_is_typed_into(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+o")
        for char in "main.py":
            await pilot.press("full_stop" if char == "." else char)
        await until(pilot, lambda: "   main.py" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "[2 main.py]" in text(app))
        folder = tmp_path / "home" / "data" / "sessions"
        await until(pilot, lambda: any(b"main.py" in kept.read_bytes() for kept in folder.glob("*.session")))
        await pilot.press("ctrl+q")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: app.main.editor.code is not None)
        await pilot.press("Z")
        await until(pilot, lambda: "main.py ∙" in text(app))
