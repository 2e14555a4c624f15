"""`rubin`: without a command it opens the screen, with one it does that work and ends.

`rubin FILE`, `rubin FILE:120` and `rubin FILE:120:4` open files on the screen, `rubin FOLDER` a project;
`-R` is for looking: nothing can be changed then.

Exit codes: 0 done, 1 nothing found, 2 could not be done (one sentence on standard error). Nothing of
weight is imported before it is known what is wanted.
"""

from __future__ import annotations

import os
import re
import sys

from rubin_tui import __version__

DONE, FAILED = 0, 2

COMMANDS = frozenset(
    {
        "add",
        "analyze",
        "ask",
        "backup",
        "chats",
        "config",
        "docs",
        "note",
        "restore",
        "search",
        "stats",
        "verify",
        "watch",
    }
)
"""Words that are commands. A file of such a name is opened as `./add`."""


Wanted = tuple[str, int, int]
"""A file to open: its path, line and column as people count them (0: none said)."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        sys.stdout.write(f"rubin {__version__}\n")
        return DONE
    looking = "-R" in arguments
    names = [argument for argument in arguments if argument != "-R"]
    if not looking and names and not _are_paths(names):
        from rubin_tui.commands import run

        return run(arguments)
    return _open_screen([_wanted(name) for name in names], looking=looking)


def _are_paths(names: list[str]) -> bool:
    """Whether files are meant, not a command or an option."""
    if names[0] in COMMANDS or names[0].startswith("-"):
        return False
    path = _wanted(names[0])[0]
    return os.path.lexists(path) or os.sep in path or "." in path


def _wanted(name: str) -> Wanted:
    """A file as it is named on the command line; a name that exists means itself, digits and all."""
    found = re.fullmatch(r"(.+?):(\d{1,9})(?::(\d{1,9}))?:?", name, re.DOTALL)
    if found is None or os.path.lexists(name):
        return name, 0, 0
    return found[1], int(found[2]), int(found[3] or 0)


def _open_screen(files: list[Wanted], *, looking: bool) -> int:
    from rubin_tui.messages import Failure, Message, guess_locale, render
    from rubin_tui.settings import Profile, current_folder, load_what_can_be, spoken_language

    def refuse(message: Message) -> int:
        from rubin_tui.engine.text.sanitize import safe_line

        locale = guess_locale() if (chosen := spoken_language()) == "auto" else chosen
        sys.stderr.write(f"rubin: {safe_line(render(message, locale))}\n")
        return FAILED

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return refuse(Message("cli.no_terminal"))
    if (project := current_folder()) is None:
        return refuse(Message("cli.folder_gone"))
    folders = [path for path, _, _ in files if (project / path).is_dir()]
    files = [file for file in files if file[0] not in folders]
    project = project / folders[0] if folders else project
    try:
        profile = Profile.find()
        settings, problems = load_what_can_be(profile, project=project)
    except Failure as failure:
        return refuse(failure.message)
    from rubin_tui.app import run

    return run(profile, settings, project, files, looking, problems)
