"""The screen of settings: where each value comes from, changed in place, kept in the right file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.screens.settings import SettingsScreen
from rubin_tui.settings import KEYS, RULES, Profile, load
from rubin_tui.widgets.settings_list import SECTIONS, section_of
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, rows, text, until
from tests.screen.test_literals import catalogue

SETTINGS = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}


async def opened(pilot: Pilot[None]) -> RubinApp:
    """The app with its settings open."""
    app = await ready(pilot)
    await pilot.press("ctrl+l", "comma")
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    await pilot.pause()
    return app


def row_of(app: RubinApp, name: str) -> str:
    """The row of a setting."""
    return next(row for row in rows(app) if row[3:].startswith(name))


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize(
    ("language", "title", "first", "origin"),
    [
        ("en", "Settings", " Look and language", "default"),
        ("ru", "Настройки", " Вид и язык", "по умолчанию"),
    ],
)
async def test_every_setting_has_a_row_with_its_origin(
    make_app: MakeApp, size: tuple[int, int], language: str, title: str, first: str, origin: str
) -> None:
    async with make_app(language=language).run_test(size=size) as pilot:
        app = await opened(pilot)
        assert rows(app)[0].startswith(f"─ {title} ─")
        assert rows(app)[1] == first
        names = catalogue(language)
        seen = []
        for _ in KEYS:
            seen.append(next(row for row in rows(app) if row.startswith(" ▸ ")))
            await pilot.press("down")
            await pilot.pause()
        for key in KEYS:
            assert any(names[f"setting.{key}"][0] in row and row.endswith(f" {origin}") for row in seen), key


def test_every_setting_has_a_section_and_words() -> None:
    for locale in ("ru", "en"):
        words = catalogue(locale)
        for key in KEYS:
            assert words[f"setting.{key}"] and words[f"setting.{key}.about"]
            for value in getattr(RULES[key], "values", ()):
                assert words[f"value.{value}"], value
    assert {section_of(key) for key in KEYS} == set(SECTIONS)


async def test_theme_and_language_change_at_once_and_are_kept(make_app: MakeApp, tmp_path: Path) -> None:
    profile = Profile.under(tmp_path / "home")
    profile.config.mkdir(parents=True)
    profile.settings_file.write_text('# shift 3\nworkers = 2  # two cores\ntheme = "dark" # the hall\n')
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.look.theme == "light")
        await until(
            pilot, lambda: "light" in row_of(app, "Colours") and "your file" in row_of(app, "Colours")
        )
        assert "settings.toml, line 3" in text(app)
        await pilot.press("up", "right")
        await until(pilot, lambda: rows(app)[0].startswith("─ Настройки"))
        assert profile.settings_file.read_text() == (
            '# shift 3\nworkers = 2  # two cores\ntheme = "light" # the hall\nlanguage = "ru"\n'
        )


async def test_a_number_is_typed_and_refused_with_a_sentence(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        await pilot.press(*"sentences", "enter", "9", "9", "enter")
        await pilot.pause()
        assert "▲ “99” will not do: a whole number 1…10 is needed." in text(app)
        assert not Profile.under(tmp_path / "home").settings_file.exists()
        await pilot.press("backspace", "backspace", "5", "enter")
        await until(pilot, lambda: "5 " in row_of(app, "Sentences"))
        assert "it holds from the next start" in text(app)
        assert load(Profile.under(tmp_path / "home"), environ={}).answer_sentences == 5
        await pilot.press("delete")
        await until(pilot, lambda: row_of(app, "Sentences").endswith("default"))
        assert Profile.under(tmp_path / "home").settings_file.read_text() == ""


async def test_settings_are_found_in_both_languages_and_layouts(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        for words in ("colours", "theme", "цвета", "wdtnf", "сщдщгкы"):
            await pilot.press(*words)
            await pilot.pause()
            shown = [row for row in rows(app)[1:18] if row]
            assert shown[:2] == [" Look and language", row_of(app, "Colours")], words
            await pilot.press(*["backspace"] * len(words))
        await pilot.press("x", "y", "z", "z")
        await pilot.pause()
        assert rows(app)[1] == f"   {app.look.say('list.nothing')}"
        await pilot.press("enter", "delete", "right", "escape", "escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_what_rules_over_a_file_is_said(make_app: MakeApp, tmp_path: Path) -> None:
    environ = {**SETTINGS, "RUBIN_THEME": "contrast"}
    async with make_app(environ=environ, theme="contrast").run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        assert row_of(app, "Colours").endswith("environment")
        await pilot.press("down", "enter")
        await until(pilot, lambda: "RUBIN_THEME" in text(app) and "rules" in text(app))
        assert app.look.theme == "contrast"
        assert load(Profile.under(tmp_path / "home"), environ={}).theme == "terminal"


async def test_the_projects_own_file_is_written_when_asked(
    make_app: MakeApp, project: Path, tmp_path: Path
) -> None:
    (project / ".rubin.toml").write_bytes(b"# the line\r\nworkers = 3\r\n")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        assert "changes go into your file" in text(app)
        await pilot.press("down", "tab", "enter")
        await until(pilot, lambda: row_of(app, "Colours").endswith("project file"))
        written = (project / ".rubin.toml").read_bytes()
        assert written.startswith(b"# the line\r\nworkers = 3\r\n") and b'theme = "light"' in written
        assert not Profile.under(tmp_path / "home").settings_file.exists()


async def test_a_damaged_file_is_named_and_set_aside_when_one_is_written(
    make_app: MakeApp, tmp_path: Path
) -> None:
    profile = Profile.under(tmp_path / "home")
    profile.config.mkdir(parents=True)
    profile.settings_file.write_text('theme = "light"\nworkers: 2\n')
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        assert "settings.toml, line 2" in text(app)
        await pilot.press("down", "enter")
        aside = profile.settings_file.with_name("settings.toml.damaged-1")
        await until(pilot, lambda: aside.exists() and "set aside" in text(app))
        assert aside.read_text() == 'theme = "light"\nworkers: 2\n'
        assert profile.settings_file.read_text() == 'theme = "light"\n'


@pytest.mark.parametrize("command", ["/settings", "/настройки", ".ыуеештпы"])
async def test_the_command_opens_it_in_both_languages(make_app: MakeApp, command: str) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        app.main.chat.prompt.type(command)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
