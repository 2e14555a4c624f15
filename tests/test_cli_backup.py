"""`rubin backup`, `restore`, `verify`: what they print, where, and with which exit code."""

import json
from pathlib import Path

import pytest

from rubin_tui.cli import main
from rubin_tui.engine import Engine
from tests.engine.backup.base import NOTE, page_of, spoil


@pytest.fixture
def profile(home: Path) -> Path:
    with Engine.open(home) as engine:
        engine.add_text("line3.md", NOTE)
    return home


def test_save_check_lose_restore(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.rubin"
    assert main(["backup", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"Saved: {file}, {file.stat().st_size / 1_000_000:.1f} MB",
        "31 documents, 31 pages, 373 passages, 0 chats",
    ]
    assert said.err == ""
    assert main(["verify", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"In order: {file}"
    assert main(["verify"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"In order: {profile}/data/rubin.db",
        "31 documents, 31 pages, 373 passages, 0 chats",
    ]
    monkeypatch.setenv("RUBIN_HOME", str(tmp_path / "other"))
    assert main(["restore", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"Restored from {file}, made 2")
    assert main(["search", "M41"]) == 0
    assert main(["docs", "remove", "line3.md"]) == 0
    assert main(["restore", str(file)]) == 0, "nothing of a person is in it any more"


def test_refusals_are_one_sentence_and_exit_code_2(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.rubin"
    (tmp_path / "line3.md").write_text(NOTE)
    main(["backup", str(file)])
    capsys.readouterr()
    for arguments, sentence in (
        (["backup", str(file)], f"{file} is there already. Give another name, or add --replace"),
        (["backup"], "Missing argument 'FILE'."),
        (["restore", str(file)], f"The profile with {profile}/data/rubin.db is not empty. Add --replace"),
        (["restore", str(tmp_path / "line3.md"), "--replace"], f"{tmp_path}/line3.md is no Rubin backup."),
        (["verify", str(tmp_path / "absent")], f"{tmp_path}/absent cannot be read"),
    ):
        assert main(arguments) == 2, arguments
        said = capsys.readouterr()
        assert said.err.startswith(f"rubin: {sentence}"), said.err
        assert (said.err.count("\n"), said.out) == (1, "")


def test_replace_does_what_it_says_and_names_what_is_kept(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.rubin"
    main(["backup", str(file)])
    assert main(["backup", str(file), "--replace"]) == 0
    capsys.readouterr()
    assert main(["restore", str(file), "--replace"]) == 0
    (kept,) = (profile / "data").glob("rubin-before-*.db")
    assert capsys.readouterr().out.splitlines()[-1] == f"What was there before is kept in {kept}"


def test_json_carries_the_whole_result(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.rubin"
    assert main(["backup", str(file), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["path"], made["size"], made["problems"]) == (str(file), file.stat().st_size, [])
    assert made["holdings"] == {"documents": 31, "pages": 31, "passages": 373, "chats": 0, "messages": 0}
    assert main(["verify", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["backup"] == made
    assert main(["restore", str(file), "--replace", "--json"]) == 0
    restored = json.loads(capsys.readouterr().out)
    assert (restored["backup"], restored["database"]) == (made, f"{profile}/data/rubin.db")


def test_a_damaged_database_is_named_page_by_page_and_a_backup_offered(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = profile / "data" / "rubin.db"
    page = page_of(database, b"identity")
    spoil(database, page)
    assert main(["verify"]) == 2
    said = capsys.readouterr()
    assert said.out == f"  table meta: page {page} is damaged\n"
    assert said.err.startswith(
        f"rubin: The database {database} is damaged. Save it as it is with rubin backup"
    )
    file = tmp_path / "all.rubin"
    assert main(["backup", str(file)]) == 2, "a script must not drop the older backups now"
    said = capsys.readouterr()
    assert said.out.startswith(f"Saved: {file}, ")
    assert said.err.startswith("rubin: The database is damaged and was saved as it is: keep your earlier")
    assert main(["verify", str(file), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["problems"]
    assert told == [{"id": "verify.page", "text": f"table meta: page {page} is damaged"}]
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert main(["restore", str(file), "--replace"]) == 2
    assert capsys.readouterr().err == (
        f"rubin: {file} сделан из повреждённой базы (таблица meta: повреждена страница {page});"
        " ничего не изменено. Возьмите другую копию.\n"
    )


def test_broken_settings_keep_nobody_from_saving_or_restoring(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (profile / "config").mkdir()
    (profile / "config" / "settings.toml").write_text("theem = 1\n")
    file = tmp_path / "all.rubin"
    assert main(["backup", str(file)]) == 0
    assert main(["verify", str(file)]) == 0
    assert main(["restore", str(file), "--replace"]) == 0
    assert (profile / "config" / "settings.toml").read_text() == "theem = 1\n"
