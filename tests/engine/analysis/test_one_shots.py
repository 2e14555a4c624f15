"""ShellCheck, Cppcheck and oxlint: what the real ones print, printed by programs that stand for them."""

import json
import sys
from pathlib import Path

import pytest

from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.cppcheck import Cppcheck
from rubin_tui.engine.analysis.one_shot import OneShot
from rubin_tui.engine.analysis.oxlint import Oxlint
from rubin_tui.engine.analysis.shellcheck import Shellcheck
from rubin_tui.engine.code_model import Edit, Report
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import words


def program(folder: Path, output: str, *, errors: str = "", code: int = 0) -> str:
    """A program that prints, and notes what it was called with."""
    path = folder / "tool"
    path.write_text(
        f"#!{sys.executable} -S\nimport sys\n"
        f"open({str(folder / 'called')!r}, 'w').write(repr(sys.argv[1:]))\n"
        f"sys.stdout.write({output!r})\nsys.stderr.write({errors!r})\nsys.exit({code})\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return str(path)


def report(analyzer: OneShot, text: str, path: str = "") -> Report:
    with Analysis(Registry([analyzer])) as analysis:
        return analysis.analyze(text, sorted(analyzer.languages)[0], path=path or None)


def test_shellcheck_counts_characters_from_1(tmp_path: Path) -> None:
    comment = {
        "file": "-", "line": 1, "endLine": 1, "column": 13, "endColumn": 15, "level": "info", "code": 2086,
        "message": "Double quote to prevent globbing.",
        "fix": {"replacements": [
            {"line": 1, "endLine": 1, "column": 13, "endColumn": 13, "replacement": '"'},
            {"line": 1, "endLine": 1, "column": 15, "endColumn": 15, "replacement": '"'},
        ]},
    }  # fmt: skip
    parse = {
        **comment,
        "code": 1073,
        "level": "error",
        "line": 2,
        "endLine": 2,
        "column": 1,
        "endColumn": 1,
        "fix": None,
    }
    tool = program(tmp_path, json.dumps({"comments": [comment, parse]}), code=1)
    first, second = report(Shellcheck(tool), 'x="😀"; echo $y\nif [ x ]; then\n').issues
    assert (first.rule, first.severity, first.start, first.end) == (
        "SC2086",
        "info",
        Position(0, 12),
        Position(0, 14),
    )
    assert first.fixes[0].edits[1] == Edit(Position(0, 14), Position(0, 14), '"')
    assert not first.fixes[0].safe
    assert first.url == "https://www.shellcheck.net/wiki/SC2086"
    assert (second.rule, second.category, second.end) == ("SC1073", "syntax", Position(1, 2))
    assert (tmp_path / "called").read_text() == "['--format=json1', '--shell=bash', '-']"


CPP = """\
<?xml version="1.0" encoding="UTF-8"?><results version="2"><cppcheck version="2.22.0"/><errors>
<error id="nullPointer" severity="error" msg="Null pointer dereference: p" verbose="Long." cwe="476">
<location file="a.c" line="2" column="18" info="Null pointer dereference"/>
<location file="a.c" line="1" column="1" info="Assignment"/></error>
<error id="missingInclude" severity="style" msg="Include file not found"/>
<error id="syntaxError" severity="error" msg="Unmatched '('."><location line="1" column="1"/></error>
<error id="checkersReport" severity="information" msg="Active checkers"/></errors></results>"""


def test_cppcheck_counts_bytes_and_writes_to_standard_error(tmp_path: Path) -> None:
    analyzer = Cppcheck(program(tmp_path, "", errors=CPP))
    syntax, null = report(analyzer, "int *p = 0;\n/* тест */ a = *p;\n", "/p/src/a.c").issues
    assert (syntax.rule, syntax.category, syntax.start) == ("syntaxError", "syntax", Position(0, 0))
    assert (null.rule, null.severity, null.start, null.end) == (
        "nullPointer",
        "error",
        Position(1, 13),
        Position(1, 14),
    )
    assert (null.related[0].message, null.related[0].start) == ("Assignment", Position(0, 0))
    assert null.url == "https://cwe.mitre.org/data/definitions/476.html"
    assert "'--language=c'" in (tmp_path / "called").read_text()
    assert (tmp_path / "called").read_text().endswith("'a.c']")


def test_oxlint_counts_bytes_from_the_beginning(tmp_path: Path) -> None:
    text = 'const s = "тест";\nif (q == NaN) {}\nx = {a:1, a:2};\n'
    at = len(text[: text.index("NaN")].encode())
    second, first = (len(text[: text.rindex(key)].encode()) for key in ("a:2", "a:1"))
    told = {"diagnostics": [
        {"message": "Checking equality with NaN", "code": "eslint(use-isnan)", "severity": "warning",
         "url": "https://u",
         "help": "Use isNaN.", "labels": [{"span": {"offset": at, "length": 3, "line": 2, "column": 10}}]},
        {"message": "Duplicate key 'a'", "code": "eslint(no-dupe-keys)", "severity": "warning",
         "labels": [{"label": "first", "span": {"offset": first, "length": 1}},
                    {"label": "again", "span": {"offset": second, "length": 1}}]},
        {"message": "Expected `,`", "severity": "error", "labels": []},
    ], "number_of_files": 1}  # fmt: skip
    (tmp_path / ".oxlintrc.json").write_text("{}")
    analyzer = Oxlint(program(tmp_path, json.dumps(told), code=1))
    syntax, nan, twice = report(analyzer, text, str(tmp_path / "src" / "a.mjs")).issues
    assert (nan.rule, nan.start, nan.end, nan.explanation) == (
        "use-isnan",
        Position(1, 9),
        Position(1, 12),
        "Use isNaN.",
    )
    assert (twice.start, twice.related[0].start) == (Position(2, 5), Position(2, 10))
    assert (syntax.rule, syntax.severity, syntax.category) == ("syntax", "error", "syntax")
    assert str(tmp_path / ".oxlintrc.json") in (tmp_path / "called").read_text()


@pytest.mark.parametrize("analyzer", [Shellcheck, Cppcheck, Oxlint])
def test_where_it_is_not_installed_it_says_what_to_install(analyzer: type[OneShot]) -> None:
    result = report(analyzer("/no/such/program"), "x\n")
    assert (result.issues, result.quality_score) == ((), None)
    row = result.not_run[0]
    assert (row.analyzer, row.failed) == (analyzer.id, False)
    assert f'pip install "rubin-tui[{analyzer.extra}]"' in words(row.reason)


@pytest.mark.parametrize("analyzer", [Shellcheck, Cppcheck, Oxlint])
@pytest.mark.parametrize(
    ("output", "code"), [("garbage", 0), ("{}", 0), ("", 77), ('{"comments": [1], "diagnostics": [1]}', 0)]
)
def test_garbage_is_one_row(tmp_path: Path, analyzer: type[OneShot], output: str, code: int) -> None:
    result = report(analyzer(program(tmp_path, output, errors="garbage", code=code)), "x\n")
    (issue,) = result.issues
    assert (issue.severity, issue.category, issue.source) == ("info", "tool", analyzer.id)
    assert result.not_run[0].failed
