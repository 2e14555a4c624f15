"""`rubin --plain`: questions and answers as lines, for screen readers, braille, pipes, poor terminals.

No borders, no colours, nothing that moves: each question stands on a line of its own, the answer below it.
Opens by itself where there is no terminal, or one that can do nothing (TERM=dumb).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rubin_tui.commands.analyze import show as show_report
from rubin_tui.commands.ask import show
from rubin_tui.commands.output import Output
from rubin_tui.commands.progress import show as tell_event
from rubin_tui.commands.search import show_result
from rubin_tui.commands.session import open_engine
from rubin_tui.engine import Engine
from rubin_tui.engine.model import Command
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import current_folder

DONE, NOTHING, FAILED = 0, 1, 2
LONGEST = 20_000
"""Characters of a line that is read; a longer one is no question."""
ENDS = frozenset({"quit", "exit", "выход", "/quit", "/exit", "/выход"})


def converse(output: Output) -> int:
    """Answer the lines of standard input until it ends; returns the exit code: the worst of the lines'."""
    live = sys.stdin is not None and sys.stdin.isatty()
    with open_engine() as engine:
        if (folder := current_folder()) is not None:
            _open_project(engine, output, folder)
        if live:
            output.say("cli.plain.welcome")
        talk = Talk(engine, output, keeps=live)
        worst = DONE
        for line in _lines(output, live=live):
            worst = max(worst, talk.answer(line, repeat=not live))
    return DONE if live else worst


class Talk:
    """A conversation by lines; kept as a chat when a person has it."""

    def __init__(self, engine: Engine, output: Output, *, keeps: bool) -> None:
        self._engine = engine
        self._output = output
        self._keeps = keeps
        self._chat: str | None = None

    def answer(self, line: str, *, repeat: bool) -> int:
        """Answer one line; `repeat`: it is not to be seen yet. Returns what it would end a command with."""
        output = self._output
        if repeat:
            output.line(f"{output.words(Message('cli.plain.you'))} {line}")
        try:
            code = self._do(line)
        except Failure as failure:
            output.line(f"{output.words(Message('cli.plain.problem'))} {output.words(failure.message)}")
            code = FAILED
        output.line()
        output.flush()
        return code

    def _do(self, line: str) -> int:
        command = self._engine.read_command(line)
        if command is not None:
            return self._run(command)
        if self._keeps and self._chat is None:
            self._chat = self._engine.new_chat().id
        answer = self._engine.ask(line, chat_id=self._chat)
        show(self._output, answer)
        found = answer.confidence != "not_found" or answer.project or answer.notes
        return DONE if found else NOTHING

    def _run(self, command: Command) -> int:
        if command.name == "search":
            result = self._engine.search(command.argument)
            show_result(self._output, result)
            return DONE if result.hits else NOTHING
        if command.name == "analyze" and command.argument:
            return self._analyze(Path(command.argument).expanduser())
        if command.name == "add" and command.argument:
            events = list(self._engine.add_documents([Path(command.argument).expanduser()]))
            for event in events:
                tell_event(self._output, event, keep=True)
            return FAILED if any(event.stage == "failed" for event in events) else DONE
        if command.name == "new":
            self._chat = None
            return DONE
        self._output.say("cli.plain.commands")
        return DONE if command.name == "help" else FAILED

    def _analyze(self, path: Path) -> int:
        analysis = self._engine.analysis
        reports = [analysis.analyze(analysis.read(file), path=str(file)) for file in analysis.files([path])]
        whole = analysis.together(reports)
        show_report(self._output, whole, reports)
        return DONE


def _lines(output: Output, *, live: bool) -> Iterator[str]:
    """The lines that say something; a person is asked for each, and ends with a word or the end of input."""
    while True:
        if live:
            output.say("cli.plain.ask")
            output.flush()
        line = sys.stdin.readline(LONGEST) if sys.stdin is not None else ""
        text = line.strip("\ufeff \t\r\n")
        if not line or text.casefold() in ENDS:
            return
        if text:
            yield text


def _open_project(engine: Engine, output: Output, folder: Path) -> None:
    """Have the folder we stand in searched too, as the screen does."""
    try:
        project = engine.open_project(folder)
        for event in engine.look_at_folders([project.id]):
            tell_event(output, event, keep=False)
    except Failure as failure:
        output.problem(output.words(failure.message))
