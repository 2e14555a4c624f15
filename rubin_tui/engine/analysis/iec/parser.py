"""POUs and what they are made of. The whole parser: cursor, expressions, blocks, statements, types, POUs."""

from __future__ import annotations

from dataclasses import dataclass, field

from rubin_tui.engine.analysis.iec.kinds import (
    ACTION,
    ASSIGN,
    BEGIN,
    CLASS,
    COLON,
    COMMA,
    CONFIGURATION,
    CONST,
    DATA_BLOCK,
    DOT,
    END,
    END_ACTION,
    END_CLASS,
    END_CONFIGURATION,
    END_DATA_BLOCK,
    END_FUNCTION,
    END_FUNCTION_BLOCK,
    END_GET,
    END_INTERFACE,
    END_METHOD,
    END_NAMESPACE,
    END_ORGANIZATION_BLOCK,
    END_PROGRAM,
    END_PROPERTY,
    END_RESOURCE,
    END_SET,
    END_STRUCT,
    END_TRANSITION,
    END_TYPE,
    END_UNION,
    EQUAL,
    EXTENDS,
    FUNCTION,
    FUNCTION_BLOCK,
    GET,
    IMPLEMENTS,
    INITIAL_STEP,
    INTERFACE,
    LABEL,
    LAST_NAME,
    LAST_WORD,
    LESS,
    METHOD,
    MODIFIER,
    NAME,
    NAMESPACE,
    NETWORK,
    OPEN,
    ORGANIZATION_BLOCK,
    PROGRAM,
    PROPERTY,
    RESOURCE,
    SEMICOLON,
    SET,
    STEP,
    STRUCT,
    TASK,
    TITLE,
    TRANSITION,
    TYPE,
    USING,
    VAR,
    VERSION,
    WIDE,
)
from rubin_tui.engine.analysis.iec.lexer import Tokens
from rubin_tui.engine.analysis.iec.syntax import (
    Accessor,
    Action,
    Body,
    Declaration,
    Element,
    EnumType,
    EnumValue,
    Expression,
    Method,
    MissingType,
    Name,
    NamedType,
    Namespace,
    Part,
    Pou,
    Property,
    Span,
    Statement,
    Type,
    TypeDeclaration,
    Using,
    VarSection,
)
from rubin_tui.engine.analysis.iec.types import Types
from rubin_tui.engine.text.iec import words

_ENDS = {
    PROGRAM: END_PROGRAM, FUNCTION: END_FUNCTION, FUNCTION_BLOCK: END_FUNCTION_BLOCK, CLASS: END_CLASS,
    INTERFACE: END_INTERFACE, ORGANIZATION_BLOCK: END_ORGANIZATION_BLOCK, DATA_BLOCK: END_DATA_BLOCK,
}  # fmt: skip
_CLOSING = frozenset(
    (*_ENDS.values(), END_METHOD, END_PROPERTY, END_ACTION, END_TRANSITION, END_NAMESPACE, END_CONFIGURATION,
     END_RESOURCE)
)  # fmt: skip
_MEMBERS = frozenset((METHOD, PROPERTY, ACTION, TRANSITION))
_GLOBAL = frozenset(("VAR_GLOBAL", "VAR_CONFIG", "VAR_ACCESS"))
_SCL_HEADER = words("TITLE VERSION AUTHOR FAMILY NAME KNOW_HOW_PROTECT NON_RETAIN STANDARD")
_CHART = frozenset((STEP, INITIAL_STEP))
_LIST_WORDS = words(
    """
    LD LDN ST STN CAL CALC CALCN JMPC JMPCN RETC RETCN ADD SUB MUL DIV ANDN ORN XORN GT GE EQ NE LE LT U
    UN O ON X XN L T SPA SPB SPBN SPBNB CC UC AN A CALL
    """
)
_PICTURES = {"_LD_BODY": "LD", "_FBD_BODY": "FBD", "_SFC_BODY": "SFC", "_CFC_BODY": "CFC", "_IL_BODY": "IL"}


@dataclass(slots=True)
class _Parts:
    """What is gathered for a POU or a method while it is read."""

    sections: list[VarSection] = field(default_factory=list)
    types: list[TypeDeclaration] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    begin: int = -1
    end: int = -1
    language: str = ""


