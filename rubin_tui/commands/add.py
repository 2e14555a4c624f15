"""`rubin add PATH…`: read files and folders into the knowledge base."""

from __future__ import annotations

from pathlib import Path

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option, open_engine, standard_input, whole_path
from rubin_tui.engine import Engine, ImportEvent
from rubin_tui.engine.model import DEFAULT_CATEGORY, ENDED
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
            _tell(output, ended[0])
        else:
            ended = _import(engine, output, paths, category, tags)
    if as_json:
        output.json(ended)
    else:
        _sum_up(output, ended)
    named = {whole_path(path) for path in paths}
    done = any(event.stage in ("done", "unchanged") for event in ended)
    refused = any(event.stage == "failed" and event.path in named for event in ended)
    return 0 if done and not refused else 2


def _import(
    engine: Engine, output: Output, paths: tuple[str, ...], category: str | None, tags: tuple[str, ...]
) -> list[ImportEvent]:
    ended: list[ImportEvent] = []
    for event in engine.add_documents(paths, category=category, tags=tags):
        _tell(output, event)
        if event.stage in ENDED:
            ended.append(event)
    return ended


def _tell(output: Output, event: ImportEvent) -> None:
    params = {
        "position": event.position,
        "total": event.total,
        "name": Path(event.path).name,
        "page": event.page,
        "pages": event.pages,
        "reason": event.problem or "",
    }
    count = event.document.passages if event.stage == "done" and event.document else None
    text = output.words(Message(f"cli.add.{event.stage}", params, count))
    output.progress(text, keep=event.stage in ENDED)


def _sum_up(output: Output, ended: list[ImportEvent]) -> None:
    def count(*stages: str) -> int:
        return sum(event.stage in stages for event in ended)

    passages = sum(event.document.passages for event in ended if event.stage == "done" and event.document)
    done, same, failed = count("done"), count("unchanged"), count("failed")
    output.say("cli.add.sum", done=done, same=same, failed=failed, passages=passages)
