"""Electronic books (.epub): the pages of the spine in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.archive import Archive, beside
from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.html import read_html
from rubin_tui.engine.library.extract.markup import tree
from rubin_tui.engine.library.extract.ooxml import local
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.messages import Failure

_CONTAINER = "META-INF/container.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PAGES = ("application/xhtml+xml", "text/html")
_HEADING = re.compile(rb"<h[1-6][\s>]", re.IGNORECASE)
_RIGHTS = "META-INF/rights.xml"


def extract_epub(source: Source) -> Iterator[Progress | Content]:
    """Read a book.

    Raises:
        Failure: "import.encrypted"; its text is locked to one reader. Those of `Archive`,
            `markup.tree` and `Flow`.
    """
    archive = Archive(source)
    if _RIGHTS in archive:
        raise Failure("import.encrypted", path=source.path)
    package = _package(archive)
    root = tree(archive.read(package), source.path)
    flow = Flow(source.path)
    members = [member for member in _spine(root, package) if member in archive]
    titles = _titles(archive, root, package)
    for number, member in enumerate(members, start=1):
        data = archive.read(member)
        if member in titles and not _HEADING.search(data):
            flow.heading(*titles[member])
        read_html(data, flow, source.path)
        yield Progress(number, len(members))
    title = next(root.iter(_TITLE), None)
    yield flow.content("epub", (title.text or "") if title is not None else "")


def _package(archive: Archive) -> str:
    for item in tree(archive.read(_CONTAINER), archive.path).iter():
        if local(item.tag) == "rootfile" and (path := item.get("full-path")):
            return path
    raise Failure("import.damaged", path=archive.path)


def _titles(archive: Archive, root: Element, package: str) -> dict[str, tuple[int, str]]:
    """What the table of contents calls a member, and its level: the headings of books that have none."""
    for item in root.iter():
        is_contents = item.get("media-type") == "application/x-dtbncx+xml"
        if is_contents and (member := beside(package, unquote(item.get("href", "")))) in archive:
            found: dict[str, tuple[int, str]] = {}
            for entry in tree(archive.read(member), archive.path):
                if local(entry.tag) == "navMap":
                    _add_titles(entry, 1, member, found)
            return found
    return {}


def _add_titles(above: Element, level: int, contents: str, found: dict[str, tuple[int, str]]) -> None:
    for point in above:
        if local(point.tag) != "navPoint":
            continue
        parts = {local(part.tag): part for part in point}
        if "navLabel" in parts and "content" in parts:
            target = unquote(parts["content"].get("src", "").partition("#")[0])
            title = "".join(parts["navLabel"].itertext())
            found.setdefault(beside(contents, target), (level, title))
        _add_titles(point, level + 1, contents, found)


def _spine(root: Element, package: str) -> Iterator[str]:
    """The members to read, the table of contents left out."""
    pages = {}
    for item in root.iter():
        is_page = local(item.tag) == "item" and item.get("media-type") in _PAGES
        if is_page and "nav" not in item.get("properties", "").split():
            pages[item.get("id", "")] = beside(package, unquote(item.get("href", "")))
    for item in root.iter():
        if local(item.tag) == "itemref" and (member := pages.get(item.get("idref", ""))):
            yield member
