"""How a finding is shown: its sign, its colour, its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.messages import Message
from rubin_tui.widgets.lines import Piece
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Diagnostic, Severity

COUNTED: tuple[Severity, ...] = ("error", "warning", "info")

_STYLES: dict[Severity, str] = {"error": "bad", "warning": "warn", "info": "accent", "hint": "muted"}
UNDERLINES: dict[Severity, str] = {
    "error": "bad_under",
    "warning": "warn_under",
    "info": "info_under",
    "hint": "info_under",
}


def severity_sign(severity: Severity, look: Look) -> tuple[str, str]:
    """The sign of a severity and the name of its style."""
    signs = look.signs
    sign = {"error": signs.error, "warning": signs.warning}.get(severity, signs.dot)
    return sign, _STYLES[severity]


def words_of(message: Message | str, look: Look) -> str:
    """A finding's sentence; a tool's own words stay as they are. Not yet safe for a terminal."""
    return look.tell(message) if isinstance(message, Message) else message


def counts_of(findings: tuple[Diagnostic, ...], look: Look) -> list[Piece]:
    """How many findings of each severity there are, as signs with numbers."""
    pieces: list[Piece] = []
    for severity in COUNTED:
        count = sum(_weight(finding) == severity for finding in findings)
        if count:
            sign, style = severity_sign(severity, look)
            pieces.append((f"{sign}{count} ", getattr(look.palette, style)))
    return pieces


def _weight(finding: Diagnostic) -> Severity:
    return "info" if finding.severity == "hint" else finding.severity
