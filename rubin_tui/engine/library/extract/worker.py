"""The entry for worker processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rubin_tui.engine.library.extract.documents import read_source
from rubin_tui.engine.library.extract.frames import to_frame
from rubin_tui.engine.library.extract.values import Source
from rubin_tui.messages import Failure, reason_of


def extract_file(
    path: str, size_limit: int, scans: bool = False, outlines: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Read the document at `path`; yields frames of `extract.frames`.

    With `scans`, a PDF that is pictures only comes with empty pages, which its `needs_ocr` names and
    `ocr.recognise` reads; else it is refused. `outlines` are those of `Source`.

    Raises:
        Failure: "import...."; see `extract.documents` for those of the content.
    """
    yield from map(to_frame, read_source(_load(Path(path), size_limit, scans, outlines or {})))


def _load(path: Path, size_limit: int, scans: bool, outlines: Mapping[str, str]) -> Source:
    try:
        if not path.is_file():
            raise Failure("import.not_a_file" if path.exists() else "import.missing", path=str(path))
        with path.open("rb") as stream:
            data = stream.read(size_limit + 1)  # not by its size: that may be wrong, or grow meanwhile
    except OSError as problem:
        raise Failure("import.unreadable", path=str(path), reason=reason_of(problem)) from problem
    if len(data) > size_limit:
        raise Failure("import.too_large", path=str(path), limit=size_limit // 1_000_000)
    return Source(str(path), data, scans, outlines)
