"""`rubin analyze`: what it prints, in which form, with which exit code."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.cli import main
from rubin_tui.engine import Engine
from rubin_tui.engine.code_model import Analysed, AnalyzerDone
from rubin_tui.engine.model import Failure

CODE = "import os\n\n\ndef f(a=[]):\n    'Doc.'\n    return undefined\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bad.py").write_text(CODE)
    (tmp_path / "good.json").write_text('{"a": 1}\n')
    (tmp_path / "notes.md").write_text("# Not code\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    main(["analyze", *arguments, "--json"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_findings_by_file_then_advice_then_the_score(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", "."]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "bad.py",
        "        1:8  note           ruff/F401  `os` imported but unused",
        "        4:9  warning        ruff/B006  Do not use mutable data structures for argument defaults",
        "       6:12  error          ruff/F821  Undefined name `undefined`",
        "",
    ]
    assert lines[5:8] == [
        "Worth most:",
        "  1. ruff/F821: Unknown name (1 finding, 15 min)",
        "     Why: The program stops with NameError when it gets here, "
        "perhaps for the first time on the machine.",
    ]
    assert "     1 has a safe fix" in lines
    assert lines[-5:] == [
        "2 files: 1 error, 1 warning, 1 note",
        "Quality 66.7 of 100 (score v1, lines of code: 5)",
        "  errors               1      15 min  -23.8",
        "  warnings             1       5 min  -7.9",
        "  notes                1       1 min  -1.6",
    ]


def test_in_russian(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    (project / "a.json").write_text('{"a": 1,}')
    assert main(["analyze", "a.json"]) == 1
    out = capsys.readouterr().out
    assert "ошибка         json/json-syntax  В JSON перед закрывающей скобкой нет запятой." in out
    assert "     Как: Исправьте первую ошибку; следующая станет видна после неё.\n" in out
    assert "1 файл: 1 ошибка\nКачество 49.0 из 100" in out
    assert "  не выше 49           1       0 мин  -" in out


def test_a_clean_file_is_exit_code_0(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "good.json"]) == 0
    assert capsys.readouterr().out == (
        "1 file: nothing to mend\nQuality 100.0 of 100 (score v1, lines of code: 1)\n"
    )


def test_hints_alone_are_exit_code_0(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "hint.py").write_text("def f():\n    return 1\n")
    assert main(["analyze", "hint.py"]) == 0
    assert (
        "hint           structure/no-docstring  f is public and has no docstring." in capsys.readouterr().out
    )


def test_what_cannot_be_analysed_is_exit_code_2_and_the_rest_is_done(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "binary.py").write_bytes(b"\0\1\2\3" * 50)
    assert main(["analyze", "nope.py", "binary.py", "good.json"]) == 2
    told = capsys.readouterr()
    assert told.err == "rubin: There is no file or folder nope.py.\nrubin: binary.py is no text.\n"
    assert told.out.startswith("1 file: nothing to mend\n")
    assert main(["analyze", "bad.py", "--language", "klingon"]) == 2
    assert capsys.readouterr().err.startswith(
        "rubin: Rubin does not know the language klingon. It knows: python, st,"
    )
    assert main(["analyze"]) == 2


def test_a_path_that_is_not_there_gets_one_sentence_and_no_score(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", "gone.st"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "rubin: There is no file or folder gone.st.\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(monkeypatch, b"def f(:\n")
    assert main(["analyze", "-"]) == 1
    assert capsys.readouterr().out.startswith("-\n        1:7  error          ruff/invalid-syntax")
    typed(monkeypatch, b"x = [1\n")
    assert main(["analyze", "-", "--language", "toml"]) == 1
    assert "toml/toml-syntax" in capsys.readouterr().out
    typed(monkeypatch, "привет, это не код".encode("cp1251"))
    assert main(["analyze", "-"]) == 0
    assert "No score: nothing that could judge this code has run." in capsys.readouterr().out


def test_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = as_json(capsys, ".")
    assert {"issues", "recommendations", "quality_score"} <= told.keys()
    assert told["quality_score"] == 66.7
    unused = told["issues"][0]
    assert (unused["rule"], unused["path"], unused["severity"]) == ("F401", "bad.py", "info")
    assert (unused["start"], unused["end"]) == ({"line": 0, "character": 7}, {"line": 0, "character": 9})
    assert unused["fixes"][0]["edits"][0]["text"] == ""
    assert len({issue["fingerprint"] for issue in told["issues"]}) == 3
    assert [part["name"] for part in told["score_breakdown"]] == ["errors", "warnings", "info"]
    assert [file["path"] for file in told["files"]] == ["bad.py", "good.json"]
    assert {row["analyzer"] for row in told["analyzers_run"]} == {"ruff", "json", "structure"}
    assert told["recommendations"][0]["title"] == "Unknown name"
    assert (told["schema_version"], told["score_version"], told["problems"]) == (1, 1, [])


def test_twice_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = as_json(capsys, "."), as_json(capsys, ".")
    del first["seconds"], second["seconds"]
    assert first == second


def test_an_analyzer_that_is_not_installed_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "a.sh").write_text("echo $x\n")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert main(["analyze", "a.sh"]) == 0
    out = capsys.readouterr().out
    assert (
        'Not run: shellcheck is not installed, so its checks were left out: pip install "rubin-tui[shell]"'
        in out
    )
    assert "No score" in out


def test_foreign_text_cannot_reach_the_terminal(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "evil\x1b[31m\n.json"
    (project / name).write_text('{"\x1b]0;title\x07": 1, "a\u202eb": 1, "a\u202eb": 2}')
    main(["analyze", name])
    main(["analyze", "."])
    main(["analyze", ".", "--json"])
    main(["analyze", ".", "--format", "sarif"])
    told = capsys.readouterr()
    assert not {"\x1b", "\x07", "\u202e"} & set(told.out + told.err)


def test_a_name_that_is_no_utf8(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = bytes(project) + b"/b\xff.json"
    Path(raw.decode("utf-8", "surrogateescape")).write_text("[1,]")
    assert main(["analyze", raw.decode("utf-8", "surrogateescape"), "--format", "sarif"]) == 1
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"]


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    main(["analyze", *arguments, "--format", "sarif"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_sarif_is_sarif(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What sections 3.13 to 3.55 of SARIF 2.1.0 require of the objects we write."""
    (project / "a folder").mkdir()
    (project / "a folder" / "два.json").write_text('{"a": 1,\r\n "a": 2}')
    log = sarif(capsys, ".")
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "rubin"
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert run["invocations"][0]["executionSuccessful"] is True
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert result["partialFingerprints"]["rubin/v1"]
        places = [*result["locations"], *result.get("relatedLocations", ())]
        for place in places:
            physical = place["physicalLocation"]
            assert " " not in physical["artifactLocation"]["uri"]
            assert physical["artifactLocation"]["uri"].isascii()
            region(physical["region"])
        for fix in result.get("fixes", ()):
            assert fix["description"]["text"]
            for change in fix["artifactChanges"]:
                assert change["artifactLocation"]["uri"]
                assert change["replacements"]
                for replacement in change["replacements"]:
                    region(replacement["deletedRegion"])
                    assert isinstance(replacement["insertedContent"]["text"], str)
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
        assert all(rule[key]["text"] for key in ("shortDescription", "help") if key in rule)
    for notice in run["invocations"][0]["toolExecutionNotifications"]:
        assert notice["message"]["text"]
    twice = run["results"][0]
    assert twice["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20folder/%D0%B4%D0%B2%D0%B0.json"},
        "region": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 5},
    }


