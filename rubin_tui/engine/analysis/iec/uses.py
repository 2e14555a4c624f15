"""What the statements of a POU, method or action name, write, call and compare: gathered in one walk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rubin_tui.engine.analysis.iec.declarations import Code
from rubin_tui.engine.analysis.iec.syntax import (
    Argument,
    Assign,
    Assigned,
    Broken,
    Call,
    Case,
    Choice,
    Deref,
    Evaluate,
    Expression,
    For,
    If,
    Index,
    Leave,
    ListValue,
    Literal,
    Member,
    Missing,
    Name,
    Operation,
    Parenthesis,
    Range,
    Region,
    Repeat,
    Statement,
    StructValue,
    Try,
    TypeName,
    Unary,
    Until,
    While,
    key,
)


@dataclass(slots=True, eq=False)
class Uses:
    """What one piece of code uses. `names` are the places of each name that stands alone or first.

    `members` are accesses by the whole path of names before them; `last_names` all names behind a dot and all
    names of arguments. `written`, `called` and `compared` as they say; `broken`: not all could be read.
    """

    code: Code
    names: dict[str, list[Name]] = field(default_factory=dict)
    written: dict[str, Name] = field(default_factory=dict)
    called: dict[str, list[Call]] = field(default_factory=dict)
    members: dict[str, list[Member]] = field(default_factory=dict)
    last_names: set[str] = field(default_factory=set)
    compared: list[Operation] = field(default_factory=list)
    assigned: list[tuple[Expression, Expression]] = field(default_factory=list)
    loops: list[For] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    idle: list[Evaluate] = field(default_factory=list)
    statements: int = 0
    broken: bool = False


def uses(code: Code) -> Uses:
    """What a piece of code uses."""
    walk = _Walk(code)
    for value in code.values:
        walk.value(value)
    if code.body is not None:
        walk.statements(code.body.statements)
    return walk.found


class _Keys(dict[str, str]):
    def __missing__(self, name: str) -> str:
        found = self[name] = key(name)
        return found


class _Walk:
    def __init__(self, code: Code) -> None:
        self.found = Uses(code)
        self._keys = _Keys()

    def statements(self, statements: list[Statement]) -> None:
        found = self.found
        value = self.value
        found.statements += len(statements)
        for one in statements:
            kind = type(one)
            if kind is Assign:
                assign: Assign = one  # type: ignore[assignment]
                self._target(assign.target)
                for further in assign.further:
                    self._target(further)
                value(assign.value)
                if assign.operator == ":=" and not assign.further:
                    found.assigned.append((assign.target, assign.value))
            elif kind is Evaluate:
                evaluate: Evaluate = one  # type: ignore[assignment]
                value(evaluate.expression)
                if type(evaluate.expression) is Operation:
                    found.idle.append(evaluate)
            elif kind is If:
                branch: If = one  # type: ignore[assignment]
                for each in branch.branches:
                    value(each.condition)
                    self.statements(each.body)
                if branch.otherwise:
                    self.statements(branch.otherwise)
            else:
                self._other(one)

    def _other(self, one: Statement) -> None:
        found = self.found
        if isinstance(one, Case):
            found.cases.append(one)
            self.value(one.selector)
            for arm in one.arms:
                for label in arm.labels:
                    self.value(label)
                self.statements(arm.body)
            self.statements(one.otherwise or [])
        elif isinstance(one, For):
            found.loops.append(one)
            self._target(one.variable)
            self.value(one.first)
            self.value(one.last)
            if one.step is not None:
                self.value(one.step)
            self.statements(one.body)
        elif isinstance(one, While):
            self.value(one.condition)
            self.statements(one.body)
        elif isinstance(one, Until):
            self.statements(one.body)
            self.value(one.condition)
        elif isinstance(one, Region):
            self.statements(one.body)
        elif isinstance(one, Try):
            self.statements(one.body)
            if one.variable is not None:
                self._target(one.variable)
            self.statements(one.catch)
            self.statements(one.last)
        elif isinstance(one, Leave):
            if one.value is not None:
                self.value(one.value)
        elif isinstance(one, Broken):
            found.broken = True

    def _target(self, target: Expression) -> None:
        self.value(target)
        if type(target) is Name:
            self.found.written.setdefault(self._keys[target.text], target)

    def value(self, one: Expression) -> str:
        """Take an expression in; gives its path of names, "" where it has none."""
        kind = type(one)
        if kind is Name:
            text = self._keys[one.text]  # type: ignore[attr-defined]
            places = self.found.names.get(text)
            if places is None:
                self.found.names[text] = [one]  # type: ignore[list-item]
            else:
                places.append(one)  # type: ignore[arg-type]
            return text
        if kind is Literal:
            if one.kind == "typed":  # type: ignore[attr-defined]
                self.found.last_names.add(one.text.rpartition("#")[2].casefold())  # type: ignore[attr-defined]
            return ""
        if kind is Member:
            return self._member(one)  # type: ignore[arg-type]
        if kind is Operation:
            operation: Operation = one  # type: ignore[assignment]
            for each in operation.operands:
                self.value(each)
            operators = operation.operators
            if "=" in operators or "<>" in operators:
                self.found.compared.append(operation)
            return ""
        if kind is Call:
            call: Call = one  # type: ignore[assignment]
            path = self.value(call.callee)
            if path:
                self.found.called.setdefault(path, []).append(call)
            self._arguments(call.arguments)
            return f"{path}()" if path else ""
        if kind is Index:
            index: Index = one  # type: ignore[assignment]
            path = self.value(index.array)
            for each in index.indices:
                self.value(each)
            return f"{path}[{len(index.indices)}]" if path else ""
        if kind is Deref:
            path = self.value(one.pointer)  # type: ignore[attr-defined]
            return f"{path}^" if path else ""
        if kind is Parenthesis:
            return self.value(one.inner)  # type: ignore[attr-defined]
        if kind is Unary:
            self.value(one.operand)  # type: ignore[attr-defined]
            return ""
        self._rare(one)
        return ""

    def _member(self, member: Member) -> str:
        name = self._keys[member.name]
        self.found.last_names.add(name)
        if member.object is None:
            return ""
        path = self.value(member.object)
        if not path:
            return ""
        path = f"{path}.{name}"
        self.found.members.setdefault(path, []).append(member)
        return path

    def _arguments(self, arguments: Iterable[Argument]) -> None:
        for argument in arguments:
            if argument.name:
                self.found.last_names.add(self._keys[argument.name])
            value = argument.value
            if value is not None:
                if argument.sign == "=>":
                    self._target(value)
                else:
                    self.value(value)

    def _rare(self, one: Expression) -> None:
        if isinstance(one, Range):
            self.value(one.low)
            self.value(one.high)
        elif isinstance(one, Assigned):
            self._target(one.target)
            self.value(one.value)
        elif isinstance(one, Choice):
            for each in (one.condition, one.first, one.second):
                self.value(each)
        elif isinstance(one, Repeat):
            self.value(one.count)
            for each in one.values:
                self.value(each)
        elif isinstance(one, ListValue):
            for each in one.items:
                self.value(each)
        elif isinstance(one, StructValue):
            self._arguments(one.fields)
        elif isinstance(one, TypeName):
            self.found.last_names.add("")  # a type: not a name of a variable
        elif isinstance(one, Missing):
            self.found.broken = True
