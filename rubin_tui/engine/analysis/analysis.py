"""Analysis: the part of the engine that says what is wrong with code."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from rubin_tui.engine.analysis.analyzers import Analyzer, Registry
from rubin_tui.engine.analysis.builtin import built_in, built_in_providers
from rubin_tui.engine.analysis.code_lines import code_lines
from rubin_tui.engine.analysis.detect import detect, known_language, language_names
from rubin_tui.engine.analysis.fingerprints import Fingerprints
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.inside import in_file
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.part import part_of
from rubin_tui.engine.analysis.project_symbols import ProjectSymbols
from rubin_tui.engine.analysis.providers import Providers
from rubin_tui.engine.analysis.report import in_order, report_of, together, with_minutes
from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.analysis.scheduler import DEBOUNCE, Clock, Scheduler
from rubin_tui.engine.analysis.sources import files, read, text_of
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.analysis.states import States
from rubin_tui.engine.analysis.watch import Watch
from rubin_tui.engine.code_model import (
    Analysed,
    AnalysisEvent,
    AnalyzerDone,
    AnalyzerState,
    Findings,
    NotRun,
    PartReport,
    Report,
    Snapshot,
)
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.languages import language_named
from rubin_tui.engine.model import Failure, Message

MOST_CHARACTERS = 10_000_000
"""A longer text is not analysed, and that is said."""


class Analysis:
    """The analyzers, and what is made of their findings. Thread-safe; needs no profile and no database.

    Nothing is started before the first text comes. `close` ends the processes that live.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        trees = Trees()
        rules = StRules(trees)
        self.registry = registry if registry is not None else Registry(built_in(trees, rules))
        self.providers = Providers(built_in_providers(trees, rules))
        self.project_symbols = ProjectSymbols(self.providers)
        self._watch = Watch()
        self._states = States()

    def analyze(
        self,
        code: str,
        language: str | None = None,
        *,
        path: str | Path | None = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        """The report on a text; `path` is where it belongs, `language` None to find out.

        Of a file that holds code inside something else the code is judged; places are those of the file.

        Raises:
            Failure: "analyze.unknown_language"; "analyze.cancelled".
        """
        if language is None and (container := open_container(str(path or ""), code)) is not None:
            inside = self.analyze(container.code, "st", path=path, cancel=cancel)
            return in_file(inside, container)
        snapshot = self.snapshot(code, language, path=path)
        for event in self.events(snapshot, cancel):
            if isinstance(event, Analysed):
                return event.report
        raise Failure("analyze.cancelled")

    def snapshot(
        self, code: str, language: str | None = None, *, path: str | Path | None = None, version: int = 0
    ) -> Snapshot:
        """A text with its language found out. Raises Failure "analyze.unknown_language"."""
        name = str(path) if path is not None else ""
        if language is None:
            return Snapshot(version, code, detect(name, code), name)
        known = known_language(language)
        if known is None:
            raise Failure("analyze.unknown_language", name=language, known=", ".join(language_names()))
        return Snapshot(version, code, known, name)

    def events(self, snapshot: Snapshot, cancel: threading.Event | None = None) -> Iterator[AnalysisEvent]:
        """One `AnalyzerDone` for each analyzer as it ends, then `Analysed`. Cancelled, it just ends."""
        began = time.monotonic()
        cancel = cancel or threading.Event()
        analyzers: Sequence[Analyzer] = self.registry.of(snapshot.language)
        nobody = tuple(self._nobody(snapshot, analyzers))
        if nobody and nobody[0].reason.id == "analysis.too_large":
            analyzers = ()
        lines = Lines(snapshot.text if analyzers else "")
        fingerprints = Fingerprints(lines, snapshot.language)
        outcomes: list[AnalyzerDone] = []
        for judges in (True, False):  # what is wrong first; what only counts shares the processor after it
            some = [analyzer for analyzer in analyzers if analyzer.judges == judges]
            for outcome in self._watch.run(some, snapshot, lines, cancel):
                found = fingerprints.of(with_minutes(issue) for issue in outcome.diagnostics)
                self._states.note(outcome)
                outcomes.append(replace(outcome, diagnostics=in_order(found)))
                yield outcomes[-1]
        if cancel.is_set():
            return
        judging = {analyzer.id for analyzer in analyzers if analyzer.judges}
        report = report_of(
            snapshot,
            sorted(outcomes, key=lambda outcome: outcome.analyzer),
            sum(1 for _ in code_lines(lines, snapshot.language)),
            judged=any(outcome.ran is not None and outcome.analyzer in judging for outcome in outcomes),
            rules=self.rule,
            not_run=nobody,
            seconds=time.monotonic() - began,
        )
        yield Analysed(snapshot.version, report)

    def part(self, snapshot: Snapshot, whole: Report, first: int, last: int) -> PartReport:
        """The report on lines `first` to `last` of a text whose own report is `whole`. May take a moment."""

        def alone(text: str) -> Report:
            place = Path(snapshot.path)
            beside = str(place.with_name(f"part-of-{place.name}")) if snapshot.path else ""
            judged = any(analyzer.judges for analyzer in self.registry.of(snapshot.language))
            language = snapshot.language if judged else detect("", text)
            try:
                return self.analyze(text, language or None, path=beside or None)
            finally:
                self.forget(beside)

        return part_of(snapshot, whole, first, last, alone=alone, rules=self.rule)

    def together(self, reports: Sequence[Report]) -> Report:
        """One report on several texts."""
        return together(reports, self.rule)

    def files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """The files named and those in the folders named that an analyzer reads.

        Raises:
            Failure: a path is not there or cannot be read.
        """
        languages = frozenset(
            language for analyzer in self.registry.all if analyzer.judges for language in analyzer.languages
        )
        return files(paths, languages)

    @staticmethod
    def read(path: Path) -> str:
        """The text of a file. Raises Failure when it is none, or cannot be read."""
        return read(path)

    @staticmethod
    def code(path: Path) -> str:
        """What is shown of a file: its text, or the code inside it. Raises Failure as `read` does."""
        text = read(path)
        container = open_container(path.name, text)
        return text if container is None else container.code

    @staticmethod
    def decode(data: bytes, name: str) -> str:
        """Bytes as text. Raises Failure "analyze.binary"."""
        return text_of(data, name)

    def rule(self, analyzer: str, rule: str) -> RuleText | None:
        """What there is to say about a rule of an analyzer; None for nothing."""
        for known in self.registry.all:
            if known.id == analyzer:
                return known.rule(rule)
        return None

    def scheduler(
        self, deliver: Callable[[Findings], None], *, debounce: float = DEBOUNCE, clock: Clock | None = None
    ) -> Scheduler:
        """What a screen submits changing texts to; see there."""
        return Scheduler(self.events, deliver, debounce=debounce, clock=clock, forget=self.forget)

    def forget(self, path: str) -> None:
        """The text at `path` is closed."""
        for analyzer in self.registry.all:
            analyzer.forget(path)
        self.providers.forget(path)

    def states(self) -> tuple[AnalyzerState, ...]:
        """How each analyzer is, by what it did last."""
        return self._states.of(self.registry.all)

    def restart(self, analyzer: str) -> None:
        """Let an analyzer begin anew; nothing happens when there is none of that id."""
        for known in self.registry.all:
            if known.id == analyzer:
                known.restart()
                self._states.forget(analyzer)

    def close(self) -> None:
        """End all processes that were started."""
        for analyzer in self.registry.all:
            analyzer.close()

    def __enter__(self) -> Analysis:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _nobody(snapshot: Snapshot, analyzers: Sequence[Analyzer]) -> Iterator[NotRun]:
        if len(snapshot.text) > MOST_CHARACTERS:
            yield NotRun("", Message("analysis.too_large", {"limit": MOST_CHARACTERS // 1_000_000}))
        elif not snapshot.language:
            yield NotRun("", Message("analysis.unknown_language"))
        elif not any(analyzer.judges for analyzer in analyzers):
            known = language_named(snapshot.language)
            title = known.title if known is not None else snapshot.language
            yield NotRun("", Message("analysis.no_analyzer", {"language": title}))
