"""Pictures of the settings, the help and the jump letters, in both languages, dark, light and contrast."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from rubin_tui.screens.settings import SettingsScreen
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, text, until

SIZES = {"wide": (140, 40), "narrow": (80, 24)}
Compare = Callable[..., bool]
RunBefore = Callable[[Pilot[None]], Awaitable[None]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "theme", "words"),
    [("ru", "light", ("Настройки", "светлые")), ("en", "contrast", ("Settings", "contrast"))],
    ids=["ru", "en"],
)
def test_settings(
    snap_compare: Compare, make_app: MakeApp, size: str, language: str, theme: str, words: tuple[str, ...]
) -> None:
    environ = {
        "TERM": "xterm-256color",
        "LANG": "en_US.UTF-8",
        "RUBIN_THEME": theme,
        "RUBIN_LANGUAGE": language,
    }

    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "comma")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("down")
        await pilot.pause()
        assert all(word in text(app) for word in (*words, "RUBIN_THEME"))

    app = make_app(language=language, theme=theme, environ=environ)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Вы идёте по ссылкам"), ("en", "You walk through")], ids=["ru", "en"]
)
def test_help_for_where_one_is(
    snap_compare: Compare, make_app: MakeApp, size: str, language: str, words: str
) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "f1")
        await pilot.pause()
        assert words in text(app)

    assert snap_compare(make_app(language=language), terminal_size=SIZES[size], run_before=before)


def test_jump_letters_on_a_terminal_of_ascii(snap_compare: Compare, make_app: MakeApp) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        await until(pilot, lambda: len(app.main.files.nodes) > 6)
        await ask(pilot, "q")
        await pilot.press("ctrl+l", "j")
        await pilot.pause()
        assert "- A letter leads there -" in text(app)
        assert text(app).isascii()

    environ = {"TERM": "linux", "LANG": "en_US.UTF-8"}
    app = make_app(environ=environ, theme="terminal")
    assert snap_compare(app, terminal_size=SIZES["wide"], run_before=before)
