"""Frozen values of the model as JSON and back.

A value is read by the types its class declares: fields this Rubin does not know are left out, those the
text lacks take their default. So what an older Rubin stored is read by a newer one, as long as every field
that comes later has a default.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from rubin_tui.engine.model import Message
from rubin_tui.engine.store.rows import message_of, plain_message, storable

_Value = TypeVar("_Value")


def to_json(value: Any) -> str:
    """A frozen dataclass of plain values, tuples, messages and other such dataclasses."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[_Value], text: str) -> _Value:
    """The value of class `kind` that `to_json` wrote.

    Raises:
        ValueError: it is no JSON.
        TypeError: a field without a default is missing.
    """
    value: _Value = _value(kind, json.loads(text))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return plain_message(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return storable(value)


def _value(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if kind is Message:
        return message_of(plain)
    if isinstance(kind, type) and is_dataclass(kind):
        given = {name: _value(its, plain[name]) for name, its in _fields(kind).items() if name in plain}
        return kind(**given)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        kinds = kinds[:1] * len(plain) if kinds[1:] == (...,) else kinds
        return tuple(_value(one, item) for one, item in zip(kinds, plain, strict=True))
    return plain


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
