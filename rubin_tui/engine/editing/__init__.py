"""Everything of an open file that is no picture: its exact text, undo, marks, search, opening and saving."""

from rubin_tui.engine.editing.buffer import Buffer as Buffer
from rubin_tui.engine.editing.buffer import Step as Step
from rubin_tui.engine.editing.changes import Change as Change
from rubin_tui.engine.editing.changes import Edit as Edit
from rubin_tui.engine.editing.changes import Range as Range
from rubin_tui.engine.editing.changes import Selection as Selection
from rubin_tui.engine.editing.editing import Editing as Editing
from rubin_tui.engine.editing.lines import Lines as Lines
from rubin_tui.engine.editing.marks import Mark as Mark
from rubin_tui.engine.editing.marks import Marks as Marks
from rubin_tui.engine.editing.opening import Opened as Opened
from rubin_tui.engine.editing.opening import Refused as Refused
from rubin_tui.engine.editing.opening import open_file as open_file
from rubin_tui.engine.editing.outside import Conflict as Conflict
from rubin_tui.engine.editing.outside import Outside as Outside
from rubin_tui.engine.editing.outside import Stamp as Stamp
from rubin_tui.engine.editing.outside import look as look
from rubin_tui.engine.editing.saving import Saved as Saved
from rubin_tui.engine.editing.saving import Unconfirmed as Unconfirmed
from rubin_tui.engine.editing.saving import save as save
from rubin_tui.engine.editing.snapshot import Snapshot as Snapshot
from rubin_tui.engine.editing.unencodable import Unencodable as Unencodable
from rubin_tui.engine.model import Position as Position
