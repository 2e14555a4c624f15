"""The names that a part of a text declares, with what they are and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rubin_tui.engine.analysis.iec.syntax import (
    Accessor,
    Action,
    Argument,
    ArrayType,
    Body,
    Declaration,
    Element,
    EnumType,
    Expression,
    Method,
    Name,
    NamedType,
    Namespace,
    Node,
    Part,
    PointerType,
    Pou,
    Property,
    Span,
    StringType,
    StructType,
    SubrangeType,
    Type,
    TypeDeclaration,
    Using,
    VarSection,
    key,
)
from rubin_tui.engine.code_model import SymbolKind

POUS: dict[str, SymbolKind] = {
    "PROGRAM": "program",
    "FUNCTION": "function",
    "FUNCTION_BLOCK": "function_block",
    "CLASS": "class",
    "INTERFACE": "interface",
    "ORGANIZATION_BLOCK": "program",
    "DATA_BLOCK": "data_block",
}
_ATTRIBUTE = re.compile(r"\{\s*attribute\s+(?!'analysis')", re.IGNORECASE)
GLOBAL = frozenset({"VAR_GLOBAL", "VAR_CONFIG"})


@dataclass(slots=True, eq=False)
class Home:
    """Where a part stands: the file, and the offset its places count from. It moves with the part."""

    path: str
    offset: int = 0


@dataclass(slots=True, eq=False)
class Shape:
    """A type as it is written.

    `form` is "named", "array", "pointer", "reference", "string", "wstring", "struct", "enum"; "block" and
    "itself" are found out later. `name` is the key of a named one, dotted where it is. `inner` is the type of
    elements or of what is pointed at.
    """

    form: str
    name: str = ""
    inner: Shape | None = None
    rank: int = 0
    whole: Declared | None = None


@dataclass(slots=True, eq=False)
class Declared:
    """A name and what it stands for. Made once, never changed; only its `home` moves.

    `start` and `end` are those of the name, `first` and `last` those of the declaration, counted from
    `home.offset`. `shape` is the type of a variable, or what a function returns. `bases` are the keys of what
    it extends and implements. `marked`: a pragma stands at it, or it has an address: others may use it.
    """

    name: str
    key: str
    kind: SymbolKind
    home: Home
    start: int
    end: int
    first: int
    last: int
    section: str = ""
    constant: bool = False
    shape: Shape | None = None
    members: dict[str, Declared] = field(default_factory=dict)
    bases: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    comment: Span | None = None
    marked: bool = False
    around: Declared | None = None
    twice: list[tuple[Declared, Declared]] = field(default_factory=list)

    def put(self, other: Declared) -> None:
        """Take in a member; a second one of its name is kept apart."""
        known = self.members.setdefault(other.key, other)
        if known is not other:
            self.twice.append((known, other))


@dataclass(slots=True, eq=False)
class Code:
    """Statements, and the names around them from the inside out; `places` are expressions of declarations."""

    owner: Declared
    around: tuple[Declared, ...]
    body: Body | None
    values: list[Expression]


@dataclass(slots=True, eq=False)
class Declarations:
    """What a part declares. `types` are all names of types in it, with the declaration they stand in."""

    home: Home
    top: list[Declared]
    codes: list[Code]
    types: list[tuple[NamedType, Declared | None]]
    using: list[str]
    nameless: bool = False
    """There are statements, variables or methods that stand in no POU of this text."""


def declarations(part: Part, home: Home, text: str) -> Declarations:
    """What a part declares; `text` is its own."""
    return _Reader(part, home, text).read()


class _Reader:
    def __init__(self, part: Part, home: Home, text: str) -> None:
        self._part = part
        self._home = home
        self._text = text
        self._found = Declarations(home, [], [], [], [])
        self._attributes = [span for span in part.pragmas if _ATTRIBUTE.match(text, *span)]
        self._keys: dict[str, str] = {}

    def read(self) -> Declarations:
        self._elements(self._part.elements, None)
        return self._found

    def _elements(self, elements: Sequence[Element], around: Declared | None) -> None:
        for element in elements:
            if isinstance(element, Pou):
                self._pou(element, around)
            elif isinstance(element, TypeDeclaration):
                self._give(self._type(element, around), around)
            elif isinstance(element, VarSection):
                for variable in self._variables(element, None):
                    variable.around = around
                    self._found.top.append(variable)
            elif isinstance(element, Namespace):
                space = self._new(element.name, "namespace", element, around)
                self._found.top.append(space)
                self._elements(element.elements, space)
            elif isinstance(element, Using):
                self._found.using.append(key(element.name))

    def _give(self, declared: Declared, around: Declared | None) -> None:
        self._found.top.append(declared)
        if around is not None:
            around.put(declared)

    def _new(self, name: Name, kind: SymbolKind, node: Node, around: Declared | None) -> Declared:
        return Declared(
            name.text,
            self._key(name.text),
            kind,
            self._home,
            name.start,
            max(name.end, name.start),
            node.start,
            node.end,
            around=around,
        )

    def _key(self, name: str) -> str:
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = key(name)
        return found

    def _pou(self, pou: Pou, around: Declared | None) -> None:
        nameless = pou.name is None
        name = pou.name or Name(pou.start, pou.start, "")
        declared = self._new(name, POUS.get(pou.kind, "program"), pou, around)
        declared.bases = tuple(key(one.text) for one in pou.extends)
        declared.implements = tuple(key(one.text) for one in pou.implements)
        declared.shape = self._shape(pou.returns, declared)
        declared.marked = bool(pou.pragmas)
        if pou.of:
            declared.shape = Shape("named", key(pou.of))
        if nameless:
            self._found.nameless = True
        else:
            self._give(declared, around)
        code = Code(declared, (declared,), pou.body, [])
        for section in pou.sections:
            into = None if section.kind in GLOBAL or nameless else declared
            for variable in self._variables(section, declared, code.values):
                if into is None:
                    self._found.top.append(variable)
                declared.put(variable)
        for type in pou.types:
            self._give(self._type(type, declared), declared)
        for method in pou.methods:
            self._callable(method, "method", method.body, method.sections, declared)
        for one in pou.properties:
            self._property(one, declared)
        for action in pou.actions:
            self._action(action, declared)
        self._found.codes.append(code)

    def _callable(
        self, node: Method, kind: SymbolKind, body: Body, sections: list[VarSection], pou: Declared
    ) -> None:
        method = self._new(node.name, kind, node, pou)
        method.shape = self._shape(node.returns, method)
        method.marked = bool(node.pragmas)
        pou.put(method)
        code = Code(method, (method, pou), body, [])
        for section in sections:
            for variable in self._variables(section, method, code.values):
                method.put(variable)
        self._found.codes.append(code)

    def _property(self, node: Property, pou: Declared) -> None:
        one = self._new(node.name, "property", node, pou)
        one.shape = self._shape(node.type, one)
        one.marked = bool(node.pragmas)
        known = pou.members.get(one.key)
        if known is None or known.kind != "property":  # GET and SET may stand apart
            pou.put(one)
        for section in node.sections:
            for variable in self._variables(section, one):
                one.put(variable)
        for accessor in node.accessors:
            self._accessor(accessor, one, pou)

    def _accessor(self, node: Accessor, one: Declared, pou: Declared) -> None:
        name = Name(node.start, node.start + len(node.word), node.word)
        own = self._new(name, "accessor", node, one)
        code = Code(own, (own, one, pou), node.body, [])
        for section in node.sections:
            for variable in self._variables(section, own, code.values):
                own.put(variable)
        self._found.codes.append(code)

    def _action(self, node: Action, pou: Declared) -> None:
        kind: SymbolKind = "transition" if node.word == "TRANSITION" else "action"
        action = self._new(node.name, kind, node, pou)
        if action.key not in pou.members:  # an action may have the name of a step
            pou.put(action)
        self._found.codes.append(Code(action, (action, pou), node.body, []))

    def _variables(
        self, section: VarSection, around: Declared | None, values: list[Expression] | None = None
    ) -> Iterator[Declared]:
        constant = "CONSTANT" in section.modifiers or section.kind == "CONST"
        before = section.start
        pragmas = self._attributes
        for declaration in section.declarations:
            type = declaration.type
            marked = declaration.address is not None or (isinstance(type, NamedType) and bool(type.arguments))
            if pragmas:
                marked = marked or any(before <= at < declaration.end for at, _ in pragmas)
            yield from self._names(declaration, section.kind, constant, marked, around, values)
            before = declaration.end

    def _names(
        self,
        declaration: Declaration,
        section: str,
        constant: bool,
        marked: bool,
        around: Declared | None,
        values: list[Expression] | None = None,
        kind: SymbolKind = "variable",
    ) -> Iterator[Declared]:
        shape = self._shape(declaration.type, around, values)
        if declaration.initial is not None and values is not None:
            values.append(declaration.initial)
        for name in declaration.names:
            yield Declared(
                name.text,
                self._key(name.text),
                kind,
                self._home,
                name.start,
                name.end,
                declaration.start,
                declaration.end,
                section,
                constant,
                shape,
                comment=declaration.comment,
                marked=marked,
                around=around,
            )

    def _type(self, node: TypeDeclaration, around: Declared | None) -> Declared:
        declared = self._new(node.name, "type", node, around)
        declared.comment = node.comment
        declared.shape = self._shape(node.type, declared)
        declared.marked = bool(node.pragmas)
        extends = node.extends or (node.type.extends if isinstance(node.type, StructType) else "")
        if extends:
            declared.bases = (key(extends),)
        shape = declared.shape
        if shape is not None and shape.whole is not None:
            declared.kind = shape.whole.kind
            declared.members = shape.whole.members
            declared.twice = shape.whole.twice
            for member in declared.members.values():
                member.around = declared
            shape.whole = declared
        return declared

    def _shape(
        self, type: Type | None, around: Declared | None, values: list[Expression] | None = None
    ) -> Shape | None:
        """The type as it is written; expressions in it (bounds, arguments) go to `values`."""
        if isinstance(type, NamedType):
            self._found.types.append((type, around))
            if values is not None and type.arguments:
                values += _values(type.arguments)
            return Shape("named", self._key(type.name))
        if isinstance(type, ArrayType):
            if values is not None:
                values += (bound for bound in type.ranges if bound is not None)
            return Shape("array", inner=self._shape(type.element, around, values), rank=len(type.ranges))
        if isinstance(type, PointerType):
            form = "reference" if type.word == "REFERENCE TO" else "pointer"
            return Shape(form, inner=self._shape(type.target, around, values))
        if isinstance(type, StringType):
            if values is not None and type.length is not None:
                values.append(type.length)
            return Shape("wstring" if type.wide else "string")
        if isinstance(type, SubrangeType):
            if values is not None:
                values.append(type.range)
            return Shape("named", key(type.base))
        if isinstance(type, StructType):
            return self._structure(type, around)
        if isinstance(type, EnumType):
            return self._enumeration(type, around)
        return None

    def _structure(self, type: StructType, around: Declared | None) -> Shape:
        kind: SymbolKind = "union" if type.word == "UNION" else "struct"
        whole = self._new(Name(type.start, type.start, ""), kind, type, around)
        for declaration in type.fields:
            for one in self._names(declaration, "", False, False, whole, None, "field"):
                whole.put(one)
        return Shape("struct", whole=whole)

    def _enumeration(self, type: EnumType, around: Declared | None) -> Shape:
        whole = self._new(Name(type.start, type.start, ""), "enum", type, around)
        for value in type.values:
            name = Name(value.start, value.start + len(value.name), value.name)
            whole.put(self._new(name, "value", value, whole))
        return Shape("enum", key(type.base), whole=whole)


def _values(arguments: Iterable[Argument]) -> Iterator[Expression]:
    for argument in arguments:
        if argument.value is not None:
            yield argument.value
