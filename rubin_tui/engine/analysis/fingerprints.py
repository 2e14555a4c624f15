"""A name for a finding that stays when its lines move: what a baseline and a review compare by.

It is made of the rule, the line's text, the code lines next to it in the same function, the function's name,
and which of several equal findings it is. Line numbers are not in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.code_model import Diagnostic
from rubin_tui.engine.languages import Language, Opening, language_named

_LONGEST_LINE = 400  # characters in which an opening is looked for


class Fingerprints:
    """Gives the findings of one text their fingerprints."""

    def __init__(self, lines: Lines, language: str) -> None:
        self._lines = lines
        self._language = language_named(language)
        self._counts: Counter[str] = Counter()

    def of(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings of one analyzer, sorted by place, with fingerprints."""
        ordered = sorted(
            diagnostics, key=lambda found: (found.start, found.end, found.rule, str(found.message))
        )
        return [replace(found, fingerprint=self._name(found)) for found in ordered]

    def _name(self, found: Diagnostic) -> str:
        line = found.start.line
        parts = (found.source, found.rule, self._folded(line), self._beside(line, -1), self._beside(line, 1))
        plain = "\0".join((*parts, self._symbols[line]))
        self._counts[plain] += 1
        text = f"{plain}\0{self._counts[plain]}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=10).hexdigest()

    def _folded(self, line: int) -> str:
        return " ".join(self._lines.line(line).split())

    def _beside(self, line: int, step: int) -> str:
        """The next line that is not blank, if the same part of the program encloses it."""
        at = line + step
        while 0 <= at < len(self._lines) and not self._lines.line(at).strip():
            at += step
        inside = 0 <= at < len(self._lines) and self._symbols[at] == self._symbols[line]
        return self._folded(at) if inside else ""

    @cached_property
    def _symbols(self) -> list[str]:
        """The enclosing part of the program, for each line; a part's own first line belongs to it."""
        if self._language is None or not self._language.openings:
            return [""] * len(self._lines)
        return _symbols(self._lines, self._language)


def _symbols(lines: Lines, language: Language) -> list[str]:
    found: list[str] = []
    inside: list[tuple[int, str]] = []  # how deep each open part stands, and its name
    for line in lines.all:
        if not line.strip():
            found.append(inside[-1][1] if inside else "")
            continue
        indent = len(line) - len(line.lstrip())
        opened = next(
            (
                (opening, name)
                for opening in language.openings
                if not opening.alone and (name := _opened(opening, line)) is not None
            ),
            None,
        )
        if opened is not None:
            depth = opened[0].level or indent + 1
            inside = [part for part in inside if part[0] < depth]
            inside.append((depth, ".".join((*(name for _, name in inside[-1:]), opened[1]))))
        elif language.id == "python":
            inside = [part for part in inside if part[0] <= indent]
        found.append(inside[-1][1] if inside else "")
    return found


def _opened(opening: Opening, line: str) -> str | None:
    found = opening.pattern.match(line[:_LONGEST_LINE])
    return "".join(group or "" for group in found.groups()) if found else None
