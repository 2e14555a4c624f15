"""Documents to passages to index to hits."""

from rubin_tui.engine.library.importing import ImportLimits as ImportLimits
from rubin_tui.engine.library.library import Library as Library
