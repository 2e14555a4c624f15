"""Typed settings in layers: defaults, the user's file, the project's file, environment, flags.

Later layers win. A key that does not exist or a value out of its range is refused with the file and the
line it stands in. Settings live in files, never in the database.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from rubin_tui.messages import Failure, Message, reason_of

USER_FILE = "settings.toml"
PROJECT_FILE = ".rubin.toml"
ENVIRONMENT_PREFIX = "RUBIN_"


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one user: `config`, `data` (the truth), `cache` (derivatives), `log`."""

    config: Path
    data: Path
    cache: Path
    log: Path

    @classmethod
    def under(cls, home: Path) -> Profile:
        """Everything under one folder: tests, portable use, `RUBIN_HOME`.

        Raises:
            Failure: "profile.no_folder", when it depends on a home or current folder that is not there.
        """
        try:
            home = home.expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise Failure("profile.no_folder", path=str(home)) from error
        return cls(home / "config", home / "data", home / "cache", home / "log")

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> Profile:
        """`RUBIN_HOME` when it is set, else the folders this system has for such things."""
        environ = os.environ if environ is None else environ
        if home := environ.get("RUBIN_HOME"):
            return cls.under(Path(home))
        import platformdirs

        return cls(
            platformdirs.user_config_path("rubin", appauthor=False),
            platformdirs.user_data_path("rubin", appauthor=False),
            platformdirs.user_cache_path("rubin", appauthor=False),
            platformdirs.user_log_path("rubin", appauthor=False),
        )

    @property
    def settings_file(self) -> Path:
        """Where the user's own settings stand."""
        return self.config / USER_FILE


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    language: str = "auto"
    """Of the interface: "ru", "en", or "auto" by the session's locale."""
    theme: str = "dark"
    """"dark", "light", "contrast", or "terminal": the sixteen colours of the terminal's own palette."""
    signs: str = "auto"
    """"unicode", "ascii", or "auto" by what the terminal says of itself."""
    remote: str = "auto"
    """The sparing terminal profile: "on", "off", or "auto" when the session came over SSH."""
    session: str = "on"
    """Whether what stood on the screen of a project comes back: "on" or "off"."""
    layout_chat_percent: int = 47
    """The chat's part of what chat and editor have together."""
    layout_hidden: str = "none"
    """The panel that is seen only while it has the focus: "chat", "editor", "files", or "none"."""
    import_size_limit_mb: int = 200
    """A larger file is refused."""
    import_seconds: int = 900
    """A file that takes longer to read is given up."""
    import_memory_mb: int = 1500
    """Memory a reading process may take."""
    workers: int = 0
    """Processes that read and index; 0 takes one less than the machine has cores."""
    answer_sentences: int = 3
    """Sentences quoted in one answer."""
    edit_size_limit_mb: int = 100
    """A larger file is not edited."""
    edit_undo_mb: int = 64
    """Memory that undo may take of one open file."""
    edit_wrap: str = "auto"
    """Long lines of a file that is opened are broken: "on", "off", or "auto" in prose only."""
    edit_tab_cells: int = 4
    """Cells from one tab stop to the next."""


