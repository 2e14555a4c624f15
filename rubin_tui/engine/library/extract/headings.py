"""The headings a place stands under."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"\d{1,3}(?:\.\d{1,3})*\.?(?=\s|[^\W\d_])|[IVXLC]+\.(?=\s)|[A-ZА-Я](?:\.\d{1,3})+\.?(?=\s)"
)
_MANY_WORDS = 14
_NOTES = {"note", "notes", "notice", "warning", "caution", "danger", "attention", "important", "tip", "hint"}
_NOTES |= {"примечание", "примечания", "замечание", "внимание", "предупреждение", "осторожно", "важно"}


class HeadingStack:
    """The path of headings while a document is read from its beginning."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> None:
        """A heading of `level` (1 is the highest) begins; those of its level and below it end."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, title))

    @property
    def level(self) -> int:
        """The level of the innermost heading, 0 when there is none."""
        return self._open[-1][0] if self._open else 0

    @property
    def path(self) -> tuple[str, ...]:
        """The titles, the highest first."""
        return tuple(title for _, title in self._open)


def number_depth(line: str) -> int:
    """How deep a heading's number is: 3 for "1.2.3 Title", 1 for "4 Title", 0 without a number."""
    found = _NUMBER.match(line)
    return found.group().rstrip(".").count(".") + 1 if found else 0


def looks_like_heading(line: str) -> bool:
    """Whether a line standing alone reads like a heading: short, no sentence, with a capital first."""
    line = line.strip()
    if not line or line[-1] in ".,;:!?…" or len(line.split()) > _MANY_WORDS or len(line) > 120:
        return False
    title = line[found.end() :] if (found := _NUMBER.match(line)) else line
    title = title.lstrip(" [(<«\"“„'")
    if len(title) < 2 or title.casefold() in _NOTES:
        return False
    return title[0].isupper() or (found is not None and title[0].isalpha())
