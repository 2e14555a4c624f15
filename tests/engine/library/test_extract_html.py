"""Web pages: what a person reads, under its headings, without the site around it."""

import pytest

from rubin_tui.engine.library.extract import extract_text
from tests.engine.library.reading import read, refusal


def test_headings_make_the_path_and_are_in_no_passage() -> None:
    page = "<h1>Drives</h1><p>All drives.</p><h2>2. Faults</h2><p>Stop.</p><h1>Axes</h1><p>Move.</p>"
    assert read("a.html", page) == [
        (("Drives",), "paragraph", "All drives."),
        (("Drives", "2. Faults"), "paragraph", "Stop."),
        (("Axes",), "paragraph", "Move."),
    ]


def test_the_text_of_the_page_holds_headings_too() -> None:
    found = extract_text("a.html", "<title> Drive\n S120 </title><h1>One</h1><p>First.<p>Second.")
    assert (found.type, found.title, found.pages[0].text) == (
        "html",
        "Drive S120",
        "One\n\nFirst.\n\nSecond.",
    )


def test_what_belongs_to_the_site_is_left_out() -> None:
    page = (
        "<head><style>p{}</style><script>var x = '<p>no</p>';</script></head><nav><a>Home</a></nav>"
        "<div class='navheader'><table><tr><td>Prev</table></div><div id='toc' class='toc2'><ul><li>1. Menu"
        "<div>deep</div></ul></div><div role='navigation'>Search</div><p hidden>kept, its end may be missing"
        "<p>Text.<a class='headerlink'>¶</a></p><button>OK</button><footer>Updated today</footer>"
        "<div id='footer'>Last updated</div>"
    )
    assert read("a.html", page) == [((), "paragraph", "kept, its end may be missing\n\nText.")]


def test_a_page_that_is_nothing_but_navigation_is_read_all_the_same() -> None:
    assert read("a.html", "<div class='toc'><ul><li>Chapter one</li></ul></div>") == [
        ((), "list", "• Chapter one")
    ]


def test_rows_of_tables_are_lines_and_empty_columns_go() -> None:
    page = (
        "<table><caption>Table 1. Codes</caption><tr><th>Code<th>Icon<th>Cause<tr><td>F1<td><img src=x>"
        "<td><p>Over</p><p>voltage</p></table>"
    ).replace("<th>Icon", "<th>")
    assert read("a.html", page) == [((), "table", "Table 1. Codes\nCode | Cause\nF1 | Over voltage")]


def test_a_note_beside_its_sign_is_a_paragraph() -> None:
    page = "<table><tr><td class='icon'>Note</td><td>Switch it off.</td></tr></table>"
    assert read("a.html", page) == [((), "paragraph", "Note\nSwitch it off.")]


def test_a_table_that_only_places_text_is_no_table() -> None:
    page = "<table><tr><td>Menu<td><h2>Faults</h2><p>Stop.</p><pre>x := 1;</pre></table>"
    assert read("a.html", page) == [
        ((), "paragraph", "Menu"),
        (("Faults",), "code", "Stop.\n\nx := 1;"),
    ]


def test_lists_keep_their_signs_and_depth() -> None:
    page = "<ol><li>First<ul><li>inner<br>goes on</ul><li><p>Second</p><p>more</p></ol>"
    text = "1. First\n  • inner\n    goes on\n2. Second\n   more"
    assert read("a.html", page) == [((), "list", text)]


def test_terms_and_what_they_mean_stand_together() -> None:
    assert read("a.html", "<dl><dt>p1121<dd>Ramp time<dt>p1120<dd>Ramp up</dl>") == [
        ((), "list", "p1121\n  Ramp time\np1120\n  Ramp up")
    ]


def test_listings_keep_their_lines() -> None:
    page = "<pre>\nIF a &lt; 3 THEN\n  <b>b</b> := 1;\nEND_IF\n</pre>"
    assert read("a.html", page) == [((), "code", "IF a < 3 THEN\n  b := 1;\nEND_IF")]


def test_entities_breaks_and_raised_figures() -> None:
    page = "<p>10<sup>3</sup>&nbsp;Pa &amp; 5&deg;C,<br>H<sub>2</sub>O, see<sup>[1]</sup> no&shy;te</p>"
    assert read("a.html", page) == [((), "paragraph", "10³ Pa & 5°C,\nH2O, see[1] note")]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_the_encoding_is_the_declared_one(encoding: str) -> None:
    page = f"<meta charset='{encoding}'><p>Привод S120, ток 5 А.</p>"
    assert read("a.html", page.encode(encoding)) == [((), "paragraph", "Привод S120, ток 5 А.")]


@pytest.mark.parametrize(
    ("declared", "true"), [("utf-8", "cp1251"), ("windows-1251", "utf-8"), ("no-such", "cp1251")]
)
def test_a_wrong_declaration_is_not_believed(declared: str, true: str) -> None:
    text = "Преобразователь частоты управляет двигателем."
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{text}</p>'
    assert read("a.html", page.encode(true)) == [((), "paragraph", text)]


def test_pages_of_word_are_read() -> None:
    page = "<p><![if !supportLists]>1.<![endif]> Text <o:p>here</o:p>.</p><![CDATA[raw]]>"
    assert read("a.htm", page) == [((), "paragraph", "1. Text here.\n\nraw")]


def test_a_page_without_text_says_so() -> None:
    assert refusal("a.html", "<html><body><img src='a.png'></body></html>") == "import.no_words"


@pytest.mark.parametrize("tag", ["div", "ul><li", "table><tr><td", "b", "sup", "pre", "h1", "dl"])
def test_very_many_open_tags_are_read(tag: str) -> None:
    found = extract_text("a.html", f"<{tag}>" * 50_000 + "Text.")
    assert found.pages[0].text.lstrip("• ") == "Text."
