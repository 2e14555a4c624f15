"""The commands of `rubin`: each asks the engine and writes what came back. Textual is never imported."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable

import click

from rubin_tui import __version__
from rubin_tui.commands.add import add
from rubin_tui.commands.analyze import analyze
from rubin_tui.commands.ask import ask
from rubin_tui.commands.backup import backup, restore, verify
from rubin_tui.commands.chats import chats
from rubin_tui.commands.config import config
from rubin_tui.commands.docs import docs
from rubin_tui.commands.doctor import doctor
from rubin_tui.commands.note import note
from rubin_tui.commands.output import Output
from rubin_tui.commands.search import search
from rubin_tui.commands.stats import stats
from rubin_tui.commands.watch import watch
from rubin_tui.messages import CATALOGUES, Failure, Message, fault_of, guess_locale, reason_of
from rubin_tui.settings import Profile, load, spoken_language

DONE, FAILED, INTERRUPTED = 0, 2, 130


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    locale = _locale()
    _speak(locale)
    output = Output(locale)
    return _watched(
        output, lambda: _group(locale).main(arguments, "rubin", standalone_mode=False, obj=output)
    )


def run_plain() -> int:
    """`rubin --plain`: questions and answers as lines; returns the exit code."""
    from rubin_tui.commands.plain import converse

    output = Output(_locale())
    return _watched(output, lambda: converse(output))


def _watched(output: Output, do: Callable[[], object]) -> int:
    """Do it; what goes wrong is one sentence."""
    try:
        result = do()
        output.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        output.lines(error.format_message())
        return FAILED
    except click.ClickException as error:
        output.problem(error.format_message())
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        output.problem(output.words(Message("cli.interrupted")))
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the reader (`| head`) has seen enough; click exits at that
        return DONE
    except Exception as error:  # noqa: BLE001 - nothing stands above to tell the person
        output.problem(output.words(_message(error)))
        return FAILED
    return result if isinstance(result, int) else DONE


def _message(error: Exception) -> Message:
    """What went wrong, for the person. Of our own faults kind and place only: their text may be private."""
    if isinstance(error, Failure):
        return error.message
    if isinstance(error, OSError):
        refused = Message("cli.system", {"reason": reason_of(error)})
        about = Message("cli.about", {"path": error.filename, "problem": refused})
        return about if error.filename else refused
    if isinstance(error, MemoryError):
        return Message("cli.memory")
    return Message("cli.fault", {"fault": fault_of(error)})


def _group(locale: str) -> click.Group:
    words = Output(locale).words
    names = {"help_option_names": ["-h", "--help"]}
    group = click.Group("rubin", help=words(Message("cli.help")), context_settings=names)
    click.version_option(__version__, prog_name="rubin", message="%(prog)s %(version)s")(group)
    for make in (add, analyze, ask, search, chats, note, watch, docs, stats, config, backup, restore, verify):
        group.add_command(make(words))
    group.add_command(doctor(words))
    return group


def _locale() -> str:
    """The language to speak before, and if need be without, readable settings."""
    try:
        chosen = load(Profile.find()).language
    except Failure:  # the command that needs the settings says what is wrong with them
        chosen = spoken_language()
    return guess_locale() if chosen == "auto" else chosen


def _speak(locale: str) -> None:
    """Make click say its own sentences (usage, wrong options) in our language."""
    os.environ["LANGUAGE"] = locale
    gettext.bindtextdomain("click", str(CATALOGUES))
    gettext.textdomain("click")
