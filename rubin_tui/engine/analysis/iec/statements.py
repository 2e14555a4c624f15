"""Statements, and what to do where they are broken: go on at the next one."""

from __future__ import annotations

from rubin_tui.engine.analysis.iec.blocks import Blocks
from rubin_tui.engine.analysis.iec.cursor import DEEPEST
from rubin_tui.engine.analysis.iec.kinds import (
    ADDRESS,
    ASSIGN,
    BAD,
    BY,
    CASE,
    CATCH,
    CLOSE,
    COLON,
    COMMA,
    CONTINUE,
    COUNT,
    DO,
    DOT,
    DOTS,
    ELSE,
    ELSIF,
    END,
    END_CASE,
    END_FOR,
    END_IF,
    END_REGION,
    END_REPEAT,
    END_TRY,
    END_WHILE,
    EQUAL,
    EXIT,
    FINALLY,
    FOR,
    GOTO,
    IF,
    INTEGER,
    JMP,
    LAST_NAME,
    LAST_WORD,
    LOCAL,
    MINUS,
    NAME,
    OF,
    OPEN,
    OPEN_SQUARE,
    OUT,
    PLUS,
    QUOTED,
    REGION,
    REPEAT,
    RETURN,
    SEMICOLON,
    THEN,
    TIME,
    TO,
    TRUE,
    TRY,
    TYPED,
    UNTIL,
    UPDATE,
    WHILE,
    WIDE,
)
from rubin_tui.engine.analysis.iec.syntax import (
    Arm,
    Assign,
    Branch,
    Broken,
    Call,
    Case,
    Empty,
    Evaluate,
    Expression,
    For,
    If,
    Jump,
    Label,
    Leave,
    Literal,
    Missing,
    Name,
    Range,
    Region,
    Statement,
    Try,
    Until,
    While,
)

_AHEAD = 60
"""Tokens looked through for a THEN, DO or OF that comes later than it should."""
_LABELS = frozenset((INTEGER, TYPED, TIME, QUOTED, TRUE, MINUS))
"""What no statement begins with, but the label of a CASE."""
_SHORT_ASSIGNS = ("S", "R", "REF")
_OPENERS = {IF: "IF", CASE: "CASE", FOR: "FOR", WHILE: "WHILE", REPEAT: "REPEAT"}
_MISSPELT = {
    "IF": IF, "CASE": CASE, "FOR": FOR, "WHILE": WHILE, "REPEAT": REPEAT, "ELSE": ELSE,
    "ELSIF": ELSIF, "UNTIL": UNTIL, "RETURN": RETURN, "EXIT": EXIT, "END_IF": END_IF, "END_CASE": END_CASE,
    "END_FOR": END_FOR,    "END_WHILE": END_WHILE, "END_REPEAT": END_REPEAT,
}  # fmt: skip
_OTHERWISE = {"ELSEIF": "ELSIF", "ELIF": "ELSIF", "ELSE_IF": "ELSIF", "ENDIF": "END_IF", "SWITCH": "CASE"}
_PLAIN = [NAME <= kind <= LAST_NAME or kind in (LOCAL, WIDE, ADDRESS, OPEN, DOT) for kind in range(COUNT)]
"""What an assignment or a call begins with."""


