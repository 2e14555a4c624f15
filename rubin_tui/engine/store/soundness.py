"""Whether a database is whole, and whether it is one of ours."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.model import Holdings, Message
from rubin_tui.engine.store.copying import open_readonly, watched
from rubin_tui.engine.store.database import Database
from rubin_tui.engine.store.errors import explained, is_damage
from rubin_tui.engine.store.migrations import migrate
from rubin_tui.messages import Failure

TOLD = 20  # problems at most: the rest is more of the same

_PAGE = re.compile(r"\bpage (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination found: what the database holds (None if that cannot be told), and its problems."""

    schema: int
    holdings: Holdings | None
    problems: tuple[Message, ...]


def examine(path: Path, tick: Callable[[], None]) -> Examined:
    """Read all of a database and check it: pages, indexes, references, and that every table is ours.

    Raises:
        Failure: it cannot be opened at all; what `tick` raises.
    """
    with explained(path), closing(open_readonly(path)) as connection, watched(connection, tick):
        try:
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
            problems = [*_damage(connection)] or [*_foreign(connection), *_loose_references(connection)]
            return Examined(schema, _holdings(connection), tuple(problems[:TOLD]))
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return Examined(0, None, (Message("verify.unreadable", {"path": str(path)}),))


def quick_look(path: Path) -> Examined:
    """What `examine` finds in the least time: SQLite's own short check of its pages, and the version.

    Raises:
        Failure: it cannot be opened, or read, at all.
    """
    with explained(path), closing(open_readonly(path)) as connection:
        try:
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
            lines = [str(line) for (line,) in connection.execute(f"PRAGMA quick_check({TOLD})")]
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return Examined(0, None, (Message("verify.unreadable", {"path": str(path)}),))
        problems = [Message("verify.detail", {"detail": line}) for line in lines if line != "ok"]
        return Examined(schema, _holdings(connection) if not problems else None, tuple(problems))


def adopt(path: Path) -> None:
    """Make a copied database ready to be used in another place: up to date, and with a name of its own.

    With the new name no search index that was made of another state of it passes for its own.

    Raises:
        Failure: "store.newer", or "store.damaged" when its tables are not those its version has.
    """
    try:
        with Database.open(path) as database, database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('identity', ?)", (secrets.token_hex(16),))
            missing = _ours().keys() - _objects(connection).keys()
    except sqlite3.Error as error:
        raise Failure("store.damaged", path=str(path)) from error
    if missing:
        raise Failure("store.damaged", path=str(path))


def _damage(connection: sqlite3.Connection) -> Iterator[Message]:
    """Damaged pages by table: SQLite names the page, and whose it is when asked for one table."""
    whole = _integrity(connection)
    if not whole:
        return
    told = False
    for table in _tables(connection):
        lines = _integrity(connection, table)
        pages = {int(page) for line in lines for page in _PAGE.findall(line)}
        for page in sorted(pages):
            yield Message("verify.page", {"table": table, "page": page})
        if lines and not pages:
            yield Message("verify.table", {"table": table, "detail": lines[0]})
        told = told or bool(lines)
    if not told:  # no table's, but of the list of free pages
        for line in whole:
            yield Message("verify.detail", {"detail": line})


def _integrity(connection: sqlite3.Connection, table: str | None = None) -> list[str]:
    """What SQLite finds wrong, in its words; nothing when all is well."""
    told: list[str] = []
    # A function takes each finding the moment it is made: the check itself often stumbles over the damaged
    # page right behind, and Python drops the row before an error.
    connection.create_function("told", 1, told.append)
    try:
        arguments = () if table is None else (table,)
        marks = "(?)" * len(arguments)
        connection.execute(
            f"SELECT told(integrity_check) FROM pragma_integrity_check{marks}", arguments
        ).fetchall()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        told = told or [str(error)]
    lines = [line for text in told for line in text.splitlines() if not line.startswith("*** in database")]
    return [] if lines == ["ok"] else lines


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    )
    return [name for (name,) in rows]


def _loose_references(connection: sqlite3.Connection) -> Iterator[Message]:
    found = Counter((row[0], row[2]) for row in connection.execute("PRAGMA foreign_key_check"))
    for (table, parent), count in sorted(found.items()):
        yield Message("verify.reference", {"table": table, "parent": parent, "rows": count})


def _foreign(connection: sqlite3.Connection) -> Iterator[Message]:
    """What stands in the schema and is not ours; a trigger of somebody else would act when we write."""
    ours = _ours()
    for (kind, name), text in sorted(_objects(connection).items()):
        if (kind, name) not in ours or (kind in ("trigger", "view") and ours[kind, name] != text):
            yield Message("verify.foreign", {"kind": kind, "name": name})


def _ours() -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, ":memory:")
        return _objects(connection)


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {(kind, name): text or "" for kind, name, text in rows}


def _holdings(connection: sqlite3.Connection) -> Holdings | None:
    there = {name for kind, name in _objects(connection) if kind == "table"}
    counts = []
    for table in ("documents", "pages", "passages", "chats", "messages"):  # the last two came with version 2
        try:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone() if table in there else (0,)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return None
        counts.append(int(row[0]))
    return Holdings(*counts)
