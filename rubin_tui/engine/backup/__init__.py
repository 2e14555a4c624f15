"""A profile in one file and back."""

from rubin_tui.engine.backup.backups import Backups as Backups
from rubin_tui.engine.backup.values import Backup as Backup
from rubin_tui.engine.backup.values import BackupStep as BackupStep
from rubin_tui.engine.backup.values import Restored as Restored
from rubin_tui.engine.backup.values import Verified as Verified
