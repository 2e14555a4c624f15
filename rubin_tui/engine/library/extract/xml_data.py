"""XML that is data: its own lines if it has any, else indented; the path of elements is the heading path."""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from rubin_tui.engine.containers import open_container
from rubin_tui.engine.library.extract.branches import DEPTH, LARGE, Branch, blocks_of
from rubin_tui.engine.library.extract.code import extract_code, offsets
from rubin_tui.engine.library.extract.flow import CHARACTERS, storable
from rubin_tui.engine.library.extract.html import decode_html, extract_html
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.messages import Failure

_SUFFIXES = """
.xml .l5x .scd .icd .cid .ssd .gsdml .aml .xaml .xsd .xsl .xslt .wsdl .config .props .targets .csproj
.vcxproj .tsproj .plcproj .xti .tmc .opml .urdf .ui
"""
SUFFIXES = frozenset(_SUFFIXES.split())
"""Suffixes of files that are XML inside."""

_MONSTROUS = 1000  # characters of a line that nobody wrote by hand
_NAMES = ("Name", "name", "id", "Id", "ID", "key", "title", "ident", "desc")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_XHTML = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*<html[\s>]", re.DOTALL | re.IGNORECASE)


def extract_xml(source: Source) -> Iterator[Progress | Content]:
    """Read XML; of PLC projects the code in it. What is not well-formed is read as it stands.

    Raises:
        Failure: "import.xml_entities", "import.too_deep", "import.too_much_text".
    """
    text = decode_html(source.data)  # XML says its encoding in the same place
    if _XHTML.match(text, 0, 10_000):
        yield from extract_html(source)
        return
    text = text.lstrip("\ufeff")
    if open_container(source.path, text) is not None:
        yield from extract_code(source)
        return
    root = _Reader(text, source.path).read()
    if root is not None and max(map(len, text.split("\n"))) > _MONSTROUS:
        text = _indented(text, source.path)
        root = _Reader(text, source.path).read()
    lines = text.split("\n")
    blocks, headings = blocks_of(root or Branch("", 0, len(lines)), lines, offsets(lines))
    pages = list(cut_pages(text, blocks, headings))
    yield Content("xml", "", text[:100_000], len(pages), iter(pages))


def _indented(text: str, path: str) -> str:
    """`text`, in which no entity is declared and nothing stands deep, with an element a line."""
    element = ElementTree.fromstring(_DECLARATION.sub("", text, count=1))
    ElementTree.indent(element, " ")
    written = storable(ElementTree.tostring(element, "unicode"))
    if len(written) > CHARACTERS:  # every space of a name is written out
        raise Failure("import.too_much_text", path=path, limit=CHARACTERS // 1_000_000)
    return written


class _Reader:
    """Goes through the elements once; one is kept when it turns out large."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._parser = pyexpat.ParserCreate("utf-8")  # whatever it declares: we have decoded it
        self._root = Branch("", 0)
        self._stack: list[tuple[Branch, int]] = [(self._root, 0)]
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse

    def read(self) -> Branch | None:
        """The branches; None when the text is not well-formed."""
        try:
            self._parser.Parse(self._text.encode("utf-8", "replace"), True)
        except pyexpat.ExpatError:
            return None
        self._root.end = self._text.count("\n") + 1
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._stack) > DEPTH:
            raise Failure("import.too_deep", path=self._path)
        name = next((attributes[key] for key in _NAMES if attributes.get(key)), "")
        tag = tag.rpartition(":")[2]
        line = self._parser.CurrentLineNumber - 1
        branch = Branch(f"{tag} {name}" if name else tag, line)
        self._stack.append((branch, self._parser.CurrentByteIndex))

    def _end(self, tag: str) -> None:
        branch, offset = self._stack.pop()
        branch.end = self._parser.CurrentLineNumber
        parent = self._stack[-1][0]
        large = self._parser.CurrentByteIndex - offset >= LARGE and branch.end - branch.start > 1
        if large and (not parent.inside or parent.inside[-1].end <= branch.start):
            parent.inside.append(branch)

    def _refuse(self, *_: object) -> None:
        raise Failure("import.xml_entities", path=self._path)
