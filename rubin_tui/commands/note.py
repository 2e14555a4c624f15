"""`rubin note TEXT`: a note into today's file."""

from __future__ import annotations

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option, open_engine, text_or_stdin
from rubin_tui.messages import Message


def note(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "note",
        callback=_note,
        help=words(Message("cli.note.help")),
        params=[
            click.Argument(["text"], nargs=-1, required=True, metavar="TEXT"),
            json_option(words),
        ],
    )


@click.pass_obj
def _note(output: Output, text: tuple[str, ...], as_json: bool) -> int:
    with open_engine() as engine:
        document = engine.note(text_or_stdin(text))
    if as_json:
        output.json(document)
    else:
        output.say("cli.note.done", path=document.path)
    return 0