def region(value: dict[str, int]) -> None:
    assert value.keys() == {"startLine", "startColumn", "endLine", "endColumn"}
    assert all(number >= 1 for number in value.values())
    assert (value["startLine"], value["startColumn"]) <= (value["endLine"], value["endColumn"])


def test_the_engine_offers_it(engine: Engine) -> None:
    report = engine.analyze(CODE, path="x.py")
    assert [issue.rule for issue in report.issues] == ["F401", "B006", "F821"]
    events = list(engine.analyze_events(engine.analysis.snapshot(CODE, "python", version=4)))
    assert [type(event) for event in events] == [AnalyzerDone, AnalyzerDone, Analysed]
    assert {event.version for event in events} == {4}
    assert isinstance(events[-1], Analysed)
    assert [issue.rule for issue in events[-1].report.issues] == ["F401", "B006", "F821"]
    with pytest.raises(Failure):
        engine.analyze(CODE, "klingon")
    assert next(row for row in engine.stats().operations if row.name == "analyze").errors == 1


def test_other_commands_do_not_load_the_analyzers() -> None:
    code = (
        "import sys, rubin_tui.commands, rubin_tui.engine.engine\n"
        "print([name for name in ('yaml', 'rubin_tui.engine.analysis') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_nothing_it_started_lives_on(project: Path) -> None:
    code = (
        "import sys\nfrom rubin_tui.engine import Analysis\n"
        "a = Analysis(); a.analyze('x', 'python'); print(*a.registry.all[0].pids, flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as rubin:
        assert rubin.stdout is not None
        pid = int(rubin.stdout.readline())
        assert state(pid) not in ("", "Z")
        rubin.kill()
    for _ in range(200):
        if state(pid) in ("", "Z"):
            return
        time.sleep(0.05)
    pytest.fail("ruff lives on")


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


TCPOU = """\
<?xml version="1.0" encoding="utf-8"?>
<TcPlcObject Version="1.1.0.1">
  <POU Name="MAIN" Id="{1}">
    <Declaration><![CDATA[PROGRAM MAIN
VAR
    n : INT;
END_VAR]]></Declaration>
    <Implementation><ST><![CDATA[{body}]]></ST></Implementation>
  </POU>
</TcPlcObject>
"""


def test_a_twincat_project_is_analysed_by_what_it_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    items = "".join(f'<Compile Include="{name}.TcPOU" />' for name in ("Good", "Bad"))
    bad = TCPOU.replace("PROGRAM MAIN", "PROGRAM BAD_")
    (tmp_path / "Line.plcproj").write_text(f"<Project><ItemGroup>{items}</ItemGroup></Project>", "utf-8")
    (tmp_path / "Good.TcPOU").write_text(TCPOU.replace("{body}", "n := 1;"), "utf-8")
    (tmp_path / "Bad.TcPOU").write_text(bad.replace("{body}", "n := 1;"), "utf-8")
    (tmp_path / "Unused.TcPOU").write_text(TCPOU.replace("{body}", "IF ;"), "utf-8")
    assert main(["analyze", "Line.plcproj"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "2 files: nothing to mend"
    (tmp_path / "Bad.TcPOU").write_text(bad.replace("{body}", "n = 1;"), "utf-8")
    assert main(["analyze", "Line.plcproj"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Bad.TcPOU" and lines[1].split()[:3] == ["8:36", "error", "st/st-syntax"]
    (tmp_path / "Good.TcPOU").unlink()
    assert main(["analyze", "Line.plcproj"]) == 2
    assert "Good.TcPOU" in capsys.readouterr().err
