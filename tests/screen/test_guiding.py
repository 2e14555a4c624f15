"""Footer words, manual, contact, tutorial, first minutes, with a fake engine; nothing needs a network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.actions import WORDS, action
from rubin_tui.app import RubinApp
from rubin_tui.engine import Engine
from rubin_tui.screens.help import HelpScreen
from rubin_tui.screens.report import ReportScreen
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine
from tests.screen.looking import ask, paste, ready, rows, text, until


async def click_word(pilot: Pilot[None], app: RubinApp, word: str) -> None:
    """Click a word of the footer."""
    await pilot.click("Footer", offset=(rows(app)[-1].rindex(word) + 1, 0))


async def test_every_word_of_the_footer_can_be_clicked(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 30)) as pilot:
        app = await ready(pilot)
        assert rows(app)[-1].endswith("upload · search · check │ manual · tutorial · contact")
        await click_word(pilot, app, "upload")
        await until(pilot, lambda: "─ Add documents ─" in text(app))
        await pilot.press("escape")
        await click_word(pilot, app, "search")
        assert app.main.chat.prompt.text == "/search "
        await pilot.press("ctrl+u")
        await click_word(pilot, app, "manual")
        await until(pilot, lambda: "Manual of Rubin" in text(app))
        await click_word(pilot, app, "contact")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("escape")
        await click_word(pilot, app, "tutorial")
        await until(pilot, lambda: "─ Tutorial ─" in text(app))


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120, 140, 200])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_footer_fits_and_its_spots_are_where_its_words_are(
    make_app: MakeApp, width: int, language: str
) -> None:
    async with make_app(language=language).run_test(size=(width, 24)) as pilot:
        app = await ready(pilot)
        await pilot.pause()
        shown = rows(app)[-1]
        assert "…" not in shown
        assert "Ctrl+L" in shown
        words = {item.run: app.look.say(item.short) for item in map(action, (id for g in WORDS for id in g))}
        found = {run: shown[begin:end] for begin, end, run in app.main.footer._spots}
        if width >= 100:
            assert {run: found[run] for run in words} == words
        assert all(part.strip() for part in found.values())


async def test_a_long_notice_is_not_cut_off_by_words(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(120, 24)) as pilot:
        app = await ready(pilot)
        app.main.footer.notice = "n" * 100
        await pilot.pause()
        assert "n" * 100 in rows(app)[-1]
        assert "tutorial" not in rows(app)[-1]
        app.main.footer.notice = "short"
        await pilot.pause()
        assert rows(app)[-1].startswith(" short │")
        assert "tutorial" in rows(app)[-1]


async def test_each_of_them_has_its_letter(make_app: MakeApp) -> None:
    async with make_app(language="ru").run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "7")
        await until(pilot, lambda: "Руководство Rubin" in rows(app)[1])
        await until(pilot, lambda: "За одну минуту" in text(app))
        await pilot.press("end")
        await until(pilot, lambda: "Сохранить отчёт" in text(app))
        await pilot.press("f9")
        assert app.main.active_panel == 1
        await pilot.press("ctrl+l", "9")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen) and "Версии" in text(app))
        await pilot.press("q")
        await pilot.press("ctrl+l", "8")
        await until(pilot, lambda: "─ Урок ─" in text(app))


async def test_the_report_is_shown_then_saved_where_it_is_said(make_app: MakeApp, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "9")
        await until(pilot, lambda: "Versions" in text(app))
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        shown = screen.text.lines
        await pilot.press("s")
        await until(pilot, lambda: "~/rubin-report.txt" in text(app))
        await paste(pilot, str(file))
        await pilot.press("enter")
        await until(pilot, lambda: file.exists() and "Nothing was sent." in text(app))
        saved = file.read_text("utf-8").splitlines()
        assert saved == list(shown[-len(saved) :])
        assert not any("resistor" in line for line in saved)
        assert str(tmp_path / "Line-3") not in "\n".join(saved)


# the tutorial


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_tutorial_ticks_off_what_was_done(
    make_app: MakeApp, home: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "mine"
    with Engine.open(home) as real:
        async with make_app(open_engine=lambda: real).run_test(size=size) as pilot:
            app = await ready(pilot)

            async def at(step: int) -> None:
                await until(pilot, lambda: f"Step {step}/10" in rows(app)[2], seconds=20)

            await pilot.press("ctrl+l", "8")
            await until(pilot, lambda: "rubin-sample" in text(app), 20)
            await paste(pilot, str(folder))
            await pilot.press("enter")
            await at(1)
            await pilot.press("f9")
            await at(1)
            await ask(pilot, "How do I reduce overshoot of a PID controller?")
            await at(2)
            await pilot.press("tab", "enter")
            await at(3)
            await until(pilot, lambda: app.main.active_panel == 2, 20)
            await pilot.press("f9")
            await at(4)
            assert app.main.chat.prompt.text == f"/analyze {folder}/tools/limits.py"
            await pilot.press("enter")
            await at(5)
            code = app.main.editor.code
            await until(pilot, lambda: bool(code and code.tab and code.tab.report), seconds=20)
            await pilot.press("f8")
            await at(5)
            await pilot.press("f8", "f8")
            await at(6)
            await pilot.press("ctrl+right", "s")
            await at(7)
            await pilot.press("ctrl+s")
            await at(8)
            assert "sum(pressures.values())" in (folder / "tools" / "limits.py").read_text("utf-8")
            await pilot.press("ctrl+l", "s", *"PID", "enter")
            await at(9)
            await pilot.press("ctrl+l", "8")
            await until(pilot, lambda: "✓ 8." in text(app) and "▸ 9." in text(app), 20)
            await pilot.press("escape")
            await pilot.press("f1")
            await until(pilot, lambda: isinstance(app.screen, HelpScreen), 20)
            await pilot.press("escape")
            await at(10)
            await pilot.press("alt+5")
            await until(pilot, lambda: app.screen is not app.main, 20)
            await pilot.press("escape")
            await until(pilot, lambda: "Step" not in rows(app)[2], 20)
            assert not app.tutorial.runs


async def test_the_tutorial_can_be_left_and_spoils_nothing(make_app: MakeApp, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", "utf-8")
    async with make_app(language="ru").run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "8")
        await paste(pilot, str(full))
        await pilot.press("enter")
        await until(pilot, lambda: "лежат другие файлы" in text(app))
        assert [path.name for path in full.iterdir()] == ["mine.txt"]
        await pilot.press("ctrl+l", "8")
        await paste(pilot, str(tmp_path / "new"))
        await pilot.press("enter")
        await until(pilot, lambda: "Шаг 1/10" in rows(app)[2])
        await pilot.press("ctrl+l", "8")
        await until(pilot, lambda: "▸ 1." in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "Шаг" not in rows(app)[2])
        assert (tmp_path / "new" / "tools" / "limits.py").is_file()


# the first minutes


@pytest.fixture
def person(tmp_path: Path) -> dict[str, str]:
    """The session of a person with three manuals."""
    folder = tmp_path / "ann" / "Documents" / "my drives"
    folder.mkdir(parents=True)
    for name in ("a.pdf", "b.pdf", "c.PDF"):
        (folder / name).touch()
    return {"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "HOME": str(tmp_path / "ann")}


async def test_enter_reads_the_found_folder_then_asks_the_example(
    make_app: MakeApp, engine: FakeEngine, person: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", person["HOME"])
    from dataclasses import replace

    engine.kept = [replace(one, origin="rubin") for one in engine.kept]
    engine.hold.clear()
    async with make_app(environ=person).run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: " > Read in ~/Documents (3 PDF) — Enter, later — Esc" in text(app))
        assert "In ~/Documents there are 3 PDF files" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "import 1/2" in rows(app)[0])
        assert " > How do I reduce overshoot" in text(app)
        engine.hold.set()
        await pilot.press("enter")
        await until(pilot, lambda: engine.asked == ["How do I reduce overshoot of a PID controller?"])


async def test_later_and_a_question_of_ones_own(
    make_app: MakeApp, engine: FakeEngine, person: dict[str, str]
) -> None:
    from dataclasses import replace

    engine.kept = [replace(one, origin="rubin") for one in engine.kept]
    async with make_app(environ=person).run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: " > Read in ~/Documents" in text(app))
        await pilot.press("ctrl+l", "l")
        await until(pilot, lambda: " > Прочитать ~/Documents (3 PDF)" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: " > Как уменьшить" in text(app))
        assert [one.origin for one in engine.kept] == ["rubin", "rubin"]


async def test_who_has_documents_is_not_asked(make_app: MakeApp, person: dict[str, str]) -> None:
    async with make_app(environ=person).run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "first_minutes" in vars(app))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Where are your manuals" not in text(app)


async def test_who_types_is_not_interrupted(
    make_app: MakeApp, engine: FakeEngine, person: dict[str, str]
) -> None:
    from dataclasses import replace

    engine.kept = [replace(one, origin="rubin") for one in engine.kept]
    async with make_app(environ=person).run_test(size=(80, 24)) as pilot:
        await pilot.press("F", "3")
        app = await ready(pilot)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Where are your manuals" not in text(app)
        assert " > F3" in text(app)
        assert os.environ["RUBIN_HOME"]
