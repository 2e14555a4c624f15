"""Rockwell .L5X: tags and types are elements, a routine in ST is one element a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.containers.container import Container
from rubin_tui.engine.containers.markup import Element
from rubin_tui.engine.containers.pieces import TAG, Fixed, Piece, Stretch, matching
from rubin_tui.engine.containers.values import Variable, content, section, tagged

_USAGES = {"Input": "VAR_INPUT", "Output": "VAR_OUTPUT", "InOut": "VAR_IN_OUT"}


def read_l5x(text: str, root: Element) -> Container | None:
    """The container of such a file, None when it is something else or holds no ST."""
    if root.name != "RSLogix5000Content":
        return None
    pieces = list(_Reader(text).content(root))
    return Container("l5x", text, pieces) if any(isinstance(piece, Stretch) for piece in pieces) else None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text

    def content(self, root: Element) -> Iterator[Piece]:
        for part in root.under("DataType", "AddOnInstructionDefinition", "Tags", "Program", "Routine"):
            if part.name == "DataType":
                yield from self._data_type(part)
            elif part.name == "Tags":
                yield from self._globals(part)
            elif part.name == "Routine":
                yield from self._routine(part)
            elif part.name == "Program":
                yield from self._program(part)
            else:
                yield from self._instruction(part)

    def _data_type(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("Name", "")
        members = [
            self._variable(each)
            for holder in element.named("Members")
            for each in holder.named("Member")
            if each.attributes.get("Hidden") != "true"
        ]
        if members:
            lines = [f"TYPE {name} :", "STRUCT", *(each.line for each in members), "END_STRUCT", "END_TYPE"]
            yield tagged(lines, name, element.start)

    def _globals(self, element: Element) -> Iterator[Piece]:
        lines = section("VAR_GLOBAL", (self._variable(each) for each in element.named("Tag")))
        if lines:
            yield tagged(lines, "Controller", element.start)

    def _program(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("Name", "")
        tags = (self._variable(each) for holder in element.named("Tags") for each in holder.named("Tag"))
        yield tagged([f"PROGRAM {name}", *section("VAR", tags)], name, element.start)
        yield from self._routines(element)
        yield Fixed((f"END_PROGRAM {TAG} {name}",), element.inside_end)

    def _instruction(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("Name", "")
        lines = [f"FUNCTION_BLOCK {name}"]
        parameters = [each for holder in element.named("Parameters") for each in holder.named("Parameter")]
        for usage, word in _USAGES.items():
            of_usage = (each for each in parameters if each.attributes.get("Usage") == usage)
            lines += section(word, map(self._variable, of_usage))
        local = (each for holder in element.named("LocalTags") for each in holder.named("LocalTag"))
        lines += section("VAR", map(self._variable, local))
        yield tagged(lines, name, element.start)
        yield from self._routines(element)
        yield Fixed((f"END_FUNCTION_BLOCK {TAG} {name}",), element.inside_end)

    def _routines(self, element: Element) -> Iterator[Piece]:
        for holder in element.named("Routines"):
            for routine in holder.named("Routine"):
                yield from self._routine(routine)

    def _routine(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("Name", "")
        kind = element.attributes.get("Type", "")
        if kind != "ST":
            yield Fixed((f"{TAG} {name}: {kind}",), element.start)
            return
        for code in element.named("STContent"):
            stretch = self._lines(code)
            if stretch is not None:
                yield Fixed((f"ACTION {name}: {TAG} {name}",), element.start)
                yield stretch
                yield Fixed((f"END_ACTION {TAG} {name}",), element.inside_end)

    def _variable(self, element: Element) -> Variable:
        said = element.attributes
        kind = said.get("DataType", "BOOL" if said.get("AliasFor") else "")
        size = said.get("Dimensions") or said.get("Dimension") or "0"
        if size != "0":
            bounds = ", ".join(f"0..{int(each) - 1}" for each in re.findall(r"\d+", size))
            kind = f"ARRAY [{bounds}] OF {kind}"
        comment = content(self._text, element.first("Description"))
        if alias := said.get("AliasFor"):
            comment = f"{alias}: {comment}" if comment else alias
        return Variable(said.get("Name", ""), kind, "", "", comment)

    def _lines(self, code: Element) -> Stretch | None:
        lines = [line for line in code.named("Line") if len(line.cdata) == 1]
        if not lines or len(lines) != len(code.children):
            return None
        return _stretch(self._text, lines)


def _stretch(text: str, lines: list[Element]) -> Stretch:
    """`<Line Number="n">` elements as lines; `write` numbers them anew from the first."""
    spans = [line.cdata[0] for line in lines]
    ends = [text.index(">", line.inside_end) + 1 for line in lines]
    start, end = lines[0].start, ends[-1]
    between = text[ends[0] : lines[1].start] if len(lines) > 1 else "\n"
    head, tail = text[start : spans[0][0]], text[spans[0][1] : ends[0]]
    said = [text[begin:stop] for begin, stop in spans]
    steps: list[tuple[int, int]] = []
    length = 0
    for words, (begin, _) in zip(said, spans, strict=True):
        steps.append((length, begin))
        length += len(words) + 1
    first = int(lines[0].attributes.get("Number", "0") or 0)

    def element(number: int, words: str) -> str:
        return f"{_numbered(head, number)}{words.replace(']]>', ']]]]><![CDATA[>')}{tail}"

    def write(new: str) -> str:
        rows = [_LINE_END.sub("", row) for row in _LINES.findall(new)] if new else [""]
        out: list[str] = []
        for tag, i, _, k, m in matching(said, rows):
            for row in range(k, m):
                old = i + row - k
                if tag == "equal":
                    out.append(_numbered(text[lines[old].start : ends[old]], first + row))
                else:
                    out.append(element(first + row, rows[row]))
        return between.join(out)

    return Stretch(start, end, "\n".join(said), tuple(steps), write)


_NUMBER = re.compile(r'(<Line\s+Number=")\d+')
_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z|(?<=[\r\n])\Z")


def _numbered(line: str, number: int) -> str:
    return _NUMBER.sub(lambda found: f"{found.group(1)}{number}", line, count=1)
