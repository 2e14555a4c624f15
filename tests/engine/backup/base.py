"""A profile with something in it, and backups nobody's Rubin made."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from rubin_tui.engine import Engine
from rubin_tui.engine.store import VERSION

NOTE = "# Line 3\n\nThe conveyor motor M41 draws 6.2 A at full load.\n"
QUESTION = "Which current does the motor M41 draw?"
MARK = b"rubin-backup sha256 "


def fill(home: Path) -> None:
    """A note, a chat about it, a removed starter article, settings."""
    with Engine.open(home) as engine:
        engine.remove_document(engine.documents()[0].id)
        engine.add_text("line3.md", NOTE, tags=("cell3",))
        engine.ask(QUESTION, chat_id=engine.new_chat().id)
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text('theme = "light"  # the hall is bright\n')


def manifest(held: dict[str, bytes], **changes: Any) -> bytes:
    """What a backup of these members would say of itself."""
    plain = {
        "format": 1,
        "rubin": "0.1.0",
        "schema": VERSION,
        "created_at": 60.0,
        "holdings": None,
        "members": {
            name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in held.items()
        },
    }
    return json.dumps(plain | changes).encode()


def sealed(path: Path, members: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """A file with these members and the right checksum over all of it, whatever they are."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.comment = MARK + b"0" * 64
        for name, content in members.items():
            archive.writestr(name, content)
    return reseal(path)


def reseal(path: Path, content: bytes | None = None) -> Path:
    """Give the file, or `content` in its place, the checksum that fits."""
    body = (path.read_bytes() if content is None else content)[:-64]
    path.write_bytes(body + hashlib.sha256(body + b"0" * 64).hexdigest().encode())
    return path


def page_of(database: Path, text: bytes) -> int:
    """The number of the page of a database file that holds `text`."""
    return database.read_bytes().index(text) // 4096 + 1


def spoil(database: Path, page: int) -> None:
    """Write nonsense over a page."""
    content = bytearray(database.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    database.write_bytes(content)
