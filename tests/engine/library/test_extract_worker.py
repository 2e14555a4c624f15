"""Files into frames, in a worker process: what is good arrives whole, what is bad gets one clear sentence."""

import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine.jobs import JobFailed, Limits, Workers
from rubin_tui.engine.library.extract import Extracted, collect, extract_text
from rubin_tui.engine.library.extract.frames import from_frame, to_frame
from rubin_tui.engine.library.extract.values import Begin, End, PageRead, Progress, RawPage
from rubin_tui.engine.library.extract.worker import extract_file
from rubin_tui.engine.library.passages import RawPassage
from rubin_tui.messages import LOCALES, Failure, Message, render
from tests.pdf_writer import Pdf

LIMIT = 1_000_000
ENTRY = "rubin_tui.engine.library.extract.worker:extract_file"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(size=1)
    yield made
    made.close()


def read(path: Path, size_limit: int = LIMIT) -> Extracted:
    *_, whole = collect(extract_file(str(path), size_limit))
    return whole


def manual(pages: int = 3) -> Pdf:
    pdf = Pdf(title="Manual")
    for number in range(pages):
        pdf.column(f"Chapter {number} speaks of many things.", "And of others.")
    return pdf


@pytest.mark.parametrize("name", ["manual.pdf", "manual.txt", "manual", "MANUAL.PDF", "manual.xyz"])
def test_a_pdf_is_read_as_one_whatever_its_name(tmp_path: Path, workers: Workers, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(manual().bytes())
    *_, whole = collect(workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}))
    assert (whole.type, whole.title, whole.read, whole.total) == ("pdf", "Manual", 3, 3)
    assert whole == read(path)


def test_a_text_from_a_file_is_what_it_is_in_hand(tmp_path: Path) -> None:
    path = tmp_path / "заметки.txt"
    path.write_bytes("Привод\r\n\r\nОшибка F30002.\r\n".encode("cp1251"))
    from_file, in_hand = read(path), extract_text("заметки.txt", "Привод\n\nОшибка F30002.\n")
    assert (from_file.pages, from_file.passages) == (in_hand.pages, in_hand.passages)


def test_a_file_whose_name_is_no_utf8_is_read(tmp_path: Path, workers: Workers) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    path.write_text("Words.")
    *_, whole = collect(workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}))
    assert (whole.pages[0].text, whole.title) == ("Words.", "\\xff\\xfe")


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("import.empty", b""),
    "blank": ("import.empty", b" \r\n\t\0\n"),
    "binary.txt": ("import.binary", b"\x7fELF\x02\x01\x01\0\0\0" * 100),
    "binary.md": ("import.binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "text.pdf": ("import.not_a_pdf", b"This is no PDF."),
    "drawing.dwg": ("import.unsupported", b"AC1027 drawing"),
    "large.txt": ("import.too_large", b"x" * (LIMIT + 1)),
    "head.pdf": ("import.pdf_broken", b"%PDF-1.7\n"),
    "half.pdf": ("import.pdf_broken", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"),
    "scan.pdf": ("import.no_text", Pdf().page().page().bytes()),
    "locked.pdf": ("import.pdf_encrypted", Pdf(encrypted=True).column("Secret.").bytes()),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_a_sentence_that_names_them(tmp_path: Path, workers: Workers, name: str) -> None:
    id, data = BAD[name]
    path = write(tmp_path / name, data)
    with pytest.raises(Failure) as caught:
        list(workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}))
    assert caught.value.message.id == id
    for locale in LOCALES:
        assert str(path) in render(caught.value.message, locale)


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    expected = {"absent.txt": "import.missing", "pipe.txt": "import.not_a_file", ".": "import.not_a_file"}
    for name, id in expected.items():
        with pytest.raises(Failure) as caught:
            read(tmp_path / name)
        assert caught.value.message.id == id


