"""Documents in, pages and passages out: a module a format, behind `worker.extract_file`, `extract_text`."""

from rubin_tui.engine.library.extract.documents import SUFFIXES as SUFFIXES
from rubin_tui.engine.library.extract.reading import collect as collect
from rubin_tui.engine.library.extract.reading import extract_text as extract_text
from rubin_tui.engine.library.extract.reading import recognised as recognised
from rubin_tui.engine.library.extract.values import Extracted as Extracted
