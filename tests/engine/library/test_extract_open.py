"""OpenDocument and EPUB: the same reading of formats that are not Microsoft's."""

from rubin_tui.engine.library.extract import extract_text
from tests.containers import epub, odf
from tests.engine.library.reading import quotes, read, refusal


def test_a_text_document() -> None:
    styles = (
        '<office:automatic-styles><text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1"/></text:list-style>'
        "</office:automatic-styles>"
    )
    body = (
        "<office:text><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>Drives 3</text:p></text:table-of-content>"
        '<text:h text:outline-level="1">Drives</text:h>'
        '<text:p>Use<text:s text:c="2"/><text:span>p1121</text:span><text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Not with S110.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>why?</text:p></office:annotation>.</text:p>"
        '<text:section><text:h text:outline-level="2">Faults</text:h></text:section>'
        '<text:list text:style-name="L1"><text:list-item><text:p>First</text:p><text:list><text:list-item>'
        "<text:p>inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Second"
        "</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Code</text:p></table:table-cell>"
        "<table:table-cell><text:p>Cause</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:table-cell><text:p>F1</text:p></table:table-cell><table:table-cell><text:p>Over</text:p>"
        "<text:p>voltage</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p text:style-name="Preformatted_20_Text">IF a THEN</text:p>'
        '<text:p text:style-name="Preformatted_20_Text"><text:s text:c="2"/>b := 1;</text:p></office:text>'
    )
    found = extract_text("a.odt", odf(body, before=styles))
    assert (found.type, found.title) == ("odt", "Drives")
    assert quotes(found) == [
        (("Drives",), "paragraph", "Use  p1121[1].\n\n[1] Not with S110."),
        (
            ("Drives", "Faults"),
            "table",
            "1. First\n  • inner\n2. Second\n\nCode | Cause\nF1 | Over voltage\n\nIF a THEN\n  b := 1;",
        ),
    ]


def test_a_spreadsheet_with_its_endless_empty_cells() -> None:
    def cell(value: str, times: int = 1) -> str:
        inside = f"<text:p>{value}</text:p>" if value else ""
        return f'<table:table-cell table:number-columns-repeated="{times}">{inside}</table:table-cell>'

    def row(*cells: str, times: int = 1) -> str:
        return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'

    body = (
        '<office:spreadsheet><table:table table:name="Сигналы">'
        + row(cell("Name"), cell("Address"), cell("", 16382))
        + row(cell("Start"), cell("%I0.0"))
        + row(cell("", 16384), times=1048574)
        + '</table:table><table:table table:name="Two">'
        + row(cell("7", 3))
        + "</table:table></office:spreadsheet>"
    )
    assert read("a.ods", odf(body)) == [
        (("Сигналы",), "table", "Name | Address\nName: Start | Address: %I0.0"),
        (("Two",), "table", "7 | 7 | 7"),
    ]


def test_slides_are_pages() -> None:
    body = (
        "<office:presentation><draw:page>"
        '<draw:frame presentation:class="title"><draw:text-box><text:p>Pumps</text:p></draw:text-box>'
        "</draw:frame><draw:frame><draw:text-box><text:list><text:list-item><text:p>Start</text:p></text:list-item>"
        '</text:list></draw:text-box></draw:frame><draw:frame presentation:class="footer"><draw:text-box>'
        "<text:p>7</text:p>"
        "</draw:text-box></draw:frame></draw:page><draw:page><draw:frame><draw:text-box><text:p>End.</text:p>"
        "</draw:text-box></draw:frame></draw:page></office:presentation>"
    )
    found = extract_text("a.odp", odf(body))
    assert [(page.index, page.label, page.text) for page in found.pages] == [
        (0, "1", "Pumps\n\n• Start"),
        (1, "2", "End."),
    ]


def test_a_book_is_read_along_its_spine() -> None:
    pages = {"b.xhtml": "<h1>Two</h1><p>Last.</p>", "a.xhtml": "<p>First.</p>", "c.xhtml": "<p>More.</p>"}
    contents = (
        '<navPoint><navLabel><text>Part</text></navLabel><content src="x.xhtml"/><navPoint>'
        "<navLabel><text>One</text></navLabel>"
        '<content src="a.xhtml#top"/></navPoint></navPoint>'
    )
    data = epub(
        {name: pages[name] for name in ("a.xhtml", "b.xhtml", "c.xhtml")}, title="Насосы", contents=contents
    )
    found = extract_text("a.epub", data)
    assert (found.type, found.title) == ("epub", "Насосы")
    assert quotes(found) == [
        (("One",), "paragraph", "First."),
        (("Two",), "paragraph", "Last.\n\nMore."),
    ]


def test_a_file_without_its_main_part_is_damaged() -> None:
    assert refusal("a.epub", odf("")) == "import.damaged"
    assert refusal("a.docx", odf("")) == "import.damaged"
    assert refusal("a.odt", epub({})) == "import.damaged"
