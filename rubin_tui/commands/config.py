"""`rubin config`: the settings in force and where they stand."""

from __future__ import annotations

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option
from rubin_tui.messages import Message
from rubin_tui.settings import Profile, current_folder, explain


def config(words: Words) -> click.Group:
    """The group; alone it shows."""
    group = click.Group(
        "config",
        callback=_config,
        invoke_without_command=True,
        help=words(Message("cli.config.help")),
        params=[json_option(words)],
    )
    for name, callback in (("show", _show), ("path", _path)):
        about = words(Message(f"cli.config.{name}"))
        group.add_command(click.Command(name, callback=callback, help=about, params=[json_option(words)]))
    return group


@click.pass_context
def _config(context: click.Context, as_json: bool) -> int | None:
    return None if context.invoked_subcommand else context.invoke(_show, as_json=as_json)


@click.pass_obj
def _show(output: Output, as_json: bool) -> int:
    found = explain(Profile.find(), project=current_folder())
    if as_json:
        output.json(found)
        return 0
    for setting in found:
        output.line(f"{setting.key:<22} {setting.value!s:<10} {output.words(setting.origin)}")
    return 0


@click.pass_obj
def _path(output: Output, as_json: bool) -> int:
    profile = Profile.find()
    if as_json:
        output.json(
            {
                "settings": str(profile.settings_file),
                "data": str(profile.data),
                "cache": str(profile.cache),
                "log": str(profile.log),
            }
        )
    else:
        output.line(str(profile.settings_file))
    return 0
