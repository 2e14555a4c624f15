"""What mends the engine: an index made anew, an analyzer that begins again; and where manuals may be."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from rubin_tui.engine import Engine, Failure, find_manuals
from rubin_tui.engine.analysis import Analysis
from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem, Registry
from rubin_tui.engine.code_model import Snapshot
from rubin_tui.engine.model import Message

HOLD = """
import sys
from pathlib import Path
from rubin_tui.engine.files import ProcessLock
with ProcessLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_an_index_is_thrown_away_and_made_again(engine: Engine) -> None:
    hits = engine.search("PID").total
    folder = engine.library._keeper.folder
    before = {path.name for path in folder.iterdir()}
    engine.rebuild_index()
    assert engine.search("PID").total == hits
    mending = engine.library._keeper._mending
    assert mending is not None
    mending.join(60)
    assert engine.search("PID").total == hits
    assert {path.name for path in folder.iterdir()} != before
    assert {part.state for part in engine.health().parts} == {"ok"}


def test_an_index_another_rubin_writes_stays(engine: Engine) -> None:
    from rubin_tui.engine.library.indexing import _lock_of

    engine.search("PID")
    folder = engine.library._keeper.folder
    arguments = [sys.executable, "-c", HOLD, str(_lock_of(folder))]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Failure) as refused:
            engine.rebuild_index()
        other.communicate()
    assert refused.value.message.id == "files.locked"
    assert refused.value.message.params["pid"] == other.pid
    assert folder.is_dir()


class Moody(Analyzer):
    """Fails until it is restarted."""

    id = "moody"
    languages = frozenset({"python"})

    def __init__(self) -> None:
        self.broken = True

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        if self.broken:
            yield Problem(Message("analysis.ruff.missing"))

    def restart(self) -> None:
        self.broken = False


def test_an_analyzer_that_fails_is_named_and_begins_again() -> None:
    with Analysis(Registry([Moody()])) as analysis:
        assert [one.state for one in analysis.states()] == ["ready"]
        analysis.analyze("x = 1\n", "python")
        (state,) = analysis.states()
        assert (state.state, state.detail) == ("failing", Message("analysis.ruff.missing"))
        analysis.restart("moody")
        assert [one.state for one in analysis.states()] == ["ready"]
        analysis.analyze("x = 1\n", "python")
        assert [one.state for one in analysis.states()] == ["ready"]


def test_ruff_begins_again_with_another_process(engine: Engine) -> None:
    from rubin_tui.engine.analysis.ruff import RuffAnalyzer

    engine.analyze("import os\n", "python")
    (ruff,) = (one for one in engine.analysis.registry.all if isinstance(one, RuffAnalyzer))
    before = ruff.pids
    assert len(before) == 1
    engine.restart_analyzer("ruff")
    assert ruff.pids == ()
    assert [one.rule for one in engine.analyze("import os\n", "python").issues] == ["F401"]
    assert len(ruff.pids) == 1 and ruff.pids != before


def test_the_analyzers_are_not_loaded_to_be_counted(engine: Engine) -> None:
    assert engine.analyzers() == ()
    assert "ruff" in {one.id for one in engine.analyzers(load=True)}


def test_the_folder_with_the_most_manuals(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    (home / "Документы" / "ПЧ").mkdir(parents=True)
    (home / "Documents").mkdir()
    (home / ".cache").mkdir()
    project.mkdir()
    environ = {"HOME": str(home)}
    assert find_manuals(environ, project) is None
    for name in ("a.pdf", "b.PDF"):
        (home / "Документы" / "ПЧ" / name).touch()
    (home / "Documents" / "c.pdf").touch()
    (home / "Документы" / ".hidden.pdf").touch()
    (home / "Документы" / "loop").symlink_to(home)
    found = find_manuals(environ, project)
    assert found == (home / "Документы", 2)
    for number in range(3):
        (project / f"{number}.pdf").touch()
    assert find_manuals(environ, project) == (project, 3)
    assert find_manuals(environ, home) == (home / "Документы", 2), "a whole home is nobody's manuals"
    assert find_manuals(environ, project, seconds=0.0) is None
