"""Builds small Office, OpenDocument and EPUB files for the tests, with nothing in them but what is tested."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "presentation": "presentation",
    }.items()
)


def container(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relations part: by identifier the kind and the target."""
    items = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"/>'
        for id, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_RELS}">{items}</Relationships>'


def docx(body: str, *, styles: str = "", numbering: str = "", footnotes: str = "", title: str = "") -> bytes:
    """A Word document; the arguments are what stands inside the parts' root elements."""
    members = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    targets = {}
    for name, inside in (("styles", styles), ("numbering", numbering), ("footnotes", footnotes)):
        if inside:
            members[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>'
            targets[name] = name, f"{name}.xml"
    members["word/_rels/document.xml.rels"] = relations(targets)
    if title:
        members["docProps/core.xml"] = (
            f'<c:p xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c:p>'
        )
    return container(members)


def paragraph(text: str, style: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def style(id: str, name: str, properties: str = "", based_on: str = "") -> str:
    """A paragraph style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def word_table(*rows: Sequence[str]) -> str:
    """A table of a Word document."""
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            "<w:tr>{}</w:tr>".format("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells))
            for cells in rows
        )
    )


def xlsx(sheets: Mapping[str, str], *, strings: Sequence[str] = (), styles: str = "") -> bytes:
    """A workbook; the sheets are the rows as XML."""
    members = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
        + "".join(f'<sheet name="{name}" r:id="r{number}"/>' for number, name in enumerate(sheets))
        + "</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">'
        + "".join(f"<si><t>{text}</t></si>" for text in strings)
        + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    targets = {"strings": ("sharedStrings", "sharedStrings.xml"), "styles": ("styles", "styles.xml")}
    for number, rows in enumerate(sheets.values()):
        members[f"xl/worksheets/s{number}.xml"] = (
            f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
        )
        targets[f"r{number}"] = "worksheet", f"worksheets/s{number}.xml"
    members["xl/_rels/workbook.xml.rels"] = relations(targets)
    return container(members)


def pptx(slides: Sequence[str], notes: Mapping[int, str] | None = None) -> bytes:
    """A presentation; the slides are their shapes as XML, the notes those of the notes page."""
    root = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"'
    members = {
        "ppt/presentation.xml": f"<p:presentation {root}><p:sldIdLst>"
        + "".join(f'<p:sldId r:id="r{number}"/>' for number in range(len(slides)))
        + "</p:sldIdLst></p:presentation>",
        # the order of the show is not that of the names
        "ppt/_rels/presentation.xml.rels": relations(
            {f"r{number}": ("slide", f"slides/x{len(slides) - number}.xml") for number in range(len(slides))}
        ),
    }
    for number, shapes in enumerate(slides):
        name = f"x{len(slides) - number}"
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        members[f"ppt/slides/{name}.xml"] = f"<p:sld {root}>{tree}</p:sld>"
        if notes and number in notes:
            members[f"ppt/slides/_rels/{name}.xml.rels"] = relations(
                {"n": ("notesSlide", f"../notesSlides/{name}.xml")}
            )
            tree = f"<p:cSld><p:spTree>{notes[number]}</p:spTree></p:cSld>"
            members[f"ppt/notesSlides/{name}.xml"] = f"<p:notes {root}>{tree}</p:notes>"
    return container(members)


def shape(*lines: str, place: str = "body") -> str:
    """A shape with text; `place` is what it is for on the slide, "" for nothing."""
    named = f'<p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>' if place else ""
    text = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f"<p:sp>{named}<p:txBody>{text}</p:txBody></p:sp>"


def odf(body: str, *, before: str = "") -> bytes:
    """An OpenDocument file whose body holds `body` ("<office:text>..." and the like)."""
    return container(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>{before}<office:body>{body}</office:body>"
            "</office:document-content>",
        }
    )


def epub(pages: Mapping[str, str], *, title: str = "", contents: str = "") -> bytes:
    """A book; `pages` are the bodies by name, `contents` the inside of the NCX's map."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    refs = "".join(f'<itemref idref="{name}"/>' for name in pages)
    members = {
        "META-INF/container.xml": '<container xmlns="c"><rootfiles><rootfile full-path="OEBPS/b.opf"/>'
        "</rootfiles></container>",
        "OEBPS/b.opf": f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>{title}'
        f'</dc:title></metadata><manifest>{items}<item id="ncx" href="toc.ncx" '
        f'media-type="application/x-dtbncx+xml"/></manifest><spine>{refs}</spine></package>',
        "OEBPS/toc.ncx": f'<!DOCTYPE ncx PUBLIC "x" "y.dtd"><ncx><navMap>{contents}</navMap></ncx>',
    }
    members |= {f"OEBPS/{name}": f"<html><body>{body}</body></html>" for name, body in pages.items()}
    return container(members)


def bomb(name: str, megabytes: int, *, declared: int | None = None) -> bytes:
    """A ZIP with one member of white space that unpacks to `megabytes` MiB; `declared` is what it says."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b" " * (1 << 20)
    checksum = 0
    packed = bytearray()
    for _ in range(megabytes):
        packed += packer.compress(block)
        checksum = zlib.crc32(block, checksum)
    packed += packer.flush()
    size = (megabytes << 20) if declared is None else declared
    encoded = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, len(packed), size, len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + bytes(packed)
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + encoded
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end
