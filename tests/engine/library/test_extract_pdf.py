"""PDF: the text as printed, its paragraphs and headings, its printed page numbers."""

import pytest

from rubin_tui.engine.library.extract.documents import read_source
from rubin_tui.engine.library.extract.values import Begin, End, Extracted, PageRead, Progress, Source
from tests.pdf_writer import Bookmark, Pdf, Text


def read(pdf: Pdf, name: str = "drive.pdf") -> Extracted:
    pages, passages = [], []
    begin = None
    for reading in read_source(Source(name, pdf.bytes())):
        match reading:
            case Begin():
                begin = reading
            case PageRead(page, found, _):
                pages.append(page)
                passages.extend(found)
            case Progress() | End():
                pass
    assert begin is not None
    return Extracted(
        begin.type, begin.title, begin.language, begin.sha256, begin.size, len(pages), begin.pages,
        tuple(pages), tuple(passages),
    )  # fmt: skip


def quotes(extracted: Extracted) -> list[tuple[tuple[str, ...], str]]:
    return [
        (passage.heading_path, extracted.pages[passage.page_number].text[passage.start : passage.end])
        for passage in extracted.passages
    ]


def test_pages_carry_index_and_printed_label() -> None:
    pdf = Pdf(labels=[(0, "r", 1), (2, "D", 1)])
    for number in range(4):
        pdf.column(f"This is sheet {'abcd'[number]}.")
    found = read(pdf)
    assert [(page.number, page.index, page.label) for page in found.pages] == [
        (0, 0, "i"),
        (1, 1, "ii"),
        (2, 2, "1"),
        (3, 3, "2"),
    ]
    assert [page.text for page in found.pages] == [f"This is sheet {letter}." for letter in "abcd"]


def test_without_labels_pages_are_counted_from_one() -> None:
    found = read(Pdf().column("First sheet.").column("Second sheet."))
    assert [page.label for page in found.pages] == ["1", "2"]


def test_russian_text_and_its_language() -> None:
    found = read(Pdf().column("Привод остановился с ошибкой F30002.", "Проверьте параметр p1121."))
    assert found.language == "ru"
    assert found.pages[0].text == "Привод остановился с ошибкой F30002.\nПроверьте параметр p1121."


def test_a_word_hyphenated_at_the_lines_end_is_whole_on_its_first_line() -> None:
    found = read(Pdf().column("Здесь описаны пара-", "метры привода,", "и они важны."))
    assert found.pages[0].text == "Здесь описаны параметры\nпривода,\nи они важны."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("A non-realtime kernel.", "Use a non-", "realtime kernel."), "Use a non-realtime\nkernel."),
        (("Connect by RS-", "485 to the bus."), "Connect by RS-485\nto the bus."),
        (("The fea-", "ture is new."), "The feature\nis new."),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(lines: tuple[str, ...], text: str) -> None:
    assert read(Pdf().column(*lines)).pages[0].text.endswith(text)


def test_paragraphs_are_told_by_the_gap_between_them() -> None:
    found = read(Pdf().column("First line", "goes on here.", "", "Second paragraph", "ends here."))
    assert found.pages[0].text == "First line\ngoes on here.\n\nSecond paragraph\nends here."


def test_paragraphs_without_a_gap_are_told_by_a_short_last_line() -> None:
    full = "These words fill the whole width of the column from left to right"
    found = read(Pdf().column(full, "and end here.", full.replace("These", "Other"), "and end there."))
    assert found.pages[0].text.split("\n\n") == [
        f"{full}\nand end here.",
        f"{full.replace('These', 'Other')}\nand end there.",
    ]


def test_items_of_a_list_are_told_by_their_signs() -> None:
    found = read(Pdf().column("Check these:", "• the fuse,", "• the cable.", "Then restart."))
    assert found.pages[0].text == "Check these:\n\n• the fuse,\n\n• the cable.\nThen restart."


def test_listings_keep_their_indentation_and_are_code() -> None:
    pdf = Pdf().page(
        Text(60, 700, "Use this program:"),
        Text(60, 680, "IF a THEN", 9, "mono"),
        Text(70.8, 669, "b := 1;", 9, "mono"),
        Text(60, 658, "END_IF", 9, "mono"),
    )
    found = read(pdf)
    assert found.pages[0].text == "Use this program:\n\nIF a THEN\n  b := 1;\nEND_IF"
    assert [passage.kind for passage in found.passages] == ["code"]


