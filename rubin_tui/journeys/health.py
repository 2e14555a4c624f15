"""Health: how every part is, why, and what mends it, done when it is asked for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.paths import told_path, whole_path
from rubin_tui.messages import Failure, Message
from rubin_tui.settings import Profile, explain, set_aside
from rubin_tui.widgets.health_list import HealthList, Part
from rubin_tui.widgets.sheet import PathSheet

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import AnalyzerState
    from rubin_tui.engine.model import Health, Stats
    from rubin_tui.screens.health import HealthScreen

AGAIN = 1.0
"""Seconds after which parts that are busy are asked again."""
MB = 1e6


class HealthJourney(Journey):
    """Gathers the parts for the screen of health and does the repairs."""

    group = "health"

    def __init__(self, app: Desk, profile: Profile) -> None:
        super().__init__(app)
        self._profile = profile
        self._screen: HealthScreen | None = None
        self._checked: Part | None = None
        self._sheet: PathSheet | None = None
        self._looks_again = False

    def show(self, screen: HealthScreen) -> None:
        """The screen is up: fill it."""
        self._screen = screen
        self.look()

    def look(self) -> None:
        """Ask everything how it is, while the screen is up."""
        if self._list is not None:
            opening = self.app.opening
            state = self.app.main.header.states.engine
            self.work(self._gather, opening.engine, opening.problem, state == "opening")

    async def do(self, repair: str) -> bool:
        """Do a repair; False when it is none of ours."""
        kind, _, name = repair.partition(":")
        engine = self.app.opening.engine
        if kind == "retry":
            self.app.opening.then(self.look)
            self.app.opening.start()
        elif kind in ("check", "reset_settings"):
            self.work(self._check if kind == "check" else self._reset)
        elif kind in ("resume_import", "recognise"):
            self.app.documents.resume()
            self._say(Message("health.resumed"))
        elif engine is None:
            return False
        elif kind == "rebuild_index":
            self.work(self._rebuild, engine)
        elif kind == "restart":
            self.work(self._restart, engine, name)
        elif kind == "read_failed":
            failed = [Path(one.path) for one in engine.documents() if one.state == "failed" and one.path]
            self.app.documents.add(*failed)
            self._say(Message("health.resumed"))
        else:
            return False
        self.look()
        return True

    async def ask_backup(self) -> None:
        """Ask for the file a backup goes into; the screen of health is gone by now."""
        stamp = time.strftime("%Y-%m-%d")
        path = str(Path("~") / f"rubin-{stamp}.backup")
        self._sheet = PathSheet("health.backup.title", "health.backup.what", path)
        await self.app.main.open_sheet(self._sheet)

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """The file of a backup is named; False when the sheet is not ours."""
        if message.sheet is not self._sheet:
            return False
        self._sheet = None
        await self.app.main.close_sheet()
        if message.path:
            self.app.main.notice(Message("health.backup.begun"))
            self.work(self._backup, whole_path(message.path, self.app.project))
        return True

    # in threads

    def _gather(self, engine: EngineFace | None, problem: Message | None, opening: bool) -> None:
        parts: list[Part] = []
        if engine is None:
            parts.append(self._unopened(problem, opening))
            parts.append(self._database(None))
        else:
            try:
                health, stats = engine.health(), engine.stats()
                parts += self._parts(engine, health, stats)
            except Failure as failure:
                parts.append(Part(_name("database"), "failed", failure.message, None, ("check", "backup")))
        parts.append(self._settings())
        parts.append(Part(_name("report"), "ok", Message("health.report"), None, ("report",)))
        self.hand(self._show, tuple(parts))

    def _unopened(self, problem: Message | None, opening: bool) -> Part:
        if opening or problem is None:
            return Part(_name("connection"), "opening", Message("health.opening"))
        return Part(_name("connection"), "failed", Message("health.not_open"), problem, ("retry",))

    def _parts(self, engine: EngineFace, health: Health, stats: Stats) -> list[Part]:
        of = {part.name: part for part in health.parts}
        index = of.get("index")
        detail = index.detail if index is not None else None
        locked = detail is not None and detail.id == "index.locked"
        connection = Message("health.locked" if locked else "health.in_process")
        parts = [Part(_name("connection"), "busy" if locked else "ok", connection)]
        parts.append(self._database(stats))
        figures = Message("health.index", {"size": f"{stats.index_bytes / MB:.1f}"}, stats.passages)
        state = index.state if index is not None else "ok"
        parts.append(Part(_name("index"), state, figures, detail, ("rebuild_index",)))
        parts.append(self._importing(engine, stats, of["import"].detail if "import" in of else None))
        parts.append(self._scans(engine))
        parts += _analyzers(engine.analyzers(load=True))
        asks = next((one for one in stats.operations if one.name == "ask"), None)
        if asks is not None:
            params = {"p95": f"{asks.p95 * 1000:.0f}", "errors": asks.errors}
            parts.append(
                Part(
                    _name("answers"),
                    "degraded" if asks.errors else "ok",
                    Message("health.asks", params, asks.count),
                )
            )
        return parts

    def _database(self, stats: Stats | None) -> Part:
        if self._checked is not None:
            return self._checked
        if stats is None:
            return Part(_name("database"), "opening", Message("health.unread"), None, ("check", "backup"))
        said = Message(
            "health.database",
            {"pages": stats.pages, "size": f"{stats.store_bytes / MB:.1f}"},
            stats.documents,
        )
        return Part(_name("database"), "ok", said, None, ("check", "backup"))

    def _importing(self, engine: EngineFace, stats: Stats, running: Message | None) -> Part:
        left = sum(one.left for one in engine.unfinished_imports())
        if left:
            cause = Message("health.import.broken", count=left)
            return Part(
                _name("import"), "degraded", Message("health.import.waits"), cause, ("resume_import",)
            )
        if running is not None:
            return Part(_name("import"), "busy", running)
        if stats.failed:
            cause = Message("health.import.failed", count=stats.failed)
            return Part(_name("import"), "degraded", Message("health.import.done"), cause, ("read_failed",))
        return Part(_name("import"), "ok", Message("health.import.done"))

    def _scans(self, engine: EngineFace) -> Part:
        pages = engine.unrecognised_pages()
        waiting = sum(one.state == "waiting" for one in engine.documents())
        if pages:
            said = Message("health.scans.wait", count=pages)
            return Part(_name("scans"), "busy", said, None, ("recognise",))
        if waiting:
            said = Message("health.scans.no_tool", count=waiting)
            return Part(_name("scans"), "degraded", said, Message("doctor.tool.tesseract"), ("recognise",))
        return Part(_name("scans"), "ok", Message("health.scans.none"))

    def _settings(self) -> Part:
        try:
            explain(self._profile, project=self.app.project)
        except Failure as failure:
            said = Message("health.settings.damaged")
            return Part(_name("settings"), "failed", said, failure.message, ("reset_settings",))
        return Part(_name("settings"), "ok", told_path(self._profile.settings_file))

    def _check(self) -> None:
        self.hand(self._say, Message("health.checking"))
        from rubin_tui.engine import Backups

        try:
            found = Backups(self._profile).verify()
        except Failure as failure:
            checked = Part(_name("database"), "failed", failure.message, None, ("check", "backup"))
        else:
            if found.problems:
                said = Message("health.database.damaged", count=len(found.problems))
                checked = Part(_name("database"), "failed", said, found.problems[0], ("backup", "check"))
            else:
                said = Message("health.database.sound")
                checked = Part(_name("database"), "ok", said, None, ("check", "backup"))
        self.hand(self._has_checked, checked)

    def _reset(self) -> None:
        try:
            beside = set_aside(self._profile)
        except Failure as failure:
            self.hand(self._say, failure.message)
            return
        self.hand(self._say, Message("health.settings.reset", {"path": str(beside or "")}))
        self.hand(self.look)

    def _rebuild(self, engine: EngineFace) -> None:
        try:
            engine.rebuild_index()
        except Failure as failure:
            self.hand(self._say, failure.message)
        else:
            self.hand(self._say, Message("health.rebuilding"))
        self.hand(self._looked)

    def _restart(self, engine: EngineFace, name: str) -> None:
        engine.restart_analyzer(name)
        self.hand(self._say, Message("health.restarted", {"name": name}))
        self.hand(self._restarted)

    def _backup(self, target: Path) -> None:
        from rubin_tui.engine import Backups

        try:
            made = Backups(self._profile).create(target)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        said = Message("health.backup.done", {"path": made.path, "size": f"{made.size / MB:.1f}"})
        if made.problems:
            self.hand(self.app.main.tell, Message("health.backup.damaged"), said, *made.problems[:5])
        else:
            self.hand(self.app.main.say, said)

    # on the interface thread

    @property
    def _list(self) -> HealthList | None:
        screen = self._screen
        return screen.list if screen is not None and screen.is_attached else None

    def _show(self, parts: tuple[Part, ...]) -> None:
        shown = self._list
        if shown is None:
            return
        shown.parts = parts
        if not self._looks_again and any(part.state in ("busy", "opening") for part in parts):
            self._looks_again = True
            self.app.set_timer(AGAIN, self._look_again)

    def _look_again(self) -> None:
        self._looks_again = False
        self.look()

    def _say(self, said: Message) -> None:
        if self._list is not None:
            self._list.said = said
        else:
            self.app.main.notice(said)

    def _has_checked(self, part: Part) -> None:
        self._checked = part
        self._say(Message("health.checked"))
        self.look()

    def _looked(self) -> None:
        self.app.opening.look()
        self.look()

    def _restarted(self) -> None:
        self.app.analyzing.again()
        self._looked()


def _name(id: str) -> Message:
    return Message(f"health.part.{id}")


def _analyzers(states: tuple[AnalyzerState, ...]) -> list[Part]:
    """Those that are ready in one line; one line for each that is not."""
    ready = [f"{one.id} {one.version}".strip() for one in states if one.state == "ready"]
    failing = any(one.state == "failing" for one in states)
    said = Message("health.analyzers", {"ready": len(ready), "total": len(states), "names": ", ".join(ready)})
    parts = [Part(_name("analyzers"), "degraded" if failing else "ok", said)]
    for one in states:
        languages = ", ".join(one.languages)
        if one.state == "failing":
            reads = Message("health.analyzer.fails", {"languages": languages})
            parts.append(Part(f"  {one.id}", "degraded", reads, one.detail, (f"restart:{one.id}",)))
        elif one.state == "missing":
            reads = Message("health.analyzer.missing", {"languages": languages})
            parts.append(Part(f"  {one.id}", "opening", reads, one.detail))
    return parts
