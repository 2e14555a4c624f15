"""`rubin search WORDS`: the passages that hold them, best first."""

from __future__ import annotations

from typing import Any

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.places import place, place_of
from rubin_tui.commands.session import (
    Words,
    json_option,
    open_engine,
    open_project,
    project_option,
    scope_of,
    scope_options,
    text_or_stdin,
)
from rubin_tui.engine.model import SearchHit, SearchResult
from rubin_tui.engine.text.sanitize import folded
from rubin_tui.messages import Message

_SHOWN = 240  # characters of a passage round its first match


def search(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "search",
        callback=_search,
        help=words(Message("cli.search.help")),
        params=[
            click.Argument(["query"], nargs=-1, required=True, metavar="WORDS"),
            click.Option(
                ["--limit"], type=click.IntRange(1, 1000), default=10, help=words(Message("cli.search.limit"))
            ),
            *scope_options(words),
            project_option(words),
            json_option(words),
        ],
    )


@click.pass_obj
def _search(
    output: Output, query: tuple[str, ...], limit: int, as_json: bool, project: str | None, **filters: Any
) -> int:
    with open_engine() as engine:
        open_project(engine, output, project)
        result = engine.search(text_or_stdin(query), limit=limit, scope=scope_of(engine, **filters))
    if as_json:
        output.json(result)
    else:
        show_result(output, result)
    return 0 if result.hits else 1


def show_result(output: Output, result: SearchResult) -> None:
    """What was found, place by place, as lines."""
    for note in result.notes:
        output.line(output.words(note))
    for reading in result.readings:
        output.say("cli.ask.reading", typed=reading.typed, read=reading.read)
    if result.missing_terms:
        output.say("cli.ask.missing", terms=", ".join(result.missing_terms))
    output.line(output.count("cli.passages", result.total))
    for number, hit in enumerate(result.hits, start=1):
        output.line()
        output.line(f"  {number}. {place(output, place_of(hit))}")
        output.line(f"     {_excerpt(hit)}")


def _excerpt(hit: SearchHit) -> str:
    first = hit.highlights[0][0] if hit.highlights else 0
    start = max(0, first - _SHOWN // 3)
    if start:
        start = hit.text.find(" ", start) + 1
    text = folded(hit.text[start : start + _SHOWN])
    return ("… " if start else "") + text + (" …" if start + _SHOWN < len(hit.text) else "")
