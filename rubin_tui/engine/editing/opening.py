"""Opening a file to edit or to look at: what it refuses it says in one sentence."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.containers import open_container
from rubin_tui.engine.editing.buffer import UNDO_BYTES, Buffer
from rubin_tui.engine.editing.outside import Stamp
from rubin_tui.engine.editing.writing_over import copies_of
from rubin_tui.engine.files.system import FileSystem, read_all
from rubin_tui.engine.text.encodings import Format, decode_exactly, detect, is_binary
from rubin_tui.messages import Failure, Message, reason_of

SIZE_LIMIT = 100_000_000
"""Bytes of the largest file that is edited unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: its text, the stamp to save it with (None: there is no file yet), what to say of it."""

    buffer: Buffer
    stamp: Stamp | None
    notes: tuple[Message, ...] = ()


class Refused(Failure):
    """The file is not edited. `may_look`: opening it `read_only` shows it."""

    def __init__(self, id: str, *, may_look: bool = False, **params: object) -> None:
        super().__init__(id, **params)
        self.may_look = may_look


def open_file(
    path: Path,
    *,
    encoding: str | None = None,
    read_only: bool = False,
    create: bool = False,
    size_limit: int = SIZE_LIMIT,
    undo_bytes: int = UNDO_BYTES,
    shelter: Path | None = None,
    files: FileSystem | None = None,
) -> Opened:
    """Read a file into a buffer; of one that holds code inside something else, the code.

    `encoding` reads it in that one instead of the one found. With `create` a file that is not there is an
    empty buffer. `read_only` opens even what is binary, and of a file above `size_limit` (bytes) its
    beginning. `shelter` is where `save` keeps copies.

    Raises:
        Refused: a folder, device, pipe, socket, binary or too large file, or no right to read it.
    """
    files = files or FileSystem()
    try:
        target = files.resolve(path)
        _refuse_odd(path, files.status(target).st_mode)  # before opening: to open a device may do something
        descriptor = files.open(target)
        try:
            status = files.status_of(descriptor)
            _refuse_odd(path, status.st_mode)
            data = read_all(files, descriptor, size_limit + 1)
        finally:
            files.close(descriptor)
        unwritable = not files.may_write(target)
    except FileNotFoundError as error:
        if create and not path.is_symlink():
            return Opened(Buffer(path=path, undo_bytes=undo_bytes), None)
        raise Refused("edit.unreadable", path=str(path), reason=reason_of(error)) from error
    except OSError as error:
        raise Refused("edit.unreadable", path=str(path), reason=reason_of(error)) from error
    stamp = Stamp.of(status, data)
    copies = copies_of(target, shelter, files)
    notes = [Message("edit.interrupted_save", {"path": str(path), "copy": str(copy)}) for copy in copies]
    incomplete: Message | None = None
    if len(data) > size_limit:
        size = {"path": str(path), "limit": size_limit // 1_000_000, "size": status.st_size // 1_000_000}
        if not read_only:
            raise Refused("edit.too_large", may_look=True, **size)
        data = data[:size_limit]
        incomplete = Message("edit.only_beginning", size)
        notes.append(incomplete)
    if encoding is None and not read_only and is_binary(data):
        raise Refused("edit.binary", may_look=True, path=str(path))
    text, form, exact = _decode(data, encoding)
    named = {"path": str(path), "encoding": form.encoding.upper()}
    if form.tail and incomplete is None:
        notes.append(Message("edit.half_character", named))
    if not exact:
        incomplete = Message("edit.inexact", named)
        notes.append(incomplete)
    why: Message | None = None
    if read_only:
        why = Message("edit.looking", {"path": str(path)})
    elif unwritable:
        why = Message("edit.read_only_file", {"path": str(path)})
        notes.append(why)
    container = open_container(path.name, text) if incomplete is None else None
    buffer = Buffer(
        text if container is None else container.code,
        path=path,
        form=form,
        read_only=incomplete or why,
        incomplete=incomplete,
        container=container,
        undo_bytes=undo_bytes,
    )
    return Opened(buffer, stamp, tuple(notes))


_ODD = (
    (stat.S_ISDIR, "edit.folder"),
    (stat.S_ISFIFO, "edit.pipe"),
    (stat.S_ISSOCK, "edit.socket"),
    (stat.S_ISCHR, "edit.device"),
    (stat.S_ISBLK, "edit.device"),
)


def _refuse_odd(path: Path, mode: int) -> None:
    for is_odd, id in _ODD:
        if is_odd(mode):
            raise Refused(id, path=str(path))


def _decode(data: bytes, encoding: str | None) -> tuple[str, Format, bool]:
    """The text, its form, and whether that gives the same bytes back."""
    try:
        if (found := decode_exactly(data, encoding)) is not None:
            return *found, True
    except LookupError as error:
        raise Refused("edit.no_encoding", encoding=encoding) from error
    if encoding is not None:
        return data.decode(encoding, "replace"), Format(encoding), False
    decoded = detect(data)
    return decoded.text, Format(decoded.encoding, decoded.bom), False
