"""kill -9 in the middle of an import: what was acknowledged is found, nothing stands twice.

The whole series runs in `make bench`; `make test` runs a seeded few (tests/engine/test_kills.py). The tests
that kill the indexer alone, and those that damage index and database, are run as often here.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import Row
from rubin_tui.engine import Engine

KILLS = 50
FILES = 40
ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "engine" / "library"
_WORDS = ("pump", "valve", "motor", "drive", "sensor", "relay", "encoder")

_IMPORT = """
import sys
from pathlib import Path
from rubin_tui.engine import Engine
with Engine.open(Path(sys.argv[1])) as engine:
    print("ready", flush=True)
    for event in engine.add_documents([Path(sys.argv[2])]):
        if event.stage == "done":
            print(Path(event.path).stem, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """After one kill: files acknowledged before it, those of them not found, and files that stand twice."""

    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]


def write_files(folder: Path, seed: int) -> None:
    """`FILES` texts of some thirty passages, each with a word of its own that stands in it once."""
    rng = random.Random(seed)
    folder.mkdir()
    for number in range(FILES):
        paragraphs = [" ".join(rng.choices(_WORDS, k=140)) for _ in range(30)]
        text = "\n\n".join((f"The tag of this unit is KX{number}.", *paragraphs))
        (folder / f"unit{number}.txt").write_text(text)


def kill_once(seed: int) -> Outcome:
    """Import in a process of its own, kill it with all its workers at a random moment, open again, look."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        home, folder = Path(place, "home"), Path(place, "files")
        write_files(folder, seed)
        done = _acknowledged_before_kill(home, folder, rng.uniform(0.4, 1.6))
        with Engine.open(home) as engine:
            found = {
                name: Counter(
                    hit.passage_id for hit in engine.search(name.replace("unit", "KX"), limit=50).hits
                )
                for name in (f"unit{number}" for number in range(FILES))
            }
            names = Counter(Path(document.filename).stem for document in engine.documents())
        return Outcome(
            acknowledged=len(done),
            lost=tuple(name for name in done if sum(found[name].values()) != 1),
            doubled=tuple(name for name in found if names[name] > 1 or sum(found[name].values()) > 1),
        )


def _acknowledged_before_kill(home: Path, folder: Path, seconds: float) -> list[str]:
    importer = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(home), str(folder)],
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "RUBIN_HOME": str(home)},
    )
    assert importer.stdout is not None
    output = importer.stdout.fileno()
    told = b""
    deadline = None
    while deadline is None or time.monotonic() < deadline:
        ready, _, _ = select.select([output], [], [], 0.01 if deadline else 30)
        if ready:
            chunk = os.read(output, 65536)
            if not chunk:
                break
            told += chunk
            deadline = deadline or time.monotonic() + seconds
    os.killpg(importer.pid, signal.SIGKILL)
    while chunk := os.read(output, 65536):
        told += chunk
    importer.wait()
    importer.stdout.close()
    # A line cut in two by the kill was never read by anyone: only whole lines were acknowledged.
    return told.decode().split("\n")[1:-1]


def run() -> list[Row]:
    """The rows of the table."""
    outcomes = [kill_once(seed) for seed in range(KILLS)]
    lost = sum(len(outcome.lost) for outcome in outcomes)
    doubled = sum(len(outcome.doubled) for outcome in outcomes)
    acknowledged = sum(outcome.acknowledged for outcome in outcomes)
    name = f"kill -9 during import, {KILLS} times, {acknowledged} files acknowledged"
    return [
        Row(f"{name}: lost", lost, 0, "files", lost == 0 and acknowledged > 0),
        Row(f"{name}: doubled", doubled, 0, "files", doubled == 0),
        _tested(
            f"kill -9 during index commits, {KILLS} times", TESTS / "test_indexing.py", "killed_anywhere"
        ),
        _tested(f"bits flipped, files cut, pages damaged, {KILLS} times each", TESTS / "test_damage.py", ""),
    ]


def _tested(name: str, path: Path, chosen: str) -> Row:
    """Whether the tests of a file pass when they try `KILLS` times."""
    argv = [sys.executable, "-m", "pytest", "-p", "no:xdist", str(path), "-k", chosen]
    env = {**os.environ, "RUBIN_KILLS": str(KILLS), "RUBIN_DAMAGES": str(KILLS)}
    ran = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(ran.stdout[-4000:], file=sys.stderr)
    return Row(name, ran.returncode, 0, "exit code", ran.returncode == 0)
