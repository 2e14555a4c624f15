"""kill -9 in the middle of an import, then going on with it: nothing acknowledged is lost or read again.

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
from rubin_tui.engine import Engine, Scope

KILLS = 50
FILES = 40
EVENTS = FILES * 5  # queued, reading, storing, indexing, done
ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "engine" / "library"
_WORDS = ("pump", "valve", "motor", "drive", "sensor", "relay", "encoder")

_IMPORT = """
import sys
from pathlib import Path
from rubin_tui.engine import Engine
from rubin_tui.engine.library import acknowledging
acknowledging.AFTER_PASSAGES, acknowledging.IDLE_SECONDS = 60, 60.0  # many commits to be hit in
with Engine.open(Path(sys.argv[1])) as engine:
    engine.search("watchdog")  # the index is there: what is imported comes in many commits, not in its making
    for event in engine.add_documents([Path(sys.argv[2])], category="drives", tags=("cell3",)):
        print(event.stage, Path(event.path).stem, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kill and what came after.

    `acknowledged` files before it, and `lost` those of them not found. Of all files, once the import was gone
    on with: `doubled` those that stand twice, `missing` those that are not found or not where they were
    ordered to be, `again` those that were acknowledged and read once more all the same.
    """

    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    missing: tuple[str, ...]
    again: tuple[str, ...]


def write_files(folder: Path, seed: int) -> None:
    """`FILES` texts of some thirty passages, each with a word of its own that stands in it once."""
    rng = random.Random(seed)
    folder.mkdir()
    for number in range(FILES):
        paragraphs = [" ".join(rng.choices(_WORDS, k=140)) for _ in range(30)]
        text = "\n\n".join((f"The tag of this unit is KX{number}.", *paragraphs))
        (folder / f"unit{number}.txt").write_text(text)


def kill_once(seed: int) -> Outcome:
    """Import in a process of its own, kill it with all its workers at a random moment, open again, go on."""
    rng = random.Random(seed)
    names = [f"unit{number}" for number in range(FILES)]
    with tempfile.TemporaryDirectory() as place:
        home, folder = Path(place, "home"), Path(place, "files")
        write_files(folder, seed)
        # By what was told, not by time: where a kill hits must not depend on how busy the machine is.
        # Every other one among the acknowledgements, which come some at a time and mostly late.
        counted = (b"done ", FILES) if seed % 2 == 0 else (b"\n", EVENTS)
        done = _acknowledged_before_kill(
            home, folder, counted[0], rng.randrange(1, counted[1]), rng.uniform(0.0, 0.3)
        )
        with Engine.open(home) as engine:
            before = _found(engine, names)
            touched = {Path(event.path).stem for event in engine.resume_imports()}
            after = _found(engine, names)
            stand = Counter(Path(document.filename).stem for document in engine.documents())
            placed = Counter(
                Path(document.filename).stem
                for document in engine.documents(Scope(categories=("drives",), tags=("cell3",)))
            )
        return Outcome(
            acknowledged=len(done),
            lost=tuple(name for name in done if before[name] != 1 or after[name] != 1),
            doubled=tuple(name for name in names if stand[name] > 1 or before[name] > 1 or after[name] > 1),
            missing=tuple(name for name in names if after[name] != 1 or placed[name] != 1),
            again=tuple(sorted(touched & set(done))),
        )


def _found(engine: Engine, names: list[str]) -> dict[str, int]:
    """In how many different passages the word of each file is found."""
    return {
        name: len({hit.passage_id for hit in engine.search(name.replace("unit", "KX"), limit=50).hits})
        for name in names
    }


def _acknowledged_before_kill(home: Path, folder: Path, mark: bytes, times: int, seconds: float) -> list[str]:
    """Kill so many seconds after `mark` was told so many times."""
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
        ready, _, _ = select.select([output], [], [], 0.01 if deadline else 60)
        if ready:
            chunk = os.read(output, 65536)
            if not chunk:
                break
            told += chunk
        if deadline is None and told.count(mark) >= times:
            deadline = time.monotonic() + seconds
    os.killpg(importer.pid, signal.SIGKILL)
    while chunk := os.read(output, 65536):
        told += chunk
    importer.wait()
    importer.stdout.close()
    # A line cut in two by the kill was never read by anyone: only whole lines were acknowledged.
    lines = [line.split() for line in told.decode().split("\n")[:-1]]
    return [name for stage, name in lines if stage == "done"]


def run() -> list[Row]:
    """The rows of the table."""
    outcomes = [kill_once(seed) for seed in range(KILLS)]
    acknowledged = sum(outcome.acknowledged for outcome in outcomes)
    name = f"kill -9 during import, {KILLS} times, {acknowledged} files acknowledged"
    told = {
        "lost": [outcome.lost for outcome in outcomes],
        "doubled": [outcome.doubled for outcome in outcomes],
        "acknowledged and read again": [outcome.again for outcome in outcomes],
        "not there after going on": [outcome.missing for outcome in outcomes],
    }
    return [
        *(
            Row(f"{name}: {what}", count := sum(map(len, files)), 0, "files", count == 0 and acknowledged > 0)
            for what, files in told.items()
        ),
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
