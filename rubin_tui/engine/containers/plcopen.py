"""PLCopen XML (TC6): declarations are elements and are shown as lines of ours, ST bodies are text.

Methods, properties and interfaces stand where CODESYS puts them, in `addData`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubin_tui.engine.containers.container import Container
from rubin_tui.engine.containers.markup import Element
from rubin_tui.engine.containers.pieces import TAG, Fixed, Piece, Stretch, escaped, in_cdata
from rubin_tui.engine.containers.values import Variable, content, section, tagged

_SECTIONS = {
    "inputVars": "VAR_INPUT",
    "outputVars": "VAR_OUTPUT",
    "inOutVars": "VAR_IN_OUT",
    "localVars": "VAR",
    "tempVars": "VAR_TEMP",
    "externalVars": "VAR_EXTERNAL",
    "globalVars": "VAR_GLOBAL",
    "accessVars": "VAR_ACCESS",
}
_QUALIFIERS = ("constant", "retain", "persistent", "nonretain")
_POUS = {"functionBlock": "FUNCTION_BLOCK", "function": "FUNCTION", "program": "PROGRAM"}
_BODIES = {"ST": "st", "IL": "awl"}


def read_plcopen(text: str, root: Element) -> Container | None:
    """The container of such a file, None when it is something else."""
    if root.name != "project":
        return None
    pieces = list(_Reader(text).project(root))
    return Container("plcopen", text, pieces) if pieces else None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text

    def project(self, root: Element) -> Iterator[Piece]:
        shown = ("dataType", "pou", "Interface", "globalVars")
        for element in root.under(*shown):
            if element.name == "dataType":
                yield from self._data_type(element)
            elif element.name == "pou":
                yield from self._pou(element)
            elif element.name == "Interface" and "name" in element.attributes:
                yield from self._interface(element)
            elif element.name == "globalVars":
                yield from self._globals(element)

    # parts of a project

    def _data_type(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("name", "")
        base = element.first("baseType")
        kind = base.children[0] if base is not None and base.children else None
        if kind is None:
            return
        parent = content(self._text, next(element.under("Extends"), None))
        lines = [f"TYPE {name}{f' EXTENDS {parent}' if parent else ''} :"]
        if kind.name in ("struct", "union"):
            word = kind.name.upper()
            lines += [word, *(self._variable(each).line for each in kind.named("variable")), f"END_{word}"]
        elif kind.name == "enum":
            values = [value for each in kind.named("values") for value in each.named("value")]
            lines += ["(", *self._values(values), ");"]
        else:
            lines.append(f"    {self._type(base)};")
        yield tagged([*lines, "END_TYPE"], name, element.start)

    def _pou(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("name", "")
        word = _POUS.get(element.attributes.get("pouType", ""))
        if word is None:
            return
        heritage = element.first("interface", "addData")
        parents = [content(self._text, one) for one in heritage.under("Extends")] if heritage else []
        faces = [content(self._text, one) for one in heritage.under("Implements")] if heritage else []
        head = f"{word} {name}"
        head += f" EXTENDS {parents[0]}" if parents else ""
        head += f" IMPLEMENTS {', '.join(faces)}" if faces else ""
        yield from self._declared(head, name, element)
        yield from self._body(element, name)
        for child in element.children:
            # In a body, action and transition are boxes of a chart; the code they call stands beside it.
            if child.name != "body":
                for part in child.under("Method", "Property", "action", "transition"):
                    yield from self._part(part)
        yield Fixed((f"END_{word} {TAG} {name}",), element.inside_end)

    def _interface(self, element: Element) -> Iterator[Piece]:
        name = element.attributes["name"]
        yield Fixed((f"INTERFACE {name} {TAG} {name}",), element.start)
        for part in element.under("Method", "Property"):
            yield from self._part(part)
        yield Fixed((f"END_INTERFACE {TAG} {name}",), element.inside_end)

    def _part(self, part: Element) -> Iterator[Piece]:
        name = part.attributes.get("name", "")
        if part.name == "Method":
            yield from self._declared(f"METHOD {name}", name, part)
            yield from self._body(part, name)
            yield Fixed((f"END_METHOD {TAG} {name}",), part.inside_end)
        elif part.name == "Property":
            yield from self._declared(f"PROPERTY {name}", name, part)
            for accessor in part.under("GetAccessor", "SetAccessor", "Get", "Set"):
                side = accessor.name[:3].upper()
                yield Fixed((f"{side} {TAG} {name}",), accessor.start)
                yield from self._body(accessor, f"{name}.{side.capitalize()}")
                yield Fixed((f"END_{side} {TAG} {name}",), accessor.inside_end)
            yield Fixed((f"END_PROPERTY {TAG} {name}",), part.inside_end)
        else:
            word = part.name.upper()
            yield Fixed((f"{word} {name}: {TAG} {name}",), part.start)
            yield from self._body(part, name)
            yield Fixed((f"END_{word} {TAG} {name}",), part.inside_end)

    def _globals(self, element: Element) -> Iterator[Piece]:
        name = element.attributes.get("name", "")
        lines = self._section(element)
        if lines:
            yield tagged(lines, name, element.start)

    # pieces of a part

    def _declared(self, head: str, name: str, element: Element) -> Iterator[Piece]:
        interface = element.first("interface")
        if interface is None:
            yield Fixed((f"{head} {TAG} {name}",), element.start)
            return
        result = interface.first("returnType")
        if result is not None:
            head += f" : {self._type(result)}"
        lines = [line for each in interface.named(*_SECTIONS) for line in self._section(each)]
        yield tagged([head, *lines], name, interface.start)

    def _body(self, element: Element, name: str) -> Iterator[Piece]:
        for body in element.named("body"):
            for kind in body.children:
                if kind.name in _BODIES:
                    stretch = self._stretch(kind, _BODIES[kind.name])
                    if stretch is not None:
                        yield Fixed((f"{TAG} {name}",), kind.start)
                        yield stretch
                elif kind.name in ("LD", "FBD", "SFC"):
                    yield Fixed((f"{TAG} {name}: {kind.name}",), kind.start)

    def _stretch(self, element: Element, language: str) -> Stretch | None:
        """The text inside the innermost element; None where markup stands between the words."""
        while len(element.children) == 1:
            element = element.children[0]
        if element.children or element.inside == element.inside_end:
            return None
        if element.cdata:
            start, end = element.cdata[0][0] - len("<![CDATA["), element.cdata[-1][1] + len("]]>")
            return in_cdata(self._text, start, end, element.cdata, language)
        return escaped(self._text, element.inside, element.inside_end, language)

    # declarations

    def _section(self, element: Element) -> list[str]:
        said = [word.upper() for word in _QUALIFIERS if element.attributes.get(word) == "true"]
        word = " ".join([_SECTIONS[element.name], *said])
        return section(word, (self._variable(each) for each in element.named("variable")))

    def _variable(self, element: Element) -> Variable:
        initial = element.first("initialValue")
        return Variable(
            element.attributes.get("name", ""),
            self._type(element.first("type")),
            self._value(initial.children[0]) if initial is not None and initial.children else "",
            element.attributes.get("address", ""),
            content(self._text, element.first("documentation")),
        )

    def _values(self, values: Iterable[Element]) -> list[str]:
        said = []
        for value in values:
            number = value.attributes.get("value", "")
            said.append(f"    {value.attributes.get('name', '')}{f' := {number}' if number else ''}")
        return [f"{each}," for each in said[:-1]] + said[-1:]

    def _type(self, holder: Element | None) -> str:
        if holder is None or not holder.children:
            return ""
        element = holder.children[0]
        name = element.name
        inner = element.first("baseType")
        if name == "derived":
            return element.attributes.get("name", "")
        if name == "array":
            bounds = ", ".join(
                f"{each.attributes.get('lower', '*')}..{each.attributes.get('upper', '*')}"
                for each in element.named("dimension")
            )
            return f"ARRAY [{bounds}] OF {self._type(inner)}"
        if name == "pointer":
            return f"POINTER TO {self._type(inner)}"
        if name in ("subrangeSigned", "subrangeUnsigned"):
            limits = element.first("range")
            said = limits.attributes if limits is not None else {}
            return f"{self._type(inner)} ({said.get('lower', '')}..{said.get('upper', '')})"
        if name in ("string", "wstring"):
            length = element.attributes.get("length")
            return name.upper() + (f"({length})" if length else "")
        if inner is not None and name.lower() == "reference":
            return f"REFERENCE TO {self._type(inner)}"
        return name

    def _value(self, element: Element) -> str:
        if element.name == "simpleValue":
            return element.attributes.get("value", "")
        parts = []
        for value in element.named("value"):
            inner = self._value(value.children[0]) if value.children else ""
            times = value.attributes.get("repetitionValue")
            member = value.attributes.get("member")
            parts.append(f"{times}({inner})" if times else f"{member} := {inner}" if member else inner)
        return f"[{', '.join(parts)}]" if element.name == "arrayValue" else f"({', '.join(parts)})"
