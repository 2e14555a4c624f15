"""`rubin add PATH…`: read files and folders into the knowledge base."""

from __future__ import annotations

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.progress import import_shown, show, sum_up
from rubin_tui.commands.session import Words, json_option, open_engine, standard_input, whole_path
from rubin_tui.engine import Engine, ImportEvent
from rubin_tui.engine.model import DEFAULT_CATEGORY
from rubin_tui.messages import Message


def add(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "add",
        callback=_add,
        help=words(Message("cli.add.help")),
        params=[
            click.Argument(["paths"], nargs=-1, required=True, metavar="PATH..."),
            click.Option(["--category"], default=None, help=words(Message("cli.add.category"))),
            click.Option(["--tag", "tags"], multiple=True, help=words(Message("cli.add.tag"))),
            click.Option(["--name"], default="stdin.txt", help=words(Message("cli.add.name"))),
            json_option(words),
        ],
    )


@click.pass_obj
def _add(
    output: Output,
    paths: tuple[str, ...],
    category: str | None,
    tags: tuple[str, ...],
    name: str,
    as_json: bool,
) -> int:
    with open_engine() as engine:
        if paths == ("-",):
            content = standard_input()
            document = engine.add_text(name, content, category=category or DEFAULT_CATEGORY, tags=tags)
            ended = [ImportEvent("done", name, 1, 1, document=document)]
            show(output, ended[0])
        else:
            ended = _import(engine, output, paths, category, tags)
    if as_json:
        output.json(ended)
    else:
        sum_up(output, ended)
    named = {whole_path(path) for path in paths}
    done = any(event.stage in ("done", "unchanged") for event in ended)
    refused = any(event.stage == "failed" and event.path in named for event in ended)
    return 0 if done and not refused else 2


def _import(
    engine: Engine, output: Output, paths: tuple[str, ...], category: str | None, tags: tuple[str, ...]
) -> list[ImportEvent]:
    return import_shown(output, engine.add_documents(paths, category=category, tags=tags))
