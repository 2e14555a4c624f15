"""A small knowledge base on the disk for tests of search and indexing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rubin_tui.engine.library.index_keeper import IndexKeeper
from rubin_tui.engine.library.search import Searcher
from rubin_tui.engine.model import LOCAL, Actor, Document
from rubin_tui.engine.store import Database, Documents
from tests.engine.store.samples import a_document, a_page, passages_of


@dataclass
class Base:
    """A database, its index folder and a searcher over both."""

    database: Database
    keeper: IndexKeeper
    searcher: Searcher

    @classmethod
    def at(cls, folder: Path) -> Base:
        """Open or make it."""
        database = Database.open(folder / "rubin.db")
        keeper = IndexKeeper(database, folder / "index")
        return cls(database, keeper, Searcher(database, keeper))

    def store(self, *pages: str, actor: Actor = LOCAL, indexed: bool = True, **facts: Any) -> Document:
        """A document of these pages, each line a passage."""
        document = a_document(**facts)
        made = [
            a_page(document, number, text, index=number, label=f"A-{number}")
            for number, text in enumerate(pages)
        ]
        with self.database.writing() as connection:
            stored = Documents(connection).add(document, made, passages_of(document, made), actor=actor)
        if indexed:
            self.keeper.catch_up()
        return stored

    def remove(self, document: Document, *, indexed: bool = True) -> None:
        """Remove it."""
        with self.database.writing() as connection:
            Documents(connection).remove(document.id)
        if indexed:
            self.keeper.catch_up()

    def states(self) -> dict[str, str]:
        """State by filename."""
        with self.database.reading() as connection:
            return {one.filename: one.state for one in Documents(connection).list()}

    def texts(self, query: str, **how: Any) -> list[str]:
        """The texts of the hits."""
        return [hit.text for hit in self.searcher.search(query, **how).hits]

    def close(self) -> None:
        """Close all."""
        self.keeper.close()
        self.database.close()
