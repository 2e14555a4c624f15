"""Looks at everything around Rubin, changes nothing, needs no open engine: no broken profile stops it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rubin_tui import __version__
from rubin_tui.engine.doctor.values import Abilities, Check, Section
from rubin_tui.engine.files import ProcessLock
from rubin_tui.engine.library.indexing import is_written, writer_of
from rubin_tui.engine.model import Failure, Message
from rubin_tui.engine.store import VERSION, quick_look
from rubin_tui.messages import guess_locale, reason_of
from rubin_tui.settings import Profile, explain

ROOM = 500_000_000
"""Bytes that should be free where Rubin writes."""
LOG_LINES = 10
LOG_TAIL = 200_000  # bytes of the log that are looked at
SMALLEST = (60, 20)
"""Columns and rows below which something has no room."""

_PACKAGES = ("textual", "whoosh", "numpy", "pypdfium2", "PyStemmer", "ruff", "tomlkit")
_TOOLS = ("ruff", "git", "tesseract", "cppcheck", "shellcheck", "oxlint")
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
# Only lines of exactly the form the log has are shown, so that nothing else can come out by accident.
_ERROR = re.compile(r"[\d-]{10} [\d:,]{8,12} \d+ ERROR \d+ \w+ [\d.]+ ms [\w.]+(?: at [\w.]+:\d+)?")


class Doctor:
    """Examines one profile in one session."""

    def __init__(
        self,
        profile: Profile,
        abilities: Abilities,
        *,
        project: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._profile = profile
        self._abilities = abilities
        self._project = project
        self._environ = os.environ if environ is None else environ

    def examine(self) -> Iterator[Check]:
        """Each check as it is done, section after section."""
        yield from self._versions()
        yield from self._terminal()
        yield from self._locale()
        yield from self._places()
        yield from self._database()
        yield from self._index()
        yield from self._disk()
        yield from self._tools()
        yield from self._settings()
        yield from self._log()

    def _versions(self) -> Iterator[Check]:
        yield Check("versions", "Rubin", __version__)
        yield Check("versions", "Python", platform.python_version())
        yield Check(
            "versions", _name("system"), f"{platform.system()} {platform.release()} {platform.machine()}"
        )
        for package in _PACKAGES:
            try:
                yield Check("versions", package, version(package))
            except PackageNotFoundError:
                yield _problem("versions", package, "missing", Message("doctor.install_again"))

    def _terminal(self) -> Iterator[Check]:
        able = self._abilities
        yield Check("terminal", "TERM", able.term or "-")
        size = f"{able.columns}x{able.rows}"
        if (able.columns, able.rows) == (0, 0):
            yield Check("terminal", _name("size"), Message("doctor.no_terminal"), "note")
        elif able.columns < SMALLEST[0] or able.rows < SMALLEST[1]:
            least = "{}x{}".format(*SMALLEST)
            yield Check("terminal", _name("size"), size, "note", Message("doctor.small", {"least": least}))
        else:
            yield Check("terminal", _name("size"), size)
        colours = Check("terminal", _name("colours"), str(able.colours))
        if able.colours < 256:
            colours = Check(
                "terminal", _name("colours"), str(able.colours), "note", Message("doctor.colours")
            )
        yield colours
        if able.utf8:
            yield Check("terminal", "UTF-8", _answer(True))
        else:
            yield Check("terminal", "UTF-8", _answer(False), "note", Message("doctor.utf8"))
        yield Check("terminal", _name("kitty"), _answer(able.kitty))
        graphics = able.graphics if able.graphics else _answer(None if able.graphics is None else False)
        yield Check("terminal", _name("graphics"), graphics)
        yield Check("terminal", "tmux", _answer(able.tmux))
        yield Check("terminal", "SSH", _answer(able.ssh))

    def _locale(self) -> Iterator[Check]:
        for name in _LOCALE:
            if value := self._environ.get(name):
                yield Check("locale", name, value)
        yield Check("locale", _name("language"), guess_locale(self._environ))

    def _places(self) -> Iterator[Check]:
        profile = self._profile
        for name in ("config", "data", "cache", "log"):
            yield self._folder(name, getattr(profile, name))

    def _folder(self, name: str, folder: Path) -> Check:
        nearest = folder
        while not nearest.exists() and nearest != nearest.parent:
            nearest = nearest.parent
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            return _problem(
                "places", _name(name), str(folder), Message("doctor.no_write", {"path": str(nearest)})
            )
        if nearest != folder:
            return Check("places", _name(name), Message("doctor.not_yet", {"path": str(folder)}))
        if name != "config" and sys.platform != "win32" and folder.stat().st_mode & 0o077:
            advice = Message("doctor.open_to_others", {"path": str(folder)})
            return _problem("places", _name(name), str(folder), advice)
        return Check("places", _name(name), str(folder))

    def _database(self) -> Iterator[Check]:
        path = self._profile.data / "rubin.db"
        name = _name("database")
        if not path.is_file():
            yield Check("database", name, Message("doctor.not_yet", {"path": str(path)}))
            return
        try:
            found = quick_look(path)
        except Failure as failure:
            yield _problem("database", name, failure.message, Message("doctor.database.unreadable"))
            return
        if found.schema > VERSION:
            params = {"path": str(path), "found": found.schema, "known": VERSION}
            newer = Message("store.newer", params)
            yield _problem("database", name, newer, Message("doctor.database.newer"))
            return
        for problem in found.problems:
            yield _problem("database", name, problem, Message("doctor.database.damaged"))
        if found.holdings is not None:
            held = found.holdings
            size = f"{path.stat().st_size / 1e6:.1f}"
            params = {"passages": held.passages, "chats": held.chats, "size": size, "schema": found.schema}
            yield Check("database", name, Message("doctor.database.sound", params, held.documents))

    def _index(self) -> Iterator[Check]:
        folder = self._profile.cache / "index"
        name = _name("index")
        if is_written(folder):
            pid = writer_of(folder) or 0
            yield Check("index", name, Message("index.locked", {"pid": pid}), "note")
        elif not folder.is_dir():
            yield Check("index", name, Message("doctor.not_yet", {"path": str(folder)}))
        else:
            files = [path for path in folder.iterdir() if path.is_file()]
            size = f"{sum(path.stat().st_size for path in files) / 1e6:.1f}"
            yield Check("index", name, Message("doctor.index", {"size": size}, len(files)))
        imports = self._profile.data / "imports"
        running = imports.is_dir() and any(ProcessLock(path).is_held() for path in imports.iterdir())
        if running:
            yield Check("index", _name("import"), Message("doctor.importing"), "note")

    def _disk(self) -> Iterator[Check]:
        places = (
            ("data", self._profile.data),
            ("cache", self._profile.cache),
            ("temp", Path(tempfile.gettempdir())),
        )
        for name, folder in places:
            while not folder.exists() and folder != folder.parent:
                folder = folder.parent
            try:
                free = shutil.disk_usage(folder).free
            except OSError as error:
                yield _problem("disk", _name(name), str(reason_of(error)), Message("doctor.room"))
                continue
            said = Message("doctor.free", {"size": f"{free / 1e9:.1f}"})
            yield (
                Check("disk", _name(name), said)
                if free >= ROOM
                else _problem("disk", _name(name), said, Message("doctor.room"))
            )

    def _tools(self) -> Iterator[Check]:
        for tool in _TOOLS:
            found = shutil.which(tool, path=_path(self._environ))
            if found:
                yield Check("tools", tool, found)
            else:
                yield Check("tools", tool, Message("doctor.absent"), "note", Message(f"doctor.tool.{tool}"))

    def _settings(self) -> Iterator[Check]:
        try:
            found = explain(self._profile, project=self._project, environ=self._environ)
        except Failure as failure:
            advice = Message("doctor.settings", {"path": str(self._profile.settings_file)})
            yield _problem("settings", _name("settings"), failure.message, advice)
            return
        for setting in found:
            params = {"value": str(setting.value), "origin": setting.origin}
            yield Check("settings", setting.key, Message("doctor.setting", params))

    def _log(self) -> Iterator[Check]:
        path = self._profile.log / "rubin.log"
        try:
            with path.open("rb") as stream:
                stream.seek(max(path.stat().st_size - LOG_TAIL, 0))
                lines = stream.read().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            lines = []
        except OSError as error:
            yield Check("log", str(path), str(reason_of(error)), "note")
            return
        errors = [line for line in lines if _ERROR.fullmatch(line)]
        yield Check("log", _name("log"), Message("doctor.errors", count=len(errors)))
        for line in errors[-LOG_LINES:]:
            yield Check("log", line[:19], line[24:], "note")


def _name(id: str) -> Message:
    return Message(f"doctor.name.{id}")


def _answer(yes: bool | None) -> Message:
    return Message("doctor.unasked" if yes is None else "doctor.yes" if yes else "doctor.no")


def _problem(section: Section, name: Message | str, value: Message | str, advice: Message) -> Check:
    return Check(section, name, value, "problem", advice)


def _path(environ: Mapping[str, str]) -> str:
    """Where programs are looked for: beside this Python first, as Rubin does."""
    return os.pathsep.join([str(Path(sys.executable).parent), environ.get("PATH", os.defpath)])
