"""Damaged files of every format: each is read or refused with a sentence, quickly, and nothing breaks."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator

from benchmarks.table import Row
from rubin_tui.engine.library.extract.documents import read_source
from rubin_tui.engine.library.extract.values import Begin, Source
from rubin_tui.messages import Failure
from tests import containers
from tests.pdf_writer import Bookmark, Pdf, Text

MUTATIONS = 200
SECONDS = 2.0
"""What reading one damaged file may take; each of them is a few kilobytes."""


def _pdf() -> bytes:
    pdf = Pdf(title="Manual", outline=[Bookmark(0, "Drives", 0, 780), Bookmark(1, "Faults", 1, 700)])
    for number in range(5):
        pdf.page(
            Text(60, 760, f"Chapter {number} speaks of many things."),
            *(Text(60 + 200 * x, 700 - 12 * y, f"cell {x}{y}") for y in range(4) for x in range(3)),
        )
    return pdf.bytes()


def _docx() -> bytes:
    body = "".join(containers.paragraph(f"Paragraph {number} of the manual.", "1") for number in range(20))
    table = containers.word_table(["Code", "Cause"], ["F1", "Over voltage"])
    return containers.docx(body + table, styles=containers.style("1", "heading 1"), title="Manual")


def _xlsx() -> bytes:
    rows = "".join(
        f'<row><c r="A{number}" t="s"><v>0</v></c><c r="B{number}"><v>{number}</v></c></row>'
        for number in range(1, 30)
    )
    return containers.xlsx({"Signals": rows, "Two": rows}, strings=["Start"])


def _odt() -> bytes:
    text = "".join(f"<text:p>Paragraph {number}.</text:p>" for number in range(20))
    return containers.odf(f'<office:text><text:h text:outline-level="1">Drives</text:h>{text}</office:text>')


def _epub() -> bytes:
    pages = {f"{number}.xhtml": f"<h1>Part {number}</h1><p>Text.</p>" for number in range(5)}
    return containers.epub(pages, title="Book")


_XML = b'<?xml version="1.0"?>\n<a>\n' + b' <b name="x">Text <c d="1"/></b>\n' * 40 + b"</a>\n"
_HTML = b"<html><body><h1>A</h1>" + b"<table><tr><td>a<td>b</table><ul><li>x</ul><pre>y</pre>" * 20
_JSON = b'{"axes": [' + b'{"name": "X", "limits": [1, 2.5, null, "\\u0041"]},\n' * 30 + b"{}]}"
_CSV = b'Code;Cause;"Limit; A"\r\n' + b'F1;"Over ""voltage""";1,5\r\n' * 30
_RST = b"=====\nTitle\n=====\n\n.. note:: x\n\n   y\n\n::\n\n  code\n\n==== ====\na    b\n==== ====\n" * 10
_ST = (
    b"FUNCTION_BLOCK A\nVAR\n n : INT; // c\nEND_VAR\nMETHOD B : BOOL\nEND_METHOD\nEND_FUNCTION_BLOCK\n" * 10
)

SOURCES: dict[str, bytes] = {
    "a.pdf": _pdf(),
    "a.docx": _docx(),
    "a.xlsx": _xlsx(),
    "a.pptx": containers.pptx([containers.shape("One", "Two")] * 5),
    "a.odt": _odt(),
    "a.epub": _epub(),
    "a.html": _HTML,
    "a.xml": _XML,
    "a.json": _JSON,
    "a.csv": _CSV,
    "a.rst": _RST,
    "a.st": _ST,
}
"""A whole file of every format."""


def damaged(name: str, count: int = MUTATIONS) -> Iterator[bytes]:
    """Damaged copies of the file `name` of `SOURCES`; of containers every other has a damaged member."""
    generator = random.Random(name)
    whole = SOURCES[name]
    is_container = whole.startswith(b"PK")
    for number, data in enumerate(_mutate(whole, generator, count)):
        yield _damaged_inside(whole, generator) if is_container and number % 2 else data


def _damaged_inside(whole: bytes, generator: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = generator.choice(sorted(name for name, content in members.items() if content))
    content = members[name]
    assert isinstance(content, bytes)
    (members[name],) = _mutate(content, generator, 1)
    return containers.container(members)


def _mutate(whole: bytes, generator: random.Random, count: int) -> Iterator[bytes]:
    """Copies of `whole`: bytes changed, pieces cut out, repeated or put in, the end missing."""
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(generator.choice((1, 1, 2, 4, 16, 64))):
            at = generator.randrange(len(data))
            length = generator.randrange(1, max(2, len(data) // 8))
            match generator.randrange(6):
                case 0:
                    data[at] = generator.randrange(256)
                case 1:
                    data[at] ^= 1 << generator.randrange(8)
                case 2:
                    data[at : at + length] = data[at : at + length] * 2
                case 3:
                    del data[at : at + min(length, len(data) - 1)]
                case 4:
                    data[at:at] = generator.choice((b"<", b"&x;", b"\xff\xfe", b"9" * 30, b"\0" * 8, b"]]>"))
                case _:
                    del data[max(1, at) :]
        yield bytes(data)


def outcome(name: str, data: bytes) -> str:
    """The type `data` was read as, or the identifier of the sentence it was refused with."""
    try:
        readings = list(read_source(Source(name, data)))  # as in a worker: elsewhere no PDF is opened
    except Failure as failure:
        return failure.message.id
    return next(reading.type for reading in readings if isinstance(reading, Begin))


def run() -> list[Row]:
    """The rows of the table: a format each, and the slowest."""
    rows = []
    for name in SOURCES:
        outcomes: Counter[str] = Counter()
        slowest = 0.0
        for data in damaged(name):
            began = time.perf_counter()
            try:
                outcomes[outcome(name, data)] += 1
            except Exception as problem:  # noqa: BLE001 - whatever breaks is what is looked for
                outcomes[f"broke: {type(problem).__name__}"] += 1
            slowest = max(slowest, time.perf_counter() - began)
        broke = sum(count for told, count in outcomes.items() if told.startswith("broke"))
        whole_kind = name.rpartition(".")[2]
        read = sum(count for told, count in outcomes.items() if not told.startswith(("import.", "broke")))
        label = f"{MUTATIONS} damaged .{whole_kind} files, {read} read, the others refused"
        rows.append(Row(f"{label}: broke", broke, 0, "files", broke == 0))
        rows.append(Row(f"{label}: slowest", slowest, SECONDS, "s", slowest <= SECONDS))
    return rows
