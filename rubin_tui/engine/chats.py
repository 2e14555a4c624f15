"""What was asked and answered, kept by chat."""

from __future__ import annotations

from dataclasses import replace

from rubin_tui.engine.model import Actor, Answer, Chat, ChatMatch, Draft, Failure
from rubin_tui.engine.store import Chats, Database, Drafts
from rubin_tui.engine.text.sanitize import folded

TITLE = 60  # characters of a question that stand as the title of its chat
INPUTS = 100
MATCHES = 200  # messages a search in the chats gives


class Conversations:
    """The chats of all owners. Thread-safe; each call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, actor: Actor) -> list[Chat]:
        """The chats of `actor` without their messages, the one that changed last first."""
        with self._database.reading() as connection:
            return Chats(connection).list(actor=actor)

    def chat(self, chat_id: str, actor: Actor) -> Chat:
        """A chat with its messages. Raises Failure "chat.unknown"."""
        with self._database.reading() as connection:
            chats = Chats(connection)
            return replace(_known(chats, chat_id, actor), messages=chats.messages(chat_id))

    def check(self, chat_id: str, actor: Actor) -> None:
        """Raises Failure "chat.unknown" when `actor` has no such chat."""
        with self._database.reading() as connection:
            _known(Chats(connection), chat_id, actor)

    def new(self, title: str, actor: Actor) -> Chat:
        """Begin a chat; without a title it takes its first question as one."""
        with self._database.writing() as connection:
            return Chats(connection).add(shortened(title), actor=actor)

    def rename(self, chat_id: str, title: str, actor: Actor) -> Chat:
        """Give a chat another title; an empty one is its first question again. Raises "chat.unknown"."""
        with self._database.writing() as connection:
            chats = Chats(connection)
            _known(chats, chat_id, actor)
            asked = (message.text for message in chats.messages(chat_id) if message.role == "user")
            chats.rename(chat_id, shortened(title) or shortened(next(asked, "")))
            return _known(chats, chat_id, actor)

    def delete(self, chat_id: str, actor: Actor) -> None:
        """Forget a chat with all its messages. Raises "chat.unknown"."""
        with self._database.writing() as connection:
            if not Chats(connection).remove(chat_id, actor=actor):
                raise Failure("chat.unknown", id=chat_id)

    def record(self, chat_id: str, answer: Answer, actor: Actor) -> None:
        """Keep a question with its answer, both or neither. Raises "chat.unknown"."""
        with self._database.writing() as connection:
            chats = Chats(connection)
            chat = _known(chats, chat_id, actor)
            chats.tell(chat_id, "user", answer.question)
            chats.tell(chat_id, "rubin", answer.text, answer)
            if not chat.title:
                chats.rename(chat_id, shortened(answer.question))

    def note(self, chat_id: str, text: str, reply: str, actor: Actor) -> None:
        """Keep a message that was no question, and what was said to it. Raises "chat.unknown"."""
        with self._database.writing() as connection:
            chats = Chats(connection)
            chat = _known(chats, chat_id, actor)
            chats.tell(chat_id, "user", text)
            chats.tell(chat_id, "rubin", reply)
            if not chat.title:
                chats.rename(chat_id, shortened(text))

    def find(self, text: str, chat_id: str, actor: Actor) -> list[ChatMatch]:
        """The newest messages that hold all words of `text`, of one chat or ("") of all; no words, none."""
        words = text.split()
        if not words:
            return []
        with self._database.reading() as connection:
            return Chats(connection).find(words, MATCHES, chat_id=chat_id, actor=actor)

    def draft(self, place: str, actor: Actor) -> Draft:
        """The message that is being written in a chat, or at another place of that name."""
        with self._database.reading() as connection:
            return Drafts(connection).get(place, actor=actor)

    def keep_draft(self, place: str, text: str, caret: int, actor: Actor) -> None:
        """Keep the message that is being written there; "" forgets it."""
        with self._database.writing() as connection:
            Drafts(connection).put(place, text, caret, actor=actor)

    def inputs(self, actor: Actor) -> list[str]:
        """The last hundred different messages `actor` wrote in any chat, the newest last."""
        with self._database.reading() as connection:
            return Chats(connection).inputs(INPUTS, actor=actor)


def shortened(text: str) -> str:
    """`text` on one line of at most `TITLE` characters, cut between words where that leaves enough."""
    text = folded(text)
    if len(text) <= TITLE:
        return text
    space = text.rfind(" ", TITLE // 2, TITLE)
    return text[: space if space > 0 else TITLE - 1].rstrip(" ,;:–—-") + "…"


def _known(chats: Chats, chat_id: str, actor: Actor) -> Chat:
    chat = chats.head(chat_id, actor=actor)
    if chat is None:
        raise Failure("chat.unknown", id=chat_id)
    return chat
