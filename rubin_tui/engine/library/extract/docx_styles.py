"""How a .docx says what is a heading, a list item or a listing, and how it counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from rubin_tui.engine.library.extract.ooxml import local

Role = Literal["text", "heading", "title", "contents", "code"]

_HEADING = re.compile(r"(?:heading|заголовок|überschrift|titre)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|название|заголовок документа)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|оглавление|содержание)\s*\d|table of figures", re.IGNORECASE)
_CODE = re.compile(r"\bcode\b|listing|листинг|исходный|preformatted|source|plain text|\bкод\b", re.IGNORECASE)
_BODY_LEVEL = 9  # what Word calls "body text"
_PLACE = re.compile(r"%([1-9])")
_LONGEST_CHAIN = 20
_SIGNS = ("C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN = tuple(zip((100, 90, 50, 40, 10, 9, 5, 4, 1), _SIGNS, strict=True))
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style makes of a paragraph: a heading of `level` (from 1), an item of `list`."""

    role: Role = "text"
    level: int = 0
    list: str = ""
    list_level: int | None = None


PLAIN = Style()


def read_styles(root: Element) -> dict[str, Style]:
    """The paragraph styles by identifier, each with what it inherits."""
    own: dict[str, tuple[str, str, dict[str, str]]] = {}
    for style in root:
        if local(style.tag) != "style" or value(style, "type") != "paragraph":
            continue
        facts = dict(paragraph_facts(child(style, "pPr")))
        own[value(style, "styleId")] = (
            value(child(style, "name")),
            value(child(style, "basedOn")),
            facts,
        )
    return {identifier: _style(identifier, own) for identifier in own}


def _style(identifier: str, own: dict[str, tuple[str, str, dict[str, str]]]) -> Style:
    name, inherited = "", dict[str, str]()
    at = identifier
    for _ in range(_LONGEST_CHAIN):
        if at not in own:
            break
        this, base, facts = own[at]
        name = f"{name}\n{this}"
        inherited = facts | inherited
        at = base
    names = name.strip().split("\n")
    role, level = _role(names, inherited.get("outline", ""))
    depth = inherited.get("ilvl")
    return Style(role, level, inherited.get("numId", ""), int(depth) if depth else None)


def _role(names: list[str], outline: str) -> tuple[Role, int]:
    if any(_CONTENTS.match(name) for name in names):
        return "contents", 0
    if outline.isdigit() and int(outline) < _BODY_LEVEL:
        return "heading", int(outline) + 1
    for name in names:
        if found := _HEADING.match(name):
            return "heading", max(1, int(found.group(1)))
        if _TITLE.match(name):
            return "title", 0
    return ("code", 0) if _CODE.search(names[0]) else ("text", 0)


def paragraph_facts(properties: Element | None) -> list[tuple[str, str]]:
    """Of a paragraph's properties "style", "outline", "numId" and "ilvl", where they are given."""
    facts = []
    for item in () if properties is None else properties:
        match local(item.tag):
            case "pStyle":
                facts.append(("style", value(item)))
            case "outlineLvl":
                facts.append(("outline", value(item)))
            case "numPr":
                facts += [(local(part.tag), value(part)) for part in item if value(part).isdigit()]
    return facts


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    items = () if element is None else element
    return next((item for item in items if local(item.tag) == name), None)


def value(element: Element | None, name: str = "val") -> str:
    """An attribute, whatever its name space, or ""."""
    if element is None:
        return ""
    return next((text for key, text in element.items() if local(key) == name), "")


class Numbering:
    """Counts list items and numbered headings as Word does."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # format, text, first number
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        for item in () if root is None else root:
            if local(item.tag) == "abstractNum":
                self._levels[value(item, "abstractNumId")] = {
                    _whole(value(level, "ilvl")): (
                        value(child(level, "numFmt")),
                        value(child(level, "lvlText")),
                        _whole(value(child(level, "start")) or "1"),
                    )
                    for level in item
                    if local(level.tag) == "lvl"
                }
            elif local(item.tag) == "num":
                self._lists[value(item, "numId")] = value(child(item, "abstractNumId"))

    def next(self, list_id: str, level: int) -> str:
        """The sign of the next item of `list_id` at `level` (from 0): "•", "1.", "2.3" or "" for none."""
        abstract = self._lists.get(list_id)
        levels = self._levels.get(abstract or "")
        if abstract is None or levels is None or level not in levels:
            return ""
        kind, text, _ = levels[level]
        if kind == "bullet":
            return "•"
        counts = self._counts.setdefault(abstract, [None] * _BODY_LEVEL)
        if level >= _BODY_LEVEL:
            return ""
        before = counts[level]
        counts[level] = levels[level][2] if before is None else before + 1
        counts[level + 1 :] = [None] * (_BODY_LEVEL - level - 1)
        if kind == "none":
            return ""
        return _PLACE.sub(lambda place: self._number(levels, counts, int(place.group(1)) - 1), text).strip()

    def _number(self, levels: dict[int, tuple[str, str, int]], counts: list[int | None], level: int) -> str:
        kind, _, first = levels.get(level, ("decimal", "", 1))
        count = counts[level]
        return _written(first if count is None else count, kind)


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter", "russianLower", "russianUpper") and number > 0:
        letters = _RUSSIAN if kind.startswith("russian") else "abcdefghijklmnopqrstuvwxyz"
        letter = letters[(number - 1) % len(letters)]
        return letter.upper() if kind.endswith(("Upper", "upperLetter")) else letter
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 400:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for size, sign in zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1), ["C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"], strict=True
    ):
        written += sign * (number // size)
        number %= size
    return written


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
