"""The problems panel below the file in sight: made when it is first wanted, there until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rubin_tui.widgets.editor.panel import EditorPanel
    from rubin_tui.widgets.editor.problems import Problems


class FindingsBelow:
    """Shows the findings of whatever file is in sight, and nothing below a page."""

    def __init__(self, panel: EditorPanel) -> None:
        self._panel = panel
        self._problems: Problems | None = None
        self._wanted = False

    def open(self, *, focus: bool = False) -> None:
        """Show the findings of the file in sight."""
        from rubin_tui.widgets.editor.problems import Problems

        code = self._panel.code
        if code is None or code.tab is None:
            return
        if self._problems is None:
            self._problems = Problems(id="problems")
            self._panel.mount(self._problems)
        self._wanted = True
        self.update()
        self._problems.follow(code.tab.caret)
        if focus:
            self._panel.screen.set_focus(self._problems)

    def update(self) -> None:
        """Another file is in sight, or it has other findings."""
        if self._problems is None:
            return
        code = self._panel.code
        self._problems.display = self._wanted and code is not None
        if self._wanted and code is not None and code.tab is not None:
            part = code.tab.part
            if part is not None:
                self._problems.show(part.report.issues, part.report, part)
            else:
                self._problems.show(code.tab.diagnostics, code.tab.report)

    def back_to_file(self) -> bool:
        """Show the findings of the whole file again; False when they are shown."""
        code = self._panel.code
        if code is None or code.tab is None or code.tab.part is None:
            return False
        code.tab.part = None
        self.update()
        return True

    def close(self) -> None:
        """They are not wanted any more."""
        self._wanted = False
        self.update()
