"""`rubin`: without a command it opens the screen, with one it does that work and ends.

`rubin FILE`, `rubin FILE:120` and `rubin FILE:120:4` open files on the screen, `rubin FOLDER` a project;
`-R` is for looking: nothing can be changed then. `rubin --plain` asks and answers by lines, as `rubin` does
where there is no terminal.

Exit codes: 0 done, 1 nothing found, 2 could not be done (one sentence on standard error). Nothing of
weight is imported before it is known what is wanted.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from rubin_tui import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from rubin_tui.messages import Message

DONE, FAULT, FAILED = 0, 1, 2

COMMANDS = frozenset(
    {
        "add",
        "analyze",
        "ask",
        "backup",
        "chats",
        "config",
        "docs",
        "doctor",
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
    if arguments == ["--plain"] or (not arguments and _is_plain()):
        from rubin_tui.commands import run_plain

        return run_plain()
    looking = "-R" in arguments
    names = [argument for argument in arguments if argument != "-R"]
    if not looking and names and not _are_paths(names):
        from rubin_tui.commands import run

        return run(arguments)
    return _open_screen([_wanted(name) for name in names], looking=looking)


def _is_plain() -> bool:
    """Whether there is no terminal a screen could stand on; one that is not told of is taken for none."""
    ends = (sys.stdin, sys.stdout)
    on_terminal = all(end is not None and end.isatty() for end in ends)
    return not on_terminal or os.environ.get("TERM", "") in ("", "dumb")


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
    try:
        from rubin_tui.running import run

        return run(profile, settings, project, files, looking, problems)
    except Exception as error:  # noqa: BLE001 - before there is a screen nothing else stands above
        refuse(_reported(error, profile.log))
        return FAULT


def _reported(error: Exception, logs: Path) -> Message:
    """The sentence about a fault of ours at the start."""
    from rubin_tui.engine import write_report
    from rubin_tui.messages import Failure, Message

    kind = type(error).__name__
    try:
        path = write_report(logs / "faults", error, facts={}, actions=())
    except (OSError, Failure):
        return Message("end.fault", {"kind": kind})
    return Message("end.fault_report", {"kind": kind, "path": str(path)})
