"""The journeys walked on the screen: a question, its page and back; documents in and out."""

from __future__ import annotations

from pathlib import Path

from textual.events import Key, Paste

from rubin_tui.engine.model import Citation, PartHealth, Sentence, UnfinishedImport
from rubin_tui.messages import Failure
from rubin_tui.widgets.chat import ScopeLine
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.transcript import Transcript
from tests.screen.conftest import MakeApp
from tests.screen.fake import PAGE, QUOTE, FakeEngine, a_document
from tests.screen.looking import ask, copied, ready, rows, text, until


async def test_a_question_its_page_and_back_to_the_caret(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "brake current")
        shown = text(app)
        assert " You  brake current" in shown
        assert "● found" in shown
        assert "“The braking resistor may draw 12 A.”          [1]" in shown
        assert "   [1] G120.pdf  p. 812, line 4  Power unit" in shown
        await pilot.press("h", "a", "l", "f", "left", "left")
        await pilot.press("tab")
        assert isinstance(app.focused, Transcript)
        assert "  ▸[1] G120.pdf  p. 812, line 4  Power unit" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, EditorPanel))
        await pilot.pause()
        assert "─ 2 G120.pdf 812 ─" in rows(app)[1]
        assert QUOTE in text(app)
        assert "2/3" in text(app)
        view = app.main.editor.view
        assert view is not None
        assert view.content.marks == {3: [(0, len(QUOTE))]}
        await pilot.press("f9")
        assert isinstance(app.focused, Prompt)
        assert app.main.chat.prompt.place == ("half", 2)


