"""Rules about names: undeclared, declared twice, types nobody knows, variables nobody uses, cycles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rubin_tui.engine.analysis.iec.declarations import Declared, Shape
from rubin_tui.engine.analysis.iec.judged import Found, Judged, Read, name_span, span
from rubin_tui.engine.analysis.iec.project import Project
from rubin_tui.engine.analysis.iec.scopes import Scope
from rubin_tui.engine.analysis.iec.similar import similar
from rubin_tui.engine.analysis.iec.standard_names import BITS, INTEGERS, REALS, is_type
from rubin_tui.engine.analysis.iec.syntax import Node, key
from rubin_tui.engine.analysis.iec.uses import Uses
from rubin_tui.engine.code_model import Severity
from rubin_tui.engine.model import Message

REACHED = 300
"""Types that are followed from one, to see whether it contains itself."""
FEW = 3
"""A text without a project that lacks more names than that has its globals somewhere else."""
_WRITTEN_OUT = sorted({*INTEGERS, *REALS, *BITS, "bool", "string", "wstring", "time", "ltime"})
_LOCAL = frozenset({"VAR", "VAR_TEMP", "VAR_STAT", "VAR_INST", "CONST"})
_DRAWN = re.compile(r"<Implementation>\s*<(?!ST\b)|<(?:FBD|LD|SFC|CFC|IL)\b")
_ONCE = frozenset(
    {"function", "function_block", "program", "class", "interface", "struct", "enum", "union", "type"}
)
_CONDITIONS = re.compile(r"\{\s*(?:IF|ELSIF|ELSE|END_IF|define)\b", re.IGNORECASE)


def undeclared(judged: Judged) -> Iterator[Found]:
    """Names that nothing declares, where nothing unknown could declare them."""
    lacking: list[tuple[Read, Uses, Scope, str]] = []
    world = judged.world
    for read, used, scope in judged.sound():
        if used.broken:
            continue
        yield from _members(read, used, scope)
        if read.declarations.nameless and used.code.around[-1].name == "":
            continue
        for name in used.names:
            answer = scope.find(name)
            if answer.declared is None and answer.sure:
                lacking.append((read, used, scope, name))
    if world == "alone" and (not _all_known(judged) or len({each[3] for each in lacking}) > FEW):
        world = "open"
    whole = any(_is_whole(read) for read in judged.reads)
    for read, used, scope, name in lacking:
        local = name in used.written and "." not in name
        sharp = used.names[name][0].text.startswith("#")
        near = _near(scope)
        meant = near.get(similar(name, near), "")
        certain = (
            world == "closed" or (world == "alone" and whole) or (world != "open" and (local or bool(meant)))
        )
        if not certain and not sharp and not meant:
            continue
        severity: Severity = "error" if certain or sharp else "warning"
        for place in used.names[name]:
            yield _lacks(read, place, place.text, meant, severity)


def _members(read: Read, used: Uses, scope: Scope) -> Iterator[Found]:
    for members in used.members.values():
        answer = scope.member(members[0])
        if answer.declared is not None or not answer.sure:
            continue
        shape = scope.shape(members[0].object) if members[0].object is not None else None
        owner = None
        if shape is not None:
            owner = shape.whole if shape.form == "itself" else scope.whole(shape)
        if owner is None:
            continue
        meant = similar(key(members[0].name), owner.members)
        meant = owner.members[meant].name if meant else ""
        for member in members:
            begin = read.offset + member.end - len(member.name)
            params = {"name": member.name, "owner": owner.name or "STRUCT", "meant": meant}
            id = "iec.no_member_meant" if meant else "iec.no_member"
            yield Found("st-undeclared", "error", Message(id, params), begin, read.offset + member.end)


def _lacks(read: Read, place: Node, name: str, meant: str, severity: Severity) -> Found:
    id = "iec.undeclared_meant" if meant else "iec.undeclared"
    return Found("st-undeclared", severity, Message(id, {"name": name, "meant": meant}), *span(read, place))


def _is_whole(read: Read) -> bool:
    """Whether what is read is a program or declares globals, so that others need not be somewhere else."""
    return any(
        one.kind == "program" or one.section == "VAR_GLOBAL" for one in read.declarations.top if one.name
    )


def _near(scope: Scope) -> dict[str, str]:
    return {member.key: member.name for owner in scope.around for member in owner.members.values()}


def _all_known(judged: Judged) -> bool:
    """Whether every type and every function of the text is known: no sign of a library."""
    for read in judged.reads:
        if read.part.faults or read.declarations.nameless or read.declarations.using:
            return False
        for type, around in read.declarations.types:
            scope = Scope(judged.project, _chain(around))
            if not scope.is_known_type(key(type.name)):
                return False
        for used in read.uses:
            scope = Scope(judged.project, used.code.around)
            for path in used.called:
                if "." not in path and "[" not in path and "^" not in path:
                    answer = scope.find(path)
                    if answer.declared is None and answer.sure:
                        return False
    return True


def _chain(declared: Declared | None) -> tuple[Declared, ...]:
    found: list[Declared] = []
    while declared is not None and len(found) < 20:
        found.append(declared)
        declared = declared.around
    return tuple(found)


def unknown_types(judged: Judged) -> Iterator[Found]:
    """Types that nothing declares, where no library could; and slips of the keyboard in those built in."""
    world = judged.world
    for read in judged.reads:
        if read.part.faults:
            continue
        for type, around in read.declarations.types:
            name = key(type.name)
            if "." in name or Scope(judged.project, _chain(around)).is_known_type(name):
                continue
            meant = similar(name, _WRITTEN_OUT).upper()
            if not meant and world != "closed":
                continue
            id = "iec.unknown_type_meant" if meant else "iec.unknown_type"
            params = {"name": type.name, "meant": meant}
            begin = read.offset + type.start
            yield Found("st-unknown-type", "error", Message(id, params), begin, begin + len(type.name))


def duplicates(judged: Judged) -> Iterator[Found]:
    """Names that are declared twice in one place, and POUs of one name in one project."""
    for read in judged.reads:
        pragmas = (judged.text[read.offset + a : read.offset + b] for a, b in read.part.pragmas)
        if any(_CONDITIONS.match(pragma) for pragma in pragmas):
            continue
        for owner in _owners(read):
            for first, second in owner.twice:
                values = {first.kind, second.kind} <= {"variable", "field", "value"}
                if values or (first.kind == second.kind and signature(first) == signature(second)):
                    yield _twice(first, second)
        yield from _twice_in_project(judged, read)


def _owners(read: Read) -> Iterator[Declared]:
    seen: set[int] = set()
    for used in read.uses:
        for owner in used.code.around:
            if id(owner) not in seen:
                seen.add(id(owner))
                yield owner
    for top in read.declarations.top:
        if id(top) not in seen and top.kind != "namespace":
            seen.add(id(top))
            yield top


def _twice(first: Declared, second: Declared) -> Found:
    start, end = name_span(second)
    message = Message("iec.duplicate", {"name": second.name})
    return Found("st-duplicate", "error", message, start, end, related=(("iec.declared", *name_span(first)),))


def _twice_in_project(judged: Judged, read: Read) -> Iterator[Found]:
    for one in read.declarations.top:
        if one.kind not in _ONCE or not one.name or not _is_outermost(one):
            continue
        others = [
            other
            for other in judged.project.named(one.key)
            if other is not one
            and other.kind in _ONCE
            and _is_outermost(other)
            and (one.kind != "function" or signature(one) == signature(other))
        ]
        nearest = sorted(others, key=lambda other: other.home.path != one.home.path)
        for other in nearest[:1]:
            if other.home.path == one.home.path:
                if name_span(other) < name_span(one):
                    yield _twice(other, one)
            elif judged.world != "alone" and all(map(judged.project.holds, (one.home.path, other.home.path))):
                params = {"name": one.name, "file": Path(other.home.path).name}
                yield Found("st-duplicate", "error", Message("iec.duplicate_file", params), *name_span(one))


def signature(one: Declared) -> list[tuple[str, ...]]:
    """The types of what a function or method takes: with others it is another one in some dialects."""
    taken = ("VAR_INPUT", "VAR_OUTPUT", "VAR_IN_OUT")
    return [_written(each.shape) for each in one.members.values() if each.section in taken]


def _written(shape: Shape | None) -> tuple[str, ...]:
    found: list[str] = []
    while shape is not None:
        found += (shape.form, shape.name)
        shape = shape.inner
    return tuple(found)


def _is_outermost(one: Declared) -> bool:
    return one.around is None


def unused(judged: Judged) -> Iterator[Found]:
    """Variables that nothing reads or writes."""
    drawn: bool | None = None
    for read in judged.reads:
        if read.part.faults or any(used.broken for used in read.uses):
            continue
        everywhere: dict[int, set[str]] = {}
        total: dict[int, int] = {}
        for used in read.uses:
            other = used.code.body is not None and used.code.body.language != ""
            for owner in used.code.around:
                everywhere.setdefault(id(owner), set()).update(used.names)
                total[id(owner)] = total.get(id(owner), 0) + (-10_000 if other else used.statements)
        for owner in _owners(read):
            if owner.kind in ("interface", "namespace", "section", "data_block") or not owner.name:
                continue
            if total.get(id(owner), 0) <= 0 or owner.kind == "accessor":
                continue
            names = everywhere.get(id(owner), set())
            left = [one for one in owner.members.values() if _may_be_unused(one, names)]
            if not left:
                continue
            if owner.kind in ("function_block", "program", "class"):
                last = judged.project.last_names
                based = judged.project.is_base(owner.key)
                left = [one for one in left if one.key not in last and not (based and one.section == "VAR")]
                if left and drawn is None:
                    drawn = _is_drawn(judged.path)
            scope = Scope(judged.project, _chain(owner))
            for one in left if not drawn else ():
                if not _is_idle(one.shape, scope):
                    continue
                message = Message("iec.unused", {"name": one.name, "owner": owner.name})
                yield Found("st-unused", "warning", message, *name_span(one), category="style")


def _may_be_unused(one: Declared, names: set[str]) -> bool:
    return (
        one.kind == "variable"
        and one.section in _LOCAL
        and not one.marked
        and one.key not in names
        and not (one.shape is not None and one.shape.form == "enum")
    )


def _is_idle(shape: Shape | None, scope: Scope) -> bool:
    """Whether a variable of this type does nothing by being there: no block that runs code of its own."""
    while shape is not None and shape.form == "array":
        shape = shape.inner
    if shape is None or shape.form != "named":
        return shape is not None
    if is_type(shape.name):
        return True
    plain = scope.plain(shape)
    if plain is None or (plain.form == "named" and not is_type(plain.name)):
        return False
    block = plain.whole if plain.form == "block" else None
    if block is None or block.kind == "interface":
        return True
    lineage = [block, *scope.bases(block)]
    return not any(
        one is None or one.marked or any(m.key == "fb_init" or m.marked for m in one.members.values())
        for one in lineage
    )


def _is_drawn(path: str) -> bool:
    """Whether the file holds code that is drawn, where variables may be used."""
    if Path(path).suffix.lower() not in (".tcpou", ".xml"):
        return False
    try:
        return _DRAWN.search(Path(path).read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return False


def cycles(judged: Judged) -> Iterator[Found]:
    """Blocks that extend themselves, types that contain or name themselves."""
    done: set[int] = set()
    said: set[int] = set()
    for read in judged.reads:
        for one in read.declarations.top:
            if one.kind in ("namespace", "variable", "section") or not one.name or id(one) in done:
                continue
            for circle in _circles(one, judged.project, done):
                names = [each.name for each in circle]
                for number, each in enumerate(circle):
                    if each.home.path == judged.path and id(each) not in said:
                        said.add(id(each))
                        way = " → ".join((*names[number:], *names[:number], each.name))
                        message = Message("iec.cycle", {"name": each.name, "way": way})
                        yield Found("st-cycle", "error", message, *name_span(each))


def _circles(start: Declared, project: Project, done: set[int]) -> Iterator[list[Declared]]:
    """The circles of what is extended or held by value that can be reached, each as it was walked.

    `done` are those whose whole way was walked; at most `REACHED` more are.
    """
    way: list[Declared] = []
    at: dict[int, int] = {}
    waiting: list[tuple[Declared, Iterator[str]]] = [(start, _parts(start))]
    at[id(start)] = 0
    way.append(start)
    reached = 1
    while waiting:
        here, names = waiting[-1]
        name = next(names, None)
        if name is None:
            waiting.pop()
            way.pop()
            del at[id(here)]
            done.add(id(here))
            continue
        other = Scope(project, (here,)).type_named(name)
        if other is None or id(other) in done or reached > REACHED:
            continue
        if id(other) in at:
            yield way[at[id(other)] :]
            continue
        reached += 1
        at[id(other)] = len(way)
        way.append(other)
        waiting.append((other, _parts(other)))


def _parts(one: Declared) -> Iterator[str]:
    yield from one.bases
    shapes = [one.shape if one.kind in ("type", "struct", "union") else None]
    if one.kind in ("struct", "union", "function_block", "class"):
        shapes += (
            member.shape
            for member in one.members.values()
            if member.kind in ("variable", "field") and member.section not in ("VAR_IN_OUT", "VAR_EXTERNAL")
        )
    for shape in shapes:
        while shape is not None and shape.form == "array":
            shape = shape.inner
        if shape is not None and shape.form == "named":
            yield shape.name
