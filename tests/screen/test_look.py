"""Language and theme: complete, legible, switched while it runs and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorType
from textual.color import Color

from rubin_tui.app import RubinApp
from rubin_tui.settings import Profile, load, load_what_can_be
from rubin_tui.terminal.colours import Depth
from rubin_tui.widgets.look import COLOURS, THEMES, palette
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine
from tests.screen.looking import ask, ready, rows, text, until

PALETTE_256 = {0, 95, 135, 175, 215, 255}


async def test_the_language_is_switched_while_it_runs_and_kept(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app(language="ru").run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        assert "● найдено" in text(app)
        assert "─ 1 Разговор ─" in rows(app)[1]
        await pilot.press("ctrl+l", "l")
        await pilot.pause()
        shown = text(app)
        assert "● found" in shown
        assert "─ 1 Chat ─" in rows(app)[1]
        assert not [char for char in shown if "а" <= char.lower() <= "я"]
        profile = Profile.under(tmp_path / "home")
        await until(pilot, lambda: profile.settings_file.exists())
        assert load(profile, environ={}).language == "en"


async def test_the_theme_is_switched_while_it_runs_and_kept(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        grounds = {
            segment.style.bgcolor.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
        }
        assert grounds == {COLOURS["dark"].background, COLOURS["dark"].text}  # the second is the caret
        await pilot.press("ctrl+l", "c")
        await pilot.pause()
        grounds = {
            segment.style.bgcolor.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
        }
        assert grounds == {COLOURS["light"].background, COLOURS["light"].text}
        profile = Profile.under(tmp_path / "home")
        await until(pilot, lambda: profile.settings_file.exists())
        assert load(profile, environ={}).theme == "light"


async def test_settings_that_cannot_be_written_are_said(make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "c")
        await until(pilot, lambda: "▲" in text(app))
        assert app.look.theme == "light"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.1 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", COLOURS)
def test_every_colour_of_text_has_contrast(theme: str) -> None:
    colours = COLOURS[theme]
    for name, value in colours._asdict().items():
        if name in ("background", "rule", "chosen", "marked", "selected"):
            continue
        assert contrast(colours.background, value) >= 4.5, name
    for ground in (colours.chosen, colours.marked):
        assert contrast(ground, colours.strong) >= 4.5
    for code in (colours.text, colours.keyword, colours.string, colours.number, colours.name):
        assert contrast(colours.selected, code) >= 3.0


@pytest.mark.parametrize("theme", COLOURS)
def test_every_colour_is_one_of_the_256(theme: str) -> None:
    for value in COLOURS[theme]:
        colour = Color.parse(value).rgb
        grey = len(set(colour)) == 1 and (colour[0] - 8) % 10 == 0
        assert grey or set(colour) <= PALETTE_256, value


def test_high_contrast_is_high() -> None:
    colours = COLOURS["contrast"]
    grounds = (colours.background, colours.chosen, colours.marked)
    for name, value in colours._asdict().items():
        if name in ("background", "chosen", "marked", "selected"):
            continue
        assert contrast(colours.background, value) >= (4.5 if name == "rule" else 7.0), name
    for ground in grounds:
        assert contrast(ground, colours.strong) >= 7.0
        assert contrast(ground, colours.text) >= 7.0
    for code in (colours.text, colours.keyword, colours.string, colours.number, colours.name, colours.muted):
        assert contrast(colours.selected, code) >= 7.0
    for theme in COLOURS.values():
        assert contrast(theme.background, theme.text) >= 7.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", ["full", "sixteen", "none"])
def test_states_and_code_can_be_told_apart_in_every_theme(theme: str, depth: Depth) -> None:
    style = palette(theme, depth)
    assert len({style.ok, style.warn, style.bad, style.text}) == (4 if depth != "none" else 2)
    assert len({style.keyword, style.string, style.number, style.name, style.text}) == (
        5 if depth != "none" else 2
    )
    shown = (style.text, style.chosen, style.marked, style.caret, style.label)
    assert len({*shown, style.text + style.selected}) == 6


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm", "LANG": "en_US.UTF-8"}, "dark"),
        ({"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}, "terminal"),
        ({"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "NO_COLOR": "1"}, "light"),
        ({"TERM": "dumb", "LANG": "en_US.UTF-8"}, "contrast"),
    ],
)
async def test_sixteen_colours_or_none_where_there_are_no_more(
    make_app: MakeApp, environ: dict[str, str], theme: str
) -> None:
    async with make_app(environ=environ, theme=theme).run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab")
        await pilot.pause()
        colours = set()
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is not None
                colours |= {segment.style.color, segment.style.bgcolor}
        kinds = {colour.type for colour in colours if colour is not None}
        no_colours = "NO_COLOR" in environ or environ["TERM"] == "dumb"
        assert kinds == ({ColorType.DEFAULT} if no_colours else {ColorType.DEFAULT, ColorType.STANDARD})
        assert "● found" in text(app) or "* found" in text(app)


async def test_every_theme_comes_in_its_turn(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        seen = []
        for _ in THEMES:
            await pilot.press("ctrl+l", "c")
            await pilot.pause()
            seen.append((app.look.theme, app.theme))
        assert seen == [(name, name) for name in (*THEMES[1:], THEMES[0])]


async def test_wrong_settings_are_told_on_the_screen(tmp_path: Path, project: Path) -> None:
    profile = Profile.under(tmp_path / "home")
    profile.config.mkdir(parents=True)
    profile.settings_file.write_text('theme = "pink"\nlanguage = "en"\n')
    environ = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}
    settings, problems = load_what_can_be(profile, project=project, environ=environ)
    engine = FakeEngine()
    app = RubinApp(profile, settings, project, open_engine=lambda: engine, environ=environ, problems=problems)
    async with app.run_test(size=(140, 40)) as pilot:
        await ready(pilot)
        shown = " ".join(row.partition("│")[0].strip() for row in rows(app))
        assert 'The setting theme cannot be "pink"' in shown
        assert "the other settings are read" in shown
        assert app.look.theme == "dark"


async def test_a_session_without_a_language_is_asked_in_both(make_app: MakeApp) -> None:
    app = make_app(language="auto", environ={"LANG": "C.UTF-8"})
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert "Русский или English: Ctrl+L l" in text(app)


async def test_a_terminal_without_signs_gets_plain_ones(make_app: MakeApp) -> None:
    async with make_app(environ={"TERM": "vt220", "LANG": "en_US.UTF-8"}).run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab")
        shown = text(app).replace("“", "").replace("”", "").replace("\u00a0", " ")
        assert [letter for letter in shown if not letter.isascii()] == []
        assert "* found" in shown


async def test_the_clock_moves_with_the_next_key(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        time = ["14:02"]
        app.look = app.look._replace(clock=lambda: time[0])
        await pilot.press("a")
        assert "14:02" in rows(app)[-1]
        time[0] = "14:03"
        await pilot.pause(0.1)
        assert "14:02" in rows(app)[-1]
        await pilot.press("b")
        await pilot.pause()
        assert "14:03" in rows(app)[-1]
