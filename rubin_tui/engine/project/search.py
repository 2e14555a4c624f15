"""Looking for a text in all files of a project: literally, file by file, while one reads what is found."""

from __future__ import annotations

import os
import re
import stat
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from rubin_tui.engine.files.tree import walk
from rubin_tui.engine.project_model import FoundIn, Looked, TextPlace
from rubin_tui.engine.text.encodings import decode_exactly, is_binary
from rubin_tui.messages import Failure

MOST_SIZE = 20_000_000
"""Bytes of a file; a larger one is left out, and counted."""
MOST_PLACES = 20_000
"""Places that are told; more nobody steps through."""
MOST_LENGTH = 1_000
"""Characters of what can be looked for."""
MOST_SHOWN = 400
"""Characters of a line that are told, around what was found."""
_HEAD = 8192
_ENCODINGS = ("utf-8", "cp1251", "cp866", "koi8-r", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def search_files(
    root: Path,
    text: str,
    *,
    case: bool = False,
    quiet: bool = False,
    opened: Mapping[str, str] | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[FoundIn | Looked]:
    """Tell file by file where `text` stands, at last how it ended. Cancelled, it just ends.

    `case` tells capitals apart; `quiet` looks into hidden and ignored files too. `opened` are texts that are
    newer than their files, by path. Files that are no text are passed by.

    Raises:
        Failure: "look.empty", "look.lines" or "look.too_long".
    """
    if not text:
        raise Failure("look.empty")
    if "\n" in text or "\r" in text:
        raise Failure("look.lines")
    if len(text) > MOST_LENGTH:
        raise Failure("look.too_long", most=MOST_LENGTH)
    return _search(root, text, case, quiet, opened or {}, cancel)


def _search(
    root: Path, text: str, case: bool, quiet: bool, opened: Mapping[str, str], cancel: threading.Event | None
) -> Iterator[FoundIn | Looked]:
    pattern = re.compile(re.escape(text), 0 if case else re.IGNORECASE)
    in_bytes = _in_bytes(text, case)
    files = left_out = places = 0
    for path in walk(root, quiet=quiet, cancel=cancel):
        if cancel is not None and cancel.is_set():
            return
        content = opened.get(path)
        if content is None:
            try:
                data = _read(path, in_bytes)
            except OSError:
                left_out += 1
                continue
            files += 1
            if data is None:
                continue
            read = decode_exactly(data)
            if read is None:
                continue
            content = read[0]
        else:
            files += 1
        found = tuple(_places(content, pattern, MOST_PLACES - places))
        if found:
            places += len(found)
            yield FoundIn(path, found)
            if places >= MOST_PLACES:
                yield Looked(files, left_out, more=True)
                return
    if cancel is None or not cancel.is_set():
        yield Looked(files, left_out)


class _TooLarge(OSError):
    pass


def _read(path: str, wanted: re.Pattern[bytes]) -> bytes | None:
    """The bytes of a file of text that may hold what is wanted; None for any other."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    )
    descriptor = os.open(path, flags)  # never waits for the other end of a pipe
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or not facts.st_size:
            return None
        head = os.read(descriptor, _HEAD)
        if is_binary(head):
            return None
        if facts.st_size > MOST_SIZE:
            raise _TooLarge
        pieces = [head]
        while facts.st_size > _HEAD and (piece := os.read(descriptor, 1 << 20)):
            pieces.append(piece)
        data = b"".join(pieces)
        return data if wanted.search(data) else None
    finally:
        os.close(descriptor)


def _in_bytes(text: str, case: bool) -> re.Pattern[bytes]:
    """What the text may be in a file, whatever its encoding: most files are done with by this alone."""
    ways: list[bytes] = []
    for encoding in _ENCODINGS:
        try:
            way = b"".join(_character(letter, encoding, case) for letter in text)
        except UnicodeEncodeError:
            continue
        if way not in ways:
            ways.append(way)
    return re.compile(b"|".join(ways), re.DOTALL if case else re.DOTALL | re.IGNORECASE)


def _character(letter: str, encoding: str, case: bool) -> bytes:
    forms = {letter} if case else {letter, letter.lower(), letter.upper()}
    forms = {form for form in forms if len(form) == 1}
    if letter.isascii() or len(forms) == 1:
        return re.escape(letter.encode(encoding))
    return b"(?:" + b"|".join(sorted(re.escape(form.encode(encoding)) for form in forms)) + b")"


def _places(content: str, pattern: re.Pattern[str], most: int) -> Iterator[TextPlace]:
    """One place for each line that holds it, with the lines beside it."""
    at = number = 0
    line_at = 0
    for match in pattern.finditer(content):
        if match.start() < at or most <= 0:
            continue
        number += len(_ENDS.findall(content, line_at, match.start()))
        start = _line_start(content, match.start())
        end = _line_end(content, match.end())
        line_at, at = match.start(), end
        cut = max(0, match.start() - start - MOST_SHOWN // 2)
        shown = content[start + cut : min(end, start + cut + MOST_SHOWN)]
        begin = match.start() - start - cut
        most -= 1
        yield TextPlace(
            number + 1,
            shown,
            begin,
            min(begin + len(match[0]), len(shown)),
            _line_before(content, start),
            _line_after(content, end),
            match.start() - start + 1,
        )


_ENDS = re.compile(r"\r\n|\r|\n")


def _line_start(content: str, at: int) -> int:
    return max(content.rfind("\n", 0, at), content.rfind("\r", 0, at)) + 1


def _line_end(content: str, at: int) -> int:
    found = _ENDS.search(content, at)
    return found.start() if found else len(content)


def _line_before(content: str, start: int) -> str:
    if start == 0:
        return ""
    end = start - 2 if content[start - 2 : start] == "\r\n" else start - 1
    return content[_line_start(content, end) : end][:MOST_SHOWN]


def _line_after(content: str, end: int) -> str:
    found = _ENDS.match(content, end)
    return content[found.end() : _line_end(content, found.end())][:MOST_SHOWN] if found else ""
