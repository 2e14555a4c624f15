"""The line at the foot of the code view: what stands at the caret, where it is, how the file is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.editor.findings import counts_of, severity_sign, words_of
from rubin_tui.widgets.lines import Piece
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Diagnostic, Severity
    from rubin_tui.widgets.editor.code_tab import CodeTab

_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class StatusLine(NamedTuple):
    """What it says; equal ones look the same."""

    filename: str
    modified: bool
    state: tuple[str, ...]
    line: int
    column: int
    selected: int
    language: str
    ends: str
    encoding: str
    findings: tuple[Diagnostic, ...]
    finding: tuple[Severity, Message | str] | None
    part: str = ""

    def pieces(self, look: Look) -> tuple[list[Piece], list[Piece]]:
        """Its left and its right part."""
        style = look.palette
        left: list[Piece] = [(" ", style.text)]
        if self.finding is not None:
            severity, message = self.finding
            sign, sign_style = severity_sign(severity, look)
            left += [
                (f"{sign} ", getattr(style, sign_style)),
                (safe_line(words_of(message, look)), style.text),
            ]
        else:
            if self.part:
                left.append((f"{safe_line(self.part)}  ", style.text))
            left.append((safe_line(self.filename), style.muted))
            if self.modified:
                left.append((f" {look.signs.modified}", style.warn))
            left += [(f"  {look.say(fact)}", style.warn) for fact in self.state]
        counts = counts_of(self.findings, look)
        return left, [("  ", style.text), *counts, (self.facts(look) + " ", style.muted)]

    def facts(self, look: Look) -> str:
        """Where the caret is and how the file is kept."""
        facts = [f"{self.line}:{self.column}"]
        if self.selected:
            facts.insert(0, look.say("editor.selected", count=self.selected))
        return " ".join([*facts, *(part for part in (self.language, self.ends, self.encoding) if part)])


def status_of(tab: CodeTab) -> StatusLine:
    """What the line says of a tab."""
    buffer = tab.buffer
    finding = tab.finding_at_caret
    part = tab.parts.at(tab.caret.line) if tab.parts is not None else None
    marked = buffer.form.bom and buffer.form.encoding == "utf-8"  # UTF-16 nearly always is
    return StatusLine(
        filename=tab.filename,
        modified=buffer.modified,
        state=_state(tab),
        line=tab.caret.line + 1,
        column=tab.cell + 1,
        selected=len(tab.selected_text) if tab.selection else 0,
        language=tab.language,
        ends=_ENDS.get(buffer.newline, "") + ("+" if buffer.mixed else ""),
        encoding=buffer.form.encoding.upper() + (" BOM" if marked else ""),
        findings=tab.diagnostics,
        finding=finding,
        part=part.path if part is not None else "",
    )


def _state(tab: CodeTab) -> tuple[str, ...]:
    """What one has to know of the file before one saves it."""
    facts = ("editor.new", tab.new), ("editor.read_only", tab.buffer.read_only is not None)
    outside = (f"editor.outside_{tab.outside}",) if tab.outside else ()
    return (*(name for name, holds in facts if holds), *outside)
