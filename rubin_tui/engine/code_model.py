"""The values of code analysis that cross a border of the engine: frozen, plain.

Lines and characters count from 0; a character is one code point of the text as the buffer holds it.
A line ends with `\\n`, `\\r\\n` or `\\r` and with nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rubin_tui.engine.model import Message, Position

Severity = Literal["error", "warning", "info", "hint"]
Category = Literal[
    "syntax", "bug", "security", "style", "complexity", "duplication", "docs", "portability", "tool"
]
Tag = Literal["unused", "deprecated"]

START = Position(0, 0)
"""The beginning of a text."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")
"""The worst first."""

SCORE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text as it stood at one moment: what is analysed.

    `version` grows with every edit of the same `path`; `language` is an id of the table of languages, ""
    for one nobody knows. `path` is where the text belongs, "" for none; it need not exist on the disk.
    """

    version: int
    text: str
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands from `start` to `end` by `text`."""

    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a finding: all `edits` at once, none overlapping. `safe` ones keep what the code does."""

    title: Message | str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, such as the first of two equal keys."""

    message: Message | str
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `message` is a sentence of ours, or the tool's own words (foreign text: made safe by who shows it).
    `source` is the analyzer's id. `explanation` says why the rule exists, "" where nobody has said.
    `minutes` estimate the work of mending it. `fingerprint` stays when the finding moves with its lines.
    """

    rule: str
    severity: Severity
    category: Category
    message: Message | str
    start: Position
    end: Position
    source: str
    path: str = ""
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    explanation: Message | str = ""
    url: str = ""
    tags: tuple[Tag, ...] = ()
    fingerprint: str = ""
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class NotRun:
    """An analyzer that did not do its work, and why. `failed` means that it tried."""

    analyzer: str
    reason: Message
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """An analyzer that did its work; `version` is the tool's, "" for a part of Rubin."""

    analyzer: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do about all findings of one rule: `count` of them, `minutes` of work.

    `why` says what the rule is good for, `how` what to do; "" where nobody has said. `fixable` counts
    the findings that have a safe fix, `first` is the place of the first of them.
    """

    rule: str
    source: str
    severity: Severity
    title: Message | str
    count: int
    minutes: float
    why: Message | str = ""
    how: Message | str = ""
    url: str = ""
    fixable: int = 0
    path: str = ""
    first: Position = START


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of the score's breakdown.

    `name` is "syntax", "security", "errors", "warnings", "info", "complexity", "duplication", "docs" or
    "cap". `points` are lost points of 100; of all parts together 100 minus the score, to rounding.
    """

    name: str
    count: int
    minutes: float
    points: float


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said about a text, or about several together.

    `issues` are sorted by path, place, severity, rule. `quality_score` is 0..100, higher is better; None
    when no analyzer could judge the text. `lines` counts those that hold code. `recommendations` come best
    first: most minutes saved.
    """

    issues: tuple[Diagnostic, ...]
    recommendations: tuple[Recommendation, ...]
    quality_score: float | None
    score_breakdown: tuple[ScorePart, ...]
    not_run: tuple[NotRun, ...]
    ran: tuple[Ran, ...] = ()
    path: str = ""
    language: str = ""
    lines: int = 0
    score_version: int = SCORE_VERSION
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PartReport:
    """The report on lines `first` to `last` of a text, both counted in; places are those of the whole text.

    `alone`: they were judged as a text of their own, not by what is known of the whole.
    """

    first: int
    last: int
    report: Report
    alone: bool = False


@dataclass(frozen=True, slots=True)
class AnalyzerDone:
    """One analyzer has ended: its sorted findings, or why there are none. An event of an analysis."""

    analyzer: str
    version: int
    diagnostics: tuple[Diagnostic, ...]
    not_run: NotRun | None = None
    ran: Ran | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysed:
    """The whole report; the last event of an analysis that was not cancelled."""

    version: int
    report: Report


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known about a text at this moment, sorted; handed to the screen as it comes.

    `report` is None until all analyzers have ended. Who shows a newer version than `version` drops this.
    """

    path: str
    version: int
    diagnostics: tuple[Diagnostic, ...]
    report: Report | None = None


AnalysisEvent = AnalyzerDone | Analysed


SymbolKind = Literal[
    "namespace",
    "program",
    "function",
    "function_block",
    "class",
    "interface",
    "data_block",
    "method",
    "property",
    "accessor",
    "action",
    "transition",
    "section",
    "struct",
    "union",
    "enum",
    "type",
    "variable",
    "field",
    "value",
]
"""What a named part of code is. A "section" is a list of globals, a "value" one of an enumeration."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named part of a text.

    It stands from `start` to `end`, its name from `name_start` to `name_end`. `type` is written as in the
    code, of a part that returns something what it returns; `comment` is the text of the comment beside or
    above it, without its signs; `section` says where a variable is declared ("VAR_INPUT", "VAR_GLOBAL
    CONSTANT"), "" for others. `container` names the parts around it, the outermost first.
    """

    name: str
    kind: SymbolKind
    start: Position
    end: Position
    name_start: Position
    name_end: Position
    type: str = ""
    comment: str = ""
    section: str = ""
    container: tuple[str, ...] = ()
    children: tuple[Symbol, ...] = ()

    @property
    def path(self) -> str:
        """Its name with those of the parts around it: `FB_Motor.Start`."""
        return ".".join((*self.container, self.name))


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a text. Where a file shows the code inside it, the places are those of what is shown."""

    path: str
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Hover:
    """What is to be said of the name from `start` to `end`.

    `title` is its declaration in a line, `kind` that of its symbol, "" for none; `text` says more: foreign
    text, made safe by who shows it. `declared` is where it is declared, None when nobody knows.
    """

    title: str
    start: Position
    end: Position
    kind: SymbolKind | Literal[""] = ""
    comment: str = ""
    text: Message | str = ""
    declared: Location | None = None


@dataclass(frozen=True, slots=True)
class FileSymbols:
    """What a file names for others, such as POUs, types, globals; places are those of what is shown of it."""

    path: str
    symbols: tuple[Symbol, ...]
