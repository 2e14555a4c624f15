"""The Engine: opens the parts, hands them to each other and offers the shortcuts everything above uses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.commands import read_command
from rubin_tui.engine.assistant.export import to_markdown
from rubin_tui.engine.chats import Conversations
from rubin_tui.engine.code_model import AnalysisEvent, Report, Snapshot
from rubin_tui.engine.files import write_text
from rubin_tui.engine.jobs import Workers
from rubin_tui.engine.library import ImportLimits, Library
from rubin_tui.engine.model import (
    DEFAULT_CATEGORY,
    LOCAL,
    Actor,
    Answer,
    Answered,
    AnswerEvent,
    Chat,
    Command,
    Document,
    Failure,
    Folder,
    Health,
    ImportEvent,
    Locale,
    Scope,
    SearchResult,
    Stats,
    UnfinishedImport,
)
from rubin_tui.engine.operations import Operations
from rubin_tui.messages import guess_locale, reason_of
from rubin_tui.settings import Profile, Settings, load

if TYPE_CHECKING:
    from rubin_tui.engine.analysis import Analysis
    from rubin_tui.engine.editing.editing import Editing

OUTLINES = {"st": "rubin_tui.engine.analysis.iec.passages:passages"}
"""Who knows the parts of code; called in worker processes."""


class Engine:
    """The whole of Rubin without a screen. Thread-safe; plain threads and worker processes, no event loop.

    Opening is cheap: numpy, the index and worker processes come with the first work that needs them.
    """

    def __init__(
        self,
        library: Library,
        assistant: Assistant,
        operations: Operations,
        settings: Settings,
        interrupted: Path,
    ) -> None:
        self.library = library
        self._analysis: Analysis | None = None
        self._analysis_lock = threading.Lock()
        self._assistant = assistant
        self._chats = Conversations(library.database)
        self._operations = operations
        self._settings = settings
        self._interrupted = interrupted

    @classmethod
    def open(cls, profile: Path | Profile | None = None, settings: Settings | None = None) -> Engine:
        """Open the engine on a profile: a folder that holds everything, or the user's own when None.

        Raises:
            Failure: the profile cannot be used ("profile.unwritable", "store...."), or settings are wrong.
        """
        began = time.perf_counter()
        folders = Profile.under(profile) if isinstance(profile, Path) else profile or Profile.find()
        settings = settings or load(folders)
        try:
            operations = Operations(folders.log)
            library = Library.open(
                data=folders.data,
                cache=folders.cache,
                workers=Workers(settings.workers or None),
                limits=ImportLimits(
                    size=settings.import_size_limit_mb * 1_000_000,
                    seconds=float(settings.import_seconds),
                    memory=settings.import_memory_mb * 1_000_000,
                ),
                note=operations.note,
                outlines=OUTLINES,
            )
        except OSError as error:
            raise Failure(
                "profile.unwritable",
                path=str(error.filename or folders.data),
                reason=reason_of(error),
            ) from error
        assistant = Assistant(library, sentences=settings.answer_sentences)
        engine = cls(library, assistant, operations, settings, folders.data / "interrupted")
        operations.add("open", time.perf_counter() - began)
        return engine

    @cached_property
    def editing(self) -> Editing:
        """What opens and saves the files a person edits; it comes with the first of them."""
        from rubin_tui.engine.editing.editing import Editing

        return Editing(
            self._interrupted,
            size_limit=self._settings.edit_size_limit_mb * 1_000_000,
            undo_bytes=self._settings.edit_undo_mb * 1_000_000,
        )

    def ask(
        self,
        message: str,
        *,
        chat_id: str | None = None,
        scope: Scope | None = None,
        actor: Actor = LOCAL,
    ) -> Answer:
        """The answer to a message: the last of `ask_events`. Raises as that does."""
        for event in self.ask_events(message, chat_id=chat_id, scope=scope, actor=actor):
            if isinstance(event, Answered):
                return event.answer
        raise AssertionError("an answer that is not cancelled ends with Answered")

    def ask_events(
        self,
        message: str,
        *,
        chat_id: str | None = None,
        scope: Scope | None = None,
        cancel: threading.Event | None = None,
        actor: Actor = LOCAL,
    ) -> Iterator[AnswerEvent]:
        """Answer a message step by step: `Parsed`, `Searched`, `Answered`. Cancelled, it just ends.

        With a `chat_id`, question and answer stand in that chat before `Answered` comes.

        Raises:
            Failure: the message cannot be asked ("ask.empty", "ask.too_long"), there is no such chat
                ("chat.unknown"), or the store fails.
        """
        scope = self._with_project(scope)
        with self._operations.measure("ask"):
            if chat_id is not None:
                self._chats.check(chat_id, actor)
            for event in self._assistant.answer_events(
                message, scope=scope, actor=actor, cancel=cancel, locale_hint=self._locale()
            ):
                if isinstance(event, Answered):
                    event = Answered(replace(event.answer, unread=self.library.unread))
                    if chat_id is not None:
                        self._chats.record(chat_id, event.answer, actor)
                yield event

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        scope: Scope | None = None,
        cancel: threading.Event | None = None,
        actor: Actor = LOCAL,
    ) -> SearchResult:
        """Passages that hold the words, best first.

        Raises:
            Failure: nothing to search for ("search.no_words", "search.too_long"), or the store fails.
        """
        with self._operations.measure("search"):
            return self.library.search(
                query, limit=limit, scope=self._with_project(scope), cancel=cancel, actor=actor
            )

    def add_text(
        self,
        filename: str,
        content: str | bytes,
        *,
        category: str = DEFAULT_CATEGORY,
        tags: Sequence[str] = (),
        actor: Actor = LOCAL,
    ) -> Document:
        """Store a text; it is searchable when this returns. Bytes are decoded as a file of that name is.

        Raises:
            Failure: the text is empty or binary, or the store fails.
        """
        with self._operations.measure("add_text"):
            return self.library.add_text(filename, content, category=category, tags=tags, actor=actor)

    def add_documents(
        self,
        paths: Iterable[Path | str],
        *,
        category: str | None = None,
        tags: Sequence[str] = (),
        cancel: threading.Event | None = None,
        actor: Actor = LOCAL,
    ) -> Iterator[ImportEvent]:
        """Import files and folders; each file ends in done, unchanged, waiting, failed or cancelled.

        A document is searchable when its "done" comes; one that is "waiting" is a scan for
        `recognise_scans`. What failed says why; the others go on. What is broken off by anything but `cancel`
        waits for `resume_imports`.

        Raises:
            Failure: the store fails; what was told to be done stays.
        """
        with self._operations.measure("import"):
            yield from self.library.add_documents(
                [Path(path) for path in paths], category=category, tags=tags, cancel=cancel, actor=actor
            )

    def unfinished_imports(self, *, actor: Actor = LOCAL) -> list[UnfinishedImport]:
        """The imports that were broken off, as by a kill or a full disk, and that nobody is at."""
        return self.library.unfinished_imports(actor=actor)

    def resume_imports(
        self, cancel: threading.Event | None = None, *, actor: Actor = LOCAL
    ) -> Iterator[ImportEvent]:
        """Go on with the imports that were broken off; what was acknowledged is not read again.

        Of several Rubins on a profile one does; to the others nothing comes. Raises as `add_documents`.
        """
        with self._operations.measure("import"):
            yield from self.library.resume_imports(cancel, actor=actor)

    def recognise_scans(
        self,
        cancel: threading.Event | None = None,
        *,
        only: Collection[str] | None = None,
        actor: Actor = LOCAL,
    ) -> Iterator[ImportEvent]:
        """Recognise the pages that are pictures, of all documents or `only` those with these ids.

        Work for the background: some ten seconds a page. What is read is kept by page, so it can be cancelled
        or killed and gone on with. Nothing comes when nothing waits, another Rubin is at it, or Tesseract is
        not installed. A document ends in "done", "failed", "waiting" (its file is not there) or "cancelled".

        Raises:
            Failure: the store fails.
        """
        with self._operations.measure("recognise"):
            yield from self.library.recognise_scans(cancel, only=only, actor=actor)

    def unrecognised_pages(self, *, actor: Actor = LOCAL) -> int:
        """How many pages wait for `recognise_scans`; 0 where Tesseract is not installed."""
        return self.library.unrecognised_pages(actor=actor)

    def documents(self, scope: Scope | None = None, *, actor: Actor = LOCAL) -> list[Document]:
        """The documents inside `scope`, oldest first; those that could not be read among them.

        Files of projects are there only when the scope names projects, or the origin "project".
        """
        return self.library.documents(scope, actor=actor)

    def document(self, id: str, *, actor: Actor = LOCAL) -> Document:
        """One document. Raises Failure "library.no_document"."""
        return self.library.document(id, actor=actor)

    def remove_document(self, id: str, *, actor: Actor = LOCAL) -> None:
        """Take a document out of the base; its file stays.

        Raises:
            Failure: "library.no_document"; "library.in_folder", while its file stands in a folder that is
                kept in step.
        """
        with self._operations.measure("remove"):
            self.library.remove(id, actor=actor)

    @property
    def analysis(self) -> Analysis:
        """What says what is wrong with code; its parts come with the first use."""
        from rubin_tui.engine.analysis import Analysis

        with self._analysis_lock:
            if self._analysis is None:
                self._analysis = Analysis()
            return self._analysis

    def analyze(self, code: str, language: str | None = None, *, path: str | Path | None = None) -> Report:
        """What is wrong with a text. `path` is where it belongs; `language` None finds out.

        Raises:
            Failure: "analyze.unknown_language".
        """
        with self._operations.measure("analyze"):
            return self.analysis.analyze(code, language, path=path)

    def analyze_events(
        self, snapshot: Snapshot, cancel: threading.Event | None = None
    ) -> Iterator[AnalysisEvent]:
        """One `AnalyzerDone` for each analyzer as it ends, then `Analysed`. Cancelled, it just ends."""
        with self._operations.measure("analyze"):
            yield from self.analysis.events(snapshot, cancel)

    def edit_document(
        self,
        id: str,
        *,
        category: str | None = None,
        tags: Sequence[str] | None = None,
        title: str | None = None,
        actor: Actor = LOCAL,
    ) -> Document:
        """Change category, tags or title of a document; None leaves as it is. The next search knows it.

        Raises:
            Failure: "library.no_document", or "library.not_yours" for what Rubin brought.
        """
        with self._operations.measure("edit"):
            return self.library.edit(id, category=category, tags=tags, title=title, actor=actor)

    def watch_folder(
        self, path: Path | str, *, category: str | None = None, tags: Sequence[str] = (), actor: Actor = LOCAL
    ) -> Folder:
        """Keep a folder of manuals in step with the disk; its new documents get `category` and `tags`.

        Nothing is read here: `keep_in_step` or `look_at_folders` does that. A file that vanishes stays
        searchable and its document says since when; one that moved keeps its document.

        Raises:
            Failure: "folder.missing", "folder.not_a_folder", "folder.unreadable" or "folder.too_wide".
        """
        return self.library.watch_folder(
            Path(path), category=category or DEFAULT_CATEGORY, tags=tags, actor=actor
        )

    def unwatch_folder(self, id: str, *, actor: Actor = LOCAL) -> Folder:
        """Keep a folder in step no longer; manuals stay in the base, files of a project leave it.

        Raises:
            Failure: "folder.unknown", or "folder.notes_stay".
        """
        return self.library.unwatch_folder(id, actor=actor)

    def folders(self, *, actor: Actor = LOCAL) -> list[Folder]:
        """The folders that are kept in step, and every project that was ever open, oldest first."""
        return self.library.folders(actor=actor)

    def open_project(self, path: Path | str, *, actor: Actor = LOCAL) -> Folder:
        """Make a folder the open project: questions and searches without another one look into it too.

        Nothing is read here: `keep_in_step` or `look_at_folders` does that. What is too large to be a
        project, such as the home folder, is not read; the folder's `problem` says so.

        Raises:
            Failure: "folder.missing", "folder.not_a_folder" or "folder.unreadable".
        """
        return self.library.open_project(Path(path), actor=actor)

    def look_at_folders(
        self, ids: Sequence[str] = (), *, cancel: threading.Event | None = None, actor: Actor = LOCAL
    ) -> Iterator[ImportEvent]:
        """Bring these folders in step now; without `ids` all, the notes, the open project and single files.

        Tells of every file that is read. A folder another Rubin keeps in step is left to that one.

        Raises:
            Failure: "folder.unknown", or the store fails.
        """
        with self._operations.measure("look"):
            yield from self.library.look_at_folders(ids, cancel=cancel, actor=actor)

    def keep_in_step(self, changed: Callable[[], None] = lambda: None) -> None:
        """Keep all folders in step until the engine is closed, in a thread that sleeps while nothing changes.

        `changed` is called from that thread when the database changed, by whichever Rubin; soon, and not
        for every change.
        """
        self.library.keep_in_step(changed)

    def note(self, text: str, *, actor: Actor = LOCAL) -> Document:
        """Write a note into today's file; it is searchable when this returns.

        Raises:
            Failure: "note.empty", "note.too_long", "note.unwritable", or the store fails.
        """
        with self._operations.measure("note"):
            return self.library.note(text, actor=actor)

    @staticmethod
    def read_command(message: str) -> Command | None:
        """The command a message is, such as `/search F30002`; None when it is to be asked.

        Raises:
            Failure: a slash and a word that is no command; names those there are.
        """
        return read_command(message)

    def chats(self, *, actor: Actor = LOCAL) -> list[Chat]:
        """The chats without their messages, the one that changed last first."""
        return self._chats.all(actor)

    def chat(self, id: str, *, actor: Actor = LOCAL) -> Chat:
        """A chat with its messages. Raises Failure "chat.unknown"."""
        return self._chats.chat(id, actor)

    def new_chat(self, title: str = "", *, actor: Actor = LOCAL) -> Chat:
        """Begin a chat; without a title it takes its first question as one."""
        return self._chats.new(title, actor)

    def rename_chat(self, id: str, title: str, *, actor: Actor = LOCAL) -> Chat:
        """Give a chat another title, "" for its first question. Raises Failure "chat.unknown"."""
        return self._chats.rename(id, title, actor)

    def delete_chat(self, id: str, *, actor: Actor = LOCAL) -> None:
        """Forget a chat and all its messages. Raises Failure "chat.unknown"."""
        self._chats.delete(id, actor)

    def note_in_chat(self, id: str, message: str, reply: str, *, actor: Actor = LOCAL) -> None:
        """Keep a message that was no question, such as a search, and what was said to it.

        Raises:
            Failure: "chat.unknown", or the store fails.
        """
        self._chats.note(id, message, reply, actor)

    def export_chat(self, id: str, *, locale: Locale | None = None, actor: Actor = LOCAL) -> str:
        """A chat as Markdown with its citations. Raises Failure "chat.unknown"."""
        return to_markdown(self._chats.chat(id, actor), locale or self._locale())

    def save_chat(
        self,
        id: str,
        path: Path,
        *,
        replace: bool = False,
        locale: Locale | None = None,
        actor: Actor = LOCAL,
    ) -> Path:
        """Write a chat as Markdown into a file, whole or not at all; returns the file's absolute path.

        Raises:
            Failure: "chat.unknown"; "written.exists" when the file is there and not to be replaced;
                "written.not_a_file", "written.no_folder", "written.unwritable".
        """
        return write_text(path, self.export_chat(id, locale=locale, actor=actor), replace=replace)

    def inputs(self, *, actor: Actor = LOCAL) -> list[str]:
        """The last hundred different messages written in any chat, the newest last."""
        return self._chats.inputs(actor)

    def stats(self, *, actor: Actor = LOCAL) -> Stats:
        """What the base holds, and how the operations since opening went."""
        asked, cached = self._assistant.counts
        return replace(
            self.library.stats(actor=actor),
            operations=self._operations.stats(),
            answers_asked=asked,
            answers_cached=cached,
        )

    def health(self) -> Health:
        """How the parts are. Cheap: nothing is opened for it."""
        return Health(self.library.health())

    def close(self) -> None:
        """End the worker processes and close all files. What was acknowledged is on the disk."""
        with self._analysis_lock:
            if self._analysis is not None:
                self._analysis.close()
        self.library.close()
        self._operations.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _with_project(self, scope: Scope | None) -> Scope | None:
        """The scope with the open project, unless it names one itself."""
        project = self.library.project
        if project is None or (scope is not None and scope.projects):
            return scope
        return replace(scope or Scope(), projects=(project.id,))

    def _locale(self) -> Locale:
        chosen = self._settings.language if self._settings.language != "auto" else guess_locale()
        return "ru" if chosen == "ru" else "en"
