"""Documents in, pages and passages out: a module a format, behind `worker.extract_file`, `extract_text`."""

from rubin_tui.engine.library.extract.documents import SUFFIXES as SUFFIXES
from rubin_tui.engine.library.extract.frames import from_frame as from_frame
from rubin_tui.engine.library.extract.reading import collect as collect
from rubin_tui.engine.library.extract.reading import extract_text as extract_text
from rubin_tui.engine.library.extract.reading import recognised as recognised
from rubin_tui.engine.library.extract.values import Begin as Begin
from rubin_tui.engine.library.extract.values import End as End
from rubin_tui.engine.library.extract.values import Extracted as Extracted
from rubin_tui.engine.library.extract.values import PageRead as PageRead
from rubin_tui.engine.library.extract.values import Progress as Progress
from rubin_tui.engine.library.extract.values import RawPage as RawPage
from rubin_tui.engine.library.extract.values import Reading as Reading
from rubin_tui.engine.library.passages import RawPassage as RawPassage
