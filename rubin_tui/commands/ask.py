"""`rubin ask QUESTION`: the answer, sentence by sentence, with its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from textwrap import dedent
from typing import Any

import click

from rubin_tui.commands.chats import chat_id_of
from rubin_tui.commands.output import Output
from rubin_tui.commands.places import line_of, place, place_of
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
from rubin_tui.engine.model import Answer, Sentence
from rubin_tui.messages import Message


def ask(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "ask",
        callback=_ask,
        help=words(Message("cli.ask.help")),
        params=[
            click.Argument(["question"], nargs=-1, required=True, metavar="QUESTION"),
            click.Option(["--chat"], metavar="CHAT", help=words(Message("cli.ask.chat"))),
            *scope_options(words),
            project_option(words),
            json_option(words),
        ],
    )


@click.pass_obj
def _ask(
    output: Output,
    question: tuple[str, ...],
    chat: str | None,
    as_json: bool,
    project: str | None,
    **filters: Any,
) -> int:
    with open_engine() as engine:
        scope, text = scope_of(engine, **filters), text_or_stdin(question)
        chat_id = None if chat is None else chat_id_of(engine, chat)
        open_project(engine, output, project)
        answer = engine.ask(text, chat_id=chat_id, scope=scope)
    if as_json:
        output.json(answer)
    else:
        places = filters["places"]
        manuals = not places or "manuals" in places or "reference" in places
        show(output, answer, manuals=manuals, everywhere=not any(filters.values()))
    return 1 if answer.confidence == "not_found" and not (answer.project or answer.notes) else 0


def _quote(sentence: Sentence) -> list[str]:
    """The quote line by line: a list, table or listing keeps its lines."""
    lines = [line.rstrip() for line in dedent(sentence.text).split("\n") if line.strip()]
    if sentence.header is not None:
        lines.insert(0, sentence.header.quote)
    return f"«{chr(10).join(lines)}»".split("\n")


def show(output: Output, answer: Answer, *, manuals: bool = True, everywhere: bool = True) -> None:
    """The answer in lines: its state, the quotes with their places, what the project and the notes have.

    Without `manuals` nobody looked there, and nothing is said about them; unless `everywhere`, a word may
    well stand where nobody looked.
    """
    apart = "project" if answer.project else "notes" if answer.notes else ""
    missed = answer.confidence == "not_found"
    state = f"in_{apart}" if missed and apart else answer.confidence
    output.say(f"cli.ask.{state}" if manuals else f"cli.ask.{'found' if apart else 'not_there'}")
    for reading in answer.readings:
        output.say("cli.ask.reading", typed=reading.typed, read=reading.read)
    if answer.missing_terms:
        output.say(
            "cli.ask.missing" if everywhere else "cli.ask.missing_there",
            terms=", ".join(answer.missing_terms),
        )
    counted = count(1)
    if missed:  # what was found comes before what is only near
        _show_apart(output, answer, counted)
    if missed and answer.sentences:
        if apart:
            output.line()
        output.say("cli.ask.nearest")
    for sentence in answer.sentences:
        number = next(counted)
        output.line()
        for line in _quote(sentence):
            output.line(f"  {line}")
        if sentence.cut:
            output.line("  " + output.words(Message("cli.ask.cut", count=sentence.cut)))
        for at in (sentence.citation, *sentence.also):
            output.line(f"  [{number}] {place(output, place_of(at))}")
    if not missed:
        _show_apart(output, answer, counted)
    if answer.unread:
        output.line()
        output.say("cli.ask.unread", count=answer.unread)


def _show_apart(output: Output, answer: Answer, counted: Iterator[int]) -> None:
    _show_group(output, "project", answer.project, counted)
    _show_group(output, "notes", answer.notes, counted)


def _show_group(output: Output, name: str, sentences: Sequence[Sentence], counted: Iterator[int]) -> None:
    """What the project or the notes have: `FB_Drive.st:46 «16#7532: (* F30002 *)» [2]`."""
    if not sentences:
        return
    output.line()
    written = ", ".join(dict.fromkeys(key for sentence in sentences for key in sentence.matched))
    output.say(f"cli.ask.{name}", keys=f" ({written})" if written else "")
    for sentence in sentences:
        quote = " ".join(line.strip() for line in _quote(sentence))
        output.line(f"  {line_of(output, place_of(sentence.citation))} {quote} [{next(counted)}]")
