"""What is open, which END_x closes it, and what is meant where they do not match."""

from __future__ import annotations

from rubin_tui.engine.analysis.iec.expressions import Expressions
from rubin_tui.engine.analysis.iec.kinds import (
    ACTION,
    CASE,
    CATCH,
    CLASS,
    CONFIGURATION,
    COUNT,
    DATA_BLOCK,
    ELSE,
    ELSIF,
    END,
    END_ACTION,
    END_CASE,
    END_CLASS,
    END_CONST,
    END_DATA_BLOCK,
    END_FOR,
    END_FUNCTION,
    END_FUNCTION_BLOCK,
    END_GET,
    END_IF,
    END_INTERFACE,
    END_LABEL,
    END_METHOD,
    END_NAMESPACE,
    END_ORGANIZATION_BLOCK,
    END_PROGRAM,
    END_PROPERTY,
    END_REGION,
    END_REPEAT,
    END_SET,
    END_STRUCT,
    END_TRANSITION,
    END_TRY,
    END_TYPE,
    END_UNION,
    END_VAR,
    END_WHILE,
    FINALLY,
    FOR,
    FUNCTION,
    FUNCTION_BLOCK,
    GET,
    IF,
    INTERFACE,
    LAST_NAME,
    LOCAL,
    METHOD,
    NAME,
    NAMESPACE,
    ORGANIZATION_BLOCK,
    PROGRAM,
    PROPERTY,
    REGION,
    REPEAT,
    SEMICOLON,
    SET,
    TRANSITION,
    TRY,
    TYPE,
    UNTIL,
    USING,
    VAR,
    WHILE,
    WIDE,
)

_OF_BLOCK = {
    END_IF: IF, END_CASE: CASE, END_FOR: FOR, END_WHILE: WHILE, END_REPEAT: REPEAT, END_REGION: REGION,
    END_TRY: TRY,
}  # fmt: skip
"""Each END_x of statements and what it closes."""
_WITHIN = {
    ELSE: (END_IF, END_CASE),
    ELSIF: (END_IF,),
    UNTIL: (END_REPEAT,),
    CATCH: (END_TRY,),
    FINALLY: (END_TRY,),
}
_OF_UNIT = frozenset(
    (END_PROGRAM, END_FUNCTION, END_FUNCTION_BLOCK, END_CLASS, END_METHOD, END_PROPERTY, END_INTERFACE,
     END_ACTION, END_TRANSITION, END_NAMESPACE, END_ORGANIZATION_BLOCK, END_DATA_BLOCK, END_VAR, END_CONST,
     END_LABEL, END_STRUCT, END_UNION, END_TYPE, END_GET, END_SET, FUNCTION, FUNCTION_BLOCK, VAR)
)  # fmt: skip
"""What ends statements whatever is open."""
_HEADS = frozenset(
    (METHOD, PROPERTY, ACTION, TRANSITION, TYPE, INTERFACE, PROGRAM, CLASS, NAMESPACE, CONFIGURATION,
     ORGANIZATION_BLOCK, DATA_BLOCK, USING)
)  # fmt: skip
_ENDS = [kind in _OF_BLOCK or kind in _WITHIN or kind in _OF_UNIT or kind == END for kind in range(COUNT)]
_NAMES = {kind: f"END_{word}" for kind, word in (
    (END_IF, "IF"), (END_CASE, "CASE"), (END_FOR, "FOR"), (END_WHILE, "WHILE"), (END_REPEAT, "REPEAT"),
    (END_REGION, "REGION"))} | {END_TRY: "__ENDTRY"}  # fmt: skip


