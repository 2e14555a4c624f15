"""Chats and their messages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from rubin_tui.engine.model import LOCAL, Actor, Answer, Chat, ChatMatch, ChatMessage, Role
from rubin_tui.engine.store.ids import CHAT, MESSAGE, new_id
from rubin_tui.engine.store.rows import storable
from rubin_tui.engine.store.values import from_json, to_json
from rubin_tui.engine.text.sanitize import folded

_CHAT = "id, title, created_at, changed_at, (SELECT count(*) FROM messages WHERE chat_id = chats.id)"
BEFORE, AROUND = 24, 160  # characters of a message that are shown before the word found, and in all
_List = list  # inside the class the name is the method's


class Chats:
    """The chats of a database, through a connection of `Database.reading` or `Database.writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, title: str = "", *, actor: Actor = LOCAL) -> Chat:
        """Begin a chat."""
        now = time.time()
        chat = Chat(new_id(CHAT), storable(title), created_at=now, changed_at=now)
        self._connection.execute(
            "INSERT INTO chats (id, owner_id, title, created_at, changed_at) VALUES (?, ?, ?, ?, ?)",
            (chat.id, actor.owner_id, chat.title, now, now),
        )
        return chat

    def list(self, *, actor: Actor = LOCAL) -> _List[Chat]:
        """The chats of `actor` without their messages, the one that changed last first."""
        return self._select("owner_id = ? ORDER BY changed_at DESC, id DESC", (actor.owner_id,))

    def head(self, chat_id: str, *, actor: Actor = LOCAL) -> Chat | None:
        """The chat without its messages; None when it is not there or not theirs."""
        found = self._select("id = ? AND owner_id = ?", (chat_id, actor.owner_id))
        return found[0] if found else None

    def messages(self, chat_id: str) -> tuple[ChatMessage, ...]:
        """The messages of a chat in their order."""
        rows = self._connection.execute(
            "SELECT id, role, text, at, answer FROM messages WHERE chat_id = ? ORDER BY position", (chat_id,)
        )
        return tuple(
            ChatMessage(id, role, text, at, from_json(Answer, answer) if answer else None)
            for id, role, text, at, answer in rows
        )

    def tell(self, chat_id: str, role: Role, text: str, answer: Answer | None = None) -> ChatMessage:
        """Add a message at the end of the chat, which is changed by it."""
        message = ChatMessage(new_id(MESSAGE), role, storable(text), time.time(), answer)
        self._connection.execute(
            "INSERT INTO messages (id, chat_id, position, role, text, at, answer) VALUES (?, ?,"
            " (SELECT coalesce(max(position) + 1, 0) FROM messages WHERE chat_id = ?), ?, ?, ?, ?)",
            (
                message.id,
                chat_id,
                chat_id,
                role,
                message.text,
                message.at,
                to_json(answer) if answer else None,
            ),
        )
        self._connection.execute("UPDATE chats SET changed_at = ? WHERE id = ?", (message.at, chat_id))
        return message

    def rename(self, chat_id: str, title: str) -> None:
        """Give the chat another title."""
        self._connection.execute("UPDATE chats SET title = ? WHERE id = ?", (storable(title), chat_id))

    def remove(self, chat_id: str, *, actor: Actor = LOCAL) -> bool:
        """Remove a chat with its messages; False when it was not there or is not theirs."""
        return bool(
            self._connection.execute(
                "DELETE FROM chats WHERE id = ? AND owner_id = ?", (chat_id, actor.owner_id)
            ).rowcount
        )

    def inputs(self, limit: int, *, actor: Actor = LOCAL) -> _List[str]:
        """The last `limit` different messages `actor` wrote in any chat, the newest last."""
        rows = self._connection.execute(
            "SELECT text FROM messages WHERE role = 'user' AND chat_id IN"
            " (SELECT id FROM chats WHERE owner_id = ?) ORDER BY messages.id DESC",
            (actor.owner_id,),
        )
        found: dict[str, None] = {}
        for (text,) in rows:  # ids sort by time: only as many rows are read as are needed
            found.setdefault(text)
            if len(found) == limit:
                break
        return [*found][::-1]

    def find(
        self, words: Sequence[str], limit: int, *, chat_id: str = "", actor: Actor = LOCAL
    ) -> _List[ChatMatch]:
        """The newest messages that hold every one of `words`, in any case; of one chat or of all."""
        wanted = [plain(word) for word in words]

        def holds(text: str) -> bool:
            folded_text = plain(text)
            return all(word in folded_text for word in wanted)

        self._connection.create_function("holds_words", 1, holds, deterministic=True)
        where, values = ("AND chats.id = ?", (chat_id,)) if chat_id else ("", ())
        rows = self._connection.execute(
            "SELECT chats.id, title, position, role, at, text FROM messages JOIN chats ON chats.id = chat_id"
            f" WHERE owner_id = ? {where} AND holds_words(text) ORDER BY messages.id DESC LIMIT ?",
            (actor.owner_id, *values, limit),
        )
        return [
            ChatMatch(id, title, position, role, at, excerpt(text, wanted))
            for id, title, position, role, at, text in rows
        ]

    def _select(self, where: str, values: Sequence[object]) -> _List[Chat]:
        return [
            Chat(*row) for row in self._connection.execute(f"SELECT {_CHAT} FROM chats WHERE {where}", values)
        ]


def plain(text: str) -> str:
    """`text` without what makes no difference to who looks for it: case, the dots of ё. As long as it."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).replace("ё", "е")


def excerpt(text: str, words: Sequence[str]) -> str:
    """The part of `text` round the first of `words` (as `plain` makes them), on one line."""
    lowered = plain(text)
    first = min((at for word in words if (at := lowered.find(word)) >= 0), default=0)
    start = max(first - BEFORE, 0)
    if start:
        start = max(lowered.find(" ", start, first) + 1, start)
    return folded(text[start : start + AROUND])
