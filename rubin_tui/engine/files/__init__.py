"""Private files and locks between processes: what Rubin keeps for itself."""

from rubin_tui.engine.files.lock import ProcessLock as ProcessLock
from rubin_tui.engine.files.private import Opener as Opener
from rubin_tui.engine.files.private import PrivateFolder as PrivateFolder
from rubin_tui.engine.files.private import open_plain as open_plain
from rubin_tui.engine.files.private import replacing as replacing
from rubin_tui.engine.files.written import write_text as write_text
