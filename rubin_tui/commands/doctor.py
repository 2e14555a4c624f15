"""`rubin doctor`: what is wrong around Rubin, and what to do. Loads no Textual and opens no profile."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option, whole_path
from rubin_tui.messages import Message
from rubin_tui.settings import Profile, current_folder
from rubin_tui.terminal.abilities import ask, session

if TYPE_CHECKING:
    from rubin_tui.engine.doctor import Check, Private

HEALTHY, PROBLEMS = 0, 1


def doctor(words: Words) -> click.Command:
    """The command."""
    save = click.Option(["--save"], metavar="FILE", help=words(Message("cli.doctor.save")))
    return click.Command(
        "doctor", callback=_doctor, help=words(Message("cli.doctor.help")), params=[save, json_option(words)]
    )


@click.pass_obj
def _doctor(output: Output, save: str | None, as_json: bool) -> int:
    from rubin_tui.engine.doctor import Abilities, Doctor, Private, report_lines, save_report

    abilities = Abilities(**session(os.environ)._asdict(), **ask()._asdict())
    project = current_folder()
    doctor = Doctor(Profile.find(), abilities, project=project)
    checks = list(doctor.examine())
    private = Private(Path.home() if "HOME" in os.environ else None, project)
    lines = list(report_lines(checks, output.locale, private))
    if as_json:
        output.json([_plain(check, output, private) for check in checks])
    else:
        for line in lines:
            output.line(line)
    problems = sum(check.state == "problem" for check in checks)
    if save is not None:
        path = save_report(lines, Path(whole_path(save)))
        output.progress(output.words(Message("cli.doctor.saved", {"path": str(path)})), keep=True)
    if not as_json:
        output.line()
        output.say("cli.doctor.problems" if problems else "cli.doctor.healthy", count=problems)
    return PROBLEMS if problems else HEALTHY


def _plain(check: Check, output: Output, private: Private) -> dict[str, str | None]:
    def words(value: Message | str) -> str:
        return private.hide(output.words(value) if isinstance(value, Message) else value)

    return {
        "section": check.section,
        "name": words(check.name),
        "state": check.state,
        "value": words(check.value),
        "advice": words(check.advice) if check.advice is not None else None,
    }
