"""The articles that come with Rubin: put on the shelf once, and again when a new version brings others."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rubin_tui.engine.files.private import PrivateFolder
from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import LOCAL
from rubin_tui.installed import data_folder

CATEGORY = "rubin"
MARK = "starter.sha256"
"""Names the file that says which articles were put there."""


def knowledge_folder() -> Path:
    """Where the articles stand: inside the installed package, in a checkout beside it."""
    return data_folder("knowledge")


def fill(shelf: Shelf, private: PrivateFolder, folder: Path | None = None) -> bool:
    """Put the articles on the shelf unless these very ones were put there before; True when it did.

    An article the person removed stays removed until the articles change.
    """
    folder = folder or knowledge_folder()
    articles = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*.md"))
    }
    digest = hashlib.sha256()
    for name, content in articles.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    mark = digest.hexdigest()
    if private.read(MARK) == mark.encode():
        return False
    present = {document.path for document in shelf.documents(None, LOCAL) if document.origin == "rubin"}
    for name, content in articles.items():
        extracted = extract_text(Path(name).name, content.decode())
        shelf.put(
            extracted, path=Path(f"rubin:{name}"), category=CATEGORY, tags=(), actor=LOCAL, origin="rubin"
        )
    for document in shelf.documents(None, LOCAL):
        if document.path in present - {f"rubin:{name}" for name in articles}:
            shelf.remove(document.id, LOCAL)
    private.write(MARK, mark.encode())
    return True
