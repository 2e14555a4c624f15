"""Word, Excel and PowerPoint files: what stands in them, in the order and structure a reader sees."""

from rubin_tui.engine.library.extract import extract_text
from tests.containers import docx, paragraph, pptx, shape, style, word_table, xlsx
from tests.engine.library.reading import quotes, read

STYLES = (
    style("1", "heading 1")
    + style("H2", "Заголовок 2")
    + style("Own", "My chapter", based_on="1")
    + style("Deep", "Anhang", '<w:outlineLvl w:val="2"/>')
    + style("T", "Title")
    + style("TOC1", "toc 1")
    + style("Code", "Code Listing")
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="russianLower"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)


def item(text: str, list_id: int, level: int = 0, style: str = "") -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, style, numbers)


def test_styles_make_headings_in_any_language() -> None:
    body = (
        paragraph("S120", "T")
        + paragraph("Contents ... 3", "TOC1")
        + paragraph("Drives", "1")
        + paragraph("All drives.")
        + paragraph("Ошибки", "H2")
        + paragraph("Stop.")
        + paragraph("Deep", "Deep")
        + paragraph("Deeper.")
        + paragraph("Axes", "Own")
        + paragraph("Move.")
        + paragraph("By its own level", "", '<w:outlineLvl w:val="1"/>')
        + paragraph("Here.")
    )
    found = extract_text("a.docx", docx(body, styles=STYLES))
    assert (found.type, found.title) == ("docx", "S120")
    assert quotes(found) == [
        (("Drives",), "paragraph", "All drives."),
        (("Drives", "Ошибки"), "paragraph", "Stop."),
        (("Drives", "Ошибки", "Deep"), "paragraph", "Deeper."),
        (("Axes",), "paragraph", "Move."),
        (("Axes", "By its own level"), "paragraph", "Here."),
    ]


def test_the_documents_own_title_comes_first() -> None:
    assert extract_text("a.docx", docx(paragraph("x", "T"), styles=STYLES, title="Насос")).title == "Насос"


def test_headings_and_items_carry_their_numbers() -> None:
    body = (
        item("Drives", 1, 0, "1")
        + paragraph("Text.")
        + item("Faults", 1, 1, "H2")
        + item("one", 2)
        + item("two", 2)
        + item("Again", 1, 1, "H2")
        + paragraph("End.")
    )
    assert read("a.docx", docx(body, styles=STYLES, numbering=NUMBERING)) == [
        (("1. Drives",), "paragraph", "Text."),
        (("1. Drives", "1.а) Faults"), "list", "• one\n• two"),
        (("1. Drives", "1.б) Again"), "paragraph", "End."),
    ]


def test_tables_are_rows_and_listings_whole() -> None:
    body = (
        paragraph("Codes:")
        + word_table(["Code", "Cause"], ["F1", "Over voltage"], ["", ""])
        + paragraph("IF a THEN", "Code")
        + paragraph("  b := 1;", "Code")
    )
    found = extract_text("a.docx", docx(body, styles=STYLES))
    assert found.pages[0].text == "Codes:\n\nCode | Cause\nF1 | Over voltage\n\nIF a THEN\n  b := 1;"


def test_footnotes_stand_behind_their_paragraph() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Not with S110.</w:t></w:r></w:p></w:footnote>'
    )
    body = (
        "<w:p><w:r><w:t>Use p1121</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
    )
    assert read("a.docx", docx(body, footnotes=notes)) == [
        ((), "paragraph", "Use p1121[1].\n\n[1] Not with S110.")
    ]


def test_what_was_deleted_or_written_for_old_programs_is_not_read() -> None:
    body = (
        "<w:p><w:del><w:r><w:t>old</w:t></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/></w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read("a.docx", docx(body)) == [((), "paragraph", "new\ta\nb-")]


def test_without_styles_bold_lines_are_headings() -> None:
    body = (
        paragraph("2.1 Пуск насоса", run="<w:b/>")
        + paragraph("Откройте задвижку.")
        + paragraph("Не заголовок", run='<w:b w:val="0"/>')
    )
    assert read("a.docx", docx(body)) == [
        (("2.1 Пуск насоса",), "paragraph", "Откройте задвижку.\n\nНе заголовок")
    ]


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_sheets_are_headings_and_rows_name_their_values() -> None:
    rows = (
        row(text("A1", "Signals of line 3"))
        + row('<c r="A2" t="s"><v>0</v></c>', text("B2", "Address"), text("C2", "Limit, A"))
        + row(text("A3", "Start"), text("B3", "%I0.0"))
        + row(text("A4", "Stop"), text("B4", "%I0.1"), '<c r="C4"><v>0.30000000000000004</v></c>')
        + row()
        + row(text("A6", "Note"))
    )
    found = extract_text("a.xlsx", xlsx({"Лист 1": rows, "Empty": ""}, strings=["Name"]))
    assert (found.type, quotes(found)) == (
        "xlsx",
        [
            (
                ("Лист 1",),
                "table",
                "Signals of line 3\nName | Address | Limit, A\nName: Start | Address: %I0.0\n"
                "Name: Stop | Address: %I0.1 | Limit, A: 0.3\n\nNote",
            )
        ],
    )


def test_numbers_are_shown_as_the_sheet_shows_them() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/>'
        '<numFmt numFmtId="165" formatCode="0.0&quot;d&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/>'
        '<xf numFmtId="165"/><xf numFmtId="20"/></cellXfs>'
    )
    values = [("45292", 0), ("45292", 1), ("45292.75", 2), ("0.155", 3), ("1e3", 4), ("0.5", 5)]
    cells = "".join(f'<c s="{look}"><v>{value}</v></c>' for value, look in values)
    cells += '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>sum</v></c>'
    assert read("a.xlsx", xlsx({"S": row(cells)}, styles=styles)) == [
        (
            ("S",),
            "table",
            "45292 | 2024-01-01 | 2024-01-01 18:00 | 15.5 % | 1000 | 12:00 | TRUE | #REF! | sum",
        )
    ]


def test_slides_are_pages_in_the_order_of_the_show() -> None:
    table = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:p><a:r><a:t>Code</a:t></a:r></a:p>"
        "</a:tc><a:tc><a:p><a:r><a:t>Cause</a:t></a:r></a:p></a:tc></a:tr><a:tr><a:tc><a:p><a:r><a:t>F1</a:t>"
        "</a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>Over voltage</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    first = shape("Stop", "Start") + shape("Commissioning", place="title") + shape("7", place="sldNum")
    data = pptx([first, table], notes={1: shape("Say it slowly.") + shape("2", place="sldNum")})
    found = extract_text("a.pptx", data)
    assert (found.type, found.title) == ("pptx", "Commissioning")
    assert [(page.number, page.index, page.label, page.text) for page in found.pages] == [
        (0, 0, "1", "Commissioning\n\n• Stop\n• Start"),
        (1, 1, "2", "Code | Cause\nF1 | Over voltage\n\nSay it slowly."),
    ]
    assert quotes(found)[0] == (("Commissioning",), "list", "• Stop\n• Start")
