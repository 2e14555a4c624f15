"""JSON: its own lines if it has any, else indented; the path of keys is the heading path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from rubin_tui.engine.library.extract.branches import DEPTH, LARGE, Branch, blocks_of
from rubin_tui.engine.library.extract.code import offsets
from rubin_tui.engine.library.extract.flow import storable
from rubin_tui.engine.library.extract.paging import cut_pages
from rubin_tui.engine.library.extract.plain import decode
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.messages import Failure

_MONSTROUS = 1000  # characters of a line that nobody wrote by hand
_TOKEN = re.compile(r'"((?:[^"\\\n]|\\.)*)"|[{}\[\],\n]|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COLON = re.compile(r"\s*:")
_NAMES = ("name", "Name", "id", "title", "key", "tag")


def extract_json(source: Source) -> Iterator[Progress | Content]:
    """Read JSON, also with comments, trailing commas or an object a line.

    Raises:
        Failure: "import.too_deep".
    """
    text = decode(source.data)
    if max(map(len, text.split("\n"))) > _MONSTROUS:
        text = _indented(text, source.path)
    lines = text.split("\n")
    root = _Reader(text, source.path).read()
    blocks, headings = blocks_of(root, lines, offsets(lines))
    pages = list(cut_pages(text, blocks, headings))
    yield Content("json", "", text[:100_000], len(pages), iter(pages))


def _indented(text: str, path: str) -> str:
    try:
        return storable(json.dumps(json.loads(text), ensure_ascii=False, indent=1))
    except RecursionError as problem:
        raise Failure("import.too_deep", path=path) from problem
    except ValueError:  # not quite JSON: as it stands
        return text


class _Reader:
    """Goes through the tokens once; a branch is kept when it turns out large."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path

    def read(self) -> Branch:
        line = 0
        key = ""
        key_line = 0
        root = Branch("", 0)
        stack: list[tuple[Branch, int, int]] = [(root, 0, 0)]  # with its offset and its number of items
        names: list[str] = [""]
        for found in _TOKEN.finditer(self._text):
            token = found.group()
            if token == "\n":
                line += 1
            elif token[0] == '"':
                if _COLON.match(self._text, found.end()):
                    key, key_line = found.group(1), line
                elif key in _NAMES and not names[-1]:
                    names[-1], key = found.group(1), ""
            elif token in "{[":
                if len(stack) > DEPTH:
                    raise Failure("import.too_deep", path=self._path)
                branch, _, items = stack[-1]
                name = key or (f"[{items}]" if len(stack) > 1 else "")
                at = key_line if key else line
                stack.append((Branch(name, at), found.start(), 0))
                names.append("")
                key = ""
            elif token in "}]":
                if len(stack) > 1:
                    self._close(stack, names, found.end(), line)
                key = ""
            elif token == ",":
                branch, offset, items = stack[-1]
                stack[-1] = branch, offset, items + 1
                key = ""
            else:
                line += token.count("\n")
        while len(stack) > 1:
            self._close(stack, names, len(self._text), line)
        root.end = self._text.count("\n") + 1
        return root

    def _close(self, stack: list[tuple[Branch, int, int]], names: list[str], end: int, line: int) -> None:
        branch, offset, _ = stack.pop()
        name = names.pop()
        branch.end = line + 1
        parent = stack[-1][0]
        if end - offset < LARGE or branch.end - branch.start < 2:
            return
        if not parent.inside or parent.inside[-1].end <= branch.start:
            branch.name = f"{branch.name} {name}".strip() if branch.name.startswith("[") else branch.name
            parent.inside.append(branch)
