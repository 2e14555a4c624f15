"""Which files are analysed and in which language."""

import os
from pathlib import Path

import pytest

from rubin_tui.engine.analysis.detect import detect, known_language, language_names
from rubin_tui.engine.analysis.sources import files, read
from rubin_tui.engine.languages import language_named
from rubin_tui.engine.model import Failure


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")


def names(root: Path, *paths: Path) -> list[str]:
    found = files(paths or [root], frozenset({"python", "json", "shell"}))
    return [path.relative_to(root).as_posix() for path in found]


def test_folders_are_walked_without_what_is_not_ours(tmp_path: Path) -> None:
    make(
        tmp_path,
        *("b.py", "a.json", "sub/c.py", "notes.txt", ".hidden/d.py", ".e.py", "venv/pyvenv.cfg", "venv/f.py"),
        *("node_modules/g/g.json", "build/h.py", "build/keep.py", "sub/out/i.py", "sub/j_gen.py"),
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/*\n!build/keep.py\n*_gen.py\n")
    (tmp_path / "sub" / ".gitignore").write_text("/out/\n!j_gen.py\n")
    (tmp_path / "tool").write_text("#!/bin/sh\n")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == ["a.json", "b.py", "tool", "build/keep.py", "sub/c.py", "sub/j_gen.py"]
    assert names(tmp_path, tmp_path / "sub") == ["sub/c.py", "sub/j_gen.py"]


def test_a_file_that_is_named_is_analysed_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.py", "a.py")
    assert names(tmp_path, tmp_path / ".hidden.py", tmp_path, tmp_path / "a.py") == [".hidden.py", "a.py"]


def test_a_gitignore_git_could_not_read_excludes_nothing(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe!\n[\n!\n")
    assert names(tmp_path) == ["a.py"]


def test_what_is_no_file_with_text_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "binary").write_bytes(b"\0\1\2" * 100)
    for path, id in (
        (tmp_path / "fifo", "analyze.not_a_file"),
        (Path("/dev/zero"), "analyze.not_a_file"),
        (tmp_path / "binary", "analyze.binary"),
        (tmp_path / "nope", "analyze.no_file"),
        (tmp_path / "a\0b", "analyze.unreadable"),
        (tmp_path, "analyze.unreadable"),
    ):
        with pytest.raises(Failure) as failure:
            read(path)
        assert failure.value.message.id == id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "# Привод не включается, авария\r\nx = 'привет'\r"
    (tmp_path / "a.py").write_bytes(text.encode(encoding))
    assert read(tmp_path / "a.py") == text


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("a.py", "", "python"),
        ("a.JSON", "", "json"),
        ("dir.py/a.xml", "", "xml"),
        ("pyproject.toml", "", "toml"),
        ("Makefile", "", "make"),
        ("run", "#!/usr/bin/env python3\n", "python"),
        ("", "#!/bin/bash\n", "shell"),
        ("", '\ufeff{"a": 1}', "json"),
        ("", "[1, 2", "json"),
        ("", "<?xml version='1.0'?><a/>", "xml"),
        ("", "<!DOCTYPE html><html></html>", ""),
        ("", "import os\nprint(1)\n", "python"),
        ("", "def f(a):\n    return a\n", "python"),
        ("", "#include <stdio.h>\nint main() {}\n", "c"),
        ("", "FUNCTION_BLOCK FB_A\nVAR\nEND_VAR\n", "st"),
        ("", "%\nN10 G0 X1 Y2\n", "gcode"),
        ("", "[tool.x]\na = 'b'\n", "toml"),
        ("", "[EMC]\nMACHINE = my mill\n", "ini"),
        ("", "a: 1\nb:\n  - c\n", "yaml"),
        ("", "const x = 1;\n", "javascript"),
        ("", "Just a sentence, and another.\nG-code: what is it?\n", ""),
        ("", "", ""),
        ("a.unknown", "import os\n", ""),
    ],
)
def test_languages(path: str, text: str, language: str) -> None:
    assert detect(path, text) == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Python", "python"),
        ("py", "python"),
        (".ST", "st"),
        ("Structured Text", "st"),
        ("yml", "yaml"),
        ("json", "json"),
        ("klingon", None),
    ],
)
def test_languages_by_name(name: str, language: str | None) -> None:
    assert known_language(name) == language


def test_every_language_is_known_by_its_id() -> None:
    assert [id for id in language_names() if known_language(id) != id] == []
    assert language_named("json") is None  # a document to the library


PLCPROJ = """\
<?xml version="1.0" encoding="utf-8"?>
<Project DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <ItemGroup>
    <Compile Include="POUs\\MAIN.TcPOU"><SubType>Code</SubType></Compile>
    <Compile Include="..\\shared\\gvl.TcGVL" />
    <Compile Include="PlcTask.TcTTO" />
    <Compile Include="pous\\lost.TcPOU" />
    <Compile Include="POUs\\MAIN.TcPOU" />
  </ItemGroup>
</Project>
"""


def test_a_twincat_project_names_its_files_in_the_way_of_windows(tmp_path: Path) -> None:
    make(tmp_path, "plc/POUs/Main.TcPOU", "shared/GVL.TcGVL", "plc/PlcTask.TcTTO", "plc/other.TcPOU")
    project = tmp_path / "plc" / "Line.plcproj"
    project.write_text(PLCPROJ, "utf-8")
    found = [Path(path) for path in files([project], frozenset({"st"}))]
    assert [path.resolve().relative_to(tmp_path).as_posix() for path in found] == [
        "plc/POUs/Main.TcPOU",
        "shared/GVL.TcGVL",
        "plc/pous/lost.TcPOU",
    ]
    assert [path.exists() for path in found] == [True, True, False]


@pytest.mark.parametrize("text", ["<Project><Compile", "", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_broken_twincat_project_is_said_to_be_broken(tmp_path: Path, text: str) -> None:
    project = tmp_path / "Line.PLCPROJ"
    project.write_text(text, "utf-8")
    with pytest.raises(Failure) as caught:
        list(files([project], frozenset({"st"})))
    assert caught.value.message.id == "analyze.broken_project"
