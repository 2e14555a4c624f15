"""`rubin docs`: list the documents, show one, edit or remove some."""

from __future__ import annotations

from datetime import datetime

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import NotFound, Words, json_option, named, open_engine
from rubin_tui.engine.model import Document
from rubin_tui.messages import Failure, Message


def docs(words: Words) -> click.Group:
    """The group; alone it lists."""
    group = click.Group(
        "docs",
        callback=_docs,
        invoke_without_command=True,
        help=words(Message("cli.docs.help")),
        params=[json_option(words)],
    )
    one = click.Argument(["name"], metavar="NAME")
    several = click.Argument(["names"], nargs=-1, required=True, metavar="NAME...")
    for name, callback, arguments in (
        ("list", _list, []),
        ("show", _show, [one]),
        ("edit", _edit, [several, *_edits(words)]),
        ("remove", _remove, [several]),
    ):
        about = words(Message(f"cli.docs.{name}"))
        params = [*arguments, json_option(words)]
        group.add_command(click.Command(name, callback=callback, help=about, params=params))
    return group


@click.pass_context
def _docs(context: click.Context, as_json: bool) -> int | None:
    return None if context.invoked_subcommand else context.invoke(_list, as_json=as_json)


@click.pass_obj
def _list(output: Output, as_json: bool) -> int:
    with open_engine() as engine:
        documents = engine.documents()
    if as_json:
        output.json(documents)
        return 0
    width = max((len(document.filename) for document in documents), default=0)
    for document in documents:
        output.line(f"{document.filename:<{min(width, 48)}}  {_state(output, document)}  {document.id}")
    output.line(output.count("cli.documents", len(documents)))
    return 0


@click.pass_obj
def _show(output: Output, name: str, as_json: bool) -> int:
    with open_engine() as engine:
        try:
            document = named(engine, name)
        except NotFound as missing:
            output.problem(output.words(missing.message))
            return 1
    if as_json:
        output.json(document)
        return 0
    rows = {
        "name": document.filename,
        "title": document.title,
        "id": document.id,
        "path": document.path,
        "type": document.type,
        "category": document.category,
        "tags": ", ".join(document.tags),
        "language": document.language,
        "size": f"{document.size:,}".replace(",", " "),
        "state": _state(output, document),
        "sha256": document.sha256,
    }
    for key, value in rows.items():
        if value:
            output.line(f"{output.words(Message(f'cli.docs.field.{key}')):<12} {value}")
    return 0


def _edits(words: Words) -> list[click.Parameter]:
    def words_of(id: str) -> str:
        return words(Message(f"cli.docs.edit.{id}"))

    return [
        click.Option(["--category"], default=None, help=words_of("category")),
        click.Option(["--tag", "tags"], multiple=True, help=words_of("tag")),
        click.Option(["--no-tags"], is_flag=True, help=words_of("no_tags")),
        click.Option(["--title"], default=None, help=words_of("title")),
    ]


@click.pass_obj
def _edit(
    output: Output,
    names: tuple[str, ...],
    category: str | None,
    tags: tuple[str, ...],
    no_tags: bool,
    title: str | None,
    as_json: bool,
) -> int:
    if category is None and title is None and bool(tags) == no_tags:
        raise Failure("cli.docs.edit.nothing")
    with open_engine() as engine:
        try:
            documents = [named(engine, name) for name in names]
        except NotFound as missing:
            output.problem(output.words(missing.message))
            return 1
        changed = [
            engine.edit_document(
                document.id, category=category, tags=tags if tags or no_tags else None, title=title
            )
            for document in documents
        ]
    if as_json:
        output.json(changed)
    else:
        for document in changed:
            output.say("cli.docs.edited", name=document.filename)
    return 0


@click.pass_obj
def _remove(output: Output, names: tuple[str, ...], as_json: bool) -> int:
    with open_engine() as engine:
        try:
            documents = [named(engine, name) for name in names]
        except NotFound as missing:
            output.problem(output.words(missing.message))
            return 1
        for document in documents:
            engine.remove_document(document.id)
    if as_json:
        output.json(documents)
    else:
        for document in documents:
            output.say("cli.docs.removed", name=document.filename)
    return 0


def _state(output: Output, document: Document) -> str:
    if document.problem is not None:
        return output.words(document.problem)
    said = [output.count("cli.passages", document.passages)]
    if document.type == "pdf":
        said.insert(0, output.count("cli.pages", document.pages))
    return ", ".join([*said, *filter(None, (_vanished(output, document),))])


def _vanished(output: Output, document: Document) -> str:
    """That its file is gone; "" when it is not."""
    if document.vanished_at is None:
        return ""
    at = f"{datetime.fromtimestamp(document.vanished_at):%Y-%m-%d %H:%M}"
    return output.words(Message("cli.docs.vanished", {"time": at}))
