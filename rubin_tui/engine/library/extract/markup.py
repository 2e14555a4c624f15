"""XML that strangers wrote, read as a stream: a document type that declares entities is refused."""

from __future__ import annotations

import pyexpat
from collections.abc import Iterable, Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from rubin_tui.messages import Failure

DEPTH = 500
"""How deep elements may stand in one another."""

_CHUNK = 1 << 16


def elements(
    chunks: Iterable[bytes],
    path: str,
    keep: frozenset[str],
    drop: frozenset[str] = frozenset(),
    announce: frozenset[str] = frozenset(),
) -> Iterator[Element]:
    """The elements whose tags are in `keep`, each whole, as they end; then they are emptied.

    An element in one that is kept comes as a part of it, not by itself. Those in `drop` (with all in
    them) are removed before anyone sees them. Those in `announce` come when they begin, with nothing
    but their attributes.

    Raises:
        Failure: "import.xml_entities", "import.too_deep", "import.damaged".
    """
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    open_elements: list[Element] = []
    kept = dropped = 0  # how many of the open elements are in `keep`, in `drop`
    try:
        for chunk in guarded(chunks, path):
            parser.feed(chunk)
            for event, element in _events(parser):
                tag = element.tag
                if event == "start":
                    open_elements.append(element)
                    kept += tag in keep
                    dropped += tag in drop
                    if len(open_elements) > DEPTH:
                        raise Failure("import.too_deep", path=path)
                    if tag in announce:
                        yield element
                    continue
                open_elements.pop()
                if tag in keep:
                    kept -= 1
                    if not kept and not dropped:
                        yield element
                if tag in drop:
                    dropped -= 1
                    tail = element.tail
                    element.clear()
                    element.tail = tail
                elif not kept:
                    element.clear()
                    if open_elements:
                        del open_elements[-1][:]  # else the emptied ones pile up
        parser.close()
    except ParseError as problem:
        raise Failure("import.damaged", path=path) from problem


def tree(data: bytes, path: str) -> Element:
    """The root of a small XML file, whole.

    Raises:
        Failure: as `elements`.
    """
    depth = 0
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    root: Element | None = None
    try:
        for chunk in guarded([data], path):
            parser.feed(chunk)
            for event, element in _events(parser):
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > DEPTH:
                    raise Failure("import.too_deep", path=path)
        parser.close()
    except ParseError as problem:
        raise Failure("import.damaged", path=path) from problem
    if root is None:
        raise Failure("import.damaged", path=path)
    return root


def _events(parser: XMLPullParser[Any]) -> Iterator[tuple[str, Element]]:
    """What has been read: "start" or "end", and the element."""
    return cast(Iterator[tuple[str, Element]], parser.read_events())


def guarded(chunks: Iterable[bytes], path: str) -> Iterator[bytes]:
    """`chunks` in small pieces, after the part before the first element was found to declare no entity.

    ElementTree cannot be told to refuse them. Entities can be declared nowhere else.

    Raises:
        Failure: "import.xml_entities", "import.damaged".
    """
    watch = pyexpat.ParserCreate()
    began = False

    def refuse(*_: object) -> None:
        raise Failure("import.xml_entities", path=path)

    def begin(*_: object) -> None:
        nonlocal began
        began = True

    watch.EntityDeclHandler = refuse
    watch.StartElementHandler = begin
    for chunk in chunks:
        for start in range(0, len(chunk), _CHUNK):
            piece = chunk[start : start + _CHUNK]
            if not began:
                try:
                    watch.Parse(piece, False)
                except pyexpat.ExpatError as problem:
                    raise Failure("import.damaged", path=path) from problem
            yield piece
