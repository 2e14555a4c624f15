"""Messages that are no questions: what each command does, and how one is completed while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rubin_tui.actions import action, shown_keys
from rubin_tui.engine.text.layouts import swap_layout
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.paths import complete_path, whole_path
from rubin_tui.messages import LOCALES, Failure, Message, render
from rubin_tui.widgets.completions import Offer
from rubin_tui.widgets.found import Found, excerpt
from rubin_tui.widgets.places import place_name
from rubin_tui.widgets.sheet import Choice, ListSheet
from rubin_tui.widgets.text_edit import Place
from rubin_tui.widgets.told import Item, More, Told
from rubin_tui.widgets.transcript import Slot
from rubin_tui.widgets.turns import Notice

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Command, Document, SearchHit, SearchResult, Stats
    from rubin_tui.journeys.chats import OpenChat

HITS = 10
"""Places a search shows, and so many more each time they are asked for."""
MOST_KEPT = 5
"""Places of a search that its chat keeps."""
MOST_DOCUMENTS = 30
"""Documents `/docs` names."""
MOST_CANDIDATES = 12
COMMANDS = ("search", "add", "docs", "stats", "help", "new", "clear", "export", "analyze", "settings")


def command_words(language: str) -> list[str]:
    """The commands as they are written in a language, in the order of `COMMANDS`."""
    return render(Message("chat.commands"), language).split(", ")


class CommandsJourney(Journey):
    """Does what a command says; what came of it stands where the command was typed."""

    group = "commands"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._history: ListSheet | None = None

    def run(self, command: Command, typed: str, slot: Slot) -> None:
        """Do it, and tell in the slot what came of it."""
        engine = self.app.opening.engine
        if engine is None:
            return
        argument = command.argument
        path = argument.strip("\"'«»")
        match command.name:
            case "search":
                self._put(slot, Found(typed, argument))
                self.work(self._search, engine, slot, Found(typed, argument), HITS, self.app.chats.current)
            case "docs":
                self._put(slot, Told(typed))
                self.work(self._documents, engine, slot, typed, argument)
            case "stats":
                self._put(slot, Told(typed))
                self.work(self._stats, engine, slot, typed)
            case "help":
                self._put(slot, Told(typed, self._help()))
            case "add":
                self._put(slot, Told(typed))
                if path:
                    self._add(slot, typed, path)
                else:
                    self.app.call_later(self.app.documents.ask_path)
            case "export":
                self._put(slot, Told(typed))
                self.app.chats.export(path)
            case "analyze":
                self._put(slot, Told(typed))
                self.app.analyzing.analyze(path)
            case "settings":
                self._put(slot, Told(typed))
                self.app.call_later(self.app.preferences.show)
            case "new":
                self.app.chats.begin_new()
            case "clear":
                kept = Notice((Message("chats.cleared", {"key": shown_keys(action("chats"))}),))
                self.app.main.chat.transcript.show([kept])

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self.app.main.tell(problem)

    # searching

    def begin_search(self) -> None:
        """Have the prompt ready for a search; what is typed already becomes what is looked for."""
        prompt = self.app.main.chat.prompt
        word = command_words(self.app.look.language)[0]
        text = prompt.text if prompt.text.startswith("/") else f"{word} {prompt.text}"
        self.app.main.show_panel(1)
        prompt.put(Place(text, len(text)))

    def more(self, slot: Slot, more: More) -> None:
        """Show more of what a search has found, or of the documents."""
        transcript = self.app.main.chat.transcript
        engine = self.app.opening.engine
        if engine is not None and transcript.holds(slot):
            found = transcript.entries[slot.number]
            if isinstance(found, Found):
                self.work(self._search, engine, slot, found, more.shown + HITS)

    def _search(
        self, engine: EngineFace, slot: Slot, found: Found, limit: int, chat: OpenChat | None = None
    ) -> None:
        try:
            scope = (chat or self.app.chats.current).scope
            result = engine.search(found.query, limit=limit, scope=scope)
        except Failure as failure:
            self.hand(self._put, slot, found._replace(stage="failed", problem=failure.message))
            return
        done = found._replace(stage="found", result=result, links=_places(result), kept="", problem=None)
        self.hand(self.app.main.chat.transcript.change_at_top, slot, done)
        if chat is not None:
            reply = self._reply(result)
            try:
                chat.keep(engine, lambda id: engine.note_in_chat(id, found.question, reply))
            except Failure as failure:
                self.hand(self.app.main.tell, failure.message)

    def _reply(self, result: SearchResult) -> str:
        """What stands in the chat for a search: how much it found, and where first."""
        look = self.app.look
        places = [f"{link.filename}, {place_name(link, look)}" for link in _hits(result)[:MOST_KEPT]]
        return f"{look.say('found.places', count=result.total)}{': ' if places else ''}{'; '.join(places)}"

    # documents and numbers

    def _add(self, slot: Slot, typed: str, argument: str) -> None:
        path = whole_path(argument, self.app.project)
        if path.exists():
            self.app.documents.add(path)
        else:
            missing = Message("path.missing", {"path": str(path)})
            self._put(slot, Told(typed, (missing,), problem=True))

    def _documents(self, engine: EngineFace, slot: Slot, typed: str, wanted: str) -> None:
        words = wanted.casefold().split()
        every = engine.documents()
        fits = [document for document in every if all(word in _described(document) for word in words)]
        shown = sorted(fits, key=lambda document: document.filename.casefold())[:MOST_DOCUMENTS]
        said = [Message("told.documents", count=len(fits))]
        if len(fits) > len(shown):
            said.append(Message("told.documents.more", count=len(fits) - len(shown)))
        self.hand(self._put, slot, Told(typed, tuple(said), tuple(map(_item, shown))))

    def _stats(self, engine: EngineFace, slot: Slot, typed: str) -> None:
        stats, chats = engine.stats(), engine.chats()
        self.hand(self._put, slot, Told(typed, tuple(stats_lines(stats, len(chats)))))

    def _help(self) -> tuple[Message, ...]:
        words = command_words(self.app.look.language)
        lines = (
            Message(f"command.{name}", {"word": word}) for name, word in zip(COMMANDS, words, strict=True)
        )
        return (Message("told.help"), *lines, Message("told.keys", {"key": shown_keys(action("help"))}))

    def _put(self, slot: Slot, entry: Found | Told) -> None:
        self.app.main.chat.transcript.change(slot, entry)

    # completing

    def complete(self, text: str, *, take: bool) -> None:
        """Show how a command that is typed can go on; `take`: go on with it as far as it is certain."""
        chat = self.app.main.chat
        word, space, argument = text.partition(" ")
        chat.scope.candidates = ()
        if space or not text:
            chat.offer(())
            if take and self._name_of(word) in ("add", "export"):
                self.work(self._complete_path, text, word, argument)
            return
        lit = chat.completions.word
        found = self._candidates(word)
        if take and found:
            taken = lit if lit in found else found[0]
            chat.offer(())
            self._type(text, f"{taken} ")
        else:
            is_whole = len(found) == 1 and self._name_of(word) != ""
            chat.offer(() if is_whole else tuple(map(self._offer, found)))

    def _offer(self, word: str) -> Offer:
        name = self._name_of(word)
        about = self.app.look.say(f"command.{name}", word=word)
        return Offer(word, about.removeprefix(word).lstrip(" :—–-"))

    def _candidates(self, word: str) -> list[str]:
        """The commands that begin so: in the person's language if any do, in the other, by their keys."""
        languages = sorted(LOCALES, key=lambda language: language != self.app.look.language)
        typed = "/" + word[1:].casefold()
        for start in (typed, "/" + swap_layout(typed[1:])):
            if word.startswith(".") and start == typed:
                continue  # with the slash on it the other layout is on
            for language in languages:
                if found := [one for one in command_words(language) if one.startswith(start)]:
                    return found
        return []

    def _name_of(self, word: str) -> str:
        for start in ("/" + word[1:].casefold(), "/" + swap_layout(word[1:].casefold())):
            for language in LOCALES:
                if start in (words := command_words(language)):
                    return COMMANDS[words.index(start)]
        return ""

    def _complete_path(self, text: str, word: str, argument: str) -> None:
        completed = complete_path(argument.lstrip(), self.app.project)
        self.hand(self._path_completed, text, f"{word} {completed.text}", completed.others)

    def _path_completed(self, text: str, longer: str, others: tuple[str, ...]) -> None:
        self._type(text, longer)
        self.app.main.chat.scope.candidates = others[:MOST_CANDIDATES]

    def _type(self, text: str, longer: str) -> None:
        prompt = self.app.main.chat.prompt
        if prompt.text == text and longer != text:  # nothing was typed meanwhile
            prompt.put(Place(longer, len(longer)))

    # what was written before

    async def find_in_history(self) -> None:
        """Offer what was written before, the newest first; choosing puts it into the prompt."""
        history = self.app.main.chat.prompt.history
        choices = [Choice(str(number), text) for number, text in enumerate(history)]
        rows = min(self.app.size.height - 8, 12)
        self._history = ListSheet("history.title", "history.hint", choices[::-1], letters=False, rows=rows)
        await self.app.main.open_sheet(self._history)

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A row was chosen; False when the list is not ours."""
        if message.sheet is not self._history:
            return False
        await self.app.main.close_sheet()
        choice = message.sheet.current
        if choice is not None:
            self.app.main.chat.prompt.put(Place(choice.title, len(choice.title)))
        return True


WEEKS = 4
"""Weeks of which it is said how many documents came."""


def stats_lines(stats: Stats, chats: int) -> list[Message]:
    """What the base holds and how it works, line by line."""
    lines = [
        Message("told.stats", {"pages": stats.pages, "passages": stats.passages}, stats.documents),
        *(Message("told.stats.type", {"type": kind}, count) for kind, count in stats.by_type),
    ]
    if stats.by_week:
        weeks = ", ".join(f"{week}: {count}" for week, count in stats.by_week[-WEEKS:])
        lines.append(Message("told.stats.weeks", {"weeks": weeks}))
    if stats.in_projects:
        lines.append(Message("told.stats.in_projects", count=stats.in_projects))
    if stats.vanished:
        lines.append(Message("told.stats.vanished", count=stats.vanished))
    if stats.failed:
        lines.append(Message("told.stats.failed", count=stats.failed))
    lines.append(Message("told.stats.chats", count=chats))
    if stats.answers_asked:
        percent = round(100 * stats.answers_cached / stats.answers_asked)
        lines.append(Message("told.stats.cache", {"percent": percent}, stats.answers_asked))
    sizes = {"store": f"{stats.store_bytes / 1e6:.1f}", "index": f"{stats.index_bytes / 1e6:.1f}"}
    return [*lines, Message("told.stats.sizes", sizes)]


def _described(document: Document) -> str:
    words = (document.filename, document.title, document.category, document.type, *document.tags)
    return " ".join(words).casefold()


def _item(document: Document) -> Item:
    kinds = (document.type, document.language)
    remark = [Message("told.type", {"type": kind}) for kind in kinds if kind]
    if document.problem is not None:
        remark.append(document.problem)
    else:
        remark.append(Message("told.passages", count=document.passages))
    return Item(document.filename, tuple(remark), _first_page(document))


def _first_page(document: Document) -> Citation:
    from rubin_tui.engine.model import Citation  # the start does not wait for the model

    return Citation(
        document.id, document.filename, "", (), None, None, 1, 1, "", 0, 0, 0, origin=document.origin
    )


def _places(result: SearchResult) -> tuple[Citation | More, ...]:
    places: list[Citation | More] = [*_hits(result)]
    if result.total > len(result.hits) > 0:
        places.append(More(len(result.hits), result.total))
    return tuple(places)


def _hits(result: SearchResult) -> list[Citation]:
    return [_place(hit) for hit in result.hits]


def _place(hit: SearchHit) -> Citation:
    """Where a hit stands; its quote is the part of it that is shown."""
    from rubin_tui.engine.model import Citation

    shown = excerpt(hit)
    lines_before = hit.text.count("\n", 0, shown.start)
    line = hit.line_start + lines_before
    return Citation(
        document_id=hit.document_id,
        filename=hit.filename,
        passage_id=hit.passage_id,
        heading_path=hit.heading_path,
        page_index=hit.page_index,
        page_label=hit.page_label,
        line_start=line,
        line_end=line + hit.text.count("\n", shown.start, shown.end),
        quote=shown.text,
        page_number=hit.page_number,
        start=hit.start + shown.start,
        end=hit.start + shown.end,
        origin=hit.origin,
    )
