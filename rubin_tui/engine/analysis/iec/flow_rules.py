"""Rules about loops, branches, values and calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.analysis.iec.inference import INTEGER, REAL, bits, type_of
from rubin_tui.engine.analysis.iec.judged import Found, Judged, Read, span
from rubin_tui.engine.analysis.iec.scopes import Scope
from rubin_tui.engine.analysis.iec.standard_names import INTEGERS, REALS
from rubin_tui.engine.analysis.iec.syntax import (
    Argument,
    Assign,
    Branch,
    Call,
    Case,
    Expression,
    For,
    Literal,
    Member,
    Name,
    Node,
    Range,
    Region,
    Statement,
    Try,
    Unary,
    key,
)
from rubin_tui.engine.analysis.iec.uses import Uses
from rubin_tui.engine.model import Message

FARTHEST = 200
"""Functions that are followed from one, to see whether it is called again."""
_NUMBER = re.compile(r"(?:\w+#)?(?:(2|8|16)#([0-9a-f]+)|([0-9]+))", re.IGNORECASE)


def flow(judged: Judged) -> Iterator[Found]:
    """All of them, in one walk over the pieces of code."""
    for read, used, scope in judged.sound():
        for case in used.cases:
            yield from _labels(read, case)
        for loop in used.loops:
            yield from _changed(read, loop)
        for operation in used.compared:
            if len(operation.operands) == 2 and operation.operators[0] in ("=", "<>"):
                types = [type_of(each, scope) for each in operation.operands]
                if REAL in types or any(one in REALS for one in types):
                    message = Message("iec.real_equal", {"sign": operation.operators[0]})
                    yield Found("st-real-equal", "warning", message, *span(read, operation))
        for target, value in used.assigned:
            if found := _narrowing(target, value, scope):
                yield Found("st-narrowing", "warning", found, *span(read, value))
        for idle in used.idle:
            yield Found("st-no-effect", "warning", Message("iec.no_effect"), *span(read, idle))
        yield from _recursion(judged, read, used, scope)


# CASE


def _labels(read: Read, case: Case) -> Iterator[Found]:
    seen: dict[int, Node] = {}
    ranges: list[tuple[int, int, Node]] = []
    named: dict[str, Node] = {}
    for arm in case.arms:
        for label in arm.labels:
            bounds = _bounds(label)
            if bounds is None:
                name = _label_name(label)
                if name and name in named:
                    yield _again(read, label, named[name], name)
                elif name:
                    named[name] = label
                continue
            low, high = bounds
            if low > high:
                params = {"low": low, "high": high}
                yield Found("st-case-range", "warning", Message("iec.case_range", params), *span(read, label))
                continue
            both = next((each for each in ranges if each[0] <= high and low <= each[1]), None)
            if both is not None:
                yield _again(read, label, both[2], str(max(low, both[0])))
            elif low == high:
                if low in seen:
                    yield _again(read, label, seen[low], str(low))
            elif (value := next((each for each in seen if low <= each <= high), None)) is not None:
                yield _again(read, label, seen[value], str(value))
            if low == high:
                seen.setdefault(low, label)
            else:
                ranges.append((low, high, label))


def _again(read: Read, label: Node, other: Node, value: str) -> Found:
    message = Message("iec.case_label", {"label": value})
    start, end = span(read, label)
    return Found(
        "st-case-label", "error", message, start, end, related=(("iec.label_first", *span(read, other)),)
    )


def _bounds(label: Expression) -> tuple[int, int] | None:
    if isinstance(label, Range):
        low, high = number(label.low), number(label.high)
        return (low, high) if low is not None and high is not None else None
    value = number(label)
    return (value, value) if value is not None else None


def _label_name(label: Expression) -> str:
    """A constant by its whole name; "" for anything else."""
    if isinstance(label, Name):
        return key(label.text)
    if isinstance(label, Literal) and label.kind == "typed":
        return label.text.casefold().replace("#", ".")
    if isinstance(label, Member) and isinstance(label.object, Name):
        return f"{key(label.object.text)}.{key(label.name)}"
    return ""


def number(value: Expression) -> int | None:
    """The value of a whole number as it is written."""
    if isinstance(value, Unary) and value.operator == "-":
        inner = number(value.operand)
        return -inner if inner is not None else None
    if not isinstance(value, Literal) or value.kind not in ("integer", "typed"):
        return None
    found = _NUMBER.fullmatch(value.text.replace("_", "")) if len(value.text) < 100 else None
    if found is None:
        return None
    try:
        return int(found[2], int(found[1])) if found[1] else int(found[3])
    except ValueError:  # a digit its base has not
        return None


# FOR


def _changed(read: Read, loop: For) -> Iterator[Found]:
    if not isinstance(loop.variable, Name):
        return
    name = key(loop.variable.text)
    for place in _written(loop.body):
        if isinstance(place, Name) and key(place.text) == name:
            message = Message("iec.for_changed", {"name": loop.variable.text})
            first = ("iec.for_begins", *span(read, loop.variable))
            yield Found("st-for-changed", "warning", message, *span(read, place), related=(first,))


def _written(statements: list[Statement]) -> Iterator[Expression]:
    """What is assigned to in statements and those inside them, counters of loops too."""
    waiting: list[Node] = [*reversed(statements)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Assign):
            yield one.target
            yield from one.further
        elif isinstance(one, For):
            yield one.variable
        elif isinstance(one, Argument) and one.sign == "=>" and one.value is not None:
            yield one.value
        waiting += _inside(one)


def _inside(one: Node) -> list[Node]:
    if isinstance(one, Try):
        return [*one.body, *one.catch, *one.last]
    if isinstance(one, Region):
        return [*one.body]
    found: list[Node] = []
    for name in ("branches", "arms", "body", "otherwise"):
        found += getattr(one, name, None) or ()
    expression = getattr(one, "expression", None)
    if isinstance(expression, Call):
        found += expression.arguments
    return found if not isinstance(one, Branch) else [*one.body]


# values


def _narrowing(target: Expression, value: Expression, scope: Scope) -> Message | None:
    if isinstance(value, Literal):
        return None
    into = type_of(target, scope)
    if not into or (not bits(into) and into not in REALS):
        return None
    of = type_of(value, scope)
    if of in ("", INTEGER, REAL) or _is_constant(value, scope):
        return None
    smaller = bits(of) > bits(into) > 0
    from_real = of in REALS and into in INTEGERS
    shorter = of in REALS and into in REALS and REALS[of] > REALS[into]
    if not (smaller or from_real or shorter):
        return None
    return Message("iec.narrowing", {"of": of.upper(), "into": into.upper()})


def _is_constant(value: Expression, scope: Scope) -> bool:
    if isinstance(value, Name):
        found = scope.find(key(value.text)).declared
        return found is not None and found.constant
    if isinstance(value, Member):
        found = scope.member(value).declared
        return found is not None and found.constant
    return False


# calls


def _recursion(judged: Judged, read: Read, used: Uses, scope: Scope) -> Iterator[Found]:
    owner = used.code.owner
    if owner.kind == "method":
        if owner.around is not None and any(first.key == owner.key for first, _ in owner.around.twice):
            return  # one of several with this name
        for path in (owner.key, f"this^.{owner.key}"):
            for call in used.called.get(path, ()):
                if scope.called(call) is owner:
                    yield _calls_itself(read, call, owner.name, [owner.name, owner.name])
    if owner.kind != "function" or owner.around is not None:
        return  # in a namespace a library may have another one of this name
    for path, calls in used.called.items():
        answer = scope.find(path).declared
        if answer is None or answer.kind != "function" or len(judged.project.named(answer.key)) != 1:
            continue
        way = _way(judged, path, owner.key)
        if way:
            names = [owner.name, *way]
            for call in calls:
                yield _calls_itself(read, call, owner.name, names)


def _way(judged: Judged, start: str, goal: str) -> list[str]:
    """The functions from one to another by calls; empty where there is no way."""
    waiting = [(start, [start])]
    seen = {start}
    while waiting and len(seen) < FARTHEST:
        at, way = waiting.pop(0)
        if at == goal:
            return [judged.project.named(name)[0].name for name in way if judged.project.named(name)]
        for called in judged.project.calls(at):
            if called not in seen:
                seen.add(called)
                waiting.append((called, [*way, called]))
    return []


def _calls_itself(read: Read, call: Call, name: str, way: list[str]) -> Found:
    message = Message("iec.recursion", {"name": name, "way": " → ".join(way)})
    start, end = span(read, call.callee)
    return Found("st-recursion", "warning", message, start, end)