Layer = Literal["default", "user", "project", "environment", "flag"]
"""Where a value comes from; later ones win."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it stands now: its value and the place that gave it."""

    key: str
    value: str | int
    origin: Message
    layer: Layer = "default"


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that is one of a few words. "on" and "off" may be written as TOML's true and false too."""

    values: tuple[str, ...]

    def read(self, value: object) -> str | None:
        """The word `value` stands for; None when it is none of them."""
        if isinstance(value, bool):
            value = "on" if value else "off"
        return value if isinstance(value, str) and value in self.values else None

    def expected(self) -> str:
        """What it may be, as people write it."""
        return " | ".join(self.values)


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a whole number between two others."""

    least: int
    most: int

    def read(self, value: object) -> int | None:
        """The number `value` stands for; None when it is none, or out of range."""
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if self.least <= value <= self.most else None

    def expected(self) -> str:
        """What it may be, as people write it."""
        return f"{self.least}…{self.most}"


RULES: dict[str, Choice | Number] = {
    "language": Choice(("auto", "ru", "en")),
    "theme": Choice(("dark", "light", "contrast", "terminal")),
    "signs": Choice(("auto", "unicode", "ascii")),
    "remote": Choice(("auto", "on", "off")),
    "session": Choice(("on", "off")),
    "layout_chat_percent": Number(33, 67),
    "layout_hidden": Choice(("none", "chat", "editor", "files")),
    "import_size_limit_mb": Number(1, 100_000),
    "import_seconds": Number(1, 86_400),
    "import_memory_mb": Number(200, 1_000_000),
    "workers": Number(0, 256),
    "answer_sentences": Number(1, 10),
    "edit_size_limit_mb": Number(1, 10_000),
    "edit_undo_mb": Number(1, 10_000),
    "edit_wrap": Choice(("auto", "on", "off")),
    "edit_tab_cells": Number(1, 16),
}
"""What each setting may be."""
KEYS = tuple(field.name for field in fields(Settings))


def current_folder() -> Path | None:
    """The folder we stand in; None when it has been removed."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def load(
    profile: Profile,
    *,
    project: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings in force.

    Raises:
        Failure: a file cannot be read, or a key or value is wrong; says which, in what file and line.
    """
    return _of(explain(profile, project=project, environ=environ, flags=flags))


def load_what_can_be(
    profile: Profile, *, project: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Settings, tuple[Message, ...]]:
    """The settings as far as they are right, and what is wrong with the rest: defaults stand there."""
    found, wrong = _layered(profile, project, os.environ if environ is None else environ, {})
    return _of(found), tuple(failure.message for failure in wrong)


def _of(found: tuple[Setting, ...]) -> Settings:
    return Settings(**{setting.key: setting.value for setting in found})  # type: ignore[arg-type]


def spoken_language(environ: Mapping[str, str] | None = None) -> str:
    """The language to tell in what is wrong with the settings: as they say, as far as it can be made out."""
    environ = os.environ if environ is None else environ
    languages = RULES["language"]
    if chosen := languages.read(environ.get(ENVIRONMENT_PREFIX + "LANGUAGE")):
        return str(chosen)
    try:
        text = Profile.find(environ).settings_file.read_text("utf-8", "replace")
    except (Failure, OSError):  # what is wrong there is told by who needs the settings
        text = ""
    said = re.search(r"^[ \t]*language[ \t]*=[ \t]*[\"'](\w+)[\"']", text, re.M)
    return str((said and languages.read(said[1])) or "auto")


def explain(
    profile: Profile,
    *,
    project: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> tuple[Setting, ...]:
    """Every setting with the place its value comes from. Raises as `load` does."""
    found, wrong = _layered(profile, project, os.environ if environ is None else environ, flags or {})
    if wrong:
        raise wrong[0]
    return found


def what_stands(
    profile: Profile, *, project: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[tuple[Setting, ...], tuple[Message, ...]]:
    """As `explain`, of what is right, with what is wrong beside it."""
    found, wrong = _layered(profile, project, os.environ if environ is None else environ, {})
    return found, tuple(failure.message for failure in wrong)


def _layered(
    profile: Profile, project: Path | None, environ: Mapping[str, str], flags: Mapping[str, Any]
) -> tuple[tuple[Setting, ...], list[Failure]]:
    defaults = Settings()
    found = {key: Setting(key, getattr(defaults, key), Message("settings.from_default")) for key in KEYS}
    wrong: list[Failure] = []
    layers = [_file_layer(profile.settings_file, "user")]
    if project is not None:
        layers.append(_file_layer(project / PROJECT_FILE, "project"))
    layers += [_environment_layer(environ), _flag_layer(flags)]
    for layer in layers:
        for read in layer:
            if isinstance(read, Failure):
                wrong.append(read)
            else:
                found[read.key] = read
    return tuple(found.values()), wrong


def save(profile: Profile, **changes: str | int) -> Path | None:
    """Write `changes` into the user's file, as `write` does."""
    return write(profile.settings_file, changes)


