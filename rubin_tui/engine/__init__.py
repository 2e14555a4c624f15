"""Everything of Rubin that is not a picture. This is its public face: the Engine and the values it speaks in.

A name is imported when it is first asked for: a screen that starts does not wait for the parts behind it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rubin_tui.engine.backup import Backup as Backup
    from rubin_tui.engine.backup import Backups as Backups
    from rubin_tui.engine.backup import BackupStep as BackupStep
    from rubin_tui.engine.backup import Restored as Restored
    from rubin_tui.engine.backup import Verified as Verified
    from rubin_tui.engine.engine import Engine as Engine
    from rubin_tui.engine.model import LOCAL as LOCAL
    from rubin_tui.engine.model import Actor as Actor
    from rubin_tui.engine.model import Answer as Answer
    from rubin_tui.engine.model import AnswerEvent as AnswerEvent
    from rubin_tui.engine.model import Chat as Chat
    from rubin_tui.engine.model import ChatMessage as ChatMessage
    from rubin_tui.engine.model import Command as Command
    from rubin_tui.engine.model import Document as Document
    from rubin_tui.engine.model import Failure as Failure
    from rubin_tui.engine.model import Folder as Folder
    from rubin_tui.engine.model import Health as Health
    from rubin_tui.engine.model import ImportEvent as ImportEvent
    from rubin_tui.engine.model import Message as Message
    from rubin_tui.engine.model import Scope as Scope
    from rubin_tui.engine.model import SearchResult as SearchResult
    from rubin_tui.engine.model import Stats as Stats
    from rubin_tui.engine.model import UnfinishedImport as UnfinishedImport

_HOMES = {
    "engine": ("Engine",),
    "backup": ("Backup", "BackupStep", "Backups", "Restored", "Verified"),
    "model": (
        "LOCAL",
        "Actor",
        "Answer",
        "AnswerEvent",
        "Chat",
        "ChatMessage",
        "Command",
        "Document",
        "Failure",
        "Folder",
        "Health",
        "ImportEvent",
        "Message",
        "Scope",
        "SearchResult",
        "Stats",
        "UnfinishedImport",
    ),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"rubin_tui.engine.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
