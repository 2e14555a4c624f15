"""`rubin ask QUESTION`: the answer, sentence by sentence, with its places."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import click

from rubin_tui.commands.chats import chat_id_of
from rubin_tui.commands.output import Output
from rubin_tui.commands.places import place, place_of
from rubin_tui.commands.session import Words, json_option, open_engine, scope_of, scope_options, text_or_stdin
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
            json_option(words),
        ],
    )


@click.pass_obj
def _ask(output: Output, question: tuple[str, ...], chat: str | None, as_json: bool, **filters: Any) -> int:
    with open_engine() as engine:
        scope, text = scope_of(engine, **filters), text_or_stdin(question)
        chat_id = None if chat is None else chat_id_of(engine, chat)
        answer = engine.ask(text, chat_id=chat_id, scope=scope)
    if as_json:
        output.json(answer)
    else:
        _show(output, answer)
    return 1 if answer.confidence == "not_found" else 0


def _quote(sentence: Sentence) -> list[str]:
    """The quote line by line: a list, table or listing keeps its lines."""
    lines = [line.rstrip() for line in dedent(sentence.text).split("\n") if line.strip()]
    if sentence.header is not None:
        lines.insert(0, sentence.header.quote)
    return f"«{chr(10).join(lines)}»".split("\n")


def _show(output: Output, answer: Answer) -> None:
    output.say(f"cli.ask.{answer.confidence}")
    for reading in answer.readings:
        output.say("cli.ask.reading", typed=reading.typed, read=reading.read)
    if answer.missing_terms:
        output.say("cli.ask.missing", terms=", ".join(answer.missing_terms))
    if answer.confidence == "not_found" and answer.sentences:
        output.say("cli.ask.nearest")
    for number, sentence in enumerate(answer.sentences, start=1):
        output.line()
        for line in _quote(sentence):
            output.line(f"  {line}")
        if sentence.cut:
            output.line("  " + output.words(Message("cli.ask.cut", count=sentence.cut)))
        for at in (sentence.citation, *sentence.also):
            output.line(f"  [{number}] {place(output, place_of(at))}")
    if answer.unread:
        output.line()
        output.say("cli.ask.unread", count=answer.unread)
