"""Everything of Rubin that is not a picture. This is its public face: the Engine and the values it speaks in.

A name is imported when it is first asked for: a screen that starts does not wait for the parts behind it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rubin_tui.engine.analysis import Analysis as Analysis
    from rubin_tui.engine.analysis import Scheduler as Scheduler
    from rubin_tui.engine.analysis import to_sarif as to_sarif
    from rubin_tui.engine.analysis.detect import detect as detect
    from rubin_tui.engine.backup import Backup as Backup
    from rubin_tui.engine.backup import Backups as Backups
    from rubin_tui.engine.backup import BackupStep as BackupStep
    from rubin_tui.engine.backup import Restored as Restored
    from rubin_tui.engine.backup import Verified as Verified
    from rubin_tui.engine.code_model import Diagnostic as Diagnostic
    from rubin_tui.engine.code_model import Edit as Edit
    from rubin_tui.engine.code_model import Findings as Findings
    from rubin_tui.engine.code_model import Recommendation as Recommendation
    from rubin_tui.engine.code_model import Report as Report
    from rubin_tui.engine.code_model import Snapshot as Snapshot
    from rubin_tui.engine.editing import Buffer as Buffer
    from rubin_tui.engine.editing import Change as Change
    from rubin_tui.engine.editing import Conflict as Conflict
    from rubin_tui.engine.editing import Lines as Lines
    from rubin_tui.engine.editing import Opened as Opened
    from rubin_tui.engine.editing import Outside as Outside
    from rubin_tui.engine.editing import Refused as Refused
    from rubin_tui.engine.editing import Saved as Saved
    from rubin_tui.engine.editing import Stamp as Stamp
    from rubin_tui.engine.editing import Unconfirmed as Unconfirmed
    from rubin_tui.engine.editing import Unencodable as Unencodable
    from rubin_tui.engine.editing.editing import Editing as Editing
    from rubin_tui.engine.editing.gitmarks import GitMarks as GitMarks
    from rubin_tui.engine.editing.gitmarks import committed as committed
    from rubin_tui.engine.editing.highlight import Highlighter as Highlighter
    from rubin_tui.engine.editing.highlight import Source as Source
    from rubin_tui.engine.editing.highlight.choice import source_of as source_of
    from rubin_tui.engine.editing.rescue import Rescue as Rescue
    from rubin_tui.engine.editing.rescue import Rescued as Rescued
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
    from rubin_tui.engine.model import Position as Position
    from rubin_tui.engine.model import Scope as Scope
    from rubin_tui.engine.model import SearchResult as SearchResult
    from rubin_tui.engine.model import Stats as Stats
    from rubin_tui.engine.model import UnfinishedImport as UnfinishedImport
    from rubin_tui.engine.project import PathIndex as PathIndex
    from rubin_tui.engine.project import ProjectFiles as ProjectFiles
    from rubin_tui.engine.project import TreeWatch as TreeWatch
    from rubin_tui.engine.project_model import FoundIn as FoundIn
    from rubin_tui.engine.project_model import Looked as Looked
    from rubin_tui.engine.project_model import Trashed as Trashed

_HOMES = {
    "engine": ("Engine",),
    "backup": ("Backup", "BackupStep", "Backups", "Restored", "Verified"),
    "analysis": ("Analysis", "Scheduler", "to_sarif"),
    "analysis.detect": ("detect",),
    "code_model": ("Diagnostic", "Edit", "Findings", "Recommendation", "Report", "Snapshot"),
    "editing": (
        "Buffer",
        "Change",
        "Conflict",
        "Lines",
        "Opened",
        "Outside",
        "Refused",
        "Saved",
        "Stamp",
        "Unconfirmed",
        "Unencodable",
    ),
    "editing.editing": ("Editing",),
    "editing.gitmarks": ("GitMarks", "committed"),
    "editing.rescue": ("Rescue", "Rescued"),
    "editing.highlight": ("Highlighter", "Source"),
    "editing.highlight.choice": ("source_of",),
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
        "Position",
        "Scope",
        "SearchResult",
        "Stats",
        "UnfinishedImport",
    ),
    "project": ("PathIndex", "ProjectFiles", "TreeWatch"),
    "project_model": ("FoundIn", "Looked", "Trashed"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"rubin_tui.engine.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
