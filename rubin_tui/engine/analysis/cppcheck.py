"""C and C++ by Cppcheck, where it is installed: the one that needs no include paths."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from xml.etree import ElementTree

from rubin_tui.engine.analysis.analyzers import Finding
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.one_shot import OneShot, ProgramFailed
from rubin_tui.engine.code_model import Category, Diagnostic, Related, Severity, Snapshot
from rubin_tui.engine.model import Position

_KINDS: dict[str, tuple[Severity, Category]] = {
    "error": ("error", "bug"),
    "warning": ("warning", "bug"),
    "style": ("info", "style"),
    "performance": ("info", "bug"),
    "portability": ("warning", "portability"),
}
_SYNTAX = frozenset({"syntaxError", "preprocessorErrorDirective", "internalAstError", "unknownMacro"})
_UNSURE = frozenset(
    {"unknownMacro", "missingInclude", "missingIncludeSystem", "toomanyconfigs", "checkersReport"}
)
_SUFFIXES = (".c", ".h", ".ino", ".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx", ".ipp")


class Cppcheck(OneShot):
    """Reads a file and writes XML to standard error. Columns are bytes of UTF-8 from 1."""

    id = "cppcheck"
    languages = frozenset({"c", "cpp"})
    program = "cppcheck"
    extra = "c"
    good_codes = frozenset({0})

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        lines = Lines(snapshot.text)
        language = "c" if snapshot.language == "c" else "c++"
        name = snapshot.path if snapshot.path.lower().endswith(_SUFFIXES) else f"text.{snapshot.language}"
        with self.file(name, snapshot.text) as path:
            options = ["--xml", "--quiet", "--inline-suppr", f"--language={language}"]
            enabled = "--enable=warning,performance,portability,style"
            told = self.run([*options, enabled, path.name], b"", cancel, folder=path.parent)
        if told is None:
            return
        at = told.errors.find(b"<?xml")
        try:
            root = ElementTree.fromstring(told.errors[max(at, 0) :])
        except ElementTree.ParseError as error:
            raise ProgramFailed("no XML") from error
        for item in root.iter("error"):
            if item.get("id") not in _UNSURE and item.get("severity") in _KINDS:
                yield _finding(item, lines)


def _finding(item: ElementTree.Element, lines: Lines) -> Diagnostic:
    rule = item.get("id", "")
    severity, category = _KINDS[item.get("severity", "style")]
    if rule in _SYNTAX:
        severity, category = "error", "syntax"
    places = [_place(location, lines) for location in item.findall("location")] or [Position(0, 0)]
    infos = [location.get("info", "") for location in item.findall("location")][1:]
    cwe = item.get("cwe", "")
    return Diagnostic(
        rule=rule,
        severity=severity,
        category=category,
        message=item.get("msg", rule),
        start=places[0],
        end=lines.word(places[0]),
        source="cppcheck",
        related=tuple(
            Related(info, place, lines.word(place)) for info, place in zip(infos, places[1:], strict=True)
        ),
        explanation=item.get("verbose", ""),
        url=f"https://cwe.mitre.org/data/definitions/{cwe}.html" if cwe.isdigit() else "",
    )


def _place(location: ElementTree.Element, lines: Lines) -> Position:
    return lines.place(int(location.get("line", "1")) - 1, int(location.get("column", "1")) - 1, "utf-8")
