"""An XML text as elements that know where in the text they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat


class BrokenMarkup(ValueError):
    """The text is not well-formed, or declares a document type, which no container needs."""


@dataclass(slots=True, eq=False)
class Element:
    """An element: its name without the prefix, and offsets in the text.

    `start` is that of its "<"; `inside` and `inside_end` enclose what stands between its tags; both are the
    same for an empty one. `cdata` are the stretches inside CDATA sections that are its own.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inside: int = -1
    inside_end: int = -1
    children: list[Element] = field(default_factory=list)
    cdata: list[tuple[int, int]] = field(default_factory=list)

    def first(self, *path: str) -> Element | None:
        """The first child of that name, and so on down the path."""
        element = self
        for name in path:
            found = next((child for child in element.children if child.name == name), None)
            if found is None:
                return None
            element = found
        return element

    def named(self, *names: str) -> Iterator[Element]:
        """The children with one of these names, in order."""
        return (child for child in self.children if child.name in names)

    def under(self, *names: str) -> Iterator[Element]:
        """Everything below with one of these names, in order; not what stands inside of what is found."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name in names:
                yield element
            else:
                waiting.extend(reversed(element.children))


def read_markup(text: str) -> Element:
    """The root element of an XML text.

    Raises:
        BrokenMarkup: expat does not read it, or it declares a document type.
    """
    reader = _Reader(text)
    try:
        reader.parser.Parse(reader.data, True)
    except expat.ExpatError as error:
        raise BrokenMarkup(str(error)) from error
    return reader.root


class _Reader:
    """Listens to expat. Its byte offsets become character offsets; where tags end shows in what follows."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "replace")
        self._offsets = _Offsets(text, len(self.data))
        self.root: Element
        self._open: list[Element] = []
        self._fresh: Element | None = None
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartCdataSectionHandler = self._start_cdata
        parser.EndCdataSectionHandler = self._end_cdata
        parser.CharacterDataHandler = parser.CommentHandler = lambda _: self._here()
        parser.ProcessingInstructionHandler = lambda *_: self._here()
        parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise BrokenMarkup("document type")

    def _here(self) -> int:
        here = self._offsets.of_byte(self.parser.CurrentByteIndex)
        if self._fresh is not None:
            self._fresh.inside = here
            self._fresh = None
        return here

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name.rpartition(":")[2], attributes, self._here())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._fresh = element

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.inside_end = self._here()

    def _start_cdata(self) -> None:
        self._open[-1].cdata.append((self._here() + len("<![CDATA["), -1))

    def _end_cdata(self) -> None:
        cdata = self._open[-1].cdata
        cdata[-1] = (cdata[-1][0], self._here())


class _Offsets:
    """Character offsets of byte offsets that are asked for in order."""

    def __init__(self, text: str, size: int) -> None:
        self._plain = len(text) == size
        if self._plain:
            return
        self._bytes, self._characters = [0], [0]
        byte = 0
        for start in range(0, len(text), _BLOCK):
            block = text[start : start + _BLOCK]
            byte += len(block.encode("utf-8", "replace"))
            self._bytes.append(byte)
            self._characters.append(start + len(block))
        self._text = text

    def of_byte(self, byte: int) -> int:
        if self._plain:
            return byte
        block = bisect_right(self._bytes, byte) - 1
        start = self._characters[block]
        if byte == self._bytes[block]:
            return start
        data = self._text[start : start + _BLOCK].encode("utf-8", "replace")
        return start + len(data[: byte - self._bytes[block]].decode("utf-8", "ignore"))


_BLOCK = 256
