"""`rubin stats`: what the knowledge base holds and how it is."""

from __future__ import annotations

import click

from rubin_tui.commands.output import Output
from rubin_tui.commands.session import Words, json_option, open_engine
from rubin_tui.messages import Message

_WEEKS = 8  # newest ones shown


def stats(words: Words) -> click.Command:
    """The command."""
    about = words(Message("cli.stats.help"))
    return click.Command("stats", callback=_stats, help=about, params=[json_option(words)])


@click.pass_obj
def _stats(output: Output, as_json: bool) -> int:
    with open_engine() as engine:
        stats, health = engine.stats(), engine.health()
    if as_json:
        output.json({"stats": stats, "health": health})
        return 0
    held = (("cli.documents", stats.documents), ("cli.pages", stats.pages), ("cli.passages", stats.passages))
    output.line(", ".join(output.count(id, count) for id, count in held))
    if stats.by_type:
        output.line("  " + ", ".join(f"{kind} {count}" for kind, count in stats.by_type))
    if stats.by_week:
        weeks = ", ".join(f"{week} {count}" for week, count in stats.by_week[-_WEEKS:])
        output.say("cli.stats.week", weeks=weeks)
    if stats.in_projects:
        output.say("cli.stats.in_projects", count=stats.in_projects)
    if stats.vanished:
        output.say("cli.stats.vanished", count=stats.vanished)
    if stats.failed:
        output.say("cli.stats.failed", count=stats.failed)
    output.say("cli.stats.disk", store=_megabytes(stats.store_bytes), index=_megabytes(stats.index_bytes))
    for part in health.parts:
        detail = f": {output.words(part.detail)}" if part.detail else ""
        name = output.words(Message(f"cli.health.part.{part.name}"))
        output.line(f"  {name:<16} {output.words(Message(f'cli.health.{part.state}'))}{detail}")
    return 0


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
