"""Expressions and initial values: operators by rank, everything else by its first token."""

from __future__ import annotations

from rubin_tui.engine.analysis.iec.cursor import DEEPEST, Cursor
from rubin_tui.engine.analysis.iec.kinds import (
    ADDRESS,
    AMPERSAND,
    AND,
    ARRAY,
    ASSIGN,
    BAD,
    CARET,
    CLOSE,
    CLOSE_SQUARE,
    COLON,
    COMMA,
    COUNT,
    DATE,
    DIVIDE,
    DOT,
    DOTS,
    DOUBLE_AND,
    DOUBLE_EQUAL,
    DOUBLE_OR,
    END,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    INTEGER,
    LAST_NAME,
    LAST_WORD,
    LESS,
    LESS_EQUAL,
    LOCAL,
    MINUS,
    MOD,
    NAME,
    NOT,
    NOT_EQUAL,
    OPEN,
    OPEN_SQUARE,
    OR,
    OUT,
    PLACE,
    PLUS,
    POINTER,
    POWER,
    QUESTION,
    QUOTED,
    REAL,
    REFERENCE,
    SEMICOLON,
    TIME,
    TIMES,
    TO,
    TRUE,
    TYPED,
    UNEQUAL,
    WIDE,
    XOR,
)
from rubin_tui.engine.analysis.iec.syntax import (
    Address,
    Argument,
    Assigned,
    Call,
    Choice,
    Deref,
    Expression,
    Index,
    ListValue,
    Literal,
    Member,
    Missing,
    Name,
    Operation,
    Parenthesis,
    Range,
    Repeat,
    StructValue,
    Type,
    TypeName,
    Unary,
)

_RANKED = (
    (OR, DOUBLE_OR),
    (XOR,),
    (AND, AMPERSAND, DOUBLE_AND),
    (EQUAL, UNEQUAL, DOUBLE_EQUAL, NOT_EQUAL),
    (LESS, LESS_EQUAL, GREATER, GREATER_EQUAL),
    (PLUS, MINUS),
    (TIMES, DIVIDE, MOD),
    (POWER,),
)
_RANK = [next((rank for rank, kinds in enumerate(_RANKED, 1) if kind in kinds), 0) for kind in range(COUNT)]
_JOINS = [rank > 0 or kind == QUESTION for kind, rank in enumerate(_RANK)]
_SUM = 6
"""The rank of sums: what stands between `<` and `>` of a generic type."""

_POSTFIX = [kind in (DOT, OPEN_SQUARE, OPEN, CARET) for kind in range(COUNT)]
_LITERALS = {
    INTEGER: "integer", REAL: "real", TYPED: "typed", TIME: "time", DATE: "date", QUOTED: "string",
    PLACE: "pointer",
}  # fmt: skip
_SIGNS = {NOT: "NOT", MINUS: "-", PLUS: "+", AMPERSAND: "&"}
_OF_C = {DOUBLE_EQUAL: "=", NOT_EQUAL: "<>", DOUBLE_AND: "AND", DOUBLE_OR: "OR"}
_TYPE_WORDS = (POINTER, REFERENCE)
_LONGEST_CHAIN = 200
_MOST_SIGNS = 20


