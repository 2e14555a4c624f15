"""Coming back: the restored frame beside a bare app's first one, and a start with 20 tabs beside one."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session
from rubin_tui.engine.sessions import Session as Kept
from rubin_tui.engine.sessions import Sessions, SessionTab
from rubin_tui.settings import Profile

ROUNDS = 8
TABS = 20
LINES = 500
DRAFT = "half a typed question"
HERE = Path(__file__).parent
OPTIONS = argparse.Namespace(cols=80, rows=24, kitty=False, no_sync=False, pace=0.03)


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="rubin-bench-") as name:
        place = Path(name)
        bare = {"argv": [sys.executable, str(HERE / "bare_app.py")]}
        one, many = (_restored(place / str(count), count) for count in (1, TABS))
        for spec in (one, many):
            _seconds(spec, _stands, until_ready=4.0)  # fills the profile and the byte code
        base, single, several, single_text, several_text = (list[float]() for _ in range(5))
        for _ in range(ROUNDS):
            base.append(_seconds(bare, lambda session: session.term.painted() >= 100))
            for spec, frames, texts in ((one, single, single_text), (many, several, several_text)):
                frames.append(_seconds(spec, _stands))
                texts.append(_seconds(spec, _has_text))
    frame = min(several) / min(base)
    tabs = min(several_text) / min(single_text)
    return [
        Row("restored frame (20 tabs, draft) / bare app", frame, 1.5, "x", frame <= 1.5),
        Row("text of the tab in front, 20 tabs / 1 tab", tabs, 1.2, "x", tabs <= 1.2),
        Row(
            "restored frame, 20 tabs / 1 tab",
            min(several) / min(single),
            1.2,
            "x",
            min(several) / min(single) <= 1.2,
        ),
        Row("text of the tab in front / bare app", min(several_text) / min(base), None, "x", True),
    ]


def _restored(place: Path, count: int) -> dict[str, Any]:
    """A project whose session has so many tabs."""
    project, profile = place / "project", place / "profile"
    project.mkdir(parents=True)
    tabs = []
    for number in range(count):
        path = project / f"axis_{number}.py"
        path.write_text("".join(f"value_{line} = {line}\n" for line in range(LINES)), "utf-8")
        tabs.append(SessionTab("file", str(path), path.name, 0, 240, 250, 3))
    kept = Kept(tuple(tabs), count - 1, 1, False, "", DRAFT, 4)
    Sessions(Profile.under(profile).data / "sessions").write(project, kept)
    env = {"RUBIN_HOME": str(profile), "SSH_TTY": "/dev/pts/0", "PYTHONPATH": str(HERE.parent)}
    return {"argv": [sys.executable, "-m", "rubin_tui"], "cwd": str(project), "env": env}


def _stands(session: Session) -> bool:
    return any(row.startswith(f" > {DRAFT}") for row in session.term.text())


def _has_text(session: Session) -> bool:
    return any("value_250 = 250" in row for row in session.term.text())


def _seconds(spec: dict[str, Any], there: Callable[[Session], bool], *, until_ready: float = 0.3) -> float:
    """From the start of the program until that is on the screen."""
    wide = argparse.Namespace(**{**vars(OPTIONS), "cols": 140, "rows": 40})
    session = Session(spec, wide)
    began = session.start()
    try:
        while time.perf_counter() - began < 20 and session.alive:
            chunk = session.read(0.02)
            if chunk is None:
                continue
            session.feed(chunk[1])
            if there(session):
                return chunk[0] - began
        return 20.0
    finally:
        session.drain(until_ready)
        session.stop()


if __name__ == "__main__":
    print_table(run())
