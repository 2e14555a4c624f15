"""ZIP containers (Office, OpenDocument, EPUB) that strangers wrote: what they claim is checked first.

Members are read by name, one at a time, into memory: nothing is unpacked to the disk and an archive
inside the archive is never opened.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import normpath

from rubin_tui.engine.library.extract.values import Source
from rubin_tui.messages import Failure

MEMBERS = 10_000
"""Members an archive may have."""

MEMBER_BYTES = 200 * 1024 * 1024
"""Bytes one member may unpack to."""

TOTAL_BYTES = 1024 * 1024 * 1024
"""Bytes all members may unpack to together."""

RATIO = 100
"""Times its packed size a member may unpack to."""

_SMALL = 1024 * 1024  # blank sheets pack to almost nothing; so little is no bomb at any ratio
_CHUNK = 1 << 18
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)


class Archive:
    """The members of one container.

    Raises:
        Failure: "import.damaged", "import.encrypted", "import.bomb", "import.unsafe_archive",
            "import.old_office".
    """

    def __init__(self, source: Source) -> None:
        self.path = source.path
        if source.data.startswith(_OLE):  # a document behind a password, or an old one with a new name
            locked = _OLE_LOCKED in source.data
            raise Failure("import.encrypted" if locked else "import.old_office", path=source.path)
        if source.data.count(_CENTRAL_ENTRY) > MEMBERS:  # before an object is made for each
            raise Failure("import.bomb", path=source.path)
        try:
            self._zip = zipfile.ZipFile(BytesIO(source.data))
        except _ERRORS as problem:
            raise Failure("import.damaged", path=source.path) from problem
        self._members = {member.filename: member for member in self._zip.infolist() if not member.is_dir()}
        self._streamed = 0
        self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """The members in the order of the directory."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """All bytes of a member.

        Raises:
            Failure: as `stream`.
        """
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a member in pieces, counted while they unpack: sizes in the directory may lie.

        Raises:
            Failure: "import.damaged"; it is missing or does not unpack. "import.bomb"; more came out
                than it may hold.
        """
        member = self._members.get(name)
        if member is None:
            raise Failure("import.damaged", path=self.path)
        allowed = max(_SMALL, RATIO * member.compress_size)
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._streamed += len(chunk)
                    if size > min(allowed, MEMBER_BYTES) or self._streamed > TOTAL_BYTES:
                        raise Failure("import.bomb", path=self.path)
                    yield chunk
        except _ERRORS as problem:
            raise Failure("import.damaged", path=self.path) from problem

    def _check(self) -> None:
        members = self._members.values()
        if any(_is_outside(member.filename) for member in members):
            raise Failure("import.unsafe_archive", path=self.path)
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise Failure("import.encrypted", path=self.path)
        if len(members) > MEMBERS or sum(member.file_size for member in members) > TOTAL_BYTES:
            raise Failure("import.bomb", path=self.path)
        for member in members:
            allowed = min(MEMBER_BYTES, max(_SMALL, RATIO * member.compress_size))
            if member.file_size > allowed:
                raise Failure("import.bomb", path=self.path)


def beside(name: str, target: str) -> str:
    """The member that `target`, a reference written in the member `name`, means."""
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    folder = name.rpartition("/")[0]
    return normpath(f"{folder}/{target}").lstrip("/")


def _is_outside(name: str) -> bool:
    """Whether unpacking to a folder would write somewhere else. We do not, but nobody honest asks for it."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")
