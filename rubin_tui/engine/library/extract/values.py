"""What comes out of reading a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from rubin_tui.engine.library.passages import RawPassage


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before it is stored; the fields are those of `model.Page`."""

    number: int
    index: int | None
    label: str | None
    first_line: int
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`page` of `of` pages have been read; comes before `Begin`, while the document is first gone through."""

    page: int
    of: int


@dataclass(frozen=True, slots=True)
class Begin:
    """The document is understood. `type` is "pdf", "html", "docx", "code" ...; `size` in bytes.

    `needs_ocr` are the numbers of pages that are pictures without text; see `ocr.recognise`.
    """

    type: str
    title: str
    language: str
    pages: int
    sha256: str
    size: int
    needs_ocr: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page and the passages on it; `of` is the number of pages."""

    page: RawPage
    passages: tuple[RawPassage, ...]
    of: int


@dataclass(frozen=True, slots=True)
class End:
    """Everything has been read."""

    pages: int
    passages: int


Reading = Progress | Begin | PageRead | End


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document, so far as it has been read: `read` of `total` pages; pages and passages come at the end."""

    type: str = ""
    title: str = ""
    language: str = ""
    sha256: str = ""
    size: int = 0
    read: int = 0
    total: int = 0
    pages: tuple[RawPage, ...] = ()
    passages: tuple[RawPassage, ...] = ()
    needs_ocr: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What an extractor reads: all bytes of a file, and its path or name.

    With `scans`, a document of nothing but pictures of pages is no failure: somebody will recognise them.
    `outlines` names by language who knows the parts of code, as "module:function": of a text it gives name,
    first line and the line behind the last one of each part, those inside others behind them.
    """

    path: str
    data: bytes
    scans: bool = False
    outlines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What an extractor found. `sample` is text to tell the language by; `pages` come in order.

    `needs_ocr` are the numbers of those that are pictures without text.
    """

    type: str
    title: str
    sample: str
    count: int
    pages: Iterator[tuple[RawPage, tuple[RawPassage, ...]]]
    needs_ocr: tuple[int, ...] = ()


Extractor = Callable[[Source], Iterator[Progress | Content]]
"""Yields any number of `Progress` and then the `Content`. Raises `Failure` ("import....")."""
