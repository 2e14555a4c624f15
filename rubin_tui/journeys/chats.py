"""Which chat stands in the transcript; the list of chats and what can be done with one."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.actions import action, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.paths import whole_path
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.chat_sheet import ChatSheet, NameSheet
from rubin_tui.widgets.found import Found
from rubin_tui.widgets.lines import clip, clip_start
from rubin_tui.widgets.sheet import Choice, ListSheet, PathSheet, QuestionSheet, Sheet
from rubin_tui.widgets.starters import Starter, Starters
from rubin_tui.widgets.told import More
from rubin_tui.widgets.transcript import Entry
from rubin_tui.widgets.turns import Notice, Turn, turn_of

if TYPE_CHECKING:
    from rubin_tui.engine.model import Chat, Draft, Scope

MOST_ROWS = 14
"""Rows of the list."""
STARTERS_AGAIN, TRIES = 2.0, 15
"""Seconds after which, and how often, questions to begin with are asked for while the index is not ready."""
NEW = "new"
"""Stands in the list for a chat that is to begin."""
NO_FILE_NAME = re.compile(r"[^\w-]+")


@dataclass
class OpenChat:
    """The chat in sight; without an id until its first question is asked."""

    id: str = ""
    title: str = ""
    scope: Scope | None = None
    """Where is looked for answers; None is everywhere."""
    where: str = ""
    """As that, in words; "" for everywhere."""
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def keep(self, engine: EngineFace, do: Callable[[str], None]) -> None:
        """In a thread: have `do` keep something in the chat of that id; the chat begins if it has to.

        A chat that another Rubin has deleted meanwhile begins anew.
        """
        try:
            do(self._begun(engine))
        except Failure as failure:
            if failure.message.id != "chat.unknown":
                raise
            with self._guard:
                self.id = ""
            do(self._begun(engine))

    def _begun(self, engine: EngineFace) -> str:
        with self._guard:
            if not self.id:
                self.id = engine.new_chat().id
            return self.id


class Doing(NamedTuple):
    """What a sheet was put up for."""

    sheet: Sheet
    id: str
    path: Path = Path()


class ChatsJourney(Journey):
    """Chats come and go; a question that is being answered goes on in its own."""

    group = "chats"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self.current = OpenChat()
        self._is_ready = False
        self._last: str | None = None
        self._begun = False
        self._when_ready: list[Callable[[], None]] = []
        self._doing: Doing | None = None

    # the chat in sight

    def then(self, do: Callable[[], None]) -> None:
        """Call `do` when the engine is open and the last chat stands in the transcript."""
        if self._is_ready:
            self.app.opening.then(do)
        else:
            self._when_ready.append(do)
            self.start()

    @property
    def is_ready(self) -> bool:
        """The last chat stands in the transcript."""
        return self._is_ready

    def begin_with(self, id: str) -> None:
        """Before the start: this chat is to come back, "" for one that has not begun."""
        self._last = id

    def start(self) -> None:
        """Bring the last chat back as soon as the engine is open."""
        if not self._begun:
            self._begun = True
            self._with_engine(self._read_last)

    def shows(self, chat: OpenChat) -> bool:
        """This is the chat in sight."""
        return chat is self.current or (chat.id != "" and chat.id == self.current.id)

    def begin_new(self) -> None:
        """Another chat begins; it is kept from its first question on."""
        self.app.drafts.leave()
        self.current = OpenChat()
        self.app.main.chat.transcript.show([Notice((Message("chats.begun", {"key": _key("chats")}),))])
        self._shown()
        self._offer_starters(self.current)

    def open(self, id: str, *, at: int | None = None, words: tuple[str, ...] = ()) -> None:
        """Have another chat in the transcript; the message at position `at` of it, these words in it lit."""
        self._with_engine(self._read, id, at, words)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)
        self._ready()

    def _read_last(self, engine: EngineFace) -> None:
        try:
            inputs = engine.inputs()
            chats = [chat for chat in engine.chats() if chat.count]
            draft = engine.draft(self.app.drafts.unbegun)
            if self._last is not None:  # the session knows
                last = next((chat for chat in chats if chat.id == self._last), None)
            else:
                last = next(iter(chats), None)
                if last is not None and draft.at >= last.changed_at:
                    last = None  # a chat was about to begin
            if last is not None:
                draft = engine.draft(last.id)
            chat = engine.chat(last.id) if last else None
        except Failure as failure:
            self.hand(self.failed, failure.message)
            return
        entries = _entries(engine, chat) if chat else []
        self.hand(self._show_last, chat, entries, inputs, draft)

    def _show_last(self, chat: Chat | None, entries: list[Entry], inputs: list[str], draft: Draft) -> None:
        main = self.app.main
        main.chat.prompt.remember(inputs)
        if chat is not None and not self.current.id:
            self.current.id, self.current.title = chat.id, chat.title
            said = [entry for entry in main.chat.transcript.entries if not isinstance(entry, Turn)]
            title = safe_line(chat.title)
            again = Notice((Message("chats.continued", {"title": title, "key": _key("chat.new")}),))
            # What went wrong at the start is newer than the chat that comes back: it must be in sight.
            wrong = [entry for entry in said if isinstance(entry, Notice) and entry.problem]
            first = [entry for entry in said if entry not in wrong]
            main.chat.transcript.show([*first, *entries, again, *wrong])
            main.chat.prompt.suggest("", "")
            self._shown()
        elif not self.current.id:
            self._offer_starters(self.current)
        self.app.drafts.show(draft)
        self._ready()

    # questions that stand ready in a chat nothing is asked in

    def _offer_starters(self, chat: OpenChat, tries: int = TRIES) -> None:
        entries = self.app.main.chat.transcript.entries
        if chat is self.current and not any(isinstance(entry, Turn) or entry.links for entry in entries):
            self._with_engine(self._read_starters, chat, tries)

    def _read_starters(self, engine: EngineFace, chat: OpenChat, tries: int) -> None:
        locale = "ru" if self.app.look.language == "ru" else "en"
        try:
            found = engine.suggestions(locale=locale)  # type: ignore[arg-type]
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        if not found and tries:  # they come when the index can answer them
            again = partial(self._offer_starters, chat, tries - 1)
            self.hand(self.app.set_timer, STARTERS_AGAIN, again)
        elif found:
            starters = tuple(Starter(one.question, one.filename) for one in found)
            self.hand(self._show_starters, chat, Starters(starters))

    def _show_starters(self, chat: OpenChat, starters: Starters) -> None:
        transcript, prompt = self.app.main.chat.transcript, self.app.main.chat.prompt
        is_asked = any(isinstance(entry, Turn) for entry in transcript.entries)
        if chat is self.current and not is_asked and not prompt.text:  # who writes knows what to ask
            transcript.add(starters)

    def _ready(self) -> None:
        self._is_ready = True
        waiting, self._when_ready = self._when_ready, []
        for do in waiting:
            do()

    def _read(self, engine: EngineFace, id: str, at: int | None, words: tuple[str, ...]) -> None:
        try:
            chat = engine.chat(id)
            self.hand(self._show, chat, _entries(engine, chat), engine.draft(id), at, words)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)

    def _show(
        self, chat: Chat, entries: list[Entry], draft: Draft, at: int | None, words: tuple[str, ...]
    ) -> None:
        main = self.app.main
        if chat.id != self.current.id:
            self.app.drafts.leave()
            self.current = OpenChat(chat.id, chat.title)
            self.app.drafts.show(draft)
        main.chat.transcript.show(entries)
        if at is not None:  # a question and its answer are one entry
            before = [message for message in chat.messages[:at] if message.role == "rubin"]
            main.chat.transcript.go(len(before), words)
        self._shown()
        main.show_panel(1)

    def _shown(self) -> None:
        main = self.app.main
        main.chat.scope.understood = ()
        self.app.narrowing.show()
        entries = main.chat.transcript.entries
        main.footer.messages = sum(entry.messages for entry in entries if isinstance(entry, Turn))

    # the list

    async def offer(self, at: str = "") -> None:
        """Offer the chats."""
        sheet = ChatSheet(min(self.app.size.height - 8, MOST_ROWS))
        await self.app.main.open_sheet(sheet)
        self._with_engine(self._list, sheet, at)

    def _list(self, engine: EngineFace, sheet: ChatSheet, at: str) -> None:
        try:
            chats = engine.chats()
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self._offer, sheet, chats, at)

    def _offer(self, sheet: ChatSheet, chats: list[Chat], at: str) -> None:
        kept = [chat for chat in chats if chat.count or chat.title]
        choices = [Choice(chat.id, self._name(chat), self._remark(chat)) for chat in kept]
        sheet.offer([Choice(NEW, self.app.look.say("chats.new")), *choices], at or self.current.id)

    def _name(self, chat: Chat) -> str:
        return safe_line(chat.title) or self.app.look.say("chats.untitled")

    def _remark(self, chat: Chat) -> str:
        look = self.app.look
        at = time.localtime(chat.changed_at)
        today = at[:3] == time.localtime()[:3]
        when = time.strftime("%H:%M" if today else "%Y-%m-%d", at)
        open_now = f"{look.signs.found} " if chat.id == self.current.id else ""
        return f"{open_now}{look.say('footer.messages', count=chat.count)} {look.signs.dot} {when}"

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A row was chosen; False when the list is not ours."""
        if not isinstance(message.sheet, ChatSheet):
            return False
        if message.id == NEW:
            await self.app.main.close_sheet()
            self.begin_new()
            self.app.main.show_panel(1)
        elif message.sheet.current is not None:  # else nothing fits what is typed
            await self.app.main.close_sheet()
            self.open(message.id)
        return True

    async def do(self, message: ChatSheet.Asked) -> None:
        """Ask what has to be known before a chat is renamed, deleted or exported."""
        if message.choice.id == NEW:
            return
        id, title = message.choice.id, message.choice.title
        if message.what == "export":
            await self._ask_path(id, title)
            return
        sheet: Sheet
        if message.what == "rename":
            sheet = NameSheet("chats.rename", title)
        else:
            sheet = QuestionSheet("chats.delete", self._question("chats.delete.question", title, clip))
        self._doing = Doing(sheet, id)
        await self.app.main.open_sheet(sheet)

    async def rename(self, message: NameSheet.Accepted) -> None:
        """The new name is typed."""
        if (doing := self._done_with(message.sheet)) is not None:
            self._with_engine(self._rename, doing.id, message.name)
            await self.offer(doing.id)

    def _rename(self, engine: EngineFace, id: str, name: str) -> None:
        try:
            chat = engine.rename_chat(id, name)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self._renamed, chat)

    def _renamed(self, chat: Chat) -> None:
        if chat.id == self.current.id:
            self.current.title = chat.title
        self._changed(chat.id, Message("chats.renamed", {"title": chat.title}))

    def _delete(self, engine: EngineFace, id: str) -> None:
        try:
            engine.delete_chat(id)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self._deleted, id)

    def _deleted(self, id: str) -> None:
        if id == self.current.id:
            self.app.asking.stop()
            self.begin_new()
        self._changed("", Message("chats.deleted"))

    def _changed(self, id: str, said: Message) -> None:
        self.app.main.notice(said)
        if isinstance(sheet := self.app.main.sheet, ChatSheet):
            self._with_engine(self._list, sheet, id)

    # into a file

    def export(self, text: str) -> None:
        """Write the chat in sight into the file a person named; "" asks which one."""
        if not self.current.id:
            self.app.main.tell(Message("chats.nothing"))
        elif text:
            self._with_engine(self._export, self.current.id, whole_path(text, self.app.project), False)
        else:
            self.app.call_later(self._ask_path, self.current.id, self.current.title)

    async def _ask_path(self, id: str, title: str) -> None:
        name = NO_FILE_NAME.sub("-", title).strip("-")[:40].strip("-") or "chat"
        sheet = PathSheet("chats.export", "chats.export.what", f"{name}.md")
        self._doing = Doing(sheet, id)
        await self.app.main.open_sheet(sheet)

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """The file is named; False when the sheet is not ours."""
        if (doing := self._done_with(message.sheet)) is None:
            return False
        await self.app.main.close_sheet()
        if message.path:
            self._with_engine(self._export, doing.id, whole_path(message.path, self.app.project), False)
        return True

    async def answer(self, message: QuestionSheet.Answered) -> None:
        """The person has decided whether a file is replaced, a chat deleted."""
        doing = self._done_with(message.sheet)
        if doing is None:
            return
        await self.app.main.close_sheet()
        replaces = doing.path != Path()
        if replaces and message.yes:
            self._with_engine(self._export, doing.id, doing.path, True)
        elif not replaces:
            if message.yes:
                self._with_engine(self._delete, doing.id)
            await self.offer(doing.id)

    def _export(self, engine: EngineFace, id: str, path: Path, replace: bool) -> None:
        locale = "ru" if self.app.look.language == "ru" else "en"
        try:
            written = engine.save_chat(id, path, replace=replace, locale=locale)  # type: ignore[arg-type]
        except Failure as failure:
            if failure.message.id == "written.exists":
                self.hand(self._ask_replacement, id, path)
            else:
                self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self.app.main.say, Message("chats.exported", {"path": str(written)}))

    async def _ask_replacement(self, id: str, path: Path) -> None:
        text = self._question("chats.replace.question", safe_line(str(path)), clip_start)
        sheet = QuestionSheet("chats.export", text)
        self._doing = Doing(sheet, id, path)
        await self.app.main.open_sheet(sheet)

    def _question(self, id: str, name: str, shorten: Callable[[str, int], str]) -> str:
        """The question with so much of the name as leaves it whole."""
        look = self.app.look
        return look.say(id, name=shorten(name, max(self.app.size.width - len(look.say(id, name="")) - 2, 8)))

    def _done_with(self, sheet: Sheet) -> Doing | None:
        doing = self._doing
        if doing is None or doing.sheet is not sheet:
            return None
        self._doing = None
        return doing

    def _with_engine(self, job: Callable[..., None], *args: object) -> None:
        self.app.opening.then(lambda: self._work_with(job, *args))

    def _work_with(self, job: Callable[..., None], *args: object) -> None:
        if (engine := self.app.opening.engine) is not None:
            self.work(job, engine, *args)


def _entries(engine: EngineFace, chat: Chat) -> list[Entry]:
    """The questions of a chat with their answers, its searches with the places they had found."""
    entries: list[Entry] = []
    asked = ""
    for message in chat.messages:
        if message.role == "user":
            asked = message.text
        elif message.answer is not None:
            entries.append(turn_of(message.answer)._replace(question=asked or message.answer.question))
        else:
            command = engine.read_command(asked)
            query = command.argument if command is not None else asked
            entries.append(Found(asked, query, "kept", kept=message.text, links=(More(0, 0),)))
    return entries


def _key(name: str) -> str:
    return shown_keys(action(name))
