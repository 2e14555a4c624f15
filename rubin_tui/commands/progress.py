"""How an import is shown on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rubin_tui.commands.output import Output
from rubin_tui.engine import ImportEvent
from rubin_tui.engine.model import ENDED
from rubin_tui.messages import Message


def import_shown(output: Output, events: Iterable[ImportEvent]) -> list[ImportEvent]:
    """Show what happens; returns the events the files ended with."""
    ended: list[ImportEvent] = []
    for event in events:
        show(output, event)
        if event.stage in ENDED:
            ended.append(event)
    return ended


def show(output: Output, event: ImportEvent, *, keep: bool = True) -> None:
    """One step of it; with `keep`, the end of a file stays to be read."""
    params = {
        "position": event.position,
        "total": event.total,
        "name": Path(event.path).name,
        "page": event.page,
        "pages": event.pages,
        "reason": event.problem or "",
    }
    count = event.document.passages if event.stage == "done" and event.document else None
    text = output.words(Message(f"cli.add.{event.stage}", params, count))
    output.progress(text, keep=keep and event.stage in (*ENDED, "passed"))


def sum_up(output: Output, ended: list[ImportEvent]) -> None:
    """How many files ended how."""

    def count(*stages: str) -> int:
        return sum(event.stage in stages for event in ended)

    passages = sum(event.document.passages for event in ended if event.stage == "done" and event.document)
    done, same, failed = count("done"), count("unchanged"), count("failed")
    output.say("cli.add.sum", done=done, same=same, failed=failed, passages=passages)
