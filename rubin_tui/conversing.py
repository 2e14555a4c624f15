"""The part of the app that converses: messages of the chat panel and its sheets, handed to the journeys."""

from __future__ import annotations

from textual import on
from textual.app import App

from rubin_tui.actions import action, shown_keys
from rubin_tui.journeys.ask import AskJourney
from rubin_tui.journeys.chat_search import ChatSearchJourney
from rubin_tui.journeys.chats import ChatsJourney
from rubin_tui.journeys.commands import CommandsJourney
from rubin_tui.journeys.drafts import DraftsJourney
from rubin_tui.journeys.edit import EditJourney
from rubin_tui.journeys.journey import Desk
from rubin_tui.journeys.narrowing import NarrowingJourney
from rubin_tui.journeys.quick import QuickJourney
from rubin_tui.journeys.reading import ReadingJourney
from rubin_tui.messages import Message
from rubin_tui.screens.main import MainScreen
from rubin_tui.widgets.chat import ScopeLine
from rubin_tui.widgets.chat_search import ChatSearchSheet
from rubin_tui.widgets.chat_sheet import ChatSheet, NameSheet
from rubin_tui.widgets.editor.reader import Reader
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.places import quote_with_source
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.sheet import ListSheet
from rubin_tui.widgets.text_line import TextLine
from rubin_tui.widgets.transcript import Transcript


class Conversing(App[None], inherit_bindings=False):
    """Messages of prompt, transcript and the list of chats, and the actions that belong to them."""

    main: MainScreen
    look: Look
    editing: EditJourney
    reading: ReadingJourney

    def make_conversation(self, desk: Desk) -> None:
        """The journeys of the chat."""
        self.chats = ChatsJourney(desk)
        self.commands = CommandsJourney(desk)
        self.asking = AskJourney(desk)
        self.drafts = DraftsJourney(desk)
        self.narrowing = NarrowingJourney(desk)
        self.quick = QuickJourney(desk)
        self.chat_search = ChatSearchJourney(desk)
        self.talking = (
            self.asking,
            self.chats,
            self.commands,
            self.drafts,
            self.narrowing,
            self.quick,
            self.chat_search,
        )

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        self.asking.submit(message.text)

    def on_text_line_too_long(self, message: TextLine.TooLong) -> None:
        size = max(message.size // 1000, 1)
        self.main.notice(Message("paste.too_long", {"size": size, "key": shown_keys(action("add"))}))

    def on_prompt_command_typed(self, message: Prompt.CommandTyped) -> None:
        self.commands.complete(message.text, take=message.complete)

    async def on_prompt_history_asked(self, message: Prompt.HistoryAsked) -> None:
        await self.commands.find_in_history()

    def on_prompt_edited(self, message: Prompt.Edited) -> None:
        self.drafts.edited()

    def on_prompt_refused(self, message: Prompt.Refused) -> None:
        self.main.notice(message.why)

    def on_transcript_citation_opened(self, message: Transcript.CitationOpened) -> None:
        self.editing.open_citation(message.citation)

    def on_transcript_citation_selected(self, message: Transcript.CitationSelected) -> None:
        self.reading.prepare(message.citation)

    def on_transcript_question_chosen(self, message: Transcript.QuestionChosen) -> None:
        self.main.show_panel(1)
        self.asking.submit(message.text)

    async def on_transcript_action_asked(self, message: Transcript.ActionAsked) -> None:
        await self.quick.do(message.what, message.turn, message.link)

    def on_transcript_more_wanted(self, message: Transcript.MoreWanted) -> None:
        self.commands.more(message.slot, message.more)

    @on(Transcript.CitationCopied)
    @on(Reader.QuoteCopied)
    def _copy_quote(self, message: Transcript.CitationCopied | Reader.QuoteCopied) -> None:
        self.copy_to_clipboard(quote_with_source(message.citation, self.look))

    async def on_scope_line_wanted(self, message: ScopeLine.Wanted) -> None:
        if message.everywhere:
            self.narrowing.narrow("all", "", "")
        else:
            await self.narrowing.offer()

    async def on_chat_sheet_asked(self, message: ChatSheet.Asked) -> None:
        await self.chats.do(message)

    def on_chat_search_sheet_asked(self, message: ChatSearchSheet.Asked) -> None:
        self.chat_search.look(message.sheet)

    async def on_name_sheet_accepted(self, message: NameSheet.Accepted) -> None:
        await self.chats.rename(message)

    async def chosen_in_chat(self, message: ListSheet.Chosen) -> bool:
        """A row of one of the chat's lists was chosen; False when the list is not one of them."""
        for journey in (self.chats, self.commands, self.narrowing, self.quick, self.chat_search):
            if await journey.chosen(message):
                return True
        return False

    # what the registry names

    def action_search(self) -> None:
        self.commands.begin_search()

    async def action_chats(self) -> None:
        await self.chats.offer()

    async def action_find_in_chat(self) -> None:
        await self.chat_search.offer()

    async def action_scope(self) -> None:
        await self.narrowing.offer()

    def action_new_chat(self) -> None:
        self.chats.begin_new()
        self.main.show_panel(1)