def test_outline_entries_are_the_heading_path_and_no_text_of_passages() -> None:
    pdf = Pdf(
        outline=[
            Bookmark(0, "Drives", 0, 780),
            Bookmark(1, "Faults", 0, 700),
            Bookmark(2, "F30002", 1, 780),
            Bookmark(0, "Axes", 1, 600),
        ]
    )
    pdf.page(
        Text(60, 760, "Chapter 1"),
        Text(60, 740, "1 Drives", 14, "bold"),
        Text(60, 710, "Drives turn motors."),
        Text(60, 690, "1.1 Faults", 12, "bold"),
        Text(60, 660, "Faults stop drives."),
    )
    pdf.page(
        Text(60, 760, "Still about faults."),
        Text(60, 740, "1.1.1 F30002", 12, "bold"),
        Text(60, 710, "Overvoltage."),
        Text(60, 590, "Axes", 14, "bold"),
        Text(60, 560, "Axes move."),
    )
    assert quotes(read(pdf)) == [
        (("Drives",), "Drives turn motors."),
        (("Drives", "Faults"), "Faults stop drives."),
        (("Drives", "Faults"), "Still about faults."),
        (("Drives", "Faults", "F30002"), "Overvoltage."),
        (("Axes",), "Axes move."),
    ]


def test_an_outline_entry_that_no_line_says_begins_at_its_height() -> None:
    pdf = Pdf(outline=[Bookmark(0, "Named otherwise", 0, 705)])
    pdf.page(Text(60, 760, "Before it."), Text(60, 700, "After it."))
    assert quotes(read(pdf)) == [((), "Before it."), (("Named otherwise",), "After it.")]


def test_without_an_outline_headings_are_told_by_number_size_and_weight() -> None:
    pdf = Pdf().page(
        Text(60, 760, "2 Commissioning", 16, "bold"),
        Text(60, 730, "Follow the order of the steps as they are given here."),
        Text(60, 700, "2.1 Before power on", 12, "bold"),
        Text(60, 675, "Measure the insulation of the motor and of its cable."),
        Text(60, 640, "Note", 10, "bold"),
        Text(60, 625, "Never measure while the drive is connected to the motor."),
    )
    assert quotes(read(pdf)) == [
        (("2 Commissioning",), "Follow the order of the steps as they are given here."),
        (
            ("2 Commissioning", "2.1 Before power on"),
            "Measure the insulation of the motor and of its cable.\n\n"
            "Note\n\nNever measure while the drive is connected to the motor.",
        ),
    ]


def test_running_heads_and_feet_are_on_the_page_but_in_no_passage() -> None:
    pdf = Pdf()
    for number in range(1, 31):
        letter = chr(ord("a") + number % 26)
        pdf.column("Drive manual", "", f"Text of sheet {letter}{letter}.", "", f"Page {number} of 30")
    found = read(pdf)
    assert "Drive manual" in found.pages[3].text
    assert "Page 4 of 30" in found.pages[3].text
    assert quotes(found)[3] == ((), "Text of sheet ee.")


def test_heads_that_change_with_the_chapter_are_told_by_the_page_number() -> None:
    pdf = Pdf()
    names = ["Safety", "Mounting", "Wiring", "Operation", "Faults", "Spares"]
    for number, name in enumerate(names, start=1):
        pdf.column(f"{name} {number}", f"Read the words on {name.lower()} with care.")
    assert [text for _, text in quotes(read(pdf))] == [
        f"Read the words on {name.lower()} with care." for name in names
    ]


def test_a_table_of_contents_is_in_no_passage() -> None:
    leaders = [f"{number} Chapter on something{' .' * 20} {number}" for number in range(1, 9)]
    found = read(Pdf().column("Contents", "", *leaders).column("The text itself."))
    assert quotes(found) == [((), "The text itself.")]
    assert "Chapter on something" in found.pages[0].text


def test_an_index_is_in_no_passage() -> None:
    words = [f"Word {letter}, {number}, {number + 9}" for number, letter in enumerate("abcdefghijklmnop", 1)]
    assert quotes(read(Pdf().column("The text itself.").column("Index", "A", *words))) == [
        ((), "The text itself.")
    ]


