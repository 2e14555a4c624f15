"""YAML: the error PyYAML meets, keys that stand twice, anchors nobody set.

Only events are read. Nothing is built from them, so aliases of aliases stay as small as they were written
and no tag can call anything; nesting costs a list entry.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.duplicates import duplicate_key
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message, Position

_SAID = {  # libyaml's words, then those of PyYAML's own reader
    "start": r"found character .*that cannot start any token",
    "mapping_here": r"mapping values are not allowed (?:here|in this context)",
    "block_end": r"expected <block end>, but found .*|did not find expected (?:'-' indicator|key)",
    "colon": r"could not find expected ':'",
    "string": r"found unexpected end of stream|found unexpected document indicator",
    "flow": r"expected ',' or '[]}]', but got .*|did not find expected ',' or '[]}]'",
    "escape": r"found unknown escape character.*",
    "node": r"expected the node content, but found .*|did not find expected node content",
    "document": r"expected '<document start>', but found .*|did not find expected <document start>",
    "sequence_here": r"(?:block )?sequence entries are not allowed (?:here|in this context)",
    "tag": r"found undefined tag handle.*",
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # thirty times as quick
_RESOLVER = yaml.resolver.Resolver()
_NOT_YAML = yaml.reader.Reader.NON_PRINTABLE
_MOST_NESTING = 1000
_BRACKET = re.compile(r"[\[{\]}]")


class YamlCheck(Analyzer):
    """YAML 1.1, as PyYAML and most tools read it."""

    id = "yaml"
    languages = frozenset({"yaml"})
    seconds = 10.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        lines = Lines(snapshot.text)
        if found := _NOT_YAML.search(snapshot.text):
            params = {"code": f"U+{ord(found[0]):04X}"}
            yield _wrong(Message("analysis.yaml.character", params), lines.at(found.start()), lines)
            return
        if (deep := _too_deep(snapshot.text)) is not None:
            yield _wrong(Message("analysis.too_deep"), lines.at(deep), lines)
            return
        reader = _Reader(lines)
        try:
            for event in yaml.parse(snapshot.text, Loader=_LOADER):
                if cancel.is_set():
                    return
                yield from reader.take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            start = lines.at(mark.index) if mark else lines.end
            yield _wrong(_in_our_words(str(error.problem or error.context), start, lines), start, lines)

    def rule(self, rule: str) -> RuleText | None:
        return own_rule(
            {"duplicate-key": "duplicate_key", "unknown-alias": "unknown_alias"}.get(rule, "yaml_syntax")
        )


@dataclass(slots=True)
class _Open:
    mapping: bool
    wants_key: bool = True
    keys: dict[tuple[str, str], tuple[Position, Position]] = field(default_factory=dict)


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._open: list[_Open] = []
        self._anchors: set[str] = set()

    def take(self, event: yaml.Event) -> Iterator[Finding]:
        """What is to be said when this event comes."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._anchors.clear()
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                message = Message("analysis.yaml.alias", {"name": event.anchor})
                start, end = self._span(event)
                yield Diagnostic("unknown-alias", "error", "bug", message, start, end, "yaml")
            self._value()
        elif isinstance(event, yaml.ScalarEvent):
            yield from self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._anchor(event.anchor)
            self._value()
            self._open.append(_Open(isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _scalar(self, event: yaml.ScalarEvent) -> Iterator[Finding]:
        self._anchor(event.anchor)
        inner = self._open[-1] if self._open else None
        if inner is not None and inner.mapping and inner.wants_key and event.value != "<<":
            key, here = (_kind(event), event.value), self._span(event)
            first = inner.keys.setdefault(key, here)
            if first is not here:
                yield duplicate_key("yaml", event.value, here, first)
        self._value()

    def _value(self) -> None:
        if self._open and self._open[-1].mapping:
            self._open[-1].wants_key = not self._open[-1].wants_key

    def _anchor(self, name: str | None) -> None:
        if name:
            self._anchors.add(name)

    def _span(self, event: yaml.Event) -> tuple[Position, Position]:
        return self._lines.at(event.start_mark.index), self._lines.at(event.end_mark.index)


def _kind(event: yaml.ScalarEvent) -> str:
    """What a key is: the number 1 is not the string '1'."""
    if event.tag is not None:
        return str(event.tag)
    return str(_RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit))


def _too_deep(text: str) -> int | None:
    """Where brackets nest deeper than anyone means, strings counted as well.

    The time of YAML's scanners grows with the square of the depth.
    """
    depth = 0
    for sign in _BRACKET.finditer(text):
        depth = depth + 1 if sign[0] in "[{" else max(0, depth - 1)
        if depth > _MOST_NESTING:
            return sign.start()
    return None


def _in_our_words(said: str, start: Position, lines: Lines) -> Message:
    for id, pattern in _SAID.items():
        if re.fullmatch(pattern, said):
            tab = id == "start" and lines.line(start.line)[start.character :].startswith("\t")
            return Message("analysis.yaml.tab" if tab else f"analysis.yaml.{id}")
    return Message("analysis.yaml.other", {"said": said})


def _wrong(message: Message, start: Position, lines: Lines) -> Diagnostic:
    return Diagnostic("yaml-syntax", "error", "syntax", message, start, lines.word(start), "yaml")
