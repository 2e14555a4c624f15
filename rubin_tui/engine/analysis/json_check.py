"""JSON: the first error with its exact place, and every key that stands twice.

A reader of our own, without recursion: nesting costs it a list entry, and it knows where each key stood,
which the standard library's does not tell. What it accepts is what `json.loads` accepts, less NaN and
Infinity, which are no JSON. Comments and trailing commas are allowed where editors allow them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.duplicates import duplicate_key
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Related, Snapshot
from rubin_tui.engine.model import Message, Position

_SPACE = re.compile(r"[ \t\r\n]*")
_COMMENTED_SPACE = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_GOOD_PART = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORD = re.compile(r"true|false|null")
_ODD = re.compile(r"[^\s,:\[\]{}\"]+|.", re.DOTALL)
_NOT_JSON = re.compile(r"-?Infinity|NaN")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LOOK = 4096  # tokens between looks at `cancel`


class JsonCheck(Analyzer):
    """JSON, by the standard (RFC 8259)."""

    id = "json"
    languages = frozenset({"json"})
    seconds = 5.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        return _Reader(snapshot, cancel).findings()

    def rule(self, rule: str) -> RuleText | None:
        return own_rule("duplicate_key") if rule == "duplicate-key" else own_rule("json_syntax")


@dataclass(slots=True)
class _Open:
    """A bracket that is not closed yet, and the keys that stood in it."""

    sign: str
    offset: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


class _Wrong(Exception):
    """The text is no JSON; where, how far, and why."""

    def __init__(self, offset: int, end: int, message: Message, opened: _Open | None = None) -> None:
        super().__init__(message.id)
        self.offset, self.end, self.message, self.opened = offset, end, message, opened


class _Reader:
    def __init__(self, snapshot: Snapshot, cancel: threading.Event) -> None:
        self._text = snapshot.text
        self._lines = Lines(snapshot.text)
        self._cancel = cancel
        self._lenient = _is_lenient(snapshot.path)
        self._space = _COMMENTED_SPACE if self._lenient else _SPACE
        self._open: list[_Open] = []

    def findings(self) -> Iterator[Finding]:
        """Twice-standing keys as they are met, then the error that ends the reading."""
        try:
            yield from self._read()
        except _Wrong as wrong:
            related: tuple[Related, ...] = ()
            if wrong.opened is not None:
                at = wrong.opened.offset
                opened = Message("analysis.json.opened", {"bracket": wrong.opened.sign})
                related = (Related(opened, self._lines.at(at), self._lines.at(at + 1)),)
            yield Diagnostic(
                rule="json-syntax",
                severity="error",
                category="syntax",
                message=wrong.message,
                start=self._lines.at(wrong.offset),
                end=self._lines.at(wrong.end),
                source="json",
                related=related,
            )

    def _read(self) -> Iterator[Diagnostic]:
        text, offset = self._text, self._skip(1 if self._text.startswith("\ufeff") else 0)
        wants_key = False
        for count in range(len(text) + 1):
            if count % _LOOK == 0 and self._cancel.is_set():
                return
            opened = False
            if wants_key:
                end = self._string(offset, "analysis.json.key")
                found = self._key(text[offset:end], offset, end)
                if found is not None:
                    yield found
                offset = self._expect(self._skip(end), ":", "analysis.json.colon")
            sign = text[offset : offset + 1]
            if sign in ("{", "["):
                self._open.append(_Open(sign, offset))
                offset = self._skip(offset + 1)
                wants_key = sign == "{"
                opened = text[offset : offset + 1] != _CLOSING[sign]
            else:
                offset = self._skip(self._value(offset))
            if opened:
                continue
            offset, wants_key, done = self._after_value(offset)
            if done:
                return

    def _after_value(self, offset: int) -> tuple[int, bool, bool]:
        """Close what closes here, take the comma: where to go on, whether with a key, or that all is read."""
        text = self._text
        while self._open:
            inner = self._open[-1]
            sign = text[offset : offset + 1]
            if sign == _CLOSING[inner.sign]:
                self._open.pop()
                offset = self._skip(offset + 1)
                continue
            if sign != ",":
                params = {"closing": _CLOSING[inner.sign]}
                raise self._wrong(offset, Message("analysis.json.comma", params), inner)
            comma, offset = offset, self._skip(offset + 1)
            if text[offset : offset + 1] == _CLOSING[inner.sign]:
                if not self._lenient:
                    raise _Wrong(comma, comma + 1, Message("analysis.json.last_comma"))
                continue
            return offset, inner.sign == "{", False
        if offset < len(text):
            raise self._wrong(offset, Message("analysis.json.extra"))
        return offset, False, True

    def _value(self, offset: int) -> int:
        text = self._text
        if text[offset : offset + 1] == '"':
            return self._string(offset, "analysis.json.value")
        for pattern in (_NUMBER, _WORD):
            if found := pattern.match(text, offset):
                odd = _ODD.match(text, offset)
                if odd is not None and odd.end() > found.end() and not self._comment_at(found.end()):
                    raise _Wrong(offset, odd.end(), Message("analysis.json.word", {"word": odd[0][:40]}))
                return found.end()
        if found := _NOT_JSON.match(text, offset):
            raise _Wrong(offset, found.end(), Message("analysis.json.not_a_number", {"word": found[0]}))
        raise self._wrong(offset, Message("analysis.json.value"), self._open[-1] if self._open else None)

    def _comment_at(self, offset: int) -> bool:
        return self._lenient and self._text.startswith(("//", "/*"), offset)

    def _string(self, offset: int, otherwise: str) -> int:
        text = self._text
        if text[offset : offset + 1] != '"':
            raise self._wrong(offset, Message(otherwise), self._open[-1] if self._open else None)
        if found := _STRING.match(text, offset):
            return found.end()
        good = _GOOD_PART.match(text, offset)
        end = good.end() if good else offset + 1
        if text[end : end + 1] == "\\":
            raise _Wrong(end, end + 2, Message("analysis.json.escape", {"escape": text[end : end + 2]}))
        if end >= len(text) or text[end] in "\r\n":
            raise _Wrong(offset, end, Message("analysis.json.string_end"))
        raise _Wrong(end, end + 1, Message("analysis.json.control", {"code": f"U+{ord(text[end]):04X}"}))

    def _key(self, literal: str, offset: int, end: int) -> Diagnostic | None:
        keys = self._open[-1].keys
        name = _ESCAPE.sub(_unescaped, literal[1:-1])
        first = keys.setdefault(name, (offset, end))
        if first == (offset, end):
            return None
        at = self._lines.at
        return duplicate_key("json", name, (at(offset), at(end)), (at(first[0]), at(first[1])))

    def _expect(self, offset: int, sign: str, otherwise: str) -> int:
        if self._text[offset : offset + 1] != sign:
            raise self._wrong(offset, Message(otherwise))
        return self._skip(offset + 1)

    def _skip(self, offset: int) -> int:
        found = self._space.match(self._text, offset)
        return found.end() if found else offset

    def _wrong(self, offset: int, message: Message, opened: _Open | None = None) -> _Wrong:
        odd = _ODD.match(self._text, offset)
        if odd is None:
            if not self._open:
                return _Wrong(offset, offset, Message("analysis.json.empty"))
            last = self._open[-1]
            unclosed = Message(
                "analysis.json.unclosed", {"bracket": last.sign, "line": self._line(last.offset)}
            )
            return _Wrong(offset, offset, unclosed, last)
        return _Wrong(offset, odd.end(), message, opened)

    def _line(self, offset: int) -> int:
        place: Position = self._lines.at(offset)
        return place.line + 1


_CLOSING = {"{": "}", "[": "]"}


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPED.get(found[2], found[2])


def _is_lenient(path: str) -> bool:
    """Whether editors allow comments in this file."""
    place = PurePath(path.lower())
    return (
        place.suffix == ".jsonc"
        or place.name.startswith(("tsconfig", "jsconfig"))
        or ".vscode" in place.parts
        or place.suffix == ".code-workspace"
    )
