"""Saving: files are written back; what others do meanwhile is noticed; what is unsaved is not lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.paths import whole_path
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.sheet import PathSheet

if TYPE_CHECKING:
    from rubin_tui.engine import Editing, Opened, Outside, Rescued, Saved, Stamp
    from rubin_tui.widgets.editor.code_tab import CodeTab

log = logging.getLogger(__name__)

LOOK_EVERY = 4.0
"""Seconds between two looks at the file in sight, whether somebody else has changed it."""

TOGETHER = 0.3
"""Seconds in which edits that come back are told of in one sentence."""

Do = Callable[[str], None]


class SavingJourney(Journey):
    """Knows what each open file was when it was read or saved last."""

    group = "saving"

    def __init__(self, app: Desk, editing: Callable[[], Editing], shelter: Path) -> None:
        """`editing` makes what opens and saves."""
        super().__init__(app)
        self._editing = editing
        self._shelter = shelter
        self._stamps: dict[str, Stamp | None] = {}
        self._told: dict[str, Stamp | None] = {}
        self._saving: set[str] = set()
        self._looking = False
        self._restored: list[str] = []
        self._naming: tuple[PathSheet, str] | None = None

    # what is open

    def start(self) -> None:
        """Say which files have edits that were not saved when the screen went away."""
        self.work(self._tell_kept)

    def _tell_kept(self) -> None:
        from rubin_tui.engine import Rescue

        try:
            paths = Rescue(self._shelter).paths()
        except (OSError, Failure):
            log.exception("could not look for what was kept")
            return
        if paths:
            self.hand(self._tell_not_open, paths)

    def _tell_not_open(self, paths: list[str]) -> None:
        """Those whose tabs come back are told of when they do."""
        waiting = {tab.key for tab in self.app.main.editor.tabs}
        paths = [path for path in paths if f"file:{path}" not in waiting]
        if paths:
            self.app.main.say(Message("code.kept_of", {"names": ", ".join(paths[:5])}, len(paths)))

    def opened(self, tab: CodeTab, stamp: Stamp | None, kept: Rescued | None) -> None:
        """A file was opened; from now on it is looked after. `kept` is what was not saved of it."""
        self._stamps[tab.key] = stamp
        tab.new = stamp is None
        if kept is not None and kept.text == tab.buffer.text:
            self.work(self._forget, tab.buffer.path)
        elif kept is not None and kept.sha256 == (stamp.sha256 if stamp else ""):
            self._restore(tab, kept)
        elif kept is not None:
            self.app.call_later(self._offer_kept, tab, kept)
        self._look_later()

    def closed(self, tab: CodeTab, *, given_up: bool) -> None:
        """A file was closed; `given_up`: with changes nobody wants."""
        self._stamps.pop(tab.key, None)
        self._told.pop(tab.key, None)
        if given_up and tab.buffer.path is not None:
            self.work(self._forget, tab.buffer.path)

    def renamed(self, old: str, tab: CodeTab) -> None:
        """A file that is open has another name; it is the same one."""
        if old in self._stamps:
            self._stamps[tab.key] = self._stamps.pop(old)
        self._told.pop(old, None)

    def gone(self, path: Path) -> None:
        """A file or folder was deleted here: what is open of it stays, and says so."""
        for tab in self._tabs_in(path):
            self._told[tab.key] = None
            tab.outside = "deleted"
            self.app.main.editor.text_changed(tab)
            self.app.main.notice(Message("code.outside_deleted", {"name": tab.filename}))

    def back(self, path: Path) -> None:
        """It is there again, as it was."""
        for tab in self._tabs_in(path):
            self._told.pop(tab.key, None)
            tab.outside = None
            self.app.main.editor.text_changed(tab)

    def _tabs_in(self, path: Path) -> list[CodeTab]:
        whole = ((tab, tab.buffer.path) for tab in self.app.main.editor.files)
        return [tab for tab, file in whole if file is not None and (file == path or path in file.parents)]

    # saving

    def save(self, tab: CodeTab, then: Do | None = None, *, overwrite: bool = False) -> None:
        """Save a file; `then` is called with its key when it is saved."""
        path = tab.buffer.path
        if path is None:
            return
        if tab.buffer.read_only is not None:
            self.app.main.notice(tab.buffer.read_only)
            return
        if tab.key in self._saving:
            self.app.main.notice(Message("code.saving", {"name": tab.filename}))
            return
        self._saving.add(tab.key)
        self.work(
            self._save, tab.key, tab.buffer.snapshot(), path, self._stamps.get(tab.key), overwrite, then
        )

    def _save(
        self, key: str, snapshot: Any, path: Path, stamp: Stamp | None, overwrite: bool, then: Do | None
    ) -> None:
        from rubin_tui.engine import Conflict, Unconfirmed, Unencodable

        try:
            saved = self._editing().save(snapshot, path, stamp, overwrite=overwrite)
        except Unconfirmed as failure:
            self.hand(self._saved, key, snapshot, failure.saved, failure.message, then)
        except Conflict as conflict:
            self.hand(self._conflict, key, conflict.message, then)
        except Unencodable as failure:
            self.hand(self._unencodable, key, failure.message, then)
        except Failure as failure:
            self.hand(self._not_saved, key, failure.message)
        else:
            self._forget(path)
            self.hand(self._saved, key, snapshot, saved, None, then)

    def _saved(self, key: str, snapshot: Any, saved: Saved, warning: Message | None, then: Do | None) -> None:
        self._saving.discard(key)
        self._told.pop(key, None)
        tab = self.app.main.editor.file(key)
        if tab is not None:
            self._stamps[key] = saved.stamp
            tab.buffer.saved(snapshot)
            tab.new, tab.outside = False, None
            self.app.main.editor.text_changed(tab)
            self.app.analyzing.saved(tab)
            self.app.commits.compare(tab)
            lines = snapshot.lines
            count = len(lines) - (not lines[len(lines) - 1])
            self.app.main.notice(warning or Message("code.saved", {"name": tab.filename}, count))
        if warning is not None:
            self.app.main.tell(warning)
        if then is not None:
            then(key)

    def _not_saved(self, key: str, problem: Message) -> None:
        self._saving.discard(key)
        self.app.main.tell(problem)
        self.app.main.notice(problem)

    async def _conflict(self, key: str, problem: Message, then: Do | None) -> None:
        self._saving.discard(key)

        def do(choice: str) -> None:
            tab = self.app.main.editor.file(key)
            if tab is not None and choice == "overwrite":
                self.save(tab, then, overwrite=True)
            elif tab is not None and choice == "reload":
                self.reload(tab)
            elif tab is not None and choice == "save_as":
                self.app.call_later(self.ask_name, tab)

        ways = ("save_as",) if problem.id == "edit.outside_deleted" else ("reload", "save_as")
        await self.app.code.ask("conflict.title", problem, ("overwrite", *ways, "leave"), do)

    async def _unencodable(self, key: str, problem: Message, then: Do | None) -> None:
        self._saving.discard(key)

        def do(choice: str) -> None:
            tab = self.app.main.editor.file(key)
            if tab is not None and choice == "utf8":
                tab.buffer.change_encoding("utf-8")
                self.save(tab, then)

        await self.app.code.ask("unencodable.title", problem, ("utf8", "leave"), do)

    # under another name

    async def ask_name(self, tab: CodeTab) -> None:
        """Ask under which name a file is to be saved from now on."""
        sheet = PathSheet("save_as.title", "save_as.what", str(tab.buffer.path or ""))
        self._naming = (sheet, tab.key)
        await self.app.main.open_sheet(sheet)

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """The file is named; False when the sheet is not ours."""
        if self._naming is None or self._naming[0] is not message.sheet:
            return False
        _, key = self._naming
        path = whole_path(message.path, self.app.project) if message.path else None
        tab = self.app.main.editor.file(key)
        if path is not None and path.is_dir():
            message.sheet.refuse(self.app.look.say("save_as.folder"))
            return True
        self._naming = None
        await self.app.main.close_sheet()
        if path is None or tab is None or path == tab.buffer.path:
            return True
        if self.app.main.editor.file(f"file:{path}") is not None:
            self.app.main.notice(Message("save_as.open", {"path": str(path)}))
        else:
            self.work(self._save_copy, key, tab.buffer.snapshot(), path, False)
        return True

    def _save_copy(self, key: str, snapshot: Any, path: Path, overwrite: bool) -> None:
        from rubin_tui.engine import Conflict, Unconfirmed

        try:
            self._editing().save(snapshot, path, None, overwrite=overwrite)
        except Conflict as conflict:
            self.hand(self._exists, key, snapshot, path, conflict.message)
        except Unconfirmed as failure:
            self.hand(self.app.main.tell, failure.message)
            self.hand(self._renamed, key, path)
        except Failure as failure:
            self.hand(self._not_saved, key, failure.message)
        else:
            self.hand(self._renamed, key, path)

    async def _exists(self, key: str, snapshot: Any, path: Path, problem: Message) -> None:
        def do(_: str) -> None:
            self.work(self._save_copy, key, snapshot, path, True)

        await self.app.code.ask("save_as.exists", problem, ("overwrite", "leave"), do)

    def _renamed(self, key: str, path: Path) -> None:
        """The text has a file of its own now: it is opened in the place of the other one."""
        tab = self.app.main.editor.file(key)
        if tab is not None:
            self.app.code.replace(tab, path)

    # what others do

    def _look_later(self) -> None:
        if not self._looking:
            self._looking = True
            self.app.set_timer(LOOK_EVERY, self._look)

    def _look(self) -> None:
        """Look at the file in sight, and again later while there are files."""
        self._looking = False
        code = self.app.main.editor.code
        tab = code.tab if code is not None else None
        if tab is not None and tab.buffer.path is not None and tab.key not in self._saving:
            self.work(self._look_at, tab.key, tab.buffer.path, self._stamps.get(tab.key))
            self.app.commits.look(tab)
        if self.app.main.editor.files:
            self._look_later()

    def _look_at(self, key: str, path: Path, stamp: Stamp | None) -> None:
        try:
            outside = self._editing().look(path, stamp)
        except OSError:
            return  # it is said when the file is saved
        if outside.kind != "same" or outside.stamp != stamp:
            self.hand(self._outside, key, stamp, outside)

    def _outside(self, key: str, stamp: Stamp | None, outside: Outside) -> None:
        """Say it where the eye is, and take no key for it: who types must not answer by accident."""
        tab = self.app.main.editor.file(key)
        if tab is None or self._stamps.get(key) != stamp or key in self._saving:
            return
        if outside.kind == "same":
            self._stamps[key] = outside.stamp
        elif key not in self._told or self._told[key] != outside.stamp:
            self._told[key] = outside.stamp
            if outside.kind == "changed" and not tab.buffer.modified:
                self.reload(tab, unless_edited=True)
                return
            tab.outside = outside.kind
            self.app.main.editor.text_changed(tab)
            said = Message(f"code.outside_{outside.kind}", {"name": tab.filename})
            self.app.main.tell(said)
            self.app.main.notice(said)

    def reload(self, tab: CodeTab, *, unless_edited: bool = False) -> None:
        """Read a file again; what stood here can be had by undo."""
        version = tab.buffer.version if unless_edited else None
        if tab.buffer.path is not None:
            self.work(self._read_again, tab.key, tab.buffer.path, tab.read_as, version)

    def _read_again(self, key: str, path: Path, encoding: str | None, version: int | None) -> None:
        from rubin_tui.engine import Refused

        try:
            opened = self._editing().open(path, encoding=encoding)
        except Refused as refused:
            self.hand(self._not_saved, key, refused.message)
            return
        self.hand(self._became, key, opened, version)

    def _became(self, key: str, opened: Opened, version: int | None) -> None:
        tab = self.app.main.editor.file(key)
        if tab is None or (version is not None and version != tab.buffer.version):
            return
        caret, buffer = tab.caret, tab.buffer
        before, buffer.read_only = buffer.read_only, None
        for change in buffer.reload(opened.buffer):
            caret = change.moved(caret)
        looking = before is not None and before.id == "edit.looking"
        buffer.read_only = before if looking else opened.buffer.read_only
        tab.go(caret)
        tab.outside = None
        self._stamps[key] = opened.stamp
        self.app.main.editor.text_changed(tab)
        self.app.main.notice(Message("code.reloaded", {"name": tab.filename}))

    # what was not saved when the screen went away

    def rescue(self) -> list[str]:
        """The app ends unasked: keep what is not saved; returns the names of the files it is of."""
        from rubin_tui.engine import Rescue

        kept: list[str] = []
        for tab in self.app.main.editor.files:
            if tab.buffer.modified:
                try:
                    Rescue(self._shelter).keep(tab.buffer.snapshot(), self._stamps.get(tab.key))
                    kept.append(tab.filename)
                except (OSError, Failure):
                    log.exception("could not keep %s", tab.key)
        return kept

    def kept(self, path: Path) -> Rescued | None:
        """What was kept of a file; in a thread."""
        from rubin_tui.engine import Rescue

        try:
            return Rescue(self._shelter).kept(path)
        except (OSError, Failure):
            log.exception("could not look for what was kept of %s", path)
            return None

    async def _offer_kept(self, tab: CodeTab, kept: Rescued) -> None:
        """The file is another one by now: which text is wanted?"""

        def do(choice: str) -> None:
            if choice == "restore":
                self._restore(tab, kept)
            else:
                self.work(self._forget, tab.buffer.path)

        said = Message("code.kept_older", {"name": tab.filename})
        self.app.main.tell(said)
        await self.app.code.ask("kept.title", said, ("restore", "forget", "leave"), do)

    def _restore(self, tab: CodeTab, kept: Rescued) -> None:
        try:
            changes = tab.buffer.become(kept.text)
        except Failure as failure:
            self._not_saved(tab.key, failure.message)
            return
        tab.go(changes[-1].new_end if changes else tab.caret)
        self.app.main.editor.text_changed(tab)
        if not self._restored:
            self.app.set_timer(TOGETHER, self._tell_restored)
        self._restored.append(tab.filename)

    def _tell_restored(self) -> None:
        """Say it once for all that came back together."""
        names, self._restored = self._restored, []
        said = Message("code.kept", {"names": ", ".join(names[:5])}, len(names))
        self.app.main.say(said)
        self.app.main.notice(said)

    def _forget(self, path: Path) -> None:
        from rubin_tui.engine import Rescue

        try:
            Rescue(self._shelter).forget(path)
        except (OSError, Failure):
            log.exception("could not forget what was kept of %s", path)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error; what was being saved is not."""
        self._saving.clear()
        self.app.main.tell(problem)
