"""The tags of an HTML page into blocks: paragraphs, lists, tables, listings under their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from rubin_tui.engine.library.extract.flow import Flow

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKS_WORDS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form
header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BREAKS = frozenset(_BREAKS_WORDS.split())
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_UNSEEN_WORDS = """
script style nav footer template noscript svg object iframe canvas select button textarea audio video
datalist
"""
_UNSEEN = frozenset(_UNSEEN_WORDS.split())
# Elements whose end tag may not be left out: only these can be passed over for what they are called.
_CLOSED = frozenset(["a", "aside", "div", "header", "map", "ol", "section", "span", "sup", "table", "ul"])
_SITE_ROLES = frozenset(("navigation", "search", "contentinfo", "menu", "menubar", "doc-toc"))
_SITE_NAMES_WORDS = """
toc toc2 toc-left table-of-contents tableofcontents TOC navheader navfooter navbar navigation nav-menu
breadcrumb breadcrumbs sphinxsidebar sidebar related wy-nav-side wy-breadcrumbs headerlink anchorjs-link
mw-editsection mw-jump-link mw-navigation printfooter catlinks footer site-footer page-footer site-nav
skip-link skiplink sr-only linenodiv linenos indexterm cookie-banner md-sidebar md-nav md-footer
"""
_SITE_NAMES = frozenset(_SITE_NAMES_WORDS.split())
_LINE_BREAK = "\v"
_IGNORED = dict.fromkeys(map(ord, "\u200b\u00ad\ufeff\u2060"))
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_PERMALINK = re.compile(r"\s*[¶#§🔗]\s*$")
_DEEPEST_INDENT = 6


@dataclass(slots=True)
class _Table:
    """A table being read. One that holds headings, listings or tables only places them on the page."""

    rows: list[list[str]] = field(default_factory=list)
    caption: str = ""
    places: bool = False
    in_cell: bool = False


class HtmlReader(HTMLParser):
    """Fills a `Flow`. `site` says that what looks like navigation is to be read too."""

    def __init__(self, flow: Flow, *, site: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._flow = flow
        self._site = site
        self._skipping = ""
        self._skip_depth = 0
        self._text: list[str] = []
        self._in_title = False
        self._raised = 0
        self._heading = 0
        self._pre = 0
        self._tables: list[_Table] = []
        self._lists: list[list[str | int]] = []  # of each open list: its tag and the number of its last item
        self._sign = ""
        self._lines: list[str] = []  # of the outermost open list

    def close(self) -> None:
        """The page has ended, whatever is still open."""
        super().close()
        self._finish_block()
        while self._tables:
            self._end_table()
        self._finish_list()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            self._skip_depth += tag == self._skipping
        elif tag == "title" and not self.title:
            self._in_title = True
        elif tag in _UNSEEN or (attrs and self._is_site(tag, attrs)):
            self._skipping, self._skip_depth = tag, 1
        elif tag == "br":
            self._text.append("\n" if self._pre else _LINE_BREAK)
        elif tag == "sup":
            self._raised += 1
        elif tag in _HEADINGS:
            self._start_heading(_HEADINGS[tag])
        elif tag in _BREAKS or tag in _LISTS:
            self._start_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping:
                self._skip_depth -= 1
                self._skipping = self._skipping if self._skip_depth else ""
        elif tag == "title":
            self._in_title = False
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag in _HEADINGS:
            self._finish_block()
        elif tag in _BREAKS or tag in _LISTS:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._skipping:
            self._text.append(self._lifted(data) if self._raised else data)

    def _lifted(self, data: str) -> str:
        """Raised text: "10³" is not 103. What stands in brackets is the number of a note."""
        noted = "[" in data or (self._text and self._text[-1].endswith("["))
        return data if noted else data.translate(_RAISED)

    def _is_site(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """Whether the element belongs to the site around the text, or is not shown."""
        if tag not in _CLOSED:
            return False
        for name, value in attrs:
            if name == "hidden" and value != "until-found":
                return True
            if self._site or not value:
                continue
            if name in ("class", "id") and not _SITE_NAMES.isdisjoint(value.split()):
                return True
            if name == "role" and value in _SITE_ROLES:
                return True
        return False

    def _start_heading(self, level: int) -> None:
        self._finish_block()
        self._place_tables()
        self._finish_list()
        self._lists.clear()  # of an item nobody closed
        self._heading = level

    def _start_block(self, tag: str) -> None:
        self._finish_block()
        table = self._tables[-1] if self._tables else None
        if tag == "table":
            self._place_tables()
            self._finish_list()
            self._tables.append(_Table())
        elif tag == "pre":
            self._place_tables()
            self._finish_list()
            self._pre += 1
        elif table is not None and not table.places:
            if tag == "tr":
                table.rows.append([])
                table.in_cell = False
            elif tag in ("td", "th"):
                if not table.rows:
                    table.rows.append([])
                table.rows[-1].append("")
                table.in_cell = True
            elif tag == "caption":
                table.in_cell = False
        elif tag in _LISTS:
            self._lists.append([tag, 0])
        elif tag in ("li", "dt", "dd") and self._lists:
            self._sign = self._next_sign(tag)

    def _end_block(self, tag: str) -> None:
        if tag == "pre" and self._pre:
            self._finish_block()
            self._pre -= 1
            return
        self._finish_block()
        table = self._tables[-1] if self._tables else None
        if tag == "table" and self._tables:
            self._end_table()
        elif table is not None and not table.places:
            if tag in ("td", "th"):
                table.in_cell = False
        elif tag in _LISTS and self._lists:
            self._lists.pop()
            if not self._lists:
                self._finish_list()

    def _next_sign(self, tag: str) -> str:
        inner = self._lists[-1]
        if tag == "dt" or inner[0] == "dl":
            return "" if tag == "dt" else "  "
        inner[1] = int(inner[1]) + 1
        return f"{inner[1]}. " if inner[0] == "ol" else "• "

    def _finish_block(self) -> None:
        """What was gathered goes where it belongs: a listing, a cell, an item, a heading, a paragraph."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        heading, self._heading = self._heading, 0
        if self._pre:
            self._flow.add("code", text.removeprefix("\n").translate(_IGNORED).rstrip())
            return
        text = _folded(text)
        if not text:
            self._heading = heading
        elif heading:
            self._flow.heading(heading, _PERMALINK.sub("", text))
        elif self._tables and not self._tables[-1].places:
            self._add_to_table(self._tables[-1], text)
        elif self._lists:
            self._add_item(text)
        else:
            self._flow.add("paragraph", text)

    def _add_to_table(self, table: _Table, text: str) -> None:
        if table.in_cell:
            cells = table.rows[-1]
            cells[-1] = f"{cells[-1]} {text}" if cells[-1] else text
        elif not table.rows:
            table.caption = text

    def _add_item(self, text: str) -> None:
        indent = "  " * min(len(self._lists) - 1, _DEEPEST_INDENT)
        hanging = " " * len(self._sign)
        first, *rest = text.split("\n")
        self._lines.append(f"{indent}{self._sign}{first}")
        self._lines.extend(f"{indent}{hanging}{line}" for line in rest)
        self._sign = hanging

    def _finish_list(self) -> None:
        if self._lines:
            self._flow.add("list", "\n".join(self._lines))
            self._lines.clear()

    def _place_tables(self) -> None:
        """The open table holds more than cells: what it held so far becomes paragraphs."""
        table = self._tables[-1] if self._tables else None
        if table is not None and not table.places:  # those around it do so already: it stands in them
            table.places = True
            self._flow.table(table.rows, table.caption)

    def _end_table(self) -> None:
        table = self._tables.pop()
        if not table.places:
            self._flow.table(table.rows, table.caption)


def _folded(text: str) -> str:
    """`text` with white space as it is shown: runs are one space, lines end at breaks only."""
    text = text.translate(_IGNORED) if not text.isascii() else text
    if _LINE_BREAK not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(_LINE_BREAK))
    return "\n".join(line for line in lines if line)
