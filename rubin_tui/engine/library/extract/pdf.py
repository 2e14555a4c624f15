"""PDF: being written."""

from __future__ import annotations

from collections.abc import Iterator

from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.messages import Failure


def extract_pdf(source: Source) -> Iterator[Progress | Content]:
    """Read a PDF."""
    raise Failure("import.unsupported", path=source.path)
    yield
