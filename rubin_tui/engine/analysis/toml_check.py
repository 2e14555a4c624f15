"""TOML: the error the standard library meets, a key that stands twice included."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterator

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message, Position

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SAID = (
    (
        r"Cannot overwrite a value|Cannot declare .* twice|Cannot redefine namespace .*|Duplicate inline .*",
        "twice",
    ),
    (r"Cannot mutate immutable namespace .*", "closed"),
    (r"Expected '=' after a key in a key/value pair", "equals"),
    (
        r"Expected ']' at the end of a table declaration|Expected ']]' at the end of an array declaration",
        "header",
    ),
    (r"Expected newline or end of document after a statement", "newline"),
    (r"Invalid date or datetime", "date"),
    (r"Invalid initial character for a key part", "key"),
    (r"Invalid statement", "statement"),
    (r"Invalid value", "value"),
    (r"Unclosed array", "array"),
    (r"Unclosed inline table", "table"),
    (r"Unescaped '\\' in a string|Invalid hex value|Escaped character is not .*", "escape"),
    (r"Unterminated string|Expected .*", "string"),
    (r"Found invalid character .*|Illegal character .*", "character"),
)


class TomlCheck(Analyzer):
    """TOML 1.0."""

    id = "toml"
    languages = frozenset({"toml"})
    seconds = 5.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        lines = Lines(snapshot.text)
        bom = snapshot.text.startswith("\ufeff")
        try:
            tomllib.loads(snapshot.text[bom:])
        except tomllib.TOMLDecodeError as error:
            found = _AT.search(str(error))
            start = lines.end
            if found is not None and found[1]:
                line, column = int(found[1]) - 1, int(found[2]) - 1
                start = lines.at_line_feeds(line, column + (bom and line == 0))
            said = str(error)[: found.start()] if found else str(error)
            yield _wrong(_in_our_words(said), start, lines)
        except RecursionError:
            yield _wrong(Message("analysis.too_deep"), Position(0, 0), lines)

    def rule(self, rule: str) -> RuleText | None:
        return own_rule("duplicate_key") if rule == "duplicate-key" else own_rule("toml_syntax")


def _in_our_words(said: str) -> Message:
    for pattern, id in _SAID:
        if re.fullmatch(pattern, said, re.DOTALL):
            return Message(f"analysis.toml.{id}")
    return Message("analysis.toml.other", {"said": said})


def _wrong(message: Message, start: Position, lines: Lines) -> Diagnostic:
    twice = message.id == "analysis.toml.twice"
    line = lines.line(start.line)
    if twice and (line.startswith("[") or not line[start.character :].strip()):
        start = Position(start.line, 0)  # the reader stands behind the value: show the statement
    end = Position(start.line, len(line)) if twice else lines.word(start)
    return Diagnostic(
        rule="duplicate-key" if twice else "toml-syntax",
        severity="error",
        category="syntax",
        message=message,
        start=start,
        end=end,
        source="toml",
    )
