"""Pages as they are printed: asked for by the screen, made by worker processes, kept for a while."""

from __future__ import annotations

import re
import threading
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.model import Document
from rubin_tui.engine.page_model import Frame, Picture, PictureKind, PrintedPage, Run
from rubin_tui.messages import Failure

KEPT = 64
"""Pages whose text is kept in its places."""
LIMITS = Limits(memory_bytes=1_000_000_000, cpu_seconds=20, wall_seconds=20.0, silence_seconds=20.0)
"""What a page may use: a drawing of many lines takes seconds."""

_SIXELS = re.compile(rb'\x1bP0;1q"[0-9;]+[#0-9;!$?-~-]*\x1b\\')
"""These bytes go to the terminal as they are: nothing else may be among them."""

Box = tuple[float, float, float, float]


class Pages:
    """Reads pages of PDF files that stand where they were imported from. Thread-safe."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._kept: OrderedDict[tuple[str, int], PrintedPage] = OrderedDict()
        self._guard = threading.Lock()

    def printed(self, document: Document, index: int) -> PrintedPage:
        """Page `index` (from 0) of a PDF with its text in its places.

        Raises:
            Failure: "reader.no_file", the document has none; "reader.missing", it is not there any more;
                "reader.changed", it is another one; "reader.unreadable", or "reader.failed".
        """
        key = (document.sha256, index)
        with self._guard:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return known
        frame = self._run("printed:read_printed", {"path": _path(document), "index": index}, document, index)
        try:
            page = PrintedPage(
                float(frame["width"]), float(frame["height"]), tuple(map(_run_of, frame["runs"]))
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise Failure("reader.failed", path=document.path, page=index + 1) from problem
        with self._guard:
            self._kept[key] = page
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return page

    def picture(
        self,
        document: Document,
        index: int,
        frame: Frame,
        kind: PictureKind,
        *,
        few: bool = False,
        marks: Sequence[Box] = (),
        cancel: threading.Event | None = None,
    ) -> Picture | None:
        """A part of page `index` drawn, `marks` (left, top, right, bottom in points) lit; None if cancelled.

        With `few`, in no more than the 256 colours of a terminal.

        Raises:
            Failure: as `printed`.
        """
        arguments = {
            "path": _path(document),
            "index": index,
            "kind": kind,
            "few": few,
            **frame._asdict(),
            "marks": [list(mark) for mark in marks],
        }
        try:
            drawn = self._run("drawing:draw_page", arguments, document, index, cancel)
        except JobFailed:
            return None
        try:
            picture = Picture(
                kind,
                int(drawn["width"]),
                int(drawn["height"]),
                b64decode(drawn["data"]),
                float(drawn["x"]),
                float(drawn["y"]),
                (float(drawn["part"][0]), float(drawn["part"][1])),
            )
        except (KeyError, TypeError, ValueError, IndexError) as problem:
            raise Failure("reader.failed", path=document.path, page=index + 1) from problem
        if not _is_sound(picture, frame):
            raise Failure("reader.failed", path=document.path, page=index + 1)
        return picture

    def _run(
        self,
        function: str,
        arguments: dict[str, Any],
        document: Document,
        index: int,
        cancel: threading.Event | None = None,
    ) -> dict[str, Any]:
        """The one frame of a job. Raises JobFailed only when it was cancelled."""
        job = self._workers.run(
            f"rubin_tui.engine.pages.{function}",
            arguments,
            limits=LIMITS,
            priority=Priority.INTERACTIVE,
            cancel=cancel,
        )
        frame: dict[str, Any] = {}
        try:
            for value in job:
                frame = value
        except JobFailed as problem:
            if cancel is not None and cancel.is_set():
                raise
            raise Failure("reader.failed", path=document.path, page=index + 1) from problem
        return frame


def _is_sound(picture: Picture, frame: Frame) -> bool:
    """Whether it is what was asked for: a worker that a file has taken over may send anything."""
    if not (0 < picture.width <= frame.width and 0 < picture.height <= frame.height):
        return False
    if picture.kind == "blocks":
        return len(picture.data) == picture.width * picture.height * 3
    return picture.kind != "sixel" or _SIXELS.fullmatch(picture.data) is not None


def _path(document: Document) -> str:
    """Where the file stands, if it is still the one that was read, as far as its size says."""
    if not document.path:
        raise Failure("reader.no_file")
    try:
        size = Path(document.path).stat().st_size
    except OSError as problem:
        raise Failure("reader.missing", path=document.path) from problem
    if size != document.size:
        raise Failure("reader.changed", path=document.path)
    return document.path


def _run_of(fields: Any) -> Run:
    text, left, right, base, size = fields
    return Run(str(text), float(left), float(right), float(base), max(float(size), 1.0))
