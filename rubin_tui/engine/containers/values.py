"""Declarations that a container keeps as elements, written as the lines of a textual declaration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import unescape

from rubin_tui.engine.containers.markup import Element
from rubin_tui.engine.containers.pieces import TAG, Fixed


class Variable(NamedTuple):
    """A declared variable; "" for what it lacks. `comment` is one line."""

    name: str
    type: str
    initial: str = ""
    address: str = ""
    comment: str = ""

    @property
    def line(self) -> str:
        """Its line in a declaration."""
        at = f" AT {self.address}" if self.address else ""
        initial = f" := {self.initial}" if self.initial else ""
        comment = f" (* {self.comment} *)" if self.comment else ""
        return f"    {self.name}{at} : {self.type or '?'}{initial};{comment}"


def section(word: str, variables: Iterable[Variable]) -> list[str]:
    """The lines of a section, none when it has no variables."""
    lines = [variable.line for variable in variables]
    return [word, *lines, "END_VAR"] if lines else []


def tagged(lines: list[str], name: str, at: int) -> Fixed:
    """Lines of ours; the first one carries the tag."""
    return Fixed((f"{lines[0]} {TAG} {name}", *lines[1:]), at)


def content(text: str, element: Element | None) -> str:
    """What is said inside an element and below it, on one line, safe inside of `(* *)`."""
    if element is None:
        return ""
    if element.cdata:
        said = "".join(text[start:end] for start, end in element.cdata)
    elif element.children:
        said = " ".join(content(text, child) for child in element.children)
    else:
        said = unescape(text[element.inside : element.inside_end], {"&quot;": '"', "&apos;": "'"})
    return " ".join(said.split()).replace("(*", "( *").replace("*)", "* )")
