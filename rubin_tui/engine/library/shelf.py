"""The documents themselves: what was read becomes rows, each put or replaced in one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rubin_tui.engine.library.extract import Extracted
from rubin_tui.engine.library.extract.language import language_of
from rubin_tui.engine.library.extract.values import PageRead
from rubin_tui.engine.library.page_labels import Numbered, find_page
from rubin_tui.engine.library.passages import RawPassage
from rubin_tui.engine.model import Actor, Document, Failure, Message, Origin, Page, Passage, Scope
from rubin_tui.engine.store import (
    DOCUMENT,
    PASSAGE,
    Counts,
    Database,
    Documents,
    Folders,
    Queue,
    Scans,
    new_id,
)
from rubin_tui.engine.text.sanitize import spelled


@dataclass(frozen=True, slots=True)
class Unindexed:
    """How many documents changed since the index last heard of them, and how many passages they have now."""

    documents: int
    passages: int


class Shelf:
    """Documents of the knowledge base by owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        extracted: Extracted,
        *,
        filename: str = "",
        path: Path | None = None,
        category: str,
        tags: Sequence[str],
        actor: Actor,
        origin: Origin = "user",
        folder_id: str = "",
    ) -> Document:
        """Store what was read; a document read from the same path before is replaced by it.

        In a folder that is kept in step it takes over the category and the tags that one had.
        """
        document, pages, passages = self._composed(
            extracted,
            filename=filename,
            path=path,
            category=category,
            tags=tags,
            origin=origin,
            folder_id=folder_id,
        )
        with self._database.writing() as connection:
            documents = Documents(connection)
            document = self._in_place_of_earlier(documents, document, actor)
            return documents.add(document, pages, passages, actor=actor)

    def put_file(
        self,
        extracted: Extracted,
        *,
        path: Path,
        category: str,
        tags: Sequence[str],
        actor: Actor,
        folder_id: str = "",
    ) -> tuple[Document, bool]:
        """As `put`, and whether it is new: of files with the same bytes only one becomes a document.

        Its pages that are pictures are kept to be recognised.
        """
        document, pages, passages = self._composed(
            extracted, path=path, category=category, tags=tags, folder_id=folder_id
        )
        with self._database.writing() as connection:
            _require(folder_id, Folders(connection), actor)
            documents = Documents(connection)
            same = _same(documents, document.sha256, actor, folder_id)
            document = self._in_place_of_earlier(documents, document, actor, but=same)
            if same is not None:
                return same, False
            stored = documents.add(document, pages, passages, actor=actor)
            if extracted.needs_ocr:
                Scans(connection).add(stored.id, path, extracted.needs_ocr)
            return stored, True

    def _composed(
        self,
        extracted: Extracted,
        *,
        filename: str = "",
        path: Path | None = None,
        category: str,
        tags: Sequence[str],
        origin: Origin = "user",
        folder_id: str = "",
    ) -> tuple[Document, list[Page], list[Passage]]:
        """The rows of what was read."""
        document_id = new_id(DOCUMENT)
        pages = [
            Page(document_id, page.number, page.text, page.index, page.label, page.first_line)
            for page in extracted.pages
        ]
        texts = {page.number: page.text for page in pages}
        passages = [
            _passage(document_id, raw, texts[raw.page_number], ordinal)
            for ordinal, raw in enumerate(extracted.passages)
        ]
        document = Document(
            id=document_id,
            filename=spelled(filename or (path.name if path else "")),
            path=spelled(str(path)) if path else "",
            type=extracted.type,
            category=spelled(category),
            tags=tuple(map(spelled, tags)),
            language=extracted.language,
            size=extracted.size,
            sha256=extracted.sha256,
            pages=len(pages),
            passages=len(passages),
            added_at=time.time(),
            origin=origin,
            title=extracted.title,
            folder_id=folder_id,
        )
        return document, pages, passages

    def put_failed(
        self,
        path: Path,
        problem: Message,
        *,
        category: str,
        tags: Sequence[str],
        actor: Actor,
        folder_id: str = "",
    ) -> Document | None:
        """Keep why a file could not be read; None when an earlier reading of it stays in use."""
        document = Document(
            id=new_id(DOCUMENT),
            filename=spelled(path.name),
            path=spelled(str(path)),
            type=spelled(path.suffix.lstrip(".").lower()),
            category=spelled(category),
            tags=tuple(map(spelled, tags)),
            language="",
            size=_size(path),
            sha256="",
            pages=0,
            passages=0,
            added_at=time.time(),
            state="failed",
            problem=problem,
            folder_id=folder_id,
        )
        with self._database.writing() as connection:
            _require(folder_id, Folders(connection), actor)
            documents = Documents(connection)
            before = documents.by_path(document.path, actor=actor, folder_id=folder_id)
            if any(earlier.state != "failed" for earlier in before):
                return None
            document = self._in_place_of_earlier(documents, document, actor)
            return documents.add(document, actor=actor)

    def holding(self, sha256: str, actor: Actor, folder_id: str = "") -> Document | None:
        """The document with these very bytes, known where those of the folder are."""
        with self._database.reading() as connection:
            return _same(Documents(connection), sha256, actor, folder_id)

    def known(self, sha256: str, path: Path, actor: Actor, folder_id: str = "") -> Document | None:
        """As `holding`, for a file with these bytes: others that were read from it before are dropped."""
        same = self.holding(sha256, actor, folder_id)
        if same is not None and same.path != (place := spelled(str(path))):
            with self._database.reading() as connection:
                earlier = Documents(connection).by_path(place, actor=actor, folder_id=folder_id)
            if earlier:
                with self._database.writing() as connection:
                    for document in earlier:
                        Documents(connection).remove(document.id)
        return same

    def take_in(self, document: Document, pages: Sequence[PageRead]) -> None:
        """Put recognised pages in the places of the pictures, in one transaction."""
        found = [
            _passage(document.id, raw, page.page.text, number)
            for page in pages
            for number, raw in enumerate(page.passages)
        ]
        with self._database.writing() as connection:
            scans = Scans(connection)
            scans.take_in(document.id, {page.page.number: page.page.text for page in pages}, found)
            if scans.is_all_pictures(document.id):
                scans.set_language(document.id, language_of("\n".join(scans.texts(document.id))))

    def documents(self, scope: Scope | None, actor: Actor) -> list[Document]:
        """Documents `actor` can see, oldest first, failed ones included."""
        with self._database.reading() as connection:
            return Documents(connection).list(scope, actor=actor)

    def document(self, document_id: str, actor: Actor) -> Document | None:
        """One of them."""
        with self._database.reading() as connection:
            return Documents(connection).get(document_id, actor=actor)

    def many(self, ids: Sequence[str], actor: Actor) -> dict[str, Document]:
        """Those of them that are there, by id."""
        with self._database.reading() as connection:
            return Documents(connection).many(ids, actor=actor)

    def remove(self, document_id: str, actor: Actor) -> None:
        """Remove it; its file stays where it is.

        Raises:
            Failure: "library.no_document"; "library.in_folder", when the next look would read it again.
        """
        with self._database.writing() as connection:
            documents = Documents(connection)
            document = documents.get(document_id, actor=actor)
            if document is None:
                raise Failure("library.no_document", id=document_id)
            folder = Folders(connection).get(document.folder_id, actor=actor)
            if folder is not None and document.vanished_at is None:
                raise Failure("library.in_folder", name=document.filename, folder=folder.path)
            documents.remove(document_id)

    def edit(
        self,
        document_id: str,
        actor: Actor,
        *,
        category: str | None,
        tags: Sequence[str] | None,
        title: str | None,
    ) -> Document:
        """Change what a person says of a document of theirs.

        Raises:
            Failure: "library.no_document"; "library.not_yours", when Rubin itself brought it.
        """
        with self._database.writing() as connection:
            documents = Documents(connection)
            document = documents.get(document_id, actor=actor)
            if document is None:
                raise Failure("library.no_document", id=document_id)
            if document.origin == "rubin":
                raise Failure("library.not_yours", name=document.filename)
            documents.edit(
                document_id,
                category=None if category is None else spelled(category),
                tags=None if tags is None else tuple(map(spelled, tags)),
                title=None if title is None else spelled(title),
            )
            return documents.many([document_id])[document_id]

    def find_page(self, document_id: str, typed: str, after: int, actor: Actor) -> int:
        """The page a person means; see `page_labels.find_page`, whose failures it raises too."""
        with self._database.reading() as connection:
            documents = Documents(connection)
            if documents.get(document_id, actor=actor) is None:
                raise Failure("library.no_document", id=document_id)
            pages = [Numbered(*row) for row in documents.page_labels(document_id)]
        return find_page(pages, typed, after)

    def page(self, document_id: str, number: int, actor: Actor) -> Page:
        """A stored page, counted from 0.

        Raises:
            Failure: "library.no_document" or "library.no_page".
        """
        with self._database.reading() as connection:
            documents = Documents(connection)
            if documents.get(document_id, actor=actor) is None:
                raise Failure("library.no_document", id=document_id)
            page = documents.page(document_id, number)
        if page is None:
            raise Failure("library.no_page", number=number + 1)
        return page

    def counts(self, actor: Actor) -> Counts:
        """How much `actor` can see."""
        with self._database.reading() as connection:
            return Documents(connection).counts(actor=actor)

    def generation(self) -> str:
        """The number of the last change, and of the last one the index took in."""
        with self._database.reading() as connection:
            queue = Queue(connection)
            return f"{queue.last()}-{queue.dropped()}"

    def unindexed(self) -> Unindexed:
        """What the index has not been told yet."""
        with self._database.reading() as connection:
            changed = {row.document_id for row in Queue(connection).pending(0)}
            documents = Documents(connection).many(changed)
        return Unindexed(len(changed), sum(document.passages for document in documents.values()))

    @staticmethod
    def _in_place_of_earlier(
        documents: Documents, document: Document, actor: Actor, *, but: Document | None = None
    ) -> Document:
        """Remove what was read from the same path before; returns the document that takes its place."""
        if not document.path:
            return document
        for earlier in documents.by_path(document.path, actor=actor, folder_id=document.folder_id):
            if but is not None and earlier.id == but.id:
                continue
            documents.remove(earlier.id)
            if document.folder_id:
                document = replace(document, category=earlier.category, tags=earlier.tags)
        return document


def _passage(document_id: str, raw: RawPassage, page_text: str, ordinal: int) -> Passage:
    return Passage(
        id=new_id(PASSAGE),
        document_id=document_id,
        ordinal=ordinal,
        page_number=raw.page_number,
        start=raw.start,
        end=raw.end,
        line_start=raw.line_start,
        line_end=raw.line_end,
        kind=raw.kind,
        heading_path=raw.heading_path,
        text=page_text[raw.start : raw.end],
    )


def _require(folder_id: str, folders: Folders, actor: Actor) -> None:
    """A folder may be given up while it is being looked at: then nothing more is read into it."""
    if folder_id and folders.get(folder_id, actor=actor) is None:
        raise Failure("folder.unknown", id=folder_id)


def _same(documents: Documents, sha256: str, actor: Actor, folder_id: str) -> Document | None:
    found = documents.by_sha256(sha256, actor=actor, folder_id=folder_id)
    return next((document for document in found if document.state != "failed"), None)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
