"""How hard the parts of a Structured Text are to follow and to test.

Cyclomatic complexity after McCabe (A Complexity Measure, 1976): 1, and 1 for each IF, ELSIF, label list of a
CASE, FOR, WHILE, REPEAT, __CATCH, AND_THEN, OR_ELSE and `?`. ELSE is the way that is counted already; AND and
OR evaluate both sides and branch nowhere.

Cognitive complexity after G. Ann Campbell (SonarSource, 2018): 1 for each IF, CASE, loop, __CATCH and `?` and
1 more for each of these around it, 1 for ELSIF, ELSE and JMP, 1 for each run of equal logical operators.
Without the point for recursion.

Nesting is how many of IF, CASE, loops and __TRY stand in each other. Length is lines of code: those that are
neither blank nor only comment, with the declarations, without methods, properties and actions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rubin_tui.engine.analysis.iec.syntax import (
    Action,
    Argument,
    Assign,
    Assigned,
    Body,
    Call,
    Case,
    Choice,
    Deref,
    Evaluate,
    Expression,
    For,
    If,
    Index,
    Jump,
    Leave,
    Member,
    Method,
    Name,
    Node,
    Operation,
    Parenthesis,
    Pou,
    Property,
    Region,
    Repeat,
    Statement,
    Try,
    Unary,
    Unit,
    Until,
    While,
)
from rubin_tui.engine.analysis.lines import Lines

_END = re.compile(r"\r\n|\r|\n")
_SHORT = frozenset({"AND_THEN", "OR_ELSE"})
_LOGICAL = frozenset({"AND", "&", "OR", "XOR", *_SHORT})


class Measure(NamedTuple):
    """What was counted of a POU, method, accessor or action; `start` and `end` are offsets of its name."""

    name: str
    start: int
    end: int
    cyclomatic: int
    cognitive: int
    nesting: int
    lines: int


def measures(unit: Unit) -> Iterator[Measure]:
    """Every part of a text that holds statements."""
    lines = Lines(unit.text)
    coded = _coded(unit)

    def length(begin: int, end: int) -> int:
        first, last = lines.at(begin).line, lines.at(max(begin, end - 1)).line
        return bisect_left(coded, last + 1) - bisect_left(coded, first)

    for offset, pou in unit.pous():
        inner: Sequence[Node] = (*pou.methods, *pou.properties, *pou.actions)
        own = length(offset + pou.start, offset + pou.end)
        own -= sum(length(offset + node.start, offset + node.end) for node in inner)
        title = pou.name.text if pou.name is not None else ""
        if pou.body.statements:
            name = pou.name or _first_of(pou.body)
            yield _measure(title, name, offset, pou.body, max(own, 0))
        for part, word, named, body in _bodies(pou):
            if body.statements:
                path = ".".join(filter(None, (title, named.text, word)))
                yield _measure(path, named, offset, body, length(offset + part.start, offset + part.end))


def _coded(unit: Unit) -> list[int]:
    """The lines that hold more than comments."""
    text = unit.text
    kept: list[str] = []
    done = 0
    for placed in unit.parts:
        for start, end in placed.part.comments:
            begin = placed.offset + start
            kept.append(text[done:begin])
            done = placed.offset + end
            kept += _END.findall(text, begin, done)
    kept.append(text[done:])
    return [number for number, line in enumerate(Lines("".join(kept)).all) if line.strip("\ufeff \t")]


def _first_of(body: Body) -> Node:
    return body.statements[0] if body.statements else body


def _bodies(pou: Pou) -> Iterator[tuple[Method | Property | Action, str, Name, Body]]:
    for method in pou.methods:
        yield method, "", method.name, method.body
    for one in pou.properties:
        for accessor in one.accessors:
            yield one, accessor.word, one.name, accessor.body
    for action in pou.actions:
        yield action, "", action.name, action.body


def _measure(title: str, name: Node, offset: int, body: Body, lines: int) -> Measure:
    count = _Count()
    count.statements(body.statements, 0)
    start, end = offset + name.start, offset + name.end
    return Measure(title, start, end, count.cyclomatic, count.cognitive, count.nesting, lines)


class _Count:
    """The counts of one body."""

    def __init__(self) -> None:
        self.cyclomatic = 1
        self.cognitive = 0
        self.nesting = 0

    def statements(self, statements: Sequence[Statement], depth: int) -> None:
        for statement in statements:
            self._statement(statement, depth)

    def _statement(self, node: Statement, depth: int) -> None:
        if isinstance(node, Assign):
            self._expression(node.value, depth)
        elif isinstance(node, Evaluate):
            self._expression(node.expression, depth)
        elif isinstance(node, If):
            self._if(node, depth)
        elif isinstance(node, Case):
            self._opens(depth, len(node.arms))
            self._expression(node.selector, depth)
            for arm in node.arms:
                self.statements(arm.body, depth + 1)
            self.statements(node.otherwise or (), depth + 1)
        elif isinstance(node, For):
            self._opens(depth)
            for bound in (node.first, node.last, node.step):
                self._expression(bound, depth)
            self.statements(node.body, depth + 1)
        elif isinstance(node, (While, Until)):
            self._opens(depth)
            self._expression(node.condition, depth)
            self.statements(node.body, depth + 1)
        elif isinstance(node, Try):
            self.statements(node.body, depth + 1)
            if node.catch or node.variable is not None:
                self._opens(depth)
            self.nesting = max(self.nesting, depth + 1)
            self.statements(node.catch, depth + 1)
            self.statements(node.last, depth + 1)
        elif isinstance(node, Region):
            self.statements(node.body, depth)
        elif isinstance(node, Jump):
            self.cognitive += 1
        elif isinstance(node, Leave):
            self._expression(node.value, depth)

    def _if(self, node: If, depth: int) -> None:
        self._opens(depth, len(node.branches))
        self.cognitive += max(len(node.branches) - 1, 0) + (node.otherwise is not None)
        for branch in node.branches:
            self._expression(branch.condition, depth)
            self.statements(branch.body, depth + 1)
        self.statements(node.otherwise or (), depth + 1)

    def _opens(self, depth: int, ways: int = 1) -> None:
        """Something begins that parts the way or goes round, inside `depth` others."""
        self.cyclomatic += ways
        self.cognitive += 1 + depth
        self.nesting = max(self.nesting, depth + 1)

    def _expression(self, node: Expression | None, depth: int) -> None:
        waiting: list[Expression | None] = [node]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Operation):
                self._operators(one.operators)
                waiting += one.operands
            elif isinstance(one, Parenthesis):
                waiting.append(one.inner)
            elif isinstance(one, Unary):
                waiting.append(one.operand)
            elif isinstance(one, Call):
                waiting.append(one.callee)
                waiting += _values(one.arguments)
            elif isinstance(one, Index):
                waiting.append(one.array)
                waiting += one.indices
            elif isinstance(one, Member):
                waiting.append(one.object)
            elif isinstance(one, Deref):
                waiting.append(one.pointer)
            elif isinstance(one, Assigned):
                waiting.append(one.value)
            elif isinstance(one, Choice):
                self.cyclomatic += 1
                self.cognitive += 1 + depth
                waiting += (one.condition, one.first, one.second)
            elif isinstance(one, Repeat):
                waiting += one.values

    def _operators(self, operators: Sequence[str]) -> None:
        before = ""
        for operator in operators:
            if operator in _LOGICAL:
                self.cyclomatic += operator in _SHORT
                self.cognitive += operator != before
            before = operator


def _values(arguments: Sequence[Argument]) -> Iterator[Expression | None]:
    return (argument.value for argument in arguments)
