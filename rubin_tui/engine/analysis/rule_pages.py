"""What there is to say about a rule: one page in each language under data/rules, written by us.

A page is a title, why the rule exists, a bad example, a good one, how to do better, and its numbers in
PLCopen and CODESYS or TE1200.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.model import Message

LANGUAGES = ("ru", "en")
_PACKAGE = Path(__file__).parents[2]
_FOLDERS = (_PACKAGE / "data" / "rules", _PACKAGE.parent / "data" / "rules")
"""Where it is installed, and in the source tree."""
_EXAMPLE = re.compile(r"^```\w*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page; examples without their fences."""

    title: str
    why: str
    bad: str
    good: str
    how: str
    text: str


def rule_page(rule: str) -> RuleText | None:
    """What the pages say of a rule, None where there is none."""
    pages = {language: page(rule, language) for language in LANGUAGES}
    if any(one is None for one in pages.values()):
        return None

    def both(part: str) -> Message:
        return Message("rule.page", {language: getattr(one, part) for language, one in pages.items()})

    return RuleText(title=both("title"), why=both("why"), how=both("how"), page=both("text"))


@cache
def page(rule: str, language: str) -> Page | None:
    """The page of a rule in "ru" or "en"."""
    for folder in _FOLDERS:
        place = folder / language / f"{rule}.md"
        if place.is_file():
            return _read(place.read_text(encoding="utf-8"))
    return None


def rules() -> list[str]:
    """The rules that have a page."""
    for folder in _FOLDERS:
        if found := sorted(place.stem for place in (folder / "en").glob("*.md")):
            return found
    return []


def _read(text: str) -> Page:
    examples = list(_EXAMPLE.finditer(text))
    title, _, _ = text.partition("\n")
    bad, good = (one[1] for one in examples[:2])
    why = _paragraph(text[len(title) : examples[0].start()])
    how = _paragraph(text[examples[1].end() :])
    return Page(title.lstrip("# ").strip(), why, bad, good, how, text)


def _paragraph(text: str) -> str:
    """The first paragraph, on one line."""
    return " ".join(text.strip().split("\n\n", 1)[0].split())
