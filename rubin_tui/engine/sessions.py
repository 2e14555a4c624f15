"""What stood on the screen of a project: tabs with their carets, panels, the chat, a half-typed question.

One private file a project, written whole; of two Rubins on a project the last one that writes wins.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from rubin_tui.engine.files import PrivateFolder
from rubin_tui.messages import Failure

VERSION = 1
MOST_TABS = 100
KEPT = 200
"""Projects that are remembered; those not opened for longest go."""
_SUFFIX = ".session"
_EXACT = "surrogatepass"  # bytes of a path that fit no character are lone surrogates


@dataclass(frozen=True, slots=True)
class SessionTab:
    """A tab: the path of a file or the id of a document, and where one was in it, all counted from 0."""

    kind: Literal["file", "document"]
    name: str
    title: str
    number: int = 0
    top: int = 0
    line: int = 0
    character: int = 0
    wraps: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """The screen of a project. `chat` "" is one that has not begun; `caret` stands in the `draft`."""

    tabs: tuple[SessionTab, ...] = ()
    front: int = 0
    panel: int = 1
    zoomed: bool = False
    chat: str = ""
    draft: str = ""
    caret: int = 0


class Sessions:
    """The sessions of all projects. Every call may block on the disk."""

    def __init__(self, folder: Path) -> None:
        self._path = folder

    def read(self, project: Path) -> Session | None:
        """The session of a project; None when there is none.

        Raises:
            Failure: "session.damaged": the file is set aside, and the next session begins anew;
                "session.unreadable".
        """
        path = self._path / _name(project)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Failure("session.unreadable", path=str(path), reason=error.strerror or "") from error
        try:
            return _session(json.loads(content.decode("utf-8", _EXACT)))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            aside = path.with_suffix(f".damaged-{time.strftime('%Y%m%d-%H%M%S')}")
            try:
                path.replace(aside)
            except OSError:
                aside = path
            raise Failure("session.damaged", path=str(aside)) from error

    def write(self, project: Path, session: Session) -> None:
        """Keep the session of a project in the place of what was kept.

        Raises:
            Failure, OSError: it cannot be written.
        """
        value = {"version": VERSION, "project": str(project), **asdict(session)}
        folder = PrivateFolder(self._path)
        folder.write(_name(project), json.dumps(value, ensure_ascii=False).encode("utf-8", _EXACT))
        names = [name for name in folder.names() if name.endswith(_SUFFIX)]
        if len(names) > KEPT:
            for name in sorted(names, key=self._age)[: len(names) - KEPT]:
                folder.remove(name)

    def _age(self, name: str) -> float:
        try:
            return (self._path / name).stat().st_mtime
        except OSError:
            return time.time()


def _session(value: Any) -> Session:
    """What was written, checked: a file is not to be believed because it lies in our folder."""
    if not isinstance(value, dict) or value.get("version") != VERSION:
        raise ValueError("no session")
    tabs = value["tabs"]
    if not isinstance(tabs, list) or len(tabs) > MOST_TABS:
        raise ValueError("no tabs")
    session = Session(tuple(_checked(SessionTab, tab) for tab in tabs), **_values(Session, value, {"tabs"}))
    for tab in session.tabs:
        if tab.kind not in ("file", "document") or not tab.name or "\0" in tab.name:
            raise ValueError("no tab")
    return session


def _checked(kind: type[SessionTab], value: object) -> SessionTab:
    if not isinstance(value, dict):
        raise TypeError("no tab")
    return kind(**_values(kind, value, set()))


def _values(kind: type, value: Mapping[str, Any], without: set[str]) -> dict[str, Any]:
    """The fields of a value, each of its type; numbers are not negative."""
    found: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in without:
            continue
        one = value[field.name]
        expected = _PLAIN.get(str(field.type), str)
        if type(one) is not expected or (isinstance(one, int) and not 0 <= one < 2**53):
            raise TypeError(field.name)
        found[field.name] = one
    return found


_PLAIN: dict[str, type] = {"int": int, "bool": bool}


def _name(project: Path) -> str:
    path = os.fsencode(os.path.realpath(project))
    return hashlib.sha256(path).hexdigest()[:32] + _SUFFIX
