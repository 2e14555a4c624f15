"""The tutorial: ten things done for real on a small project, each ticked off when it has happened."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.actions import action, key_name, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.installed import data_folder
from rubin_tui.journeys.commands import COMMANDS, command_words
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.paths import told_path, whole_path
from rubin_tui.messages import Message, reason_of
from rubin_tui.widgets.lesson import Lesson
from rubin_tui.widgets.sheet import Choice, ListSheet, PathSheet
from rubin_tui.widgets.text_edit import Place

if TYPE_CHECKING:
    from textual.timer import Timer

    from rubin_tui.widgets.editor.code_tab import CodeTab

LOOK_EVERY = 0.4
"""Seconds between two looks at what has happened; nothing is painted when nothing has."""
LESSON_FILE = Path("tools") / "limits.py"
LEAVE = "tutorial.leave"
FOLDER = "rubin-sample"


class Step(NamedTuple):
    """One thing to do: its name in the catalogue, and the actions whose keys its sentence names."""

    id: str
    actions: tuple[str, ...] = ()


STEPS = (
    Step("ask", ("send",)),
    Step("cite", ("part.next", "link.open")),
    Step("back", ("back",)),
    Step("file", ("send",)),
    Step("finding", ("finding.next",)),
    Step("mend", ("code.word_right",)),
    Step("save", ("code.save",)),
    Step("search", ("search", "send")),
    Step("help", ("help",)),
    Step("health", ("health",)),
)


class TutorialJourney(Journey):
    """Copies the sample project, shows what to do, and sees that it was done."""

    group = "tutorial"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self.at: int | None = None
        self._folder = Path()
        self._sheet: PathSheet | None = None
        self._list: ListSheet | None = None
        self._lesson: Lesson | None = None
        self._timer: Timer | None = None
        self._original = b""
        self._errors = 0

    @property
    def runs(self) -> bool:
        """One is in the middle of it."""
        return self.at is not None

    async def begin(self) -> None:
        """Ask where the sample project is to be; in the middle of the tutorial show its steps."""
        if self.at is not None:
            await self._show_steps()
            return
        home = os.environ.get("RUBIN_HOME")
        path = str(Path(home or "~") / FOLDER)
        self._sheet = PathSheet("tutorial.title", "tutorial.what", path)
        await self.app.main.open_sheet(self._sheet)

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """The folder is named; False when the sheet is not ours."""
        if message.sheet is not self._sheet:
            return False
        self._sheet = None
        await self.app.main.close_sheet()
        if message.path:
            target = whole_path(message.path, self.app.project)
            self.work(self._copy, target, self.app.look.language)
        return True

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A row of the list of steps was chosen; False when the list is not ours."""
        if message.sheet is not self._list:
            return False
        self._list = None
        await self.app.main.close_sheet()
        if message.id == LEAVE:
            await self._end()
            self.app.main.notice(Message("tutorial.left"))
        return True

    def happened(self, *what: str) -> None:
        """Something was done; when it is the step one is at, the next one comes."""
        if self.at is None or STEPS[self.at].id not in what:
            return
        if "finding" in what and not self._at_error():
            return
        self._go_on()

    def failed(self, problem: Message) -> None:
        """The copy failed."""
        self.app.main.tell(problem)

    # in a thread

    def _copy(self, target: Path, language: str) -> None:
        source = data_folder("samples") / language
        try:
            if target.exists() and not (target / LESSON_FILE).is_file() and any(target.iterdir()):
                self.hand(self.app.main.tell, Message("tutorial.taken", {"path": str(target)}))
                return
            shutil.copytree(source, target, dirs_exist_ok=True)
            original = (target / LESSON_FILE).read_bytes()
        except OSError as error:
            params = {"path": str(target), "reason": reason_of(error)}
            self.hand(self.app.main.tell, Message("tutorial.unwritable", params))
            return
        self.hand(self._start, target, original)

    # on the interface thread

    async def _start(self, folder: Path, original: bytes) -> None:
        self._folder, self._original, self._errors, self.at = folder, original, 0, 0
        main = self.app.main
        key = shown_keys(action("tutorial"))
        main.say(Message("tutorial.begun", {"path": told_path(folder), "key": key}))
        self._lesson = Lesson(len(STEPS))
        await main.mount(self._lesson, after=main.titles)
        main.show_panel(1)
        self._show()
        self._timer = main.set_interval(LOOK_EVERY, self._look)

    def _show(self) -> None:
        if self._lesson is not None and self.at is not None:
            self._lesson.step = self.at
            self._lesson.said = _sentence(STEPS[self.at])

    def _look(self) -> None:
        """Steps that are seen by how things stand, not by a key."""
        tab = self._tab
        step = STEPS[self.at].id if self.at is not None else ""
        if step == "file" and tab is not None and self.app.main.active_panel == 2:
            self._go_on()
        elif tab is None or tab.report is None:
            return
        elif step == "mend" and tab.buffer.modified:
            if _errors(tab) < self._errors:
                self._go_on()
        elif step == "save" and not tab.buffer.modified and tab.buffer.version:
            self._go_on()

    def _at_error(self) -> bool:
        tab = self._tab
        errors = [one for one in tab.diagnostics if one.severity == "error"] if tab is not None else []
        self._errors = len(errors)
        return tab is not None and any(one.start.line == tab.caret.line for one in errors)

    @property
    def _tab(self) -> CodeTab | None:
        """The file of the lesson, when it is in sight."""
        code = self.app.main.editor.code
        tab = code.tab if code is not None else None
        return tab if tab is not None and tab.key == f"file:{self._folder / LESSON_FILE}" else None

    def _go_on(self) -> None:
        assert self.at is not None
        self.at += 1
        if self.at == len(STEPS):
            self.app.main.say(Message("tutorial.done", {"key": shown_keys(action("documentation"))}))
            self.app.call_later(self._end)
            return
        if STEPS[self.at].id == "file":
            self._ready_command()
        self._show()

    def _ready_command(self) -> None:
        """Have the command that checks the file of the lesson stand in the prompt, if nothing else does."""
        prompt = self.app.main.chat.prompt
        if not prompt.text:
            word = command_words(self.app.look.language)[COMMANDS.index("analyze")]
            text = f"{word} {self._folder / LESSON_FILE}"
            prompt.put(Place(text, len(text)))

    async def _show_steps(self) -> None:
        look = self.app.look
        rows = []
        for number, step in enumerate(STEPS):
            assert self.at is not None
            sign = look.signs.ready if number < self.at else look.signs.into if number == self.at else " "
            rows.append(Choice(step.id, f"{sign} {number + 1}. {safe_line(look.tell(_sentence(step)))}"))
        rows.append(Choice(LEAVE, look.say("tutorial.leave"), "", "x"))
        room = min(len(rows), self.app.size.height - 6)
        self._list = ListSheet("tutorial.steps", "choice.hint", rows, letters=True, rows=room)
        await self.app.main.open_sheet(self._list)

    async def _end(self) -> None:
        self.at = None
        lesson, self._lesson = self._lesson, None
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.stop()
        if lesson is not None:
            await lesson.remove()


def _sentence(step: Step) -> Message:
    """What to do, with the keys it takes now."""
    keys = [
        key_name(action(id).keys[0]) if action(id).keys else shown_keys(action(id)) for id in step.actions
    ]
    return Message(f"tutorial.{step.id}", {f"key{number}": key for number, key in enumerate(keys, 1)})


def _errors(tab: CodeTab) -> int:
    return sum(one.severity == "error" for one in tab.diagnostics)
