"""The named parts of source code: Python's by its own parser, others by the openings of `languages`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rubin_tui.engine.languages import Language, Opening

_NAME_LIMIT = 120
_LINE_LIMIT = 400  # a longer line opens nothing
_TAB = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A named part; `start` and `end` are 0-based lines, `end` exclusive. Parts in it come after it."""

    name: str
    start: int
    end: int


def outline(text: str, language: Language) -> list[Part]:
    """The parts of `text` in the order they begin; of two, either one holds the other or they are apart."""
    if language.id == "python":
        try:
            parsed = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            parsed = None  # an older Python, or a file being written
        if parsed is not None:
            return list(_python(parsed))
    return _by_lines(text.split("\n"), language.openings)


def _python(module: ast.Module) -> Iterator[Part]:
    """Classes and functions, those in other statements too."""
    waiting: list[ast.AST] = [module]
    found = []
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                found.append(Part(node.name, first - 1, node.end_lineno or node.lineno))
            if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
                waiting.append(node)
    yield from sorted(found, key=lambda part: (part.start, -part.end))


@dataclass(slots=True)
class _Open:
    name: str
    start: int
    level: int
    indent: int
    opening: Opening


def _by_lines(lines: Sequence[str], openings: Sequence[Opening]) -> list[Part]:
    if not openings:
        return []
    parts: list[Part] = []
    stack: list[_Open] = []

    def close(end: int) -> None:
        done = stack.pop()
        parts.append(Part(done.name, done.start, end))

    for number, line in enumerate(lines):
        if len(line) > _LINE_LIMIT or not line.strip():
            continue
        indent = _indent(line)
        depth = next((at for at in reversed(range(len(stack))) if _ends(stack[at], line, indent)), None)
        if depth is not None:
            while len(stack) > depth:
                close(number + 1)
            continue
        for opening in openings:
            found = opening.pattern.match(line)
            if found is None or (opening.alone and _has_company(lines, number, opening)):
                continue
            name = " ".join(" ".join(filter(None, found.groups())).split())[:_NAME_LIMIT]
            if not name:
                continue
            level = opening.level or 1 + indent
            while stack and (stack[-1].level >= level):
                close(number)
            stack.append(_Open(name, number, level, indent, opening))
            if _is_whole(line, opening):
                close(number + 1)
            break
    while stack:
        close(len(lines))
    return sorted(parts, key=lambda part: (part.start, -part.end))


def _ends(part: _Open, line: str, indent: int) -> bool:
    end = part.opening.end
    if end is None or not end.match(line):
        return False
    return part.opening.level > 0 or indent == part.indent


def _is_whole(line: str, opening: Opening) -> bool:
    """Whether the part ends on the line it begins on: `int f() { return 1; }`."""
    braces = opening.end is not None and opening.end.match("}") is not None
    return braces and "{" in line and line.count("{") == line.count("}")


def _has_company(lines: Sequence[str], number: int, opening: Opening) -> bool:
    beside = (lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines))
    return any(opening.pattern.match(line[:_LINE_LIMIT]) for line in beside)


def _indent(line: str) -> int:
    expanded = line.expandtabs(_TAB) if "\t" in line else line
    return len(expanded) - len(expanded.lstrip())
