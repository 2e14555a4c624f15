"""Writes small PDFs for the tests: text at places, in any letters, with labels, outline and metadata."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

FONTS = {"regular": "Test", "bold": "Test-Bold", "mono": "TestMono"}
_WIDTH = 600  # thousandths of the size, for every character

# Character codes are UTF-16 units: the map to Unicode is the identity, row by row as CMaps demand.
_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Test def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange 100 beginbfrange\n"
    + "\n".join(f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in range(100))
    + "\nendbfrange endcmap CMapName currentdict /CMap defineresource pop end end"
)


@dataclass(frozen=True)
class Text:
    """A line of text whose first letter stands at `x`, `y` (points from the lower left corner)."""

    x: float
    y: float
    text: str
    size: float = 10.0
    font: str = "regular"


@dataclass(frozen=True)
class Box:
    """A filled rectangle with its lower left corner at `x`, `y`; red, green, blue from 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline; `level` counts from 0."""

    level: int
    title: str
    page: int
    top: float | None = None


@dataclass
class Pdf:
    """A PDF being put together. `labels` are (first page, style, first number) as in the standard."""

    pages: list[list[Text | Box]] = field(default_factory=list)
    outline: Sequence[Bookmark] = ()
    labels: Sequence[tuple[int, str, int]] = ()
    title: str = ""
    encrypted: bool = False
    rotation: int = 0

    def page(self, *texts: Text | Box) -> Pdf:
        self.pages.append(list(texts))
        return self

    def column(self, *lines: str, top: float = 760.0, leading: float = 12.0) -> Pdf:
        """A page of lines; an empty one is a gap between paragraphs."""
        places = ((line, top - leading * number) for number, line in enumerate(lines))
        return self.page(*(Text(60, y, line) for line, y in places if line))

    def bytes(self) -> bytes:
        objects: list[str] = []

        def add(body: str) -> int:
            objects.append(body)
            return len(objects)

        catalogue, tree = add(""), add("")
        cmap = add(_stream(_CMAP))
        fonts = " ".join(
            f"/{key} {add(_font(name, add(_descendant(name, add(_descriptor(name)))), cmap))} 0 R"
            for key, name in FONTS.items()
        )
        kids = []
        for texts in self.pages:
            content = add(_stream("\n".join(map(_show, texts))))
            kids.append(
                add(
                    f"<< /Type /Page /Parent {tree} 0 R /Rotate {self.rotation} /MediaBox [0 0 600 800] "
                    f"/Contents {content} 0 R "
                    f"/Resources << /Font << {fonts} >> >> >>"
                )
            )
        objects[tree - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{_references(kids)}] >>"
        extra = f"/Outlines {self._outlines(add, objects, kids)} 0 R " if self.outline else ""
        if self.labels:
            numbers = " ".join(f"{page} << /S /{style} /St {first} >>" for page, style, first in self.labels)
            extra += f"/PageLabels << /Nums [{numbers}] >>"
        objects[catalogue - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {extra} >>"
        trailer = f"/Root {catalogue} 0 R /Info {add(f'<< /Title {_string(self.title)} >>')} 0 R"
        if self.encrypted:
            keys = f"/O <{'AB' * 32}> /U <{'CD' * 32}>"
            handler = add(f"<< /Filter /Standard /V 1 /R 2 {keys} /P -4 >>")
            trailer += f" /Encrypt {handler} 0 R /ID [<{'01' * 16}> <{'01' * 16}>]"
        return _file(objects, trailer)

    def _outlines(self, add, objects: list[str], kids: list[int]) -> int:  # type: ignore[no-untyped-def]
        root = add("")
        numbers = [add("") for _ in self.outline]
        for position, (number, mark) in enumerate(zip(numbers, self.outline, strict=True)):
            parent = next(
                (numbers[i] for i in reversed(range(position)) if self.outline[i].level < mark.level), root
            )
            links = f"/Parent {parent} 0 R"
            siblings = self._children(position, mark.level)
            if siblings:
                links += f" /Next {numbers[siblings[0]]} 0 R"
            if position + 1 < len(numbers) and self.outline[position + 1].level > mark.level:
                links += f" /First {numbers[position + 1]} 0 R /Last {numbers[position + 1]} 0 R /Count 1"
            place = "/Fit" if mark.top is None else f"/XYZ 0 {mark.top} 0"
            objects[number - 1] = (
                f"<< /Title {_string(mark.title)} {links} /Dest [{kids[mark.page]} 0 R {place}] >>"
            )
        objects[root - 1] = f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count 1 >>"
        return root

    def _children(self, position: int, level: int) -> list[int]:
        """The next sibling, if there is one."""
        for i in range(position + 1, len(self.outline)):
            if self.outline[i].level <= level:
                return [i] if self.outline[i].level == level else []
        return []


def _file(objects: Sequence[str], trailer: str) -> bytes:
    data = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _show(text: Text | Box) -> str:
    if isinstance(text, Box):
        return "{} {} {} rg {} {} {} {} re f".format(*text.colour, text.x, text.y, text.width, text.height)
    codes = text.text.encode("utf-16-be").hex()
    return f"BT /{text.font} {text.size} Tf {text.x} {text.y} Td <{codes}> Tj ET"


def _descriptor(name: str) -> str:
    flags = 5 if "Mono" in name else 4
    return (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )


def _descendant(name: str, descriptor: int) -> str:
    return (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW {_WIDTH} >>"
    )


def _font(name: str, descendant: int, cmap: int) -> str:
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {cmap} 0 R >>"
    )


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
