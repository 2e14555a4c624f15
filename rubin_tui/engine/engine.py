"""The Engine: opens the parts, hands them to each other and offers the shortcuts everything above uses."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from rubin_tui.engine.assistant import Assistant
from rubin_tui.engine.assistant.commands import read_command
from rubin_tui.engine.assistant.export import to_markdown
from rubin_tui.engine.chats import Conversations
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
    Health,
    ImportEvent,
    Locale,
    Scope,
    SearchResult,
    Stats,
)
from rubin_tui.engine.operations import Operations
from rubin_tui.messages import guess_locale, reason_of
from rubin_tui.settings import Profile, Settings, load


class Engine:
    """The whole of Rubin without a screen. Thread-safe; plain threads and worker processes, no event loop.

    Opening is cheap: numpy, the index and worker processes come with the first work that needs them.
    """

    def __init__(
        self, library: Library, assistant: Assistant, operations: Operations, settings: Settings
    ) -> None:
        self.library = library
        self._assistant = assistant
        self._chats = Conversations(library.database)
        self._operations = operations
        self._settings = settings

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
            )
        except OSError as error:
            raise Failure(
                "profile.unwritable",
                path=str(error.filename or folders.data),
                reason=reason_of(error),
            ) from error
        engine = cls(library, Assistant(library, sentences=settings.answer_sentences), operations, settings)
        operations.add("open", time.perf_counter() - began)
        return engine

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
            return self.library.search(query, limit=limit, scope=scope, cancel=cancel, actor=actor)

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
        """Import files and folders; each file ends in done, unchanged, failed or cancelled.

        A document is searchable when its "done" comes. What failed says why; the others go on.

        Raises:
            Failure: the store fails; what was told to be done stays.
        """
        with self._operations.measure("import"):
            yield from self.library.add_documents(
                [Path(path) for path in paths], category=category, tags=tags, cancel=cancel, actor=actor
            )

    def documents(self, scope: Scope | None = None, *, actor: Actor = LOCAL) -> list[Document]:
        """The documents inside `scope`, oldest first; those that could not be read among them."""
        return self.library.documents(scope, actor=actor)

    def document(self, id: str, *, actor: Actor = LOCAL) -> Document:
        """One document. Raises Failure "library.no_document"."""
        return self.library.document(id, actor=actor)

    def remove_document(self, id: str, *, actor: Actor = LOCAL) -> None:
        """Take a document out of the base; its file stays. Raises Failure "library.no_document"."""
        with self._operations.measure("remove"):
            self.library.remove(id, actor=actor)

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
        self.library.close()
        self._operations.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _locale(self) -> Locale:
        chosen = self._settings.language if self._settings.language != "auto" else guess_locale()
        return "ru" if chosen == "ru" else "en"
