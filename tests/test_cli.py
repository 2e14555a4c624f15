"""The command line: what it prints, where, and with which exit code."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rubin_tui import __version__
from rubin_tui.cli import main
from rubin_tui.engine import Engine, ImportEvent, Scope
from rubin_tui.engine.library.starter import knowledge_folder

MANUAL = """# Drive X1

## Faults

Fault F30002 means overvoltage in the DC link. Increase the ramp-down time p1121 to 12 s.

## Ratings

The rated current of the drive X1 is 7.5 A.
"""


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    path = tmp_path / "drive.md"
    path.write_text(MANUAL, encoding="utf-8")
    return path


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_add_then_ask_then_search(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(manual)]) == 0
    told = capsys.readouterr()
    assert told.out == "Added 1, unchanged 0, failed 0; new passages: 2.\n"
    assert told.err == "[1/1] ✓ drive.md: 2 passages, searchable\n"

    assert main(["ask", "What does fault F30002 mean?"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "● found"
    assert lines[2] == "  «Fault F30002 means overvoltage in the DC link.»"
    assert lines[3] == "  [1] drive.md, line 5 · Drive X1 › Faults"

    assert main(["search", "rated", "current", "X1"]) == 0
    assert "  1. drive.md, line 9 · Drive X1 › Ratings" in capsys.readouterr().out.splitlines()


def test_what_was_added_is_unchanged_the_second_time(
    manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(manual)])
    assert main(["add", str(manual)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Added 0, unchanged 1, failed 0; new passages: 0."


def test_json_carries_the_whole_answer(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(manual)])
    capsys.readouterr()
    assert main(["ask", "--json", "What is the rated current of the drive X1?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["confidence"] == "found"
    first = answer["sentences"][0]
    assert first["text"] == first["citation"]["quote"] == "The rated current of the drive X1 is 7.5 A."
    assert (first["citation"]["filename"], first["citation"]["line_start"]) == ("drive.md", 9)
    assert first["citation"]["heading_path"] == ["Drive X1", "Ratings"]


def test_a_scope_looks_only_there(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(manual), "--category", "drives", "--tag", "cell3"])
    capsys.readouterr()
    assert main(["search", "F30002", "--category", "drives", "--tag", "cell3", "--lang", "en"]) == 0
    assert main(["search", "F30002", "--category", "plc"]) == 1
    assert main(["search", "F30002", "--type", "pdf"]) == 1
    assert main(["search", "F30002", "--file", "drive.md"]) == 0


def test_not_found_is_exit_code_1_and_names_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "What is fault F99999?"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("○ not found in your documents\n")
    assert "No document holds: F99999\n" in out
    assert main(["search", "F99999"]) == 1


def test_an_identifier_typed_in_cyrillic_is_read_and_said(
    manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(manual)])
    capsys.readouterr()
    assert main(["search", "А30002"]) == 0  # the keys of F30002 with the Cyrillic layout on
    assert capsys.readouterr().out.splitlines()[0] == "А30002 is read as F30002"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(monkeypatch, b"# Pump\n\nThe pump P7 needs 3 bar.\n")
    assert main(["add", "-", "--name", "pump.md"]) == 0
    typed(monkeypatch, b"Which pressure does the pump P7 need?\n")
    capsys.readouterr()
    assert main(["ask", "-"]) == 0
    assert "  «The pump P7 needs 3 bar.»" in capsys.readouterr().out.splitlines()


def test_docs_list_show_remove(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(manual), "--tag", "cell3"])
    capsys.readouterr()
    assert main(["docs", "show", "drive.md", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["filename"], shown["tags"], shown["passages"]) == ("drive.md", ["cell3"], 2)
    assert shown["state"] == "ready"
    assert main(["docs", "remove", shown["id"]]) == 0
    assert capsys.readouterr().out == "Removed: drive.md\n"
    assert main(["docs", "show", "drive.md"]) == 1
    assert main(["search", "F30002"]) == 1
    capsys.readouterr()
    assert main(["docs", "--json"]) == 0
    names = {document["filename"] for document in json.loads(capsys.readouterr().out)}
    assert names == {article.name for article in knowledge_folder().glob("*/*.md")}


def test_stats_and_config_as_json(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["stats", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stats"]["documents"] == len(list(knowledge_folder().glob("*/*.md")))
    assert found["stats"]["by_type"] == [["markdown", found["stats"]["documents"]]]
    assert {part["name"] for part in found["health"]["parts"]} == {"store", "index", "import"}
    assert main(["config", "path"]) == 0
    assert capsys.readouterr().out == f"{home}/config/settings.toml\n"
    assert main(["config", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first == {
        "key": "language",
        "value": "auto",
        "origin": {"id": "settings.from_default", "text": "default"},
        "layer": "default",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "/nowhere/x.pdf"], "[1/1] ✗ /nowhere/x.pdf is not there."),
        (["ask"], "rubin: Missing argument 'QUESTION'."),
        (["ask", " "], "rubin: "),
        (["ask", "x" * 100_000], "rubin: The question has 100000 characters"),
        (["search", "x" * 100_000], "rubin: The search has 100000 characters"),
        (["ask", "?!"], "rubin: The question has no word to look for"),
        (["search", "🤔"], "rubin: There is no word to look for"),
        (["serch", "x"], "rubin: No such command 'serch'. Did you mean 'search'?"),
        (["search", "x", "--limit", "0"], "rubin: Invalid value for '--limit'"),
        (["ask", "x", "--file", "absent.pdf"], 'rubin: There is no document "absent.pdf"'),
    ],
)
def test_bad_use_is_one_sentence_and_exit_code_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert len(err) < 400


def test_the_language_of_the_session_is_spoken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert main(["serch"]) == 2
    assert capsys.readouterr().err == "rubin: Команды 'serch' нет. Возможно, 'search'?\n"


def test_broken_settings_are_named_and_can_still_be_found(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text('theme = "dark"\ntheem = 1\n')
    assert main(["stats"]) == 2
    assert f"{home}/config/settings.toml, line 2" in capsys.readouterr().err
    assert main(["config", "path"]) == 0


def test_wrong_settings_are_told_in_the_language_they_ask_for(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config").mkdir()
    for text in ('language = "ru"\ntheem = 1\n', 'language = "ru"\nworkers 2\n'):
        (home / "config" / "settings.toml").write_text(text)
        assert main(["stats"]) == 2
        assert "строка 2" in capsys.readouterr().err
    monkeypatch.setenv("RUBIN_LANGUAGE", "en")
    assert main(["stats"]) == 2
    assert "line 2" in capsys.readouterr().err
    monkeypatch.setenv("RUBIN_LANGUAGE", "xx")
    assert main(["stats"]) == 2


def test_a_choice_there_is_not_is_told_in_russian_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUBIN_LANGUAGE", "ru")
    assert main(["search", "G64", "--in", "attic"]) == 2
    assert "'attic', а можно 'manuals', 'project', 'notes', 'reference'." in capsys.readouterr().err


def test_nothing_a_terminal_obeys_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = tmp_path / "evil\x1b]0;owned\x07\n.md"
    evil.write_text("# A\x1b[2J\n\nThe \x1b[31mvalve\x9b V9 \u202eopens at 4 bar.\n", encoding="utf-8")
    main(["add", str(evil)])
    main(["ask", "When does the valve V9 open?"])
    main(["ask", "--json", "When does the valve V9 open?"])
    main(["docs", "show", evil.name])
    told = capsys.readouterr()
    for written in (told.out, told.err):
        assert "valve" in told.out
        assert not set(written) & set("\x1b\x07\x9b\u202e\r")


def test_a_file_name_stays_in_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x\n● found.md").write_text(MANUAL)
    main(["add", str(tmp_path)])
    main(["docs"])
    main(["search", "F30002"])
    main(["docs", "remove", "x\n● found.md"])
    told = capsys.readouterr()
    assert not any(line.startswith("● found") for line in (told.out + told.err).splitlines())
    assert "Removed: x⏎● found.md\n" in told.out


def test_names_that_are_no_utf8_are_stored_apart_and_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [os.fsdecode(name) for name in (b"pump\xfe.md", b"pump\xff.md")]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"The pump P{number} needs {number} bar.\n")
    tag = os.fsdecode(b"\xff")
    assert main(["add", str(tmp_path), "--tag", tag]) == 0
    capsys.readouterr()
    assert main(["docs", "show", names[1], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == f"{tmp_path}/pump\\xff.md"
    assert main(["search", "pump", "--tag", tag, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 2
    assert main(["add", str(tmp_path / names[0])]) == 0
    assert "= pump\ufffd.md: unchanged" in capsys.readouterr().err


def rubin(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "RUBIN_HOME": str(home), **more}
    return subprocess.run(
        [sys.executable, "-m", "rubin_tui", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_costs_nothing(home: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rubin_tui", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"rubin {__version__}\n"
    imported = ran.stderr.replace("  ", "")
    assert "| rubin_tui.cli\n" in imported
    for heavy in ("textual", "click", "numpy", "whoosh", "sqlite3", "rubin_tui.engine", "rubin_tui.settings"):
        assert f"| {heavy}\n" not in imported


def test_ask_and_the_engine_never_load_textual(home: Path) -> None:
    code = (
        "import sys; from rubin_tui.cli import main; main(['ask', 'What is Modbus?']); main(['stats']);"
        "import rubin_tui.engine.engine;"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich', 'pygments')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_without_a_terminal_a_file_cannot_be_edited(home: Path) -> None:
    ran = rubin(home, "./notes.txt")
    assert ran.returncode == 2
    assert ran.stderr.startswith("rubin: The screen needs a terminal.")


def test_a_reader_that_has_seen_enough_is_no_error(home: Path) -> None:
    ran = subprocess.run(
        f"{sys.executable} -m rubin_tui docs | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith(min(article.name for article in knowledge_folder().glob("*/*.md")))
    assert ran.stderr == ""


PLAIN = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_plain_c_locale_still_works(home: Path) -> None:
    ran = rubin(home, "ask", "Что такое Pt100?", **PLAIN)
    assert ran.returncode == 0
    assert "Pt100" in ran.stdout
    ran = rubin(home, "ask", "What is Pt100 at 100 °C?", "--json", **PLAIN)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "°C" in json.loads(ran.stdout)["text"]


def shell(command: str, cwd: Path | None = None) -> tuple[int, str]:
    """Exit code and standard error of a command line in which `rubin` is ours."""
    ran = subprocess.run(
        ["bash", "-c", f'set -o pipefail; rubin() {{ {sys.executable} -m rubin_tui "$@"; }}; {command}'],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    return ran.returncode, ran.stderr


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        ("rubin docs --json | true", 0, ""),
        ("rubin docs > /dev/full", 2, "rubin: The result could not be written to standard output: no space"),
        ("rubin docs --json > /dev/full", 2, "rubin: The result could not be written to standard output:"),
        ("rubin docs >&-", 2, "rubin: The result could not be written to standard output: it is closed"),
        ("rubin ask - <&-", 2, "rubin: There is no question yet"),
        ("rubin ask zzz 2>&- >/dev/null", 1, ""),
        ("rubin ask '' 2>/dev/full", 2, ""),
        ("rubin ask '' 2>&-", 2, ""),
        ("RUBIN_HOME='~nobody-of-that-name/x' rubin stats", 2, "rubin: The folder ~nobody-of-that-name/x"),
        ("mkdir gone; cd gone; rmdir ../gone; rubin stats > /dev/null", 0, ""),
        ("mkdir gone; cd gone; rmdir ../gone; rubin config > /dev/null", 0, ""),
        ("mkdir gone; cd gone; rmdir ../gone; rubin add x.md > /dev/null", 2, "[1/1] ✗ x.md is not there."),
        ("mkdir gone; cd gone; rmdir ../gone; RUBIN_HOME=here rubin stats", 2, "rubin: The folder here"),
    ],
)
def test_streams_and_folders_that_are_not_there(
    command: str, code: int, sentence: str, tmp_path: Path
) -> None:
    told = shell(command, tmp_path)
    assert told[0] == code, told
    assert told[1].startswith(sentence)
    assert told[1].count("\n") == bool(sentence)


def test_a_fault_of_ours_is_one_sentence_without_the_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: object, *, actor: object = None) -> None:
        raise ValueError("a sentence of a document")

    monkeypatch.setattr(Engine, "stats", fail)
    assert main(["stats"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("rubin: This is a fault in Rubin (ValueError at test_cli.py:")
    assert err.count("\n") == 1
    assert "document" not in err


def test_a_profile_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    ran = rubin(blocked, "stats")
    assert ran.returncode == 2
    assert ran.stderr.startswith("rubin: ")
    assert str(blocked) in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_without_a_path_add_goes_on_with_what_was_broken_off(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add"]) == 2
    assert capsys.readouterr().err.startswith("rubin: Name the files or folders to add")
    for number in range(9):
        (tmp_path / f"{number}.md").write_text(f"The tag is KX{number}.\n")
    with Engine.open(home) as engine:
        next(engine.add_documents([tmp_path], tags=("cell3",)))
    assert main(["add", str(tmp_path / "0.md")]) == 0
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "9 files of an import that was broken off wait; to go on with them: rubin add"
    assert main(["add"]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[0] == "Going on with an import that was broken off: 9 files wait."
    assert told.out == "Added 8, unchanged 1, failed 0; new passages: 8.\n"
    assert main(["add"]) == 2
    with Engine.open(home) as engine:
        assert len(engine.documents(Scope(tags=("cell3",)))) == 8


def test_ctrl_c_ends_an_import_in_order_and_for_good(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(9):
        (tmp_path / f"{number}.md").write_text(f"The tag is KX{number}.\n")
    add_documents = Engine.add_documents

    def interrupted(*args: Any, **told: Any) -> Iterator[ImportEvent]:
        for event in add_documents(*args, **told):
            yield event
            if event.stage == "storing":
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Engine, "add_documents", interrupted)
    # The first Ctrl+C comes while the first file is stored; nothing is stored after it.
    assert main(["add", str(tmp_path)]) == 130
    told = capsys.readouterr()
    assert told.out == "Added 1, unchanged 0, failed 0; new passages: 1.\n"
    assert told.err.splitlines()[-1] == "rubin: interrupted; what was finished is kept"
    assert sum("cancelled" in line for line in told.err.splitlines()) == 8
    with Engine.open(home) as engine:
        assert engine.unfinished_imports() == []
        assert sum(document.origin == "user" for document in engine.documents()) == 1
