"""A stand-in for the engine: fixed documents and answers, so that a screen is the same every time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from rubin_tui.engine.analysis.project_symbols import ProjectSymbols
from rubin_tui.engine.analysis.providers import Providers
from rubin_tui.engine.analysis.st_navigation import StNavigation
from rubin_tui.engine.analysis.st_outline import StOutline
from rubin_tui.engine.assistant.commands import read_command
from rubin_tui.engine.code_model import (
    AnalyzerState,
    Diagnostic,
    Findings,
    PartReport,
    Recommendation,
    Report,
    ScorePart,
    Snapshot,
)
from rubin_tui.engine.library.page_labels import Numbered, find_page
from rubin_tui.engine.model import (
    Answer,
    Answered,
    AnswerEvent,
    Chat,
    ChatMatch,
    ChatMessage,
    Citation,
    Command,
    Confidence,
    Document,
    Draft,
    Folder,
    Health,
    ImportEvent,
    Page,
    Parsed,
    PartHealth,
    Position,
    Reading,
    Scope,
    Searched,
    SearchHit,
    SearchResult,
    Sentence,
    Stats,
    Suggestion,
    UnfinishedImport,
)
from rubin_tui.engine.page_model import Frame, Picture, PictureKind, PrintedPage, Run
from rubin_tui.messages import Failure, Message

PAGE = (
    "Power unit\n\nF30002: DC link overvoltage.\nThe braking resistor may draw 12 A.\nIncrease p1121.\n"
    + "\n".join(f"line {n}" for n in range(6, 60))
)
QUOTE = "The braking resistor may draw 12 A."


def a_document(id: str = "d1", filename: str = "G120.pdf", **changes: object) -> Document:
    """A document as the library lists it."""
    document = Document(
        id, filename, f"/manuals/{filename}", "pdf", "drives", (), "en", 1000, "0" * 64, 3, 9, 0.0
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def a_citation(quote: str = QUOTE, page: int = 1, filename: str = "G120.pdf") -> Citation:
    """A place in the fixed page."""
    start = PAGE.index(quote)
    line = PAGE[:start].count("\n") + 1
    return Citation(
        "d1", filename, "p1", ("Faults", "Power unit"), page, str(811 + page), line, line, quote, page, start,
        start + len(quote),
    )  # fmt: skip


def an_answer(question: str, confidence: Confidence = "found") -> Answer:
    """An answer of two sentences from two places."""
    citations = (a_citation(), a_citation("F30002: DC link overvoltage."))
    sentences = tuple(Sentence(citation.quote, citation, 1.0) for citation in citations)
    kind = "not_found" if confidence == "not_found" else "answer"
    return Answer(
        question,
        " ".join(sentence.text for sentence in sentences),
        kind,
        "en",
        sentences,
        confidence,
        0.9,
        keywords=("resistor", "current"),
        topic="drives",
        missing_terms=("f47",) if kind == "not_found" else (),
        readings=(Reading("А30002", "A30002"),) if "А30002" in question else (),
        unread=2 if kind == "not_found" else 0,
    )


def a_hit(number: int = 1, text: str = "F30002: DC link overvoltage.", word: str = "F30002") -> SearchHit:
    """A found place in the fixed page."""
    start, at = PAGE.index(text), text.index(word)
    line = PAGE[:start].count("\n") + 1
    return SearchHit(
        f"p{number}", "d1", "G120.pdf", ("Faults", "Power unit"), number, str(811 + number), number,
        line, line, start, start + len(text), text, ((at, at + len(word)),), 9.0 - number / 10,
    )  # fmt: skip


def a_chat(id: str, title: str, *questions: str, at: float = 1_700_000_000.0) -> Chat:
    """A chat with answered questions."""
    messages: list[ChatMessage] = []
    for question in questions:
        answer = an_answer(question)
        messages.append(ChatMessage(f"{id}-{len(messages)}", "user", question, at))
        messages.append(ChatMessage(f"{id}-{len(messages)}", "rubin", answer.text, at, answer))
    return Chat(id, title, at, at, len(messages), tuple(messages))


class FakeLibrary:
    """Pages."""

    def page(self, document_id: str, number: int) -> Page:
        """The same text on every page."""
        return Page(document_id, number, PAGE, number, str(811 + number), 1)

    def find_page(self, document_id: str, typed: str, *, after: int = -1) -> int:
        """Three of them."""
        return find_page([Numbered(n, str(811 + n), 1) for n in range(3)], typed, after)


class FakePages:
    """The same pages as they are printed: a letter is 6 points wide, a line 12 high."""

    def __init__(self) -> None:
        self.problem: Failure | None = None
        self.asked: list[int] = []
        self.drawn: list[tuple[int, Frame, PictureKind, bool]] = []

    def printed(self, document: Document, index: int) -> PrintedPage:
        """Every line a run."""
        self.asked.append(index)
        if self.problem is not None:
            raise self.problem
        runs = tuple(
            Run(line, 60.0, 60.0 + 6 * len(line), 60.0 + 12 * number, 10.0)
            for number, line in enumerate(PAGE.split("\n"))
            if line
        )
        return PrintedPage(600.0, 800.0, runs)

    def picture(
        self,
        document: Document,
        index: int,
        frame: Frame,
        kind: PictureKind,
        *,
        few: bool = False,
        marks: object = (),
        cancel: threading.Event | None = None,
    ) -> Picture | None:
        """Of four pixels: red and green above blue and white."""
        self.drawn.append((index, frame, kind, few))
        if self.problem is not None:
            raise self.problem
        data = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
        if kind == "sixel":
            data = b'\x1bP0;1q"1;1;2;2#0;2;0;0;0#0BB\x1b\\'
        seen = 1 / frame.zoom
        return Picture(kind, 2, 2, data, frame.x, frame.y, (seen, seen))


class FakeScheduler:
    """Says of every line that holds BAD that it is bad, at once."""

    def __init__(self, deliver: Callable[[Findings], None]) -> None:
        self.deliver = deliver
        self.forgotten: list[str] = []
        self.seen: list[Snapshot] = []

    def submit(self, snapshot: Snapshot, edits: object = None, *, now: bool = False) -> tuple[()]:
        """A newer text."""
        self.seen.append(snapshot)
        found = tuple(
            Diagnostic(
                "B1", "error", "bug", "this is bad", Position(number, at), Position(number, at + 3), "fake"
            )
            for number, line in enumerate(snapshot.text.splitlines())
            if (at := line.find("BAD")) >= 0
        )
        advice = Recommendation("B1", "fake", "error", "bad things", len(found), 5.0, why="it hurts")
        report = Report(
            found, (advice,) if found else (), 90.0, (ScorePart("errors", len(found), 5.0, 10.0),), ()
        )
        self.deliver(Findings(snapshot.path, snapshot.version, found, report))
        return ()

    def forget(self, path: str) -> None:
        """A text is closed."""
        self.forgotten.append(path)

    def close(self) -> None:
        """The app ends."""


class FakeAnalysis:
    """Where the screen gets its scheduler from."""

    def __init__(self) -> None:
        self.last: FakeScheduler | None = None
        self.providers = Providers([StOutline(), StNavigation()])
        self.project_symbols = ProjectSymbols(self.providers)

    @staticmethod
    def code(path: Path) -> str:
        """The text of a file."""
        return path.read_text("utf-8")

    def part(self, snapshot: Snapshot, whole: Report, first: int, last: int) -> PartReport:
        """The findings that begin in these lines."""
        inside = tuple(issue for issue in whole.issues if first <= issue.start.line <= last)
        return PartReport(first, last, replace(whole, issues=inside, quality_score=77.0))

    def scheduler(self, deliver: Callable[[Findings], None]) -> FakeScheduler:
        """The scheduler of the screen."""
        self.last = FakeScheduler(deliver)
        return self.last


class FakeEngine:
    """What `RubinApp` asks of the engine; also its own context manager."""

    def __init__(self) -> None:
        self.library = FakeLibrary()
        self.pages = FakePages()
        self.analysis = FakeAnalysis()
        self.asked: list[str] = []
        self.removed: list[str] = []
        self.kept = [a_document(), a_document("d2", "notes.md", type="markdown", pages=1, category="notes")]
        self.unfinished: list[UnfinishedImport] = []
        self.pictures = 0
        self.analyzer_states: tuple[AnalyzerState, ...] = ()
        self.rebuilt = 0
        self.confidence: Confidence = "found"
        self.hold = threading.Event()
        self.hold.set()
        self.health_parts: tuple[PartHealth, ...] = (PartHealth("store", "ok"), PartHealth("index", "ok"))
        self.closed = False
        self.places: tuple[Sentence, ...] = ()
        self.project: Folder | None = None
        self.watched: list[Folder] = []
        self.scans: dict[str, tuple[int, int]] = {}
        self.changed: Callable[[], None] = lambda: None
        self.following = False
        self.talks: dict[str, Chat] = {}
        self.asked_in: list[str] = []
        self.scopes: list[Scope | None] = []
        self.drafts: dict[str, Draft] = {}
        self.suggested: list[Suggestion] = []
        self.noted: list[str] = []
        self.written_before: list[str] = []
        self.searched: list[tuple[str, int]] = []
        self.saved: list[tuple[str, Path, bool]] = []
        self.hits = tuple(a_hit(number) for number in range(1, 13))

    def __enter__(self) -> FakeEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True

    def ask_events(
        self,
        message: str,
        *,
        chat_id: str | None = None,
        scope: Scope | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Three steps; waits between them while a test holds it."""
        self.scopes.append(scope)
        assert chat_id is not None
        if chat_id not in self.talks:
            raise Failure("chat.unknown", id=chat_id)
        self.asked.append(message)
        self.asked_in.append(chat_id)
        if message == "fail":
            raise Failure("library.no_document", id="x")
        if message == "crash":
            raise ZeroDivisionError("a bug")
        yield Parsed(("resistor", "current"), "drives", ())
        yield Searched(24)
        while not self.hold.wait(0.01):
            if cancel is not None and cancel.is_set():
                return
        if (talk := self.talks.get(chat_id)) is None:
            raise Failure("chat.unknown", id=chat_id)
        answer = replace(an_answer(message, self.confidence), project=self.places)
        said = (ChatMessage("m", "user", message, 0.0), ChatMessage("m", "rubin", answer.text, 0.0, answer))
        messages = (*talk.messages, *said)
        self.talks[chat_id] = replace(
            talk, title=talk.title or message, count=len(messages), messages=messages
        )
        yield Answered(answer)

    def search(
        self, query: str, *, limit: int = 10, scope: object = None, cancel: threading.Event | None = None
    ) -> SearchResult:
        """The fixed hits; nothing for "nothing", a refusal for no word."""
        if not query:
            raise Failure("search.no_words")
        self.searched.append((query, limit))
        hits = () if query == "nothing" else self.hits
        return SearchResult(
            query,
            hits[:limit],
            len(hits),
            0.001,
            missing_terms=("nothing",) if not hits else (),
            readings=(Reading("А30002", "A30002"),) if "А30002" in query else (),
            notes=(Message("query.unclosed_quote"),) if '"' in query else (),
        )

    @staticmethod
    def read_command(message: str) -> Command | None:
        """As the engine reads it."""
        return read_command(message)

    def chats(self) -> list[Chat]:
        """Without their messages, the newest first."""
        return [
            replace(chat, messages=())
            for chat in sorted(self.talks.values(), key=lambda chat: -chat.changed_at)
        ]

    def chat(self, id: str) -> Chat:
        """One of them."""
        if id not in self.talks:
            raise Failure("chat.unknown", id=id)
        return self.talks[id]

    def new_chat(self, title: str = "") -> Chat:
        """An empty one."""
        chat = Chat(f"c{len(self.talks) + 1}", title, 0.0, 1_700_000_000.0 + len(self.talks))
        self.talks[chat.id] = chat
        return chat

    def note_in_chat(self, id: str, message: str, reply: str) -> None:
        """Two more messages."""
        talk = self.chat(id)
        said = (ChatMessage("m", "user", message, 0.0), ChatMessage("m", "rubin", reply, 0.0))
        messages = (*talk.messages, *said)
        title = talk.title or message
        self.talks[id] = replace(talk, title=title, count=len(messages), messages=messages)

    def rename_chat(self, id: str, title: str) -> Chat:
        """Another title."""
        self.talks[id] = replace(self.chat(id), title=title)
        return self.talks[id]

    def delete_chat(self, id: str) -> None:
        """Forget one."""
        self.chat(id)
        del self.talks[id]

    def save_chat(self, id: str, path: Path, *, replace: bool = False, locale: object = None) -> Path:
        """Write a word of it."""
        if path.exists() and not replace:
            raise Failure("written.exists", path=str(path))
        path.write_text(self.chat(id).title, "utf-8")
        self.saved.append((id, path, replace))
        return path

    def find_in_chats(self, text: str, *, chat_id: str = "") -> list[ChatMatch]:
        """The newest first."""
        words = text.casefold().split()
        found = [
            ChatMatch(talk.id, talk.title, number, message.role, message.at, message.text)
            for talk in self.talks.values()
            for number, message in enumerate(talk.messages)
            if chat_id in ("", talk.id) and words and all(word in message.text.casefold() for word in words)
        ]
        return found[::-1]

    def draft(self, place: str) -> Draft:
        """What a test, or the app, has put there."""
        return self.drafts.get(place, Draft())

    def keep_draft(self, place: str, text: str, caret: int = 0) -> None:
        """Keep it."""
        self.drafts.pop(place, None)
        if text:
            self.drafts[place] = Draft(text, caret, 1_800_000_000.0)

    def suggestions(self, *, locale: object = None) -> list[Suggestion]:
        """What a test wants."""
        return list(self.suggested)

    def note(self, text: str) -> Document:
        """Keep it."""
        self.noted.append(text)
        return a_document("n1", "2026-11-22.md")

    def inputs(self) -> list[str]:
        """What was written before."""
        return list(self.written_before)

    def add_documents(
        self,
        paths: Sequence[Path],
        *,
        category: str | None = None,
        tags: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> Iterator[ImportEvent]:
        """One file that is read, one that fails."""
        yield ImportEvent("reading", "/m/new.pdf", 1, 2, 14, 812)
        while not self.hold.wait(0.01):
            if cancel is not None and cancel.is_set():
                yield ImportEvent("cancelled", "/m/new.pdf", 1, 2)
                return
        self.kept.append(a_document("d3", "new.pdf"))
        yield ImportEvent("done", "/m/new.pdf", 1, 2, document=self.kept[-1])
        yield ImportEvent(
            "failed", "/m/bad.pdf", 2, 2, problem=Message("edit.binary", {"path": "/m/bad.pdf"})
        )
        passed = Message("import.passed", {"kinds": ".dwg 3"}, 3)
        yield ImportEvent("passed", "", 2, 2, problem=passed)

    def unrecognised_pages(self) -> int:
        """As a test says."""
        return self.pictures

    def analyzers(self, *, load: bool = False) -> tuple[AnalyzerState, ...]:
        """As a test says."""
        return self.analyzer_states

    def restart_analyzer(self, id: str) -> None:
        """It is ready after that."""
        self.analyzer_states = tuple(
            replace(one, state="ready", detail=None) if one.id == id else one for one in self.analyzer_states
        )

    def rebuild_index(self) -> None:
        """Remember it."""
        self.rebuilt += 1

    def unfinished_imports(self) -> list[UnfinishedImport]:
        """What a killed Rubin left, if a test says so."""
        return list(self.unfinished)

    def resume_imports(self, cancel: threading.Event | None = None) -> Iterator[ImportEvent]:
        """As a new import."""
        self.unfinished = []
        yield from self.add_documents([], cancel=cancel)

    def recognise_scans(self, cancel: threading.Event | None = None) -> Iterator[ImportEvent]:
        """As many pages as a test wants."""
        for page in range(self.pictures):
            yield ImportEvent("recognising", "/m/scan.pdf", 1, 1, page, self.pictures)
            while not self.hold.wait(0.01):
                if cancel is not None and cancel.is_set():
                    yield ImportEvent("cancelled", "/m/scan.pdf", 1, 1)
                    return

    def documents(self) -> list[Document]:
        """What is there."""
        return list(self.kept)

    def document(self, id: str) -> Document:
        """One of them."""
        return next(document for document in self.kept if document.id == id)

    def remove_document(self, id: str) -> None:
        """Forget one."""
        self.removed.append(id)
        self.kept = [document for document in self.kept if document.id != id]

    def edit_document(
        self,
        id: str,
        *,
        category: str | None = None,
        tags: Sequence[str] | None = None,
        title: str | None = None,
    ) -> Document:
        """Change one."""
        given = {"category": category, "tags": None if tags is None else tuple(tags), "title": title}
        changes = {name: value for name, value in given.items() if value is not None}
        edited = replace(self.document(id), **changes)  # type: ignore[arg-type]
        self.kept = [edited if document.id == id else document for document in self.kept]
        return edited

    def waiting_scans(self) -> dict[str, tuple[int, int]]:
        """What a test says there is."""
        return dict(self.scans)

    def watch_folder(self, path: Path, *, category: str | None = None, tags: Sequence[str] = ()) -> Folder:
        """It is watched."""
        if not path.exists():
            raise Failure("folder.missing", path=str(path))
        folder = Folder(f"fld_{len(self.watched) + 2}", str(path), "watched", category or "general", (), 0.0)
        self.watched.append(folder)
        return folder

    def unwatch_folder(self, id: str) -> Folder:
        """It is watched no longer."""
        folder = next(folder for folder in self.watched if folder.id == id)
        self.watched.remove(folder)
        return folder

    def open_project(self, path: Path) -> Folder:
        """It is known."""
        self.project = Folder("fld_1", str(path), "project", "project", (), 0.0)
        return self.project

    def folders(self) -> list[Folder]:
        """What a test says there is."""
        return list(self.watched)

    def keep_in_step(self, changed: Callable[[], None]) -> None:
        """A test calls `changed`."""
        self.changed, self.following = changed, True

    def health(self) -> Health:
        """All is well unless a test says otherwise."""
        return Health(self.health_parts)

    def stats(self) -> Stats:
        """Round numbers."""
        return Stats(len(self.kept), 84012, 1214, (("pdf", 1),), 0, 0, 0)
