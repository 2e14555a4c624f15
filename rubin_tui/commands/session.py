"""What every command that works on the knowledge base needs: the engine, options, text from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.progress import show
from rubin_tui.engine import Engine
from rubin_tui.engine.model import Document, Origin, Scope
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import Profile, current_folder, load

Words = Callable[[Message], str]
MOST_FROM_STDIN = 200_000_000

_PLACES: dict[str, tuple[Origin, ...]] = {
    "manuals": ("user", "rubin"),
    "project": ("project",),
    "notes": ("note",),
    "reference": ("rubin",),
}


def open_engine() -> Engine:
    """The engine on the user's profile with the settings of the folder we stand in."""
    profile = Profile.find()
    return Engine.open(profile, load(profile, project=current_folder()))


def json_option(words: Words) -> click.Option:
    """`--json`: the result as one JSON document."""
    return click.Option(["--json", "as_json"], is_flag=True, help=words(Message("cli.option.json")))


def scope_options(words: Words) -> list[click.Parameter]:
    """`--file`, `--category`, `--tag`, `--type`, `--lang`, `--in`: where to look."""

    def option(name: str, target: str) -> click.Option:
        return click.Option([f"--{name}", target], multiple=True, help=words(Message(f"cli.option.{name}")))

    return [
        option("file", "files"),
        option("category", "categories"),
        option("tag", "tags"),
        option("type", "types"),
        option("lang", "languages"),
        click.Option(
            ["--in", "places"],
            multiple=True,
            type=click.Choice(list(_PLACES)),
            help=words(Message("cli.option.in")),
        ),
    ]


def scope_of(
    engine: Engine,
    *,
    files: tuple[str, ...],
    categories: tuple[str, ...],
    tags: tuple[str, ...],
    types: tuple[str, ...],
    languages: tuple[str, ...],
    places: tuple[str, ...],
) -> Scope:
    """The scope those options name; a file is named as `named` reads it."""
    documents = tuple(named(engine, name).id for name in files)
    origins = tuple(origin for place in places for origin in _PLACES[place])
    return Scope(documents, categories, tags, types, languages, origins)


def project_option(words: Words) -> click.Option:
    """`--project PATH`: a project to look into too."""
    return click.Option(
        ["--project"], default=None, metavar="PATH", help=words(Message("cli.option.project"))
    )


def open_project(engine: Engine, output: Output, path: str | None) -> None:
    """Open the project at `path`, if one is named, and read what changed in it.

    Raises:
        Failure: there is no such folder, or it is not one that can be read.
    """
    if path is None:
        return
    folder = engine.open_project(whole_path(path))
    for event in engine.look_at_folders([folder.id]):
        show(output, event, keep=False)
    problem = next((one.problem for one in engine.folders() if one.id == folder.id), None)
    if problem is not None:
        raise Failure(problem.id, **problem.params)


def named(engine: Engine, name: str) -> Document:
    """The document with this identifier, file name, or unique beginning of either.

    Raises:
        NotFound: there is none, or several.
    """
    documents = engine.documents()
    whole, name = spelled(whole_path(name)), spelled(name)
    for fits in (
        lambda document: name == document.id,
        lambda document: name == document.filename,
        lambda document: document.path in (name, whole) and document.path != "",
        lambda document: document.id.startswith(name) or document.filename.lower().startswith(name.lower()),
    ):
        found = [document for document in documents if fits(document)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound("cli.docs.ambiguous", name=name, count=len(found))
    raise NotFound("cli.docs.unknown", name=name)


def whole_path(path: str) -> str:
    """The absolute path; as given where the folder we stand in is gone."""
    folder = current_folder()
    return path if folder is None else str(folder / path)


class NotFound(Failure):
    """What was asked for is not there: exit code 1."""


def standard_input() -> bytes:
    """What stands on standard input, to its end."""
    content = b"" if sys.stdin is None else sys.stdin.buffer.read(MOST_FROM_STDIN + 1)
    if len(content) > MOST_FROM_STDIN:
        raise Failure("cli.stdin_too_large", limit=MOST_FROM_STDIN // 1_000_000)
    return content


def text_or_stdin(given: tuple[str, ...]) -> str:
    """The words given, or for a single `-` standard input."""
    if given == ("-",):
        return standard_input().decode("utf-8", "replace").strip()
    return " ".join(given)
