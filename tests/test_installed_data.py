"""The manual and the sample project that come with Rubin: in both languages, with the faults they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubin_tui.actions import ACTIONS, key_name
from rubin_tui.engine import Engine
from rubin_tui.installed import data_folder

LANGUAGES = ("en", "ru")


def guide(language: str) -> str:
    """The manual."""
    return (data_folder("docs") / language / "guide.md").read_text("utf-8")


def test_both_manuals_have_the_same_parts() -> None:
    assert len(re.findall("^## ", guide("en"), re.M)) == len(re.findall("^## ", guide("ru"), re.M)) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_names_keys_that_exist(language: str) -> None:
    letters = {item.letter for item in ACTIONS if item.letter}
    assert set(re.findall(r"Ctrl\+L ([a-z0-9])\b", guide(language))) <= letters
    keys = {key_name(key) for item in ACTIONS for key in item.keys}
    named = set(re.findall(r"(?:Ctrl\+[A-Z](?![a-z])|Alt\+\d|\bF\d{1,2}\b)", guide(language)))
    assert named - keys == set()


def test_both_samples_have_the_same_files_and_the_same_code() -> None:
    folders = [data_folder("samples") / language for language in LANGUAGES]
    english, russian = ({path.relative_to(one) for path in one.rglob("*.*")} for one in folders)
    assert english == russian
    assert {path.suffix for path in english} == {".md", ".st", ".nc", ".py", ".ini", ".json"}

    def code(folder: Path) -> str:
        text = (folder / "POUs" / "FB_Pump.st").read_text("utf-8")
        return re.sub(r"\(\*.*?\*\)", "", text)

    assert code(folders[0]) == code(folders[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_faults_of_the_sample_are_found(language: str, engine: Engine, tmp_path: Path) -> None:
    folder = data_folder("samples") / language
    program = (folder / "tools" / "limits.py").read_text("utf-8")
    found = engine.analyze(program, path=tmp_path / "limits.py").issues
    assert {"F401", "B006", "F821", "E722"} <= {issue.rule for issue in found}
    assert [issue.start.line for issue in found if issue.severity == "error"] == [16]
    mended = program.replace("pressure.values()", "pressures.values()")
    assert not [
        one for one in engine.analyze(mended, path=tmp_path / "limits.py").issues if one.severity == "error"
    ]
    alarms = (folder / "config" / "alarms.json").read_text("utf-8")
    assert [one.severity for one in engine.analyze(alarms, path=tmp_path / "alarms.json").issues] == ["error"]
    sound = (folder / "tools" / "trend.py").read_text("utf-8")
    issues = engine.analyze(sound, path=tmp_path / "trend.py").issues
    assert not [one for one in issues if one.severity in ("error", "warning")]
