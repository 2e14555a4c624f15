"""Python by the real ruff: living, killed, hanging, broken, absent."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.analyzers import Problem
from rubin_tui.engine.analysis.ruff import RuffAnalyzer, ruff_program
from rubin_tui.engine.analysis.servers import BACK_OFF, MOST
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import NEVER, found, places, words

CODE = "import os\n\n\ndef f(a=[]):\n    return undefined\n"
FOUND = [("F401", 0, 7), ("B006", 3, 8), ("F821", 4, 11)]
REAL = ruff_program() or "ruff"


@pytest.fixture
def ruff() -> Iterator[RuffAnalyzer]:
    analyzer = RuffAnalyzer()
    yield analyzer
    analyzer.close()


@pytest.fixture
def pretended(tmp_path: Path) -> Iterator[Callable[..., RuffAnalyzer]]:
    """Ruff whose `server`, and maybe `check`, are other programs."""
    made: list[RuffAnalyzer] = []

    def make(server: str, check: str = "", **more: float) -> RuffAnalyzer:
        program = tmp_path / "ruff"
        program.write_text(
            f"#!{sys.executable} -S\nimport os, sys, time\nwhat = sys.argv[1]\n"
            f"if what == 'server':\n    {server}\n"
            f"elif what == 'check' and {check!r}:\n    {check or 'pass'}\n"
            f"os.execv({REAL!r}, [{REAL!r}, *sys.argv[1:]])\n"
        )
        program.chmod(0o755)
        made.append(
            RuffAnalyzer(lambda: str(program), server_seconds=more.pop("server_seconds", 20.0), **more)
        )  # type: ignore[arg-type]
        return made[-1]

    yield make
    for analyzer in made:
        analyzer.close()


def test_findings_have_place_severity_fix_and_explanation(ruff: RuffAnalyzer) -> None:
    unused, mutable, undefined = found(ruff, CODE)
    assert places([unused, mutable, undefined]) == FOUND
    assert unused.message == "`os` imported but unused"
    assert (unused.severity, unused.category, unused.tags) == ("info", "style", ("unused",))
    assert (mutable.severity, mutable.category) == ("warning", "bug")
    assert (undefined.severity, undefined.category) == ("error", "bug")
    assert undefined.end == Position(4, 20)
    assert undefined.url == "https://docs.astral.sh/ruff/rules/undefined-name"
    (fix,) = unused.fixes
    assert (fix.title, fix.safe) == ("Remove unused import: `os`", True)
    assert [(edit.start, edit.end, edit.text) for edit in fix.edits] == [(Position(0, 0), Position(1, 0), "")]
    assert not mutable.fixes[0].safe
    assert "## Why is this bad?" in words(mutable.explanation)


def test_the_server_lives_on_and_follows_edits(ruff: RuffAnalyzer) -> None:
    assert places(found(ruff, CODE, path="/nowhere/a.py")) == FOUND
    (pid,) = ruff.pids
    assert found(ruff, "x = 1\n", path="/nowhere/a.py") == []
    assert places(found(ruff, CODE, path="/nowhere/a.py")) == FOUND
    ruff.forget("/nowhere/a.py")
    assert places(found(ruff, CODE, path="/nowhere/a.py")) == FOUND
    assert ruff.pids == (pid,)
    ruff.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_killed_server_is_started_again_within_the_same_question(ruff: RuffAnalyzer) -> None:
    found(ruff, CODE)
    (first,) = ruff.pids
    os.kill(first, signal.SIGKILL)
    assert places(found(ruff, CODE)) == FOUND
    (second,) = ruff.pids
    assert second != first


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('\tx = "😀"; undefined\n', None),
        ('x = "😀й"; undefined\n', Position(0, 10)),
        ('x = 1\ry = "a\x0c\u2028\x85"\r\nundefined\n', Position(2, 0)),
        ("if 1:\n\tx = '😀'; undefined\n", Position(1, 10)),
        ("\ufeffundefined\n", Position(0, 1)),
        ("x = '\ud800'; undefined\n", Position(0, 9)),
    ],
)
def test_columns_are_characters_from_the_server_and_from_a_run(
    ruff: RuffAnalyzer, pretended: Callable[..., RuffAnalyzer], text: str, place: Position | None
) -> None:
    one_shot = pretended("sys.exit(1)")
    for analyzer in (ruff, one_shot):
        starts = [issue.start for issue in found(analyzer, text) if issue.rule == "F821"]
        assert starts == ([place] if place else [])
    assert one_shot.pids == ()


def test_syntax_errors_are_errors(ruff: RuffAnalyzer) -> None:
    issue = found(ruff, "def f(:\n")[0]
    assert (issue.rule, issue.severity, issue.category) == ("invalid-syntax", "error", "syntax")
    assert issue.start == Position(0, 6)


def test_a_server_that_dies_is_replaced_by_a_run_for_each_text(
    pretended: Callable[..., RuffAnalyzer],
) -> None:
    assert places(found(pretended("sys.exit(1)"), CODE)) == FOUND


def test_a_server_that_hangs_is_killed_and_replaced(pretended: Callable[..., RuffAnalyzer]) -> None:
    analyzer = pretended("time.sleep(600)", server_seconds=0.3)
    assert places(found(analyzer, CODE)) == FOUND
    assert analyzer.pids == ()


@pytest.mark.parametrize(
    "server",
    [
        "print('garbage ' * 1000)",
        "print('Content-Length: 7\\r\\n\\r\\n{garbag')",
        "sys.stdout.write('Content-Length: 2\\r\\n\\r\\n[]'); sys.stdout.flush(); time.sleep(600)",
        "[sys.stdout.write('x' * 65536) for _ in iter(int, 1)]",
        "sys.stdout.write('Content-Length: 99999999999\\r\\n\\r\\n'); sys.stdout.flush(); time.sleep(600)",
    ],
)
def test_a_server_that_prints_garbage_is_replaced(
    pretended: Callable[..., RuffAnalyzer], server: str
) -> None:
    assert places(found(pretended(server), CODE)) == FOUND


@pytest.mark.parametrize(
    "check", ["print('garbage'); sys.exit()", "print('[1]'); sys.exit()", "sys.exit(2)", "os.abort()"]
)
def test_without_any_word_of_ruff_python_itself_is_asked(
    pretended: Callable[..., RuffAnalyzer], check: str
) -> None:
    items = list(pretended("sys.exit(1)", check).analyze(Snapshot(1, "x = (\ny = 😀\n", "python"), NEVER))
    problem, issue = items
    assert isinstance(problem, Problem)
    assert words(problem.message).startswith("ruff gave no answer (")
    assert isinstance(issue, Diagnostic)
    assert (issue.rule, issue.severity) == ("invalid-syntax", "error")


def test_without_ruff_it_is_said_and_there_is_no_score() -> None:
    with Analysis(Registry([RuffAnalyzer(lambda: None)])) as analysis:
        report = analysis.analyze("def f(:\n  pass\n", "python")
    assert [issue.rule for issue in report.issues] == ["analyzer", "invalid-syntax"]
    assert report.quality_score is None
    assert words(report.not_run[0].reason).startswith("ruff is not installed: only the first syntax error")


def test_deaths_make_the_next_start_wait(pretended: Callable[..., RuffAnalyzer], tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    moment = 0.0
    analyzer = pretended(f"open({str(starts)!r}, 'a').write('x'); sys.exit(1)", clock=lambda: moment)
    counts = []
    for _ in range(4):
        found(analyzer, CODE)
        counts.append(len(starts.read_text()))
    assert counts == [1, 2, 2, 2]
    moment += BACK_OFF[2]
    found(analyzer, CODE)
    assert len(starts.read_text()) == 3


def test_the_projects_settings_are_honoured(ruff: RuffAnalyzer, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.ruff.lint]\nselect = ["E501"]\n[tool.ruff]\nline-length = 20\n'
    )
    inner = tmp_path / "a" / "b"
    text = f"{CODE}x = 1  # {'long ' * 3}\n"
    assert places(found(ruff, text, path=str(inner / "x.py"))) == [("E501", 5, 20)]
    assert places(found(ruff, CODE, path="/nowhere/x.py")) == FOUND
    inner.mkdir(parents=True)
    (inner / "ruff.toml").write_text('lint.select = ["F401"]\n')
    assert places(found(ruff, text, path=str(inner / "x.py"))) == [("F401", 0, 7)]
    (inner / "ruff.toml").write_text('lint.select = ["F821", "B006"]\n')
    assert places(found(ruff, text, path=str(inner / "x.py"))) == FOUND[1:]


def test_a_file_the_settings_leave_out_is_named_and_has_no_score(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text('extend-exclude = ["made"]\n')
    with Analysis(Registry([RuffAnalyzer()])) as analysis:
        out = analysis.analyze("x = undefined\n", path=tmp_path / "made" / "a.py")
        inside = analysis.analyze("x = 1\n", path=tmp_path / "a.py")
    assert (out.issues, out.quality_score) == ((), None)
    assert words(out.not_run[0].reason).startswith(
        f"The settings {tmp_path / 'ruff.toml'} leave this file out"
    )
    assert (inside.quality_score, inside.not_run) == (100.0, ())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("line-length = [\n", "unclosed array"),
        ('lint.select = ["NOPE"]\n', "Unknown rule selector `NOPE`"),
        ("nope = 1\n", "nope"),
    ],
)
@pytest.mark.parametrize("living", [True, False])
def test_broken_settings_are_named_and_our_rules_used(
    ruff: RuffAnalyzer,
    pretended: Callable[..., RuffAnalyzer],
    tmp_path: Path,
    settings: str,
    said: str,
    living: bool,
) -> None:
    config = tmp_path / "ruff.toml"
    config.write_text(settings)
    analyzer = ruff if living else pretended("sys.exit(1)")
    for _ in range(2):
        issues = found(analyzer, CODE, path=str(tmp_path / "x.py"))
        assert places(issues) == [("configuration", 0, 0), *FOUND]
        assert f"The settings {config} are broken" in words(issues[0].message)
        assert said in words(issues[0].message)
    config.write_text('lint.select = ["F401"]\n')
    assert places(found(analyzer, CODE, path=str(tmp_path / "x.py"))) == FOUND[:1]


def test_a_text_that_fells_ruff_itself_leaves_the_others_alone(ruff: RuffAnalyzer) -> None:
    with Analysis(Registry([ruff])) as analysis:
        report = analysis.analyze("x = " + "-" * 100_000 + "1\n", "python")
        assert [issue.rule for issue in report.issues if issue.severity == "error"] == ["invalid-syntax"]
        assert report.not_run[0].failed
        assert [issue.rule for issue in analysis.analyze(CODE, "python").issues] == [
            rule for rule, _, _ in FOUND
        ]


def test_several_threads_ask_at_once(ruff: RuffAnalyzer) -> None:
    results: dict[int, list[tuple[str, int, int]]] = {}

    def ask(number: int) -> None:
        results[number] = places(found(ruff, "\n" * number + "undefined\n"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {
        number: [("F821", number, 0), ("B018", number, 0)] for number in range(8)
    } or results == {number: [("B018", number, 0), ("F821", number, 0)] for number in range(8)}


@pytest.mark.parametrize(
    "path", ["a\0b.py", "relative.py", "/no/such/folder/ю 😀.py", "no_suffix", "-", "stub.pyi"]
)
def test_odd_paths(ruff: RuffAnalyzer, path: str) -> None:
    assert [rule for rule, _, _ in places(found(ruff, CODE, path=path)) if rule == "F821"] == ["F821"]


def test_few_servers_live_at_once_and_none_after_closing(ruff: RuffAnalyzer, tmp_path: Path) -> None:
    for number in range(MOST + 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "ruff.toml").write_text('lint.select = ["F401"]\n')
        assert places(found(ruff, CODE, path=str(folder / "x.py"))) == FOUND[:1]
    pids = ruff.pids
    assert len(pids) == MOST
    ruff.close()
    assert ruff.pids == ()
    assert places(found(ruff, CODE)) == FOUND  # by a run: nothing living starts any more
    assert ruff.pids == ()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
