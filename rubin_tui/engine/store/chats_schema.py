"""The step of the schema that brings chats."""

CHATS = """
CREATE TABLE chats (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at REAL NOT NULL,
    changed_at REAL NOT NULL
);
CREATE INDEX chats_by_owner ON chats (owner_id, changed_at);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    chat_id TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'rubin')),
    text TEXT NOT NULL,
    at REAL NOT NULL,
    answer TEXT,
    UNIQUE (chat_id, position)
);
"""
