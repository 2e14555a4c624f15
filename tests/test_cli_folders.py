"""`rubin watch`, `rubin note`, `rubin docs edit` and `--project` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rubin_tui.cli import main
from rubin_tui.engine import Engine, Scope
from tests.engine.library.test_folders import write

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def manuals(tmp_path: Path) -> Path:
    write(tmp_path / "manuals" / "pumps.md", "The pump P7007 runs dry.")
    return tmp_path / "manuals"


def test_a_watched_folder_is_read_listed_looked_at_and_left(manuals: Path, capsys: Capture) -> None:
    assert main(["watch"]) == 0
    assert capsys.readouterr().out == "No folder is watched. rubin watch PATH watches one.\n"
    assert main(["watch", str(manuals), "--category", "hall", "--tag", "east"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Added 1, unchanged 0, failed 0; new passages: 1."
    assert lines[1].startswith(f"{manuals}  manuals, 1 document, looked at 20")
    (manuals / "pumps.md").unlink()
    write(manuals / "fans.md", "The fan M3003 is loud.")
    assert main(["watch", "--look"]) == 0
    assert "1 file gone" in capsys.readouterr().out
    assert main(["docs"]) == 0
    assert "file gone since 20" in capsys.readouterr().out
    assert main(["stats"]) == 0
    told = capsys.readouterr().out
    assert "1 document has lost its file: rubin docs list" in told
    assert "Added by week: 20" in told
    assert main(["watch", "--list", "--json"]) == 0
    folders = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["vanished"], one["tags"]) for one in folders] == [
        ("watched", 1, ["east"]),
        ("notes", 0, []),
    ]
    assert main(["watch", "--remove", str(manuals)]) == 0
    assert capsys.readouterr().out == f"No longer watched: {manuals}\n"
    assert main(["watch", "--remove", str(manuals)]) == 1
    assert main(["docs"]) == 0
    assert "fans.md" in capsys.readouterr().out


def test_a_folder_another_rubin_keeps_in_step_is_said_to_be_left_to_it(
    manuals: Path, capsys: Capture
) -> None:
    assert main(["watch", str(manuals)]) == 0
    capsys.readouterr()
    with Engine.open() as other:
        (folder,) = other.folders()
        assert other.library._folders.keep(folder.id)
        write(manuals / "fans.md", "The fan M3003 is loud.")
        assert main(["watch", "--look"]) == 0
        told = capsys.readouterr().out
        assert told.splitlines()[-1] == (
            f"Not looked at now, another open Rubin keeps it in step and looks by itself: {manuals}"
        )
        other.library._folders.let_go(folder.id)
    assert main(["watch", "--look"]) == 0
    assert "Not looked at" not in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_exit_code_2(manuals: Path, capsys: Capture) -> None:
    assert main(["watch", str(manuals / "none")]) == 2
    assert capsys.readouterr().err == f"rubin: There is no folder {manuals / 'none'}. Check the path.\n"
    for wrong in (["watch", "--remove"], ["watch", "--list", "--look"], ["watch", str(manuals), "--list"]):
        assert main(wrong) == 2
        assert capsys.readouterr().err == "rubin: Give either PATH or one of --list, --look.\n"


def test_a_note_is_written_and_found(capsys: Capture) -> None:
    assert main(["note", "The", "valve V77077", "leaks."]) == 0
    path = Path(capsys.readouterr().out.removeprefix("Noted in ").strip())
    assert path.read_text().endswith("\n\nThe valve V77077 leaks.\n")
    assert main(["search", "V77077"]) == 0
    assert path.name in capsys.readouterr().out
    assert main(["note", " "]) == 2
    assert capsys.readouterr().err == "rubin: The note is empty: write what you want to keep.\n"


def test_documents_are_edited(manuals: Path, capsys: Capture) -> None:
    main(["add", str(manuals)])
    assert main(["docs", "edit", "pumps.md"]) == 2
    assert main(["docs", "edit", "pumps.md", "--category", "wells", "--tag", "a", "--tag", "b"]) == 0
    assert capsys.readouterr().out.endswith("Changed: pumps.md\n")
    assert main(["search", "P7007", "--category", "wells", "--tag", "b"]) == 0
    assert main(["docs", "edit", "pumps.md", "--no-tags", "--title", "Pumps", "--json"]) == 0
    capsys.readouterr()
    assert main(["docs", "show", "pumps.md", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["category"], shown["tags"], shown["title"]) == ("wells", [], "Pumps")
    assert main(["docs", "edit", "none.md", "--category", "x"]) == 1
    capsys.readouterr()
    assert main(["docs", "edit", "modbus.md", "--category", "x"]) == 1  # one in each language
    with Engine.open() as engine:
        own = next(one for one in engine.documents() if one.origin == "rubin")
    assert main(["docs", "edit", own.id, "--category", "x"]) == 2
    assert "came with Rubin" in capsys.readouterr().err


def test_a_project_is_read_when_it_is_named(tmp_path: Path, home: Path, capsys: Capture) -> None:
    write(tmp_path / "press" / "axis.st", "speed := Q77077;")
    project = str(tmp_path / "press")
    assert main(["search", "Q77077"]) == 1
    assert main(["search", "Q77077", "--project", project]) == 0
    assert "axis.st, line 1" in capsys.readouterr().out
    assert main(["ask", "Q77077", "--project", project]) in (0, 1)
    with Engine.open(home) as engine:
        (document,) = engine.documents(Scope(origins=("project",)))
        assert document.filename == "axis.st"
    assert main(["search", "x", "--project", str(tmp_path / "none")]) == 2
    assert main(["search", "x", "--project", "/"]) == 2
    assert "Choose a folder inside it" in capsys.readouterr().err
    assert main(["stats"]) == 0
    assert "In projects: 1 file" in capsys.readouterr().out