@contextmanager
def without_rights() -> Iterator[None]:
    """As a person who is not root, for whom no right is a right to read."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"words")
    path.chmod(0)
    with without_rights(), pytest.raises(Failure) as caught:
        read(path)
    assert caught.value.message.id == "import.unreadable"
    assert caught.value.message.params["reason"] == Message("system.eacces")


def test_a_failing_disk_is_said_to_be_so(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to("/proc/self/mem")
    with pytest.raises(Failure) as caught:
        read(link)
    assert caught.value.message.id == "import.unreadable"
    assert caught.value.message.params["reason"] == Message("system.eio")


def test_damaged_pdfs_are_read_or_refused_and_break_nothing(tmp_path: Path, workers: Workers) -> None:
    generator = random.Random(20)
    whole = manual(5).bytes()
    outcomes = set()
    for number in range(40):
        data = bytearray(whole)
        if number % 2:
            del data[generator.randrange(200, len(data)) :]
        for _ in range(generator.randrange(1, 60)):
            data[generator.randrange(8, len(data))] = generator.randrange(256)
        path = write(tmp_path / "damaged.pdf", bytes(data))
        try:
            *_, found = collect(workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}))
            outcomes.add(found.type)
        except Failure as failure:
            outcomes.add(failure.message.id)
    assert outcomes <= {"pdf", "import.pdf_broken", "import.no_text", "import.pdf_encrypted"}
    assert {"pdf", "import.pdf_broken"} <= outcomes


def test_a_text_with_escape_sequences_is_read_raw(tmp_path: Path, workers: Workers) -> None:
    path = write(tmp_path / "log.txt", b"\x1b]0;title\x07\x1b[2J fault \xe2\x80\xae F1")
    *_, whole = collect(workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}))
    assert whole.pages[0].text == "\x1b]0;title\x07\x1b[2J fault \u202e F1"


def test_reading_can_be_cancelled_in_the_middle(tmp_path: Path, workers: Workers) -> None:
    path = write(tmp_path / "long.pdf", manual(400).bytes())
    cancel = threading.Event()
    frames = workers.run(ENTRY, {"path": str(path), "size_limit": LIMIT}, cancel=cancel)
    assert next(frames) == {"progress": {"page": 10, "of": 400}}
    cancel.set()
    with pytest.raises(JobFailed, match="cancelled"):
        list(frames)
    assert workers.busy() == 0


def test_too_little_memory_fails_the_file_alone(tmp_path: Path, workers: Workers) -> None:
    path = write(tmp_path / "large.txt", b"words and words\n" * 4_000_000)
    arguments = {"path": str(path), "size_limit": 1 << 30}
    with pytest.raises(JobFailed, match="memory"):
        list(workers.run(ENTRY, arguments, limits=Limits(memory_bytes=250_000_000)))
    small = write(tmp_path / "small.txt", b"words")
    assert len(list(workers.run(ENTRY, {"path": str(small), "size_limit": LIMIT}))) == 3


READINGS = [
    Progress(1, 2),
    Begin("pdf", "Title", "ru", 1, "00", 10),
    PageRead(RawPage(0, 4, "v", 1, "Text."), (RawPassage(0, 0, 5, 1, 1, "list", ("A", "B")),), 1),
    PageRead(RawPage(0, None, None, 401, "Text."), (), 1),
    End(1, 1),
    Begin("pdf", "Title", "ru", 3, "00", 10, (0, 2)),
]


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_survives_its_frame(reading: Any) -> None:
    assert from_frame(to_frame(reading)) == reading


def passage(**changes: Any) -> dict[str, Any]:
    good = to_frame(READINGS[2])  # type: ignore[arg-type]
    good["passages"] = [good["passages"][0] | changes]
    return good


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"page": {}},
        {"begin": {"type": "pdf"}},
        {"end": {"pages": "1", "passages": 1}},
        {"begin": to_frame(READINGS[1])["begin"] | {"needs_ocr": [1]}},
        {"begin": to_frame(READINGS[1])["begin"] | {"needs_ocr": ["0"]}},
        {"page": {"number": 0}, "passages": [], "of": 1},
        passage(end=6),
        passage(start=-1),
        passage(start=5),
        passage(page_number=1),
        passage(kind="program"),
        passage(heading_path=[1]),
        passage(line_start=2),
    ],
)
def test_frames_of_a_worker_that_was_taken_over_are_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(JobFailed, match="crashed"):
        from_frame(frame)
