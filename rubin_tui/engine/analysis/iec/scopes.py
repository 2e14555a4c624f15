"""What a name means at a place: locals, members with all that is inherited, names of the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rubin_tui.engine.analysis.iec.declarations import Declared, Shape
from rubin_tui.engine.analysis.iec.project import Project
from rubin_tui.engine.analysis.iec.standard_names import is_standard, is_type
from rubin_tui.engine.analysis.iec.syntax import (
    Call,
    Deref,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Parenthesis,
    key,
)

DEEPEST = 40
"""Steps from a type to what it is another name for, and from a block to what it extends."""
WHOLE = frozenset(
    {"program", "function_block", "class", "interface", "struct", "union", "enum", "section", "data_block"}
)
"""Kinds that have members which can all be known."""
_MADE = frozenset({"function_block", "class", "interface", "struct", "union"})
_BLOCKS = frozenset({"program", "function_block", "class", "interface", "data_block"})
_RETURNING = frozenset({"function", "method"})
_ITSELF = frozenset({"namespace", "section", "program", "enum", "struct", "union", "type", "function_block",
    "class", "interface", "function", "method", "action", "transition", "data_block"})  # fmt: skip
_NOT_TYPES = frozenset({"variable", "field", "value", "method", "property", "action", "transition",
    "accessor", "section", "namespace"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, None for nothing; `sure` that nothing else could be there."""

    declared: Declared | None
    sure: bool = True


NOBODY_KNOWS = Answer(None, False)


