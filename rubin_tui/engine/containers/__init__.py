"""Files that hold code inside something else: TwinCAT, PLCopen XML, Rockwell L5X.

A container shows its code as one text, as a textual IEC 61131-3 file would have it, and takes an edited text
back so that every other byte of the file stays.
"""

from rubin_tui.engine.containers.container import Container
from rubin_tui.engine.containers.pieces import DividerChanged
from rubin_tui.engine.containers.reading import open_container

__all__ = ["Container", "DividerChanged", "open_container"]
