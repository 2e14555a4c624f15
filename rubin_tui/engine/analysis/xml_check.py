"""XML: the error expat meets. What a document type declares is never expanded nor fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from xml.parsers import expat

from rubin_tui.engine.analysis.analyzers import Analyzer, Finding
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.rule_text import RuleText, own_rule
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.model import Message, Position

_NAMES = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "no_element",
    expat.errors.XML_ERROR_INVALID_TOKEN: "token",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "unclosed_token",
    expat.errors.XML_ERROR_TAG_MISMATCH: "mismatch",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "attribute_twice",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "junk",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "entity",
    expat.errors.XML_ERROR_RECURSIVE_ENTITY_REF: "bomb",
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "cdata",
    expat.errors.XML_ERROR_MISPLACED_XML_PI: "declaration",
    expat.errors.XML_ERROR_UNBOUND_PREFIX: "prefix",
    expat.errors.XML_ERROR_SYNTAX: "syntax",
    getattr(expat.errors, "XML_ERROR_AMPLIFICATION_LIMIT_BREACH", None): "bomb",
}
_AMPLIFIED = 43  # of expat 2.4; Python names it later
_NAMESPACE = "xml-namespace"
_OF_NAMESPACES = frozenset({27, 28, 38, 39, 40})
"""Without namespaces such a text is well-formed, and some readers know none."""

_UNCLOSED = ("no_element", "unclosed_token")


class XmlCheck(Analyzer):
    """XML 1.0 with namespaces, well-formed."""

    id = "xml"
    languages = frozenset({"xml"})
    seconds = 5.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        lines = Lines(snapshot.text)
        issue = _first_error(lines, namespaces=True)
        if issue is not None:
            yield issue
            if issue.rule == _NAMESPACE and (other := _first_error(lines, namespaces=False)) is not None:
                yield other

    def rule(self, rule: str) -> RuleText | None:
        return own_rule("xml_namespace" if rule == _NAMESPACE else "xml_syntax")


def _first_error(lines: Lines, *, namespaces: bool) -> Diagnostic | None:
    text = lines.text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8", " " if namespaces else None)
    tags: list[tuple[str, int]] = []
    parser.StartElementHandler = lambda name, _: tags.append((name, parser.CurrentByteIndex))
    parser.EndElementHandler = lambda _: tags.pop()
    parser.DefaultHandler = lambda _: None  # set, entities in the text are not expanded
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        name = "bomb" if error.code == _AMPLIFIED else _NAMES.get(expat.ErrorString(error.code), "other")
        start = lines.at_byte(parser.ErrorByteIndex)
        opened = lines.at_byte(tags[-1][1]) if tags else None
        return _wrong(name, error, start, tags[-1][0] if tags else "", opened, lines)
    return None


def _wrong(
    name: str, error: expat.ExpatError, start: Position, tag: str, opened: Position | None, lines: Lines
) -> Diagnostic:
    said = expat.ErrorString(error.code)
    message = (
        Message(f"analysis.xml.{name}") if name != "other" else Message("analysis.xml.other", {"said": said})
    )
    if opened is not None and (name == "mismatch" or name in _UNCLOSED):
        params = {"tag": tag.rpartition(" ")[2][:100], "line": opened.line + 1}
        message = Message(
            "analysis.xml.mismatch_of" if name == "mismatch" else "analysis.xml.unclosed_of", params
        )
    if error.code in _OF_NAMESPACES:
        return Diagnostic(_NAMESPACE, "warning", "bug", message, start, lines.word(start), "xml")
    return Diagnostic("xml-syntax", "error", "syntax", message, start, lines.word(start), "xml")
