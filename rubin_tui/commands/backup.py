"""`rubin backup FILE`, `rubin restore FILE`, `rubin verify [FILE]`: the profile in one file, and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option
from rubin_tui.engine.model import Holdings
from rubin_tui.messages import Message
from rubin_tui.settings import Profile

if TYPE_CHECKING:
    from rubin_tui.engine import Backups, BackupStep


def backup(words: Words) -> click.Command:
    """`rubin backup`."""
    return click.Command(
        "backup",
        callback=_backup,
        help=words(Message("cli.backup.help")),
        params=[
            click.Argument(["file"], metavar="FILE"),
            _replace_option(words, "cli.backup.replace"),
            json_option(words),
        ],
    )


def restore(words: Words) -> click.Command:
    """`rubin restore`."""
    return click.Command(
        "restore",
        callback=_restore,
        help=words(Message("cli.restore.help")),
        params=[
            click.Argument(["file"], metavar="FILE"),
            _replace_option(words, "cli.restore.replace"),
            json_option(words),
        ],
    )


def verify(words: Words) -> click.Command:
    """`rubin verify`."""
    return click.Command(
        "verify",
        callback=_verify,
        help=words(Message("cli.verify.help")),
        params=[click.Argument(["file"], metavar="[FILE]", required=False), json_option(words)],
    )


@click.pass_obj
def _backup(output: Output, file: str, replace: bool, as_json: bool) -> int:
    made = _backups().create(Path(file), replace=replace, progress=_Shown(output))
    if as_json:
        output.json(made)
    else:
        output.say("cli.backup.done", path=made.path, size=f"{made.size / 1_000_000:.1f}")
        _tell_holdings(output, made.holdings)
    if made.problems:  # exit code 2: a script that now drops the older backups would drop the good ones
        _tell_problems(output, made.problems, as_json)
        output.problem(output.words(Message("cli.backup.damaged")))
        return 2
    return 0


@click.pass_obj
def _restore(output: Output, file: str, replace: bool, as_json: bool) -> int:
    restored = _backups().restore(Path(file), replace=replace, progress=_Shown(output))
    if as_json:
        output.json(restored)
        return 0
    output.say("cli.restore.done", path=file, time=_time(restored.backup.created_at))
    _tell_holdings(output, restored.backup.holdings)
    for path in restored.kept:
        output.say("cli.restore.kept", path=path)
    return 0


@click.pass_obj
def _verify(output: Output, file: str | None, as_json: bool) -> int:
    found = _backups().verify(Path(file) if file else None, progress=_Shown(output))
    if as_json:
        output.json(found)
    if found.problems:
        _tell_problems(output, found.problems, as_json)
        advice = "cli.verify.bad_backup" if found.backup else "cli.verify.bad_profile"
        output.problem(output.words(Message(advice, {"path": found.path})))
        return 2
    if not as_json:
        output.say("cli.verify.good", path=found.path)
        _tell_holdings(output, found.holdings)
        if found.backup:
            output.say("cli.verify.made", time=_time(found.backup.created_at), rubin=found.backup.rubin)
    return 0


def _backups() -> Backups:
    from rubin_tui.engine import Backups  # here: other commands need nothing of it

    return Backups(Profile.find())


class _Shown:
    """Shows steps, each percent once."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._last: tuple[str, int] | None = None

    def __call__(self, step: BackupStep) -> None:
        percent = min(100, step.done * 100 // step.total) if step.total else 0
        if self._last != (step.stage, percent):
            self._last = (step.stage, percent)
            words = self._output.words(Message(f"cli.backup.step.{step.stage}", {"percent": percent}))
            self._output.progress(words)


def _replace_option(words: Words, id: str) -> click.Option:
    return click.Option(["--replace"], is_flag=True, help=words(Message(id)))


def _tell_holdings(output: Output, holdings: Holdings | None) -> None:
    if holdings is not None:
        held = (
            ("cli.documents", holdings.documents),
            ("cli.pages", holdings.pages),
            ("cli.passages", holdings.passages),
            ("cli.chats", holdings.chats),
        )
        output.line(", ".join(output.count(id, count) for id, count in held))


def _tell_problems(output: Output, problems: tuple[Message, ...], as_json: bool) -> None:
    if not as_json:
        for problem in problems:
            output.line(f"  {output.words(problem)}")


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