def write(path: Path, changes: Mapping[str, str | int | None]) -> Path | None:
    """Write `changes` into a settings file; its comments, order and other keys stay.

    None takes a key out, so that the layer below holds. A file that is no TOML is set aside first.

    Returns:
        Where a damaged file now stands; None when there was none.

    Raises:
        Failure: a value is out of its range, or the file cannot be written.
    """
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    for key, value in changes.items():
        if value is not None and isinstance(read := _checked(key, value, _named(key), "flag"), Failure):
            raise read
    path = Path(os.path.realpath(path))  # a link, as people keep their settings elsewhere, stays one
    aside = None
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        tomllib.loads(text)
        document = tomlkit.parse(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, TOMLKitError):
        aside, document = _set_aside(path), tomlkit.document()
    except OSError as error:
        raise Failure("settings.unwritable", path=str(path), reason=reason_of(error)) from error
    for key, value in changes.items():
        if value is not None:
            document[key] = value
        elif key in document:
            del document[key]
    try:
        _replace(path, tomlkit.dumps(document))
    except OSError as error:
        raise Failure("settings.unwritable", path=str(path), reason=reason_of(error)) from error
    return aside


def set_aside(profile: Profile) -> Path | None:
    """Move the user's settings file out of the way, so that the defaults hold; returns its new path.

    Raises:
        Failure: it cannot be moved.
    """
    path = profile.settings_file
    return _set_aside(path) if path.exists() else None


def _named(key: str) -> Message:
    return Message("settings.from_flag", {"name": key})


def _replace(path: Path, text: str) -> None:
    """The new file takes the old one's place whole, with its rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        with beside.open("wb") as file:
            beside.chmod(mode)
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _set_aside(path: Path) -> Path:
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not aside.exists():
            try:
                path.rename(aside)
            except OSError as error:
                raise Failure("settings.unwritable", path=str(path), reason=reason_of(error)) from error
            return aside
    raise Failure("settings.unwritable", path=str(path), reason=path.name)


def _file_layer(path: Path, layer: Layer) -> Iterator[Setting | Failure]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield Failure("settings.syntax", path=str(path), line=line)
        return
    except OSError as error:
        yield Failure("settings.unreadable", path=str(path), reason=reason_of(error))
        return
    import tomllib  # most people have no settings file, and need not wait for its reader

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        yield Failure("settings.syntax", path=str(path), line=line)
        return
    for key, value in values.items():
        origin = Message("settings.from_file", {"path": str(path), "line": _line_of(key, text)})
        yield _checked(key, value, origin, layer)


def _environment_layer(environ: Mapping[str, str]) -> Iterator[Setting | Failure]:
    for key in KEYS:
        name = ENVIRONMENT_PREFIX + key.upper()
        if value := environ.get(name):
            yield _checked(key, value, Message("settings.from_environment", {"name": name}), "environment")


def _flag_layer(flags: Mapping[str, Any]) -> Iterator[Setting | Failure]:
    for key, value in flags.items():
        if value is not None:
            yield _checked(key, value, _named("--" + key.replace("_", "-")), "flag")


def _checked(key: str, value: object, origin: Message, layer: Layer) -> Setting | Failure:
    allowed = RULES.get(key)
    if allowed is None:
        return Failure("settings.unknown_key", key=key, origin=origin, known=", ".join(KEYS))
    read = allowed.read(value)
    if read is None:
        return Failure(
            "settings.bad_value", key=key, value=str(value), origin=origin, expected=allowed.expected()
        )
    return Setting(key, read, origin, layer)


def _line_of(key: str, text: str) -> int:
    at = re.search(
        rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]|^[ \t]*\[+[ \t]*[\"']?{re.escape(key)}", text, re.M
    )
    return text[: at.start()].count("\n") + 1 if at else 1
