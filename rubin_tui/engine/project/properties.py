"""What is known of one file or folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from rubin_tui.engine.languages import language_of
from rubin_tui.engine.project.git import git_state, repository_of
from rubin_tui.engine.project_model import Properties
from rubin_tui.engine.text.encodings import detect, is_binary
from rubin_tui.messages import Failure, reason_of

MOST_READ = 20_000_000
"""Bytes of the largest file whose lines are counted."""


def properties_of(path: Path) -> Properties:
    """Look at a file or folder now.

    Raises:
        Failure: "name.missing" or "name.refused".
    """
    try:
        facts = path.lstat()
        link = str(path.readlink()) if stat.S_ISLNK(facts.st_mode) else ""
        if link and path.exists():
            facts = path.stat()
        is_folder = stat.S_ISDIR(facts.st_mode)
        entries = sum(1 for _ in os.scandir(path)) if is_folder else None
        data = None
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= MOST_READ:
            data = path.read_bytes()
    except FileNotFoundError as error:
        raise Failure("name.missing", path=str(path)) from error
    except OSError as error:
        raise Failure("name.refused", path=str(path), reason=reason_of(error)) from error
    encoding = newline = language = ""
    lines = None
    if data is not None and not is_binary(data):
        read = detect(data)
        encoding = read.encoding
        newline = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}.get(read.newline, "")
        lines = read.text.count("\n") + bool(read.text and not read.text.endswith("\n"))
        known = language_of(path.name, read.text[:200])
        language = known.title if known is not None else ""
    in_git = repository_of(path if is_folder else path.parent) is not None
    marks = git_state(path if is_folder else path.parent) if in_git else None
    return Properties(
        path=str(path),
        is_folder=is_folder,
        size=facts.st_size,
        changed_at=facts.st_mtime,
        writable=os.access(path, os.W_OK),
        link=link,
        encoding=encoding,
        newline=newline,
        lines=lines,
        language=language,
        entries=entries,
        git=(marks or {}).get(str(path)),
        in_git=marks is not None,
    )
