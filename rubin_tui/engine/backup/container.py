"""The file a backup is: a zip of known members, with one checksum over all of it at its end.

    manifest.json    format, version, counts, size and SHA-256 of each member
    rubin.db         the database, one file, compacted
    settings.toml    the user's settings, if there are any
    starter.sha256   which starter articles were put there

The zip's comment ends with the SHA-256 of the whole file, its own 64 digits taken as zeros. So any changed
bit is noticed, and any unzip program can still open it. Later formats keep that end and `format`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from rubin_tui.engine.files import Opener, open_plain
from rubin_tui.engine.model import Holdings
from rubin_tui.messages import Failure, reason_of

FORMAT = 1
DATABASE, SETTINGS, STARTER = "rubin.db", "settings.toml", "starter.sha256"
SMALL = 1_000_000  # bytes of any member but the database

_MANIFEST = "manifest.json"
_MEMBERS = (DATABASE, SETTINGS, STARTER)
_MARK = b"rubin-backup sha256 "
_ZEROS = b"0" * 64
_HEAD = b"PK\x03\x04"
_BLOCK = 1 << 20
_PACKED_MOST = 200  # times a database can have been packed; real ones are packed about five times
_LEVEL = 3  # of compression: twice as fast as the default for a tenth more bytes

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Member:
    """Bytes and checksum of a member, unpacked."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `created_at` in seconds since the epoch (UTC)."""

    rubin: str
    schema: int
    created_at: float
    holdings: Holdings | None
    members: Mapping[str, Member]


def pack(stream: BinaryIO, manifest: Manifest, files: Mapping[str, Path], tick: Tick) -> None:
    """Write a backup of `files`, by name of member, to the beginning of a stream."""
    total, done = sum(member.size for member in manifest.members.values()), 0
    hashed = _Hashed(stream)
    with zipfile.ZipFile(cast(BinaryIO, hashed), "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        archive.comment = _MARK + _ZEROS
        archive.writestr(_MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1))
        for name, path in files.items():
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                while block := source.read(_BLOCK):
                    target.write(block)
                    done += len(block)
                    tick(done, total)
    stream.seek(-len(_ZEROS), os.SEEK_END)
    stream.write(hashed.digest.hexdigest().encode())


