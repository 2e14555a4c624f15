"""Python by ruff: a living server; while none starts, a run for each text; without ruff, Python itself.

The project's own ruff settings are honoured as ruff finds them, by path. Where there are none, and where
they are broken (which is said), Rubin's rules hold.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.lsp import LanguageServer, ServerGone
from rubin_tui.engine.analysis.python_syntax import syntax_errors
from rubin_tui.engine.analysis.ruff_findings import SYNTAX, FromCheck, FromServer
from rubin_tui.engine.analysis.ruff_project import RuffProject, project_of
from rubin_tui.engine.analysis.ruff_rules import DEFAULT_RULES, RuffRules
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.analysis.servers import Servers
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.jobs import ProgramMissing, run_program
from rubin_tui.engine.model import Message

_SERVER_SECONDS = 2.0
_CHECK_SECONDS = 8.0
_MOST_PROJECTS = 100
_MOST_FILES = 10_000
_CAUSE = re.compile(r"^\s*Cause: (.+)$", re.MULTILINE)


def ruff_program() -> str | None:
    """Where ruff is: beside this Python, else on the path."""
    try:
        from ruff import find_ruff_bin

        return str(find_ruff_bin())
    except (ImportError, FileNotFoundError):
        return shutil.which("ruff")


class RuffAnalyzer(Analyzer):
    """Python. One server for each project, restarted when it dies, later each time it dies again."""

    id = "ruff"
    languages = frozenset({"python"})
    seconds = 15.0

    def __init__(
        self,
        find: Callable[[], str | None] = ruff_program,
        clock: Callable[[], float] = time.monotonic,
        *,
        server_seconds: float = _SERVER_SECONDS,
    ) -> None:
        self._find = find
        self._server_seconds = server_seconds
        self._lock = threading.Lock()
        self._program: str | None = None
        self._rules: RuffRules | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._broken: dict[RuffProject, str] = {}
        self._left_out: dict[tuple[RuffProject, str], bool] = {}
        self._servers: Servers[RuffProject | None] = Servers(self._start, clock)

    def version(self) -> str:
        return self._servers.version

    @property
    def pids(self) -> tuple[int, ...]:
        """The living server processes."""
        return self._servers.pids

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        lines = Lines(snapshot.text)
        with self._lock:
            self._program = self._program or self._find()
            program = self._program
            if program is not None and self._rules is None:
                self._rules = RuffRules(program)
        if program is None:
            yield Problem(Message("analysis.ruff.missing"))
            yield from syntax_errors(snapshot, lines, cancel)
            return
        project = project_of(snapshot.path)
        try:
            if project is not None:
                findings, fault = self._in_project(program, snapshot, lines, project, cancel)
                if fault:
                    yield _broken_settings(project, fault)
                    project = None
                elif not findings and self._excluded(program, project, snapshot.path):
                    params = {"config": str(project.config)}
                    yield Problem(Message("analysis.ruff.excluded", params), failed=False)
            if project is None:
                findings = self._look(program, snapshot, lines, None, cancel)
        except _NoRuff as problem:
            yield Problem(Message("analysis.ruff.failed", {"reason": str(problem)}))
            yield from syntax_errors(snapshot, lines, cancel)
            return
        yield from findings

    def rule(self, rule: str) -> RuleText | None:
        if rule == SYNTAX:
            return own_rule("python_syntax")
        return self._rules.text(rule) if self._rules is not None else None

    def forget(self, path: str) -> None:
        project = project_of(path)
        self._servers.forget(project, self._uri(path, project))

    def restart(self) -> None:
        self._servers.drop_all()
        with self._lock:
            self._program, self._rules = None, None
            self._broken.clear()
            self._left_out.clear()

    def close(self) -> None:
        self._servers.close()
        with self._lock:
            if self._scratch is not None:
                self._scratch.cleanup()
                self._scratch = None

    def _in_project(
        self, program: str, snapshot: Snapshot, lines: Lines, project: RuffProject, cancel: threading.Event
    ) -> tuple[list[Diagnostic], str]:
        """The findings under the project's settings, or what is wrong with these."""
        known = self._broken.get(project)
        if known:
            return [], known
        try:
            findings = self._look(program, snapshot, lines, project, cancel)
        except _NoRuff:
            if known is None and (fault := self._fault(program, project)):
                return [], fault
            raise
        if known is None and self._servers.complaints(project) and (fault := self._fault(program, project)):
            return [], fault
        return findings, ""

    def _fault(self, program: str, project: RuffProject) -> str:
        """What is wrong with the project's settings, "" for nothing; asked once while they do not change."""
        fault = _settings_fault(program, project)
        if len(self._broken) > _MOST_PROJECTS:
            self._broken.clear()
        self._broken[project] = fault
        if fault:
            self._servers.drop(project)
        return fault

    def _excluded(self, program: str, project: RuffProject, path: str) -> bool:
        """Whether the settings leave the file out: the server then has no word for it, as for a sound one."""
        if not path:
            return False
        key = (project, path)
        if key not in self._left_out:
            if len(self._left_out) > _MOST_FILES:
                self._left_out.clear()
            self._left_out[key] = _is_excluded(program, project, path)
        return self._left_out[key]

    def _look(
        self,
        program: str,
        snapshot: Snapshot,
        lines: Lines,
        project: RuffProject | None,
        cancel: threading.Event,
    ) -> list[Diagnostic]:
        uri = self._uri(snapshot.path, project)
        try:
            server, items = self._servers.ask(project, uri, snapshot.text, self._server_seconds)
            return list(self._explained(FromServer(lines, server.unit), items))
        except ServerGone:
            return self._check(program, snapshot, lines, project, cancel)

    def _check(
        self,
        program: str,
        snapshot: Snapshot,
        lines: Lines,
        project: RuffProject | None,
        cancel: threading.Event,
    ) -> list[Diagnostic]:
        """One run of ruff over the text.

        Raises:
            _NoRuff: nothing came of it.
        """
        own = [] if project else ["--isolated", "--select", ",".join(DEFAULT_RULES)]
        if project and project.folder not in Path(snapshot.path or "x").absolute().parents:
            own = ["--config", str(project.config)]
        name = str(Path(snapshot.path).absolute()) if snapshot.path and project else _name(snapshot.path)
        options = [
            "--output-format",
            "json",
            "--no-cache",
            "--exit-zero",
            "--quiet",
            "--stdin-filename",
            name,
        ]
        try:
            told = run_program(
                [program, "check", *options, *own, "-"],
                given=snapshot.text.encode("utf-8", "replace"),
                folder=project.folder if project else self._folder(),
                seconds=_CHECK_SECONDS,
                cancel=cancel,
            )
        except ProgramMissing as missing:
            raise _NoRuff(str(missing)) from missing
        if told.ending == "cancelled":
            return []
        if told.ending != "exited" or told.code != 0:
            if told.ending == "died":
                raise _NoRuff(f"signal {-told.code}")
            reason = told.errors.decode("utf-8", "replace").strip().partition("\n")[0]
            raise _NoRuff(f"{told.ending} {told.code} {reason}".strip())
        try:
            items = json.loads(told.output)
        except (ValueError, RecursionError) as error:
            raise _NoRuff("no JSON") from error
        return list(self._explained(FromCheck(lines), items))

    def _explained(self, reader: FromServer | FromCheck, items: Any) -> Iterator[Diagnostic]:
        try:
            for item in items:
                yield reader.read(item, self.rule)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise _NoRuff(f"unknown form of findings: {error!r}") from error

    def _start(self, project: RuffProject | None) -> LanguageServer:
        settings: dict[str, object] = {}
        folder = self._folder()
        if project is None:
            settings = {"configurationPreference": "editorOnly", "lint": {"select": list(DEFAULT_RULES)}}
        elif _is_user_wide(project):
            settings = {"configuration": str(project.config)}
        else:
            folder = project.folder
        return LanguageServer(
            [self._program or "ruff", "server"],
            folder=folder,
            settings={"settings": settings},
            language="python",
            seconds=self._server_seconds,
        )

    def _folder(self) -> Path:
        """An empty folder: a server looks through the one it is given."""
        with self._lock:
            if self._scratch is None:
                self._scratch = tempfile.TemporaryDirectory(prefix="rubin-ruff-")
            return Path(self._scratch.name)

    def _uri(self, path: str, project: RuffProject | None) -> str:
        if project is None or _is_user_wide(project) or not path:
            return (self._folder() / _name(path)).as_uri()
        return Path(path).absolute().as_uri()


