"""`rubin watch`: folders of manuals that are kept in step with the disk."""

from __future__ import annotations

import time
from datetime import datetime

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.progress import import_shown, sum_up
from rubin_tui.commands.session import NotFound, Words, json_option, open_engine, whole_path
from rubin_tui.engine import Engine, Folder, ImportEvent
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.messages import Failure, Message


def watch(words: Words) -> click.Command:
    """The command."""
    return click.Command(
        "watch",
        callback=_watch,
        help=words(Message("cli.watch.help")),
        params=[
            click.Argument(["paths"], nargs=-1, metavar="[PATH...]"),
            click.Option(["--list", "as_list"], is_flag=True, help=words(Message("cli.watch.list"))),
            click.Option(["--look"], is_flag=True, help=words(Message("cli.watch.look"))),
            click.Option(["--remove"], is_flag=True, help=words(Message("cli.watch.remove"))),
            click.Option(["--category"], default=None, help=words(Message("cli.add.category"))),
            click.Option(["--tag", "tags"], multiple=True, help=words(Message("cli.add.tag"))),
            json_option(words),
        ],
    )


@click.pass_obj
def _watch(
    output: Output,
    paths: tuple[str, ...],
    as_list: bool,
    look: bool,
    remove: bool,
    category: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> int:
    if sum((bool(paths), as_list, look)) > 1 or (remove and not paths):
        raise Failure("cli.watch.both")
    with open_engine() as engine:
        try:
            if remove:
                return _remove(engine, output, paths, as_json)
        except NotFound as missing:
            output.problem(output.words(missing.message))
            return 1
        ids = [engine.watch_folder(whole_path(path), category=category, tags=tags).id for path in paths]
        ended: list[ImportEvent] = []
        began = time.time()
        if ids or look:
            ended = import_shown(output, engine.look_at_folders(ids))
        folders = [folder for folder in engine.folders() if not ids or folder.id in ids]
    if as_json:
        output.json({"files": ended, "folders": folders} if ids or look else folders)
    else:
        if ended:
            sum_up(output, ended)
        _show(output, folders)
        if (ids or look) and (kept := [folder for folder in folders if _is_kept_by_another(folder, began)]):
            output.say("cli.watch.kept", paths=", ".join(folder.path for folder in kept))
    return 2 if ids and any(folder.problem for folder in folders) else 0


def _is_kept_by_another(folder: Folder, began: float) -> bool:
    """Whether our look, begun at that time, was none: an open Rubin looks at the folder itself."""
    too_wide = folder.problem is not None and folder.problem.id == "folder.too_wide"
    return not too_wide and (folder.looked_at or 0.0) < began


def _remove(engine: Engine, output: Output, paths: tuple[str, ...], as_json: bool) -> int:
    removed = [engine.unwatch_folder(folder.id) for folder in [_named(engine, path) for path in paths]]
    if as_json:
        output.json(removed)
    else:
        for folder in removed:
            output.say("cli.watch.removed", path=folder.path)
    return 0


def _named(engine: Engine, name: str) -> Folder:
    """The folder with this path or identifier; of one that is watched and a project too, the watched one."""
    place = spelled(whole_path(name).rstrip("/"))
    folders = sorted(engine.folders(), key=lambda folder: folder.kind != "watched")
    for folder in folders:
        if name == folder.id or folder.path in (place, name):
            return folder
    raise NotFound("cli.watch.unknown", path=name)


def _show(output: Output, folders: list[Folder]) -> None:
    if not folders:
        output.say("cli.watch.none")
    for folder in folders:
        said = [
            output.words(Message(f"cli.watch.kind.{folder.kind}")),
            output.count("cli.documents", folder.documents),
        ]
        if folder.vanished:
            said.append(output.count("cli.watch.vanished", folder.vanished))
        if folder.looked_at is None:
            said.append(output.words(Message("cli.watch.never")))
        else:
            at = f"{datetime.fromtimestamp(folder.looked_at):%Y-%m-%d %H:%M}"
            said.append(output.words(Message("cli.watch.looked", {"time": at})))
        output.line(f"{folder.path}  {', '.join(said)}")
        if folder.problem is not None:
            output.line(f"  {output.words(folder.problem)}")
