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
    from rubin_tui.engine.doctor import Abilities as Abilities
    from rubin_tui.engine.doctor import Doctor as Doctor
    from rubin_tui.engine.doctor import Private as Private
    from rubin_tui.engine.doctor import report_lines as report_lines
    from rubin_tui.engine.doctor import save_report as save_report
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
    from rubin_tui.engine.editing.gitmarks import Moment as Moment
    from rubin_tui.engine.editing.gitmarks import committed_lines as committed_lines
    from rubin_tui.engine.editing.gitmarks import last_commit as last_commit
    from rubin_tui.engine.editing.highlight import Highlighter as Highlighter
    from rubin_tui.engine.editing.highlight import Source as Source
    from rubin_tui.engine.editing.highlight.choice import source_of as source_of
    from rubin_tui.engine.editing.rescue import Rescue as Rescue
    from rubin_tui.engine.editing.rescue import Rescued as Rescued
    from rubin_tui.engine.engine import Engine as Engine
    from rubin_tui.engine.files import PrivateFolder as PrivateFolder
    from rubin_tui.engine.library.manuals import FoundFolder as FoundFolder
    from rubin_tui.engine.library.manuals import find_manuals as find_manuals
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
    from rubin_tui.engine.reports import write_report as write_report
    from rubin_tui.engine.sessions import Session as Session
    from rubin_tui.engine.sessions import Sessions as Sessions
    from rubin_tui.engine.sessions import SessionTab as SessionTab

_HOMES = {
    "engine": ("Engine",),
    "backup": ("Backup", "BackupStep", "Backups", "Restored", "Verified"),
    "doctor": ("Abilities", "Doctor", "Private", "report_lines", "save_report"),
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
    "editing.gitmarks": ("GitMarks", "Moment", "committed_lines", "last_commit"),
    "editing.rescue": ("Rescue", "Rescued"),
    "editing.highlight": ("Highlighter", "Source"),
    "editing.highlight.choice": ("source_of",),
    "library.manuals": ("FoundFolder", "find_manuals"),
    "files": ("PrivateFolder",),
    "reports": ("write_report",),
    "sessions": ("Session", "SessionTab", "Sessions"),
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
