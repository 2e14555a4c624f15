"""Messages that are being written: one for each chat, and one for each folder a chat has not begun in."""

from __future__ import annotations

import sqlite3
import time

from rubin_tui.engine.model import LOCAL, Actor, Draft
from rubin_tui.engine.store.rows import storable

DRAFTS = """
-- `place` is a chat's id, or any other name for where a message is being written.
CREATE TABLE drafts (
    owner_id TEXT NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    caret INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (owner_id, place)
) WITHOUT ROWID;
CREATE TRIGGER drafts_of_removed AFTER DELETE ON chats BEGIN
    DELETE FROM drafts WHERE owner_id = old.owner_id AND place = old.id;
END;
"""
"""The step of the schema that brings them."""


class Drafts:
    """The drafts of a database, through a connection of `Database.reading` or `Database.writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, place: str, *, actor: Actor = LOCAL) -> Draft:
        """What is being written there; an empty draft when nothing is."""
        row = self._connection.execute(
            "SELECT text, caret, at FROM drafts WHERE owner_id = ? AND place = ?", (actor.owner_id, place)
        ).fetchone()
        return Draft(*row) if row else Draft()

    def put(self, place: str, text: str, caret: int, *, actor: Actor = LOCAL) -> None:
        """Keep what is being written there; "" forgets it."""
        if not text:
            self._connection.execute(
                "DELETE FROM drafts WHERE owner_id = ? AND place = ?", (actor.owner_id, place)
            )
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO drafts (owner_id, place, text, caret, at) VALUES (?, ?, ?, ?, ?)",
            (actor.owner_id, storable(place), storable(text), caret, time.time()),
        )
