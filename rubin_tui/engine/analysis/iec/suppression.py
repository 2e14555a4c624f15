"""Findings that the code itself switches off.

A comment with `rubin: off st-unused` speaks for its line; alone on a line, for those below it until
`rubin: on`. Without a rule it speaks for all. `{analysis -33}` of CODESYS and TE1200 holds until
`{analysis +33}`, `{attribute 'analysis' := '-33'}` for the declaration below it, `{warning disable C0139}`
until `{warning restore C0139}`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from rubin_tui.engine.analysis.iec.syntax import Part
from rubin_tui.engine.analysis.lines import Lines

SA = {
    "st-unused": (33,),
    "st-for-changed": (72,),
    "st-real-equal": (54,),
    "st-recursion": (160,),
    "st-duplicate": (13,),
    "st-narrowing": (57, 131),
}
"""The numbers of CODESYS Static Analysis and TE1200."""
WARNINGS = {"C0139": "st-no-effect"}
"""Warnings of the CODESYS compiler that say the same."""

_OURS = re.compile(r"rubin\s*:\s*(off|on)\b([\w ,-]*)", re.IGNORECASE)
_ANALYSIS = re.compile(r"\{\s*analysis\s+([^}]*)\}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\{\s*attribute\s+'analysis'\s*:=\s*'([^']*)'\s*\}", re.IGNORECASE)
_WARNING = re.compile(r"\{\s*warning\s+(disable|restore)\s+([^}]*)\}", re.IGNORECASE)
_BY_NUMBER = {number: rule for rule, numbers in SA.items() for number in numbers}
ALL = "*"


class Suppression:
    """Which rules are off on which lines."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._on_line: dict[int, set[str]] = {}
        self._switched: dict[str, list[tuple[int, bool]]] = {}

    def read(self, part: Part, offset: int) -> None:
        """Take in comments and pragmas of a part; in the order of the text."""
        if not part.comments and not part.pragmas:
            return
        text = self._lines.text
        for start, end in part.comments:
            said = text[offset + start : min(offset + end, offset + start + 400)]
            if "rubin" in said.casefold() and (found := _OURS.search(said)):
                self._comment(offset + start, found[1].lower() == "off", found[2])
        for start, end in part.pragmas:
            self._pragma(offset + start, offset + end, text[offset + start : offset + end], part)

    def is_off(self, rule: str, offset: int) -> bool:
        """Whether nothing is said of a rule at a place of the text."""
        line = self._lines.at(offset).line
        on_line = self._on_line.get(line)
        if on_line is not None and (rule in on_line or ALL in on_line):
            return True
        return self._is_switched_off(rule, offset) or self._is_switched_off(ALL, offset)

    @property
    def is_empty(self) -> bool:
        """Whether the text switches nothing off."""
        return not self._on_line and not self._switched

    def _is_switched_off(self, rule: str, offset: int) -> bool:
        switches = self._switched.get(rule)
        if not switches:
            return False
        at = bisect_right(switches, (offset, True)) - 1
        return at >= 0 and not switches[at][1]

    def _comment(self, offset: int, off: bool, rules: str) -> None:
        line = self._lines.at(offset).line
        names = set(re.findall(r"[a-z][\w-]*", rules.lower())) or {ALL}
        before = self._lines.line(line)[: offset - self._lines.starts[line]]
        if before.strip() and off:
            self._on_line.setdefault(line, set()).update(names)
            return
        for name in self._switched.keys() | names if names == {ALL} and not off else names:
            self._switch(name, offset, on=not off)

    def _switch(self, rule: str, offset: int, *, on: bool) -> None:
        self._switched.setdefault(rule, []).append((offset, on))
        self._switched[rule].sort()

    def _pragma(self, start: int, end: int, said: str, part: Part) -> None:
        line = self._lines.at(start).line
        if found := _ANALYSIS.match(said):
            for number, on in _numbers(found[1]):
                if rule := _BY_NUMBER.get(number):
                    self._switch(rule, start, on=on)
        elif found := _ATTRIBUTE.match(said):
            target = self._lines.at(end).line
            below = target
            while below + 1 < len(self._lines) and self._lines.line(below + 1).strip().startswith(
                ("{", "//")
            ):
                below += 1
            for number, on in _numbers(found[1]):
                rule = _BY_NUMBER.get(number)
                if rule and not on:
                    for each in range(line, below + 2):
                        self._on_line.setdefault(each, set()).add(rule)
        elif found := _WARNING.match(said):
            for code in re.findall(r"\b(?:C|SA)\d{4}\b", found[2].upper()):
                rule = _BY_NUMBER.get(int(code[2:])) if code.startswith("SA") else WARNINGS.get(code)
                if rule:
                    self._switch(rule, start, on=found[1].lower() == "restore")


def _numbers(said: str) -> list[tuple[int, bool]]:
    return [(int(found[2]), found[1] == "+") for found in re.finditer(r"([+-])\s*(\d{1,4})", said)]
