"""INI and what looks like it: lines that are nothing, sections and keys that stand twice.

There is no one INI. LinuxCNC repeats keys on purpose, systemd and the registry do, and `.conf` is often
another format. So only what no dialect means is an error, and a text that is no INI is left alone.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import PurePath

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.duplicates import Span, duplicate_key
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot
from rubin_tui.engine.model import Message, Position

_SECTION = re.compile(r"\s*\[(?P<name>.*)\]\s*(?:[;#].*)?$")
_KEY = re.compile(r"(?P<key>[^=:\[\s][^=:]*?)\s*[=:]")
_STRICT = frozenset({".ini", ".cfg", ".inf", ".eds", ".dcf"})
_NOTHING_ELSE = frozenset({"", ".ini"})
_MANY_VALUES = frozenset({".service", ".socket", ".timer", ".reg", ".desktop", ".conf", ".inf"})
_REPEATED = re.compile(
    r"(?:POSTGUI_)?HALFILE|HALCMD|HALUI|MDI_COMMAND\w*|SUBROUTINE_PATH|USER_M_PATH|EMBED_TAB_\w+|REMAP|APP|"
    r"TOOL_TABLE|OPERATION_\w+|PROGRAM_EXTENSION|FEATURES",
    re.IGNORECASE,
)
"""Keys that LinuxCNC reads all of."""


class IniCheck(Analyzer):
    """INI files: machines, tools, EDS and DCF of CANopen."""

    id = "ini"
    languages = frozenset({"ini"})
    seconds = 5.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        suffix = PurePath(snapshot.path.lower()).suffix
        lines = Lines(snapshot.text)
        strict = suffix in _STRICT or not suffix
        if suffix not in _NOTHING_ELSE and not _begins_with_section(lines):
            return
        unique_keys = suffix not in _MANY_VALUES
        sections: dict[str, Span] = {}
        keys: dict[str, Span] = {}
        in_value = seen_section = False
        for number, line in enumerate(lines.all):
            if cancel.is_set():
                return
            bare = line.lstrip("\ufeff").strip()
            if not bare or bare[0] in ";#":
                continue
            here = (
                Position(number, len(line) - len(line.lstrip("\ufeff \t"))),
                Position(number, len(line.rstrip())),
            )
            if bare[0] == "[":
                found = _SECTION.match(line.lstrip("\ufeff"))
                in_value = False
                if found is None:
                    yield _wrong("analysis.ini.section", here)
                    continue
                seen_section = True
                name = found["name"].strip()
                if (first := sections.setdefault(name, here)) is not here:
                    yield _section_twice(name, here, first)
                keys = {}
            elif line[0] in " \t" and in_value:
                continue  # the value goes on
            elif key := _KEY.match(bare):
                name = key["key"]
                first = keys.setdefault(name, here)
                twice = first is not here and unique_keys and seen_section
                if twice and not _REPEATED.fullmatch(name):
                    yield duplicate_key("ini", name, here, first)
                in_value = True
            elif strict and seen_section:
                yield _wrong("analysis.ini.line", here)

    def rule(self, rule: str) -> RuleText | None:
        known = {"duplicate-key": "duplicate_key", "duplicate-section": "duplicate_section"}
        return own_rule(known.get(rule, "ini_syntax"))


def _begins_with_section(lines: Lines) -> bool:
    for line in lines.all:
        bare = line.lstrip("\ufeff").strip()
        if bare and bare[0] not in ";#":
            return bool(_SECTION.match(bare))
    return False


def _wrong(id: str, here: Span) -> Diagnostic:
    grave = id == "analysis.ini.section"
    return Diagnostic(
        "ini-syntax", "error" if grave else "warning", "syntax" if grave else "bug", Message(id), *here, "ini"
    )


def _section_twice(name: str, here: Span, first: Span) -> Diagnostic:
    message = Message("analysis.ini.section_twice", {"name": name[:100], "line": first[0].line + 1})
    related = (Related(Message("analysis.first_stands_here"), *first),)
    return Diagnostic("duplicate-section", "warning", "bug", message, *here, "ini", related=related)
