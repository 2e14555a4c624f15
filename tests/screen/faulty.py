"""Rubin with a fault of ours in it, for the tests of what then happens: `python -m tests.screen.faulty`."""

from __future__ import annotations

import os
import sys
import threading

from rubin_tui import app
from rubin_tui.cli import main
from rubin_tui.journeys.form import FormJourney

SECRET = "the secret recipe of the customer"


def fail(*_: object) -> None:
    """A fault whose text is somebody's text."""
    recipe = SECRET
    raise ValueError(recipe)


if __name__ == "__main__":
    where = os.environ["FAULT"]
    if where == "handler":
        app.RubinApp.action_redraw = fail  # type: ignore[method-assign,assignment]
    elif where == "worker":
        app.RubinApp.action_redraw = lambda self: self.form.work(fail)  # type: ignore[method-assign]
    elif where == "thread":
        app.RubinApp.action_redraw = lambda self: threading.Thread(target=fail).start()  # type: ignore[method-assign]
    elif where == "start":
        FormJourney.__init__ = fail  # type: ignore[method-assign,assignment]
    sys.exit(main())
