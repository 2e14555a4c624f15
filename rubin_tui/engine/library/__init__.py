"""Documents to passages to index to hits."""

import warnings

from rubin_tui.engine.library.importing import ImportLimits as ImportLimits
from rubin_tui.engine.library.library import Library as Library

# Whoosh is of 2016. Python 3.12 and later, when they compile it first, write complaints about its source to
# standard error: over the screen, or beside an answer.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*[/\\]whoosh[/\\]")
