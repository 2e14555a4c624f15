"""The one place that makes foreign text safe to show.

A terminal obeys what is written to it: escape sequences move the cursor, C1 bytes start commands,
bidirectional overrides show code in another order than it runs. Each such character becomes one
visible symbol of the same length, so offsets into the text stay right. What is stored, copied or
saved is never touched.
"""

from __future__ import annotations

import json
import re

_C0 = {code: 0x2400 + code for code in range(0x20)}  # U+2400..241F: pictures of the control characters
_C0_KEPT = {0x09: 0x20, 0x0A: 0x0A}
_C1 = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_INVISIBLE = dict.fromkeys((0x2028, 0x2029, 0xFEFF, 0x00AD, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), 0xFFFD)
_TAGS = dict.fromkeys(range(0xE0000, 0xE0080), 0xFFFD)

_MAP = {**_C0, **_C0_KEPT, 0x7F: 0x2421, **_C1, **_BIDI, **_INVISIBLE, **_TAGS}
_LINE_MAP = {**_MAP, 0x0A: 0x23CE}
_RISKY = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def safe_text(text: str) -> str:
    """`text` for a terminal, of equal length; line feeds stay, a tab is one space."""
    return text.translate(_MAP) if _RISKY.search(text) else text


def safe_line(text: str) -> str:
    """`text` for one line of a terminal, of equal length; line feeds become a visible sign."""
    return text.translate(_LINE_MAP)


def safe_json(text: str) -> str:
    """A JSON document for a terminal: the same values, with what is not safe as escapes."""
    return _RISKY.sub(lambda found: json.dumps(found[0])[1:-1], text)


def spelled(name: str) -> str:
    """A name with each byte that is no UTF-8 spelled out (`a\\xff.md`): it can be stored and told apart.

    Python hands over such bytes of file names and arguments as lone surrogates.
    """
    return _SURROGATE.sub(_spell, name) if _SURROGATE.search(name) else name


def _spell(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def folded(text: str) -> str:
    """`text` with every run of white space as one space: how a quote is shown and compared."""
    return _SPACES.sub(" ", text).strip()
