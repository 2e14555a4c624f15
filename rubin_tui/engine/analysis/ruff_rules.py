"""What Rubin makes of ruff's rules: how grave each is, what it is about, and ruff's own words on why.

Ruff calls nearly everything an error; a list of red lines about quotation marks hides the one that matters.
"""

from __future__ import annotations

import json
import re
import threading
from functools import cache

from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.code_model import Category, Severity
from rubin_tui.engine.jobs import ProgramMissing, run_program
from rubin_tui.engine.model import Message

DEFAULT_RULES = (
    *("E4", "E7", "E9", "F", "W605", "B", "PLE", "ASYNC", "BLE"),
    *("S102", "S103", "S113", "S301", "S302", "S306", "S307", "S311", "S323", "S324", "S501", "S506", "S602"),
    *("S605", "S608", "S609", "DTZ005", "RUF006", "PLW0120", "PLW1508", "PLW1509", "SIM115"),
)
"""What is looked for in a file that no ruff settings speak for."""

TOLD_BY_US = frozenset(
    (
        *(
            "B006",
            "B007",
            "B008",
            "B018",
            "B023",
            "B904",
            "BLE001",
            "C901",
            "E701",
            "E702",
            "E711",
            "E712",
            "E722",
        ),
        *("E741", "F401", "F541", "F632", "F811", "F821", "F841", "S113", "S307", "S506", "S602", "S605"),
    )
)
"""The rules people meet most: title, why and how stand in our catalogues, in both languages."""

_GRAVE: tuple[Severity, Category] = ("error", "bug")
_BUG: tuple[Severity, Category] = ("warning", "bug")
_STYLE: tuple[Severity, Category] = ("info", "style")
_SECURITY: tuple[Severity, Category] = ("warning", "security")
_UNSAFE: tuple[Severity, Category] = ("error", "security")
_DOCS: tuple[Severity, Category] = ("info", "docs")
_COMPLEX: tuple[Severity, Category] = ("warning", "complexity")
_PORTABLE: tuple[Severity, Category] = ("warning", "portability")

_BY_PREFIX: dict[str, tuple[Severity, Category]] = {
    "invalid-syntax": ("error", "syntax"),
    "E9": ("error", "syntax"),
    "E722": _BUG,
    "F": _BUG,
    "F401": _STYLE,
    "F541": _STYLE,
    "F403": _STYLE,
    "F405": _STYLE,
    **dict.fromkeys(("F5", "F6", "F7", "F82"), _GRAVE),
    "F632": _BUG,
    "B": _BUG,
    **dict.fromkeys(("B007", "B009", "B010", "B011", "B028", "B904", "B905", "B9"), _STYLE),
    "PLE": _GRAVE,
    "PLW": _BUG,
    "PLR09": _COMPLEX,
    "C901": _COMPLEX,
    "S": _SECURITY,
    **dict.fromkeys(("S102", "S307", "S506", "S602", "S605"), _UNSAFE),
    **dict.fromkeys(("S101", "S110", "S112", "S311", "S603", "S607", "S4"), ("info", "security")),
    **dict.fromkeys(("ASYNC", "BLE", "DTZ", "LOG", "G101", "RUF006", "SIM115", "TRY002", "W605"), _BUG),
    **dict.fromkeys(("EXE", "YTT", "NPY", "W6"), _PORTABLE),
    **dict.fromkeys(("D", "DOC"), _DOCS),
    **dict.fromkeys(("DTZ", "DJ"), _BUG),
    **dict.fromkeys(("PGH003", "PGH004"), _STYLE),
    "PLW0603": _STYLE,
    "T100": _BUG,
}


@cache
def judged(rule: str) -> tuple[Severity, Category]:
    """How grave a rule of ruff is and what it is about: what the longest known beginning of its name says."""
    for length in range(len(rule), 0, -1):
        if (found := _BY_PREFIX.get(rule[:length])) is not None:
            return found
    return _STYLE


class RuffRules:
    """What ruff itself says about its rules, asked once and only when there is a finding."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._texts: dict[str, RuleText] | None = None

    def text(self, rule: str) -> RuleText | None:
        """What is known about a rule; None when ruff does not say."""
        with self._lock:
            if self._texts is None:
                self._texts = self._ask()
            text = self._texts.get(rule)
        if rule not in TOLD_BY_US:
            return text
        told = f"rule.ruff.{rule.lower()}"
        title, why, how = Message(f"{told}.title"), Message(f"{told}.why"), Message(f"{told}.how")
        return RuleText(title, why, how, page=text.page if text is not None else why)

    def _ask(self) -> dict[str, RuleText]:
        try:
            told = run_program([self._program, "rule", "--all", "--output-format", "json"], seconds=10)
            rules = json.loads(told.output)
            return {str(rule["code"]): _rule_text(rule) for rule in rules}
        except (ProgramMissing, ValueError, KeyError, TypeError, AttributeError):
            return {}  # explanations are an extra: the findings stand without them


_BLANKS = re.compile(r"\n\s*\n")


def _rule_text(rule: dict[str, str]) -> RuleText:
    sections = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", rule["explanation"], re.MULTILINE))
    why = sections.get("Why is this bad?") or sections.get("What it does", "")
    better = re.search(r"Use instead:\s*```python\n(.*?)```", rule["explanation"], re.DOTALL)
    return RuleText(
        title=rule["name"].replace("-", " ").capitalize(),
        why=" ".join(why.strip().split("\n\n")[0].split()),
        how=_BLANKS.sub("\n", better[1]).strip("\n") if better else "",
        page=rule["explanation"],
    )
