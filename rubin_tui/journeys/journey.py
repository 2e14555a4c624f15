"""What the journeys share: the engine as they see it, and work beside the interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual.geometry import Size
from textual.worker import Worker

from rubin_tui.messages import Message
from rubin_tui.screens.main import MainScreen
from rubin_tui.terminal.profile import TerminalProfile
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.sheet import Choice

if TYPE_CHECKING:
    from textual.timer import Timer

    from rubin_tui.engine.code_model import AnalyzerState, Findings
    from rubin_tui.engine.model import (
        AnswerEvent,
        Chat,
        ChatMatch,
        Citation,
        Command,
        Document,
        Draft,
        Folder,
        Health,
        ImportEvent,
        Locale,
        Page,
        Scope,
        SearchResult,
        Stats,
        Suggestion,
        UnfinishedImport,
    )
    from rubin_tui.engine.page_model import Frame, Picture, PictureKind, PrintedPage
    from rubin_tui.journeys.chats import OpenChat
    from rubin_tui.widgets.transcript import Slot


class Library(Protocol):
    """The part of the engine that holds documents."""

    def page(self, document_id: str, number: int) -> Page:
        """A stored page, counted from 0."""

    def find_page(self, document_id: str, typed: str, *, after: int = -1) -> int:
        """The page a person means by what is printed on it."""


class Pages(Protocol):
    """The part of the engine that knows pages as they are printed."""

    def printed(self, document: Document, index: int) -> PrintedPage:
        """A page of a PDF with its text in its places."""

    def picture(
        self,
        document: Document,
        index: int,
        frame: Frame,
        kind: PictureKind,
        *,
        few: bool = False,
        marks: Sequence[tuple[float, float, float, float]] = (),
        cancel: threading.Event | None = None,
    ) -> Picture | None:
        """A part of it, drawn."""


class Analysis(Protocol):
    """The part of the engine that analyses code."""

    def scheduler(self, deliver: Callable[[Findings], None]) -> Any:
        """What analyses texts as they change."""

    @property
    def providers(self) -> Any:
        """What can be asked about a text: its outline and more."""

    @property
    def project_symbols(self) -> Any:
        """The names of a whole folder."""

    def code(self, path: Path) -> str:
        """What is shown of a file."""

    def part(self, snapshot: Any, whole: Any, first: int, last: int) -> Any:
        """The report on some lines of a text whose own report is `whole`."""


class EngineFace(Protocol):
    """What the screen uses of the engine. Thread-safe."""

    @property
    def library(self) -> Library:
        """The documents' pages."""

    @property
    def pages(self) -> Pages:
        """The same as they are printed."""

    def ask_events(
        self,
        message: str,
        *,
        chat_id: str | None = None,
        scope: Scope | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer a message, telling how far it is."""

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        scope: Scope | None = None,
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Passages that hold the words."""

    def read_command(self, message: str) -> Command | None:
        """The command a message is, None when it is a question."""

    def chats(self) -> list[Chat]:
        """The chats, the one that changed last first."""

    def chat(self, id: str) -> Chat:
        """A chat with its messages."""

    def new_chat(self, title: str = "") -> Chat:
        """Begin a chat."""

    def note_in_chat(self, id: str, message: str, reply: str) -> None:
        """Keep a message that was no question, and what was said to it."""

    def rename_chat(self, id: str, title: str) -> Chat:
        """Give a chat another title."""

    def delete_chat(self, id: str) -> None:
        """Forget a chat."""

    def save_chat(self, id: str, path: Path, *, replace: bool = False, locale: Locale | None = None) -> Path:
        """Write a chat into a file."""

    def find_in_chats(self, text: str, *, chat_id: str = "") -> list[ChatMatch]:
        """Messages that hold the words."""

    def draft(self, place: str) -> Draft:
        """The message that is being written there."""

    def keep_draft(self, place: str, text: str, caret: int = 0) -> None:
        """Keep it."""

    def suggestions(self, *, locale: Locale | None = None) -> list[Suggestion]:
        """What one can ask."""

    def note(self, text: str) -> Document:
        """Write a note."""

    def inputs(self) -> list[str]:
        """What was written before, the newest last."""

    def add_documents(
        self,
        paths: Sequence[Path],
        *,
        category: str | None = None,
        tags: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> Iterator[ImportEvent]:
        """Read documents in, telling how far it is."""

    def unfinished_imports(self) -> list[UnfinishedImport]:
        """The imports that were broken off."""

    def resume_imports(self, cancel: threading.Event | None = None) -> Iterator[ImportEvent]:
        """Go on with them, telling how far it is."""

    def recognise_scans(self, cancel: threading.Event | None = None) -> Iterator[ImportEvent]:
        """Read pages that are pictures, telling how far it is."""

    def documents(self) -> list[Document]:
        """Every document."""

    def document(self, id: str) -> Document:
        """One document."""

    def edit_document(
        self,
        id: str,
        *,
        category: str | None = None,
        tags: Sequence[str] | None = None,
        title: str | None = None,
    ) -> Document:
        """Change what a person says of a document."""

    def waiting_scans(self) -> dict[str, tuple[int, int]]:
        """Documents with pages that are pictures: how many of theirs were read, of how many."""

    def watch_folder(self, path: Path, *, category: str | None = None, tags: Sequence[str] = ()) -> Folder:
        """Keep a folder of manuals in step."""

    def unwatch_folder(self, id: str) -> Folder:
        """Keep it so no longer."""

    def remove_document(self, id: str) -> None:
        """Forget a document."""

    @property
    def analysis(self) -> Analysis:
        """What says what is wrong with code."""

    def open_project(self, path: Path) -> Folder:
        """Search this folder too from now on."""

    def folders(self) -> list[Folder]:
        """The folders that are kept in step."""

    def keep_in_step(self, changed: Callable[[], None]) -> None:
        """Keep them so; `changed` is called in a thread when the database changed."""

    def unrecognised_pages(self) -> int:
        """How many pages are pictures that can be recognised and were not yet."""

    def analyzers(self, *, load: bool = False) -> tuple[AnalyzerState, ...]:
        """How the analyzers are; nothing while none was needed, unless `load`."""

    def restart_analyzer(self, id: str) -> None:
        """Let one begin anew."""

    def rebuild_index(self) -> None:
        """Have the index made anew, without waiting."""

    def health(self) -> Health:
        """How every part is."""

    def stats(self) -> Stats:
        """How much there is."""


class Importer(Protocol):
    """The journey that reads documents in, as the others see it."""

    def refresh(self) -> None:
        """Show the documents as they are now."""

    @property
    def shown(self) -> tuple[Document, ...]:
        """The documents as they were last listed."""

    def add(self, *paths: Path, category: str | None = None, tags: Sequence[str] = ()) -> None:
        """Read documents in."""

    async def ask_path(self) -> None:
        """Ask which file or folder is to be read in."""

    def resume(self) -> None:
        """Go on with what was broken off: imports, then the recognition of scans."""


class ChatKeeper(Protocol):
    """The journey that knows which chat is in sight, as the others see it."""

    current: OpenChat

    @property
    def is_ready(self) -> bool:
        """The last chat stands in the transcript."""

    def begin_with(self, id: str) -> None:
        """This chat is to come back."""

    def then(self, do: Callable[[], None]) -> None:
        """Call `do` when the engine is open and the chat stands in the transcript."""

    def shows(self, chat: OpenChat) -> bool:
        """This is the chat in sight."""

    def begin_new(self) -> None:
        """Another chat begins."""

    def open(self, id: str, *, at: int | None = None, words: tuple[str, ...] = ()) -> None:
        """Have a chat in sight, at the message at that position, these words lit."""

    def export(self, text: str) -> None:
        """Write the chat in sight into a file; "" asks which one."""


class Commander(Protocol):
    """The journey that does what commands say, as the others see it."""

    def run(self, command: Command, typed: str, slot: Slot) -> None:
        """Do it, and tell in the slot what came of it."""


class Asker(Protocol):
    """The journey that asks, as the others see it."""

    def submit(self, text: str) -> None:
        """Ask, or do what a command says."""

    def stop(self) -> bool:
        """Stop what runs."""


class DraftKeeper(Protocol):
    """The journey that keeps what is being written, as the others see it."""

    @property
    def unbegun(self) -> str:
        """The place of a chat that has not begun."""

    def leave(self) -> None:
        """Another chat comes into sight."""

    def show(self, draft: Draft) -> None:
        """Put a draft into the prompt."""


class Narrower(Protocol):
    """The journey that says where is looked, as the others see it."""

    def in_document(self, id: str, filename: str) -> None:
        """Look only into one document."""

    def show(self) -> None:
        """Say where is looked."""


class Rememberer(Protocol):
    """The journey that knows the way back, as the others see it."""

    def open_citation(self, citation: Citation) -> None:
        """Show the page a quote stands on."""

    def remember(self) -> None:
        """One goes somewhere else now, and may want to come back."""

    def open_file(self, path: Path, line: int | None = None) -> None:
        """Open a file of the project."""

    def open_document(self, document_id: str) -> None:
        """Show the first page of a document."""

    def renamed(self, before: str, after: str) -> None:
        """A file has another key now."""


class PageReader(Protocol):
    """The journey that shows pages of documents, as the others see it."""

    def prepare(self, *citations: Citation) -> None:
        """These places may be opened next: have their pages ready."""

    def open(self, document_id: str, number: int, citation: Citation | None = None) -> None:
        """Show a page, the quote lit; one may come back from it."""

    def turn(self, document_id: str, number: int, line: int | None = None, *, at_end: bool = False) -> None:
        """Show another page of the document in sight, or a line of a text."""


class KnowledgeKeeper(Protocol):
    """The journey of the knowledge part of the files, as the others see it."""

    def refresh(self) -> None:
        """Show its state as it is now."""

    def removed(self, document: Document) -> None:
        """A document left the base."""


class FileOpener(Protocol):
    """The journey that opens files, as the others see it."""

    wrap: str
    tab_cells: int

    def open(self, path: Path, place: Any = None, *, read_only: bool = False) -> None:
        """Open a file, or go to the tab it has."""

    def replace(self, tab: Any, path: Path, encoding: str | None = None) -> None:
        """Open a file in the place of a tab."""

    def reopen(self, path: Path, put: Callable[[Any], None], *, encoding: str | None = None) -> None:
        """Read a file whose tab waits for it."""

    def renamed(self, before: Path, after: Path) -> None:
        """A file or folder has another name: what is open of it follows."""

    async def ask(
        self, title: str, what: Message, choices: tuple[str, ...], do: Callable[[str], None]
    ) -> None:
        """Ask about a file."""

    async def offer(self, title: str, about: str, rows: list[Choice], do: Callable[[str], None]) -> None:
        """Put up a list with letters."""


class FileKeeper(Protocol):
    """The journey that saves files, as the others see it."""

    def kept(self, path: Path) -> Any:
        """What was not saved of a file when the screen went away."""

    def opened(self, tab: Any, stamp: Any, kept: Any) -> None:
        """A file was opened."""

    def closed(self, tab: Any, *, given_up: bool) -> None:
        """A file was closed."""

    def renamed(self, old: str, tab: Any) -> None:
        """A file has another name."""

    def gone(self, path: Path) -> None:
        """A file or folder was deleted here."""

    def back(self, path: Path) -> None:
        """It is there again."""

    def save(self, tab: Any, then: Callable[[str], None] | None = None) -> None:
        """Save a file."""


class Comparer(Protocol):
    """The journey that compares files with their commit, as the others see it."""

    def compare(self, tab: Any) -> None:
        """Find out what differs."""

    def look(self, tab: Any) -> None:
        """Compare again if there is another last commit."""


class Analyzer(Protocol):
    """The journey that analyses code, as the others see it."""

    def analyze(self, path: str = "") -> None:
        """Look at this file, or the one in sight, and show what is found."""

    def again(self) -> None:
        """Look at the file in sight again."""

    def opened(self, tab: Any) -> None:
        """A file was opened."""

    def saved(self, tab: Any) -> None:
        """A file was saved."""

    def closed(self, key: str) -> None:
        """A file was closed."""

    def renamed(self, old: str, tab: Any) -> None:
        """A file has another name."""


class Preferring(Protocol):
    """The journey of the settings, as the others see it."""

    async def show(self) -> None:
        """Open their screen."""


class PartsKeeper(Protocol):
    """The journey that knows the named parts of the open files, as the others see it."""

    def opened(self, tab: Any) -> None:
        """A file was opened."""


class Opener(Protocol):
    """The journey that owns the engine, as the others see it."""

    engine: EngineFace | None
    problem: Message | None

    def start(self) -> None:
        """Open the engine if it is not open."""

    def then(self, do: Callable[[], None]) -> None:
        """Call `do` when the engine is open."""

    def look(self) -> None:
        """Show how the engine is."""


class Desk(Protocol):
    """What the journeys use of the app."""

    main: MainScreen
    look: Look
    terminal: TerminalProfile
    theme: Any
    project: Path

    @property
    def opening(self) -> Opener:
        """The engine's owner."""

    @property
    def asking(self) -> Asker:
        """Asking."""

    @property
    def chats(self) -> ChatKeeper:
        """The chat in sight."""

    @property
    def drafts(self) -> DraftKeeper:
        """What is being written."""

    @property
    def narrowing(self) -> Narrower:
        """Where is looked."""

    def copy_to_clipboard(self, text: str) -> None:
        """Into the person's clipboard."""

    @property
    def commands(self) -> Commander:
        """Doing what commands say."""

    @property
    def preferences(self) -> Preferring:
        """The settings."""

    @property
    def documents(self) -> Importer:
        """Reading documents in."""

    @property
    def knowledge(self) -> KnowledgeKeeper:
        """What else is known of documents."""

    @property
    def editing(self) -> Rememberer:
        """The way back."""

    @property
    def reading(self) -> PageReader:
        """Pages of documents."""

    @property
    def analyzing(self) -> Analyzer:
        """What is wrong with code."""

    @property
    def symbols(self) -> PartsKeeper:
        """The named parts of code."""

    @property
    def code(self) -> FileOpener:
        """Files under edit."""

    @property
    def saving(self) -> FileKeeper:
        """Writing them back."""

    @property
    def commits(self) -> Comparer:
        """What git says of them."""

    @property
    def size(self) -> Size:
        """Cells of the terminal."""

    def ask_terminal(self, question: str, answered: Callable[[str], None]) -> bool:
        """Ask the terminal; False when there is none that could answer."""

    def look_changed(self) -> None:
        """Everything paints itself anew."""

    def push_screen(self, screen: Any) -> Any:
        """Put another screen over the main one."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call on the interface thread; may be called from any thread."""

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> Timer:
        """Call once, later."""

    def run_worker(
        self, work: Callable[[], None], *, thread: bool, group: str, exit_on_error: bool, description: str
    ) -> Worker[None]:
        """Run in a thread."""


OpenEngine = Callable[[], AbstractContextManager[EngineFace]]


class Journey:
    """Work for one purpose: in threads of its own group, results handed back to the interface thread."""

    group = ""

    def __init__(self, app: Desk) -> None:
        self.app = app

    def work(self, job: Callable[..., None], *args: Any) -> Worker[None]:
        """Run `job` in a thread. What it raises is shown by the app, under this journey's group."""
        return self.app.run_worker(
            partial(job, *args), thread=True, group=self.group, exit_on_error=False, description=""
        )

    def hand(self, show: Callable[..., Any], *args: Any) -> None:
        """From a thread: have `show` called on the interface thread."""
        self.app.call_later(show, *args)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)