class Blocks(Expressions):
    """Knows what is open. `expecting` counts, by END_x, what waits for it."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._open: list[tuple[int, int]] = []
        self._base = 0

    def heads(self, i: int) -> bool:
        """Whether the header of a POU, a method, a type ... begins here, and not a name that is spelt so."""
        kind = self.kinds[i]
        if kind in (FUNCTION, FUNCTION_BLOCK):
            return True
        if kind in (GET, SET):
            return self.begins_line(i) and self.accessors and self.begins_line(i + 1)
        if kind not in _HEADS:
            return False
        following = self.kinds[i + 1]
        return NAME <= following <= LAST_NAME or following in (WIDE, LOCAL)

    accessors = False
    """Whether GET and SET begin a line of their own here: the parser is in a property."""

    def ends_list(self, i: int) -> bool:
        """Whether a token ends a list of statements, rightly or not."""
        return _ENDS[self.kinds[i]] or (NAME < self.kinds[i] <= LAST_NAME and self.heads(i))

    def enter(self, end: int, opener: int) -> None:
        """Something was opened at the token `opener` that waits for `end`."""
        self._open.append((end, opener))

    def belongs(self, i: int) -> bool:
        """Whether the ELSE or ELSIF here belongs to what was opened last."""
        return self._open[-1][0] in _WITHIN[self.kinds[i]]

    def apart(self) -> int:
        """From here on what is open so far does not count, until `together`."""
        before, self._base = self._base, len(self._open)
        return before

    def together(self, before: int) -> None:
        """The end of `apart`."""
        del self._open[self._base :]
        self._base = before

    def _waits(self, end: int) -> bool:
        return any(waiting == end for waiting, _ in self._open[self._base :])

    def stray(self) -> bool:
        """Whether what ends a list here closes nothing that is open; then an error, and on behind it."""
        i = self.i
        kind = self.kinds[i]
        if kind in _OF_BLOCK:
            if self._waits(kind):
                return False
            opening = self.word(i).upper().replace("END_", "").replace("__END", "__")
            at = self._misplaced(i, kind)
            self.fault("iec.end_without", at, word=self.word(i).upper(), opening=opening)
            self.i = i + 1
            self.semicolon()
            return True
        if kind in _WITHIN:
            if any(self._waits(end) for end in _WITHIN[kind]):
                return False
            opening = {ELSE: "IF", ELSIF: "IF", UNTIL: "REPEAT"}.get(kind, "__TRY")
            self.fault("iec.word_without", i, word=self.word(i).upper(), opening=opening)
            self.i = i + 1
            return True
        return False

    def goes_on(self, end: int) -> bool:
        """At what ends a list and is not `end`: whether it is one too many and the list goes on."""
        i = self.i
        kind = self.kinds[i]
        if kind == end or (kind not in _OF_BLOCK and kind not in _WITHIN):
            return False
        if kind in _OF_BLOCK and not self._waits(kind) and not self._comes_later(end):
            return False  # it stands in the place of `end`
        return self.stray()

    def leave(self, end: int, word: str, opener: int, else_if: int = -1) -> None:
        """Read `end`, or say what is wrong. `else_if` is the ELSE of an ELSE IF."""
        self._open.pop()
        kinds = self.kinds
        i = self.i
        if kinds[i] == end:
            self.i = i + 1
            if kinds[i + 1] == SEMICOLON:
                self.i = i + 2
            return
        wanted = _NAMES[end]
        if kinds[i] in _OF_BLOCK and not self._waits(kinds[i]):
            found = self.word(i).upper()
            self.fault("iec.wrong_end", i, opener=opener, found=found, wanted=wanted, opening=word)
            self.i = i + 1
            self.semicolon()
        elif kinds[i] == NAME and self.like(i, wanted):
            self.fault("iec.did_you_mean", i, found=self.shown(i), wanted=wanted)
            self.i = i + 1
            self.semicolon()
        elif else_if >= 0:
            self.fault("iec.else_if", else_if, last=else_if + 1)
        else:
            culprit, at = self._unclosed(end, opener)
            self.again()
            self.fault("iec.no_end", at, opener=culprit, opening=self.word(culprit).upper(), wanted=wanted)

    def _comes_later(self, end: int) -> bool:
        """Whether there is an `end` further on that nothing else opened."""
        kinds = self.kinds
        opening = _OF_BLOCK[end]
        depth = 0
        i = self.i + 1
        if self.full:
            return False
        while kinds[i] != END and kinds[i] not in _OF_UNIT:
            if kinds[i] == opening:
                depth += 1
            elif kinds[i] == end:
                if depth == 0:
                    return self._fits(end, i)
                depth -= 1
            i += 1
        return False

    def _fits(self, end: int, i: int) -> bool:
        """Whether an END_x further on is that of what is open here, and not of something around it."""
        around = [opener for waiting, opener in self._open[self._base :] if waiting == end]
        if len(around) < 2:
            return True
        indent = self.indent(i)
        return indent < 0 or indent >= self.indent(around[-1])

    def _unclosed(self, end: int, opener: int) -> tuple[int, int]:
        """What lacks its `end`, by the indentation of what was closed in it; and the token to say it at."""
        kinds = self.kinds
        opening = _OF_BLOCK[end]
        waiting = [opener]
        if self.full:
            return opener, max(self.i - 1, 0)
        for i in range(opener + 1, self.i):
            if kinds[i] == opening:
                waiting.append(i)
            elif kinds[i] == end and len(waiting) > 1:
                inner = waiting.pop()
                indent = self.indent(i)
                if indent >= 0 and indent < self.indent(inner) and indent <= self.indent(waiting[-1]):
                    return inner, max(i - 1, 0)
        return opener, self._indented_end(opener)

    def _indented_end(self, opener: int) -> int:
        """The last token that is indented as being inside what was opened, else the one before this place."""
        outside = self.indent(opener)
        inside = -1
        for i in range(opener + 1, self.i if outside >= 0 else 0):
            indent = self.indent(i)
            if indent < 0 or self.kinds[i] in _WITHIN:
                continue
            if inside < 0:
                inside = indent
            if indent <= outside < inside:
                return i - 1
        return max(self.i - 1, 0)

    def _misplaced(self, stray: int, end: int) -> int:
        """Which END_x is one too many where `stray` is the first that closes nothing, by indentation."""
        kinds = self.kinds
        opening = _OF_BLOCK[end]
        first = stray
        if self.full:
            return stray
        while first and kinds[first] not in _OF_UNIT:
            first -= 1
        waiting: list[int] = []
        for i in range(first, stray):
            if kinds[i] == opening:
                waiting.append(i)
            elif kinds[i] == end and waiting:
                inner = waiting.pop()
                indent = self.indent(i)
                if indent >= 0 and self.indent(inner) >= 0 and indent > self.indent(inner):
                    return i
        return stray
