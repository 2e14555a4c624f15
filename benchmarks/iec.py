"""Structured Text: lines a second beside blark, tree-sitter-iec61131-3-st and lizard, and what an edit costs.

All in one process over one text of our own, which all of them accept; blark gets its beginning. The peers
are installed into a folder of their own (blark is GPL: never a dependency); one that does not install fails
the run.
With RUBIN_ST=folder:folder... the .st, .scl and .exp files below are read, too, and those with errors named.
Times are processor time of this thread.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import Row, print_table
from rubin_tui.engine.analysis.iec.lexer import lex
from rubin_tui.engine.analysis.iec.units import Units, parse

LINES = 20_000
BLARK_LINES = 500
"""blark needs twenty milliseconds a line."""
POU_LINES = 1_000
EDITS = 40
ROUNDS = 5
_PEERS = ("blark==0.8.3", "lizard==1.24.3", "tree-sitter==0.25.2", "tree-sitter-iec61131-3-st==0.1.2")
_FOLDER = (
    Path.home() / ".cache" / "rubin-bench" / f"iec-peers-{sys.version_info.major}.{sys.version_info.minor}"
)

_BLOCK = """FUNCTION_BLOCK Pump{n}
VAR_INPUT
    start : BOOL;
    stop : BOOL; (* both stop it *)
    pressure, flow : REAL;
END_VAR
VAR_OUTPUT
    running : BOOL;
    error : WORD := 16#00;
END_VAR
VAR
    state : INT := {n};
    timer : TON;
    samples : ARRAY[0..9] OF REAL;
    i, count : INT;
    sum : REAL := 0.5;
    text : STRING(20) := 'pump';
END_VAR

