"""TwinCAT 3: .TcPOU, .TcIO, .TcDUT, .TcGVL. Declarations and code stand in CDATA sections of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.containers.container import Container
from rubin_tui.engine.containers.markup import Element
from rubin_tui.engine.containers.pieces import TAG, Fixed, Piece, Stretch, escaped, in_cdata

_ROOT = "TcPlcObject"
_LEAVES = ("DUT", "GVL")
_PARTS = ("Method", "Action", "Property", "Transition")
_DRAWN = ("NWL", "SFC", "CFC", "LD", "FBD", "UML", "UMLSC")
_TEXT = {"ST": "st", "IL": "awl"}


def read_twincat(text: str, root: Element) -> Container | None:
    """The container of such a file, None when it is something else."""
    if root.name != _ROOT or not root.children:
        return None
    pieces = [piece for element in root.children for piece in _object(text, element)]
    return Container("twincat", text, pieces) if any(isinstance(piece, Stretch) for piece in pieces) else None


def _object(text: str, element: Element) -> Iterator[Piece]:
    name = element.attributes.get("Name", "")
    declaration = _stretch(text, element.first("Declaration"))
    if element.name in _LEAVES:
        if declaration is not None:
            yield declaration
        return
    if element.name not in ("POU", "Itf"):
        return
    if declaration is not None:
        yield declaration
    yield from _code(text, element, name)
    for part in element.named(*_PARTS):
        yield from _part(text, part)
    kind = _kind(declaration.code if declaration else "")
    if kind is not None:
        yield Fixed((f"END_{kind} {TAG} {name}",), element.inside_end)


def _part(text: str, part: Element) -> Iterator[Piece]:
    name = part.attributes.get("Name", "")
    word = part.name.upper()
    declaration = _stretch(text, part.first("Declaration"))
    if declaration is not None:
        yield Fixed((f"{TAG} {word} {name}",), part.start)
        yield declaration
    else:
        colon = "" if word == "METHOD" else ":"
        yield Fixed((f"{word} {name}{colon} {TAG} {name}",), part.start)
    for accessor in part.named("Get", "Set"):
        side = accessor.name
        yield Fixed((f"{side.upper()} {TAG} {name}",), accessor.start)
        inner = _stretch(text, accessor.first("Declaration"))
        if inner is not None:
            yield inner
        yield from _code(text, accessor, f"{name}.{side}")
        yield Fixed((f"END_{side.upper()} {TAG} {name}",), accessor.inside_end)
    yield from _code(text, part, name, divided=declaration is not None)
    yield Fixed((f"END_{word} {TAG} {name}",), part.inside_end)


def _code(text: str, element: Element, name: str, *, divided: bool = True) -> Iterator[Piece]:
    implementation = element.first("Implementation")
    if implementation is None:
        return
    for body in implementation.children:
        if body.name in _TEXT:
            stretch = _stretch(text, body, _TEXT[body.name])
            if stretch is not None:
                if divided:
                    yield Fixed((f"{TAG} {name}",), body.start)
                yield stretch
        elif body.name in _DRAWN:
            yield Fixed((f"{TAG} {name}: {body.name}",), body.start)


def _stretch(text: str, element: Element | None, language: str = "st") -> Stretch | None:
    """The text of an element; None for `<ST/>`, which has no place for any."""
    if element is None or element.children or element.inside == element.inside_end:
        return None
    if element.cdata:
        start, end = element.cdata[0][0] - len("<![CDATA["), element.cdata[-1][1] + len("]]>")
        return in_cdata(text, start, end, element.cdata, language)
    return escaped(text, element.inside, element.inside_end, language)


_ASIDE = re.compile(r"\(\*.*?\*\)|//[^\r\n]*|/\*.*?\*/|\{[^}]*\}", re.DOTALL)
_KIND = re.compile(r"\b(?:FUNCTION_BLOCK|FUNCTION|PROGRAM|INTERFACE|CLASS)\b", re.IGNORECASE)


def _kind(declaration: str) -> str | None:
    """What is declared: the first such word that is no comment."""
    found = _KIND.search(_ASIDE.sub(" ", declaration))
    return found.group().upper() if found else None
