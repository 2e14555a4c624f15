"""Markdown and plain text: structure, line numbers of the file, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.library.extract import Extracted, extract_text
from rubin_tui.messages import Failure

MARKDOWN = """\
---
title: "Modbus"
---
# Modbus RTU

Frames end with a CRC.

```st
# no heading
crc := 16#FFFF;
```

## Exception *codes* {#codes}

| code | meaning |
|------|---------|
| 02   | address |

- first
  goes on

- second

Timing
------
A gap of 3.5 characters
ends a frame.
"""


def quotes(found: Extracted) -> list[tuple[tuple[str, ...], str, str, int, int]]:
    return [
        (
            passage.heading_path,
            passage.kind,
            found.pages[passage.page_number].text[passage.start : passage.end],
            passage.line_start,
            passage.line_end,
        )
        for passage in found.passages
    ]


def test_markdown_is_cut_at_its_structure() -> None:
    found = extract_text("modbus.md", MARKDOWN)
    assert (found.type, found.title, found.language) == ("markdown", "Modbus", "en")
    assert quotes(found) == [
        (
            ("Modbus RTU",),
            "code",
            "Frames end with a CRC.\n\n```st\n# no heading\ncrc := 16#FFFF;\n```",
            6,
            11,
        ),
        (
            ("Modbus RTU", "Exception codes"),
            "table",
            "| code | meaning |\n|------|---------|\n| 02   | address |\n\n- first\n  goes on\n\n- second",
            15,
            22,
        ),
        (("Modbus RTU", "Timing"), "paragraph", "A gap of 3.5 characters\nends a frame.", 26, 27),
    ]


def test_the_first_heading_is_the_title_of_markdown() -> None:
    assert extract_text("a.md", "Intro.\n\n## `PID` tuning\n\nText.").title == "PID tuning"


def test_plain_text_has_headings_where_they_can_be_told() -> None:
    text = (
        "DRIVE NOTES\n\nWritten on site.\n\n2. Faults\n\n2.1 Overvoltage\n\nRaise p1121.\nThen restart.\n\n"
        "Spares\n======\n\nFuse 3NE1\n"
    )
    found = extract_text("notes.txt", text)
    assert (found.type, found.title) == ("text", "DRIVE NOTES")
    assert [(path, quote, first) for path, _, quote, first, _ in quotes(found)] == [
        (("DRIVE NOTES",), "Written on site.", 3),
        (("2. Faults", "2.1 Overvoltage"), "Raise p1121.\nThen restart.", 9),
        (("Spares",), "Fuse 3NE1", 15),
    ]


def test_lists_and_tables_of_plain_text_are_told() -> None:
    table = "code    meaning\n02      address\n"
    found = extract_text("a.txt", table + "\n" + "x " * 600 + "\n\n- one\n- two\n" + "\n" + "y " * 600)
    assert [kind for _, kind, *_ in quotes(found)] == ["table", "paragraph", "list", "paragraph"]


def test_a_long_file_is_kept_in_pages_of_lines_cut_at_headings() -> None:
    sections = [f"## Section {number}\n\n" + "Some words.\n" * 120 + "\n" for number in range(10)]
    found = extract_text("a.md", "".join(sections))
    assert all(page.text.count("\n") <= 400 for page in found.pages)
    assert all(page.text.startswith("## Section") for page in found.pages)
    assert [page.first_line for page in found.pages] == [1, 370, 739, 1108]
    assert all(page.index is None and page.label is None for page in found.pages)


def test_one_enormous_line_is_kept_in_pages_too() -> None:
    found = extract_text("a.txt", "word " * 100_000)
    assert "".join(page.text for page in found.pages) == "word " * 100_000
    assert [page.first_line for page in found.pages] == [1, 1, 1]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@given(text=st.text(alphabet="ab #-=|`>1.\n\t", min_size=1, max_size=600))
def test_pages_hold_the_whole_text_and_passages_lie_on_their_pages(name: str, text: str) -> None:
    try:
        found = extract_text(name, text)
    except Failure as failure:
        assert (failure.message.id, text.strip("\0\t\n\r\f ")) == ("import.empty", "")
        return
    assert "".join(page.text for page in found.pages) == text
    lines = text.split("\n")
    for passage in found.passages:
        quote = found.pages[passage.page_number].text[passage.start : passage.end]
        assert quote.split("\n")[0].strip() in lines[passage.line_start - 1]
        assert passage.line_end - passage.line_start == quote.count("\n")


def test_line_ends_of_every_kind_are_line_feeds() -> None:
    found = extract_text("a.txt", "one\r\ntwo\rthree\n")
    assert found.pages[0].text == "one\ntwo\nthree\n"


def test_escape_sequences_stay_raw() -> None:
    assert extract_text("a.txt", "red \x1b[31m alert\n").pages[0].text == "red \x1b[31m alert\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Привод Siemens SINAMICS S120 и его параметры", "ru"), ("Drive", "en"), ("123", "en")],
)
def test_the_language_is_told_by_the_letters(text: str, language: str) -> None:
    assert extract_text("a.txt", text).language == language
