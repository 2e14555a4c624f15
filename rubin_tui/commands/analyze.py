"""`rubin analyze PATH...|-`: what is wrong with code, file by file, with score and advice.

Exit codes: 0 nothing to mend (hints do not count), 1 findings, 2 something could not be analysed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rubin_tui import __version__
from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, standard_input
from rubin_tui.engine.code_model import SEVERITIES, Diagnostic, Recommendation, Report
from rubin_tui.engine.model import Position
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import Failure, Message

if TYPE_CHECKING:
    from rubin_tui.engine import Analysis

CLEAN, FINDINGS, FAILED = 0, 1, 2
SCHEMA_VERSION = 1
_MOST_HOW = 7  # lines of an example


def analyze(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "analyze",
        callback=_analyze,
        help=words(Message("cli.analyze.help")),
        params=[
            click.Argument(["paths"], nargs=-1, required=True, metavar="PATH...|-"),
            click.Option(["--language"], metavar="LANGUAGE", help=words(Message("cli.analyze.language"))),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json", "sarif"]),
                default="text",
                help=words(Message("cli.analyze.format")),
            ),
            click.Option(["--json", "as_json"], is_flag=True, help=words(Message("cli.analyze.json"))),
        ],
    )


@click.pass_obj
def _analyze(output: Output, paths: tuple[str, ...], language: str | None, form: str, as_json: bool) -> int:
    from rubin_tui.engine import Analysis, to_sarif  # the other commands need not wait for the analyzers

    form = "json" if as_json else form
    problems: list[Message] = []
    with Analysis() as analysis:
        reports = list(_reports(analysis, output, paths, language, problems))
        whole = analysis.together(reports)
    if form == "json":
        output.json(_as_json(whole, reports, problems, output))
    elif form == "sarif":
        output.json(to_sarif(whole, lambda text: _said(output, text)))
    elif reports or not problems:  # of nothing read there is no score
        show(output, whole, reports)
    if problems or any(row.failed for row in whole.not_run):
        return FAILED
    return FINDINGS if any(issue.severity != "hint" for issue in whole.issues) else CLEAN


def _reports(
    analysis: Analysis, output: Output, paths: Sequence[str], language: str | None, problems: list[Message]
) -> Iterator[Report]:
    """The report of each text; what cannot be analysed is said and the others go on."""
    for name, text in _texts(analysis, output, paths, problems):
        yield analysis.analyze(text, language, path=name or None)
        analysis.forget(name)


def _texts(
    analysis: Analysis, output: Output, paths: Sequence[str], problems: list[Message]
) -> Iterator[tuple[str, str]]:
    def refuse(failure: Failure) -> None:
        problems.append(failure.message)
        output.problem(output.words(failure.message))

    for path in paths:
        try:
            if path == "-":
                yield "", analysis.decode(standard_input(), "-")
                continue
            files = list(analysis.files([Path(path)]))
            for position, file in enumerate(files, start=1):
                name = spelled(str(file))
                params = {"position": position, "total": len(files), "name": name}
                output.progress(output.words(Message("cli.analyze.progress", params)))
                try:
                    yield name, analysis.read(file)
                except Failure as failure:
                    refuse(failure)
        except Failure as failure:
            refuse(failure)


def show(output: Output, whole: Report, reports: Sequence[Report]) -> None:
    """The findings file by file, the advice, the score; as lines."""
    for path, group in itertools.groupby(whole.issues, key=lambda issue: issue.path):
        output.line(path or "-")
        for issue in group:
            output.line(_row(output, issue))
        output.line()
    for number, advice in enumerate(whole.recommendations, start=1):
        if number == 1:
            output.say("cli.analyze.recommendations")
        _advise(output, number, advice)
    if whole.recommendations:
        output.line()
    for row in whole.not_run:
        output.say("cli.analyze.not_run", reason=output.words(row.reason))
    counts = [
        output.count(f"cli.analyze.count.{severity}", count)
        for severity in SEVERITIES
        if (count := sum(issue.severity == severity for issue in whole.issues))
    ]
    files = output.count("cli.analyze.files", len(reports))
    output.line(f"{files}: {', '.join(counts) or output.words(Message('cli.analyze.clean'))}")
    _score(output, whole)


def _row(output: Output, issue: Diagnostic) -> str:
    place = f"{issue.start.line + 1}:{issue.start.character + 1}"
    severity = output.words(Message(f"severity.{issue.severity}"))
    message = _said(output, issue.message).replace("\n", " ")
    return f"  {place:>9}  {severity:<14} {issue.source}/{issue.rule}  {message}"


def _advise(output: Output, number: int, advice: Recommendation) -> None:
    times = output.count("cli.analyze.findings", advice.count)
    minutes = output.words(Message("cli.analyze.minutes", {"minutes": f"{advice.minutes:g}"}))
    title = _said(output, advice.title)
    output.line(f"  {number}. {advice.source}/{advice.rule}: {title} ({times}, {minutes})")
    if why := _said(output, advice.why):
        output.line("     " + output.words(Message("cli.analyze.why", {"why": why})))
    if how := _said(output, advice.how):
        first, *rest = how.splitlines()
        output.line("     " + output.words(Message("cli.analyze.how", {"how": first})))
        for line in rest[:_MOST_HOW]:
            output.line(f"       {line}")
    if advice.fixable:
        output.line("     " + output.count("cli.analyze.fixable", advice.fixable))


def _score(output: Output, whole: Report) -> None:
    if whole.quality_score is None:
        output.say("cli.analyze.no_score")
        return
    params = {"score": f"{whole.quality_score:.1f}", "version": whole.score_version, "lines": whole.lines}
    output.line(output.words(Message("cli.analyze.score", params)))
    for part in whole.score_breakdown:
        name = output.words(Message(f"score.part.{part.name}"))
        minutes = output.words(Message("cli.analyze.minutes", {"minutes": f"{part.minutes:g}"}))
        output.line(f"  {name:<16} {part.count:>5}  {minutes:>10}  -{part.points:.1f}")


def _said(output: Output, text: Message | str) -> str:
    return output.words(text) if isinstance(text, Message) else text


def _as_json(
    whole: Report, reports: Sequence[Report], problems: Sequence[Message], output: Output
) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "rubin": __version__,
        "issues": [_plain(issue, output) for issue in whole.issues],
        "recommendations": [_plain(advice, output) for advice in whole.recommendations],
        "quality_score": whole.quality_score,
        "score_version": whole.score_version,
        "score_breakdown": [asdict(part) for part in whole.score_breakdown],
        "lines": whole.lines,
        "files": [
            {
                "path": report.path,
                "language": report.language,
                "lines": report.lines,
                "quality_score": report.quality_score,
            }
            for report in reports
        ],
        "analyzers_run": [asdict(row) for row in whole.ran],
        "analyzers_missing": [_plain(row, output) for row in whole.not_run],
        "problems": [output.words(problem) for problem in problems],
        "seconds": round(whole.seconds, 3),
    }


def _plain(value: object, output: Output) -> Any:
    """A value of the model in JSON's terms: messages in words; lines and characters stay from 0."""
    if isinstance(value, Message):
        return output.words(value)
    if isinstance(value, Position):
        return {"line": value.line, "character": value.character}
    if isinstance(value, (list, tuple)):
        return [_plain(item, output) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name), output) for name in value.__dataclass_fields__}
    return value