class Scope:
    """The names at one piece of code: `around` from the inside out."""

    def __init__(self, project: Project, around: tuple[Declared, ...]) -> None:
        self._project = project
        self.around = around
        self._found: dict[str, Answer] = {}

    def find(self, name: str) -> Answer:
        """What a key means that stands alone or first. What is always there is not found, nor sure."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> Answer:
        sure = True
        for owner in self.around:
            member = owner.members.get(name)
            if member is not None:
                return Answer(member)
            if owner.bases:
                inherited = self._inherited(owner, name)
                if inherited.declared is not None:
                    return inherited
                sure = sure and inherited.sure
            if owner.key == name and owner.name:
                return Answer(owner)
            if owner.kind == "data_block" and owner.shape is not None:  # BEGIN: the fields of its type
                whole = self.whole(owner.shape)
                if whole is None or name in whole.members:
                    return Answer(whole.members.get(name) if whole else None, whole is not None)
            for variable in owner.members.values():
                shape = variable.shape
                if shape is not None and shape.form == "enum" and shape.whole is not None:
                    value = shape.whole.members.get(name)
                    if value is not None:
                        return Answer(value)
        everywhere = self._project.named(name)
        if everywhere:
            return Answer(self._nearest(everywhere))
        return Answer(None, sure and not is_standard(name))

    def _nearest(self, found: tuple[Declared, ...]) -> Declared:
        """Of several with one name the one of this file."""
        path = self.around[0].home.path if self.around else ""
        return next((one for one in found if one.home.path == path), found[0])

    def _inherited(self, owner: Declared, name: str) -> Answer:
        sure = True
        for base in self.bases(owner):
            if base is None:
                sure = False
            elif (member := base.members.get(name)) is not None:
                return Answer(member, sure)
        return Answer(None, sure)

    def bases(self, owner: Declared) -> Iterator[Declared | None]:
        """What a block extends, and so on, each once; None for one that is not known."""
        seen = {id(owner)}
        waiting = list(owner.bases)
        while waiting and len(seen) < 4 * DEEPEST:
            base = self.type_named(waiting.pop(0))
            if base is None or self._project.is_faulty(base.home.path):
                yield None
            if base is not None and id(base) not in seen:
                seen.add(id(base))
                yield base
                waiting += base.bases

    def type_named(self, name: str) -> Declared | None:
        """The type or block of a name, None where there is none or several."""
        for owner in self.around:
            member = owner.members.get(name)
            if member is not None and member.kind not in _NOT_TYPES:
                return member
        found = [one for one in self._project.named(name) if one.kind not in _NOT_TYPES]
        if len(found) > 1:
            path = self.around[0].home.path if self.around else ""
            found = [one for one in found if one.home.path == path] or found
        return found[0] if len(found) == 1 else None

    # types

    def whole(self, shape: Shape | None) -> Declared | None:
        """What has the members of a value of this type."""
        shape = self.plain(shape)
        return shape.whole if shape is not None else None

    def plain(self, shape: Shape | None) -> Shape | None:
        """A type without other names for it, and without a reference to it."""
        for _ in range(DEEPEST):
            if shape is None:
                return None
            if shape.form == "reference":
                shape = shape.inner
                continue
            if shape.form != "named" or shape.whole is not None:
                return shape
            declared = self.type_named(shape.name)
            if declared is None:
                return shape
            if declared.kind in _BLOCKS:
                return Shape("block", declared.key, whole=declared)
            if declared.shape is None:
                return None
            shape = declared.shape
        return None

    def shape(self, expression: Expression) -> Shape | None:
        """The type of what can be named; "itself" for a type, block or namespace as such."""
        if isinstance(expression, Name):
            word = key(expression.text)
            if word in ("this", "super"):
                return self._self(word)
            return self._shape_of(self.find(word).declared)
        if isinstance(expression, Member):
            if expression.object is None:
                found = self._project.named(key(expression.name))
                return self._shape_of(found[0]) if len(found) == 1 else None
            return self._shape_of(self.member(expression).declared)
        if isinstance(expression, Parenthesis):
            return self.shape(expression.inner)
        if isinstance(expression, Index):
            return self._element(expression)
        if isinstance(expression, Deref):
            shape = self.plain(self.shape(expression.pointer))
            return shape.inner if shape is not None and shape.form == "pointer" else None
        if isinstance(expression, Call):
            callee = self.called(expression)
            return callee.shape if callee is not None and callee.kind in _RETURNING else None
        return None

    def called(self, call: Call) -> Declared | None:
        """What is called, where that is known."""
        if isinstance(call.callee, Name):
            return self.find(key(call.callee.text)).declared
        if isinstance(call.callee, Member) and call.callee.object is not None:
            return self.member(call.callee).declared
        return None

    def member(self, member: Member) -> Answer:
        """What the last name of `object.name` means; sure only where the object's type is known whole."""
        name = key(member.name)
        if member.object is None:
            found = self._project.named(name)
            return Answer(found[0], len(found) == 1) if found else NOBODY_KNOWS
        shape = self.shape(member.object)
        if shape is None:
            return NOBODY_KNOWS
        if shape.form == "itself" and shape.whole is not None and shape.whole.kind == "namespace":
            found = self._project.named(name)
            return Answer(found[0]) if found else NOBODY_KNOWS
        owner = shape.whole if shape.form == "itself" else self.whole(shape)
        if owner is None:
            return NOBODY_KNOWS
        if shape.form == "itself" and owner.kind in _MADE:  # a type has no values, but for constants
            found_there = owner.members.get(name)
            constant = found_there is not None and found_there.constant
            return Answer(found_there) if constant else NOBODY_KNOWS
        return self.member_of(owner, name)

    def member_of(self, owner: Declared, name: str) -> Answer:
        """A member of a block, structure, enumeration or list of globals."""
        found = owner.members.get(name)
        if found is not None:
            return Answer(found)
        sure = owner.kind in WHOLE and not self._project.is_faulty(owner.home.path) and owner.shape is None
        if owner.kind in ("struct", "union", "enum"):
            sure = not self._project.is_faulty(owner.home.path)
        for base in self.bases(owner):
            if base is None:
                sure = False
            elif (member := base.members.get(name)) is not None:
                return Answer(member)
        odd = name[:1].isdigit() or name.startswith(("%", "__", "fb_"))
        return Answer(None, sure and not odd)

    def _shape_of(self, declared: Declared | None) -> Shape | None:
        if declared is None:
            return None
        if declared.kind in _ITSELF:
            inside = any(owner is declared for owner in self.around)
            if inside and declared.kind in _RETURNING and declared.shape is not None:
                return declared.shape  # what the function returns
            return Shape("itself", declared.key, whole=declared)
        if declared.kind == "value" and declared.around is not None:
            return Shape("enum", "", whole=declared.around)
        return declared.shape

    def _self(self, word: str) -> Shape | None:
        pou = next((owner for owner in reversed(self.around) if owner.kind in _BLOCKS), None)
        if pou is None:
            return None
        if word == "super":
            pou = next(iter(self.bases(pou)), None)
        block = Shape("block", pou.key, whole=pou) if pou is not None else None
        return Shape("pointer", inner=block) if block is not None else None

    def _element(self, index: Index) -> Shape | None:
        shape = self.plain(self.shape(index.array))
        if shape is None:
            return None
        if shape.form == "pointer" and len(index.indices) == 1:
            return shape.inner
        if shape.form != "array":
            return None
        left = shape.rank - len(index.indices)
        if left > 0:
            return Shape("array", inner=shape.inner, rank=left)
        return shape.inner if left == 0 else None

    def is_known_type(self, name: str) -> bool:
        """Whether a dotted key names a type."""
        last = name.rpartition(".")[2]
        if is_type(name) or is_type(last):
            return True
        if any(last in owner.members for owner in self.around):
            return True
        return bool(self._project.named(last))


def literal_word(literal: Literal) -> str:
    """The type before the sign of a typed literal, as a key; "" without one."""
    before, sign, _ = literal.text.partition("#")
    return key(before) if sign and literal.kind == "typed" else ""