def test_rows_of_a_table_stand_alone() -> None:
    rows = ["1 User commands", "2 System calls", "3 Functions of libraries", "4 Devices"]
    full = "These words fill the whole width of the column from left to"
    found = read(Pdf().column(full, full.lower(), "right.", *rows))
    assert found.pages[0].text.split("\n\n")[1:] == rows


def grid(*rows: tuple[str, ...], columns: tuple[float, ...] = (60, 180, 300)) -> Pdf:
    """A page with rows of cells at the places of `columns`."""
    return Pdf().page(
        *(
            Text(columns[place], 700 - 12 * number, cell)
            for number, cells in enumerate(rows)
            for place, cell in enumerate(cells)
            if cell
        )
    )


def test_a_table_is_rows_of_cells() -> None:
    found = read(
        grid(("Code", "Cause", "p1"), ("F30002", "Over voltage", "1"), ("F30003", "No voltage", "2"))
    )
    assert [
        (passage.kind, text) for passage, (_, text) in zip(found.passages, quotes(found), strict=True)
    ] == [("table", "Code | Cause | p1\nF30002 | Over voltage | 1\nF30003 | No voltage | 2")]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    rows = (
        ("F1", "The voltage", "stop"),
        ("", "was too high", ""),
        ("F2", "Cable", "go"),
        ("F3", "Fuse", ""),
    )
    found = read(grid(*rows))
    assert quotes(found) == [((), "F1 | The voltage was too high | stop\nF2 | Cable | go\nF3 | Fuse")]


def test_columns_of_numbers_may_be_aligned_anywhere() -> None:
    rows = [
        (Text(60, 700, "SV12"), Text(206, 700, "12"), Text(312, 700, "0")),
        (Text(60, 688, "SVST2_8"), Text(212, 688, "2"), Text(300, 688, "128")),
        (Text(60, 676, "SVST8"), Text(200, 676, "100"), Text(306, 676, "72")),
    ]
    found = read(Pdf().page(*(cell for cells in rows for cell in cells)))
    assert quotes(found) == [((), "SV12 | 12 | 0\nSVST2_8 | 2 | 128\nSVST8 | 100 | 72")]


def test_two_columns_of_running_text_and_lists_are_no_tables() -> None:
    items = Pdf().page(
        *(Text(60, 700 - 12 * n, f"{n + 1}.") for n in range(4)),
        *(Text(90, 700 - 12 * n, f"Step {n} of the work to be done here.") for n in range(4)),
    )
    assert {passage.kind for passage in read(items).passages} <= {"list", "paragraph"}
    short = grid(("Left words", "right words"), ("of a page", "of it"))
    assert {passage.kind for passage in read(short).passages} == {"paragraph"}


def test_a_heading_ends_a_table() -> None:
    rows = ("Relay K1", "pump"), ("Relay K2", "valve"), ("Relay K3", "fan")
    pdf = grid(*rows, ("Sensors", "used"), *rows)
    pdf.outline = [Bookmark(0, "Sensors used", 0, 668)]
    table = "Relay K1 | pump\nRelay K2 | valve\nRelay K3 | fan"
    assert quotes(read(pdf)) == [((), table), (("Sensors used",), table)]


def test_the_title_is_the_documents_own_or_printed_or_the_files_name() -> None:
    assert read(Pdf(title="Drive S120").column("Some text.")).title == "Drive S120"
    printed = Pdf(title="Microsoft Word - a.doc").page(
        Text(60, 700, "Drive S120", 24), Text(60, 600, "A manual of many words for all who need it.")
    )
    assert read(printed).title == "Drive S120"
    assert read(Pdf(title="untitled").column("Some text."), "/manuals/drive s120.pdf").title == "drive s120"


def test_progress_is_told_while_a_long_document_is_read() -> None:
    pdf = Pdf()
    for _ in range(25):
        pdf.column("Words on a page.")
    readings = list(read_source(Source("a.pdf", pdf.bytes())))
    assert readings[:2] == [Progress(10, 25), Progress(20, 25)]
    assert isinstance(readings[2], Begin)
    assert readings[-1] == End(25, 0)


def test_escape_sequences_stay_in_the_text_and_make_no_trouble() -> None:
    found = read(Pdf().column("Text with \u202e in it and \u0090 too."))
    assert found.passages[0].end == len(found.pages[0].text)
