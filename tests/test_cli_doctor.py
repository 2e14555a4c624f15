"""`rubin doctor`: what it finds, what it advises, its exit codes; nothing private, nothing of the screen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rubin_tui.cli import main
from rubin_tui.engine import Abilities, Doctor, Engine, Private, report_lines
from rubin_tui.settings import Profile
from rubin_tui.terminal.abilities import Answer, read_answer, session
from tests.engine.backup.base import NOTE, page_of, spoil

Shown = pytest.CaptureFixture[str]


@pytest.fixture
def profile(home: Path) -> Path:
    """A profile that was used."""
    with Engine.open(home) as engine:
        engine.add_text("line3.md", NOTE)
        engine.search("brake")
    return home


def checks(capsys: Shown) -> list[dict[str, str]]:
    """What `--json` wrote."""
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_a_healthy_profile(profile: Path, capsys: Shown) -> None:
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "sound: 31 documents, passages 373, chats 0" in out
    assert out.rstrip().endswith("All is well.")
    assert main(["doctor", "--json"]) == 0
    found = checks(capsys)
    assert {check["section"] for check in found} == {
        "versions", "terminal", "locale", "places", "database", "index", "disk", "tools", "settings", "log"
    }  # fmt: skip
    assert [check for check in found if check["state"] == "problem"] == []


def test_it_speaks_russian(profile: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUBIN_LANGUAGE", "ru")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "цела: 31 документ, отрывков 373, разговоров 0" in out
    assert "Всё в порядке." in out


def test_a_new_profile_is_healthy_and_not_made(home: Path, capsys: Shown) -> None:
    assert main(["doctor"]) == 0
    assert "not there yet: " in capsys.readouterr().out
    assert list(home.iterdir()) == []


def test_a_damaged_database_is_a_problem_with_advice(profile: Path, capsys: Shown) -> None:
    database = profile / "data" / "rubin.db"
    spoil(database, page_of(database, b"CREATE TABLE passages"))
    assert main(["doctor", "--json"]) == 1
    problems = [check for check in checks(capsys) if check["state"] == "problem"]
    assert problems and {check["section"] for check in problems} == {"database"}
    assert all("rubin backup FILE" in check["advice"] for check in problems)


def test_what_is_no_database_at_all(profile: Path, capsys: Shown) -> None:
    (profile / "data" / "rubin.db").write_bytes(b"no database " * 1000)
    assert main(["doctor"]) == 1
    assert "1 problem; what to do stands below it." in capsys.readouterr().out


def test_settings_that_are_wrong(profile: Path, capsys: Shown) -> None:
    (profile / "config").mkdir(exist_ok=True)
    (profile / "config" / "settings.toml").write_text("[theme\n", "utf-8")
    assert main(["doctor", "--json"]) == 1
    problem = next(check for check in checks(capsys) if check["state"] == "problem")
    assert problem["section"] == "settings"
    assert "line 1" in problem["value"]
    assert "settings.toml away" in problem["advice"]


def test_a_folder_others_may_read(profile: Path, capsys: Shown) -> None:
    (profile / "data").chmod(0o755)
    assert main(["doctor"]) == 1
    assert "chmod 700" in capsys.readouterr().out


def test_the_report_is_saved_as_it_is_shown(profile: Path, tmp_path: Path, capsys: Shown) -> None:
    file = tmp_path / "report.txt"
    assert main(["doctor", "--save", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(file.read_text("utf-8").rstrip())
    assert said.err == f"The report is in {file}\n"
    assert main(["doctor", "--save", str(file)]) == 2, "nothing is written over"
    assert "there already" in capsys.readouterr().err
    assert main(["doctor", "--sav"]) == 2


def test_names_of_folders_are_hidden(profile: Path, tmp_path: Path) -> None:
    folders = Profile.under(tmp_path / "ann" / "rubin")
    project = tmp_path / "ann" / "customer"
    project.mkdir(parents=True)
    (project / ".rubin.toml").write_text('theme = "light"\n', "utf-8")
    doctor = Doctor(folders, Abilities(), project=project, environ={})
    text = "\n".join(report_lines(doctor.examine(), "en", Private(tmp_path / "ann", project)))
    assert "not there yet: ~/rubin/data" in text
    assert "light  ([project]/.rubin.toml, line 1)" in text
    assert "customer" not in text and "ann" not in text.split()
    assert Private(Path("/home/ann")).hide("/home/anna/x /home/ann/x") == "/home/anna/x ~/x"


def test_the_log_is_told_without_text(profile: Path) -> None:
    log = profile / "log" / "rubin.log"
    with log.open("a", encoding="utf-8") as stream:
        stream.write("2026-01-01 10:00:00,000 77 ERROR 3 ask 12.5 ms ValueError at search.py:12\n")
        stream.write("2026-01-01 10:00:01,000 77 ERROR secret words of a document\n")
        stream.write("2026-01-01 10:00:02,000 77 ERROR 4 ask 12.5 ms secret words\n")
    doctor = Doctor(Profile.under(profile), Abilities(), environ={})
    text = "\n".join(report_lines(doctor.examine(), "en"))
    assert "1 error in the log" in text
    assert "ValueError at search.py:12" in text
    assert "secret" not in text


def test_it_loads_nothing_of_the_screen(profile: Path) -> None:
    code = (
        "import sys; from rubin_tui.cli import main; main(['doctor']);"
        "print([m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x1b[?1u\x1b_Gi=31;OK\x1b\\\x1b[?62;22c", Answer(True, "kitty")),
        (b"\x1b[?62;4;22c", Answer(False, "sixel")),
        (b"\x1b[?64c", Answer(False, "")),
        (b"\x1b[?1u", Answer()),
        (b"", Answer()),
    ],
)
def test_what_a_terminal_answers(data: bytes, said: Answer) -> None:
    assert read_answer(data) == said


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 1 << 24),
        ({"TERM": "linux"}, 16),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ({}, 0),
    ],
)
def test_colours_of_a_session(environ: dict[str, str], colours: int) -> None:
    assert session(environ).colours == colours