(* wait, start, run *)
timer(IN := start, PT := T#2s);
CASE state OF
    0:
        IF start AND NOT stop THEN
            state := 1;
        END_IF;
    1:
        running := TRUE;
        IF timer.Q THEN
            state := 2;
        END_IF;
    2, 3:
        IF stop OR pressure > 6.0 + flow * 2.5 THEN
            state := 0;
            running := FALSE;
        END_IF;
ELSE
    error := 16#FF;
END_CASE;

sum := 0.0;
FOR i := 0 TO 9 BY 1 DO
    sum := sum + samples[i] * {n};
    samples[i] := (sum - flow) / 2.0;
END_FOR;
WHILE count > 0 DO
    count := count - 1;
END_WHILE;
END_FUNCTION_BLOCK

"""


def run() -> list[Row]:
    """All figures."""
    if why := _install():
        return [Row(f"the peers are not installed: {why}", 0, 1, "", False)]
    edits = sorted(_edits())  # before the peers fill the memory that Python's collector walks through
    text = _text(LINES)
    large = _edit_in_large(text)
    ours = _speed(text, _ours)
    peers = {
        "blark": (_blark(), BLARK_LINES),
        "tree-sitter": (_tree_sitter(), LINES),
        "lizard": (_lizard(), LINES),
    }
    speeds = {
        name: _speed(_text(lines), run, 1 if name == "blark" else ROUNDS)
        for name, (run, lines) in peers.items()
    }
    ratio = ours / speeds["blark"]
    return [
        Row("lexer", _speed(text, lambda each: lex(each).faults), None, "lines/s", True),
        Row("lexer and parser", ours, 30_000, "lines/s", ours >= 30_000),
        *(Row(name, speed, None, "lines/s", True) for name, speed in speeds.items()),
        Row("Rubin : blark", ratio, 600, "times", ratio >= 600),
        Row(f"an edit in a POU of {POU_LINES} lines, p95", 1000 * edits[int(0.95 * EDITS)], 60, "ms",
            1000 * edits[int(0.95 * EDITS)] <= 60),
        Row("an edit in a text of 20,000 lines, median", 1000 * large, None, "ms", True),
        *_real(),
    ]  # fmt: skip


def _text(lines: int) -> str:
    """So many lines, no two blocks alike: what was read once is kept."""
    size = _BLOCK.count("\n")
    return "".join(_BLOCK.format(n=number) for number in range(lines // size))


def _speed(text: str, run: Callable[[str], object], rounds: int = ROUNDS) -> float:
    """Lines a second, the best of some rounds: what else runs here only ever adds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.thread_time()
        wrong = run(text)
        best = min(best, time.thread_time() - began)
        if wrong:
            raise ValueError(f"the text has errors: {wrong}")
    return text.count("\n") / best


def _ours(text: str) -> object:
    return list(parse(text).faults())


def _edits() -> list[float]:
    """Seconds to read a text of one POU again, each time after one more character in the middle."""
    head, _, tail = _BLOCK.format(n=1).partition("sum := 0.0;\n")
    body = "".join(
        f"IF i = {n} THEN\n    sum := sum + samples[{n}] * 2.0;\nEND_IF;\n" for n in range(POU_LINES // 3)
    )
    text = f"{head}{body}{tail}"
    units = Units()
    units.parse(text)
    found = []
    for _ in range(EDITS):
        middle = text.index("\n", len(text) // 2)
        text = f"{text[:middle]} ;{text[middle:]}"
        began = time.thread_time()
        list(units.parse(text).faults())
        found.append(time.thread_time() - began)
    return found


def _edit_in_large(text: str) -> float:
    units = Units()
    units.parse(text)
    found = []
    for _ in range(ROUNDS):
        middle = text.index("sum :=", len(text) // 2)
        text = f"{text[:middle]};{text[middle:]}"
        began = time.thread_time()
        units.parse(text)
        found.append(time.thread_time() - began)
    return statistics.median(found)


def _real() -> list[Row]:
    """Real projects: how many files without an error, the errors themselves, the slowest file."""
    rows = []
    for folder in filter(None, os.environ.get("RUBIN_ST", "").split(":")):
        files = [
            path for path in sorted(Path(folder).rglob("*")) if path.suffix.lower() in (".st", ".scl", ".exp")
        ]
        good, slowest = 0, 0.0
        for path in files:
            data = path.read_bytes()
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = data.decode("cp1252", "replace")
            began = time.thread_time()
            faults = list(parse(text).faults())
            slowest = max(slowest, time.thread_time() - began)
            good += not faults
            for offset, fault in faults[:1]:
                line = text.count("\n", 0, offset + fault.start) + 1
                print(f"{path}:{line}: {fault.message.id} {dict(fault.message.params)}", file=sys.stderr)
        if files:
            share = 100 * good / len(files)
            rows.append(Row(f"{folder}: {len(files)} files without an error", share, 97, "%", share >= 97))
            rows.append(Row(f"{folder}: the slowest file", slowest, 2, "s", slowest <= 2))
    return rows


def _install() -> str:
    """Install the peers; "" or what went wrong."""
    if not (_FOLDER / "blark").is_dir():
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(_FOLDER), *_PEERS]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr.strip().rpartition("\n")[2] or "pip failed"
    if str(_FOLDER) not in sys.path:
        sys.path.append(str(_FOLDER))  # behind ours
    return ""


def _blark() -> Callable[[str], object]:
    from blark import parse as peer

    peer.parse_source_code("FUNCTION_BLOCK a\nEND_FUNCTION_BLOCK\n")  # its grammar takes seconds to load

    def read(text: str) -> object:
        return peer.parse_source_code(text).exception

    return read


def _tree_sitter() -> Callable[[str], object]:
    import tree_sitter
    import tree_sitter_iec61131_3_st as grammar

    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))

    def read(text: str) -> object:
        return parser.parse(text.encode()).root_node.has_error

    return read


def _lizard() -> Callable[[str], object]:
    import lizard

    folder = tempfile.mkdtemp(prefix="rubin-bench-")

    def read(text: str) -> object:
        path = Path(folder) / "all.st"
        path.write_text(text)
        return not lizard.analyze_file(str(path)).nloc

    return read


if __name__ == "__main__":
    print_table(run())