def member_of(path: Path) -> Member:
    """Size and checksum of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return Member(stream.tell(), digest.hexdigest())


class Package:
    """A backup file opened for reading: whole, of a format we know, nothing but known members in it."""

    def __init__(self, path: Path, size: int, archive: zipfile.ZipFile) -> None:
        self.path = path
        self.size = size
        self._archive = archive
        with _explained(path):
            self.manifest = self._read_manifest()

    @classmethod
    @contextmanager
    def open(cls, path: Path, tick: Tick, opener: Opener = open_plain) -> Iterator[Package]:
        """Open the backup at `path`, reading all of it once.

        Raises:
            Failure: "backup.unreadable", "backup.none", "backup.damaged", "backup.newer" or
                "backup.unexpected".
        """
        must_be_there(path)
        try:
            stream = opener(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb")
        except OSError as error:
            raise Failure("backup.unreadable", path=str(path), reason=reason_of(error)) from error
        with stream:
            try:
                size = _check_whole(stream, path, tick)
            except OSError as error:
                raise Failure("backup.unreadable", path=str(path), reason=reason_of(error)) from error
            with _explained(path):
                archive = zipfile.ZipFile(stream)
            with archive:
                yield cls(path, size, archive)

    def has(self, name: str) -> bool:
        """Whether there is a member of this name."""
        return name in self.manifest.members

    def unpack(self, name: str, target: Path, tick: Tick) -> None:
        """Write a member to `target`, and check it against the manifest.

        Raises:
            Failure: "backup.damaged", "backup.bomb", "backup.full".
        """
        with target.open("xb") as stream:
            for done, block in self._blocks(name, shutil.disk_usage(target.parent).free):
                stream.write(block)
                tick(done, self.manifest.members[name].size)

    def read(self, name: str) -> bytes:
        """A small member."""
        return b"".join(block for _, block in self._blocks(name, SMALL))

    def _blocks(self, name: str, room: int) -> Iterator[tuple[int, bytes]]:
        member, info = self.manifest.members[name], self._archive.getinfo(name)
        if info.file_size != member.size:  # zipfile never unpacks more than this
            raise Failure("backup.damaged", path=str(self.path))
        if member.size > _PACKED_MOST * info.compress_size + SMALL:
            raise Failure("backup.bomb", path=str(self.path), size=member.size // 1_000_000)
        if member.size > room:
            raise Failure("backup.no_room", path=str(self.path), size=member.size // 1_000_000)
        digest, done = hashlib.sha256(), 0
        with _explained(self.path), self._archive.open(info) as source:
            while block := source.read(_BLOCK):
                done += len(block)
                digest.update(block)
                yield done, block
        if (done, digest.hexdigest()) != (member.size, member.sha256):
            raise Failure("backup.damaged", path=str(self.path))

    def _read_manifest(self) -> Manifest:
        infos = {info.filename: info for info in self._archive.infolist()}
        if _MANIFEST not in infos or infos[_MANIFEST].file_size > SMALL:
            raise Failure("backup.none", path=str(self.path))
        with self._archive.open(_MANIFEST) as source:
            plain: dict[str, Any] = json.loads(source.read(SMALL))
        if int(plain["format"]) > FORMAT:
            raise Failure(
                "backup.newer", path=str(self.path), rubin=str(plain.get("rubin", "?")), found=plain["format"]
            )
        members = {
            str(name): Member(int(member["size"]), str(member["sha256"]))
            for name, member in plain["members"].items()
        }
        expected = {_MANIFEST, *members}
        known = {_MANIFEST, *_MEMBERS}
        for name in [*expected, *infos]:  # never extracted by name, and no other may be here at all
            if name not in known or name not in infos or name not in expected:
                raise Failure("backup.unexpected", path=str(self.path), name=name[:200])
        packed = {info.compress_type for info in self._archive.infolist()}
        if (
            DATABASE not in members
            or len(infos) != len(self._archive.infolist())
            or not packed <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
            or any(member.size > SMALL for name, member in members.items() if name != DATABASE)
        ):
            raise Failure("backup.damaged", path=str(self.path))
        holdings = plain["holdings"]
        return Manifest(
            rubin=str(plain["rubin"]),
            schema=int(plain["schema"]),
            created_at=float(plain["created_at"]),
            holdings=Holdings(**{name: int(count) for name, count in holdings.items()}) if holdings else None,
            members=members,
        )


class _Hashed:
    """A stream that only grows, so that what is written can be hashed on its way."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        return self._stream.write(block)

    def flush(self) -> None:
        self._stream.flush()


def _check_whole(stream: BinaryIO, path: Path, tick: Tick) -> int:
    """The size of the file, if its end holds the checksum of all of it."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - len(_MARK) - len(_ZEROS)))
    end = stream.read()
    stream.seek(0)
    head = stream.read(len(_HEAD) + 26 + len(_MANIFEST))
    if not end.startswith(_MARK):
        cut = head.startswith(_HEAD) and head.endswith(_MANIFEST.encode())
        raise Failure("backup.damaged" if cut else "backup.none", path=str(path))
    digest, left = hashlib.sha256(head), size - len(_ZEROS) - len(head)
    while left > 0 and (block := stream.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
        tick(size - left, size)
    digest.update(_ZEROS)
    if digest.hexdigest().encode() != end[len(_MARK) :]:
        raise Failure("backup.damaged", path=str(path))
    return size


_Broken = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What zipfile, json and our reading of them raise over a file that is whole but was made to break them."""


def must_be_there(path: Path) -> None:
    """Look whether there is a file.

    Raises:
        Failure: "backup.unreadable"; "backup.none", for a folder or a device.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise Failure("backup.unreadable", path=str(path), reason=reason_of(error)) from error
    if not stat.S_ISREG(mode):
        raise Failure("backup.none", path=str(path))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except _Broken as error:
        raise Failure("backup.damaged", path=str(path)) from error
    except OSError as error:
        raise Failure("backup.unreadable", path=str(path), reason=reason_of(error)) from error
