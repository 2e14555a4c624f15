"""Analyzers that are other people's programs, run once for each text, where they are installed."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from rubin_tui.engine.analysis.analyzers import Analyzer
from rubin_tui.engine.jobs import Completed, ProgramMissing, run_program
from rubin_tui.engine.model import Message


class ProgramFailed(Exception):
    """The program ended otherwise than it should; the row names the analyzer."""


class OneShot(Analyzer):
    """What such analyzers share: whether the program is there, running it, reading its JSON."""

    program: ClassVar[str]
    extra: ClassVar[str]
    """The extra of Rubin's package that brings it."""
    good_codes: ClassVar[frozenset[int]]
    """Exit codes that mean that it has done its work."""
    seconds = 20.0

    def __init__(self, program: str | None = None) -> None:
        self._given = program

    def missing(self) -> Message | None:
        if self._found() is not None:
            return None
        return Message("analysis.not_installed", {"program": self.program, "extra": self.extra})

    def run(
        self, arguments: Sequence[str], given: bytes, cancel: threading.Event, folder: Path | None = None
    ) -> Completed | None:
        """Run the program; None when it was cancelled.

        Raises:
            ProgramFailed: it did not do its work.
        """
        try:
            told = run_program(
                [self._found() or self.program, *arguments],
                given=given,
                folder=folder,
                seconds=self.seconds - 1.0,
                cancel=cancel,
            )
        except ProgramMissing as missing:
            raise ProgramFailed(str(missing)) from missing
        if told.ending == "cancelled":
            return None
        if told.ending != "exited" or told.code not in self.good_codes:
            raise ProgramFailed(f"{told.ending} {told.code}")
        return told

    def json(self, told: Completed) -> Any:
        """What it wrote, as JSON. Raises ValueError."""
        return json.loads(told.output)

    @contextmanager
    def file(self, name: str, text: str) -> Iterator[Path]:
        """The text as a file of that name, for programs that read nothing else; private, gone afterwards."""
        with tempfile.TemporaryDirectory(prefix=f"rubin-{self.id}-") as folder:
            path = Path(folder) / (Path(name).name.replace("\0", "").lstrip("-") or "text")
            path.write_bytes(text.encode("utf-8", "replace"))
            yield path

    def _found(self) -> str | None:
        """Where the program is: beside this Python, else on the path."""
        if self._given is not None:
            return shutil.which(self._given)
        beside = str(Path(sys.executable).parent)
        return shutil.which(self.program, path=beside) or shutil.which(self.program)