async def test_the_quote_is_in_sight_whatever_size_the_page_is_opened_at(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        await pilot.pause()
        assert QUOTE in text(app)
        await pilot.resize_terminal(140, 12)
        await pilot.pause()
        assert QUOTE in text(app)


async def test_what_stands_at_the_top_stays_there_in_another_width(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        await pilot.press("down", "down", "down", "down", "down", "down")
        first = rows(app)[2].strip()
        assert first and QUOTE not in first
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        assert rows(app)[2].strip()[:20] == first[:20]


async def test_a_long_page_is_scrolled_before_it_is_turned(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        editor = app.main.editor
        await pilot.press("space")
        assert editor.view is not None
        assert (editor.view.content.number, editor.view.top) == (1, 23)
        await pilot.press("space")
        await until(pilot, lambda: editor.view is not None and editor.view.content.number == 2)
        assert editor.view.top == 0
        await pilot.press("space", "space", "space")
        await pilot.pause()
        assert editor.view.content.number == 2  # the last page
        await pilot.press("home", "b")
        await until(pilot, lambda: editor.view is not None and editor.view.content.number == 1)
        assert editor.view.top == 23  # its end, where one came from


async def test_tab_walks_the_citations_and_leaves_at_the_end(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(90, 30)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        transcript = app.main.chat.transcript
        await pilot.press("tab")
        first = transcript.selected
        await pilot.press("tab")
        assert (first, transcript.selected) == ((1, 0), (1, 1))
        await pilot.press("tab")
        assert isinstance(app.focused, ScopeLine)
        await pilot.press("shift+tab")
        assert transcript.selected == (1, 1)
        await pilot.press("tab", "tab")
        assert isinstance(app.focused, Prompt)
        await pilot.press("shift+tab", "shift+tab")
        assert transcript.selected == (1, 1)


async def test_a_question_can_be_stopped_and_typing_goes_on_meanwhile(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    engine.hold.clear()
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("q", "enter")
        await until(pilot, lambda: "reading 24 passages" in text(app))
        await pilot.press("n", "e", "x", "t")
        assert app.main.chat.prompt.text == "next"
        assert " Esc stop" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "stopped" in text(app)
        assert not app.asking.busy
        engine.hold.set()
        await pilot.press("enter")
        await until(pilot, lambda: "● found" in text(app))
        assert engine.asked == ["q", "next"]


async def test_an_engine_that_does_not_open_is_said_and_tried_again(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    attempts: list[int] = []

    def open_engine() -> FakeEngine:
        attempts.append(1)
        if len(attempts) == 1:
            raise Failure("profile.unwritable", path="/x", reason="read-only")
        return engine

    app = make_app(open_engine=open_engine)
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: "▲ engine failed" in rows(app)[0])
        assert "/x" in text(app)
        await pilot.press("q", "enter")
        await until(pilot, lambda: "● found" in text(app))
        assert "● engine" in rows(app)[0]


async def test_what_goes_wrong_inside_is_one_sentence_and_the_screen_lives(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "fail")
        await ask(pilot, "crash")
        shown = text(app)
        assert "Internal error (ZeroDivisionError): a bug." in shown
        assert shown.count("failed") == 2
        await ask(pilot, "q")
        assert "● found" in text(app)


async def test_nothing_found_says_what_is_missing_and_what_is_unread(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    engine.confidence = "not_found"
    async with make_app().run_test(size=(90, 30)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "А30002")
        shown = text(app)
        assert "○ not found" in shown
        assert "   No document has: «f47»" in shown
        assert "   2 files are not read yet" in shown
        assert "   read by keyboard layout: А30002 → A30002" in shown
        assert "   The documents do not answer this. Nearest places:" in shown


async def test_enter_on_the_empty_prompt_asks_the_example(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "● found" in text(app))
        await pilot.press("enter")
        await pilot.pause()
        assert engine.asked == ["How do I reduce overshoot of a PID controller?"]


async def test_documents_are_added_from_a_folder_with_progress(
    make_app: MakeApp, engine: FakeEngine, tmp_path: Path
) -> None:
    engine.hold.clear()
    folder = tmp_path / "manuals"
    folder.mkdir()
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "u")
        await pilot.pause()
        app.main.screen.focused.post_message(Paste(str(tmp_path / "man")))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("tab")
        await until(pilot, lambda: "manuals/" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "◐ import 1/2, p. 14/812" in rows(app)[0])
        assert " ◐ 1/2  new.pdf" in text(app)
        engine.hold.set()
        await until(pilot, lambda: "1 document added." in text(app))
        assert "/m/bad.pdf is not a text file." in text(app)
        assert "   3 files of kinds Rubin does not read were passed" in text(app)
        assert app.main.footer.files == 3
        assert "import" not in rows(app)[0]


async def test_an_import_is_stopped_by_esc_among_the_files(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.hold.clear()
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        app.documents.add(Path("/m"))
        await until(pilot, lambda: "import 1/2" in rows(app)[0])
        await pilot.press("alt+3", "escape")
        await until(pilot, lambda: "Import stopped; 0 documents added." in text(app))


async def test_an_import_rubin_was_killed_in_goes_on_by_itself(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.unfinished = [UnfinishedImport("imp_1", ("/m",), "general", (), 0.0, 2)]
    engine.hold.clear()
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "◐ import 1/2, p. 14/812" in rows(app)[0])
        assert "Import goes on: 2 files." in text(app)
        engine.hold.set()
        await until(pilot, lambda: "1 document added." in text(app))
        assert app.main.footer.files == 3
        assert "Import goes on" not in text(app)


async def test_scans_are_recognised_beside_other_work_and_can_be_stopped(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    engine.pictures = 61
    engine.hold.clear()
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "◐ import 1/1, p. 0/61" in rows(app)[0])
        app.documents.add(Path("/m"))
        await until(pilot, lambda: "import 1/2" in rows(app)[0])
        await pilot.press("alt+3", "escape")
        await until(pilot, lambda: "Import stopped; 0 documents added." in text(app))
        assert app.documents.stop()
        await until(pilot, lambda: not app.documents.stop())
        assert "import" not in rows(app)[0]


async def test_a_path_that_does_not_exist_is_refused_in_place(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "u", "n", "o", "enter")
        await until(pilot, lambda: "no such file or folder:" in text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert app.main.sheet is None
        assert isinstance(app.focused, Prompt)


async def test_a_document_is_removed_only_after_yes(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("alt+3", "end", "delete")
        await until(pilot, lambda: "Remove “notes.md” from the knowledge" in text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert engine.removed == []
        await pilot.press("delete")
        await until(pilot, lambda: app.main.sheet is not None)
        await pilot.press("enter")
        await until(pilot, lambda: engine.removed == ["d2"])
        await until(pilot, lambda: "notes.md  " not in text(app))


async def test_a_file_of_the_project_opens_with_numbers_and_colours(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "▸ POUs" in text(app))
        assert ".git" not in text(app)
        await pilot.press("ctrl+o", "m", "a", "i", "n")
        await until(pilot, lambda: "main.py" in (row.strip() for row in rows(app)))
        await pilot.press("enter")
        await until(pilot, lambda: "  1 def main() -> int:" in text(app))
        code = app.main.editor.code
        assert code is not None and code.tab is not None and code.tab.highlighter is not None
        assert (0, 3, "keyword") in code.tab.highlighter.tokens(0)
        assert "main.py" in rows(app)[1]
        assert "1:1 Python LF UTF-8" in text(app)


async def test_a_binary_file_is_refused_with_a_sentence(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(400, 40)) as pilot:
        app = await ready(pilot)
        app.editing.open_file(project / "blob.bin")
        await until(pilot, lambda: "not a text file" in text(app))


async def test_a_paste_never_sends_and_a_long_one_stays(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        app.post_message(Paste("one\ntwo\r\n" + "x" * 100_000))
        await until(pilot, lambda: len(app.main.chat.prompt.text) == 100_008)
        await pilot.press("a")
        assert app.main.chat.prompt.text.endswith("xa")
        assert app.main.chat.prompt.size.height == 21 // 3
        assert engine.asked == []


async def test_a_new_line_by_backslash_and_by_ctrl_j(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("a", "backslash", "enter", "b", "ctrl+j", "c")
        assert app.main.chat.prompt.text == "a\nb\nc"
        await pilot.pause()
        assert app.main.chat.prompt.size.height == 3


async def test_questions_asked_before_come_back_with_up(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "one")
        await ask(pilot, "two")
        prompt = app.main.chat.prompt
        await pilot.press("x", "up")
        assert prompt.text == "two"
        await pilot.press("up", "up")
        assert prompt.text == "one"
        await pilot.press("down", "down")
        assert prompt.place == ("x", 1)


async def test_a_quote_is_copied_with_its_source(make_app: MakeApp) -> None:
    app = make_app()
    written: list[str] = []
    app.copying.write = written.append
    async with app.run_test(size=(140, 40)) as pilot:
        await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("tab", "y")
        await until(pilot, lambda: "56 characters sent to your terminal's clipboard" in rows(app)[-1])
        assert [*map(copied, written)] == ["“The braking resistor may draw 12 A.” (G120.pdf, p. 812)"]


async def test_the_engine_is_closed_when_the_app_ends(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+q")
    app.opening.close()
    assert engine.closed


async def test_the_header_says_how_the_engine_is(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        for state, shown in (
            ("busy", "◐ index busy"),
            ("degraded", "▲ index degraded"),
            ("failed", "▲ index failed"),
            ("ok", "● index 84"),
        ):
            engine.health_parts = (PartHealth("store", "ok"), PartHealth("index", state))  # type: ignore[arg-type]
            app.opening.look()
            await until(pilot, lambda shown=shown: shown in rows(app)[0])  # type: ignore[misc]
        engine.health_parts = (PartHealth("store", "degraded"), PartHealth("index", "ok"))
        app.opening.look()
        await until(pilot, lambda: "▲ engine degraded" in rows(app)[0])


async def test_everything_typed_ahead_goes_where_it_belongs(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        for key in ("ctrl+l", "u", *"ab", "escape", *"cd"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.main.chat.prompt.text == "cd")
        assert app.main.sheet is None


async def test_a_file_in_an_old_encoding_is_read(make_app: MakeApp, project: Path) -> None:
    (project / "old.st").write_bytes("(* Тормозной резистор двигателя *)\r\n".encode("cp1251"))
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        app.editing.open_file(project / "old.st")
        await until(pilot, lambda: "  1 (* Тормозной резистор двигателя *)" in text(app))
        assert "CRLF CP1251" in text(app)


def a_line_of_the_project(project: Path, engine: FakeEngine, path: Path) -> Sentence:
    """A document of the open project in the base, and a quote out of its second line."""
    engine.kept.append(a_document("d9", path.name, path=str(path), type="code", origin="project"))
    place = Citation(
        "d9", path.name, "p9", (), None, None, 2, 2, "fbHalt();", 0, PAGE.index("F30002"), 40, "project"
    )
    return Sentence("fbHalt();", place, 1.0, "code")


async def test_a_place_in_the_project_opens_the_file_itself_at_its_line(
    make_app: MakeApp, project: Path, engine: FakeEngine
) -> None:
    engine.places = (a_line_of_the_project(project, engine, project / "POUs" / "FB_Drive.st"),)
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "F30002")
        assert "   [3] FB_Drive.st:2  “fbHalt();”" in text(app)
        await pilot.press("tab", "down", "down", "enter")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        await pilot.pause()
        tab = app.main.editor.files[0]
        assert (tab.key, tuple(tab.caret)) == (f"file:{project / 'POUs' / 'FB_Drive.st'}", (1, 0))
        assert "fbHalt();" in text(app)
        await pilot.press("f9")
        assert isinstance(app.focused, Prompt)


async def test_a_place_whose_file_is_gone_shows_what_is_stored(
    make_app: MakeApp, project: Path, engine: FakeEngine
) -> None:
    engine.places = (a_line_of_the_project(project, engine, project / "gone.st"),)
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "F30002")
        await pilot.press("tab", "down", "down", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        view = app.main.editor.view
        assert view is not None
        assert view.content.key == "document:d9"
