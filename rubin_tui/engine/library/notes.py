"""The user's notes: a Markdown file a day in a folder of theirs, to be edited by hand as they like."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from rubin_tui.engine.files import PrivateFolder, ProcessLock
from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.folders import KeptFolders
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.library.survey import survey
from rubin_tui.engine.model import Actor, Document, Failure, Folder
from rubin_tui.engine.store import Database, Documents, Folders
from rubin_tui.engine.text.encodings import is_binary
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import reason_of

PATIENCE = 10.0  # seconds to wait for another Rubin that writes a note
LONGEST = 1_000_000
"""Characters of one note."""
REPLACED = "\ufffd"
UNREADABLE = 0.1
"""Of the characters of a note; of what has more, nobody knows what it says."""


class Notes:
    """The notes of a profile: files in its data folder, and documents of the knowledge base."""

    def __init__(self, database: Database, shelf: Shelf, folders: KeptFolders, data: Path) -> None:
        self._database = database
        self._shelf = shelf
        self._folders = folders
        self._data = data

    def folder(self, actor: Actor) -> Folder:
        """Their folder, made if it is not there.

        A note without its file, as after a restore, is written again: a look at the folder must not take it
        for one the user has removed.
        """
        private = PrivateFolder(self._data).folder("notes")
        folder = self._folders.notes(private.path, actor)
        identity = survey(private.path, "notes").identity
        with self._database.reading() as connection:
            known = Folders(connection).identity(folder.id)
            files = Folders(connection).files(folder, actor=actor) if known != identity else []
            for file in files:
                if not Path(file.path).exists():
                    private.write(Path(file.path).name, _text_of(Documents(connection), file.document_id))
        if known != identity:
            with self._database.writing() as connection:
                Folders(connection).looked(folder.id, time.time(), None, identity)
        return folder

    def add(self, text: str, actor: Actor, now: datetime | None = None) -> Document:
        """Write a note at the end of today's file, and store that file as it is now.

        Raises:
            Failure: "note.empty", "note.too_long", "note.not_text", "note.unwritable", or of the store.
        """
        text = text.strip()
        if not text:
            raise Failure("note.empty")
        if len(text) > LONGEST:
            raise Failure("note.too_long", most=LONGEST)
        if is_binary(text.encode("utf-8", "replace")) or text.count(REPLACED) > UNREADABLE * len(text):
            # In today's file it would make the other notes of the day unreadable too.
            raise Failure("note.not_text")
        now = now or datetime.now()
        folder = self.folder(actor)
        private = PrivateFolder(Path(folder.path))
        name = f"{now:%Y-%m-%d}.md"
        path = private.path / name
        try:
            # One at a time, or the text that is stored last might lack the note written last.
            with ProcessLock(private.path.with_name("notes.lock"), timeout=PATIENCE):
                opening = "\n" if path.exists() else f"# {now:%Y-%m-%d}\n\n"
                private.append(name, f"{opening}## {now:%H:%M}\n\n{text}\n".encode("utf-8", "replace"))
                found = survey(private.path, "notes").files[spelled(str(path))]
                document = self._shelf.put(
                    extract_text(name, private.read(name) or b""),
                    path=path,
                    category=folder.category,
                    tags=folder.tags,
                    actor=actor,
                    folder_id=folder.id,
                )
                with self._database.writing() as connection:
                    Folders(connection).settle(document.id, folder.id, document.path, found.facts)
        except OSError as error:
            raise Failure("note.unwritable", path=str(path), reason=reason_of(error)) from error
        return document


def _text_of(documents: Documents, document_id: str) -> bytes:
    """The whole text of a document without pages: its stored pages follow each other without a gap."""
    text, number = "", 0
    while (page := documents.page(document_id, number)) is not None:
        text += page.text
        number += 1
    return text.encode()
