"""A project of 100,000 files: finding by letters at every key, unfolding a folder of as many, searching."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.table import Row
from rubin_tui.engine import PathIndex, ProjectFiles
from rubin_tui.widgets.file_rows import ProjectRows
from rubin_tui.widgets.look import Look

T = TypeVar("T")
FILES = 100_000
TYPED = ("index.py", "штвуч", "fbun77", "привод 12", "area3/cell61", "ghbdjl")
KEY = 50.0
"""Milliseconds a key may take."""


def run() -> list[Row]:
    """Measure them; only the key has a budget, the others run in threads."""
    with tempfile.TemporaryDirectory() as folder:
        root = _project(Path(folder))
        files = ProjectFiles(root, root / "trash")
        rows: list[Row] = []

        def timed(name: str, do: Callable[[], T]) -> T:
            began = time.perf_counter()
            result = do()
            rows.append(Row(name, 1000 * (time.perf_counter() - began), None, "ms", True))
            return result

        skip = len(str(root)) + 1
        names = timed("names of 100,000 files", lambda: [path[skip:] for path in files.paths()])
        index = timed("made findable by letters", lambda: PathIndex(names))
        key = max(_keys(index))
        rows.append(Row("the longest key of finding", key, KEY, "ms", key <= KEY))
        entries = timed("a folder of 100,000", lambda: tuple(files.entries(str(root / "flat"))))
        tree = ProjectRows("p", str(root))
        tree.put(str(root), tuple(files.entries(str(root))))
        tree.put(str(root / "flat"), entries)
        tree.show_quiet()
        tree.fold(str(root / "flat"), open_it=True)
        timed("its rows", lambda: tree.rows(Look()))
        timed("a search for one place", lambda: list(files.search("FB_150_77")))
        timed("a search for what is not there", lambda: list(files.search("нет такого")))
        return rows


def _keys(index: PathIndex) -> list[float]:
    taken = []
    for typed in TYPED:
        for end in range(1, len(typed) + 1):
            began = time.perf_counter()
            index.find(typed[:end], most=60, recent=(5, 77, 4000))
            taken.append(1000 * (time.perf_counter() - began))
    return taken


def _project(root: Path) -> Path:
    for cell in range(200):
        folder = root / f"area{cell // 20}" / f"cell{cell}"
        folder.mkdir(parents=True)
        for unit in range(FILES // 200):
            name = f"привод_{unit}.st" if unit % 50 == 0 else f"FB_Unit_{cell}_{unit}.st"
            text = f"FUNCTION_BLOCK FB_{cell}_{unit}\nx := {unit};\nEND_FUNCTION_BLOCK\n"
            (folder / name).write_text(text, "utf-8")
    (root / ".gitignore").write_text("*.log\nbuild/\n/flat\n*.tmp\n!keep.tmp\n")
    (root / "flat").mkdir()
    for number in range(FILES):
        (root / "flat" / f"f{number}.log").touch()
    return root
