"""Tables, JSON and XML: lines that can be read, under the path of keys or the names of columns."""

import json

import pytest

from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.extract.csv_table import separator_of
from tests.engine.library.reading import quotes, read, refusal

TABLE = [["Код", "Причина", "Ток, А"], ["F1", "Перегрузка; обрыв", "1,5"], ["F2", "", "2"]]


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_tables_of_every_separator_and_encoding(separator: str, encoding: str) -> None:
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in cells) for cells in TABLE]
    found = extract_text("a.csv", "\r\n".join(lines).encode(encoding))
    assert (found.type, found.title, found.language) == ("csv", "a", "ru")
    assert quotes(found) == [
        (
            (),
            "table",
            "Код | Причина | Ток, А\nКод: F1 | Причина: Перегрузка; обрыв | Ток, А: 1,5\nКод: F2 | Ток, А: 2",
        )
    ]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b;c\nd,e;f,g\n", ";"),
        ("1,5;2\n3,5;4\n", ";"),
        ("sep=|\na;b|c\n", "|"),
        ("alone\n", ";"),
        ("", ","),
    ],
)
def test_the_separator_is_what_stands_equally_often(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_a_table_without_names_of_columns_is_plain_rows() -> None:
    assert read("a.csv", "1;2\n3;4\n") == [((), "table", "1 | 2\n3 | 4")]


def test_rows_stand_on_the_lines_of_the_file() -> None:
    rows = "".join(f"F{number};Cause {number}\n" for number in range(1000))
    found = extract_text("a.csv", "Code;Cause\n" + rows)
    lines = [line for page in found.pages for line in page.text.split("\n") if line]
    assert lines[500] == "Code: F499 | Cause: Cause 499"
    passage = next(item for item in found.passages if item.line_start <= 501 <= item.line_end)
    page = found.pages[passage.page_number]
    assert page.text.split("\n")[501 - page.first_line] == lines[500]
    assert found.passages[-1].line_end == 1001


def test_a_cell_without_end_does_not_take_the_rest() -> None:
    assert read("a.csv", 'a;b\n"c;d\ne;f\n')[0][2].startswith("a | b\n")


PRETTY = """\
{
  // the machine
  "axes": [
    {
      "name": "X", "comment": "%s",
    },
    {"name": "Y"}
  ],
  "version": 2
}
"""


def test_json_keeps_its_lines_and_large_parts_have_their_path() -> None:
    first, second = "x" * 400, "y" * 400
    text = json.dumps(
        {
            "drives": {"pump": {"name": "P7", "note": first}, "fan": {"note": second, "on": True}},
            "version": 2,
        },
        indent=2,
    )
    found = extract_text("a.json", text)
    assert (found.type, found.pages[0].text) == ("json", text)
    assert quotes(found) == [
        (("drives",), "code", text),
    ]
    wide = json.dumps({"pump": {"name": "P7", "note": [first] * 3}, "fan": {"note": [second] * 3}}, indent=2)
    assert [(path, quote.split("\n")[0]) for path, _, quote in read("a.json", wide)] == [
        (("pump", "note"), "{"),
        (("pump", "note"), f'      "{first}"'),
        (("fan", "note"), '  "fan": {'),
        (("fan", "note"), f'      "{second}"'),
    ]


def test_json_on_one_line_is_indented() -> None:
    data = {"axes": [{"name": "Ось X", "values": list(range(400))}]}
    found = extract_text("a.json", json.dumps(data, ensure_ascii=False))
    assert found.pages[0].text.startswith('{\n "axes": [\n  {\n   "name": "Ось X",\n   "values": [\n    0,')
    assert json.loads("".join(page.text for page in found.pages)) == data
    assert {path for path, *_ in quotes(found)} == {
        ("axes", "[0] Ось X", "values"),
    }


def test_json_with_comments_and_trailing_commas_is_read_too() -> None:
    text = PRETTY % ("c" * 1100)
    assert read("a.json", text)[0][0] == ("axes", "[0] X")


def test_deep_json_is_refused_or_read() -> None:
    assert refusal("a.json", "[" * 100_000 + "]" * 100_000) == "import.too_deep"
    assert refusal("a.json", "[\n" * 10_000) == "import.too_deep"
    assert read("a.json", '["deep"]') == [((), "code", '["deep"]')]


XML = """\
<?xml version="1.0" encoding="windows-1251"?>
<project>
  <pou name="Насос">
    <body>%s</body>
  </pou>
  <pou name="Valve"><body>%s</body></pou>
</project>
"""


def test_xml_keeps_its_lines_and_large_parts_have_their_path() -> None:
    text = XML % ("x" * 800, "y" * 500)
    found = extract_text("a.xml", text.encode("cp1251"))
    assert (found.type, found.pages[0].text) == ("xml", text)
    assert [(path, quote.split("\n")[0][:24]) for path, _, quote in quotes(found)] == [
        (("project", "pou Насос"), '<?xml version="1.0" enco'),
        (("project",), '  <pou name="Valve"><bod'),
    ]


def test_xml_on_one_line_is_indented() -> None:
    text = f"<a><b id='7'>{'x' * 900}</b><c>{'y' * 900}</c></a>"
    pages = extract_text("a.xml", text).pages
    assert pages[0].text == f'<a>\n <b id="7">{"x" * 900}</b>\n <c>{"y" * 900}</c>\n</a>'


def test_a_web_page_named_xml_is_a_web_page() -> None:
    page = (
        '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="x"><body><h1>A</h1><p>Text.</p></body></html>'
    )
    assert read("a.xml", page) == [(("A",), "paragraph", "Text.")]


def test_xml_that_is_not_well_formed_is_read_as_it_stands() -> None:
    assert read("a.xml", "<a><b>Text &nbsp; more</a>") == [((), "code", "<a><b>Text &nbsp; more</a>")]


def test_a_document_type_without_entities_is_no_danger() -> None:
    text = '<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "docbookx.dtd">\n<book>Text</book>'
    assert read("a.xml", text) == [((), "code", text)]
