"""Typed settings in layers: defaults, the user's file, the project's file, environment, flags.

Later layers win. A key that does not exist or a value out of its range is refused with the file and the
line it stands in. Settings live in files, never in the database.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

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
    """"dark" or "light"."""
    remote: str = "auto"
    """The sparing terminal profile: "on", "off", or "auto" when the session came over SSH."""
    session: str = "on"
    """Whether what stood on the screen of a project comes back: "on" or "off"."""
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


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it stands now: its value and the place that gave it."""

    key: str
    value: str | int
    origin: Message


@dataclass(frozen=True, slots=True)
class _Choice:
    values: tuple[str, ...]

    def read(self, value: object) -> str | None:
        return value if isinstance(value, str) and value in self.values else None

    def expected(self) -> str:
        return " | ".join(self.values)


@dataclass(frozen=True, slots=True)
class _Number:
    least: int
    most: int

    def read(self, value: object) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if self.least <= value <= self.most else None

    def expected(self) -> str:
        return f"{self.least}…{self.most}"


_RANGES: dict[str, _Choice | _Number] = {
    "language": _Choice(("auto", "ru", "en")),
    "theme": _Choice(("dark", "light")),
    "remote": _Choice(("auto", "on", "off")),
    "session": _Choice(("on", "off")),
    "import_size_limit_mb": _Number(1, 100_000),
    "import_seconds": _Number(1, 86_400),
    "import_memory_mb": _Number(200, 1_000_000),
    "workers": _Number(0, 256),
    "answer_sentences": _Number(1, 10),
    "edit_size_limit_mb": _Number(1, 10_000),
    "edit_undo_mb": _Number(1, 10_000),
}
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
    found = explain(profile, project=project, environ=environ, flags=flags)
    return Settings(**{setting.key: setting.value for setting in found})  # type: ignore[arg-type]


def spoken_language(environ: Mapping[str, str] | None = None) -> str:
    """The language to tell in what is wrong with the settings: as they say, as far as it can be made out."""
    environ = os.environ if environ is None else environ
    languages = _RANGES["language"]
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
    defaults = Settings()
    found = {key: Setting(key, getattr(defaults, key), Message("settings.from_default")) for key in KEYS}
    layers = [_file_layer(profile.settings_file)]
    if project is not None:
        layers.append(_file_layer(project / PROJECT_FILE))
    layers.append(_environment_layer(os.environ if environ is None else environ))
    layers.append(_flag_layer(flags or {}))
    for layer in layers:
        for setting in layer:
            found[setting.key] = setting
    return tuple(found.values())


def save(profile: Profile, **changes: str | int) -> None:
    """Write `changes` into the user's file; its comments and other keys stay.

    Raises:
        Failure: a value is out of its range, or the file cannot be written.
    """
    import tomlkit

    for key, value in changes.items():
        _checked(key, value, Message("settings.from_flag", {"name": key}))
    path = profile.settings_file
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        for key, value in changes.items():
            document[key] = value
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(tomlkit.dumps(document), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise Failure("settings.unwritable", path=str(path), reason=reason_of(error)) from error
    except ValueError as error:
        raise Failure("settings.syntax", path=str(path), line=getattr(error, "line", 1)) from error


def set_aside(profile: Profile) -> Path | None:
    """Move the user's settings file out of the way, so that the defaults hold; returns its new path.

    Raises:
        Failure: it cannot be moved.
    """
    path = profile.settings_file
    number = 1
    while (beside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(beside)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failure("settings.unwritable", path=str(path), reason=reason_of(error)) from error
    return beside


def _file_layer(path: Path) -> Iterator[Setting]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Failure("settings.syntax", path=str(path), line=line) from error
    except OSError as error:
        raise Failure("settings.unreadable", path=str(path), reason=reason_of(error)) from error
    import tomllib  # most people have no settings file, and need not wait for its reader

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise Failure("settings.syntax", path=str(path), line=line) from error
    for key, value in values.items():
        yield _checked(
            key, value, Message("settings.from_file", {"path": str(path), "line": _line_of(key, text)})
        )


def _environment_layer(environ: Mapping[str, str]) -> Iterator[Setting]:
    for key in KEYS:
        name = ENVIRONMENT_PREFIX + key.upper()
        if value := environ.get(name):
            yield _checked(key, value, Message("settings.from_environment", {"name": name}))


def _flag_layer(flags: Mapping[str, Any]) -> Iterator[Setting]:
    for key, value in flags.items():
        if value is not None:
            yield _checked(key, value, Message("settings.from_flag", {"name": "--" + key.replace("_", "-")}))


def _checked(key: str, value: object, origin: Message) -> Setting:
    allowed = _RANGES.get(key)
    if allowed is None:
        raise Failure("settings.unknown_key", key=key, origin=origin, known=", ".join(KEYS))
    read = allowed.read(value)
    if read is None:
        raise Failure(
            "settings.bad_value", key=key, value=str(value), origin=origin, expected=allowed.expected()
        )
    return Setting(key, read, origin)


def _line_of(key: str, text: str) -> int:
    at = re.search(
        rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]|^[ \t]*\[+[ \t]*[\"']?{re.escape(key)}", text, re.M
    )
    return text[: at.start()].count("\n") + 1 if at else 1
