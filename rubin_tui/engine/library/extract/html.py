"""HTML: what a person reads on the page, without the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.library.extract.flow import Flow
from rubin_tui.engine.library.extract.html_reader import HtmlReader
from rubin_tui.engine.library.extract.plain import decode
from rubin_tui.engine.library.extract.values import Content, Progress, Source
from rubin_tui.engine.text.encodings import detect
from rubin_tui.messages import Failure

_DECLARED = re.compile(
    rb"""<meta\s[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml\s[^<>]{0,80}?encoding=["']([\w.-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
_WESTERN = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8"}
# Sections only Word writes, and CDATA, which HTML does not have: html.parser stops at the first.
_MARKED_SECTION = re.compile(r"<!\[[^<>\[]*(?:\[|>)|\]\]>")


def extract_html(source: Source) -> Iterator[Progress | Content]:
    """Read an HTML page.

    Raises:
        Failure: "import.no_words", "import.too_much_text", "import.damaged".
    """
    text = decode_html(source.data)
    flow, title = _read(text, source.path, site=False)
    if not flow.text:  # all of it looked like navigation
        flow, title = _read(text, source.path, site=True)
    yield flow.content("html", title)


def read_html(data: bytes, flow: Flow, path: str) -> str:
    """Read the page `data` into `flow`; returns its title.

    Raises:
        Failure: "import.too_much_text", "import.damaged".
    """
    return _fill(decode_html(data), flow, path, site=False)


def decode_html(data: bytes) -> str:
    """The text of a page: by its mark or as valid UTF-8, else as it declares, else as detected."""
    found = detect(data)
    if found.bom or (found.encoding == "utf-8" and not found.lossy) or found.encoding.startswith("utf-16"):
        return decode(data)
    if declared := _DECLARED.search(data, 0, _DECLARED_WITHIN):
        name = (declared.group(1) or declared.group(2)).decode("ascii").lower()
        try:
            text = data.decode(_WESTERN.get(name, name))
        except (LookupError, UnicodeDecodeError):
            return decode(data)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return decode(data)


def _read(text: str, path: str, *, site: bool) -> tuple[Flow, str]:
    flow = Flow(path)
    return flow, _fill(text, flow, path, site=site)


def _fill(text: str, flow: Flow, path: str, *, site: bool) -> str:
    reader = HtmlReader(flow, site=site)
    try:
        reader.feed(_MARKED_SECTION.sub("", text))
        reader.close()
    except AssertionError as problem:  # html.parser's word for a declaration it does not know
        raise Failure("import.damaged", path=path) from problem
    return reader.title
