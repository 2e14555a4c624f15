"""Source code: the file's own text, cut at its functions, blocks and POUs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from rubin_tui.engine.containers import open_container
from rubin_tui.engine.languages import Language, language_named, language_of
from rubin_tui.engine.library.extract.code_outline import Part, outline
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.plain import decode, extract_plain
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.library.passages import WANTED, Block


def extract_code(source: Source) -> Iterator[Progress | Content]:
    """Read source code, also such as stands inside something else; what says no language as plain text."""
    text = decode(source.data)
    container = open_container(source.path, text)
    if container is not None:
        text = container.code
    language = language_of(source.path, text) if container is None else language_named("st")
    if language is None:
        yield from extract_plain(source)
        return
    lines = text.split("\n")
    found = _outline(text, language, source.outlines.get(language.id, ""))
    parts = [_with_comment(part, lines, language) for part in found]
    starts = offsets(lines)
    blocks = code_blocks(lines, starts, _paths(parts, starts))
    headings = sorted({starts[part.start] for part in parts})
    pages = list(cut_pages(text, blocks, headings))
    yield Content("code", "", text[:100_000], len(pages), iter(pages))


def _outline(text: str, language: Language, reader: str) -> list[Part]:
    """The parts of the text by `reader`, "module:function", else by its lines."""
    if not reader:
        return outline(text, language)
    module, _, name = reader.partition(":")
    return [Part(*found) for found in getattr(import_module(module), name)(text)]


def offsets(lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text they were split from, and where a next one would."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _paths(parts: Sequence[Part], starts: Sequence[int]) -> list[tuple[str, ...]]:
    """For each line the names of the parts it stands in, the outermost first.

    What is small enough to be one passage is not parted further.
    """
    count = len(starts) - 1
    found: list[tuple[str, ...]] = [()] * count
    whole_until = 0
    for part in parts:  # one that holds another comes before it
        if whole_until <= part.start < part.end <= count:
            path = (*found[part.start], part.name)
            found[part.start : part.end] = [path] * (part.end - part.start)
            if starts[part.end] - starts[part.start] <= WANTED:
                whole_until = part.end
    return found


def code_blocks(
    lines: Sequence[str], starts: Sequence[int], heading_paths: Sequence[tuple[str, ...]]
) -> list[Block]:
    """Runs of lines of one part; blank lines part them."""
    blocks = []
    first: int | None = None
    for number in range(len(lines) + 1):
        ended = number == len(lines) or not lines[number].strip()
        if first is not None and (ended or heading_paths[number] != heading_paths[first]):
            blocks.append(Block(starts[first], starts[number] - 1, "code", heading_paths[first]))
            first = None
        if first is None and not ended:
            first = number
    return blocks


def _with_comment(part: Part, lines: Sequence[str], language: Language) -> Part:
    """`part` with the comment that stands right above it."""
    start = part.start
    while start > 0 and _is_comment(lines[start - 1].strip(), language):
        start -= 1
    if start == part.start and start > 0:
        start = _block_comment_above(lines, start, language)
    return Part(part.name, start, part.end)


def _is_comment(line: str, language: Language) -> bool:
    return line.startswith(language.comment) if language.comment and line else False


def _block_comment_above(lines: Sequence[str], start: int, language: Language) -> int:
    above = lines[start - 1].strip()
    for opens, closes in language.block_comment:
        if not above.endswith(closes):
            continue
        for first in range(start - 1, max(-1, start - 60), -1):
            if lines[first].strip().startswith(opens):
                return first
            if opens in lines[first]:
                break
    return start
