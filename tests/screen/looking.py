"""Reading the screen of an app under test as a person would."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from collections.abc import Callable

from textual.events import Paste
from textual.pilot import Pilot

from rubin_tui.app import RubinApp


def rows(app: RubinApp) -> list[str]:
    """The rows of the screen, without spaces at their ends."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(app: RubinApp) -> str:
    """The whole screen."""
    return "\n".join(rows(app))


async def until(pilot: Pilot[None], what: Callable[[], bool], seconds: float = 5.0) -> None:
    """Let the app work until `what` holds; fails with the screen when it never does."""
    for _ in range(int(seconds / 0.02)):
        if what():
            return
        await pilot.pause()
        await asyncio.sleep(0.02)
    raise AssertionError(f"never happened; the screen was\n{text(pilot.app)}")  # type: ignore[arg-type]


async def ready(pilot: Pilot[None]) -> RubinApp:
    """The app with its engine open and its documents listed."""
    app = pilot.app
    assert isinstance(app, RubinApp)
    await until(pilot, lambda: app.main.footer.files > 0)
    return app


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste where the caret is, in the place of what stands there."""
    await pilot.press("ctrl+u")
    pilot.app.post_message(Paste(text))
    await pilot.pause()


async def ask(pilot: Pilot[None], question: str) -> None:
    """Type a question and wait for its answer."""
    app = pilot.app
    assert isinstance(app, RubinApp)
    for char in question:
        await pilot.press("space" if char == " " else char)
    await pilot.press("enter")
    await until(pilot, lambda: not app.asking.busy)
    await pilot.pause()


def copied(sequence: str) -> str:
    """The text a sequence for the terminal's clipboard (OSC 52) holds."""
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found is not None, ascii(sequence)
    return b64decode(found[1]).decode()
