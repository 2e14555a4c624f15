"""Text put together from formats whose own text is markup: what the reader sees, and its structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rubin_tui.engine.library.extract.headings import HeadingStack
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.values import Content, RawPage
from rubin_tui.engine.library.passages import Block, RawPassage, cut_passages
from rubin_tui.engine.model import PassageKind
from rubin_tui.messages import Failure

CHARACTERS = 64_000_000
"""Characters a document may come to; a small file can say "this cell again" a million times."""

_TITLE_LIMIT = 300
_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000), 0xFFFF), "\ufffd")


class Flow:
    """Blocks and headings in the order they are read; a blank line stands between them.

    `before` counts the characters other flows of the same document hold.

    Raises:
        Failure: "import.too_much_text", from any of its methods.
    """

    def __init__(self, path: str, before: int = 0) -> None:
        self._path = path
        self._before = before
        self._pieces: list[str] = []
        self._length = 0
        self._stack = HeadingStack()
        self._blocks: list[Block] = []
        self._headings: list[int] = []
        self._first_heading = ""

    def heading(self, level: int, title: str) -> None:
        """A heading of `level` (1 is the highest); a blank one is none."""
        title = storable(" ".join(title.split()))
        if title:
            self._headings.append(self._append(title))
            self._stack.enter(level, title[:_TITLE_LIMIT])
            self._first_heading = self._first_heading or title[:_TITLE_LIMIT]

    def add(self, kind: PassageKind, text: str, gap: str = "\n\n") -> None:
        """A block, `gap` after what stands before it; a blank one is none."""
        text = storable(text.rstrip() if kind == "code" else text.strip())
        if text.strip():
            start = self._append(text, gap)
            self._blocks.append(Block(start, start + len(text), kind, self._stack.path))

    def table(self, rows: Sequence[Sequence[str]], caption: str = "") -> None:
        """Rows of cells. A frame around text, or one row (a note beside its sign), is no table."""
        rows = without_empty_columns(rows)
        lines = [line for cells in rows if (line := row(cells))]
        if len(lines) > 1 and any(" | " in line for line in lines):
            self.add("table", "\n".join([caption, *lines] if caption.strip() else lines))
            return
        self.add("paragraph", caption)
        for cells in rows:
            self.add("paragraph", "\n".join(cell for cell in cells if cell))

    def aside(self, text: str) -> None:
        """Text to be read on the page that no passage holds."""
        if text.strip():
            self._append(storable(text.strip()))

    def content(self, type: str, title: str = "") -> Content:
        """The document, in pages of lines; without a `title` its first heading is one.

        Raises:
            Failure: "import.no_words"; there is nothing to read in it.
        """
        text = self.text
        if not text:
            raise Failure("import.no_words", path=self._path)
        pages = list(cut_pages(text, self._blocks, self._headings))
        return Content(type, self.title_or(title), text[:100_000], len(pages), iter(pages))

    def page(self, number: int, label: str) -> tuple[RawPage, tuple[RawPassage, ...]]:
        """All of it as one page that the document itself calls a page: a slide."""
        text = self.text
        page = RawPage(number, number, label, 1, text)
        return page, cut_passages(text, self._blocks, page_number=number)

    def title_or(self, title: str) -> str:
        """`title`, tidied, else the first heading, else ""."""
        return storable(" ".join(title.split())[:_TITLE_LIMIT]) or self._first_heading

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._pieces)

    def _append(self, text: str, gap: str = "\n\n") -> int:
        if self._pieces:
            self._pieces.append(gap)
            self._length += len(gap)
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        if self._before + self._length > CHARACTERS:
            raise Failure("import.too_much_text", path=self._path, limit=CHARACTERS // 1_000_000)
        return start


def paged(
    type: str, title: str, pages: Sequence[tuple[RawPage, tuple[RawPassage, ...]]], path: str
) -> Content:
    """A document of pages made by `Flow.page`.

    Raises:
        Failure: "import.no_words"; there is nothing to read in it.
    """
    if not any(page.text for page, _ in pages):
        raise Failure("import.no_words", path=path)
    sample = "\n".join(page.text for page, _ in pages[:100])[:100_000]
    iterator: Iterator[tuple[RawPage, tuple[RawPassage, ...]]] = iter(pages)
    return Content(type, title, sample, len(pages), iterator)


def row(cells: Sequence[str]) -> str:
    """A row of a table: `a | b | c`, each cell on one line, empty ones at the end left out."""
    tidy = [" ".join(cell.split()) for cell in cells]
    while tidy and not tidy[-1]:
        tidy.pop()
    return " | ".join(tidy) if any(tidy) else ""


def without_empty_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """`rows` without the columns no row says anything in, such as those of pictures."""
    width = max(map(len, rows), default=0)
    said = [any(column < len(cells) and cells[column] for cells in rows) for column in range(width)]
    return [[cell for cell, keep in zip(cells, said, strict=False) if keep] for cells in rows]


def storable(text: str) -> str:
    """`text` without what a database or JSON could not hold."""
    return text.translate(_UNSTORABLE) if not text.isascii() or "\0" in text else text
