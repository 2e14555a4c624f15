"""The step of the schema that keeps imports under way and pages that are still to be recognised."""

IMPORTS = """
-- Imports that were ordered and have not come to their end: whoever was killed in one goes on with it.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL,
    category TEXT NOT NULL,
    tags TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    ordered_at REAL NOT NULL,
    found INTEGER NOT NULL DEFAULT 0
);

-- What was ordered, and which files have ended. As bytes: the name of a file need not be text.
CREATE TABLE import_paths (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path BLOB NOT NULL,
    PRIMARY KEY (import_id, position)
) WITHOUT ROWID;

CREATE TABLE import_ended (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    PRIMARY KEY (import_id, path)
) WITHOUT ROWID;

-- Documents with pages that are pictures, as long as these are still to be recognised. `reading` is what was
-- recognised on a page: NULL before that, '' when the document has it.
CREATE TABLE scanned (
    document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    path BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE scans (
    document_id TEXT NOT NULL REFERENCES scanned (document_id) ON DELETE CASCADE,
    page_number INTEGER NOT NULL,
    reading TEXT,
    PRIMARY KEY (document_id, page_number)
);
"""
