"""The engine as everything above it uses it: real files, real SQLite, real Whoosh, real worker processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from rubin_tui.engine import Actor, Engine, Failure, Scope
from rubin_tui.engine.jobs import Limits
from rubin_tui.engine.library import library
from rubin_tui.engine.library.starter import knowledge_folder
from rubin_tui.engine.model import ENDED, Answered, ImportEvent, Message, Parsed, Searched
from rubin_tui.engine.text.sanitize import folded
from rubin_tui.settings import Settings

NOTE = "# Line 3\n\nThe conveyor motor M41 draws 6.2 A at full load.\n"


def ended(events: list[ImportEvent]) -> list[tuple[str, str]]:
    return [(Path(event.path).name, event.stage) for event in events if event.stage in ENDED]


def test_a_text_is_searchable_when_add_text_returns(engine: Engine) -> None:
    document = engine.add_text("line3.md", NOTE, category="notes", tags=("cell3",))
    assert (document.state, document.passages, document.category, document.tags) == (
        "ready",
        1,
        "notes",
        ("cell3",),
    )
    answer = engine.ask("How much current does the motor M41 draw?")
    assert answer.confidence == "found"
    assert answer.sentences[0].text == "The conveyor motor M41 draws 6.2 A at full load."
    assert answer.citations[0].document_id == document.id
    assert engine.search("M41").total == 1


def test_every_sentence_stands_at_its_citation(engine: Engine) -> None:
    for question in ("What is Modbus?", "Что такое ПИД-регулятор?", "How is the PLC scan time measured?"):
        for sentence in engine.ask(question).sentences:
            at = sentence.citation
            page = engine.library.page(at.document_id, at.page_number)
            assert folded(page.text[at.start : at.end]) == at.quote == sentence.text
            first = page.first_line + page.text.count("\n", 0, at.start)
            assert at.line_start == first
            assert at.line_end == first + page.text.count("\n", at.start, at.end)


def test_an_answer_comes_in_steps_and_can_be_cancelled(engine: Engine) -> None:
    steps = list(engine.ask_events("What is a watchdog?"))
    assert [type(step) for step in steps] == [Parsed, Searched, Answered]
    cancel = threading.Event()
    cancel.set()
    assert not any(
        isinstance(step, Answered) for step in engine.ask_events("What is a watchdog?", cancel=cancel)
    )


def test_each_starter_article_answers_its_question(engine: Engine) -> None:
    for question, filename, words in (
        ("What does the integral term of a PID controller do?", "pid-tuning.md", "integral"),
        ("Which function code reads holding registers?", "modbus.md", "Function code 03"),
        ("What is the short-circuit current of a 400 kVA transformer?", "short-circuit.md", "14.4 kA"),
        ("What is the PLC scan time?", "plc-scan-cycle.md", "scan"),
        ("What is the resistance of Pt100 at 100 °C?", "temperature-sensors.md", "138.51"),
        ("Какой код функции читает регистры хранения?", "modbus.md", "03"),
        ("Какое сопротивление у Pt100 при 100 °C?", "temperature-sensors.md", "138,51"),
        ("Что такое сторожевой таймер?", "plc-scan-cycle.md", "торожевой таймер"),
    ):
        answer = engine.ask(question)
        assert answer.confidence == "found", question
        assert answer.citations[0].filename == filename, question
        assert words in answer.text, question


def test_the_users_documents_come_before_rubins_own(engine: Engine) -> None:
    starter = engine.ask("What is the Modbus TCP port?").citations[0]
    assert starter.origin == "rubin"
    same = engine.library.page(starter.document_id, 0).text
    engine.add_text("ours.md", same.replace("Modbus RTU and Modbus TCP", "Modbus RTU and TCP", 1))
    assert engine.ask("What is the Modbus TCP port?").citations[0].origin == "user"


def test_a_removed_document_is_not_found_any_more(engine: Engine) -> None:
    document = engine.add_text("line3.md", NOTE)
    engine.remove_document(document.id)
    assert engine.search("M41").total == 0
    assert engine.ask("What does M41 draw?").confidence == "not_found"
    with pytest.raises(Failure) as refused:
        engine.document(document.id)
    assert refused.value.message.id == "library.no_document"


def test_owners_see_their_own_documents_and_the_starter_base(engine: Engine) -> None:
    anna, boris = Actor("anna"), Actor("boris")
    engine.add_text("line3.md", NOTE, actor=anna)
    assert engine.search("M41", actor=anna).total == 1
    assert engine.search("M41", actor=boris).total == 0
    assert len(engine.documents(actor=boris)) == len(list(knowledge_folder().glob("*/*.md")))
    assert engine.search("watchdog", actor=boris).total > 0


def test_a_scope_narrows_search_and_answer(engine: Engine) -> None:
    one = engine.add_text("a.md", NOTE, category="cell3")
    engine.add_text("b.md", NOTE.replace("6.2", "7.1"), category="cell4")
    assert engine.search("M41").total == 2
    assert [hit.document_id for hit in engine.search("M41", scope=Scope(documents=(one.id,))).hits] == [
        one.id
    ]
    answer = engine.ask("What does the motor M41 draw?", scope=Scope(categories=("cell4",)))
    assert "7.1 A" in answer.sentences[0].text


def test_a_folder_is_imported_file_by_file(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text(NOTE)
    (tmp_path / "sub" / "b.txt").write_text("Valve V7 closes in 2 s.\n")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / ".hidden.md").write_text(NOTE)
    (tmp_path / "loop").symlink_to(tmp_path)
    events = list(engine.add_documents([tmp_path]))
    assert sorted(ended(events)) == [("a.md", "done"), ("b.txt", "done"), ("empty.txt", "failed")]
    (failed,) = [event for event in events if event.stage == "failed"]
    assert failed.problem is not None and failed.problem.id == "import.empty"
    kept = next(document for document in engine.documents() if document.filename == "empty.txt")
    assert (kept.state, kept.problem) == ("failed", failed.problem)
    assert engine.stats().failed == 1


def test_a_changed_file_replaces_what_was_read_before(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(NOTE)
    list(engine.add_documents([path]))
    path.write_text(NOTE.replace("6.2 A", "8.8 A"))
    assert ended(list(engine.add_documents([path]))) == [("a.md", "done")]
    assert [document.filename for document in engine.documents()].count("a.md") == 1
    assert "8.8 A" in engine.ask("What does M41 draw?").text
    path.write_bytes(b"")
    assert ended(list(engine.add_documents([path]))) == [("a.md", "failed")]
    assert "8.8 A" in engine.ask("What does M41 draw?").text, "a failed reading takes nothing away"


def test_cancel_keeps_what_was_finished(engine: Engine, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Sensor S{number}00 reads {number} bar.\n")
    cancel, stored = threading.Event(), []
    events = []
    for event in engine.add_documents([tmp_path], cancel=cancel):
        events.append(event)
        if event.stage == "storing":
            stored.append(Path(event.path).name)
            if len(stored) == 2:
                cancel.set()
    outcome = dict(ended(events))
    assert len(outcome) == 6
    assert [name for name, stage in outcome.items() if stage == "done"] == stored
    assert list(outcome.values()).count("cancelled") == 4
    assert [engine.search(f"S{name[0]}00").total for name in stored] == [1, 1]
    assert engine.library.unread == 0
    assert engine.unfinished_imports() == []


def test_unread_files_are_counted_while_an_import_runs(engine: Engine, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Sensor S{number}00 reads {number} bar.\n")
    events = engine.add_documents([tmp_path])
    next(events)
    assert engine.ask("What is Modbus?").unread == 3
    assert {part.name: part.state for part in engine.health().parts}["import"] == "busy"
    events.close()  # type: ignore[attr-defined]
    assert engine.library.unread == 0


def test_a_deleted_index_folder_is_made_again(engine: Engine, home: Path) -> None:
    engine.add_text("line3.md", NOTE)
    assert engine.search("M41").total == 1
    shutil.rmtree(home / "cache" / "index")
    assert engine.search("M41").total == 1
    assert engine.ask("What does M41 draw?").confidence == "found"
    assert {part.name: part.state for part in engine.health().parts}["index"] == "ok"


def test_a_spoilt_index_is_made_again(engine: Engine, home: Path) -> None:
    engine.add_text("line3.md", NOTE)
    engine.close()
    for path in (home / "cache" / "index").iterdir():
        path.write_bytes(b"\0" * 40)
    with Engine.open(home) as again:
        assert again.search("M41").total == 1


def test_two_rubins_on_one_profile_see_each_other(engine: Engine, home: Path) -> None:
    engine.search("watchdog")
    with Engine.open(home) as other:
        other.add_text("line3.md", NOTE)
        assert engine.search("M41").total == 1
        engine.add_text("line4.md", NOTE.replace("M41", "M42"))
        assert other.search("M42").total == 1
        assert len(other.documents()) == len(list(knowledge_folder().glob("*/*.md"))) + 2


def test_nobody_else_can_read_the_profile(engine: Engine, home: Path) -> None:
    engine.add_text("line3.md", NOTE)
    for path in home.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_opening_imports_nothing_heavy(home: Path) -> None:
    code = (
        "import sys; from rubin_tui.engine import Engine; engine = Engine.open(); engine.documents();"
        "engine.health(); engine.stats();"
        "print([name for name in sys.modules if name in ('numpy', 'whoosh', 'pypdfium2')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_a_newer_or_damaged_database_is_said_and_left_alone(home: Path) -> None:
    with Engine.open(home):
        pass
    database = home / "data" / "rubin.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(Failure) as refused:
        Engine.open(home)
    assert refused.value.message.id == "store.newer"
    database.write_bytes(b"not a database, but the user's only copy" * 100)
    for beside in (home / "data").glob("rubin.db-*"):
        beside.unlink()
    with pytest.raises(Failure) as refused:
        Engine.open(home)
    assert refused.value.message.id == "store.damaged"
    assert database.read_bytes().startswith(b"not a database")


def test_a_file_over_the_limit_is_refused_before_it_is_read(home: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as handle:
        handle.truncate(2_000_001)
    with Engine.open(home, Settings(import_size_limit_mb=2)) as engine:
        (event,) = [event for event in engine.add_documents([big]) if event.stage == "failed"]
    assert event.problem is not None
    assert (event.problem.id, event.problem.params["limit"]) == ("import.too_large", 2)


def test_the_starter_base_comes_once_and_stays_removed(home: Path) -> None:
    with Engine.open(home) as engine:
        first = engine.documents()
        assert {document.origin for document in first} == {"rubin"}
        engine.remove_document(first[0].id)
    with Engine.open(home) as engine:
        assert len(engine.documents()) == len(first) - 1


def test_operations_are_counted(engine: Engine) -> None:
    engine.ask("What is Modbus?")
    with pytest.raises(Failure):
        engine.ask("   ")
    by_name = {operation.name: operation for operation in engine.stats().operations}
    assert (by_name["ask"].count, by_name["ask"].errors) == (2, 1)
    assert by_name["open"].count == 1


def failed(events: list[ImportEvent]) -> dict[str, str]:
    return {
        Path(event.path).name: event.problem.id
        for event in events
        if event.stage == "failed" and event.problem
    }


def test_what_cannot_be_read_is_named_and_the_rest_is_read(engine: Engine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "broken.md").symlink_to("gone")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "a.md").write_text(NOTE)
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # deeper than any path may be long
        os.mkdir("d" * 250, dir_fd=folder)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    events = list(engine.add_documents([tmp_path, tmp_path / "no", "~nobody-of-that-name/x.md", "a\0b"]))
    assert failed(events) == {
        "pipe.txt": "import.not_a_file",
        "broken.md": "import.missing",
        "circle.md": "import.unreadable",
        "d" * 250: "import.unreadable",
        "no": "import.missing",
        "x.md": "import.missing",
        "a\0b": "import.missing",
    }
    assert [name for name, stage in ended(events) if stage == "done"] == ["a.md"]


def test_a_file_may_be_called_like_a_home_folder(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "~old.md").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "b.md").write_text(NOTE.replace("M41", "M42"))
    outcome = ended(list(engine.add_documents(["~old.md", "~/b.md"])))
    assert sorted(outcome) == [("b.md", "done"), ("~old.md", "done")]


def test_a_file_that_goes_while_its_turn_comes_fails_alone(engine: Engine, tmp_path: Path) -> None:
    names = [f"{number:02}.md" for number in range(20)]
    for name in names:
        (tmp_path / name).write_text(NOTE + name)
    events = []
    for event in engine.add_documents([tmp_path]):
        events.append(event)
        (tmp_path / names[-1]).unlink(missing_ok=True)
    assert failed(events) == {names[-1]: "import.missing"}
    assert sorted(ended(events))[:-1] == [(name, "done") for name in names[:-1]]
    kept = next(document for document in engine.documents() if document.filename == names[-1])
    assert kept.problem is not None and kept.problem.id == "import.missing"


def test_a_pdf_is_never_opened_in_this_process(engine: Engine) -> None:
    with pytest.raises(Failure) as refused:
        engine.add_text("x.md", b"%PDF-1.7\n hostile")
    assert refused.value.message.id == "import.pdf_is_a_file"


def test_imports_questions_and_figures_go_on_at_once(engine: Engine, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(f"The tag is KX{number}.\n\n" + "pump valve motor. " * 1000)
    outcomes: list[str] = []
    errors: list[BaseException] = []
    over = threading.Event()

    def import_all() -> None:
        outcomes.extend(stage for _, stage in ended(list(engine.add_documents([tmp_path]))))

    def look_on() -> None:
        while not over.wait(0.02):
            engine.ask("What is Modbus?")
            engine.stats()
            engine.health()

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in (import_all, import_all, look_on)]
    for thread in threads:
        thread.start()
    for thread in threads[:2]:
        thread.join()
    over.set()
    threads[2].join()
    assert errors == []
    assert (len(outcomes), set(outcomes) <= {"done", "unchanged"}) == (24, True)
    assert [engine.search(f"KX{number}").total for number in range(12)] == [1] * 12


def test_when_the_indexer_ends_before_its_time_the_database_itself_answers(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add_text("line3.md", NOTE)
    monkeypatch.setattr(library, "HERE", 0)
    monkeypatch.setattr(library, "INDEXING", Limits(wall_seconds=0.01))
    engine.add_text("line4.md", NOTE.replace("M41", "M42"))
    assert (engine.search("M41").total, engine.search("M42").total) == (1, 1)
    index = next(part for part in engine.health().parts if part.name == "index")
    assert (index.state, index.detail) == (
        "degraded",
        Message("index.makes_do", {"reason": Message("index.job_failed")}),
    )


def test_a_store_that_takes_no_more_ends_the_import_at_once(
    engine: Engine, home: Path, tmp_path: Path
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Sensor S{number}00 reads {number} bar.\n")
    stages = []
    with pytest.raises(Failure) as refused:
        for event in engine.add_documents([tmp_path]):
            stages.append(event.stage)
            if event.stage == "storing":
                engine.close()
    assert (refused.value.message.id, stages.count("failed")) == ("store.closed", 0)
    with Engine.open(home) as again:
        assert sorted(ended(list(again.resume_imports()))) == [
            (f"{number}.txt", "done") for number in range(3)
        ]
