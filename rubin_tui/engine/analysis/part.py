"""Some lines of a text judged: by what is known of the whole text, or, where that says nothing, alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rubin_tui.engine.analysis.code_lines import code_lines
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.report import Rules, in_order, recommendations
from rubin_tui.engine.analysis.score import score
from rubin_tui.engine.code_model import Diagnostic, Edit, PartReport, Report, Snapshot
from rubin_tui.engine.model import Position

_UNKNOWN_NAME = frozenset(("F821", "no-undef"))
"""Rules that say of a name that nothing in the text explains it."""


@dataclass(frozen=True, slots=True)
class Dedented:
    """Lines `first` to `last` (inclusive) of a text, without the indentation they share."""

    text: str
    first: int
    indents: tuple[int, ...]

    @classmethod
    def of(cls, lines: Lines, first: int, last: int) -> Dedented:
        """Cut them out. Lines keep their ends; blank ones lose what they can."""
        rows = [lines.line(number) for number in range(first, last + 1)]
        shared = _shared([row for row in rows if row.strip()])
        indents = tuple(min(shared, len(row) - len(row.lstrip())) for row in rows)
        ends = [*lines.starts, len(lines.text)]
        whole = [lines.text[ends[number] : ends[number + 1]] for number in range(first, last + 1)]
        return cls("".join(row[cut:] for row, cut in zip(whole, indents, strict=True)), first, indents)

    def outside(self, place: Position) -> Position:
        """Where a place of `text` stands in the whole text."""
        row = min(place.line, len(self.indents) - 1)
        if place.line > row:  # behind the last line's end
            return Position(self.first + place.line, 0)
        return Position(self.first + row, place.character + self.indents[row])

    def finding(self, found: Diagnostic, path: str) -> Diagnostic:
        """A finding of `text` as one of the whole text."""

        def edit(own: Edit) -> Edit:
            text = own.text
            if "\n" in text:  # what a fix puts on further lines is to be indented as they are
                indent = " " * min(self.indents[min(own.start.line, len(self.indents) - 1)], 200)
                text = text.replace("\n", "\n" + indent)
            return Edit(self.outside(own.start), self.outside(own.end), text)

        return replace(
            found,
            path=path,
            start=self.outside(found.start),
            end=self.outside(found.end),
            related=tuple(
                replace(one, start=self.outside(one.start), end=self.outside(one.end))
                for one in found.related
            ),
            fixes=tuple(replace(fix, edits=tuple(map(edit, fix.edits))) for fix in found.fixes),
        )


def part_of(
    snapshot: Snapshot,
    whole: Report,
    first: int,
    last: int,
    *,
    alone: Callable[[str], Report],
    rules: Rules,
) -> PartReport:
    """The report on lines `first` to `last`, both counted in.

    The findings of the whole text that begin there: names defined above are known. But where the text is
    broken elsewhere, or nobody reads its language, the lines are judged alone, provided that they are whole:
    a fragment would only be reported as one. `alone` analyses a text.
    """
    lines = Lines(snapshot.text)
    last = min(last, len(lines) - 1)
    inside = [issue for issue in whole.issues if first <= issue.start.line <= last]
    broken = any(
        issue.category == "syntax" and not first <= issue.start.line <= last for issue in whole.issues
    )
    if broken or whole.quality_score is None:
        cut = Dedented.of(lines, first, last)
        report = alone(cut.text)
        if report.quality_score is not None and all(issue.category != "syntax" for issue in report.issues):
            found = in_order(cut.finding(issue, snapshot.path) for issue in report.issues)
            issues = tuple(issue for issue in found if not _known_outside(issue, lines, first, last))
            return PartReport(
                first, last, _with(replace(report, path=snapshot.path), issues, rules), alone=True
            )
    issues = in_order(inside)
    text = "\n".join(lines.line(number) for number in range(first, last + 1))
    count = sum(1 for _ in code_lines(Lines(text), snapshot.language))
    return PartReport(first, last, _with(replace(whole, lines=count), issues, rules))


def _with(report: Report, issues: tuple[Diagnostic, ...], rules: Rules) -> Report:
    """The report with these issues only, its score and advice those of them."""
    value, breakdown = score(issues, report.lines)
    judged = report.quality_score is not None
    return replace(
        report,
        issues=issues,
        recommendations=recommendations(issues, rules),
        quality_score=value if judged else None,
        score_breakdown=breakdown if judged else (),
    )


def _known_outside(issue: Diagnostic, lines: Lines, first: int, last: int) -> bool:
    """Whether a name is only unknown because the lines stand alone: the rest of the text has it too."""
    if issue.rule not in _UNKNOWN_NAME or issue.start.line != issue.end.line:
        return False
    name = lines.line(issue.start.line)[issue.start.character : issue.end.character]
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    begin, end = lines.starts[first], [*lines.starts, len(lines.text)][last + 1]
    return bool(name and (word.search(lines.text[:begin]) or word.search(lines.text[end:])))


def _shared(rows: list[str]) -> int:
    """How many characters of indentation, the same ones, all rows begin with."""
    if not rows:
        return 0
    low, high = min(rows), max(rows)
    most = min(len(low) - len(low.lstrip()), len(high) - len(high.lstrip()))
    return next((at for at in range(most) if low[at] != high[at]), most)
