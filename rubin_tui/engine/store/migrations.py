"""The schema as a list of steps; `PRAGMA user_version` counts the steps a database has taken."""

from __future__ import annotations

import secrets
import sqlite3

from rubin_tui.engine.store.chats_schema import CHATS
from rubin_tui.engine.store.drafts import DRAFTS
from rubin_tui.engine.store.imports_schema import IMPORTS
from rubin_tui.messages import Failure

FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('user', 'rubin')),
    filename TEXT NOT NULL,
    path TEXT NOT NULL,
    type TEXT NOT NULL,
    category TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    added_at REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'indexing', 'failed')),
    problem TEXT
);
CREATE INDEX documents_by_owner ON documents (owner_id, added_at);
CREATE INDEX documents_by_sha256 ON documents (sha256);
CREATE INDEX documents_by_path ON documents (path);

CREATE TABLE tags (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags (tag, document_id);

CREATE TABLE pages (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    page_index INTEGER,
    label TEXT,
    first_line INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document_id, number)
);

CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    page_number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    line_start INTEGER NOT NULL,
    line_end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    heading_path TEXT NOT NULL,
    UNIQUE (document_id, ordinal),
    FOREIGN KEY (document_id, page_number) REFERENCES pages (document_id, number) ON DELETE CASCADE
);
CREATE INDEX passages_by_page ON passages (document_id, page_number);

-- What the index has still to be told. A row outlives its document: that is how a removal is told.
CREATE TABLE queue (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL
);
"""

TOKENS = """
-- What the analyzer made of each passage, in order, and which documents it has seen.
CREATE TABLE tokens (
    number INTEGER PRIMARY KEY,
    passage_id TEXT NOT NULL UNIQUE REFERENCES passages (id) ON DELETE CASCADE,
    document_id TEXT NOT NULL,
    terms TEXT NOT NULL
);
CREATE INDEX tokens_by_document ON tokens (document_id);

CREATE TABLE analyzed (
    document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    version INTEGER NOT NULL
) WITHOUT ROWID;

-- The tokenizer has nothing to decide: terms stand between spaces, in lower case.
CREATE VIRTUAL TABLE tokens_search USING fts5(
    terms, content = 'tokens', content_rowid = 'number', tokenize = "ascii tokenchars '#%.,_*'"
);
CREATE VIRTUAL TABLE tokens_terms USING fts5vocab(tokens_search, row);
CREATE TRIGGER tokens_added AFTER INSERT ON tokens BEGIN
    INSERT INTO tokens_search (rowid, terms) VALUES (new.number, new.terms);
END;
CREATE TRIGGER tokens_removed AFTER DELETE ON tokens BEGIN
    INSERT INTO tokens_search (tokens_search, rowid, terms) VALUES ('delete', old.number, old.terms);
END;
"""

FOLDERS = """
-- Folders that are kept in step with the disk. What stands in a project or among the notes is told by its
-- folder's kind: a document's own `origin` is "user" there.
CREATE TABLE folders (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('watched', 'project', 'notes')),
    path TEXT NOT NULL,
    category TEXT NOT NULL,
    tags TEXT NOT NULL,
    added_at REAL NOT NULL,
    looked_at REAL,
    identity TEXT NOT NULL DEFAULT '',
    problem TEXT,
    UNIQUE (owner_id, kind, path)
);

-- `facts` is what the file system said of the file when it was last read.
ALTER TABLE documents ADD COLUMN folder_id TEXT REFERENCES folders (id);
ALTER TABLE documents ADD COLUMN vanished_at REAL;
ALTER TABLE documents ADD COLUMN facts TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_by_folder ON documents (folder_id);

-- Files of a folder that hold the same bytes as a document.
CREATE TABLE copies (
    folder_id TEXT NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    facts TEXT NOT NULL,
    PRIMARY KEY (folder_id, path)
) WITHOUT ROWID;
CREATE INDEX copies_by_document ON copies (document_id);
"""

STEPS = (FIRST, CHATS, TOKENS, FOLDERS, IMPORTS, DRAFTS)
"""Never change a step that has been released: append the next one."""

VERSION = len(STEPS)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring the database to `VERSION`, all steps in one transaction.

    Raises:
        Failure: "store.newer", when a later Rubin has already changed this database; "store.damaged", when
            it is another program's.
    """
    if _version(connection, path) == VERSION:
        _refuse_foreign(connection, path, VERSION)
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another Rubin may have migrated while this one waited for the write lock.
        begin = _version(connection, path)
        _refuse_foreign(connection, path, begin)
        for number in range(begin, VERSION):
            for statement in _statements(STEPS[number]):
                connection.execute(statement)
            if number == 0:
                connection.execute("INSERT INTO meta VALUES ('identity', ?)", (secrets.token_hex(16),))
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: str) -> int:
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise Failure("store.newer", path=path, found=found, known=VERSION)
    return found


def _refuse_foreign(connection: sqlite3.Connection, path: str, version: int) -> None:
    """A new database is empty, and one of ours has its own name in it."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if ("meta" not in tables) if version else tables:
        raise Failure("store.damaged", path=path)


def _statements(script: str) -> list[str]:
    """`executescript` would commit the transaction it runs in, so the script is cut by SQLite's own rule."""
    found, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found
