"""Which container a file is, by its name and by what stands in it."""

from __future__ import annotations

from pathlib import PurePath

from rubin_tui.engine.containers.container import Container
from rubin_tui.engine.containers.markup import BrokenMarkup, read_markup
from rubin_tui.engine.containers.plcopen import read_plcopen
from rubin_tui.engine.containers.rockwell import read_l5x
from rubin_tui.engine.containers.twincat import read_twincat

_SUFFIXES = {
    ".tcpou": read_twincat,
    ".tcio": read_twincat,
    ".tcdut": read_twincat,
    ".tcgvl": read_twincat,
    ".l5x": read_l5x,
    ".xml": read_plcopen,
}
_NAMESPACE = "plcopen.org/xml/tc6"


def open_container(filename: str, text: str) -> Container | None:
    """The code inside a file, None when there is none to take out or its XML is broken."""
    suffix = PurePath(filename).suffix.lower()
    read = _SUFFIXES.get(suffix)
    if read is None or (suffix == ".xml" and _NAMESPACE not in text[:4000].lower()):
        return None
    try:
        return read(text, read_markup(text))
    except BrokenMarkup:
        return None