class Parser(Types):
    """Reads one part of a text."""

    def __init__(self, text: str, tokens: Tokens, *, closed: bool = True) -> None:
        super().__init__(text, tokens)
        self._closed = closed
        self._pragma_at = 0

    def part(self) -> Part:
        """All of it."""
        elements = self._elements(-1)
        faults = sorted([*self.tokens.faults, *self.faults], key=lambda fault: fault.start)
        return Part(len(self.text), elements, faults, self.tokens.comments, self.tokens.pragmas)

    # Elements

    def _elements(self, end: int) -> list[Element]:
        """Elements up to `end` or the end of the text."""
        found: list[Element] = []
        kinds = self.kinds
        while True:
            i = self.i
            kind = kinds[i]
            if kind in (END, end):
                return found
            if kind == SEMICOLON:
                self.i = i + 1
            elif kind == NAME and self.is_name(i + 1) and self.word(i).upper() == "FUNCTIONBLOCK":
                kinds[i] = FUNCTION_BLOCK  # CODESYS 2.3 takes it
            elif kind in _ENDS and (kind in (FUNCTION, FUNCTION_BLOCK) or self.heads(i)):
                if kind == PROGRAM and end in (END_RESOURCE, END_CONFIGURATION):
                    self._instance()
                else:
                    found.append(self._pou())
            elif kind == TYPE and self.heads(i):
                found += self._types()
            elif kind == NAMESPACE and self.heads(i):
                found.append(self._namespace(END_NAMESPACE))
            elif kind == CONFIGURATION and self.heads(i):
                found.append(self._namespace(END_CONFIGURATION))
            elif kind == RESOURCE and end == END_CONFIGURATION:
                found.append(self._namespace(END_RESOURCE))
            elif kind == TASK and end in (END_RESOURCE, END_CONFIGURATION):
                self._instance()
            elif kind == USING and self.heads(i):
                found.append(self._using())
            elif kind == VAR and self.word(i).upper() in _GLOBAL:
                found.append(self.section())
            elif kind in _CLOSING or (kind == END_TYPE):
                if end >= 0 and kind in (END_NAMESPACE, END_CONFIGURATION, END_RESOURCE):
                    return found
                self._stray_end(found)
            else:
                self._nameless(found)
            if self.i == i and kinds[i] == kind:  # whatever this was, on
                self.unexpected()
                self.i = i + 1

    def _stray_end(self, found: list[Element]) -> None:
        word = self.word(self.i).upper()
        self.fault("iec.end_without", self.i, word=word, opening=word.removeprefix("END_"))
        self.i += 1
        self.semicolon()

    def _instance(self) -> None:
        """`TASK name(...)`; and `PROGRAM name WITH task : type(...)`; they leave nothing in the tree."""
        opener = self.i
        self.i += 1
        self._modifiers()
        self._long_name() or self._no_name(self.word(opener).upper())
        if self.kinds[self.i] == NAME and self.word(self.i).upper() == "WITH":
            self.i += 1
            self._long_name() or self._no_name("WITH")
        if self.kinds[self.i] == COLON:
            self.i += 1
            self.type()
        elif self.kinds[self.i] == OPEN:
            self.arguments()
        self.end_of_statement()

    def _using(self) -> Using:
        i = self.i
        self.i += 1
        name = self._long_name()
        while self.kinds[self.i] == COMMA and not self.begins_line(self.i + 1):
            self.i += 1
            self._long_name()
        if self.kinds[self.i] == SEMICOLON:
            self.i += 1
        else:
            self.fault("iec.semicolon", self.i - 1, after=self.shown(self.i - 1))
        return Using(self.starts[i], self.ends[self.i - 1], name.text if name else "")

    def _namespace(self, end: int) -> Namespace:
        opener = self.i
        word = self.word(opener).upper()
        self.i += 1
        while self.kinds[self.i] == MODIFIER and self.is_name(self.i + 1):
            self.i += 1
        name = self._long_name() or self._no_name(word)
        if end == END_RESOURCE:
            known = (END, VAR, TASK, PROGRAM, END_RESOURCE)
            while self.kinds[self.i] not in known and not self.begins_line(self.i):
                self.i += 1
        elements: list[Element] = []
        if self.depth < 20:
            self.depth += 1
            elements = self._elements(end)
            self.depth -= 1
        else:
            self.fault("iec.too_deep", opener, most=20)
        if self.kinds[self.i] == end:
            self.i += 1
            self.semicolon()
        else:
            self.again()
            self.fault("iec.no_end", max(self.i - 1, 0), opener=opener, opening=word, wanted=f"END_{word}")
        return Namespace(self.starts[opener], self.ends[self.i - 1], word, name, elements)

    def _nameless(self, found: list[Element]) -> None:
        """Statements, variables, methods that stand in no POU: of the one before, or of none."""
        start = self.i
        parts = _Parts()
        pragmas = self._pragmas(start)
        last = found[-1] if found else None
        if isinstance(last, Pou) and last.kind and self.kinds[start] in _MEMBERS and self.heads(start):
            self._members(parts, -1)
            last.methods += parts.methods
            last.properties += parts.properties
            last.actions += parts.actions
            if not (parts.sections or parts.statements or parts.types):
                return
            parts.methods, parts.properties, parts.actions = [], [], []
        else:
            self._members(parts, -1)
        if self.i > start:
            found.append(self._made("", None, (), start, parts, pragmas))

    def _made(
        self,
        kind: str,
        name: Name | None,
        modifiers: tuple[str, ...],
        start: int,
        parts: _Parts,
        pragmas: list[Span],
    ) -> Pou:
        begin, end = self.starts[start], self.ends[max(self.i - 1, 0)]
        return Pou(
            *(begin, end, kind, name, modifiers, [], [], None, parts.sections, parts.types),
            *(parts.methods, parts.properties, parts.actions, self._body(parts), pragmas),
        )

    def _body(self, parts: _Parts) -> Body:
        place = self.ends[max(self.i - 1, 0)]
        begin = place if parts.begin < 0 else parts.begin
        return Body(begin, place if parts.end < 0 else parts.end, parts.statements, parts.language)

    # POUs

    def _pou(self) -> Pou:
        opener = self.i
        kind = self.kinds[opener]
        word = "FUNCTION_BLOCK" if kind == FUNCTION_BLOCK else self.word(opener).upper()
        pragmas = self._pragmas(opener)
        self.i += 1
        modifiers = self._modifiers()
        name = self._long_name() or self._no_name(word)
        extends: list[Name] = []
        implements: list[Name] = []
        returns: Type | None = None
        of = ""
        parts = _Parts()
        kinds = self.kinds
        while True:
            i = self.i
            if kinds[i] == EXTENDS:
                self.i = i + 1
                extends += self._names(word)
            elif kinds[i] == IMPLEMENTS:
                self.i = i + 1
                implements += self._names(word)
            elif kinds[i] == COLON and returns is None:
                self.i = i + 1
                returns = self.type()
            elif kinds[i] == VAR and self.word(i).upper() == "VAR_GENERIC":
                parts.sections.append(self.section())
            elif kinds[i] == MODIFIER and kind != DATA_BLOCK and not self.begins_line(i):
                modifiers += (self.word(i).upper(),)
                self.i = i + 1
            elif kind == FUNCTION and returns is None and kinds[i] == NAME and not self.begins_line(i):
                self.fault_here("iec.colon_after_name", name=name.text)
                returns = self.type()
            else:
                break
        before = self.apart()
        if kind == DATA_BLOCK:
            of = self._data_block(parts)
        elif kinds[self.i] == SEMICOLON:
            self.i += 1
        elif self._junk_after_header():
            self.unexpected()
            while not self.begins_line(self.i):
                self.i += 1
        self._members(parts, _ENDS[kind])
        self.together(before)
        self._close(_ENDS[kind], word, opener)
        pou = self._made(word, name, modifiers, opener, parts, pragmas)
        pou.extends, pou.implements, pou.returns, pou.of = extends, implements, returns, of
        return pou

    def _junk_after_header(self) -> bool:
        i = self.i
        if self.begins_line(i) or self.kinds[i] in (VAR, OPEN) or self.ends_list(i):
            return False
        return self.kinds[i] != NAME or self.kinds[i + 1] not in (ASSIGN, DOT, OPEN, COLON, EQUAL)

    def _data_block(self, parts: _Parts) -> str:
        """What a DATA_BLOCK is of: a type, or a structure that stands in it."""
        self._scl_header()
        i = self.i
        if self.is_name(i) and self.kinds[i] not in (BEGIN, CONST):
            self.i = i + 1
            self.semicolon()
            return self.word(i)
        if self.kinds[i] == STRUCT:
            structure = self.structure()
            self.semicolon()
            fields: list[Declaration] = getattr(structure, "fields", [])
            parts.sections.append(VarSection(structure.start, structure.end, "STRUCT", (), fields))
        return ""

    def _close(self, end: int, word: str, opener: int) -> None:
        kinds = self.kinds
        i = self.i
        if kinds[i] == end:
            self.i = i + 1
            self.semicolon()
        elif kinds[i] in _CLOSING and kinds[i] not in (END_NAMESPACE, END_CONFIGURATION, END_RESOURCE) and (
            not self._is_end_of_outer(kinds[i])
        ):  # fmt: skip
            self.fault("iec.wrong_end", i, opener=opener, found=self.word(i).upper(), wanted=f"END_{word}",
                opening=word)  # fmt: skip
            self.i = i + 1
            self.semicolon()
        elif self._closed:
            self.again()
            self.fault("iec.no_end", max(i - 1, 0), opener=opener, opening=word, wanted=f"END_{word}")

    _outer: tuple[int, ...] = ()

    def _is_end_of_outer(self, kind: int) -> bool:
        return kind in self._outer

    def _members(self, parts: _Parts, end: int) -> None:
        """Sections, methods, properties, actions and statements in any order, up to the END_x of a POU."""
        kinds = self.kinds
        outer, self._outer = self._outer, (*self._outer, end)
        while True:
            i = self.i
            kind = kinds[i]
            if kind == VAR:
                if end < 0 and self.word(i).upper() in _GLOBAL and not parts.statements:
                    break
                parts.sections.append(self.section())
            elif kind in _MEMBERS and self.heads(i):
                self._member(kind, parts)
            elif (kind == CONST and self._begins_section(i)) or (kind == LABEL and self._begins_section(i)):
                parts.sections.append(self.constants())
            elif kind == TYPE and self.heads(i) and end == END_CLASS:
                parts.types += self._types()
            elif kind == USING and self.heads(i):
                self._using()
            elif kind == BEGIN and (
                kinds[i + 1] not in (ASSIGN, DOT, OPEN, COLON) or self.begins_line(i + 1)
            ):
                self.i = i + 1
            elif not parts.statements and self._scl_header():
                continue
            elif not parts.statements and (language := self._other_language(i)):
                parts.language = language
                self._skip_body(parts, end)
            elif kind in (END, END_TYPE) or kind in _CLOSING:
                break
            elif self.ends_list(i):
                if not self.stray():
                    if self._leftover(kind):
                        continue
                    break
            else:
                statements = self.statements()
                if statements:
                    if parts.begin < 0:
                        parts.begin = statements[0].start
                    parts.end = statements[-1].end
                    parts.statements += statements
            if self.i == i:
                break
        self._outer = outer

    def _leftover(self, kind: int) -> bool:
        """An END_VAR, END_STRUCT or the like that closes nothing: an error, and on."""
        if kind < LAST_NAME or kind in (FUNCTION, FUNCTION_BLOCK, VAR):
            return False
        word = self.word(self.i).upper()
        self.fault("iec.end_without", self.i, word=word, opening=word.removeprefix("END_"))
        self.i += 1
        self.semicolon()
        return True

    def _begins_section(self, i: int) -> bool:
        kinds = self.kinds
        return kinds[i + 1] not in (ASSIGN, DOT, OPEN, COLON, SEMICOLON) and self.begins_line(i)

    def _scl_header(self) -> bool:
        """Lines such as `TITLE = ...`, `VERSION : 0.1` in the header of an SCL block."""
        i = self.i
        kinds = self.kinds
        found = False
        while kinds[self.i] in (NAME, TITLE, VERSION, MODIFIER):
            i = self.i
            word = self.word(i).upper()
            if word not in _SCL_HEADER or not self.begins_line(i):
                break
            if (kinds[i + 1] == EQUAL and word == "TITLE") or (kinds[i + 1] == COLON and word != "TITLE"):
                pass
            elif not (self.begins_line(i + 1) and word in ("KNOW_HOW_PROTECT", "NON_RETAIN", "STANDARD")):
                break
            self.i = i + 1
            while not self.begins_line(self.i):
                self.i += 1
            begin, end = self.starts[i], self.starts[self.i]
            self.tokens.faults = [fault for fault in self.tokens.faults if not begin <= fault.start < end]
            found = True
        return found

    def _other_language(self, i: int) -> str:
        """The language of a body that is no Structured Text; "" if it is."""
        kinds = self.kinds
        kind = kinds[i]
        if kind in _CHART and self.is_name(i + 1) and kinds[i + 2] == COLON:
            return "SFC"
        if kind == NETWORK and self.begins_line(i + 1):
            return "STL"
        if kind != NAME:
            return ""
        word = self.word(i).upper()
        if word in _PICTURES:
            return _PICTURES[word]
        following = kinds[i + 1]
        if word in _LIST_WORDS and not self.begins_line(i + 1) and following > LAST_WORD - 1000:
            operand = NAME <= following <= LAST_NAME or LAST_WORD < following < ASSIGN
            after = kinds[i + 2]
            if operand and after not in (ASSIGN, EQUAL) and (self.begins_line(i + 2) or after in (DOT, OPEN)):
                return "IL"
        return ""

    def _skip_body(self, parts: _Parts, end: int) -> None:
        """Leave a body in another language unread."""
        kinds = self.kinds
        first = self.i
        parts.begin = self.starts[first]
        chart = parts.language == "SFC"
        while kinds[self.i] != END and kinds[self.i] != end and kinds[self.i] not in _ENDS.values():
            kind = kinds[self.i]
            of_chart = chart and kind in (ACTION, TRANSITION)
            if self.heads(self.i) and not of_chart and self.begins_line(self.i):
                break
            if kind in (END_METHOD, END_PROPERTY) or (kind in (END_ACTION, END_TRANSITION) and not chart):
                break
            self.i += 1
        parts.end = self.ends[max(self.i - 1, first)]
        begin, stop = self.starts[first], self.starts[self.i]
        self.tokens.faults = [fault for fault in self.tokens.faults if not begin <= fault.start < stop]

    # Members

    def _member(self, kind: int, parts: _Parts) -> None:
        before = self.apart()
        if kind == METHOD:
            parts.methods.append(self._method())
        elif kind == PROPERTY:
            parts.properties.append(self._property())
        else:
            parts.actions.append(self._action())
        self.together(before)

    def _method(self) -> Method:
        opener = self.i
        pragmas = self._pragmas(opener)
        self.i += 1
        modifiers = self._modifiers()
        name = self._long_name() or self._no_name("METHOD")
        returns: Type | None = None
        if self.kinds[self.i] == COLON:
            self.i += 1
            returns = self.type()
        elif self.kinds[self.i] == NAME and not self.begins_line(self.i):
            self.fault_here("iec.colon_after_name", name=name.text)
            returns = self.type()
        self.semicolon()
        parts = _Parts()
        self._inner(parts, END_METHOD)
        self._close(END_METHOD, "METHOD", opener)
        start, end = self.starts[opener], self.ends[self.i - 1]
        return Method(start, end, name, modifiers, returns, parts.sections, self._body(parts), pragmas)

    def _inner(self, parts: _Parts, end: int) -> None:
        """Sections and statements of a method, an action, GET or SET."""
        kinds = self.kinds
        outer, self._outer = self._outer, (*self._outer, end)
        while True:
            i = self.i
            kind = kinds[i]
            if kind == VAR:
                parts.sections.append(self.section())
            elif kind == CONST and self._begins_section(i):
                parts.sections.append(self.constants())
            elif kind == BEGIN and (
                kinds[i + 1] not in (ASSIGN, DOT, OPEN, COLON) or self.begins_line(i + 1)
            ):
                self.i = i + 1
            elif kind == END or kind in _CLOSING or kind in (END_GET, END_SET):
                break
            elif not parts.statements and (language := self._other_language(i)):
                parts.language = language
                self._skip_body(parts, end)
            elif self.ends_list(i):
                if not self.stray():
                    if self._leftover(kind):
                        continue
                    break
            else:
                statements = self.statements()
                if statements:
                    if parts.begin < 0:
                        parts.begin = statements[0].start
                    parts.end = statements[-1].end
                    parts.statements += statements
            if self.i == i:
                break
        self._outer = outer

    def _property(self) -> Property:
        opener = self.i
        pragmas = self._pragmas(opener)
        self.i += 1
        modifiers = self._modifiers()
        name = self._long_name() or self._no_name("PROPERTY")
        type: Type | None = None
        if self.kinds[self.i] == COLON:
            self.i += 1
            type = self.type()
        self.semicolon()
        sections: list[VarSection] = []
        accessors: list[Accessor] = []
        self.accessors = True
        kinds = self.kinds
        outer, self._outer = self._outer, (*self._outer, END_PROPERTY)
        while True:
            i = self.i
            kind = kinds[i]
            modified = i
            while kinds[modified] == MODIFIER:
                modified += 1
            if kinds[modified] in (GET, SET) and kinds[modified + 1] not in (ASSIGN, DOT, OPEN):
                accessors.append(self._accessor(modified))
            elif kind == VAR:
                sections.append(self.section())
            elif kind in (END_GET, END_SET):
                self._leftover(kind)
            else:
                break
        self._outer = outer
        self.accessors = False
        self._close(END_PROPERTY, "PROPERTY", opener)
        end = self.ends[self.i - 1]
        return Property(self.starts[opener], end, name, modifiers, type, accessors, sections, pragmas)

    def _accessor(self, at: int) -> Accessor:
        opener = self.i
        modifiers = tuple(self.word(i).upper() for i in range(opener, at))
        word = self.word(at).upper()
        self.i = at + 1
        self.semicolon()
        while self.kinds[self.i] == MODIFIER and self.begins_line(self.i + 1):
            modifiers += (self.word(self.i).upper(),)
            self.i += 1
        parts = _Parts()
        self._inner(parts, END_GET if word == "GET" else END_SET)
        if self.kinds[self.i] in (END_GET, END_SET):
            self.i += 1
            self.semicolon()
        elif self._closed:
            self.fault("iec.no_end", self.i - 1, opener=at, opening=word, wanted=f"END_{word}")
        end = self.ends[self.i - 1]
        return Accessor(self.starts[opener], end, word, modifiers, parts.sections, self._body(parts))

    def _action(self) -> Action:
        opener = self.i
        word = self.word(opener).upper()
        self.i += 1
        self._modifiers()
        name = self._long_name() or self._no_name(word)
        kinds = self.kinds
        end = END_ACTION if kinds[opener] == ACTION else END_TRANSITION
        parts = _Parts()
        if kinds[self.i] in (COLON, SEMICOLON):
            self.i += 1
        if kinds[self.i] == ASSIGN:
            self.i += 1
            value = self.expression()
            self.semicolon()
            parts.begin, parts.end = value.start, value.end
        self._inner(parts, end)
        self._close(end, word, opener)
        return Action(self.starts[opener], self.ends[self.i - 1], word, name, self._body(parts))

    # Types

    def _types(self) -> list[TypeDeclaration]:
        opener = self.i
        kinds = self.kinds
        self.i += 1
        found: list[TypeDeclaration] = []
        modifiers = self._modifiers()
        while self.is_name(self.i) and not self.heads(self.i):
            found.append(self._type_declaration(modifiers))
        if kinds[self.i] == END_TYPE:
            self.i += 1
            self.semicolon()
        elif kinds[self.i] in _CLOSING or kinds[self.i] == END_STRUCT:
            word = self.word(self.i).upper()
            self.fault("iec.wrong_end", self.i, opener=opener, found=word, wanted="END_TYPE", opening="TYPE")
            self.i += 1
            self.semicolon()
        elif self._closed or not found or kinds[self.i] != END:
            self.fault("iec.no_end", max(self.i - 1, 0), opener=opener, opening="TYPE", wanted="END_TYPE")
        return found

    def _type_declaration(self, modifiers: tuple[str, ...]) -> TypeDeclaration:
        kinds = self.kinds
        first = self.i
        pragmas = self._pragmas(first)
        name = Name(self.starts[first], self.ends[first], self.word(first))
        self.i = first + 1
        extends = ""
        if kinds[self.i] == EXTENDS:
            self.i += 1
            base = self._long_name()
            extends = base.text if base else ""
        scl = self._scl_header()
        initial: Expression | None = None
        if kinds[self.i] == COLON or kinds[self.i] == STRUCT:
            if kinds[self.i] == COLON:
                self.i += 1
            elif kinds[first] != WIDE and not scl:
                self.fault_here("iec.colon_after_name", name=name.text)
            type = self._enumerated(self.type())
            initial = self._initial()
        elif self._type_follows(self.i) or kinds[self.i] == OPEN:
            self.fault_here("iec.colon_after_name", name=name.text)
            type = self._enumerated(self.type())
            initial = self._initial()
        else:
            self.fault_here("iec.colon_after_name", name=name.text)
            type = MissingType(name.end, name.end)
        if kinds[self.i] == SEMICOLON:
            self.i += 1
        elif kinds[self.i - 1] not in (END_STRUCT, END_UNION):
            self._end_of_declaration()
        end = self.ends[self.i - 1]
        return TypeDeclaration(name.start, end, name, type, initial, None, pragmas, extends)

    def _enumerated(self, type: Type) -> Type:
        """`INT (Red, Green := 5)` is an enumeration, too."""
        if not isinstance(type, NamedType) or not type.arguments:
            return type
        values = []
        for argument in type.arguments:
            if argument.sign == ":=":
                values.append(EnumValue(argument.start, argument.end, argument.name, argument.value))
            elif isinstance(argument.value, Name):
                values.append(EnumValue(argument.start, argument.end, argument.value.text, None))
            else:
                return type
        return EnumType(type.start, type.end, values, type.name)

    # Names

    def _modifiers(self) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        while self.kinds[self.i] == MODIFIER and self.is_name(self.i + 1):
            found += (self.word(self.i).upper(),)
            self.i += 1
        return found

    def _long_name(self) -> Name | None:
        """A name that may be dotted."""
        if self.kinds[self.i] in (EXTENDS, IMPLEMENTS):
            return None
        name = self.name()
        if name is not None and self.kinds[self.i] == DOT:
            self._dotted(name)
        if name is not None and self.kinds[self.i] == LESS:  # of a generic type: `Queue<5>`
            self.i -= 1
            self.named_type()
        return name

    def _no_name(self, word: str) -> Name:
        self.fault_here("iec.name_after", word=word)
        if NAME <= self.kinds[self.i] <= LAST_WORD and not self.begins_line(self.i):
            self.i += 1
        place = self.ends[max(self.i - 1, 0)]
        return Name(place, place, "")

    def _names(self, word: str) -> list[Name]:
        found: list[Name] = []
        while True:
            name = None if self.heads(self.i) else self._long_name()
            if name is None:
                self.fault_here("iec.name_after", word=self.word(self.i - 1).upper())
                return found
            found.append(name)
            if self.kinds[self.i] != COMMA:
                return found
            self.i += 1

    def _pragmas(self, i: int) -> list[Span]:
        """The pragmas between the token before `i` and `i`."""
        pragmas = self.tokens.pragmas
        if not pragmas:
            return []
        begin = self.ends[i - 1] if i else 0
        while self._pragma_at < len(pragmas) and pragmas[self._pragma_at][0] < begin:
            self._pragma_at += 1
        found = []
        for span in pragmas[self._pragma_at :]:
            if span[0] > self.starts[i]:
                break
            found.append(span)
        return found
