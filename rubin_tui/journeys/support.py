"""The manual of Rubin, and how to reach the people behind it: both without a network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.actions import ACTIONS, action, key_name, shown_keys
from rubin_tui.installed import data_folder
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.paths import whole_path
from rubin_tui.messages import Failure, Message, reason_of
from rubin_tui.settings import Profile
from rubin_tui.terminal.abilities import session
from rubin_tui.widgets.editor.content import Content
from rubin_tui.widgets.sheet import PathSheet

if TYPE_CHECKING:
    from rubin_tui.screens.report import ReportScreen

GUIDE = Path("guide").with_suffix(".md")
"""The manual, in the folder of each language."""
REPORT = "rubin-report.txt"


class SupportJourney(Journey):
    """Opens the manual, shows the doctor's report, writes it where the person says. Nothing is sent."""

    group = "support"

    def __init__(self, app: Desk, profile: Profile) -> None:
        super().__init__(app)
        self._profile = profile
        self._screen: ReportScreen | None = None
        self._sheet: PathSheet | None = None
        self._lines: tuple[str, ...] = ()

    def documentation(self) -> None:
        """Open the manual in the middle panel."""
        self.work(self._read_guide, self.app.look.language)

    def show(self, screen: ReportScreen) -> None:
        """The screen of the report is up: fill it."""
        self._screen = screen
        how = self.app.look.say("report.how").split("\n")
        screen.text.show((*how, "", self.app.look.say("report.wait")))
        self.work(self._examine, tuple(how), self.app.size.width, self.app.size.height)

    async def ask_path(self) -> None:
        """Ask for the file the report goes into; its screen is gone by now."""
        self._sheet = PathSheet("report.save", "report.what", str(Path("~") / REPORT))
        await self.app.main.open_sheet(self._sheet)

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """The file is named; False when the sheet is not ours."""
        if message.sheet is not self._sheet:
            return False
        self._sheet = None
        await self.app.main.close_sheet()
        if message.path and self._lines:
            self.work(self._save, whole_path(message.path, self.app.project), self._lines)
        return True

    # in threads

    def _read_guide(self, language: str) -> None:
        path = data_folder("docs") / language / GUIDE
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            params = {"path": str(path), "reason": reason_of(error)}
            self.hand(self.app.main.tell, Message("file.unreadable", params))
            return
        self.hand(self._show_guide, (*text.rstrip().split("\n"), "", *self._keys()))

    def _keys(self) -> list[str]:
        """Every key that is in force, from the one table of actions."""
        say = self.app.look.say
        lines = [say("guide.keys"), ""]
        for item in ACTIONS:
            if item.in_help and (item.keys or item.letter):
                keys = ", ".join(map(key_name, item.keys[:2])) or shown_keys(item)
                if item.letter and item.keys:
                    keys += f", {shown_keys(action('menu'))} {item.letter}"
                lines.append(f"{keys:<28} {say(item.title)}")
        return lines

    def _examine(self, how: tuple[str, ...], columns: int, rows: int) -> None:
        from rubin_tui.engine import Abilities, Doctor, Private, report_lines

        known = session(os.environ)._replace(columns=columns, rows=rows)
        doctor = Doctor(self._profile, Abilities(**known._asdict()), project=self.app.project)
        private = Private(Path.home() if "HOME" in os.environ else None, self.app.project)
        lines = tuple(report_lines(doctor.examine(), self.app.look.language, private))
        self.hand(self._show_report, how, lines)

    def _save(self, path: Path, lines: tuple[str, ...]) -> None:
        from rubin_tui.engine import save_report

        try:
            saved = save_report(lines, path)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
        else:
            self.hand(self.app.main.say, Message("report.saved", {"path": str(saved)}))

    # on the interface thread

    def _show_guide(self, lines: tuple[str, ...]) -> None:
        self.app.editing.remember()
        title = self.app.look.say("guide.title")
        content = Content(f"guide:{self.app.look.language}", title, lines, wraps=True, numbered=False)
        self.app.main.editor.show(content)
        self.app.main.show_panel(2)

    def _show_report(self, how: tuple[str, ...], lines: tuple[str, ...]) -> None:
        self._lines = lines
        if self._screen is not None and self._screen.is_attached:
            self._screen.text.show((*how, "", *lines))
