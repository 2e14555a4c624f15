"""What a Structured Text consists of: POUs with variables, methods, properties, actions; types; globals."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rubin_tui.engine.analysis.iec.syntax import (
    Action,
    Declaration,
    Element,
    EnumType,
    Method,
    Name,
    Namespace,
    Node,
    Part,
    Pou,
    Property,
    Span,
    StructType,
    Type,
    TypeDeclaration,
    Unit,
    VarSection,
)
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.code_model import Symbol, SymbolKind

LONGEST_TYPE = 120
"""Characters of a type that are shown."""
LONGEST_COMMENT = 400
"""Characters of a comment that are kept."""

_POUS: dict[str, SymbolKind] = {
    "PROGRAM": "program",
    "FUNCTION": "function",
    "FUNCTION_BLOCK": "function_block",
    "CLASS": "class",
    "INTERFACE": "interface",
    "ORGANIZATION_BLOCK": "program",
    "DATA_BLOCK": "data_block",
}
_GLOBAL = ("VAR_GLOBAL", "VAR_CONFIG")
_SIGNS = re.compile(r"\(\*+|\*+\)|/\*+|\*+/|^[ \t]*/{2,}[/!<]*|^[ \t]*\*+(?![)/])", re.MULTILINE)


def outline(unit: Unit, cancel: threading.Event | None = None) -> tuple[Symbol, ...]:
    """The named parts of a text in the order they stand."""
    lines = Lines(unit.text)
    found: list[Symbol] = []
    for placed in unit.parts:
        if cancel is not None and cancel.is_set():
            break
        found += _Reader(unit.text, lines, placed.offset, placed.part).elements(placed.part.elements, ())
    return tuple(found)


def named(symbols: Iterable[Symbol], listed: str = "") -> Iterator[Symbol]:
    """What others may name: POUs with methods, properties and actions, types with their values, globals.

    Flat; variables that are in no list of their own are in `listed`.
    """
    for symbol in symbols:
        if symbol.kind == "section":
            around = (listed,) if listed else ()
            yield from (replace(variable, container=around, children=()) for variable in symbol.children)
        elif symbol.kind not in ("variable", "field", "accessor"):
            yield replace(symbol, children=())
            yield from named(symbol.children, listed)


class _Reader:
    """Makes symbols of the nodes of one part."""

    def __init__(self, text: str, lines: Lines, offset: int, part: Part) -> None:
        self._text = text
        self._lines = lines
        self._offset = offset
        self._comments = part.comments

    def elements(self, elements: Sequence[Element], around: tuple[str, ...]) -> Iterator[Symbol]:
        for element in elements:
            if isinstance(element, Pou):
                yield from self._pou(element, around)
            elif isinstance(element, TypeDeclaration):
                yield self._type(element, around)
            elif isinstance(element, VarSection):
                yield self._globals(element, around)
            elif isinstance(element, Namespace):
                inside = tuple(self.elements(element.elements, (*around, element.name.text)))
                yield self._symbol(element.name, "namespace", element, around, children=inside)

    def _pou(self, pou: Pou, around: tuple[str, ...]) -> Iterator[Symbol]:
        if pou.name is None:  # statements, methods and variables that stand in no POU
            yield from self._members(pou, around)
            return
        inside = tuple(self._members(pou, (*around, pou.name.text)))
        kind = _POUS.get(pou.kind, "program")
        yield self._symbol(
            pou.name,
            kind,
            pou,
            around,
            type=self._type_text(pou.returns),
            comment=self._above(pou),
            children=inside,
        )

    def _members(self, pou: Pou, around: tuple[str, ...]) -> list[Symbol]:
        found: list[Symbol] = []
        for section in pou.sections:
            if section.kind in _GLOBAL:
                found.append(self._globals(section, around))
            else:
                found += self._variables(section, around)
        found += (self._type(declared, around) for declared in pou.types)
        found += (self._method(method, around) for method in pou.methods)
        found += (self._property(one, around) for one in pou.properties)
        found += (self._action(action, around) for action in pou.actions)
        return sorted(found, key=lambda symbol: symbol.start)

    def _method(self, method: Method, around: tuple[str, ...]) -> Symbol:
        inner = (*around, method.name.text)
        inside = tuple(one for section in method.sections for one in self._variables(section, inner))
        type = self._type_text(method.returns)
        above = self._above(method)
        return self._symbol(method.name, "method", method, around, type=type, comment=above, children=inside)

    def _property(self, one: Property, around: tuple[str, ...]) -> Symbol:
        inner = (*around, one.name.text)
        inside = [symbol for section in one.sections for symbol in self._variables(section, inner)]
        for accessor in one.accessors:
            variables = tuple(
                symbol
                for section in accessor.sections
                for symbol in self._variables(section, (*inner, accessor.word))
            )
            name = Name(accessor.start, accessor.start + len(accessor.word), accessor.word)
            inside.append(self._symbol(name, "accessor", accessor, inner, children=variables))
        type = self._type_text(one.type)
        above = self._above(one)
        return self._symbol(
            one.name, "property", one, around, type=type, comment=above, children=tuple(inside)
        )

    def _action(self, action: Action, around: tuple[str, ...]) -> Symbol:
        kind: SymbolKind = "transition" if action.word == "TRANSITION" else "action"
        return self._symbol(action.name, kind, action, around, comment=self._above(action))

    def _globals(self, section: VarSection, around: tuple[str, ...]) -> Symbol:
        title = " ".join((section.kind, *section.modifiers))
        name = Name(section.start, section.start + len(section.kind), title)
        variables = tuple(self._variables(section, around))
        return self._symbol(name, "section", section, around, section=title, children=variables)

    def _variables(self, section: VarSection, around: tuple[str, ...]) -> Iterator[Symbol]:
        title = " ".join((section.kind, *section.modifiers))
        for declaration in section.declarations:
            yield from self._declared(declaration, "variable", title, around)

    def _declared(
        self, declaration: Declaration, kind: SymbolKind, section: str, around: tuple[str, ...]
    ) -> Iterator[Symbol]:
        type = self._type_text(declaration.type)
        comment = self._comment(declaration.comment)
        for name in declaration.names:
            inside = tuple(self._parts(declaration.type, (*around, name.text)))
            yield self._symbol(
                name, kind, declaration, around, type=type, comment=comment, section=section, children=inside
            )

    def _type(self, declared: TypeDeclaration, around: tuple[str, ...]) -> Symbol:
        kind: SymbolKind = "type"
        if isinstance(declared.type, EnumType):
            kind = "enum"
        elif isinstance(declared.type, StructType):
            kind = "union" if declared.type.word == "UNION" else "struct"
        inside = tuple(self._parts(declared.type, (*around, declared.name.text)))
        type = self._type_text(declared.type)
        comment = self._comment(declared.comment) or self._beside(declared) or self._above(declared)
        return self._symbol(
            declared.name, kind, declared, around, type=type, comment=comment, children=inside
        )

    def _parts(self, type: Type | None, around: tuple[str, ...]) -> Iterator[Symbol]:
        """What a type that is written out here consists of."""
        if isinstance(type, StructType):
            for field in type.fields:
                yield from self._declared(field, "field", "", around)
        elif isinstance(type, EnumType):
            for value in type.values:
                name = Name(value.start, value.start + len(value.name), value.name)
                yield self._symbol(name, "value", value, around)

    def _type_text(self, type: Type | None) -> str:
        if type is None or type.end <= type.start:
            return ""
        if isinstance(type, StructType):
            return type.word
        if isinstance(type, EnumType):
            return type.base
        begin = self._offset + type.start
        end = min(self._offset + type.end, begin + LONGEST_TYPE)
        return " ".join(self._text[begin:end].split())

    def _above(self, node: Node) -> str:
        """The comment right above a node; pragmas and one blank line may stand between."""
        at = bisect_right(self._comments, node.start, key=lambda span: span[0]) - 1
        if at < 0:
            return ""
        between = self._text[self._offset + self._comments[at][1] : self._offset + node.start]
        if len(between) > LONGEST_COMMENT or between.count("\n") > 3 or not _is_nothing(between):
            return ""
        first = at
        while first > 0 and self._follows(self._comments[first - 1], self._comments[first]):
            first -= 1
        if self._stands_behind(self._comments[first][0]):
            first += 1
        if first > at:
            return ""
        return self._comment((self._comments[first][0], self._comments[at][1]))

    def _beside(self, node: Node) -> str:
        """The comment behind a node on its line."""
        at = bisect_left(self._comments, node.end, key=lambda span: span[0])
        if at == len(self._comments):
            return ""
        between = self._text[self._offset + node.end : self._offset + self._comments[at][0]]
        return "" if between.strip(" \t;") else self._comment(self._comments[at])

    def _stands_behind(self, start: int) -> bool:
        """Whether something stands before a place on its line."""
        line = self._lines.at(self._offset + start).line
        return bool(self._text[self._lines.starts[line] : self._offset + start].strip())

    def _follows(self, one: Span, other: Span) -> bool:
        between = self._text[self._offset + one[1] : self._offset + other[0]]
        return between.count("\n") <= 1 and not between.strip()

    def _comment(self, span: Span | None) -> str:
        if span is None:
            return ""
        begin = self._offset + span[0]
        said = self._text[begin : min(self._offset + span[1], begin + 4 * LONGEST_COMMENT)]
        return " ".join(_SIGNS.sub(" ", said).split())[:LONGEST_COMMENT]

    def _symbol(
        self,
        name: Name,
        kind: SymbolKind,
        node: Node,
        around: tuple[str, ...],
        *,
        type: str = "",
        comment: str = "",
        section: str = "",
        children: tuple[Symbol, ...] = (),
    ) -> Symbol:
        at = self._lines.at
        offset = self._offset
        return Symbol(
            name.text,
            kind,
            at(offset + node.start),
            at(offset + node.end),
            at(offset + name.start),
            at(offset + max(name.end, name.start)),
            type,
            comment,
            section,
            around,
            children,
        )


def _is_nothing(between: str) -> bool:
    """Blank, but for pragmas."""
    while (at := between.find("{")) >= 0 and (end := between.find("}", at)) >= 0:
        between = between[:at] + between[end + 1 :]
    return not between.strip()
