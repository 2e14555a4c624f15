"""Commands in the prompt: what they show, how they are completed, that they wait for nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.engine.assistant.commands import read_command
from rubin_tui.engine.model import Command
from rubin_tui.journeys.commands import COMMANDS, command_words
from rubin_tui.messages import LOCALES
from rubin_tui.widgets.found import Found, excerpt
from rubin_tui.widgets.look import UNICODE, Look
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_chat, a_document, a_hit
from tests.screen.looking import ask, ready, rows, text, until


@pytest.mark.parametrize("locale", LOCALES)
def test_the_commands_that_are_offered_are_read(locale: str) -> None:
    assert [read_command(word) for word in command_words(locale)] == [Command(name) for name in COMMANDS]


async def test_a_search_shows_places_that_open_and_come_back(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/search F30002")
        await until(pilot, lambda: "● 12 places" in text(app))
        shown = text(app)
        assert " You  /search F30002" in shown
        assert " ▸ search · F30002" in shown
        assert "   [1] G120.pdf  p. 812, line" not in shown
        assert "   [1] G120.pdf  p. 812  Power unit" in shown
        assert "       F30002: DC link overvoltage." in shown
        assert engine.asked == [] and engine.searched == [("F30002", 10)]
        await pilot.press("h", "i", "tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        view = app.main.editor.view
        assert view is not None
        assert view.content.marks == {2: [(0, len("F30002: DC link overvoltage."))]}
        await pilot.press("f9")
        assert app.main.chat.prompt.place == ("hi", 2)


async def test_the_rest_of_a_search_comes_when_it_is_asked_for(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(140, 60)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/search F30002")
        await until(pilot, lambda: "   [+] 2 more places: Enter" in text(app))
        assert "[11]" not in text(app)
        await pilot.press("shift+tab", "shift+tab", "enter")
        await until(pilot, lambda: "   [12] G120.pdf  p. 823" in text(app))
        assert engine.searched == [("F30002", 10), ("F30002", 20)]
        assert "more places" not in text(app)
        assert app.main.chat.transcript.selected is not None  # on the first of those that came


async def test_a_tall_result_is_seen_from_its_beginning(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/search F30002")
        await until(pilot, lambda: "● 12 places" in text(app))
        assert rows(app)[2] == " You  /search F30002"
        assert "more lines below" in text(app)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/search nothing", "○ 0 places"),
        ("/search nothing", "   No document has: «nothing»"),
        ("/search", "   There is no word to look for"),
        ('/search "F30002', "A quotation mark is not closed"),
        ("/search А30002", "   read by keyboard layout: А30002 → A30002"),
        ("/serch F30002", "▲ There is no command /serch; did you mean /search?"),
        ("/frobnicate", "/search, /add, /docs"),
        ("/add none.pdf", "▲ no such file or folder:"),
        ("/export", "▲ There is nothing to export yet"),
        ("/docs zzz", "   0 documents"),
    ],
)
async def test_what_finds_nothing_or_is_none_says_so(make_app: MakeApp, command: str, said: str) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, command)
        await until(pilot, lambda: " ".join(said.split()) in " ".join(text(app).replace("│", " ").split()))
        assert f" You  {command}" in text(app)
        assert not app.asking.busy


async def test_a_command_does_not_wait_for_a_running_question(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.hold.clear()
    async with make_app().run_test(size=(100, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("q", "enter")
        await until(pilot, lambda: "reading 24 passages" in text(app))
        for key in ("slash", *"docs", "enter"):
            await pilot.press(key)
        await until(pilot, lambda: "   [1] G120.pdf  pdf, en, 9 passages" in text(app))
        assert app.asking.busy
        engine.hold.set()
        await until(pilot, lambda: not app.asking.busy)


async def test_documents_are_filtered_and_open(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.kept.append(a_document("d9", "G130.pdf", tags=("drives",)))
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/docs drives g1")
        await until(pilot, lambda: "   2 documents" in text(app))
        assert "   [2] G130.pdf  pdf, en, 9 passages" in text(app)
        assert "notes.md  markdown" not in text(app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        assert app.main.editor.view is not None
        assert app.main.editor.view.content.document_id == "d1"


async def test_numbers_and_help(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.talks = {"c1": a_chat("c1", "Cell 3", "q")}
    async with make_app().run_test(size=(140, 60)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "/stats")
        await until(pilot, lambda: "   2 documents, pages: 1214, passages: 84012" in text(app))
        shown = [row.split("│")[0].rstrip() for row in rows(app)]
        assert ["   pdf: 1" in shown, "   1 chat" in shown] == [True, True]
        await ask(pilot, "/help")
        for word in command_words("en"):
            assert f"   {word} " in text(app)


async def test_new_clear_and_add(make_app: MakeApp, engine: FakeEngine, project: Path) -> None:
    async with make_app().run_test(size=(100, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "one")
        await ask(pilot, "/clear")
        assert " You  one" not in text(app)
        assert "The screen is cleared; the chat itself" in text(app)
        await ask(pilot, "two")
        await ask(pilot, "new chat")
        assert " You  two" not in text(app)
        await ask(pilot, "three")
        assert engine.asked_in == ["c1", "c1", "c2"]
        await ask(pilot, "/add 'main.py'")
        await until(pilot, lambda: "1 document added." in text(app))


async def test_export_names_the_file(make_app: MakeApp, engine: FakeEngine, project: Path) -> None:
    async with make_app().run_test(size=(100, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "one")
        await ask(pilot, "/export out.md")
        await until(pilot, lambda: engine.saved == [("c1", project / "out.md", False)])
        await until(pilot, lambda: "Exported to" in text(app))
        await ask(pilot, "/export")
        await until(pilot, lambda: " > one.md" in text(app))


async def test_a_command_typed_before_the_engine_is_open_is_no_question(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        app.asking.submit("/search F30002")
        await until(pilot, lambda: "● 12 places" in text(app))
        assert engine.asked == []


# completing


async def test_commands_are_offered_and_completed(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        await pilot.press("slash")
        await until(pilot, lambda: " ▸ /search    WORDS — the places" in text(app))
        assert [row[3:13].strip() for row in rows(app)[16:26]] == command_words("en")
        await pilot.press("s", "down")
        await until(pilot, lambda: " ▸ /stats " in text(app) and "/add" not in text(app))
        await pilot.press("tab")
        await until(pilot, lambda: prompt.text == "/stats ")
        assert "how much there is" not in text(app)
        await pilot.press("ctrl+u", "slash", "s", "e", "enter")
        await until(pilot, lambda: prompt.text == "/search ")
        await pilot.press("ctrl+u", "a", "tab")
        await pilot.pause()
        assert prompt.text == "a"
        assert "search in: everything" in text(app)


@pytest.mark.parametrize(
    ("language", "typed", "completed"),
    [
        ("en", "/най", "/найти "),
        ("ru", "/най", "/найти "),
        ("ru", "/sea", "/search "),
        ("ru", ".фв", "/add "),
        ("ru", ".ыуф", "/search "),
        ("en", "/ad", "/add "),
        ("en", ".фвв", "/add "),
        ("en", "/zz", "/zz"),
        ("en", ".NE", ".NE"),
    ],
)
async def test_completion_in_both_languages_and_layouts(
    make_app: MakeApp, language: str, typed: str, completed: str
) -> None:
    async with make_app(language=language).run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        prompt.type(typed)
        await pilot.press("tab")
        await pilot.pause()
        assert prompt.text == completed


async def test_the_path_of_a_command_is_completed(make_app: MakeApp, project: Path) -> None:
    (project / "manual one.pdf").write_text("x", "utf-8")
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        prompt.type("/add ma")
        await pilot.press("tab")
        await until(pilot, lambda: app.main.chat.scope.candidates == ("main.py", "manual one.pdf"))
        assert prompt.text == "/add ma"
        await pilot.press("n", "tab")
        await until(pilot, lambda: prompt.text == "/add manual one.pdf")
        prompt.clear()
        prompt.type(".фвв PO")
        await pilot.press("tab")
        await until(pilot, lambda: prompt.text == ".фвв POUs/")


async def test_the_search_action_puts_one_into_searching(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app(language="ru").run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        prompt = app.main.chat.prompt
        await pilot.press("alt+3", "ctrl+l", "s")
        await until(pilot, lambda: prompt.text == "/найти ")
        assert prompt.has_focus
        prompt.clear()
        prompt.type("F30002")
        await pilot.press("ctrl+l", "s")
        await until(pilot, lambda: prompt.text == "/найти F30002")
        await pilot.press("ctrl+l", "s")
        await pilot.pause()
        assert prompt.text == "/найти F30002"
        await pilot.press("enter")
        await until(pilot, lambda: engine.searched == [("F30002", 10)])


# excerpts


def test_an_excerpt_keeps_the_found_word_lit_and_its_place_exact() -> None:
    passage = "Faults\n" + "word " * 30 + "the  code\tF30002 means\novervoltage " + "tail " * 60
    from dataclasses import replace

    at = passage.index("F30002")
    hit = replace(a_hit(), text=passage, highlights=((at, at + 6), (at + 13, at + 24)))
    shown = excerpt(hit)
    assert shown.text.startswith("word word word the code F30002 means overvoltage tail")
    assert [shown.text[a:b] for a, b in shown.marks] == ["F30002", "overvoltage"]
    assert " ".join(passage[shown.start : shown.end].split()) == shown.text


def test_an_excerpt_is_two_rows_at_most() -> None:
    from dataclasses import replace

    from rubin_tui.engine.model import SearchResult
    from rubin_tui.journeys.commands import _places

    hit = replace(a_hit(), text="F30002 " + "overvoltage " * 40, highlights=((0, 6),))
    result = SearchResult("F30002", (hit,), 1, 0.0)
    found = Found("/search F30002", "F30002", "found", result, links=_places(result))
    painted = ["".join(text for text, _ in row.left) for row in found.rows(60, Look("en", "dark", UNICODE))]
    assert painted[2:] == [
        "   [1] G120.pdf  p. 812  Power unit",
        "       F30002 overvoltage overvoltage overvoltage",
        "       overvoltage overvoltage overvoltage overvoltage…",
        "",
    ]
