"""How hard Python functions are to follow, and which public parts say nothing about themselves."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

_FILENAME = "rubin_snapshot"
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Part = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

# What the compiler thinks of an escape sequence would be written over the screen. The filter is for this
# one name, and stays: `catch_warnings` would change the filters of all threads.
warnings.filterwarnings("ignore", module=_FILENAME)


@dataclass(frozen=True, slots=True)
class Part:
    """A function or class: `line` from 1 and `column` in bytes of UTF-8 from 0, as the compiler counts."""

    name: str
    line: int
    column: int
    complexity: int
    documented: bool


def parts(text: str) -> tuple[Part, ...]:
    """Every function with its cognitive complexity, and every class; none when it is no Python."""
    try:
        tree = ast.parse(text.removeprefix("\ufeff"), _FILENAME)
        return tuple(_parts(tree.body, public=True, depth=0))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # said by others
        return ()


def _parts(body: list[ast.stmt], *, public: bool, depth: int) -> Iterator[Part]:
    for node in body:
        if isinstance(node, _Part):
            seen = public and not node.name.startswith(("_", "test_"))
            is_function = not isinstance(node, ast.ClassDef)
            documented = not seen or ast.get_docstring(node, clean=False) is not None or _is_stub(node)
            complexity = cognitive_complexity(node) if isinstance(node, _Function) else 0
            yield Part(node.name, node.lineno, node.col_offset, complexity, documented)
            if not is_function:
                yield from _parts(node.body, public=seen, depth=depth + 1)
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from _parts([*node.body, *getattr(node, "orelse", ())], public=public, depth=depth)


def _is_stub(node: _Part) -> bool:
    """Overloads, and setters of a property that is documented itself."""
    for mark in node.decorator_list:
        name = mark.attr if isinstance(mark, ast.Attribute) else getattr(mark, "id", "")
        if name in ("overload", "setter", "deleter", "override"):
            return True
    return False


def cognitive_complexity(function: _Function) -> int:
    """Cognitive complexity by G. Ann Campbell (SonarSource, 2018), without the point for recursion."""
    return sum(_cost(statement, 0) for statement in function.body)


def _cost(node: ast.AST, nesting: int) -> int:
    if isinstance(node, ast.If):
        return _cost_of_if(node, nesting, 1 + nesting)
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        head = node.test if isinstance(node, ast.While) else node.iter
        inner = _costs(node.body, nesting + 1)
        return (
            1 + nesting + _cost(head, nesting) + inner + bool(node.orelse) + _costs(node.orelse, nesting + 1)
        )
    if isinstance(node, ast.ExceptHandler):
        return 1 + nesting + _costs(node.body, nesting + 1)
    if isinstance(node, ast.Match):
        inner = sum(_costs(case.body, nesting + 1) for case in node.cases)
        return 1 + nesting + _cost(node.subject, nesting) + inner
    if isinstance(node, ast.IfExp):
        return 1 + nesting + sum(_cost(part, nesting + 1) for part in (node.test, node.body, node.orelse))
    if isinstance(node, ast.BoolOp):
        return 1 + _costs(node.values, nesting)
    if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
        body = node.body if isinstance(node.body, list) else [node.body]
        return _costs(body, nesting + 1)
    return _costs(list(ast.iter_child_nodes(node)), nesting)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _cost_of_if(node: ast.If, nesting: int, own: int) -> int:
    cost = own + _cost(node.test, nesting) + _costs(node.body, nesting + 1)
    if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        return cost + _cost_of_if(node.orelse[0], nesting, 1)
    return cost + bool(node.orelse) + _costs(node.orelse, nesting + 1)


def _costs(nodes: list[ast.stmt] | list[ast.expr] | list[ast.AST], nesting: int) -> int:
    return sum(_cost(node, nesting) for node in nodes)
