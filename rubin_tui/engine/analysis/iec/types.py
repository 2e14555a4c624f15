"""Types and lists of declarations: VAR, STRUCT, UNION, CONST, LABEL."""

from __future__ import annotations

from rubin_tui.engine.analysis.iec.cursor import DEEPEST
from rubin_tui.engine.analysis.iec.kinds import (
    ADDRESS,
    ARRAY,
    ASSIGN,
    AT,
    BAD,
    CARET,
    CLOSE,
    CLOSE_SQUARE,
    COLON,
    COMMA,
    DOT,
    END,
    END_CONST,
    END_LABEL,
    END_STRUCT,
    END_TYPE,
    END_UNION,
    END_VAR,
    EQUAL,
    EXTENDS,
    GREATER,
    INTEGER,
    LAST_NAME,
    LAST_WORD,
    LESS,
    LOCAL,
    MODIFIER,
    NAME,
    OF,
    OPEN,
    OPEN_SQUARE,
    OVERLAP,
    POINTER,
    QUOTED,
    REF_TO,
    REFERENCE,
    SEMICOLON,
    STRING,
    STRUCT,
    TIMES,
    TO,
    UNION,
    VAR,
    WIDE,
    WSTRING,
)
from rubin_tui.engine.analysis.iec.statements import Statements
from rubin_tui.engine.analysis.iec.syntax import (
    Argument,
    ArrayType,
    Declaration,
    EnumType,
    EnumValue,
    Expression,
    ListValue,
    MissingType,
    Name,
    NamedType,
    PointerType,
    Range,
    Span,
    StringType,
    StructType,
    SubrangeType,
    Type,
    VarSection,
)

_SECTION_ENDS = frozenset((END_VAR, END_STRUCT, END_UNION, END_CONST, END_LABEL, END_TYPE))
_AFTER_TYPE = frozenset(("R_EDGE", "F_EDGE", "READ_ONLY", "READ_WRITE"))
_NOT_A_DECLARATION = frozenset((ASSIGN, DOT, OPEN, SEMICOLON, CARET))