class Statements(Blocks):
    """Reads statements."""

    def statements(self, case: bool = False) -> list[Statement]:
        """Statements, up to a word that ends a list of them; in a CASE also up to a label."""
        found: list[Statement] = []
        kinds = self.kinds
        if self.depth >= DEEPEST:
            self._skip_nested()
            return found
        self.depth += 1
        add = found.append
        while True:
            i = self.i
            kind = kinds[i]
            if _PLAIN[kind]:
                if case and self._is_label():
                    break
                if kind in (NAME, LOCAL):
                    add(self._plain())
                    continue
                if self.heads(i):
                    break
                special = _SPECIAL.get(kind)
                if special is not None and self._is_statement_word(i):
                    add(special(self))
                else:
                    add(self._plain())
                continue
            handler = _HANDLERS.get(kind)
            if handler is not None:
                add(handler(self))
            elif kind == SEMICOLON:
                self.i = i + 1
                add(Empty(self.starts[i], self.ends[i]))
            elif (case and kind in _LABELS and self._is_label()) or kind == END or self.ends_list(i):
                break
            else:
                add(self._broken())
        self.depth -= 1
        return found

    def _is_statement_word(self, i: int) -> bool:
        """Whether a word that may be a name begins a statement of its own here."""
        following = self.kinds[i + 1]
        return following not in (ASSIGN, DOT, OPEN_SQUARE, UPDATE, COLON) and (
            following != OPEN or self.kinds[i] == TRY
        )

    # Plain statements

    def _plain(self) -> Statement:
        """An assignment, a call, or what was meant to be one."""
        kinds = self.kinds
        start = self.starts[self.i]
        target = self.operand()
        i = self.i
        if kinds[i] == ASSIGN:
            self.i = i + 1
            value = self.expression()
            i = self.i
            if kinds[i] == SEMICOLON:
                self.i = i + 1
                return Assign(start, self.ends[i], target, ":=", value)
            return self._assignment(start, target, ":=", value)
        if kinds[i] == SEMICOLON:
            if not isinstance(target, Call) and (word := self._misspelt(i - 1)):
                return self._respelt(i - 1, word)
            self.i = i + 1
            return Evaluate(start, self.ends[i], target)
        return self._less_plain(start, target)

    def _assignment(self, start: int, target: Expression, operator: str, value: Expression) -> Statement:
        further: list[Expression] = []
        while self.kinds[self.i] == ASSIGN or self._short_assign(self.i):
            further.append(value)
            self.i += 1 if self.kinds[self.i] == ASSIGN else 2
            value = self.expression()
        if self.kinds[self.i] == TO and not further:
            return self._for_without_word(start, target, value)
        self.end_of_statement()
        return Assign(start, self.ends[self.i - 1], target, operator, value, further)

    def _short_assign(self, i: int) -> bool:
        return (
            self.kinds[i] == NAME
            and self.kinds[i + 1] == EQUAL
            and self.ends[i] == self.starts[i + 1]
            and self.word(i).upper() in _SHORT_ASSIGNS
        )

    def _less_plain(self, start: int, target: Expression) -> Statement:
        kinds = self.kinds
        i = self.i
        kind = kinds[i]
        if kind == UPDATE or self._short_assign(i):
            operator = self.word(i).upper() + ("" if kind == UPDATE else "=")
            self.i = i + (1 if kind == UPDATE else 2)
            return self._assignment(start, target, operator, self.expression())
        if kind == COLON and i and isinstance(target, (Literal, Missing)) is False:
            if kinds[i + 1] == EQUAL:
                self.fault("iec.split_assign", i, last=i + 1)
                self.i = i + 2
                return self._assignment(start, target, ":=", self.expression())
            if not isinstance(target, Name):
                self.fault("iec.expected", i, wanted=";")
                self.i = i + 1
                return Evaluate(start, self.ends[i], target)
            self.i = i + 1
            return Label(start, self.ends[i], self.text[start : self.ends[i - 1]])
        if kind == OUT:
            self.fault("iec.assign_out", i)
            self.i = i + 1
            return self._assignment(start, target, ":=", self.expression())
        if isinstance(target, Missing):
            return self._broken()
        if self.is_name(i) and (word := self._misspelt(i - 1)) and self.starts[i - 1] == start:
            return self._respelt(i - 1, word)
        if kinds[i - 1] == NAME and self.starts[i - 1] == start and (word := self._misspelt(i - 1)):
            return self._respelt(i - 1, word)
        if kinds[i - 1] == CLOSE and kinds[self._first_of(start)] == NAME:  # IFF (a) THEN
            first = self._first_of(start)
            if word := self._misspelt(first):
                return self._respelt(first, word)
        whole = self.joined(target, 1)
        i = self.i
        if kinds[i] in (THEN, DO, OF) and not self.begins_line(i):
            return self._without_word(start, whole)
        if kind == EQUAL and whole is not target:
            self.again()
            place = self.starts.index(whole.places[0]) if hasattr(whole, "places") else i
            self.fault("iec.equal_assigns", place)
            self.end_of_statement(quiet=True)
            value = getattr(whole, "operands", [whole])[-1]
            return Assign(start, self.ends[self.i - 1], target, ":=", value)
        self.end_of_statement()
        return Evaluate(start, self.ends[self.i - 1], whole)

    def _first_of(self, start: int) -> int:
        i = self.i
        while i and self.starts[i] > start:
            i -= 1
        return i

    def end_of_statement(self, *, quiet: bool = False) -> None:
        """The semicolon; without it an error, and on to where a statement may begin."""
        i = self.i
        kinds = self.kinds
        if kinds[i] == SEMICOLON:
            self.i = i + 1
            return
        kind = kinds[i]
        if self.begins_line(i) or kind == END or self._begins_statement(i):
            if not quiet:
                self.fault("iec.semicolon", max(i - 1, 0), after=self.shown(max(i - 1, 0)))
            return
        if not quiet:
            if wanted := self._operator_like(i):
                self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=wanted)
            elif kind == EQUAL:
                self.fault("iec.unexpected", i, found="=")
            elif kind == CLOSE:
                self.fault("iec.bracket_without", i, sign=")", opening="(")
            elif self.is_name(i) or kind in (INTEGER, QUOTED, TYPED, TIME, LOCAL, ADDRESS):
                self.fault("iec.operator_or_semicolon", i, found=self.shown(i))
            else:
                self.unexpected()
        self._to_next_statement()

    def _begins_statement(self, i: int) -> bool:
        """Whether what stands here, on the line of the statement before, begins one of its own."""
        kind = self.kinds[i]
        if kind in _HANDLERS or self.ends_list(i):
            return True
        if not self.is_name(i):
            return False
        while self.kinds[i + 1] == DOT and self.is_name(i + 2):
            i += 2
        return self.kinds[i + 1] == ASSIGN

    def _to_next_statement(self) -> None:
        """Skip to behind the next semicolon, or to the next word or line that begins a statement."""
        kinds = self.kinds
        while True:
            i = self.i
            kind = kinds[i]
            if kind == SEMICOLON:
                self.i = i + 1
                return
            if kind == END or self.ends_list(i) or kind in _HANDLERS:
                return
            if self.begins_line(i) and _PLAIN[kind]:
                return
            self.i = i + 1
            if kind in (THEN, DO, OF):
                return

    def _broken(self) -> Statement:
        """What begins no statement."""
        i = self.i
        start = self.starts[i]
        kind = self.kinds[i]
        if kind == ASSIGN:
            self.fault("iec.target", i)
            self.i += 1
            value = self.expression()
            self.end_of_statement(quiet=True)
            return Broken(start, max(value.end, self.ends[self.i - 1]))
        if kind in (THEN, DO, OF, TO, BY):
            words = {THEN: "IF", DO: "FOR", OF: "CASE", TO: "FOR", BY: "FOR"}
            self.fault("iec.word_without", i, word=self.word(i).upper(), opening=words[kind])
        elif kind == BAD:
            self.unexpected()
        elif kind == CLOSE:
            self.fault("iec.bracket_without", i, sign=")", opening="(")
        else:
            self.unexpected()
        self.i += 1
        self._to_next_statement()
        return Broken(start, self.ends[self.i - 1])

    # Words that are misspelt or left out

    def _misspelt(self, i: int) -> str:
        """The word of a statement that a name may be meant for; "" for none."""
        if self.kinds[i] != NAME:
            return ""
        word = self.word(i).upper()
        if word in _OTHERWISE:
            return _OTHERWISE[word]
        alone = self.kinds[i + 1] == SEMICOLON
        for wanted in _MISSPELT:
            is_end = wanted.startswith("END") or wanted in ("ELSE", "RETURN", "EXIT")
            if alone and not is_end:
                continue
            if self.like(i, wanted) and (len(wanted) > 3 or sorted(word) == sorted(wanted)):
                return wanted
        return ""

    def _respelt(self, i: int, word: str) -> Statement:
        """Go on as if the misspelt word stood there."""
        self.i = i
        self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=word)
        self.kinds[i] = _MISSPELT[word]
        handler = _HANDLERS.get(_MISSPELT[word])
        if handler is not None:
            return handler(self)
        return Broken(self.starts[i], self.starts[i])

    def _without_word(self, start: int, condition: Expression) -> Statement:
        """`condition THEN`: IF was left out; so DO and OF."""
        i = self.i
        kind = self.kinds[i]
        first = self._first_of(start)
        word, opening = {THEN: ("THEN", "IF"), DO: ("DO", "WHILE"), OF: ("OF", "CASE")}[kind]
        self.again()
        self.fault("iec.word_without", first, last=i, word=word, opening=opening)
        self.i = i + 1
        if kind == THEN:
            return self._rest_of_if(first, condition)
        if kind == DO:
            body = self.block(END_WHILE, "WHILE", first)
            return While(start, self.ends[self.i - 1], condition, body)
        return self._rest_of_case(first, condition)

    def _for_without_word(self, start: int, variable: Expression, begin: Expression) -> Statement:
        first = self._first_of(start)
        self.fault("iec.word_without", first, last=self.i, word="TO", opening="FOR")
        return self._rest_of_for(first, variable, begin)

    def expect(self, kind: int, word: str, opener: int) -> None:
        """THEN, DO, OF or TO; else an error, and on behind it if it comes on this line."""
        kinds = self.kinds
        i = self.i
        if kinds[i] == kind:
            self.i = i + 1
            return
        if self.like(i, word):
            self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=word)
            self.i = i + 1
            return
        opening = self.word(opener).upper()
        if kinds[i] in (THEN, DO, OF, TO) and not (kind == TO and kinds[i] == DO):
            self.fault("iec.wrong_word", i, found=self.word(i).upper(), wanted=word, opening=opening)
            self.i = i + 1
            return
        ahead = i
        while kinds[ahead] not in (END, kind, SEMICOLON) and ahead < i + _AHEAD:
            if ahead > i and self.begins_line(ahead):
                break
            ahead += 1
        if kinds[ahead] == kind and (ahead == i + 1 or not self.begins_line(ahead)):
            if kinds[i] == ASSIGN:
                self.fault("iec.assign_compares", i)
            elif wanted := self._operator_like(i):
                self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=wanted)
            elif kinds[i] == CLOSE:
                self.fault("iec.bracket_without", i, sign=")", opening="(")
            elif self.is_name(i) or kinds[i] in (INTEGER, QUOTED, TYPED, TIME, LOCAL, ADDRESS):
                self.fault("iec.operator", i, found=self.shown(i))
            else:
                self.unexpected()
            self.i = ahead + 1
            return
        self.fault_here("iec.expected_of", wanted=word, opening=opening)
        if kinds[i] == SEMICOLON and not self.begins_line(i):
            self.i = i + 1

    def condition(self) -> Expression:
        """What IF, ELSIF, WHILE and UNTIL ask for."""
        value = self.expression()
        if self.kinds[self.i] == ASSIGN and not isinstance(value, Missing):
            value = self._assigned(value)
        return value

    # Blocks

    def _if(self) -> Statement:
        opener = self.i
        self.i += 1
        condition = self.condition()
        self.expect(THEN, "THEN", opener)
        return self._rest_of_if(opener, condition)

    def _rest_of_if(self, opener: int, condition: Expression) -> Statement:
        kinds = self.kinds
        start = self.starts[opener]
        branches: list[Branch] = []
        otherwise: list[Statement] | None = None
        began = start
        else_if = -1
        self.enter(END_IF, opener)
        while True:
            body = self.statements()
            i = self.i
            if otherwise is None:
                branches.append(Branch(began, self.ends[i - 1], condition, body))
            else:
                otherwise += body
            if kinds[i] == ELSIF and self.belongs(i):
                if otherwise is not None:
                    self.fault("iec.after_else", i, word="ELSIF")
                began = self.starts[i]
                self.i = i + 1
                condition = self.condition()
                self.expect(THEN, "THEN", i)
                if otherwise is not None:
                    continue
            elif kinds[i] == ELSE and self.belongs(i):
                if otherwise is not None:
                    self.fault("iec.after_else", i, word="ELSE")
                self.i = i + 1
                otherwise = [] if otherwise is None else otherwise
                if kinds[i + 1] == COLON:
                    self.i = i + 2
                elif kinds[i + 1] == IF and not self.begins_line(i + 1):
                    else_if = i
            elif not self.goes_on(END_IF):
                break
            else:
                began = self.starts[self.i]
                if otherwise is None:
                    condition = branches.pop().condition
        self.leave(END_IF, "IF", opener, else_if)
        return If(start, self.ends[self.i - 1], branches, otherwise)

    def _case(self) -> Statement:
        opener = self.i
        self.i += 1
        selector = self.expression()
        self.expect(OF, "OF", opener)
        return self._rest_of_case(opener, selector)

    def _rest_of_case(self, opener: int, selector: Expression) -> Statement:
        kinds = self.kinds
        arms: list[Arm] = []
        otherwise: list[Statement] | None = None
        self.enter(END_CASE, opener)
        while True:
            i = self.i
            if kinds[i] == ELSE and self.belongs(i):
                if otherwise is not None:
                    self.fault("iec.after_else", i, word="ELSE")
                self.i = i + (2 if kinds[i + 1] == COLON else 1)
                otherwise = self.statements(case=True) + (otherwise or [])
            elif self._is_label():
                arms.append(self._arm())
            elif kinds[i] == END or (self.ends_list(i) and not self.goes_on(END_CASE)):
                break
            else:
                body = self.statements(case=True)
                if body and self.i > i:
                    self._outside_arms(i, body, arms, otherwise)
                elif self.i == i:
                    break
        self.leave(END_CASE, "CASE", opener)
        return Case(self.starts[opener], self.ends[self.i - 1], selector, arms, otherwise)

    def _outside_arms(
        self, i: int, body: list[Statement], arms: list[Arm], otherwise: list[Statement] | None
    ) -> None:
        """Statements in a CASE before its first label, or after an END_x too many."""
        if otherwise is not None:
            otherwise += body
        elif arms:
            arms[-1].body += body
        elif not all(isinstance(statement, Empty) for statement in body):
            self.again()
            at, self.i = self.i, i
            self.fault("iec.label_first", i)
            self.i = at

    def _arm(self) -> Arm:
        kinds = self.kinds
        start = self.starts[self.i]
        labels: list[Expression] = []
        while True:
            label = self.expression()
            if kinds[self.i] == DOTS:
                self.i += 1
                high = self.expression()
                label = Range(label.start, high.end, label, high)
            labels.append(label)
            if kinds[self.i] != COMMA:
                break
            self.i += 1
        if kinds[self.i] == COLON:
            self.i += 1
        elif kinds[self.i] == ASSIGN:
            self.fault("iec.label_colon", self.i)
            self.i += 1
        else:
            self.fault_here("iec.expected", wanted=":")
        body = self.statements(case=True)
        return Arm(start, self.ends[self.i - 1], labels, body)

    def _is_label(self) -> bool:
        """Whether a label of a CASE begins here."""
        kinds = self.kinds
        i = self.i
        kind = kinds[i]
        if kind in _LABELS:
            return True
        if not (self.is_name(i) or kind == OPEN):
            return False
        i += 1
        if kind != OPEN:
            while kinds[i] == DOT and NAME <= kinds[i + 1] <= LAST_WORD:
                i += 2
            if kinds[i] in (COLON, COMMA, DOTS):
                return kinds[i] != COLON or kinds[i + 1] != EQUAL
            if kinds[i] not in (PLUS, MINUS):
                return False
        while kinds[i] not in (SEMICOLON, ASSIGN, END, COLON) and not self.begins_line(i):
            i += 1
        return kinds[i] == COLON

    def _for(self) -> Statement:
        opener = self.i
        self.i += 1
        variable = self.operand()
        if self.kinds[self.i] == ASSIGN:
            self.i += 1
        elif self.kinds[self.i] == EQUAL:
            self.fault("iec.equal_assigns", self.i)
            self.i += 1
        else:
            self.fault_here("iec.expected", wanted=":=")
        first = self.expression()
        return self._rest_of_for(opener, variable, first)

    def _rest_of_for(self, opener: int, variable: Expression, first: Expression) -> Statement:
        self.expect(TO, "TO", opener)
        last = self.expression()
        step: Expression | None = None
        if self.kinds[self.i] == BY:
            self.i += 1
            step = self.expression()
        self.expect(DO, "DO", opener)
        body = self.block(END_FOR, "FOR", opener)
        return For(self.starts[opener], self.ends[self.i - 1], variable, first, last, step, body)

    def _while(self) -> Statement:
        opener = self.i
        self.i += 1
        condition = self.condition()
        self.expect(DO, "DO", opener)
        body = self.block(END_WHILE, "WHILE", opener)
        return While(self.starts[opener], self.ends[self.i - 1], condition, body)

    def _repeat_until(self) -> Statement:
        opener = self.i
        self.i += 1
        self.enter(END_REPEAT, opener)
        body = self.statements()
        while self.kinds[self.i] != UNTIL and self.goes_on(END_REPEAT):
            body += self.statements()
        if self.kinds[self.i] == UNTIL:
            self.i += 1
            condition = self.condition()
            self.semicolon()
        else:
            if self.kinds[self.i] == END_REPEAT:
                self.fault_here("iec.expected_of", wanted="UNTIL", opening="REPEAT")
            condition = Missing(self.ends[self.i - 1], self.ends[self.i - 1])
        self.leave(END_REPEAT, "REPEAT", opener)
        return Until(self.starts[opener], self.ends[self.i - 1], body, condition)

    def block(self, end: int, word: str, opener: int) -> list[Statement]:
        """The statements up to the END_x of what began at the token `opener`, and that word."""
        self.enter(end, opener)
        body = self.statements()
        while self.goes_on(end):
            body += self.statements()
        self.leave(end, word, opener)
        return body

    def _region(self) -> Statement:
        opener = self.i
        self.i += 1
        while self.kinds[self.i] != END and not self.begins_line(self.i):
            self.i += 1
        begin, end = self.ends[opener], self.starts[self.i]
        title = self.text[begin:end].splitlines()[0].strip() if begin < end else ""
        # a title may hold anything, an apostrophe too
        until = begin + len(self.text[begin:end].splitlines()[0]) if begin < end else begin
        self.tokens.faults = [fault for fault in self.tokens.faults if not begin <= fault.start <= until]
        body = self.block(END_REGION, "REGION", opener)
        return Region(self.starts[opener], self.ends[self.i - 1], title, body)

    def _try(self) -> Statement:
        opener = self.i
        self.i += 1
        self.enter(END_TRY, opener)
        body = self.statements()
        variable: Expression | None = None
        catch: list[Statement] = []
        last: list[Statement] = []
        while True:
            if self.kinds[self.i] == CATCH:
                self.i += 1
                if self.kinds[self.i] == OPEN:
                    variable = self.operand()
                catch += self.statements()
            elif self.kinds[self.i] == FINALLY:
                self.i += 1
                last += self.statements()
            elif self.goes_on(END_TRY):
                body += self.statements()
            else:
                break
        self.leave(END_TRY, "__TRY", opener)
        return Try(self.starts[opener], self.ends[self.i - 1], body, variable, catch, last)

    # Short ones

    def _leave(self) -> Statement:
        i = self.i
        self.i += 1
        value: Expression | None = None
        if self.kinds[i] == RETURN and not self.begins_line(self.i):
            following = self.kinds[self.i]
            if self.is_name(self.i) or following in (OPEN, INTEGER, TRUE, QUOTED):
                value = self.expression()
        self.end_of_statement()
        return Leave(self.starts[i], self.ends[self.i - 1], self.word(i).upper(), value)

    def _jump(self) -> Statement:
        i = self.i
        self.i += 1
        label = self.name()
        if label is None:
            self.fault_here("iec.label_name", word=self.word(i).upper())
        self.end_of_statement(quiet=label is None)
        return Jump(self.starts[i], self.ends[self.i - 1], label.text if label else "")

    def _skip_nested(self) -> None:
        """Statements nested too deeply: skip to the END_x that ends this list."""
        self.fault("iec.too_deep", self.i, most=DEEPEST)
        depth = 0
        while self.kinds[self.i] != END:
            kind = self.kinds[self.i]
            if kind in _OPENERS:
                depth += 1
            elif kind in (END_IF, END_CASE, END_FOR, END_WHILE, END_REPEAT):
                if depth == 0:
                    return
                depth -= 1
            elif self.heads(self.i):
                return
            self.i += 1


_HANDLERS = {
    IF: Statements._if,
    CASE: Statements._case,
    FOR: Statements._for,
    WHILE: Statements._while,
    REPEAT: Statements._repeat_until,
    RETURN: Statements._leave,
    EXIT: Statements._leave,
}
_SPECIAL = {
    CONTINUE: Statements._leave,
    JMP: Statements._jump,
    GOTO: Statements._jump,
    REGION: Statements._region,
    TRY: Statements._try,
}
