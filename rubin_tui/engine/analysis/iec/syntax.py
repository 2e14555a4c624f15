"""The syntax tree of IEC 61131-3 texts.

A text is cut into parts, about one a POU (`units`). Offsets in a part count from the part's own beginning,
so that a part whose text did not change is used again wherever it stands: `offset + node.start` is a place
in the text. `start` is that of the first character, `end` is behind the last one, both in characters.

Lists are never shared between nodes. Names keep their spelling (`#local`, `"DB"`); `key` makes them equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rubin_tui.engine.model import Message

Span = tuple[int, int]


def key(name: str) -> str:
    """A name as it is compared: case does not count, nor do the signs `#` and `"` of SCL."""
    return name.strip('#"').casefold()


@dataclass(slots=True, eq=False)
class Node:
    """Anything that stands somewhere."""

    start: int
    end: int


# Expressions


@dataclass(slots=True, eq=False)
class Expression(Node):
    """Something with a value."""


@dataclass(slots=True, eq=False)
class Name(Expression):
    """An identifier: `x`, `#x`, `"DB"`, THIS, SUPER; also a declared name."""

    text: str


@dataclass(slots=True, eq=False)
class Literal(Expression):
    """`kind` is "integer", "real", "typed" (`INT#5`, `Colour#Red`), "time", "date", "string", "wstring",
    "bool", "null" or "pointer" (`P#...`)."""

    kind: str
    text: str


@dataclass(slots=True, eq=False)
class Address(Expression):
    """A direct address: `%QX1.2`, `%I*`."""

    text: str


@dataclass(slots=True, eq=False)
class Member(Expression):
    """`object.name`; `name` ends where the node ends. Also bits (`x.3`, `x.%X3`) and `DB1.DBX0.0`.

    `object` is None for a name of the global name space (`.name`).
    """

    object: Expression | None
    name: str


@dataclass(slots=True, eq=False)
class Index(Expression):
    """`array[indices]`."""

    array: Expression
    indices: list[Expression]


@dataclass(slots=True, eq=False)
class Deref(Expression):
    """`pointer^`."""

    pointer: Expression


@dataclass(slots=True, eq=False)
class Argument(Node):
    """`value`, `name := value`, `name => value`.

    `sign` is ":=", "=>" or ""; `value` may be absent after a sign.
    """

    name: str
    sign: str
    value: Expression | None


@dataclass(slots=True, eq=False)
class Call(Expression):
    """`callee(arguments)`."""

    callee: Expression
    arguments: list[Argument]


@dataclass(slots=True, eq=False)
class Unary(Expression):
    """`operator` is "NOT", "-", "+" or "&" (SIMATIC)."""

    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Operation(Expression):
    """Operands of one rank, to be folded from the left: `a - b + c` has operators "-" and "+".

    Flat, so that a thousand terms are no thousand levels. `operators` are in upper case, `places` where they
    begin; both have one entry less than `operands`.
    """

    operands: list[Expression]
    operators: list[str]
    places: list[int]


@dataclass(slots=True, eq=False)
class Parenthesis(Expression):
    """`(inner)`."""

    inner: Expression


@dataclass(slots=True, eq=False)
class Assigned(Expression):
    """An assignment inside an expression: `(x := 5)`."""

    target: Expression
    operator: str
    value: Expression


@dataclass(slots=True, eq=False)
class Choice(Expression):
    """`condition ? first : second`."""

    condition: Expression
    first: Expression
    second: Expression


@dataclass(slots=True, eq=False)
class Range(Expression):
    """`low..high`, in CASE labels, subranges, bounds of arrays."""

    low: Expression
    high: Expression


@dataclass(slots=True, eq=False)
class Repeat(Expression):
    """`count(values)` in an initial value."""

    count: Expression
    values: list[Expression]


@dataclass(slots=True, eq=False)
class ListValue(Expression):
    """`[1, 2, 3(0)]`, the initial value of an array."""

    items: list[Expression]


@dataclass(slots=True, eq=False)
class StructValue(Expression):
    """`(x := 1, y := 2)`, the initial value of a structure or a function block."""

    fields: list[Argument]


@dataclass(slots=True, eq=False)
class TypeName(Expression):
    """A type that stands for a value: `__NEW(POINTER TO X, 5)`."""

    type: Type


@dataclass(slots=True, eq=False)
class Missing(Expression):
    """Where an expression should stand; an error says so."""


# Statements


@dataclass(slots=True, eq=False)
class Statement(Node):
    """A statement, with its semicolon if it has one."""


@dataclass(slots=True, eq=False)
class Assign(Statement):
    """`target := value`. `operator` is ":=", "S=", "R=", "REF=", "?=", "+=", "-=", "*=", "/=".

    `further` holds the targets after the first in `a := b := c`.
    """

    target: Expression
    operator: str
    value: Expression
    further: list[Expression] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Evaluate(Statement):
    """An expression that stands alone: a call, else without effect."""

    expression: Expression


@dataclass(slots=True, eq=False)
class Branch(Node):
    """`IF condition THEN body` or `ELSIF condition THEN body`."""

    condition: Expression
    body: list[Statement]


@dataclass(slots=True, eq=False)
class If(Statement):
    """`otherwise` is None without ELSE."""

    branches: list[Branch]
    otherwise: list[Statement] | None


@dataclass(slots=True, eq=False)
class Arm(Node):
    """`labels: body` of a CASE."""

    labels: list[Expression]
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Case(Statement):
    """`otherwise` is None without ELSE."""

    selector: Expression
    arms: list[Arm]
    otherwise: list[Statement] | None


@dataclass(slots=True, eq=False)
class For(Statement):
    """`FOR variable := first TO last BY step DO body END_FOR`."""

    variable: Expression
    first: Expression
    last: Expression
    step: Expression | None
    body: list[Statement]


@dataclass(slots=True, eq=False)
class While(Statement):
    """`WHILE condition DO body END_WHILE`."""

    condition: Expression
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Until(Statement):
    """`REPEAT body UNTIL condition END_REPEAT`."""

    body: list[Statement]
    condition: Expression


@dataclass(slots=True, eq=False)
class Leave(Statement):
    """RETURN, EXIT, CONTINUE; the word in upper case. `value` of RETURN where a dialect has one."""

    word: str
    value: Expression | None = None


@dataclass(slots=True, eq=False)
class Jump(Statement):
    """`JMP label`, `GOTO label`."""

    label: str


@dataclass(slots=True, eq=False)
class Label(Statement):
    """`label:`."""

    name: str


@dataclass(slots=True, eq=False)
class Region(Statement):
    """`REGION title ... END_REGION`."""

    title: str
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Try(Statement):
    """`__TRY body __CATCH(variable) catch __FINALLY last __ENDTRY`."""

    body: list[Statement]
    variable: Expression | None
    catch: list[Statement]
    last: list[Statement]


@dataclass(slots=True, eq=False)
class Empty(Statement):
    """A semicolon that stands alone."""


@dataclass(slots=True, eq=False)
class Broken(Statement):
    """What could not be read; an error says why."""


# Types


@dataclass(slots=True, eq=False)
class Type(Node):
    """What a declaration says about its variables."""


@dataclass(slots=True, eq=False)
class NamedType(Type):
    """`INT`, `Lib.FB_Motor`, `"UDT"`; `arguments` of `FB_Motor(1, x := 2)`."""

    name: str
    arguments: list[Argument] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class StringType(Type):
    """`STRING(80)`, `WSTRING[80]`."""

    wide: bool
    length: Expression | None


@dataclass(slots=True, eq=False)
class ArrayType(Type):
    """`ARRAY[ranges] OF element`; a range `*` is None."""

    ranges: list[Expression | None]
    element: Type


@dataclass(slots=True, eq=False)
class PointerType(Type):
    """`word` is "POINTER TO", "REFERENCE TO" or "REF_TO"."""

    word: str
    target: Type


@dataclass(slots=True, eq=False)
class SubrangeType(Type):
    """`INT(0..10)`."""

    base: str
    range: Expression


@dataclass(slots=True, eq=False)
class EnumValue(Node):
    """`name` or `name := value`."""

    name: str
    value: Expression | None


@dataclass(slots=True, eq=False)
class EnumType(Type):
    """`(Red, Green := 5) INT`; `base` is "" where none is given."""

    values: list[EnumValue]
    base: str


@dataclass(slots=True, eq=False)
class StructType(Type):
    """`word` is "STRUCT" or "UNION"."""

    word: str
    fields: list[Declaration]
    extends: str = ""


@dataclass(slots=True, eq=False)
class MissingType(Type):
    """Where a type should stand; an error says so."""


# Declarations


@dataclass(slots=True, eq=False)
class Declaration(Node):
    """`names AT address : type := initial;`.

    `type` is None where the list gives none (VAR_CONFIG, CONST of SCL). `comment` is the range of the comment
    beside or above it, `modifiers` are words before it in upper case.
    """

    names: list[Name]
    type: Type | None
    address: Expression | None
    initial: Expression | None
    comment: Span | None = None
    modifiers: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class VarSection(Node):
    """`VAR_INPUT RETAIN ... END_VAR`; `kind` ("VAR", "CONST" ...) and `modifiers` in upper case."""

    kind: str
    modifiers: tuple[str, ...]
    declarations: list[Declaration]


@dataclass(slots=True, eq=False)
class TypeDeclaration(Node):
    """One type between TYPE and END_TYPE; the type's own node says which kind it is."""

    name: Name
    type: Type
    initial: Expression | None
    comment: Span | None = None
    pragmas: list[Span] = field(default_factory=list)
    extends: str = ""