class Expressions(Cursor):
    """Reads expressions. `declaring` is set while an initial value is read."""

    declaring = False

    def expression(self) -> Expression:
        """An expression; where there is none, an error and `Missing`."""
        left = self.operand()
        if _JOINS[self.kinds[self.i]]:
            left = self.joined(left, 1)
            if self.kinds[self.i] == QUESTION:
                return self._choice(left)
        return left

    def joined(self, left: Expression, least: int) -> Expression:
        """What operators of rank `least` and above join to `left`."""
        kinds = self.kinds
        rank = _RANK[kinds[self.i]]
        while rank >= least and rank:
            operands = [left]
            operators: list[str] = []
            places: list[int] = []
            i = self.i
            while _RANK[kinds[i]] == rank:
                place = self.starts[i]
                operator = self.text[place : self.ends[i]].upper()
                if kinds[i] in _OF_C:
                    self.fault("iec.sign_of_c", i, found=operator, wanted=_OF_C[kinds[i]])
                    operator = _OF_C[kinds[i]]
                places.append(place)
                operators.append(operator)
                self.i = i + 1
                right = self.operand()
                i = self.i
                if _RANK[kinds[i]] > rank:
                    right = self.joined(right, rank + 1)
                    i = self.i
                operands.append(right)
            left = Operation(left.start, operands[-1].end, operands, operators, places)
            rank = _RANK[kinds[i]]
        return left

    def _choice(self, condition: Expression) -> Expression:
        if self._too_deep():
            return condition
        self.i += 1
        self.depth += 1
        first = self.expression()
        if self.kinds[self.i] == COLON:
            self.i += 1
            second = self.expression()
        else:
            self.fault_here("iec.expected", wanted=":")
            second = Missing(first.end, first.end)
        self.depth -= 1
        return Choice(condition.start, second.end, condition, first, second)

    def operand(self) -> Expression:
        """A name, a literal, a call, something in brackets, with what follows it and the signs before it."""
        i = self.i
        kind = self.kinds[i]
        start, end = self.starts[i], self.ends[i]
        if NAME <= kind <= LAST_NAME or kind == LOCAL:
            if kind != NAME and kind in _TYPE_WORDS and self.kinds[i + 1] == TO:
                return self._type_name()
            self.i = i + 1
            name = Name(start, end, self.text[start:end])
            return self.followed(name) if _POSTFIX[self.kinds[i + 1]] else name
        if (literal := _LITERALS.get(kind)) is not None:
            self.i = i + 1
            if kind == INTEGER and self.kinds[i + 1] == OPEN and self.declaring:
                return self._repeat(Literal(start, end, literal, self.text[start:end]))
            return Literal(start, end, literal, self.text[start:end])
        if kind == OPEN:
            return self._bracketed()
        if kind in _SIGNS:
            return self._signed()
        if kind == TRUE:
            self.i = i + 1
            word = self.text[start:end]
            return Literal(start, end, "null" if word.upper() == "NULL" else "bool", word)
        if kind == WIDE:
            self.i = i + 1
            if _POSTFIX[self.kinds[i + 1]] or self.kinds[i + 1] == ASSIGN:
                return self.followed(Name(start, end, self.text[start:end]))
            return Literal(start, end, "wstring", self.text[start:end])
        if kind == ADDRESS:
            self.i = i + 1
            return self.followed(Address(start, end, self.text[start:end]))
        if kind == OPEN_SQUARE:
            return self._list()
        if kind == DOT:
            return self._global()
        if kind == ARRAY:
            return self._type_name()
        return self.missing()

    def type(self) -> Type:
        """A type: who reads types says how."""
        raise NotImplementedError

    def _type_name(self) -> Expression:
        type = self.type()
        return TypeName(type.start, type.end, type)

    def missing(self) -> Missing:
        """An error: an expression should stand here."""
        i = self.i
        if self.kinds[i] == BAD:
            self.unexpected()
            self.i += 1
        elif self.kinds[i] == END:
            self.fault("iec.text_ends", max(i - 1, 0))
        else:
            self.fault_here("iec.expression", found=self.shown(i))
        place = self.ends[i - 1] if i else 0
        return Missing(place, place)

    def _global(self) -> Expression:
        start = self.starts[self.i]
        following = self.kinds[self.i + 1]
        if following == INTEGER:  # .5
            self.i += 2
            end = self.ends[self.i - 1]
            return Literal(start, end, "real", self.text[start:end])
        if NAME <= following <= LAST_WORD:
            self.i += 2
            member = Member(start, self.ends[self.i - 1], None, self.word(self.i - 1))
            return self.followed(member)
        return self.missing()

    def _signed(self) -> Expression:
        signs = []
        while (sign := _SIGNS.get(self.kinds[self.i])) is not None:
            signs.append((self.starts[self.i], sign))
            self.i += 1
            if len(signs) > _MOST_SIGNS:
                self.fault("iec.too_deep", self.i, most=_MOST_SIGNS)
                while self.kinds[self.i] in _SIGNS:
                    self.i += 1
        operand = self.operand()
        for start, sign in reversed(signs):
            operand = Unary(start, operand.end, sign, operand)
        return operand

    def followed(self, node: Expression) -> Expression:
        """`node` with members, indices, calls and dereferences behind it."""
        kinds = self.kinds
        start = node.start
        length = 0
        while _POSTFIX[kinds[self.i]]:
            i = self.i
            kind = kinds[i]
            length += 1
            if length > _LONGEST_CHAIN:
                self.fault("iec.too_deep", i, most=_LONGEST_CHAIN)
                while _POSTFIX[kinds[self.i]] or NAME <= kinds[self.i] <= LAST_NAME:
                    self.i += 1
                break
            if kind == DOT:
                after = kinds[i + 1]
                if after == TYPED and type(node) in (Name, Member):  # Motion.Direction#Negative
                    self.i = i + 2
                    return Literal(start, self.ends[i + 1], "typed", self.text[start : self.ends[i + 1]])
                named = NAME <= after <= LAST_WORD
                if named and after > LAST_NAME and self.begins_line(i + 1):
                    named = False  # a name is still to be typed
                if not named and after not in (INTEGER, ADDRESS, WIDE, REAL, LOCAL):
                    self.i = i + 1
                    self.fault("iec.member", i)
                    return Member(start, self.ends[i], node, "")
                self.i = i + 2
                node = Member(start, self.ends[i + 1], node, self.text[self.starts[i + 1] : self.ends[i + 1]])
            elif kind == OPEN:
                arguments = self.arguments()
                node = Call(start, self.ends[self.i - 1], node, arguments)
            elif kind == OPEN_SQUARE:
                self.i = i + 1
                indices = self._within(i, CLOSE_SQUARE, "]")
                node = Index(start, self.ends[self.i - 1], node, indices)
            else:
                self.i = i + 1
                node = Deref(start, self.ends[i], node)
        return node

    def arguments(self) -> list[Argument]:
        """What stands in the brackets of a call, which begin here."""
        opener = self.i
        found: list[Argument] = []
        if self._too_deep():
            return found
        self.i += 1
        self._arguments(opener, found)
        return found

    def _arguments(self, opener: int, found: list[Argument]) -> None:
        kinds = self.kinds
        self.depth += 1
        while kinds[self.i] != CLOSE:
            found.append(self._argument())
            if kinds[self.i] == COMMA:
                self.i += 1
            elif kinds[self.i] != CLOSE and not self._separated(opener, CLOSE, ")"):
                break
        else:
            self.i += 1
        self.depth -= 1

    def _argument(self) -> Argument:
        i = self.i
        kinds = self.kinds
        first, sign = kinds[i], kinds[i + 1]
        start = self.starts[i]
        if first == NOT and kinds[i + 2] == OUT:
            i += 1
            first, sign = kinds[i], OUT
        if sign in (ASSIGN, OUT) and (NAME <= first <= LAST_WORD or first in (LOCAL, WIDE)):
            name = self.text[self.starts[i] : self.ends[i]]
            self.i = i = i + 2
            text = ":=" if sign == ASSIGN else "=>"
            if kinds[i] == COMMA or kinds[i] == CLOSE:
                return Argument(start, self.ends[i - 1], name, text, None)
            value = self._assigned(self.expression())
            return Argument(start, value.end, name, text, value)
        value = self._assigned(self.expression())
        return Argument(start, value.end, "", "", value)

    def _assigned(self, value: Expression) -> Expression:
        """`value`, or the range or the assignment that begins with it."""
        kind = self.kinds[self.i]
        if kind == DOTS:
            self.i += 1
            high = self.expression()
            return Range(value.start, high.end, value, high)
        if kind in (ASSIGN, OUT):
            sign = self.word(self.i)
            parts = [value]
            while self.kinds[self.i] == kind:
                self.i += 1
                parts.append(self.expression())
                if len(parts) > _MOST_SIGNS:
                    self.fault("iec.too_deep", self.i, most=_MOST_SIGNS)
                    break
            value = parts.pop()
            for target in reversed(parts):
                value = Assigned(target.start, value.end, target, sign, value)
        return value

    def _within(self, opener: int, close: int, sign: str) -> list[Expression]:
        """Values with commas between them, up to the closing bracket; the opening one was read."""
        found: list[Expression] = []
        if self._too_deep(opener):
            return found
        self.depth += 1
        while self.kinds[self.i] != close:
            found.append(self._assigned(self.expression()))
            if self.kinds[self.i] == COMMA:
                self.i += 1
            elif self.kinds[self.i] != close and not self._separated(opener, close, sign):
                break
        else:
            self.i += 1
        self.depth -= 1
        return found

    def _separated(self, opener: int, close: int, sign: str) -> bool:
        """After an error between brackets: whether there is more to read inside them."""
        i = self.i
        kind = self.kinds[i]
        value = self.is_name(i) or kind in _LITERALS
        if value and not self.begins_line(i):
            id = "iec.operator_and_or" if self._operator_like(i) else "iec.expected_comma"
            self.fault(id, i, found=self.shown(i), wanted=self._operator_like(i), closing=sign)
            if self._operator_like(i):
                self.i += 1
                return True
            return True
        if kind == SEMICOLON or self.begins_line(i) or NAME <= kind <= LAST_WORD:
            self.fault_here("iec.bracket_open", opener=opener, sign=self.word(opener), closing=sign)
        else:
            self.unexpected()
            return self._closed_on_line(close)
        return False

    def _closed_on_line(self, close: int) -> bool:
        """Go to the closing bracket, or to where a list goes on, if that is on this line."""
        i = self.i
        while self.kinds[i] not in (END, SEMICOLON):
            if self.kinds[i] in (close, COMMA):
                self.i = i + (self.kinds[i] == COMMA)
                return True
            i += 1
            if self.begins_line(i):
                break
        return False

    def _operator_like(self, i: int) -> str:
        """The operator that a word may be meant for; "" for none."""
        if self.kinds[i] != NAME:
            return ""
        word = self.word(i).upper()
        return next(
            (
                wanted
                for wanted in ("AND", "OR", "XOR", "MOD", "AND_THEN", "OR_ELSE")
                if word != wanted and sorted(word) == sorted(wanted)
            ),
            "",
        )

    def _bracketed(self) -> Expression:
        i = self.i
        kinds = self.kinds
        start = self.starts[i]
        if self._too_deep():
            return Missing(start, self.ends[self.i - 1])
        self.i = i + 1
        if self.declaring and kinds[i + 2] == ASSIGN:
            fields: list[Argument] = []
            self._arguments(i, fields)
            return StructValue(start, self.ends[self.i - 1], fields)
        if self.declaring and kinds[i + 1] == CLOSE:
            self.i = i + 2
            return StructValue(start, self.ends[i + 1], [])
        self.depth += 1
        inner = self._assigned(self.expression())
        self.depth -= 1
        if kinds[self.i] == COMMA:
            if not self.declaring and not isinstance(inner, Assigned):
                self.unexpected()
            self.i += 1
            fields = [Argument(inner.start, inner.end, "", "", inner)]
            self._arguments(i, fields)
            return StructValue(start, self.ends[self.i - 1], fields)
        if kinds[self.i] == CLOSE:
            self.i += 1
        elif self._separated(i, CLOSE, ")"):
            while kinds[self.i] not in (CLOSE, SEMICOLON, END) and not self.begins_line(self.i):
                self.i += 1
            if kinds[self.i] == CLOSE:
                self.i += 1
        node = Parenthesis(start, self.ends[self.i - 1], inner)
        return self.followed(node) if _POSTFIX[kinds[self.i]] else node

    def _list(self) -> Expression:
        opener = self.i
        self.i += 1
        items = self._within(opener, CLOSE_SQUARE, "]")
        return ListValue(self.starts[opener], self.ends[self.i - 1], items)

    def _repeat(self, count: Expression) -> Expression:
        opener = self.i
        self.i += 1
        values = self._within(opener, CLOSE, ")")
        return Repeat(count.start, self.ends[self.i - 1], count, values)

    def initial(self) -> Expression:
        """An initial value. CODESYS 2.3 writes those of arrays without brackets: `1, 2, 3(0)`."""
        before, self.declaring = self.declaring, True
        value = self._assigned(self.expression())
        if self._goes_on():
            items = [value]
            while self._goes_on():
                self.i += 1
                items.append(self._assigned(self.expression()))
            value = ListValue(value.start, items[-1].end, items)
        self.declaring = before
        return value

    def _goes_on(self) -> bool:
        """Whether a comma here is one of a list of values, and not one in the place of a semicolon."""
        kinds = self.kinds
        return kinds[self.i] == COMMA and kinds[self.i + 2] not in (COLON, ASSIGN)

    def sum(self) -> Expression:
        """An expression without comparisons and without AND, OR, XOR."""
        return self.joined(self.operand(), _SUM)

    def _too_deep(self, opener: int = -1) -> bool:
        """Whether no more may be nested here. Then an error, and on behind the matching bracket."""
        if self.depth < DEEPEST:
            return False
        self.fault("iec.too_deep", self.i if opener < 0 else opener, most=DEEPEST)
        if opener >= 0:
            self.i = opener
        depth = 0
        while self.kinds[self.i] != END:
            kind = self.kinds[self.i]
            depth += (kind in (OPEN, OPEN_SQUARE)) - (kind in (CLOSE, CLOSE_SQUARE))
            self.i += 1
            if depth <= 0:
                break
        return True
