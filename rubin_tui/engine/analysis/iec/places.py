"""What stands at a place of a text: the name there, and what it means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, fields

from rubin_tui.engine.analysis.iec.declarations import Declared, Shape
from rubin_tui.engine.analysis.iec.judged import Read
from rubin_tui.engine.analysis.iec.project import Project
from rubin_tui.engine.analysis.iec.scopes import Scope
from rubin_tui.engine.analysis.iec.syntax import (
    Accessor,
    Action,
    Argument,
    Call,
    Declaration,
    Literal,
    Member,
    Method,
    Name,
    NamedType,
    Node,
    Pou,
    Property,
    StructValue,
    TypeDeclaration,
    key,
)

_OWNERS = (Pou, Method, Property, Accessor, Action, TypeDeclaration)


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of a text, from `start` to `end`, and what it means; None where that is not known."""

    name: str
    start: int
    end: int
    declared: Declared | None


def spot(reads: list[Read], project: Project, offset: int) -> Spot | None:
    """The name at an offset of a text; None where none stands."""
    read = _read_at(reads, offset)
    if read is None:
        return None
    at = offset - read.offset
    for declared in _declared(read):
        if declared.start <= at <= declared.end and declared.name:
            return Spot(declared.name, read.offset + declared.start, read.offset + declared.end, declared)
    way = _way(read, at)
    scope = Scope(project, _around(read, way))
    found = _meaning(way, scope, at)
    if found is None:
        return None
    name, start, end, declared_there = found
    return Spot(name, read.offset + start, read.offset + end, declared_there)


def _read_at(reads: list[Read], offset: int) -> Read | None:
    at = bisect_right(reads, offset, key=lambda read: read.offset) - 1
    return reads[at] if 0 <= at < len(reads) else None


def _declared(read: Read) -> Iterator[Declared]:
    """Everything a part declares."""
    waiting = [*read.declarations.top]
    waiting += (owner for used in read.uses for owner in used.code.around)
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or one.home is not read.declarations.home:
            continue
        seen.add(id(one))
        yield one
        waiting += one.members.values()
        waiting += (second for _, second in one.twice)
        if one.shape is not None and one.shape.whole is not None:
            waiting.append(one.shape.whole)


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _fields(kind: type[Node]) -> tuple[str, ...]:
    known = _FIELDS.get(kind)
    if known is None:
        known = tuple(one.name for one in fields(kind) if one.name not in ("start", "end"))
        _FIELDS[kind] = known
    return known


def children(node: Node) -> Iterator[Node]:
    """The nodes right below a node."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, list):
            yield from (each for each in value if isinstance(each, Node))


def _way(read: Read, at: int) -> list[Node]:
    """The nodes around an offset from the outside in."""
    way: list[Node] = []
    level: list[Node] = [*read.part.elements]
    while level:
        inside = [node for node in level if node.start <= at <= node.end]
        if not inside:
            break
        node = inside[-1] if len(inside) == 1 else max(inside, key=lambda one: (one.start, -one.end))
        way.append(node)
        level = [*children(node)]
    return way


def _around(read: Read, way: list[Node]) -> tuple[Declared, ...]:
    owners = {(node.start, node.end) for node in way if isinstance(node, _OWNERS)}
    best: tuple[Declared, ...] = ()
    for used in read.uses:
        around = used.code.around
        if all((one.first, one.last) in owners for one in around) and len(around) > len(best):
            best = around
    if not best:
        best = tuple(one for one in read.declarations.top if (one.first, one.last) in owners)[-1:]
    return best


def _meaning(way: list[Node], scope: Scope, at: int) -> tuple[str, int, int, Declared | None] | None:
    if not way:
        return None
    leaf = way[-1]
    if isinstance(leaf, Name):
        word = key(leaf.text)
        if word in ("this", "super"):
            shape = scope.shape(leaf)
            inner = shape.inner if shape is not None else None
            return leaf.text, leaf.start, leaf.end, inner.whole if inner is not None else None
        if isinstance(way[-2] if len(way) > 1 else None, Pou):  # what is extended
            return leaf.text, leaf.start, leaf.end, scope.type_named(word)
        return leaf.text, leaf.start, leaf.end, scope.find(word).declared
    if isinstance(leaf, Member) and at >= leaf.end - len(leaf.name):
        return leaf.name, leaf.end - len(leaf.name), leaf.end, scope.member(leaf).declared
    if isinstance(leaf, NamedType):
        return leaf.name, leaf.start, leaf.start + len(leaf.name), scope.type_named(key(leaf.name))
    if isinstance(leaf, Literal) and leaf.kind == "typed":
        return _typed(leaf, scope, at)
    if isinstance(leaf, Argument) and leaf.name and at <= leaf.start + len(leaf.name):
        declared = _parameter(leaf, way, scope)
        return leaf.name, leaf.start, leaf.start + len(leaf.name), declared
    return None


def _typed(leaf: Literal, scope: Scope, at: int) -> tuple[str, int, int, Declared | None] | None:
    """`Colour#Red`: the type before the sign, its value behind."""
    type, _, value = leaf.text.partition("#")
    declared = scope.type_named(key(type))
    if at <= leaf.start + len(type):
        return type, leaf.start, leaf.start + len(type), declared
    member = declared.members.get(key(value)) if declared is not None else None
    return (value, leaf.end - len(value), leaf.end, member) if member is not None else None


def _parameter(argument: Argument, way: list[Node], scope: Scope) -> Declared | None:
    around = way[-2] if len(way) > 1 else None
    owner: Declared | None = None
    if isinstance(around, Call):
        owner = scope.called(around)
        if owner is not None and owner.kind in ("variable", "field"):
            owner = scope.whole(owner.shape)
    elif isinstance(around, StructValue):
        shape = _shape_at(way, scope)
        owner = scope.whole(shape)
    return scope.member_of(owner, key(argument.name)).declared if owner is not None else None


def _shape_at(way: list[Node], scope: Scope) -> Shape | None:
    """The type of the declaration around, where it is a structure."""
    for node in reversed(way):
        if isinstance(node, Declaration) and node.names:
            found = scope.find(key(node.names[0].text)).declared
            shape = found.shape if found is not None else None
            while shape is not None and shape.form == "array":
                shape = shape.inner
            return shape
    return None