@dataclass(slots=True, eq=False)
class Body(Node):
    """Statements, or a text in another `language` ("IL", "LD", "SFC" ...) that is not read; "" is ST."""

    statements: list[Statement]
    language: str = ""


@dataclass(slots=True, eq=False)
class Action(Node):
    """`ACTION name ... END_ACTION`; `word` is "ACTION" or "TRANSITION"."""

    word: str
    name: Name
    body: Body


@dataclass(slots=True, eq=False)
class Accessor(Node):
    """GET or SET of a property; the word in upper case."""

    word: str
    modifiers: tuple[str, ...]
    sections: list[VarSection]
    body: Body


@dataclass(slots=True, eq=False)
class Property(Node):
    """`PROPERTY name : type`. `accessors` may be empty: a declaration file names the property only."""

    name: Name
    modifiers: tuple[str, ...]
    type: Type | None
    accessors: list[Accessor]
    sections: list[VarSection]
    pragmas: list[Span] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Method(Node):
    """`METHOD name : returns`."""

    name: Name
    modifiers: tuple[str, ...]
    returns: Type | None
    sections: list[VarSection]
    body: Body
    pragmas: list[Span] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Pou(Node):
    """A program organisation unit, or what stands in its place.

    `kind` is "PROGRAM", "FUNCTION", "FUNCTION_BLOCK", "CLASS", "INTERFACE", "ORGANIZATION_BLOCK",
    "DATA_BLOCK", or "" for statements, variables, methods and actions that stand in no POU (Rockwell, B&R,
    parts of a container); `name` is None then. `extends` and `implements` are dotted names. `of` is the type
    a DATA_BLOCK is of.
    """

    kind: str
    name: Name | None
    modifiers: tuple[str, ...]
    extends: list[Name]
    implements: list[Name]
    returns: Type | None
    sections: list[VarSection]
    types: list[TypeDeclaration]
    methods: list[Method]
    properties: list[Property]
    actions: list[Action]
    body: Body
    pragmas: list[Span]
    of: str = ""


