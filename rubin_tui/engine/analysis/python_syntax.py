"""Python's own word on a text, when ruff is not there: the first error `compile` meets.

In a process of its own: some texts make the compiler itself fall.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator

from rubin_tui.engine.analysis.analyzers import Finding, Problem
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.jobs import ProgramMissing, run_program
from rubin_tui.engine.model import Message

_SECONDS = 5.0
_ASK = """
import json, sys, warnings
warnings.simplefilter("ignore")
text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
told = None
try:
    compile(text, "text", "exec", dont_inherit=True)
except SyntaxError as e:
    told = [e.msg, e.lineno or 1, e.offset or 1, e.end_lineno or 0, e.end_offset or 0]
except (ValueError, OverflowError) as e:
    told = [str(e), 1, 1, 0, 0]
except (RecursionError, MemoryError):
    told = ["", 1, 1, 0, 0]
print(json.dumps(told))
"""


def syntax_errors(snapshot: Snapshot, lines: Lines, cancel: threading.Event) -> Iterator[Finding]:
    """The first syntax error, if there is one."""
    try:
        told = run_program(
            [sys.executable, "-I", "-S", "-c", _ASK],
            given=snapshot.text.encode("utf-8", "surrogatepass"),
            seconds=_SECONDS,
            cancel=cancel,
        )
    except ProgramMissing as missing:
        yield Problem(Message("analysis.python.failed", {"reason": str(missing)}))
        return
    if told.ending == "cancelled":
        return
    if told.ending != "exited" or told.code != 0:
        yield Problem(Message("analysis.python.failed", {"reason": f"{told.ending} {told.code}"}))
        return
    error = json.loads(told.output)
    if error is not None:
        message, line, column, end_line, end_column = error
        start = lines.place(line - 1, column - 1)
        end = lines.place(end_line - 1, end_column - 1) if end_line > 0 and end_column > 0 else start
        yield Diagnostic(
            rule="invalid-syntax",
            severity="error",
            category="syntax",
            message=message or Message("analysis.too_deep"),
            start=start,
            end=end if end > start else lines.word(start),
            source="ruff",
        )
