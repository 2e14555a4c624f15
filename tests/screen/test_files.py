"""The files panel with a real project: marks, names, trash, finding by letters, the knowledge base."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.model import Folder, UnfinishedImport
from rubin_tui.messages import Message
from rubin_tui.widgets.files import FilesPanel
from rubin_tui.widgets.sheet import PathSheet, QuestionSheet
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_document
from tests.screen.looking import ready, rows, text, until

SIZE = (140, 40)


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )


def panel(app: RubinApp) -> FilesPanel:
    return app.main.files


def row(app: RubinApp, name: str) -> str:
    """The row of the files panel that holds a name."""
    place = panel(app).region
    lines = [line[place.x : place.right] for line in rows(app)[place.y : place.bottom]]
    return next((line.rstrip() for line in lines if name in line), "")


async def to(pilot: Pilot[None], name: str) -> RubinApp:
    """The app, standing in the files panel on the row of that name."""
    app = await ready(pilot)
    await until(pilot, lambda: any(node.label == name for node in panel(app).nodes))
    await pilot.press("alt+3")
    number = next(at for at, node in enumerate(panel(app).nodes) if node.label == name)
    await pilot.press(
        "home", *["down"] * sum(n.kind not in ("title", "note") for n in panel(app).nodes[1 : number + 1])
    )
    assert panel(app).chosen is not None and panel(app).chosen.label == name
    return app


async def type_in(pilot: Pilot[None], typed: str) -> None:
    app = pilot.app
    assert isinstance(app, RubinApp)
    await until(pilot, lambda: isinstance(app.main.sheet, PathSheet))
    await pilot.press("ctrl+e", "ctrl+u")
    for char in typed:
        await pilot.press(char)
    await pilot.press("enter")


async def test_git_marks_and_what_is_ignored(make_app: MakeApp, project: Path) -> None:
    shutil.rmtree(project / ".git")
    (project / ".gitignore").write_text("*.log\n")
    (project / "a.log").write_text("x")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    (project / "main.py").write_text("changed\n")
    (project / "evil\x1b[2J\u202e.st").write_text("new\n")
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await until(pilot, lambda: row(app, "main.py") == "~  main.py")
        assert row(app, "evil") == "?  evil␛[2J\ufffd.st"
        assert row(app, "blob.bin") == "   blob.bin"
        assert row(app, "a.log") == ""
        await pilot.press("h")
        assert row(app, "a.log") == "   a.log"
        assert row(app, ".gitignore") == "   .gitignore"
        await pilot.press("р")  # the key of H
        assert row(app, "a.log") == ""
        git(project, "add", "main.py")
        git(project, "commit", "-q", "-m", "second")
        await until(pilot, lambda: row(app, "main.py") == "   main.py")


async def test_without_a_repository_there_are_no_marks(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await pilot.pause(0.3)
        assert row(app, "main.py") == "   main.py"


async def test_findings_and_what_is_unsaved_stand_beside_the_name(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        await pilot.press("B", "A", "D")
        await until(pilot, lambda: row(app, "main.py").split() == ["main.py", "●1", "∙"])
        await pilot.press("ctrl+s")
        await until(pilot, lambda: row(app, "main.py").split() == ["main.py", "●1"])


async def test_what_others_do_on_the_disk_is_seen(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "POUs")
        await pilot.press("enter")
        await until(pilot, lambda: row(app, "FB_Drive") != "")
        (project / "POUs" / "new.st").write_text("x")
        await pilot.press("r")
        await until(pilot, lambda: row(app, "new.st") == "     new.st")
        shutil.rmtree(project / "POUs")
        await pilot.press("r")
        await until(pilot, lambda: row(app, "POUs") == "")
        assert "no longer on the disk" not in text(app)


async def test_a_new_file_is_named_made_and_opened(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "POUs")
        await pilot.press("т")  # the key of N
        await until(pilot, lambda: isinstance(app.main.sheet, PathSheet))
        assert "> POUs/" in text(app)
        await type_in(pilot, "POUs/deep/привод.st")
        await until(pilot, lambda: app.main.editor.spot is not None)
        assert (project / "POUs" / "deep" / "привод.st").read_bytes() == b""
        await pilot.press("alt+3", "n")
        await type_in(pilot, "main.py")
        await until(pilot, lambda: "is there already" in text(app))
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: not (project / "POUs" / "deep" / "привод.st").exists())


async def test_an_open_file_follows_its_new_name(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        await pilot.press("#", "alt+3", "f2")
        await type_in(pilot, "blob.bin")
        await until(pilot, lambda: "is there already" in text(app))
        await type_in(pilot, "старт.py")
        await until(pilot, lambda: (project / "старт.py").exists())
        await until(pilot, lambda: "2 старт.py ∙" in text(app))
        await until(pilot, lambda: panel(app).chosen is not None and panel(app).chosen.label == "старт.py")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        assert len(app.main.editor.files) == 1
        await pilot.press("ctrl+s")
        await until(pilot, lambda: (project / "старт.py").read_text("utf-8").startswith("#def main"))
        assert not (project / "main.py").exists()
        await pilot.press("alt+3", "ctrl+z")
        await until(pilot, lambda: (project / "main.py").exists() and "2 main.py" in text(app))
        assert app.analyzing._open.keys() == {f"file:{project / 'main.py'}"}


async def test_a_folder_moves_with_what_is_open_in_it(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "POUs")
        app.code.open(project / "POUs" / "FB_Drive.st")
        await until(pilot, lambda: app.main.editor.spot is not None)
        await pilot.press("alt+3", "m")
        await type_in(pilot, "area/cell/")
        await until(pilot, lambda: (project / "area" / "cell" / "POUs" / "FB_Drive.st").exists())
        key = f"file:{project / 'area/cell/POUs/FB_Drive.st'}"
        await until(pilot, lambda: [tab.key for tab in app.main.editor.files] == [key])
        assert app.main.editor.files[0].filename == "area/cell/POUs/FB_Drive.st"


async def test_what_is_deleted_says_so_and_comes_back(
    make_app: MakeApp, project: Path, tmp_path: Path
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        before = (project / "main.py").read_bytes()
        app.code.open(project / "main.py")
        await until(pilot, lambda: app.main.editor.spot is not None)
        await pilot.press("alt+3", "delete")
        await until(pilot, lambda: isinstance(app.main.sheet, QuestionSheet))
        await pilot.press("escape")
        assert (project / "main.py").exists()
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.main.sheet, QuestionSheet))
        await pilot.press("enter")
        await until(
            pilot, lambda: not (project / "main.py").exists() and "in the trash of Rubin" in text(app)
        )
        assert len(list((tmp_path / "home" / "data" / "trash").iterdir())) == 1
        assert app.main.editor.files[0].outside == "deleted"
        await until(pilot, lambda: row(app, "main.py") == "")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: row(app, "main.py") == "   main.py")
        assert (project / "main.py").read_bytes() == before
        assert app.main.editor.files[0].outside is None
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "nothing to undo" in text(app))


async def test_properties_of_a_file(make_app: MakeApp, project: Path) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await pilot.press("p")
        await until(pilot, lambda: "Properties" in text(app))
        assert f"size          {(project / 'main.py').stat().st_size} bytes" in text(app)
        assert "language      Python" in text(app)
        assert "text          utf-8 LF" in text(app)


async def find(pilot: Pilot[None], typed: str) -> RubinApp:
    app = pilot.app
    assert isinstance(app, RubinApp)
    await pilot.press("ctrl+o")
    await until(pilot, lambda: app.main.sheet is not None)
    for char in typed:
        await pilot.press("space" if char == " " else char)
    await pilot.press("enter")
    return app


async def test_anything_is_opened_by_its_letters_in_either_layout(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await ready(pilot)
        talk = engine.new_chat("braking resistor")
        await find(pilot, "аивкшму")  # fbdrive
        await until(pilot, lambda: "2 FB_Drive.st" in text(app))
        await find(pilot, "g12")
        await until(pilot, lambda: "G120.pdf" in text(app).splitlines()[1])
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "POUs/FB_Drive.st" in text(app))
        shown = text(app).partition("─ Open ")[2].splitlines()
        assert "POUs/FB_Drive.st" in shown[2]  # the last but one that was in sight
        await pilot.press("escape")
        await find(pilot, "braking")
        await until(pilot, lambda: app.chats.current.id == talk.id)
        await find(pilot, "blab/nothing.st")
        await until(pilot, lambda: "blab/nothing.st" in text(app))


async def test_enter_waits_for_the_rows_of_what_is_typed(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+o", "m", "a", "i", "n", "enter")
        await until(pilot, lambda: "2 main.py" in text(app))
        assert app.main.sheet is None


async def test_the_panel_is_filtered_by_letters_down_to_a_folder_that_was_never_opened(
    make_app: MakeApp,
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await pilot.press("full_stop")  # the key of / in a Cyrillic layout
        for char in "аивк":
            await pilot.press(char)
        await until(pilot, lambda: "POUs/FB_Drive.st" in row(app, "FB_Drive"))
        assert row(app, "main.py") == ""
        await pilot.press("enter")
        await until(pilot, lambda: "2 FB_Drive.st" in text(app))
        await pilot.press("alt+3", "escape")
        await until(pilot, lambda: row(app, "main.py") != "")
        await pilot.press("slash", "g", "1", "2")
        await until(pilot, lambda: "G120.pdf" in row(app, "G120") and row(app, "main.py") == "")
        await pilot.press("escape")
        await until(pilot, lambda: row(app, "main.py") != "")


async def test_enter_opens_what_the_last_letter_finds_and_a_new_name_is_found_at_once(
    make_app: MakeApp, project: Path
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        panel = app.main.files
        panel.action_filter()
        panel.screen.focused.type("fbdriv")  # type: ignore[union-attr]
        panel.screen.focused.action_done("open")  # type: ignore[union-attr]
        await until(pilot, lambda: "2 FB_Drive.st" in text(app))
        assert "main.py" not in text(app).splitlines()[1]
        await pilot.press("alt+3", "f2", "Z", "enter")
        await until(pilot, lambda: (project / "POUs" / "FB_DriveZ.st").exists())
        await until(pilot, lambda: "POUs/FB_DriveZ.st" in row(app, "FB_DriveZ"))
        assert not [line for line in text(app).splitlines() if "FB_Drive.st" in line and "is now" not in line]


async def test_a_text_is_found_in_the_project_and_stepped_through(make_app: MakeApp, project: Path) -> None:
    for number in range(3):
        (project / f"cell{number}.st").write_text(f"x := 1;\n(* Резистор {number} *)\nfbHalt();\n", "utf-8")
    async with make_app().run_test(size=SIZE) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "ш")  # the key of I
        await until(pilot, lambda: "Find in project" in text(app))
        for char in "резистор":
            await pilot.press(char)
        await pilot.press("enter")
        await until(pilot, lambda: "3 places in files" in text(app))
        assert "(* Резистор 0 *)" in text(app)
        assert "x := 1; · fbHalt();" in text(app)
        await pilot.press("alt+c")
        await until(pilot, lambda: "0 places in files" in text(app))
        await pilot.press("alt+c")
        await until(pilot, lambda: "3 places in files" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "2 cell1.st" in text(app) and app.main.sheet is None)
        code = app.main.editor.code
        assert code is not None and code.tab is not None
        assert code.tab.caret == (1, 3)
        await pilot.press("shift+f8")
        await until(pilot, lambda: "3/3 cell2.st" in text(app))
        await pilot.press("shift+f8")
        await until(pilot, lambda: "1/3 cell0.st" in text(app))
        await until(pilot, lambda: code.tab is not None and code.tab.title == "cell0.st")
        await pilot.press("ctrl+home", *"резистор")
        await app.looking.ask()
        await pilot.press("enter")  # the list is as it was
        await until(pilot, lambda: app.main.sheet is None)
        await app.looking.ask()
        for char in "РЕЗИСТОР":
            await pilot.press(char)
        await pilot.press("enter")
        await until(pilot, lambda: "4 places in files" in text(app))  # what is unsaved counts


async def test_documents_by_category_and_by_tag_with_what_is_wrong(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    problem = Message("import.nothing_recognised", {"path": "/m/bad.pdf"})
    engine.kept += [
        a_document("d5", "bad.pdf", state="failed", problem=problem, pages=0, passages=0),
        a_document("d6", "scan.pdf", pages=20, passages=0),
        a_document("d7", "tagged.md", pages=1, passages=7, tags=("cell 3",), category="motion"),
    ]
    engine.scans = {"d6": (3, 20)}
    engine.unfinished = [UnfinishedImport("imp", ("/m",), "general", (), 0.0, 0)]
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        await until(pilot, lambda: "3/20" in row(app, "scan.pdf"))
        assert row(app, "scan.pdf").split() == ["scan.pdf", "◐", "3/20"]
        assert row(app, "bad.pdf").split() == ["bad.pdf", "✗"]
        assert row(app, "tagged.md").split() == ["tagged.md", "✓", "7"]
        assert row(app, "G120.pdf").split() == ["G120.pdf", "✓", "3"]
        assert row(app, "motion").split() == ["▾", "motion", "1"]
        sentence = rows(app)[next(n for n, line in enumerate(rows(app)) if "bad.pdf" in line) + 1]
        assert app.look.tell(problem)[:10] in sentence
        await pilot.press("t")
        assert row(app, "cell 3").split() == ["▾", "cell", "3", "1"]
        assert row(app, "motion") == ""
        await pilot.press("t")
        assert row(app, "motion") != ""


async def test_category_and_tags_of_a_document_are_changed_and_taken_back(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "G120.pdf")
        await pilot.press("p")
        await until(pilot, lambda: "Properties" in text(app))
        assert "/manuals/G120.pdf" in text(app)
        await pilot.press("c")
        await type_in(pilot, "приводы")
        await until(pilot, lambda: engine.kept[0].category == "приводы")
        await until(pilot, lambda: row(app, "приводы") != "")
        await pilot.press("p")
        await until(pilot, lambda: "Properties" in text(app))
        await pilot.press("t")
        await type_in(pilot, "G120, cell 3")
        await until(pilot, lambda: engine.kept[0].tags == ("G120", "cell 3"))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: engine.kept[0].tags == ())
        await pilot.press("ctrl+z")
        await until(pilot, lambda: engine.kept[0].category == "drives")


async def test_a_document_that_was_removed_is_read_in_again(
    make_app: MakeApp, engine: FakeEngine, tmp_path: Path
) -> None:
    (tmp_path / "here.pdf").write_bytes(b"x")
    engine.kept[0] = a_document("d1", "here.pdf", path=str(tmp_path / "here.pdf"))
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "here.pdf")
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.main.sheet, QuestionSheet))
        await pilot.press("enter")
        await until(pilot, lambda: engine.removed == ["d1"] and row(app, "here.pdf") == "")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: any(one.filename == "new.pdf" for one in engine.kept))


async def test_a_folder_is_watched_and_no_longer(
    make_app: MakeApp, engine: FakeEngine, tmp_path: Path
) -> None:
    (tmp_path / "manuals").mkdir()
    async with make_app().run_test(size=SIZE) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "backslash")
        await type_in(pilot, str(tmp_path / "nowhere"))
        await until(pilot, lambda: "nowhere" in text(app) and app.main.sheet is None)
        await pilot.press("ctrl+l", "backslash")
        await type_in(pilot, str(tmp_path / "manuals"))
        await until(pilot, lambda: [folder.path for folder in engine.watched] == [str(tmp_path / "manuals")])
        await until(pilot, lambda: row(app, "Watched folders").split()[-1:] == ["1"])
        await pilot.press("alt+3", "end")
        assert panel(app).chosen is not None and panel(app).chosen.kind == "watched"
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.main.sheet, QuestionSheet))
        await pilot.press("enter")
        await until(pilot, lambda: engine.watched == [] and row(app, "Watched folders") == "")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(engine.watched) == 1)


async def test_a_problem_of_a_watched_folder_stands_below_it(make_app: MakeApp, engine: FakeEngine) -> None:
    gone = Message("folder.not_there", {"path": "/mnt/manuals"})
    engine.watched = [
        Folder("fld_2", "/mnt/manuals", "watched", "general", (), 0.0, documents=12, problem=gone)
    ]
    async with make_app().run_test(size=SIZE) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: row(app, "/manuals").split()[1:] == ["○", "12"])
        assert "not there: is its" in row(app, "not there")


async def test_a_path_that_is_dropped_is_read_in_after_a_yes(
    make_app: MakeApp, engine: FakeEngine, tmp_path: Path
) -> None:
    (tmp_path / "my manual.pdf").write_bytes(b"x")
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "main.py")
        app.post_message(Paste("what is this"))
        await until(pilot, lambda: "holds no path" in text(app))
        app.post_message(Paste(f"'{tmp_path}/my manual.pdf' "))
        await until(pilot, lambda: isinstance(app.main.sheet, QuestionSheet))
        assert "my manual.pdf" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: any(one.filename == "new.pdf" for one in engine.kept))


async def test_a_window_that_was_one_row_high_shows_the_list_from_its_top_again(make_app: MakeApp) -> None:
    async with make_app().run_test(size=SIZE) as pilot:
        app = await to(pilot, "POUs")
        whole = [line.rstrip() for line in rows(app)[2:8]]
        await pilot.resize_terminal(140, 1)
        await pilot.pause()
        await pilot.resize_terminal(*SIZE)
        await until(pilot, lambda: [line.rstrip() for line in rows(app)[2:8]] == whole)
