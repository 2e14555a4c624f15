"""What the tests of extraction ask of a document that was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubin_tui.engine.library.extract import Extracted, extract_text
from rubin_tui.messages import LOCALES, Failure, render

Quote = tuple[tuple[str, ...], str, str]


def quotes(found: Extracted) -> list[Quote]:
    """Of every passage its heading path, its kind and its text; line numbers are checked on the way."""
    told = []
    for passage in found.passages:
        page = found.pages[passage.page_number]
        text = page.text[passage.start : passage.end]
        assert passage.line_start == page.first_line + page.text.count("\n", 0, passage.start)
        assert passage.line_end == passage.line_start + text.count("\n")
        told.append((passage.heading_path, passage.kind, text))
    return told


def read(name: str, data: str | bytes) -> list[Quote]:
    """The quotes of `data` read as the file `name`."""
    return quotes(extract_text(name, data))


def refusal(name: str, data: str | bytes) -> str:
    """The identifier of the sentence that says why `data` is not read; it can be shown in both languages."""
    with pytest.raises(Failure) as caught:
        extract_text(name, data)
    for locale in LOCALES:
        assert Path(name).name in render(caught.value.message, locale)
    return caught.value.message.id
