"""`rubin`: without an argument it opens the screen, with one it does that work and ends.

Exit codes: 0 done, 1 nothing found, 2 could not be done (one sentence on standard error). Nothing of
weight is imported before it is known what is wanted.
"""

from __future__ import annotations

import sys

from rubin_tui import __version__

DONE, FAILED = 0, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        sys.stdout.write(f"rubin {__version__}\n")
        return DONE
    if arguments:
        from rubin_tui.commands import run

        return run(arguments)
    return _open_screen()


def _open_screen() -> int:
    from rubin_tui.messages import Failure, Message, guess_locale, render
    from rubin_tui.settings import Profile, current_folder, load, spoken_language

    def refuse(message: Message) -> int:
        from rubin_tui.engine.text.sanitize import safe_line

        locale = guess_locale() if (chosen := spoken_language()) == "auto" else chosen
        sys.stderr.write(f"rubin: {safe_line(render(message, locale))}\n")
        return FAILED

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return refuse(Message("cli.no_terminal"))
    if (project := current_folder()) is None:
        return refuse(Message("cli.folder_gone"))
    try:
        profile = Profile.find()
        settings = load(profile, project=project)
    except Failure as failure:
        return refuse(failure.message)
    from rubin_tui.app import run

    return run(profile, settings, project)
