"""A screen as text: its rows, then which colours stand where. Small, and a difference can be read."""

from __future__ import annotations

from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rubin_tui.app import RubinApp


class TextExtension(SingleFileSnapshotExtension):
    """A file a picture."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT


def plate(app: RubinApp) -> str:
    """The rows between bars, then a line a row of "style cells" runs, then what the styles are."""
    names: dict[str, str] = {}
    lines, runs = [], []
    for strip in app.screen._compositor.render_strips():
        segments = [segment for segment in strip if not segment.control]
        lines.append("".join(segment.text for segment in segments) + "|")
        row = []
        for look, some in groupby(segments, key=lambda segment: _look(segment.style)):
            name = names.setdefault(look, _name(len(names)))
            row.append(f"{name}{Segment.get_line_length(list(some))}")
        runs.append(" ".join(row))
    folded = (f"{len(list(some))}x {row}" for row, some in groupby(runs))
    return "\n".join([*lines, *folded, *(f"{name} {look}" for look, name in names.items())]) + "\n"


def _look(style: Style | None) -> str:
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor)) if style else "none"


def _name(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else chr(ord("A") + number - 26)
