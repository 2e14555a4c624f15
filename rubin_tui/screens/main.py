"""The main screen: header, titles, three panels, footer; and which of them has the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import DescendantFocus, Resize
from textual.message import Message as TextualMessage
from textual.screen import Screen
from textual.widget import Widget

from rubin_tui.actions import bindings, in_menu, key_name
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.chat import ChatPanel
from rubin_tui.widgets.divider import Divider
from rubin_tui.widgets.editor.panel import EditorPanel
from rubin_tui.widgets.files import FilesPanel
from rubin_tui.widgets.footer import Footer
from rubin_tui.widgets.header import Header
from rubin_tui.widgets.layout import AS_IT_IS, Panels, columns
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.sheet import Choice, ListSheet, Sheet
from rubin_tui.widgets.text_line import TextLine
from rubin_tui.widgets.title_line import TitleLine
from rubin_tui.widgets.turns import Notice

if TYPE_CHECKING:
    from rubin_tui.widgets.jump import JumpSheet
    from rubin_tui.widgets.layout_sheet import LayoutSheet

AT_ONCE = 0.5
"""Seconds in which notices count as coming at once."""
MOST_AT_ONCE = 12
"""Of so many each is shown."""
FOOT = 6
"""The rule above an empty prompt stands this many rows less below the titles than the screen has rows."""


class MainScreen(Screen[None], inherit_bindings=False):
    """Everything one works with. Shows panels and sheets; knows no engine."""

    DEFAULT_CSS = """
    MainScreen { layers: base sheet; layout: vertical; overflow: hidden; background: $background; }
    MainScreen > Horizontal { height: 1fr; }
    """

    AUTO_FOCUS = "#prompt"
    BINDINGS = bindings("panels")

    class PanelsChanged(TextualMessage):
        """The person has changed the layout, and it shall stay so."""

        def __init__(self, panels: Panels) -> None:
            super().__init__()
            self.panels = panels

    def __init__(
        self, project: str, root: str, version: str, *, remote: bool, panels: Panels = AS_IT_IS
    ) -> None:
        super().__init__()
        self.header = Header(project, version, remote=remote)
        self.titles = TitleLine()
        self.chat = ChatPanel(id="chat")
        self.editor = EditorPanel(id="editor")
        self.files = FilesPanel(project, root, id="files")
        self.footer = Footer()
        self._dividers = (Divider(), Divider())
        self._active = 1
        self._drawer = False
        self._panels = panels
        self._before_sheet: Widget | None = None
        self._told: set[Message] = set()
        self._burst: dict[Notice, int] = {}

    def compose(self) -> ComposeResult:
        """Header and titles above, footer below, the panels between."""
        self._arrange()
        self._dividers[0].joint = self.app.size.height - FOOT
        yield self.header
        yield self.titles
        with Horizontal():
            yield self.chat
            yield self._dividers[0]
            yield self.editor
            yield self._dividers[1]
            yield self.files
        yield self.footer

    def on_mount(self) -> None:
        """The keys are for the panel one was in."""
        if self._active != 1:
            self.set_focus((self.editor, self.files)[self._active - 2])

    # the layout

    def on_resize(self, event: Resize) -> None:
        """Another width may be another layout; a sheet leaves what is above it in sight."""
        self._arrange()
        if (sheet := self.sheet) is not None:
            sheet.fit(event.size.height)
        self._show_widths()

    def _arrange(self) -> None:
        layout = columns(self.app.size.width, self._active, drawer=self._drawer, panels=self._panels)
        self.titles.active = self._active
        if layout == self.titles.columns:
            return
        panels: tuple[tuple[Widget, int], ...] = (
            (self.chat, layout.chat),
            (self.editor, layout.editor),
            (self.files, layout.files),
        )
        for panel, width in panels:
            panel.display = width > 0
            panel.styles.width = width
        shown = [number for number, _ in layout.shown()]
        self._dividers[0].display = shown[:2] == [1, 2]
        self._dividers[1].display = len(shown) > 1 and shown[-1] == 3
        self._dividers[1].joint = -1
        self.titles.columns = layout
        self.call_after_refresh(self._join_rules)

    def _join_rules(self) -> None:
        """Let the rule above the prompt meet the divider."""
        for divider in self._dividers:
            if divider.display and self.chat.display:
                divider.joint = self.chat.scope.region.y - divider.region.y
                break

    def on_prompt_grew(self, message: Prompt.Grew) -> None:
        """The rule above the prompt stands on another row."""
        message.stop()
        self.call_after_refresh(self._join_rules)

    def begin_with(self, panel: int, *, zoomed: bool) -> None:
        """Before the first frame: the panel that has the keys, and whether it has the whole width."""
        self._active = panel if panel in (1, 2, 3) else 1
        self._panels, self._drawer = self._panels._replace(zoomed=zoomed), panel == 3
        self.titles.tabs = self.editor.titles

    @property
    def zoomed(self) -> bool:
        """The active panel has the whole width."""
        return self._panels.zoomed

    # which panel

    @property
    def active_panel(self) -> int:
        """The panel with the focus, 1 to 3."""
        return self._active

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The panel that has the focus is the active one."""
        for number, panel in enumerate((self.chat, self.editor, self.files), 1):
            if event.widget is panel or panel in event.widget.ancestors:
                if self._active != number:
                    self._active = number
                    if self.titles.columns.single or self._panels.zoomed or self._panels.hidden != "none":
                        self._arrange()
                    self.titles.active = number
                if number != 3 and self._drawer:
                    self._drawer = False
                    self._arrange()

    def show_panel(self, number: int) -> None:
        """Bring a panel into sight and give it the focus; while a sheet asks something, when it is gone."""
        self._drawer = number == 3
        self._active = number
        self._arrange()
        target = (self.chat.prompt, self.editor.target, self.files)[number - 1]
        if self.sheet is None:
            self.set_focus(target)
        else:
            self._before_sheet = target

    def toggle_panel(self, number: int) -> None:
        """As `show_panel`; the files' own key closes their drawer again."""
        closes = number == 3 and self._active == 3 and self.titles.columns.chat
        self.show_panel(1 if closes else number)

    def next_part(self, direction: int) -> None:
        """Tab: from the prompt to the citations, then to the next panel that has something.

        Shift+Tab goes up from the prompt: to the line that says where is looked, to the citations.
        """
        transcript, prompt, scope = self.chat.transcript, self.chat.prompt, self.chat.scope
        if scope.has_focus and direction > 0:
            self._next_panel(direction)
            return
        if prompt.has_focus and (direction < 0 or not transcript.has_citations):
            if direction < 0 or not self._next_panel(direction):
                self.set_focus(scope)
            return
        if (prompt.has_focus or scope.has_focus or transcript.has_focus) and transcript.has_citations:
            if not transcript.has_focus:
                transcript.select(None)
            if transcript.step(direction):
                self.set_focus(transcript)
                return
            if transcript.has_focus:
                self.set_focus(scope if direction > 0 else prompt)
                return
        if not self._next_panel(direction):
            self.set_focus(prompt)

    def _next_panel(self, direction: int) -> bool:
        panels: list[Widget] = [self.chat.prompt]
        if self.editor.display and self.editor.shown is not None:
            panels.append(self.editor.target)
        if self.files.display:
            panels.append(self.files)
        here = next((n for n, panel in enumerate(panels) if panel.has_focus), 0)
        panel = panels[(here + direction) % len(panels)]
        if panel.has_focus:
            return False
        self.set_focus(panel)
        return True

    def on_editor_panel_tabs_changed(self, message: EditorPanel.TabsChanged) -> None:
        """The titles name what is open."""
        self.titles.tabs = message.tabs

    def on_title_line_panel_chosen(self, message: TitleLine.PanelChosen) -> None:
        """A title was clicked."""
        self.show_panel(message.number)

    # what the registry names

    def action_part(self, direction: int) -> None:
        """Tab, Shift+Tab."""
        if self.sheet is None:
            self.next_part(direction)

    async def action_panel(self, number: int) -> None:
        """Alt+1 to 3."""
        await self.close_sheet()
        self.toggle_panel(number)

    def action_next_tab(self) -> None:
        """Bring the next tab into sight."""
        self.editor.next_tab()

    def action_zoom(self) -> None:
        """Give the active panel the whole width, or take it back."""
        self.panels = self._panels._replace(zoomed=not self._panels.zoomed)

    @property
    def panels(self) -> Panels:
        """How the person wants the panels."""
        return self._panels

    @panels.setter
    def panels(self, panels: Panels) -> None:
        self._panels = panels
        self._arrange()

    async def action_jump(self) -> None:
        """Put a letter on everything that can be clicked."""
        from rubin_tui.widgets.jump import JumpSheet, Target

        covered = self.app.size.height - 2
        targets = []
        for widget in self.query(Painted):
            for x, y in widget.spots() if widget.display and widget.region else ():
                at = (widget.region.x + x, widget.region.y + y)
                if at[1] != covered and widget.region.contains(*at):
                    targets.append((at[::-1], Target(widget, x, y)))
        targets.sort(key=lambda found: found[0])
        await self.open_sheet(JumpSheet([target for _, target in targets]))

    async def on_jump_sheet_chosen(self, message: JumpSheet.Chosen) -> None:
        """Do what a click there does."""
        from rubin_tui.widgets.jump import click

        await self.close_sheet()
        click(message.target)

    async def action_layout(self) -> None:
        """Have the keys change the layout."""
        from rubin_tui.widgets.layout_sheet import LayoutSheet

        await self.open_sheet(LayoutSheet(self.titles.columns))

    def on_layout_sheet_wished(self, message: LayoutSheet.Wished) -> None:
        """Change it while the sheet is up."""
        if message.wish == "move":
            self.panels = self._panels.moved(message.amount)
        elif message.wish == "hide":
            self.panels = self._panels.hiding(message.amount)
        elif message.wish == "zoom":
            self.action_zoom()
        else:
            self.panels = AS_IT_IS
        self._show_widths()

    def _show_widths(self) -> None:
        for sheet in self.query("LayoutSheet"):
            cast("LayoutSheet", sheet).show(self.titles.columns)

    async def on_layout_sheet_done(self, message: LayoutSheet.Done) -> None:
        """It stays so."""
        await self.close_sheet()
        self.post_message(self.PanelsChanged(self._panels))

    # saying something

    def say(self, *messages: Message) -> None:
        """Say something in the transcript."""
        self._put(Notice(messages))

    def tell(self, problem: Message, *more: Message) -> None:
        """Say in the transcript what went wrong."""
        self._put(Notice((problem, *more), problem=True))

    def _put(self, notice: Notice) -> None:
        """Of many notices at once the first are shown, each once, and how many more there were."""
        if not self._burst:
            self.set_timer(AT_ONCE, self._burst_over)
        self._burst[notice] = self._burst.get(notice, 0) + 1
        if self._burst[notice] == 1 and len(self._burst) <= MOST_AT_ONCE:
            self.chat.transcript.add(notice)

    def _burst_over(self) -> None:
        shown = min(len(self._burst), MOST_AT_ONCE)
        more, self._burst = sum(self._burst.values()) - shown, {}
        if more:
            self.chat.transcript.add(Notice((Message("notice.more", count=more),)))

    def tell_once(self, problem: Message) -> None:
        """As `tell`, unless it was told already."""
        if problem not in self._told:
            self._told.add(problem)
            self.tell(problem)

    def notice(self, message: Message) -> None:
        """Say something short in the footer, until the next key."""
        self.footer.notice = safe_line(self.footer.look.tell(message))

    def withdraw(self, message: Message) -> None:
        """Say it no longer, if the footer still does: it is over."""
        if self.footer.notice == safe_line(self.footer.look.tell(message)):
            self.footer.notice = ""

    # sheets

    async def open_menu(self) -> None:
        """Everything that has a letter; in a file what can be done to it comes first."""
        look = self.footer.look
        say, other = look.say, look._replace(language="en" if look.language == "ru" else "ru").say
        here = self.editor.code is not None and self.editor.code.has_focus
        choices = [
            Choice(
                item.id,
                say(item.title),
                ", ".join(map(key_name, item.keys[:1])),
                item.letter,
                other(item.title),
            )
            for item in sorted(in_menu(), key=lambda item: here and item.where != "code")
            if item.where != "code" or self.editor.code is not None
        ]
        rows = min(self.app.size.height - 6, len(choices))
        await self.open_sheet(ListSheet("menu.title", "menu.hint", choices, letters=True, rows=rows))

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is up, if one is."""
        sheets = [child for child in self.children if isinstance(child, Sheet)]
        return sheets[-1] if sheets else None

    async def open_sheet(self, sheet: Sheet, focus: Widget | None = None) -> None:
        """Put a sheet up and give it the focus; one that is up goes away."""
        if self.sheet is not None:
            await self.close_sheet()
        self._before_sheet = self.focused
        sheet.fit(self.app.size.height)
        await self.mount(sheet)
        target: Widget | None = sheet if sheet.can_focus else next(iter(sheet.query(TextLine)), None)
        if target is not None:
            self.set_focus(target)

    async def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        sheet = self.sheet
        if sheet is None:
            return
        before, self._before_sheet = self._before_sheet, None
        if before is not None and before.is_attached:
            self.set_focus(before, scroll_visible=False)
        await sheet.remove()
