"""What is said about a rule apart from its findings."""

from __future__ import annotations

from dataclasses import dataclass

from rubin_tui.engine.model import Message


@dataclass(frozen=True, slots=True)
class RuleText:
    """`title` in a line, `why` it exists, `how` to do better, `page` all of it (Markdown); "" for none."""

    title: Message | str
    why: Message | str = ""
    how: Message | str = ""
    page: Message | str = ""


def own_rule(rule: str, **params: object) -> RuleText:
    """What Rubin says about a rule of its own, from the catalogues."""
    return RuleText(
        title=Message(f"rule.{rule}.title", params),
        why=Message(f"rule.{rule}.why", params),
        how=Message(f"rule.{rule}.how", params),
        page=Message(f"rule.{rule}.why", params),
    )
