"""Values of a project's files that cross the border of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

GitMark = Literal["changed", "added", "unknown", "conflict"]
"""What git says of a file: other than in the last commit, new and to be committed, not known, in conflict."""

GIT_MARKS: tuple[GitMark, ...] = ("conflict", "changed", "added", "unknown")
"""The gravest first: a folder bears the gravest mark of what is in it."""


class Entry(NamedTuple):
    """One file or folder of the project. `quiet`: hidden by its name, or ignored by git."""

    name: str
    path: str
    is_folder: bool
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What is known of a file or folder; `size` in bytes, `changed_at` in seconds since the epoch (UTC).

    `encoding` and `lines` are of text, `language` the id of a code language; "" and None elsewhere.
    `entries` counts what stands in a folder. `link` is where a link leads, "" for no link.
    """

    path: str
    is_folder: bool
    size: int
    changed_at: float
    writable: bool
    link: str = ""
    encoding: str = ""
    newline: str = ""
    lines: int | None = None
    language: str = ""
    entries: int | None = None
    git: GitMark | None = None
    in_git: bool = False


@dataclass(frozen=True, slots=True)
class Trashed:
    """What was put into Rubin's own trash: where it was, and where it is kept now."""

    path: str
    kept: str
    is_folder: bool


class TextPlace(NamedTuple):
    """A line that holds what was looked for: its number, the part of its text it stands in, where in that.

    `line` and `column` count from 1; `before` and `after` are the lines beside it. All is raw text.
    """

    line: int
    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    column: int = 1


class FoundIn(NamedTuple):
    """The places in one file, in order."""

    path: str
    places: tuple[TextPlace, ...]


class Looked(NamedTuple):
    """How a search through the files ended: how many were read, and how many left out as too large or shut.

    `more`: it stopped at as many places as are kept.
    """

    files: int
    left_out: int
    more: bool = False
