"""Pages that are pictures: searchable documents first, their pictures read afterwards, page by page."""

import os
import threading
from pathlib import Path

import pytest

from rubin_tui.engine import Engine, ImportEvent, Message
from rubin_tui.engine.files import ProcessLock
from rubin_tui.engine.library.extract import scans
from rubin_tui.engine.library.orders import FOLDER
from rubin_tui.engine.library.recognition import LOCK
from tests.engine.library.test_extract_ocr import needs_tesseract, scan

TEXT = "This page has a text of its own to read."
FIRST, SECOND = ("The fault means overvoltage",), ("Wait for five minutes",)

PROGRAM = """#!/bin/sh
if [ "$1" = --list-langs ]; then echo List; echo eng; exit; fi
cat > /dev/null
printf '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t96\\tovervoltage\\n'
"""
"""Takes every page for one of the same single word, and no time for it."""
WORD = "overvoltage"


@pytest.fixture
def reader(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a program in the place of Tesseract."""
    program = tmp_path_factory.mktemp("bin") / scans.PROGRAM
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def stages(events: list[ImportEvent]) -> list[tuple[str, int, int]]:
    return [(event.stage, event.page, event.pages) for event in events]


def passages(engine: Engine, name: str) -> list[str]:
    (document,) = [one for one in engine.documents() if one.filename == name]
    return [engine.library.page(document.id, number).text for number in range(document.pages)]


@needs_tesseract
def test_a_scan_waits_and_is_then_recognised_page_by_page(engine: Engine, tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.pdf", FIRST, SECOND)
    (tmp_path / "note.md").write_text("The motor M41 draws 6.2 A.\n")
    events = list(engine.add_documents([tmp_path]))
    outcome = {Path(event.path).name: event.stage for event in events if event.stage in ("done", "waiting")}
    assert outcome == {"note.md": "done", "scan.pdf": "waiting"}
    assert engine.unrecognised_pages() == 2
    assert all(hit.filename != "scan.pdf" for hit in engine.search("overvoltage").hits)
    told = list(engine.recognise_scans())
    assert stages(told) == [
        ("recognising", 0, 2),
        ("recognising", 1, 2),
        ("recognising", 2, 2),
        ("done", 0, 0),
    ]
    assert {event.path for event in told} == {str(path)}
    (hit,) = [hit for hit in engine.search("overvoltage").hits if hit.filename == "scan.pdf"]
    assert (hit.page_index, hit.page_label, hit.text) == (0, "1", FIRST[0])
    document = told[-1].document
    assert document is not None
    assert (document.state, document.passages, document.language) == ("ready", 2, "en")
    assert engine.unrecognised_pages() == 0
    assert list(engine.recognise_scans()) == []


@pytest.mark.usefixtures("reader")
def test_pictures_among_text_are_added_to_what_is_found_already(engine: Engine, tmp_path: Path) -> None:
    path = scan(tmp_path / "part.pdf", FIRST, text=TEXT)
    assert [event.stage for event in engine.add_documents([path])][-1] == "done"
    (before,) = [hit for hit in engine.search("page has a text").hits if hit.filename == "part.pdf"]
    assert list(engine.recognise_scans())[-1].stage == "done"
    (after,) = [hit for hit in engine.search("page has a text").hits if hit.filename == "part.pdf"]
    assert (after.passage_id, after.page_index) == (before.passage_id, 1)
    (new,) = [hit for hit in engine.search("overvoltage").hits if hit.filename == "part.pdf"]
    assert (new.document_id, new.page_index) == (before.document_id, 0)
    assert passages(engine, "part.pdf") == [WORD, TEXT]
    (document,) = [one for one in engine.documents() if one.filename == "part.pdf"]
    assert document.passages == 2


@pytest.mark.usefixtures("reader")
def test_what_was_recognised_before_a_cancel_stays_and_the_rest_goes_on_later(
    engine: Engine, home: Path, tmp_path: Path
) -> None:
    list(engine.add_documents([scan(tmp_path / "scan.pdf", FIRST, SECOND)]))
    cancel = threading.Event()
    told = []
    for event in engine.recognise_scans(cancel):
        told.append(event)
        if (event.stage, event.page) == ("recognising", 1):
            cancel.set()
    assert stages(told)[-1] == ("cancelled", 0, 0)
    assert engine.unrecognised_pages() == 1
    assert [hit.page_index for hit in engine.search("overvoltage").hits if hit.filename == "scan.pdf"] == [0]
    engine.close()
    with Engine.open(home) as again:
        assert stages(list(again.recognise_scans())) == [
            ("recognising", 1, 2),
            ("recognising", 2, 2),
            ("done", 0, 0),
        ]
        assert passages(again, "scan.pdf") == [WORD, WORD]


@pytest.mark.usefixtures("reader")
def test_a_page_recognised_before_a_kill_is_not_read_again(
    engine: Engine, home: Path, tmp_path: Path
) -> None:
    list(engine.add_documents([scan(tmp_path / "scan.pdf", FIRST, SECOND)]))
    events = engine.recognise_scans()
    assert [next(events).page, next(events).page] == [0, 1]
    events.close()  # type: ignore[attr-defined]  # as a kill does: nothing more is written
    engine.close()
    with Engine.open(home) as again:
        assert stages(list(again.recognise_scans()))[0] == ("recognising", 1, 2)
        assert passages(again, "scan.pdf") == [WORD, WORD]


@needs_tesseract
def test_a_scan_without_words_is_one_sentence(engine: Engine, tmp_path: Path) -> None:
    path = scan(tmp_path / "blank.pdf", ("",))
    assert [event.stage for event in engine.add_documents([path])][-1] == "waiting"
    failed = list(engine.recognise_scans())[-1]
    assert (failed.stage, failed.problem) == (
        "failed",
        Message("import.nothing_recognised", {"path": str(path)}),
    )
    (kept,) = [document for document in engine.documents() if document.filename == "blank.pdf"]
    assert (kept.state, kept.problem) == ("failed", failed.problem)


@pytest.mark.usefixtures("reader")
def test_health_says_how_far_it_is_and_only_one_recognises(
    engine: Engine, home: Path, tmp_path: Path
) -> None:
    list(engine.add_documents([scan(tmp_path / "scan.pdf", FIRST, SECOND)]))
    events = engine.recognise_scans()
    next(events), next(events)
    with Engine.open(home) as other:
        assert list(other.recognise_scans()) == []
        parts = {part.name: part for part in other.health().parts}
    assert (parts["import"].state, parts["import"].detail) == (
        "busy",
        Message("import.recognising", {"page": 1, "pages": 2}),
    )
    events.close()  # type: ignore[attr-defined]
    assert {part.name: part.state for part in engine.health().parts}["import"] == "ok"
    assert not ProcessLock(home / "data" / FOLDER / LOCK).is_held()


@pytest.mark.usefixtures("reader")
def test_a_scan_whose_file_is_gone_waits_and_one_that_changed_has_failed(
    engine: Engine, tmp_path: Path
) -> None:
    path = scan(tmp_path / "scan.pdf", FIRST)
    list(engine.add_documents([path]))
    aside = path.rename(tmp_path / "aside")
    assert [event.stage for event in engine.recognise_scans()] == ["waiting"]
    aside.rename(path)
    with path.open("ab") as stream:
        stream.write(b"\n")
    (event,) = engine.recognise_scans()
    assert (event.stage, event.problem) == ("failed", Message("import.scan_changed", {"path": str(path)}))
    assert engine.unrecognised_pages() == 0


@pytest.mark.usefixtures("reader")
def test_a_scan_with_an_odd_name_is_found_again(engine: Engine, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/two\nlines \x1b[31m \xff.pdf"))
    scan(tmp_path / "scan.pdf", FIRST).rename(path)
    list(engine.add_documents([path]))
    assert list(engine.recognise_scans())[-1].stage == "done"


def test_without_tesseract_a_scan_is_refused_and_pictures_among_text_wait(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "available", lambda: False)
    scan(tmp_path / "scan.pdf", FIRST)
    scan(tmp_path / "part.pdf", FIRST, text=TEXT)
    ends = {Path(event.path).name: event for event in engine.add_documents([tmp_path])}
    assert (ends["part.pdf"].stage, ends["scan.pdf"].stage) == ("done", "failed")
    assert ends["scan.pdf"].problem is not None and ends["scan.pdf"].problem.id == "import.no_text"
    assert (engine.unrecognised_pages(), list(engine.recognise_scans())) == (0, [])
    monkeypatch.setattr(scans, "available", lambda: True)
    assert engine.unrecognised_pages() == 1
