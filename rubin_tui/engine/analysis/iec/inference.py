"""The elementary type of an expression, where it is certain."""

from __future__ import annotations

import re

from rubin_tui.engine.analysis.iec.scopes import Scope, literal_word
from rubin_tui.engine.analysis.iec.standard_names import BITS, INTEGERS, REALS
from rubin_tui.engine.analysis.iec.syntax import (
    Call,
    Expression,
    Literal,
    Name,
    Operation,
    Parenthesis,
    Unary,
    key,
)

INTEGER = "integer literal"
REAL = "real literal"
_CONVERSION = re.compile(r"(?:\w+_)?to_(\w+)")
_SAME = frozenset({"abs", "max", "min", "limit", "sel"})
_FLOATING = frozenset({"sqrt", "ln", "log", "exp", "sin", "cos", "tan", "asin", "acos", "atan"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "MOD"})
_COMPARING = frozenset({"=", "<>", "<", ">", "<=", ">="})
_ELEMENTARY = frozenset((*INTEGERS, *REALS, *BITS, "bool", "time", "ltime", "string", "wstring"))
DEEPEST = 60


def type_of(expression: Expression, scope: Scope, depth: int = 0) -> str:
    """The key of its type, `INTEGER` or `REAL` for a bare number, "" where it is not certain."""
    if depth > DEEPEST:
        return ""
    if isinstance(expression, Literal):
        return _of_literal(expression)
    if isinstance(expression, Parenthesis):
        return type_of(expression.inner, scope, depth + 1)
    if isinstance(expression, Unary):
        return type_of(expression.operand, scope, depth + 1) if expression.operator in "+-" else ""
    if isinstance(expression, Operation):
        return _of_operation(expression, scope, depth)
    if isinstance(expression, Call) and isinstance(expression.callee, Name):
        name = key(expression.callee.text)
        if (found := _CONVERSION.fullmatch(name)) and found[1] in _ELEMENTARY:
            return found[1]
        if name in _FLOATING or name in _SAME:
            values = [each.value for each in expression.arguments if each.value is not None]
            types = {type_of(each, scope, depth + 1) for each in values[1:] or values}
            return types.pop() if len(types) == 1 and (name in _SAME or types <= REALS.keys()) else ""
    shape = scope.plain(scope.shape(expression))
    if shape is None:
        return ""
    if shape.form in ("string", "wstring"):
        return shape.form
    return shape.name if shape.form == "named" and shape.name in _ELEMENTARY else ""


def _of_literal(literal: Literal) -> str:
    if literal.kind == "integer":
        return INTEGER
    if literal.kind == "real":
        return REAL
    if literal.kind == "bool":
        return "bool"
    word = literal_word(literal)
    return word if word in _ELEMENTARY else ""


def _of_operation(operation: Operation, scope: Scope, depth: int) -> str:
    signs = set(operation.operators)
    if signs <= _COMPARING:
        return "bool"
    if not signs <= _ARITHMETIC:
        return ""
    types = {type_of(each, scope, depth + 1) for each in operation.operands}
    return _widest(types)


def _widest(types: set[str]) -> str:
    if "" in types:
        return ""
    if types <= {INTEGER, REAL}:
        return REAL if REAL in types else INTEGER
    floating = types & REALS.keys()
    if floating:
        numbers = types - {INTEGER, REAL}
        return max(floating, key=lambda one: REALS[one]) if numbers <= REALS.keys() | INTEGERS.keys() else ""
    if REAL in types:
        return ""
    whole = types - {INTEGER}
    if whole <= INTEGERS.keys():
        return max(whole, key=lambda one: INTEGERS[one][0])
    return whole.pop() if len(whole) == 1 else ""


def bits(type: str) -> int:
    """How many bits a whole number of this type has; 0 for another type."""
    return INTEGERS[type][0] if type in INTEGERS else BITS.get(type, 0)
