"""Documents to passages to index to hits.

What it offers is imported when it is asked for: a worker process that reads a file, or indexes, needs its own
part of the library and starts without the rest.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rubin_tui.engine.library.importing import ImportLimits as ImportLimits
    from rubin_tui.engine.library.library import Library as Library

# Whoosh is of 2016. Python 3.12 and later, when they compile it first, write complaints about its source to
# standard error: over the screen, or beside an answer.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*[/\\]whoosh[/\\]")

_HOMES = {"ImportLimits": "importing", "Library": "library"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"rubin_tui.engine.library.{_HOMES[name]}"), name)
