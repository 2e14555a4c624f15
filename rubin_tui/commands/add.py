"""`rubin add PATH…`: read files and folders into the knowledge base; without a path, what waits."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.progress import import_shown, show, sum_up
from rubin_tui.commands.session import Words, json_option, open_engine, standard_input, whole_path
from rubin_tui.engine import Engine, ImportEvent
from rubin_tui.engine.model import DEFAULT_CATEGORY
from rubin_tui.messages import Failure, Message


def add(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "add",
        callback=_add,
        help=words(Message("cli.add.help")),
        params=[
            click.Argument(["paths"], nargs=-1, required=False, metavar="[PATH]..."),
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
            interrupted = False
        else:
            with _interruption() as cancel:
                if paths:
                    events = engine.add_documents(paths, category=category, tags=tags, cancel=cancel)
                    ended = _import(engine, output, events, cancel)
                else:
                    ended = _go_on(engine, output, cancel)
                interrupted = cancel.is_set()
    if as_json:
        output.json(ended)
    else:
        sum_up(output, ended)
    if interrupted:
        raise KeyboardInterrupt
    named = {whole_path(path) for path in paths}
    done = any(event.stage in ("done", "unchanged") for event in ended)
    refused = any(event.stage == "failed" and event.path in named for event in ended)
    return 0 if done and not refused else 2


def _import(
    engine: Engine, output: Output, events: Iterator[ImportEvent], cancel: threading.Event
) -> list[ImportEvent]:
    """Read in, then recognise the scans among it; what else waits is told only."""
    ended = import_shown(output, events)
    scans = {event.document.id for event in ended if event.stage == "waiting" and event.document}
    if scans:
        ended = [event for event in ended if event.stage != "waiting"]
        ended += import_shown(output, engine.recognise_scans(cancel, only=scans))
    if left := sum(one.left for one in engine.unfinished_imports()):
        output.progress(output.words(Message("cli.add.left", count=left)), keep=True)
    if pages := engine.unrecognised_pages():
        output.progress(output.words(Message("cli.add.pages_left", count=pages)), keep=True)
    return ended


def _go_on(engine: Engine, output: Output, cancel: threading.Event) -> list[ImportEvent]:
    """Resume the imports that were broken off, and recognise all that waits for it."""
    left, pages = sum(one.left for one in engine.unfinished_imports()), engine.unrecognised_pages()
    if not left and not pages:
        raise Failure("cli.add.nothing")
    ended: list[ImportEvent] = []
    if left:
        output.progress(output.words(Message("cli.add.resumed", count=left)), keep=True)
        ended = [one for one in import_shown(output, engine.resume_imports(cancel)) if one.stage != "waiting"]
    if (pages := engine.unrecognised_pages()) and not cancel.is_set():
        output.progress(output.words(Message("cli.add.recognised", count=pages)), keep=True)
        ended += import_shown(output, engine.recognise_scans(cancel))
    return ended


@contextmanager
def _interruption() -> Iterator[threading.Event]:
    """Set by Ctrl+C: the import ends in order and is not gone on with. The second Ctrl+C is as ever."""
    cancel = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