@dataclass(slots=True, eq=False)
class Namespace(Node):
    """`NAMESPACE name ... END_NAMESPACE`.

    `word` may also be CONFIGURATION or RESOURCE, whose TASK and PROGRAM lines are not read.
    """

    word: str
    name: Name
    elements: list[Element]


@dataclass(slots=True, eq=False)
class Using(Node):
    """`USING name;`."""

    name: str


Element = Pou | TypeDeclaration | VarSection | Namespace | Using
"""What a text consists of. A `VarSection` on its own is a list of global variables."""


# A whole text


@dataclass(slots=True, eq=False)
class Fault:
    """A syntax error, in the offsets of its part.

    `opener` is where what is not closed began; its line is the parameter `line` of the sentence, added by who
    knows lines.
    """

    start: int
    end: int
    message: Message
    opener: int | None = None

    def moved(self, by: int) -> Fault:
        """The same, so many characters further on."""
        opener = None if self.opener is None else self.opener + by
        return Fault(self.start + by, self.end + by, self.message, opener)


@dataclass(slots=True, eq=False)
class Part:
    """Some elements that are read together, and used again as long as their text stays the same.

    `comments` and `pragmas` are in order, both outside strings.
    """

    length: int
    elements: list[Element]
    faults: list[Fault]
    comments: list[Span]
    pragmas: list[Span]


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and where it begins in the text."""

    offset: int
    part: Part


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that was read."""

    text: str
    parts: tuple[Placed, ...]

    def elements(self) -> Iterator[tuple[int, Element]]:
        """Every element, also those inside namespaces, with the offset its places count from."""
        for placed in self.parts:
            waiting = list(reversed(placed.part.elements))
            while waiting:
                element = waiting.pop()
                yield placed.offset, element
                if isinstance(element, Namespace):
                    waiting += reversed(element.elements)

    def pous(self) -> Iterator[tuple[int, Pou]]:
        """Every POU, with the offset its places count from."""
        for offset, element in self.elements():
            if isinstance(element, Pou):
                yield offset, element

    def faults(self) -> Iterator[tuple[int, Fault]]:
        """Every syntax error in order, with the offset its places count from."""
        for placed in self.parts:
            for fault in placed.part.faults:
                yield placed.offset, fault
