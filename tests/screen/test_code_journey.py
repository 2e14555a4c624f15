"""Editing on the screen: open, type, find, save, close; findings; what others do to the file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.journeys import saving
from rubin_tui.widgets.editor.code_tab import CodeTab
from rubin_tui.widgets.editor.problems import Problems
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine
from tests.screen.looking import copied, ready, rows, text, until


async def opened(pilot: Pilot[None], path: Path, line: int = 0, column: int = 0) -> tuple[RubinApp, CodeTab]:
    """The app with a file in sight, its caret there."""
    app = await ready(pilot)
    app.code.open_wanted([(str(path), line, column)])
    await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
    code = app.main.editor.code
    assert code is not None and code.tab is not None
    return app, code.tab


async def test_a_file_is_typed_into_and_saved_byte_for_byte(make_app: MakeApp, project: Path) -> None:
    path = project / "old.st"
    path.write_bytes("(* Цикл *)\r\nx := 1;\n\x0cy := 2;\r\nz".encode("cp1251"))
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, _ = await opened(pilot, path, 2, 7)
        await pilot.press("0", "enter", "я")
        assert "old.st ∙" in rows(app)[1]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "∙" not in rows(app)[1])
        assert path.read_bytes() == "(* Цикл *)\r\nx := 10\r\nя;\n\x0cy := 2;\r\nz".encode("cp1251")
        assert "saved old.st, 5 lines" in text(app)


async def test_undo_back_to_what_was_saved_is_not_a_change(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, tab = await opened(pilot, project / "main.py")
        await pilot.press("x", "ctrl+z")
        assert not tab.buffer.modified
        assert "∙" not in rows(app)[1]
        await pilot.press("ctrl+y")
        assert tab.buffer.lines[0] == "xdef main() -> int:"


async def test_shortcuts_work_in_a_cyrillic_layout_and_letters_are_text(
    make_app: MakeApp, project: Path
) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        _, tab = await opened(pilot, project / "main.py")
        await pilot.press("ф")
        assert tab.buffer.lines[0] == "фdef main() -> int:"
        await pilot.press("ctrl+я")  # the key that bears Z
        assert tab.buffer.lines[0] == "def main() -> int:"


async def test_copy_cut_and_paste_go_through_the_clipboard(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, tab = await opened(pilot, project / "main.py")
        written: list[str] = []
        app.copying.write = written.append
        await pilot.press("shift+end", "ctrl+c")
        await until(pilot, lambda: "18 characters sent to your terminal's clipboard" in text(app))
        await pilot.press("end", "ctrl+v")
        assert tab.buffer.lines[0] == "def main() -> int:def main() -> int:"
        await pilot.press("ctrl+x")
        assert tab.buffer.lines[0] == "    return 42  # the answer"
        await until(pilot, lambda: len(written) == 2)
        texts = ["def main() -> int:", "def main() -> int:def main() -> int:\n"]
        assert [*map(copied, written)] == texts


async def test_find_goes_on_and_back_and_escape_returns_to_the_text(make_app: MakeApp, project: Path) -> None:
    path = project / "many.txt"
    path.write_text("\n".join(f"axis {n}" if n % 10 == 0 else "-" for n in range(100)), "utf-8")
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, tab = await opened(pilot, path)
        await pilot.press("ctrl+f", *"axis")
        await until(pilot, lambda: "1 of 10" in text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "3 of 10" in text(app))
        await pilot.press("up")
        await until(pilot, lambda: "2 of 10" in text(app))
        assert tab.selected_text == "axis" and tab.caret.line == 10
        await pilot.press("escape", "x")
        assert tab.buffer.lines[10] == "x 10"
        assert "2 of 10" not in text(app)


async def test_a_line_and_a_column_are_gone_to_and_f9_comes_back(make_app: MakeApp, project: Path) -> None:
    path = project / "long.txt"
    path.write_text("\n".join("abcdef" for _ in range(300)), "utf-8")
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, tab = await opened(pilot, path, 7)
        await pilot.press("ctrl+g", *"250:4", "enter")
        await until(pilot, lambda: tuple(tab.caret) == (249, 3))
        assert "250 abcdef" in text(app)
        await pilot.press("f9")
        await until(pilot, lambda: tuple(tab.caret) == (6, 0))


async def test_what_is_not_saved_is_asked_about_before_it_is_closed(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await pilot.press("#", "ctrl+l", "x")
        await until(pilot, lambda: "main.py has changes that are not saved." in text(app))
        await pilot.press("c")
        await until(pilot, lambda: "has changes" not in text(app))
        assert len(app.main.editor.files) == 1
        await pilot.press("ctrl+l", "x")
        await until(pilot, lambda: "has changes" in text(app))
        await pilot.press("s")
        await until(pilot, lambda: not app.main.editor.files)
        assert path.read_text("utf-8").startswith("#def main()")


async def test_leaving_asks_for_every_file_that_is_not_saved(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await pilot.press("#", "ctrl+q")
        await until(pilot, lambda: "1 file has changes that are not saved: main.py" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "has changes" not in text(app))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "has changes" in text(app))
        await pilot.press("d")
        await until(pilot, lambda: not app.is_running)
    assert path.read_text("utf-8").startswith("def main()")


async def test_a_file_changed_by_somebody_else_is_not_written_over(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await pilot.press("#")
        path.write_text("theirs\n", "utf-8")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The file has changed on the disk" in text(app))
        assert path.read_text("utf-8") == "theirs\n"
        await pilot.press("r")
        await until(pilot, lambda: tab.buffer.text == "theirs\n" and not tab.buffer.modified)
        await pilot.press("ctrl+z")
        assert tab.buffer.lines[0] == "#def main() -> int:"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: path.read_text("utf-8").startswith("#def"))


async def test_a_character_the_encoding_lacks_is_named_and_utf8_offered(
    make_app: MakeApp, project: Path
) -> None:
    path = project / "old.st"
    path.write_bytes("(* Цикл двигателя *)\n".encode("cp1251"))
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await pilot.press("世", "ctrl+s")
        await until(pilot, lambda: "世 U+4E16 (1:1" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: path.read_bytes() == "世(* Цикл двигателя *)\n".encode())


async def test_a_new_file_is_made_by_saving_it(make_app: MakeApp, project: Path) -> None:
    path = project / "new.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        await opened(pilot, path)
        await pilot.press("x", "ctrl+s")
        await until(pilot, path.exists)
        assert path.read_text("utf-8") == "x"


async def test_a_binary_file_is_offered_for_looking_and_cannot_be_changed(
    make_app: MakeApp, project: Path
) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        app.code.open(project / "blob.bin")
        await until(pilot, lambda: "Open read-only?" in text(app))
        await pilot.press("o")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        await pilot.press("x")
        tab = app.main.editor.files[0]
        assert not tab.buffer.modified
        assert "read-only" in text(app)


async def test_findings_stand_at_their_lines_and_f8_goes_round(make_app: MakeApp, project: Path) -> None:
    path = project / "bad.py"
    path.write_text("ok\nx BAD\nok\nBAD\n", "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await until(pilot, lambda: "●  2 x BAD  this is bad" in text(app))
        stops = []
        for _ in range(3):
            await pilot.press("f8")
            stops.append(tuple(tab.caret))
        await pilot.press("f7")
        assert [*stops, tuple(tab.caret)] == [(1, 2), (3, 0), (1, 2), (3, 0)]
        await pilot.press("up", "home", "enter")  # findings below go down with their lines
        assert [tuple(mark.range.start) for mark in tab.findings] == [(1, 2), (4, 0)]


async def test_the_findings_panel_leads_to_the_line_and_to_the_advice(
    make_app: MakeApp, project: Path
) -> None:
    path = project / "bad.py"
    path.write_text("ok\nx BAD\nok\nBAD\n", "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await until(pilot, lambda: "●2" in text(app))
        assert "4 Findings" not in text(app)  # 24 rows: only when asked for
        await pilot.press("alt+4")
        await until(pilot, lambda: isinstance(app.focused, Problems))
        assert "4 Findings ●2 score 90" in text(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: tuple(tab.caret) == (3, 0))
        await pilot.press("alt+4", "r")
        await until(pilot, lambda: "B1 ×2  bad things" in text(app))
        await until(pilot, lambda: "it hurts" in text(app) and "errors: 2 found, −10.0" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Recommendations" not in text(app))
        assert app.main.editor.code is not None and app.main.editor.code.has_focus


async def test_a_selection_is_judged_until_escape_or_an_edit(make_app: MakeApp, project: Path) -> None:
    path = project / "bad.py"
    path.write_text("BAD\nok\nx BAD\nBAD\n", "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path, 2)
        await until(pilot, lambda: "●  1" in text(app))
        await pilot.press("shift+down", "shift+down", "ctrl+l", "a")
        await until(pilot, lambda: "4 Findings selection 2-3 ●1 score 77" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "4 Findings ●3 score 90" in text(app))
        await pilot.press("shift+down", "ctrl+l", "a")
        await until(pilot, lambda: "selection 4 ●1" in text(app))
        await pilot.press("alt+4", "escape")
        await until(pilot, lambda: "4 Findings ●3 score 90" in text(app))
        await pilot.press("escape", "ctrl+home", "shift+down", "ctrl+l", "a")
        await until(pilot, lambda: "selection" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "selection" not in text(app))


async def test_a_tall_screen_shows_the_findings_by_itself(make_app: MakeApp, project: Path) -> None:
    path = project / "bad.py"
    path.write_text("BAD\n", "utf-8")
    async with make_app().run_test(size=(140, 40)) as pilot:
        app, _ = await opened(pilot, path)
        await until(pilot, lambda: "4 Findings ●1 score 90" in text(app))
        await pilot.press("delete", "delete", "delete")
        await until(pilot, lambda: "nothing found" in text(app))


async def test_a_closed_file_is_forgotten_by_the_analyzers(
    make_app: MakeApp, project: Path, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        await until(pilot, lambda: engine.analysis.last is not None)
        await pilot.press("ctrl+l", "x")
        await until(pilot, lambda: not app.main.editor.files)
        assert engine.analysis.last is not None
        assert engine.analysis.last.forgotten == [str(project / "main.py")]


async def test_the_mouse_puts_the_caret_and_selects(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(140, 24)) as pilot:
        _, tab = await opened(pilot, project / "main.py")
        await pilot.mouse_down("#code", offset=(5 + 4, 1))
        await pilot.hover("#code", offset=(5 + 10, 1))
        await pilot.mouse_up("#code", offset=(5 + 10, 1))
        assert tab.selected_text == "return"


async def test_looking_changes_nothing(make_app: MakeApp, project: Path) -> None:
    async with make_app(looking=True).run_test(size=(140, 24)) as pilot:
        app, tab = await opened(pilot, project / "main.py")
        before = (project / "main.py").stat()
        await pilot.press("x", "enter", "delete", "ctrl+x")
        assert not tab.buffer.modified
        assert "read-only" in text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "was opened to be looked at" in text(app))
        assert (project / "main.py").stat().st_ino == before.st_ino


async def test_a_program_that_somebody_else_changes_asks_nobody_who_is_typing(
    make_app: MakeApp, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_EVERY", 0.05)
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await pilot.press("#")
        path.write_text("theirs\n", "utf-8")
        await until(pilot, lambda: "changed on disk" in text(app))
        await pilot.press("r", "o", "c")  # these answer the question of saving
        assert tab.buffer.lines[0] == "#rocdef main() -> int:"
        assert app.main.sheet is None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The file has changed on the disk" in text(app))
        await pilot.press("o")
        await until(pilot, lambda: path.read_text("utf-8").startswith("#rocdef"))
        await until(pilot, lambda: "changed on disk" not in text(app))


async def test_a_file_nobody_has_changed_here_follows_the_disk(
    make_app: MakeApp, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_EVERY", 0.05)
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        _, tab = await opened(pilot, path, 2, 5)
        path.write_text("# new\n" + path.read_text("utf-8"), "utf-8")
        await until(pilot, lambda: tab.buffer.lines[0] == "# new")
        assert tuple(tab.caret) == (2, 4)
        assert not tab.buffer.modified


async def test_a_name_typed_makes_the_file_another_one(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        await pilot.press("#", "ctrl+l", "v")
        await until(pilot, lambda: "Save under another name" in text(app))
        await pilot.press("ctrl+u", *"copy.py", "enter")
        await until(pilot, lambda: [tab.title for tab in app.main.editor.files] == ["copy.py"])
        assert (project / "copy.py").read_text("utf-8").startswith("#def main()")
        assert (project / "main.py").read_text("utf-8").startswith("def main()")
        await pilot.press("x", "ctrl+l", "v")
        await until(pilot, lambda: "Save under another name" in text(app))
        await pilot.press("ctrl+u", *"main.py", "enter")
        await until(pilot, lambda: "exists already" in text(app))
        await pilot.press("c")
        assert (project / "main.py").read_text("utf-8").startswith("def main()")


async def test_the_encoding_and_the_line_ends_are_chosen_from_lists(make_app: MakeApp, project: Path) -> None:
    path = project / "old.txt"
    path.write_bytes("Цикл двигателя\nещё".encode("koi8-r"))
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await pilot.press("ctrl+l", "e", "r")
        await until(pilot, lambda: "KOI8-R" in text(app))
        await pilot.press("k")
        await until(pilot, lambda: "Цикл двигателя" in text(app) and "LF KOI8-R" in text(app))
        await pilot.press("ctrl+l", "e", "s")
        await until(pilot, lambda: "UTF-16-LE" in text(app))
        await pilot.press("w", "ctrl+l", "e", "c")
        await until(pilot, lambda: "CRLF CP1251" in text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: path.read_bytes() == "Цикл двигателя\r\nещё".encode("cp1251"))


async def test_what_an_encoding_lacks_is_said_when_it_is_chosen(make_app: MakeApp, project: Path) -> None:
    path = project / "world.txt"
    path.write_text("世", "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await pilot.press("ctrl+l", "e", "s")
        await until(pilot, lambda: "KOI8-R" in text(app))
        await pilot.press("w")
        await until(pilot, lambda: "世 U+4E16" in text(app))
        assert tab.buffer.form.encoding == "utf-8"


async def test_git_marks_stand_in_the_gutter_and_follow_the_edits(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    shutil.rmtree(project / ".git")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(project), *command], check=True)
    path.write_text("# mine\n" + path.read_text("utf-8"), "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, tab = await opened(pilot, path)
        await until(pilot, lambda: " + 1 # mine" in text(app))
        await pilot.press("down", "x")
        assert " ~ 2 xdef main" in text(app)
        await pilot.press("ctrl+z", "ctrl+home", "shift+down", "delete")
        assert tab.commit is not None and tab.commit.hunks == ()


async def test_a_finding_and_a_git_mark_stand_side_by_side_and_a_commit_elsewhere_takes_the_mark_away(
    make_app: MakeApp, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_EVERY", 0.05)
    path = project / "main.py"
    shutil.rmtree(project / ".git")
    git = ["git", "-C", str(project), "-c", "user.name=a", "-c", "user.email=a"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    path.write_text("# BAD\n" + path.read_text("utf-8"), "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await until(pilot, lambda: "●+ 1 # BAD" in text(app))
        subprocess.run([*git, "commit", "-qam", "mine"], check=True)
        await until(pilot, lambda: "●  1 # BAD" in text(app))
        subprocess.run([*git, "reset", "-q", "--soft", "HEAD~1"], check=True)
        await until(pilot, lambda: "●+ 1 # BAD" in text(app))


async def test_what_was_not_saved_when_the_line_dropped_comes_back(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await pilot.press("#")
        app.saving.rescue()
    async with make_app().run_test(size=(80, 24)) as pilot:
        again, tab = await opened(pilot, path)
        await until(pilot, lambda: "restored 1 unsaved edit: main.py" in text(again))
        assert tab.buffer.lines[0] == "#def main() -> int:"
        await pilot.press("ctrl+z")
        assert not tab.buffer.modified
    path.write_text("newer\n", "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        asked = await ready(pilot)
        asked.code.open(path)
        await until(pilot, lambda: "the file has changed since" in text(asked))
        tab = asked.main.editor.files[0]
        assert tab.buffer.text == "newer\n"
        await pilot.press("r")
        await until(pilot, lambda: tab.buffer.lines[0] == "#def main() -> int:")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: path.read_text("utf-8").startswith("#def"))
    async with make_app().run_test(size=(80, 24)) as pilot:
        last, tab = await opened(pilot, path)
        assert last.main.sheet is None and not tab.buffer.modified


async def test_what_is_refused_says_why(make_app: MakeApp, project: Path) -> None:
    path = project / "notes.txt"
    path.write_text("a\n", "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, _ = await opened(pilot, path)
        for key, why in (
            ("ctrl+z", "There is nothing to undo."),
            ("ctrl+y", "There is nothing to redo."),
            ("ctrl+v", "nothing was copied here yet"),
            ("ctrl+underscore", "Rubin knows no comment sign"),
        ):
            await pilot.press(key)
            await until(pilot, lambda why=why: why in rows(app)[-1])  # type: ignore[misc]


async def test_json_is_analysed_and_named(make_app: MakeApp, project: Path, engine: FakeEngine) -> None:
    path = project / "a.json"
    path.write_text('{"BAD": 1}', "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, _ = await opened(pilot, path)
        await until(pilot, lambda: engine.analysis.last is not None and "JSON LF UTF-8" in text(app))
        assert engine.analysis.last is not None
        assert engine.analysis.last.seen[-1].language == "json"


async def test_lines_are_broken_to_the_width_when_asked(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    path.write_text("x = '" + "word " * 40 + "'\n", "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, path)
        assert "…" in rows(app)[2]
        await pilot.press("ctrl+l", "p")
        await until(pilot, lambda: rows(app)[3].startswith("     word"))
        assert "…" not in rows(app)[2]


async def test_a_bracket_in_a_string_has_no_partner(make_app: MakeApp, project: Path) -> None:
    path = project / "main.py"
    path.write_text('f("(", 1)\n', "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        _, tab = await opened(pilot, path, 1, 2)
        await until(pilot, lambda: tab.highlighter is not None and tab.highlighter.tokens(0) != ())
        marks = [span for span in tab.rows()[0].marks if span[2] == "bracket"]
        assert marks == [(1, 2, "bracket"), (8, 9, "bracket")]


async def test_of_several_files_the_first_is_in_sight(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(140, 24)) as pilot:
        app = await ready(pilot)
        app.code.open_wanted([(str(project / "main.py"), 2, 5), (str(project / "POUs/FB_Drive.st"), 0, 0)])
        await until(pilot, lambda: len(app.main.editor.files) == 2)
        await until(pilot, lambda: app.main.editor.shown is app.main.editor.files[0])
        assert tuple(app.main.editor.files[0].caret) == (1, 4)


async def test_back_returns_from_what_was_found_and_from_a_finding(make_app: MakeApp, project: Path) -> None:
    path = project / "bad.py"
    path.write_text("\n" * 100 + "axis\n" + "\n" * 100 + "BAD\n", "utf-8")
    async with make_app().run_test(size=(140, 24)) as pilot:
        app, tab = await opened(pilot, path, 7)
        await pilot.press("ctrl+f", *"axis", "enter")
        await until(pilot, lambda: tab.caret.line == 100)
        await pilot.press("escape", "f9")
        await until(pilot, lambda: tuple(tab.caret) == (6, 0))
        await pilot.press("alt+4")
        await until(pilot, lambda: isinstance(app.focused, Problems))
        await pilot.press("enter")
        await until(pilot, lambda: tuple(tab.caret) == (201, 0))
        await pilot.press("f9")
        await until(pilot, lambda: tuple(tab.caret) == (6, 0))
        await pilot.press("f9")
        await until(pilot, lambda: app.main.active_panel == 1)


async def test_a_click_on_the_foot_leads_to_the_line_and_to_the_encoding(
    make_app: MakeApp, project: Path
) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        foot = app.main.editor.size.height - 1
        assert rows(app)[foot + 2].endswith("1:1 Python LF UTF-8")
        await pilot.mouse_down("#code", offset=(76, foot))
        await until(pilot, lambda: "Encoding and line ends" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.main.sheet is None)
        await pilot.mouse_down("#code", offset=(61, foot))
        await until(pilot, lambda: "Go to" in text(app))


async def test_in_a_file_the_menu_begins_with_what_can_be_done_to_it(
    make_app: MakeApp, project: Path
) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "─ Menu" in text(app))
        assert " w  Save" in rows(app)[5]


async def test_a_check_asked_for_in_the_chat_is_seen(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        await pilot.press("alt+1", *"/analyze", "enter")
        await until(pilot, lambda: app.main.active_panel == 2 and "4 Findings" in text(app))


async def test_a_question_keeps_the_keys_while_more_files_open(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, _ = await opened(pilot, project / "main.py")
        await pilot.press("#", "ctrl+q")
        await until(pilot, lambda: "has changes" in text(app))
        app.code.open(project / "POUs" / "FB_Drive.st")
        await until(pilot, lambda: len(app.main.editor.files) == 2)
        await pilot.press("c")
        await until(pilot, lambda: app.main.sheet is None)
        assert not app.main.editor.files[1].buffer.modified
        assert app.main.editor.code is not None and app.main.editor.code.has_focus


async def test_the_findings_are_entered_where_the_caret_stands(make_app: MakeApp, project: Path) -> None:
    path = project / "bad.py"
    path.write_text("BAD\nBAD\nBAD\n", "utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        app, tab = await opened(pilot, path, 2, 2)
        await until(pilot, lambda: "●3" in text(app))
        await pilot.press("alt+4")
        await until(pilot, lambda: isinstance(app.focused, Problems))
        await pilot.press("enter")
        await until(pilot, lambda: tuple(tab.caret) == (1, 0))


async def test_a_name_with_escapes_lines_and_turned_text_harms_nothing_it_is_shown_in(
    make_app: MakeApp, project: Path
) -> None:
    path = project / "a\x1b[31m\nb\u202ec\x07.txt"
    path.write_text("axis\n", "utf-8")
    async with make_app().run_test(size=(140, 30)) as pilot:
        app, tab = await opened(pilot, path)
        seen = [text(app)]
        await pilot.press("x", "ctrl+s")
        await until(pilot, lambda: "saved" in text(app))
        seen.append(text(app))
        tab.select_all()
        await pilot.press("ctrl+f", *"axi")
        seen.append(text(app))
        await pilot.press("escape", "y", "ctrl+l", "q")
        await until(pilot, lambda: "Not saved" in text(app))
        seen.append(text(app))
        for screen in seen:
            assert "a␛[31m⏎b\ufffdc␇.txt" in screen
            assert not {"\x1b", "\u202e", "\x07"} & set(screen)
        assert all(len(screen.splitlines()) == 30 for screen in seen)
