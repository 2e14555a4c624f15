"""Running the screen to its end, whatever that is: the terminal given back, what is unsaved kept.

A fault of ours ends in one sentence with the path of a report; the traceback is there, never on the screen.
"""

from __future__ import annotations

import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from rubin_tui.app import RubinApp
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.code import Wanted
from rubin_tui.messages import Message, render
from rubin_tui.settings import Profile, Settings
from rubin_tui.terminal.profile import let_go

log = logging.getLogger(__name__)

FAULT = 1


def run(
    profile: Profile,
    settings: Settings,
    project: Path,
    files: Sequence[Wanted] = (),
    looking: bool = False,
    problems: Sequence[Message] = (),
) -> int:
    """Open the screen, with these files, until the person leaves; returns the exit code.

    `problems` is what is wrong with the settings; it is said on the screen.
    """
    gc.disable()
    app = RubinApp(profile, settings, project, files=files, looking=looking, problems=problems)
    threading.excepthook = lambda args: _other_thread(app, args)
    fault: BaseException | None = None
    try:
        app.run()
    except Exception as error:  # noqa: BLE001 - nothing stands above to give the terminal back
        fault = error
    try:
        app.give_terminal_back()
        kept = _in_order(app)
        fault = fault or app.fault
        if fault is not None:
            _tell(app, app.faults.told(fault), kept)
            return FAULT
        if app.signal:
            _tell(app, Message("end.signal", {"name": signal.Signals(app.signal).name}), kept)
        return app.return_code or 0
    finally:
        let_go()


def _in_order(app: RubinApp) -> int:
    """Keep what is to be kept and close what is open, each whatever became of the others."""
    kept: list[str] = []
    last: tuple[Callable[[], object], ...] = (
        lambda: kept.extend(app.saving.rescue()),
        app.drafts.close,
        app.session.keep,
        app.analyzing.close,
        app.symbols.close,
        app.navigation.close,
        app.opening.close,
    )
    for do in last:
        try:
            do()
        except Exception:  # the rest has to be kept all the same
            log.exception("could not end in order")
    return len(kept)


def _tell(app: RubinApp, said: Message, kept: int) -> None:
    """A sentence where the person looks now; one that is gone hears nothing."""
    sentences = [said, *([Message("end.kept", count=kept)] if kept else [])]
    words = " ".join(render(sentence, app.look.language) for sentence in sentences)
    if sys.__stderr__ is not None:
        encoding = sys.__stderr__.encoding or "utf-8"
        line = f"rubin: {safe_line(words)}\n".encode(encoding, "replace").decode(encoding)
        try:
            sys.__stderr__.write(line)
            sys.__stderr__.flush()
        except OSError:
            log.warning("nobody is there to be told")


def _other_thread(app: RubinApp, args: threading.ExceptHookArgs) -> None:
    """A thread that is nobody's worker ended by a fault: say so as of a worker; the work goes on."""
    if isinstance(args.exc_value, Exception):
        app.call_later(app.faults.happened, args.exc_value)
