"""Backups of a profile: made while Rubin works, checked to the last bit, put back without a loss."""

from __future__ import annotations

import errno
import shutil
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rubin_tui import __version__
from rubin_tui.engine.backup import container
from rubin_tui.engine.backup.container import DATABASE, SETTINGS, STARTER, Manifest, Package
from rubin_tui.engine.backup.values import Backup, BackupStage, BackupStep, Restored, Verified
from rubin_tui.engine.files import Opener, PrivateFolder, ProcessLock, open_plain, replacing
from rubin_tui.engine.library import library, starter
from rubin_tui.engine.model import Failure, Message
from rubin_tui.engine.store import VERSION, adopt, copy_database, examine, holds_anything, put_in_place
from rubin_tui.messages import reason_of
from rubin_tui.settings import Profile

Progress = Callable[[BackupStep], None]

_WORK = "backup"  # a folder in the cache: copies that are being made or checked


class Backups:
    """Makes, checks and restores backups of one profile.

    It needs no open engine, so a damaged profile is no obstacle. The search index is not in a backup: it is
    made again from the documents.
    """

    def __init__(self, profile: Profile | None = None, *, opener: Opener = open_plain) -> None:
        self._profile = profile or Profile.find()
        self._opener = opener

    def create(
        self,
        target: Path,
        *,
        replace: bool = False,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Backup:
        """Write the profile as it is at this moment into `target` (0600), whole or not at all.

        Others may go on working in it. A damaged database is copied as it is; then the result has `problems`.

        Raises:
            Failure: there is nothing to keep, `target` exists and `replace` is not set, cannot be written, or
                is a place Rubin itself uses; cancelled ("backup.cancelled").
        """
        tick = _Ticker(progress, cancel)
        if not self._database.is_file():
            raise Failure("backup.nothing", path=str(self._database))
        target = self._checked(target, replace)
        with self._work() as work:
            copy = work / DATABASE
            copy_database(self._database, copy, tick.of("copying"))
            examined = examine(copy, lambda: tick("checking"))
            files = {DATABASE: copy}
            for name, path in ((SETTINGS, self._profile.settings_file), (STARTER, self._starter)):
                if path.is_file() and path.stat().st_size < container.SMALL:
                    files[name] = Path(shutil.copyfile(path, work / name))
            manifest = Manifest(
                rubin=__version__,
                schema=examined.schema,
                created_at=time.time(),
                holdings=examined.holdings,
                members={name: container.member_of(path) for name, path in files.items()},
            )
            with _writing(target), replacing(target, self._opener) as stream:
                container.pack(stream, manifest, files, tick.of("packing"))
        return _backup(target, target.stat().st_size, manifest, examined.problems)

    def verify(
        self,
        source: Path | None = None,
        *,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Verified:
        """Check a backup, or without `source` the profile's own database, to the last page.

        Raises:
            Failure: there is nothing to check; it is no backup, a newer one, or not whole; cancelled.
        """
        tick = _Ticker(progress, cancel)
        if source is None:
            if not self._database.is_file():
                raise Failure("backup.nothing", path=str(self._database))
            try:
                examined = examine(self._database, lambda: tick("checking"))
            except Failure as failure:
                if failure.message.id != "store.damaged":
                    raise
                return Verified(str(self._database), None, (failure.message,))
            return Verified(str(self._database), examined.holdings, examined.problems)
        with self._work() as work, self._unpacked(source, work, tick) as (package, problems):
            backup = _backup(source, package.size, package.manifest, problems)
            return Verified(str(source), package.manifest.holdings, problems, backup)

    def restore(
        self,
        source: Path,
        *,
        replace: bool = False,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Restored:
        """Make the profile what it was when the backup `source` was made.

        Nothing is changed before all of the backup has been checked. What a person had in the profile is kept
        beside, in the files the result names.

        Raises:
            Failure: the backup cannot be used, the profile holds something and `replace` is not set, or
                another Rubin is working in it; cancelled. The profile is then as it was.
        """
        tick = _Ticker(progress, cancel)
        container.must_be_there(source)  # a name typed wrong is told before what it would replace
        if not replace and holds_anything(self._database):
            raise Failure("restore.not_empty", path=str(self._database))
        for folder in (self._profile.data, self._profile.config):  # before anything is changed
            PrivateFolder(folder)
        with self._work() as work, self._unpacked(source, work, tick) as (package, problems):
            if problems:
                raise Failure("restore.unsound", path=str(source), problem=problems[0])
            small = {name: package.read(name) for name in (SETTINGS, STARTER) if package.has(name)}
            adopt(work / DATABASE)
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            kept: list[Path | None] = [
                put_in_place(
                    work / DATABASE,
                    self._database,
                    _free(self._database.with_name(f"rubin-before-{stamp}.db")),
                    tick.of("replacing"),
                    replace=replace,
                )
            ]
            kept.append(self._put_settings(small.get(SETTINGS), stamp))
            self._put_starter_mark(small.get(STARTER))
        made = _backup(source, package.size, package.manifest, ())
        return Restored(made, str(self._database), tuple(str(path) for path in kept if path))

    @property
    def _database(self) -> Path:
        return self._profile.data / library.DATABASE

    @property
    def _starter(self) -> Path:
        return self._profile.data / starter.MARK

    @contextmanager
    def _work(self) -> Iterator[Path]:
        """An empty private folder, for one of us at a time; what a killed one left there goes first."""
        cache = PrivateFolder(self._profile.cache)
        with ProcessLock(cache.path / f"{_WORK}.lock"):
            shutil.rmtree(cache.path / _WORK, ignore_errors=True)
            work = cache.folder(_WORK).path
            try:
                with _writing(work):
                    yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    @contextmanager
    def _unpacked(
        self, source: Path, work: Path, tick: _Ticker
    ) -> Iterator[tuple[Package, tuple[Message, ...]]]:
        """A backup with its database unpacked in `work`, and what is wrong with that."""
        with Package.open(source, tick.of("reading"), self._opener) as package:
            manifest = package.manifest
            if manifest.schema > VERSION:
                raise Failure("backup.newer", path=str(source), rubin=manifest.rubin, found=manifest.schema)
            database = work / DATABASE
            package.unpack(DATABASE, database, tick.of("unpacking"))
            try:
                examined = examine(database, lambda: tick("checking"))
            except Failure as failure:
                if failure.message.id != "store.damaged":
                    raise
                yield package, (Message("verify.unreadable", {"path": f"{source}: {DATABASE}"}),)
                return
            problems = examined.problems
            if not problems and (examined.schema, examined.holdings) != (manifest.schema, manifest.holdings):
                problems = (Message("verify.counts"),)
            yield package, problems

    def _checked(self, target: Path, replace: bool) -> Path:
        with _writing(target):
            target = target.expanduser().absolute()
            folder = target.parent.resolve(strict=True)
            target = folder / target.name
            for ours in (self._profile.data, self._profile.config, self._profile.cache):
                if target.is_relative_to(ours.resolve()):
                    raise Failure("backup.inside", path=str(target), folder=str(ours))
            with suppress(FileNotFoundError):
                if not stat.S_ISREG(target.lstat().st_mode):
                    raise Failure("backup.not_a_file", path=str(target))
                if not replace:
                    raise Failure("backup.exists", path=str(target))
        return target

    def _put_settings(self, new: bytes | None, stamp: str) -> Path | None:
        """The settings of the backup in the place of those there are; returns where those went."""
        path = self._profile.settings_file
        config = PrivateFolder(path.parent)
        old = config.read(path.name)
        if new is None or old == new:
            return None
        aside = _free(path.with_name(f"{path.stem}-before-{stamp}{path.suffix}"))
        if old is not None:
            config.write(aside.name, old)
        config.write(path.name, new)
        return aside if old is not None else None

    def _put_starter_mark(self, mark: bytes | None) -> None:
        """Which starter articles the database has had: those of the backup, none if it does not say."""
        data = PrivateFolder(self._profile.data)
        if mark is not None:
            data.write(self._starter.name, mark)
        else:
            data.remove(self._starter.name)


class _Ticker:
    """Tells how far the work is, and ends it when it is cancelled."""

    def __init__(self, progress: Progress | None, cancel: threading.Event | None) -> None:
        self._progress = progress
        self._cancel = cancel

    def __call__(self, stage: BackupStage, done: int = 0, total: int = 0) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Failure("backup.cancelled")
        if self._progress is not None:
            self._progress(BackupStep(stage, done, total))

    def of(self, stage: BackupStage) -> Callable[[int, int], None]:
        return lambda done, total: self(stage, done, total)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the system refuses while `path` is written, in a sentence."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or path)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Failure("backup.full", path=where) from error
        raise Failure("backup.unwritable", path=where, reason=reason_of(error)) from error


def _free(path: Path) -> Path:
    """`path`, or with a number where something of that name is already."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return next(free for free in (path, *names) if not free.exists())


def _backup(path: Path, size: int, manifest: Manifest, problems: tuple[Message, ...]) -> Backup:
    return Backup(
        path=str(path),
        size=size,
        created_at=manifest.created_at,
        rubin=manifest.rubin,
        schema=manifest.schema,
        holdings=manifest.holdings,
        settings=SETTINGS in manifest.members,
        problems=problems,
    )