class Types(Statements):
    """Reads types and declarations."""

    # Lists of declarations

    def section(self) -> VarSection:
        """`VAR_x modifiers ... END_VAR`."""
        opener = self.i
        kind = self.word(opener).upper()
        self.i += 1
        modifiers = []
        while self.kinds[self.i] == MODIFIER and self.kinds[self.i + 1] not in (COLON, COMMA):
            modifiers.append(self.word(self.i).upper())
            self.i += 1
        declarations = self.declarations(END_VAR, opener, kind)
        return VarSection(self.starts[opener], self.ends[self.i - 1], kind, tuple(modifiers), declarations)

    def constants(self) -> VarSection:
        """CONST ... END_CONST and LABEL ... END_LABEL of SCL."""
        opener = self.i
        kind = self.word(opener).upper()
        self.i += 1
        declarations = self.declarations(END_CONST if kind == "CONST" else END_LABEL, opener, kind)
        return VarSection(self.starts[opener], self.ends[self.i - 1], kind, (), declarations)

    def declarations(self, end: int, opener: int, word: str) -> list[Declaration]:
        """Declarations up to `end`, which is read."""
        kinds = self.kinds
        found: list[Declaration] = []
        constants = word in ("CONST", "LABEL", "VAR_CONFIG")
        wanted = f"END_{word.partition('_')[0]}"
        while True:
            i = self.i
            kind = kinds[i]
            if kind == end:
                self.i = i + 1
                if kinds[i + 1] == SEMICOLON:
                    self.i = i + 2
                break
            if kind == SEMICOLON:
                self.i = i + 1
                continue
            if self.is_name(i) and not self._leaves(i, constants):
                if kinds[i + 1] != COLON and self._stands_alone(i) and self.like(i, wanted):
                    self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=wanted)
                    self.i = i + 1
                    self.semicolon()
                    break
                found.append(self.declaration(constants))
                continue
            if kind in _SECTION_ENDS and not self._ends_outer(kind):
                found_word = self.word(i).upper()
                self.fault("iec.wrong_end", i, opener=opener, found=found_word, wanted=wanted, opening=word)
                self.i = i + 1
                self.semicolon()
                break
            if self._section_over(i, end):
                self.fault("iec.no_end", max(i - 1, 0), opener=opener, opening=word, wanted=wanted)
                break
            self._no_declaration()
        if self.tokens.comments:
            self._comment(found)
        return found

    def _stands_alone(self, i: int) -> bool:
        after = i + (2 if self.kinds[i + 1] == SEMICOLON else 1)
        return self.begins_line(after)

    def _ends_outer(self, kind: int) -> bool:
        return self._structures > 0 and kind != END_STRUCT and kind != END_UNION

    _structures = 0

    def _leaves(self, i: int, constants: bool) -> bool:
        """Whether what begins here is no declaration but comes after the list, whose END_x is missing."""
        if self.heads(i):
            return True
        if constants or self.kinds[i + 1] not in _NOT_A_DECLARATION:
            return False
        return self.kinds[i + 1] != SEMICOLON and not self._ends_later(i)

    def _ends_later(self, i: int) -> bool:
        kinds = self.kinds
        if self.full:
            return True
        while kinds[i] not in (END, VAR):
            if kinds[i] in _SECTION_ENDS:
                return True
            if self.ends_list(i):
                return False
            i += 1
        return False

    def _section_over(self, i: int, end: int) -> bool:
        kind = self.kinds[i]
        if kind in (END, VAR) or kind in _SECTION_ENDS or self.ends_list(i) or self.is_name(i):
            return True
        return LAST_NAME < kind <= LAST_WORD and not self._ends_later(i)

    def _no_declaration(self) -> None:
        """An error: no declaration begins here. On to the next one."""
        i = self.i
        kind = self.kinds[i]
        if LAST_NAME < kind <= LAST_WORD:
            self.fault("iec.reserved", i, word=self.shown(i))
        elif kind in (COLON, ASSIGN, ADDRESS, INTEGER):
            self.fault("iec.declared_name", i)
        else:
            self.unexpected()
        self.i += 1
        self._to_next_declaration()

    def _to_next_declaration(self) -> None:
        kinds = self.kinds
        while True:
            i = self.i
            kind = kinds[i]
            if kind == SEMICOLON:
                self.i = i + 1
                return
            if kind in _SECTION_ENDS or kind in (END, VAR):
                return
            if self.begins_line(i) and (self.is_name(i) or self.ends_list(i)):
                return
            self.i = i + 1

    def declaration(self, constants: bool = False) -> Declaration:
        """`a, b AT %IX0.0 : type := initial;`."""
        kinds = self.kinds
        i = self.i
        start = self.starts[i]
        modifiers: tuple[str, ...] = ()
        while kinds[i] == MODIFIER and self.is_name(i + 1):
            modifiers += (self.word(i).upper(),)
            self.i = i = i + 1
        names = [Name(self.starts[i], self.ends[i], self.word(i))]
        self.i = i + 1
        if kinds[i + 1] == DOT:  # VAR_CONFIG names a place: `Resource.Program.x`
            self._dotted(names[0])
        while kinds[self.i] == COMMA:
            self.i += 1
            name = self.name()
            if name is None:
                self.fault_here("iec.declared_name")
                break
            names.append(name)
        address: Expression | None = None
        if kinds[self.i] == AT:
            self.i += 1
            address = self.operand()
        elif kinds[self.i] == ADDRESS:
            self.fault("iec.expected", self.i, wanted="AT")
            address = self.operand()
        type: Type | None = None
        if kinds[self.i] == COLON:
            self.i += 1
            if kinds[self.i] == EQUAL:
                self.fault("iec.split_assign", self.i - 1, last=self.i)
            else:
                type = self.type()
                if kinds[self.i] == COLON and not self.begins_line(
                    self.i + 1
                ):  # VAR_ACCESS: `name : place : type`
                    self.i += 1
                    type = self.type()
                while kinds[self.i] == NAME and self.word(self.i).upper() in _AFTER_TYPE:
                    self.i += 1
        elif (kinds[self.i] == ASSIGN and constants) or (kinds[self.i] == SEMICOLON and constants):
            pass
        elif kinds[self.i] == ASSIGN and self._type_follows(self.i + 1):
            self.fault("iec.colon_types", self.i)
            self.i += 1
            type = self.type()
        elif kinds[self.i] in (EQUAL, SEMICOLON, ASSIGN) or not self._type_follows(self.i):
            self.fault_here("iec.colon_after_name", name=names[-1].text)
        else:
            self.fault_here("iec.colon_after_name", name=names[-1].text)
            type = self.type()
        initial = self._initial()
        self._end_of_declaration()
        return Declaration(start, self.ends[self.i - 1], names, type, address, initial, None, modifiers)

    def _type_follows(self, i: int) -> bool:
        kind = self.kinds[i]
        return (self.is_name(i) and not self.begins_line(i)) or kind in (ARRAY, STRUCT, POINTER)

    def _dotted(self, name: Name) -> None:
        kinds = self.kinds
        while kinds[self.i] == DOT and NAME <= kinds[self.i + 1] <= LAST_WORD:
            self.i += 2
        name.end = self.ends[self.i - 1]
        name.text = self.text[name.start : name.end]

    def _initial(self) -> Expression | None:
        kinds = self.kinds
        i = self.i
        if kinds[i] == ASSIGN:
            self.i = i + 1
            return self.initial()
        if kinds[i] == EQUAL:
            self.fault("iec.equal_assigns", i)
            self.i = i + 1
            return self.initial()
        if self._short_assign(i):
            self.i = i + 2
            return self.initial()
        return None

    def _end_of_declaration(self) -> None:
        i = self.i
        kinds = self.kinds
        if kinds[i] == SEMICOLON:
            self.i = i + 1
            return
        if kinds[i] == CLOSE:
            self.fault("iec.bracket_without", i, sign=")", opening="(")
        elif self.begins_line(i) or kinds[i] in _SECTION_ENDS:
            self.fault("iec.semicolon", i - 1, after=self.shown(i - 1))
            return
        elif kinds[i] == COMMA and self.is_name(i + 1) and kinds[i + 2] == COLON:
            self.fault("iec.comma_separates", i)
            self.i = i + 1
            return
        elif self.is_name(i) and kinds[i + 1] in (COLON, COMMA):
            self.fault("iec.semicolon", i - 1, after=self.shown(i - 1))
            return
        else:
            self.unexpected()
        self._to_next_declaration()

    def _comment(self, declarations: list[Declaration]) -> None:
        """Give each declaration the comment behind it on its line, else the one that stands above it."""
        comments = self.tokens.comments
        text = self.text
        at = self._comment_at
        count = len(comments)
        before = 0
        for number, declaration in enumerate(declarations):
            above: Span | None = None
            start, end = declaration.start, declaration.end
            while at < count and comments[at][0] < start:
                if comments[at][0] >= before:
                    above = comments[at]
                at += 1
            while at < count and comments[at][0] < end:
                at += 1
            beyond = declarations[number + 1].start if number + 1 < len(declarations) else len(text)
            if at < count and comments[at][0] < beyond and text.find("\n", end, comments[at][0]) < 0:
                declaration.comment = comments[at]
                before = comments[at][1]
                at += 1
            elif above is not None and text.count("\n", above[1], start) < 2:
                declaration.comment = above
        self._comment_at = at

    _comment_at = 0

    # Types

    def type(self) -> Type:
        """A type; where there is none, an error and `MissingType`."""
        i = self.i
        kind = self.kinds[i]
        if kind == NAME:
            return self.named_type()
        if self.depth >= DEEPEST:
            return self._deep_type()
        if kind == OPEN:
            return self._enumeration()
        self.depth += 1
        try:
            if kind in (STRING, WSTRING):
                return self._string()
            if kind == ARRAY:
                return self._array()
            if kind in (POINTER, REFERENCE) and self.kinds[i + 1] == TO:
                self.i = i + 2
                word = self.word(i).upper() + " TO"
                target = self.type()
                return PointerType(self.starts[i], max(target.end, self.ends[i]), word, target)
            if kind == POINTER and not self.begins_line(i + 1) and self.kinds[i + 1] != SEMICOLON:
                self.i = i + 1
                self.fault_here("iec.expected_of", wanted="TO", opening="POINTER")
                if self.like(self.i, "TO"):
                    self.i += 1
                target = self.type()
                return PointerType(self.starts[i], target.end, "POINTER TO", target)
            if kind == REF_TO:
                self.i = i + 1
                target = self.type()
                return PointerType(self.starts[i], target.end, "REF_TO", target)
            if kind == STRUCT or (kind == UNION and self.kinds[i + 1] != SEMICOLON):
                return self.structure()
            if self.is_name(i):
                return self.named_type()
        finally:
            self.depth -= 1
        if kind == BAD:
            self.unexpected()
            self.i += 1
        elif LAST_NAME < kind <= LAST_WORD and not self.begins_line(i):
            self.fault("iec.reserved", i, word=self.shown(i))
            self.i += 1
        else:
            self.fault_here("iec.type_missing")
        place = self.ends[i - 1] if i else 0
        return MissingType(place, place)

    def _deep_type(self) -> Type:
        self.fault("iec.too_deep", self.i, most=DEEPEST)
        place = self.starts[self.i]
        while self.kinds[self.i] not in (END, SEMICOLON):
            self.i += 1
        return MissingType(place, place)

    def named_type(self) -> Type:
        """A type by its name, with its range or arguments."""
        kinds = self.kinds
        i = self.i
        start = self.starts[i]
        self.i = i + 1
        while kinds[self.i] == DOT:
            following = kinds[self.i + 1]
            if not (NAME <= following <= LAST_WORD or following in (WIDE, ADDRESS)):
                break
            self.i += 2
            while kinds[self.i] == DOT and kinds[self.i + 1] == INTEGER:
                self.i += 2
        i = self.i
        end = self.ends[i - 1]
        name = self.text[start:end]
        kind = kinds[i]
        if kind == OPEN:
            return self._with_arguments(start, name)
        if kind == OPEN_SQUARE:  # an array of function blocks: FB[(x := 1), (x := 2)]
            before, self.declaring = self.declaring, True
            self.i = i + 1
            items = self._within(i, CLOSE_SQUARE, "]")
            self.declaring = before
            value = ListValue(self.starts[i], self.ends[self.i - 1], items)
            return NamedType(start, value.end, name, [Argument(value.start, value.end, "", "", value)])
        if kind == LESS:
            arguments = []
            self.i = i + 1
            while kinds[self.i] not in (GREATER, END, SEMICOLON):
                part = self.sum()
                arguments.append(Argument(part.start, part.end, "", "", part))
                if kinds[self.i] != COMMA:
                    break
                self.i += 1
            if kinds[self.i] == GREATER:
                self.i += 1
            else:
                self.fault_here("iec.bracket_open", opener=i, sign="<", closing=">")
            if kinds[self.i] == OPEN:
                given = self._with_arguments(start, name)
                arguments += given.arguments if isinstance(given, NamedType) else []
            return NamedType(start, self.ends[self.i - 1], name, arguments)
        return NamedType(start, end, name)

    def _with_arguments(self, start: int, name: str) -> Type:
        """`INT(0..10)`, `FB(x := 1)`."""
        before, self.declaring = self.declaring, True
        arguments = self.arguments()
        self.declaring = before
        end = self.ends[self.i - 1]
        if len(arguments) == 1 and isinstance(arguments[0].value, Range):
            return SubrangeType(start, end, name, arguments[0].value)
        return NamedType(start, end, name, arguments)

    def _string(self) -> Type:
        i = self.i
        kinds = self.kinds
        self.i = i + 1
        length: Expression | None = None
        if kinds[i + 1] in (OPEN, OPEN_SQUARE):
            closing = (CLOSE, ")") if kinds[i + 1] == OPEN else (CLOSE_SQUARE, "]")
            self.i = i + 2
            sizes = self._within(i + 1, *closing)
            length = sizes[0] if sizes else None
        return StringType(self.starts[i], self.ends[self.i - 1], kinds[i] == WSTRING, length)

    def _array(self) -> Type:
        i = self.i
        kinds = self.kinds
        start = self.starts[i]
        ranges: list[Expression | None] = []
        self.i = i + 1
        if kinds[i + 1] == OPEN_SQUARE:
            self.i = i + 2
            while kinds[self.i] == TIMES:
                ranges.append(None)
                self.i += 1
                if kinds[self.i] == COMMA:
                    self.i += 1
            if kinds[self.i] == CLOSE_SQUARE and ranges:
                self.i += 1
            else:
                bounds = self._within(i + 1, CLOSE_SQUARE, "]")
                if not bounds:
                    self.fault("iec.array_bounds", i + 1)
                ranges += bounds
        else:
            self.fault_here("iec.expected_of", wanted="[", opening="ARRAY")
            while kinds[self.i] not in (OF, END, SEMICOLON) and not self.begins_line(self.i):
                self.i += 1
        self.expect(OF, "OF", i)
        element = self.type()
        return ArrayType(start, max(element.end, self.ends[i]), ranges, element)

    def _enumeration(self) -> Type:
        opener = self.i
        start = self.starts[opener]
        self.i += 1
        values: list[EnumValue] = []
        kinds = self.kinds
        while True:
            i = self.i
            kind = kinds[i]
            if kind == CLOSE:
                self.i = i + 1
                break
            if kind == QUOTED or not (NAME <= kind <= LAST_WORD or kind in (WIDE, LOCAL)) or self._stops(i):
                self._no_value(opener)
                break
            self.i = i + 1
            value: Expression | None = None
            if kinds[self.i] == ASSIGN:
                self.i += 1
                value = self.expression()
            elif kinds[self.i] == EQUAL:
                self.fault("iec.equal_assigns", self.i)
                self.i += 1
                value = self.expression()
            values.append(EnumValue(self.starts[i], self.ends[self.i - 1], self.word(i), value))
            if kinds[self.i] == COMMA:
                self.i += 1
            elif kinds[self.i] != CLOSE:
                if not self.is_name(self.i):
                    self._no_value(opener)
                    break
                self.fault("iec.comma_after", self.i - 1, after=self.shown(self.i - 1))
        base = ""
        if self.is_name(self.i) and not self._short_assign(self.i) and kinds[self.i + 1] != COLON:
            base = self.word(self.i)
            self.i += 1
            if kinds[self.i] == OPEN:  # a base with a range
                self.arguments()
        return EnumType(start, self.ends[self.i - 1], values, base)

    def _stops(self, i: int) -> bool:
        return self.ends_list(i) and self.begins_line(i) and self.kinds[i + 1] not in (COMMA, CLOSE, ASSIGN)

    def _no_value(self, opener: int) -> None:
        i = self.i
        if self.kinds[i] == SEMICOLON or self.kinds[i] == END or self._stops(i):
            self.fault_here("iec.bracket_open", opener=opener, sign="(", closing=")")
            return
        self.unexpected()
        while self.kinds[self.i] not in (END, SEMICOLON, CLOSE) and not self._stops(self.i):
            self.i += 1
        if self.kinds[self.i] == CLOSE:
            self.i += 1

    def structure(self) -> Type:
        """`STRUCT ... END_STRUCT`, `UNION ... END_UNION`."""
        opener = self.i
        word = self.word(opener).upper()
        self.i += 1
        extends = ""
        if self.kinds[self.i] == EXTENDS:
            self.i += 1
            name = self.name()
            extends = name.text if name else ""
        if self.kinds[self.i] == OVERLAP:
            self.i += 1
        self._structures += 1
        fields = self.declarations(END_STRUCT if word == "STRUCT" else END_UNION, opener, word)
        self._structures -= 1
        return StructType(self.starts[opener], self._last_end(), word, fields, extends)

    def _last_end(self) -> int:
        i = self.i - 1
        if self.kinds[i] == SEMICOLON:  # it is of who declares, not of the structure
            self.i = i
            i -= 1
        return self.ends[i]