class _NoRuff(Exception):
    """Ruff has nothing to say."""


def _is_user_wide(project: RuffProject) -> bool:
    import platformdirs

    return project.folder == platformdirs.user_config_path("ruff", appauthor=False)


def _name(path: str) -> str:
    name = Path(path).name.replace("\0", "") if path else ""
    return name if name.endswith((".py", ".pyi", ".pyw")) else "untitled.py"


def _settings_fault(program: str, project: RuffProject) -> str:
    """What ruff says is wrong with the settings, "" when it takes them."""
    command = [program, "check", "--quiet", "--no-cache", "--config", str(project.config), "-"]
    try:
        told = run_program(command, folder=project.folder, seconds=_CHECK_SECONDS)
    except ProgramMissing:
        return ""
    if told.ending != "exited" or told.code != 2:
        return ""
    text = told.errors.decode("utf-8", "replace")
    causes = _CAUSE.findall(text)
    said = str(causes[-1] if causes else text.strip().partition("\n")[0])
    if "parse error" in said:  # what it is stands below the line it quotes
        said = f"{said}: {text.strip().rpartition(chr(10))[2]}"
    return said or "?"


def _is_excluded(program: str, project: RuffProject, path: str) -> bool:
    """Whether ruff is silent about a text that cannot be right."""
    options = ["--quiet", "--no-cache", "--force-exclude", "--exit-zero", "--stdin-filename"]
    command = [program, "check", *options, str(Path(path).absolute()), "-"]
    try:
        told = run_program(command, given=b"(", folder=project.folder, seconds=_CHECK_SECONDS)
    except ProgramMissing:
        return False
    return (told.ending, told.code, told.output) == ("exited", 0, b"")


def _broken_settings(project: RuffProject, fault: str) -> Diagnostic:
    start = Lines("").end
    return Diagnostic(
        rule="configuration",
        severity="warning",
        category="tool",
        message=Message("analysis.settings_broken", {"path": str(project.config), "reason": fault}),
        start=start,
        end=start,
        source="ruff",
    )
