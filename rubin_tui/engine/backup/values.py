"""What is said about backups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rubin_tui.engine.model import Holdings, Message

BackupStage = Literal["copying", "checking", "packing", "reading", "unpacking", "replacing"]


@dataclass(frozen=True, slots=True)
class BackupStep:
    """How far one stage is: `done` of `total`, in a unit of the stage's own; `total` 0 when unknown."""

    stage: BackupStage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file.

    `size` in bytes, `created_at` in seconds since the epoch (UTC). `rubin` is the version that made it,
    `schema` that of its database. `problems` are those its database had already when it was made: it was
    copied as it is. `holdings` is None when they keep it from being counted.
    """

    path: str
    size: int
    created_at: float
    rubin: str
    schema: int
    holdings: Holdings | None
    settings: bool
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """A profile made of a backup. `kept` are the files that hold what was there before."""

    backup: Backup
    database: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of a backup, or of the profile's own database (`backup` None), found."""

    path: str
    holdings: Holdings | None
    problems: tuple[Message, ...]
    backup: Backup | None = None
