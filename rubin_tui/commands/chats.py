"""`rubin chats`: list the chats, show one, give it another name, delete some, write one into a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option, open_engine
from rubin_tui.engine import Chat, Engine
from rubin_tui.messages import Failure, Message

LAST = "last"
NEW = "new"


def chats(words: Words) -> click.Group:
    """The group; alone it lists."""
    group = click.Group(
        "chats",
        callback=_chats,
        invoke_without_command=True,
        help=words(Message("cli.chats.help")),
        params=[json_option(words)],
    )
    one = click.Argument(["name"], metavar="CHAT")
    several = click.Argument(["names"], nargs=-1, required=True, metavar="CHAT...")
    title = click.Argument(["title"], nargs=-1, metavar="TITLE")
    file = click.Argument(["file"], metavar="FILE")
    replace = click.Option(["--replace"], is_flag=True, help=words(Message("cli.chats.replace")))
    for name, callback, params in (
        ("list", _list, []),
        ("show", _show, [one]),
        ("rename", _rename, [one, title]),
        ("delete", _delete, [several]),
        ("export", _export, [one, file, replace]),
    ):
        about = words(Message(f"cli.chats.{name}"))
        command = click.Command(name, callback=callback, help=about, params=[*params, json_option(words)])
        group.add_command(command)
    return group


def chat_named(engine: Engine, name: str) -> Chat:
    """The chat with this identifier or title, or unique beginning of either; "last" is the one used last.

    Raises:
        Failure: "cli.chats.unknown", "cli.chats.ambiguous", "cli.chats.none".
    """
    every = _kept(engine)
    if name == LAST:
        if not every:
            raise Failure("cli.chats.none")
        return every[0]
    wanted = name.casefold()
    for fits in (
        lambda chat: chat.id == name,
        lambda chat: chat.title.casefold() == wanted,
        lambda chat: bool(name) and (chat.id.startswith(name) or chat.title.casefold().startswith(wanted)),
    ):
        found = [chat for chat in every if fits(chat)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Failure("cli.chats.ambiguous", name=name, count=len(found))
    raise Failure("cli.chats.unknown", name=name)


def chat_id_of(engine: Engine, name: str) -> str:
    """As `chat_named`; "new" begins one, and "last" does where there is none yet."""
    if name == NEW or (name == LAST and not _kept(engine)):
        return engine.new_chat().id
    return chat_named(engine, name).id


@click.pass_context
def _chats(context: click.Context, as_json: bool) -> int | None:
    return None if context.invoked_subcommand else context.invoke(_list, as_json=as_json)


@click.pass_obj
def _list(output: Output, as_json: bool) -> int:
    with open_engine() as engine:
        every = _kept(engine)
    if as_json:
        output.json(every)
        return 0
    width = min(max((len(chat.title) for chat in every), default=0), 60)
    for chat in every:
        title = chat.title or output.words(Message("cli.chats.untitled"))
        count = output.count("cli.messages", chat.count)
        output.line(f"{title:<{width}}  {_time(chat.changed_at)}  {count}  {chat.id}")
    output.line(output.count("cli.chats", len(every)))
    return 0


@click.pass_obj
def _show(output: Output, name: str, as_json: bool) -> int:
    with open_engine() as engine:
        chat = engine.chat(chat_named(engine, name).id)
        text = engine.export_chat(chat.id)
    if as_json:
        output.json(chat)
    else:
        output.lines(text)
    return 0


@click.pass_obj
def _rename(output: Output, name: str, title: tuple[str, ...], as_json: bool) -> int:
    with open_engine() as engine:
        chat = engine.rename_chat(chat_named(engine, name).id, " ".join(title))
    if as_json:
        output.json(chat)
    else:
        output.say("cli.chats.renamed", title=chat.title)
    return 0


@click.pass_obj
def _delete(output: Output, names: tuple[str, ...], as_json: bool) -> int:
    with open_engine() as engine:
        gone = {chat.id: chat for chat in (chat_named(engine, name) for name in names)}
        for id in gone:
            engine.delete_chat(id)
    if as_json:
        output.json([*gone.values()])
    else:
        for chat in gone.values():
            output.say("cli.chats.deleted", title=chat.title or chat.id)
    return 0


@click.pass_obj
def _export(output: Output, name: str, file: str, replace: bool, as_json: bool) -> int:
    with open_engine() as engine:
        chat = chat_named(engine, name)
        if file == "-":
            output.lines(engine.export_chat(chat.id))
            return 0
        try:
            path = engine.save_chat(chat.id, Path(file), replace=replace)
        except Failure as failure:
            if failure.message.id != "written.exists":
                raise
            raise Failure("cli.chats.exists", **failure.message.params) from failure
    if as_json:
        output.json({"chat": chat, "path": str(path)})
    else:
        output.say("cli.chats.exported", path=str(path))
    return 0


def _kept(engine: Engine) -> list[Chat]:
    """The chats in which something was said."""
    return [chat for chat in engine.chats() if chat.count or chat.title]


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
